"""The unit of an address as name lists write it: 「中頭郡西原町字翁長…」「沖縄県那覇市…」「横浜市鶴見区…」."""

import re
from collections import defaultdict

import pandas as pd

from ..importers.cells import normal_name

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
