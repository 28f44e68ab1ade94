"""Units by what a list may call them: 本部町, 国頭郡本部町, 那覇市, a ward, a designated city whole, a 二次医療圏."""

import re

import pandas as pd

from ..importers.cells import normal_name

_DISTRICT = re.compile(r"^.{1,4}?郡(?=.)")
_AREA_END = re.compile(r"(二次)?(医療)?圏(域)?$")


class Places:
    """Units by what a list may call them, inside a prefecture."""

    def __init__(self, units: pd.DataFrame):
        self.pref_code = dict(zip(units["pref_name"], units["pref_code"], strict=True))
        self._units: dict[tuple[str, str], list[str]] = {}
        self._areas: dict[tuple[str, str], list[str]] = {}
        for row in units.itertuples():
            for name in {row.full_name, row.city_name}:
                self._units.setdefault((row.pref_name, normal_name(name)), []).append(row.unit_code)
            self._areas.setdefault((row.pref_name, normal_name(row.secondary_name)), []).append(row.unit_code)

    def municipality(self, pref: str, name: str) -> list[str]:
        """Units of a municipality, a ward or a designated city whole; 「国頭郡本部町」 is 本部町. [] when there is none."""
        plain = normal_name(name)
        return self._units.get((pref, plain)) or self._units.get((pref, _DISTRICT.sub("", plain)), [])

    def area(self, pref: str, name: str) -> list[str]:
        """Units of a 二次医療圏 or of a municipality."""
        plain = normal_name(name)
        for written in (plain, _AREA_END.sub("", plain)):
            if found := self._areas.get((pref, written)):
                return found
        return self.municipality(pref, name)
