"""The unit of an address as name lists write it: 「中頭郡西原町字翁長…」「沖縄県那覇市…」「横浜市鶴見区…」."""

import re
from collections import defaultdict

import pandas as pd

from ..importers.cells import normal_name

_STREET = re.compile(r"(\D+)(\d+(?:-\d+)*)")
_ENDS = re.compile(r"(?<=\d)\s+|号")  # what follows is a floor or a building
_JOINTS = re.compile(r"丁目|番地の|番地|番|(?<=\d)の(?=\d)|[‐－―ー−](?=\d)")
_CHOME = re.compile(r"([一二三四五六七八九十]+)(?=丁目)")
_ONES = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_DISTRICT = re.compile(r"^.{1,5}?郡(?=.)")


def units_of(addresses: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """unit_code of each address (None where it begins with no unit's name), on the index of `addresses`.

    addresses: pref_code, address. units: unit_code, full_name, pref_code, pref_name. The longest name wins; a name of a
    district (郡) and of the prefecture may stand in front.
    """
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in units.itertuples():
        names[row.pref_code][normal_name(row.full_name)] = row.unit_code
    prefectures = units.drop_duplicates("pref_code").set_index("pref_code")["pref_name"].to_dict()
    found = {}
    for pref, address in set(zip(addresses["pref_code"], addresses["address"], strict=True)):
        text = normal_name(address).removeprefix(prefectures.get(pref, ""))
        found[pref, address] = _unit(text, names[pref]) or _unit(_DISTRICT.sub("", text), names[pref])
    return pd.Series([found[key] for key in zip(addresses["pref_code"], addresses["address"], strict=True)], addresses.index, dtype=object)


def _unit(text: str, names: dict[str, str]) -> str | None:
    return next((names[text[:length]] for length in range(min(len(text), 14), 1, -1) if text[:length] in names), None)


def street(address: str | None, municipality: str | None) -> str | None:
    """Town and numbers of an address, as far as it has them, for comparing: 「沖縄県那覇市字泉崎一丁目２番３号 2階」 → '泉崎1-2-3'.

    None where the municipality does not stand in it or no number follows: such addresses say too little.
    """
    if not isinstance(address, str) or not isinstance(municipality, str):
        return None
    _, found, rest = normal_name(_ENDS.sub("/", address)).partition(normal_name(municipality))
    rest = _CHOME.sub(lambda number: str(_arabic(number[1])), rest.removeprefix("大字").removeprefix("字"))
    place = _STREET.match(_JOINTS.sub("-", rest).replace("--", "-"))
    return f"{place[1]}{place[2]}" if found and place else None


def _arabic(kanji: str) -> int:
    """1–99."""
    tens, ten, ones = kanji.rpartition("十")
    return (_ONES.get(tens, 1) * 10 if ten else 0) + _ONES.get(ones, 0)
