"""The functions of かかりつけ医機能 and who has them, on one of two bases that are never mixed.

報告ベース: confirmed かかりつけ医機能報告 of a prefecture. Until it loads them, 届出ベース: what facilities have notified
(domain rules 10–14). A prefecture with neither is データ待ち. Facilities are counted, never rows.
"""

from dataclasses import dataclass
from itertools import compress

import numpy as np
import pandas as pd

from data.sample_store import MARK
from data.store import Store

from .cache import cached
from .quantities import unit_index

REPORTED, NOTIFIED = "reported", "notified"
BASIS_WORDS = {REPORTED: "報告ベース", NOTIFIED: "届出ベース"}
KINDS = {REPORTED: "かかりつけ医機能報告", NOTIFIED: "届出受理"}
COUNTED = ("confirmed", "published", "corrected")  # states of a report whose functions count
ENOUGH = 0.5  # of the facilities of the fullest year: from here on a newer year takes its place
CLINICS = ("clinic", "clinic_with_beds")
SAYS, PART = "A", "B"  # strength: says the function; a part of it (あと一歩)


@dataclass(frozen=True)
class CareFunction:
    """area_kind: 圏域 in which a gap is looked for."""

    code: str
    label: str
    short: str
    area_kind: str
    note: str


@dataclass(frozen=True)
class CareItem:
    """An item of a function on one basis. why: why this basis cannot tell (then nobody has it)."""

    function: str
    code: str
    label: str
    strength: str | None
    cover: str | None
    side: str | None
    note: str | None
    why: str | None


@dataclass(frozen=True)
class Basis:
    """What a prefecture's functions go by, and of which fiscal year. is_sample: of made-up facilities."""

    code: str
    fiscal_year: str
    is_sample: bool = False

    @property
    def words(self) -> str:
        """届出ベース（R7）, 報告ベース（サンプル、R8）."""
        return f"{BASIS_WORDS[self.code]}（{f'{MARK}、' if self.is_sample else ''}{self.fiscal_year}）"


def functions(store: Store) -> dict[str, CareFunction]:
    """Code → function, 2号機能 first, in the order of the definition file."""
    rows = cached(store, ("care functions",), lambda: store.rows("SELECT function, label, short, area_kind, note FROM care_function"))
    return {row[0]: CareFunction(*row) for row in rows}


def items(store: Store, basis: str, function: str) -> tuple[CareItem, ...]:
    """Items of a function on a basis, in the order of the definition file."""
    rows = cached(store, ("care function items",), lambda: store.rows(
        "SELECT basis, function, item, label, strength, cover, side, note, why FROM care_function_item"))
    return tuple(CareItem(*row[1:]) for row in rows if row[:2] == (basis, function))


def items_of_all(store: Store, function: str) -> tuple[CareItem, ...]:
    """Items of a function on either basis."""
    return tuple(item for basis in BASIS_WORDS for item in items(store, basis, function))


def bases(store: Store) -> dict[str, Basis]:
    """Prefecture → its basis; データ待ち ones are missing.

    The fiscal year is the newest of which a good part (ENOUGH of the fullest year's facilities) has come in: the first reports of a
    new year do not empty the map of the last.
    """
    def read() -> dict[str, Basis]:
        rows = store.rows("""
            WITH counted AS (SELECT left(unit_code, 2) AS pref, report_kind, fiscal_year, count(DISTINCT facility_id) AS facilities FROM report
                JOIN facility USING (facility_id) WHERE unit_code IS NOT NULL AND status IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL),
            full_enough AS (SELECT * FROM counted
                QUALIFY facilities >= ? * max(facilities) OVER (PARTITION BY pref, report_kind))
            SELECT pref, report_kind, max_by(fiscal_year, CAST(fiscal_year[2:] AS INTEGER)) FROM full_enough GROUP BY ALL""",
                          [list(COUNTED), ENOUGH])
        year = {(pref, kind): fiscal_year for pref, kind, fiscal_year in rows}
        return {pref: Basis(code, year[pref, KINDS[code]], store.is_sample) for pref in {pref for pref, _ in year}
                for code in (NOTIFIED, REPORTED) if (pref, KINDS[code]) in year}
    return cached(store, ("care bases",), read)


# $bases: prefecture, report kind, basis and fiscal year of each basis, as lists side by side.
_REGISTER = """
    SELECT facility_id, unit_code, kind, name, lat, lon, coalesce(land, -1) AS land, location_quality AS quality, basis, fiscal_year,
        row_number() OVER (ORDER BY facility_id) - 1 AS place
    FROM report JOIN facility USING (facility_id)
    JOIN (SELECT unnest($prefs::VARCHAR[]) AS pref, unnest($kinds::VARCHAR[]) AS report_kind, unnest($bases::VARCHAR[]) AS basis,
        unnest($years::VARCHAR[]) AS fiscal_year) USING (report_kind, fiscal_year)
    WHERE left(unit_code, 2) = pref AND status IN (SELECT unnest($counted::VARCHAR[]))"""


def _arguments(store: Store) -> dict[str, list[str]]:
    known = bases(store)
    return {"prefs": [*known], "kinds": [KINDS[basis.code] for basis in known.values()], "bases": [basis.code for basis in known.values()],
            "years": [basis.fiscal_year for basis in known.values()], "counted": [*COUNTED]}


def register(store: Store) -> pd.DataFrame:
    """Facilities of each prefecture's basis, in the order of facility_id: facility_id, unit (position in unit_index), kind, name, lat, lon,
    land (−1 unknown), quality (of the position)."""
    def read() -> pd.DataFrame:
        frame = store.frame(f"SELECT * EXCLUDE (basis, fiscal_year, place) FROM ({_REGISTER}) ORDER BY place", _arguments(store))
        return frame.assign(unit=frame.pop("unit_code").map(unit_index(store).position).astype(np.int64))
    return cached(store, ("care register",), read)


@dataclass(frozen=True)
class _Holding:
    """holds: which facility of the register (row) holds which of the items (column) of a function."""

    items: tuple[str, ...]
    holds: np.ndarray


def _holding(store: Store, function: str) -> _Holding:
    """Read once a function: of the items that people choose, another is then picked in milliseconds."""
    def read() -> _Holding:
        codes = tuple(dict.fromkeys(item.code for item in items_of_all(store, function)))
        found = store.numbers(f"""
            SELECT place, number FROM facility_function JOIN ({_REGISTER}) USING (facility_id, basis, fiscal_year)
            JOIN (SELECT unnest($items::VARCHAR[]) AS item, unnest(range(len($items::VARCHAR[]))) AS number) USING (item)
            WHERE function = $function""", _arguments(store) | {"items": [*codes], "function": function})
        holds = np.zeros((len(register(store)), len(codes)), dtype=bool)
        holds[found["place"].astype(int), found["number"].astype(int)] = True
        return _Holding(codes, holds)
    return cached(store, ("care holding", function), read)


def having(store: Store, function: str, wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    """Facilities that have the function: those of `register`, with items (frozenset: which of the items asked for).

    wanted: any of these items; () for any item that says the function (strength A).
    """
    def pick() -> pd.DataFrame:
        held, asked = _holding(store, function), wanted or [item.code for item in items_of_all(store, function) if item.strength == SAYS]
        chosen = [at for at, code in enumerate(held.items) if code in asked]
        mine = held.holds[:, chosen].any(axis=1)
        return register(store)[mine].assign(items=_sets(held.holds[mine][:, chosen], [held.items[at] for at in chosen])).reset_index(drop=True)
    return cached(store, ("having", function, wanted), pick)


def _sets(holds: np.ndarray, codes: list[str]) -> list[frozenset[str]]:
    """Of each row, the codes that it holds: each set is made once."""
    if not len(holds):
        return []
    packed, made = np.packbits(np.ascontiguousarray(holds), axis=1), {}
    keys = packed.view(f"V{packed.shape[1]}").ravel().tolist()
    return [made.get(key) or made.setdefault(key, frozenset(compress(codes, row))) for key, row in zip(keys, holds.tolist(), strict=True)]
