"""Facilities and records of a list that may be one, but not surely: listed for people to settle, never joined by themselves."""

from collections import Counter, defaultdict
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
import pandas as pd

from .facility_name import cores, without_legal_form

RECORD = ["record_id", "source_id", "name", "unit_code", "address", "phone", "lat", "lon"]
COLUMNS = ["facility_id", *RECORD, "likeness", "reason"]
ELSEWHERE = "同じ名称で、市区町村が違う"
SIMILAR = "同じ市区町村で、名称が似ている"
_LIKE = 0.75  # of difflib's ratio: レデイス and レディス, 三根眼科医院 and 三根眼科


class _Town:
    """Records of one municipality (positions in the list), compared with a name all at once."""

    def __init__(self) -> None:
        self.records: list[int] = []
        self.names: list[str] = []

    @cached_property
    def _lengths(self) -> np.ndarray:
        return np.array([len(name) for name in self.names])

    @cached_property
    def _letters(self) -> dict[str, np.ndarray]:
        """Letter → how often each record's name has it."""
        found: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(self.names), dtype=int))
        for at, name in enumerate(self.names):
            for letter in name:
                found[letter][at] += 1
        return dict(found)

    def like(self, name: str) -> list[int]:
        """Records whose name is like `name`: difflib's ratio at least _LIKE, for which most have too few letters in common."""
        if not self.names:
            return []
        shared = sum((np.minimum(count, self._letters[letter]) for letter, count in Counter(name).items() if letter in self._letters),
                     np.zeros(len(self.names)))
        may_be = np.flatnonzero(shared >= _LIKE * (len(name) + self._lengths) / 2)
        return [self.records[at] for at in may_be.tolist() if SequenceMatcher(None, name, self.names[at]).ratio() >= _LIKE]


def doubtful_matches(known: pd.DataFrame, listed: pd.DataFrame, apart: Collection[tuple[str, str]] = (), elsewhere: bool = True) -> pd.DataFrame:
    """Pairs that are to be settled: facility_id, the record (RECORD), likeness of the names without legal form (0–1), reason.

    known: facilities that could be one of the list (facility_id, name, unit_code). listed: records that are no facility yet
    (RECORD). apart: pairs that people told apart. elsewhere: in other municipalities of the prefecture too, under the same
    name; clinics of one name are too many for that.
    """
    known, listed = _of_common_places(known, listed, elsewhere)
    ids, names, units = (listed[column].tolist() for column in ("record_id", "name", "unit_code"))
    asked = [(*row, cores(row[1]), without_legal_form(row[1])) for row in zip(
        *(known[column].tolist() for column in ("facility_id", "name", "unit_code")), strict=True)]
    bearers: dict[tuple[str, str], list[int]] = {(unit[:2], core): [] for _, _, unit, own, _ in asked for core in own}
    towns = defaultdict(_Town)
    for at, (name, unit) in enumerate(zip(names, units, strict=True)):
        towns[unit].records.append(at)
        towns[unit].names.append(without_legal_form(name))
        for core in cores(name):
            if (unit[:2], core) in bearers:
                bearers[unit[:2], core].append(at)
    pairs = []
    for facility_id, _, unit, own, own_name in asked:
        alike = {at for core in own for at in bearers[unit[:2], core]}
        here = sorted({at for at in alike if units[at] == unit} | {*towns[unit].like(own_name)})
        far = {ids[at]: at for at in sorted(alike) if units[at] != unit} if elsewhere else {}
        pairs += [(facility_id, at, _ratio(own_name, without_legal_form(names[at])), reason)
                  for places, reason in ((here, SIMILAR), (far.values(), ELSEWHERE)) for at in places if (facility_id, ids[at]) not in apart]
    made = pd.DataFrame(pairs, columns=["facility_id", "at", "likeness", "reason"]).astype({"at": int, "likeness": float})
    return made.join(listed[RECORD].reset_index(drop=True), on="at")[COLUMNS]


def _of_common_places(known: pd.DataFrame, listed: pd.DataFrame, elsewhere: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of prefectures (of units, without `elsewhere`) that both have: names are compared one by one."""
    ours, theirs = (rows["unit_code"].str[:2] if elsewhere else rows["unit_code"] for rows in (known, listed))
    return known[ours.notna() & ours.isin(theirs.unique())], listed[theirs.isin(ours.unique())]


def _ratio(a: str, b: str) -> float:
    return round(SequenceMatcher(None, a, b).ratio(), 3)
