"""Which units (単位) a code or a name in somebody's file means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.importers.cells import check_digit, made_a_number, normal_name
from data.store import Store

from .cache import cached

_BETWEEN = re.compile(r"[,、，;；\r\n\t]+")
_SPACED = re.compile(r"(\S+[都道府県] )?(\S+郡 \S+[町村]|\S+市 \S+区|\S+)")  # 沖縄県 島尻郡 八重瀬町, 堺市 西区
MOST_WORDS = 3
# 沖縄県国頭郡国頭村 → 沖縄県国頭村
_COUNTY = re.compile(r"^(北海道|東京都|京都府|大阪府|.{2,3}県)?.+?郡(?=.+[町村]$)")


class UnknownUnit(ValueError):
    """The text names no unit, or none of the scope, or it cannot be told which; the text is Japanese."""


@dataclass(frozen=True)
class Found:
    """units: one, or several where the text names a whole city of wards or a former municipality that was divided.

    how: '' as written, 'former' by a code of before, 'city' for every ward of a city.
    """

    units: tuple[str, ...]
    how: str = ""


@dataclass(frozen=True)
class _Register:
    names: dict[str, str]                    # unit → 沖縄県那覇市
    by_code: dict[str, Found]                # unit, city and former codes
    by_name: dict[str, tuple[Found, ...]]    # normal name → all it may mean


class UnitLookup:
    """Codes (five digits, six with check digit, leading zeros lost or not, former ones) and names, within a scope."""

    def __init__(self, store: Store, scope: Iterable[str]):
        self.scope = frozenset(scope)
        self._six_first = False
        self._register = cached(store, ("unit register",), lambda: _read(store))

    def find(self, text: str) -> Found:
        """The units that `text` names. Raises UnknownUnit."""
        if why := made_a_number(text):
            raise UnknownUnit(f"{why}。列の表示形式を「文字列」にしてから市区町村コードを入れ直すか、市区町村の名前にしてください。")
        return self._by_code(plain) if (plain := _plain(text)).isdecimal() else self._by_name(text)

    def texts(self, cell: str) -> list[str]:
        """Codes or names of the units that a cell names, usually one. White space stands between two of them, or inside one
        name: 島尻郡 八重瀬町."""
        return [text for part in _BETWEEN.split(cell) for text in self._names_of(part.split())]

    def _names_of(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            sizes = range(min(MOST_WORDS, len(words) - at), 1, -1)
            size = next((n for n in sizes if _SPACED.fullmatch(" ".join(words[at:at + n])) and self._meanings("".join(words[at:at + n]))), 1)
            yield " ".join(words[at:at + size])
            at += size

    def see(self, texts: Iterable[str]) -> None:
        """Look at a whole column first: 12106 is a code of five digits, or one of six that lost its zero (012106), and
        the others tell which.
        """
        votes = 0
        for digits in filter(str.isdecimal, map(_plain, texts)):
            five, six = (reading in self._register.by_code for reading in (_five(digits), _six(digits)))
            votes += six - five
        self._six_first = votes > 0

    def name(self, unit: str) -> str:
        """那覇市, with the prefecture before it when the unit is outside the scope."""
        pref, full = self._register.names[unit]
        return full if unit in self.scope else pref + full

    def is_called(self, unit: str, name: str) -> bool:
        """False when `name` is the name of something else than `unit`."""
        return any(unit in found.units for found in self._meanings(name))

    def _meanings(self, name: str) -> tuple[Found, ...]:
        key = normal_name(name)
        return self._register.by_name.get(key) or self._register.by_name.get(_COUNTY.sub(r"\1", key), ())

    def _by_code(self, digits: str) -> Found:
        readings = (_six(digits), _five(digits)) if self._six_first else (_five(digits), _six(digits))
        known = [self._register.by_code[code] for code in readings if code in self._register.by_code]
        if len(digits) == 6 and _six(digits) is None:
            raise UnknownUnit("6桁のコードの検査数字（末尾の数字）が合いません。コードを確かめてください。")
        if not known:
            raise UnknownUnit("この市区町村コードはありません。コードを確かめてください。")
        return self._inside([found for found in known if self.scope.issuperset(found.units)][:1] or known[:1])

    def _by_name(self, text: str) -> Found:
        found = self._meanings(text)
        if not found:
            raise UnknownUnit("この名前の市区町村はありません。正式な名前か市区町村コードにしてください。")
        inside = [each for each in found if self.scope.issuperset(each.units)]
        return self._inside(inside or list(found))

    def _inside(self, found: list[Found]) -> Found:
        if len(found) > 1:
            prefs = {self._register.names[each.units[0]][0] for each in found}
            names = "、".join("".join(self._register.names[each.units[0]]) if len(prefs) > 1 else self.name(each.units[0]) for each in found[:5])
            raise UnknownUnit(f"どの市区町村か決められません（{names}）。市区町村コードにしてください。")
        if outside := [unit for unit in found[0].units if unit not in self.scope]:
            raise UnknownUnit(f"対象の外の単位です（{self.name(outside[0])}）。この行を消すか、対象の都道府県を広げてください。")
        return found[0]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removesuffix(".0")


def _five(digits: str) -> str | None:
    return digits.zfill(5) if len(digits) <= 5 else None


def _six(digits: str) -> str | None:
    """The five digits of a code with its check digit; None where that does not fit."""
    six = digits.zfill(6)
    return six[:5] if 5 <= len(digits) <= 6 and check_digit(six[:5]) == six[5] else None


def _read(store: Store) -> _Register:
    rows = store.rows("SELECT unit_code, full_name, name, pref_name, city_code FROM unit ORDER BY 1")
    names = {unit: (pref, full) for unit, full, _, pref, _ in rows}
    wards: dict[str, list[str]] = {}
    city_names: dict[str, str] = {}
    by_name: dict[str, dict[tuple[str, ...], Found]] = {}

    def call(units: tuple[str, ...], how: str, *spellings: str) -> None:
        for spelling in spellings:
            by_name.setdefault(normal_name(spelling), {}).setdefault(units, Found(units, how))
    for unit, full, name, pref, city in rows:
        call((unit,), "", full, pref + full, name)
        if city != unit:
            wards.setdefault(city, []).append(unit)
            city_names[city] = full.removesuffix(name)
    by_code = {unit: Found((unit,)) for unit in names}
    for city, units in wards.items():
        pref, city_name = names[units[0]][0], city_names[city]
        by_code[city] = Found(tuple(units), "city")
        call(tuple(units), "city", city_name, pref + city_name)
    former: dict[str, list[str]] = {}
    for old, unit in store.rows("SELECT old_code, unit_code FROM unit_change ORDER BY 1, 2"):
        former.setdefault(old, []).append(unit)
    for old, units in former.items():
        by_code.setdefault(old, Found(tuple(units), "former"))
    return _Register(names, by_code, {key: tuple(found.values()) for key, found in by_name.items()})
