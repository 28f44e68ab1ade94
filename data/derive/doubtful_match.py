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


class _Listed:
    """Records of one municipality, compared with a name all at once."""

    def __init__(self) -> None:
        self.records: list[tuple] = []

    def add(self, record: tuple) -> None:
        self.records.append(record)

    @cached_property
    def _lengths(self) -> np.ndarray:
        return np.array([len(name) for _, _, name in self.records])

    @cached_property
    def _letters(self) -> dict[str, np.ndarray]:
        """Letter → how often each record's name has it."""
        found: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(self.records), dtype=int))
        for at, (_, _, name) in enumerate(self.records):
            for letter in name:
                found[letter][at] += 1
        return dict(found)

    def similar(self, own: set[str], name: str) -> list[tuple]:
        """Records with a core of `own`, or whose name is like `name`: difflib's ratio at least _LIKE, for which most have too few letters
        in common."""
        if not self.records:
            return []
        shared = sum((np.minimum(count, self._letters[letter]) for letter, count in Counter(name).items() if letter in self._letters),
                     np.zeros(len(self.records)))
        may_be = shared >= _LIKE * (len(name) + self._lengths) / 2
        return [record for record, enough in zip(self.records, may_be, strict=True)
                if own & record[1] or (enough and SequenceMatcher(None, name, record[2]).ratio() >= _LIKE)]


def doubtful_matches(known: pd.DataFrame, listed: pd.DataFrame, apart: Collection[tuple[str, str]] = (), elsewhere: bool = True) -> pd.DataFrame:
    """Pairs that are to be settled: facility_id, the record (RECORD), likeness of the names without legal form (0–1), reason.

    known: facilities that could be one of the list (facility_id, name, unit_code). listed: records that are no facility yet
    (RECORD). apart: pairs that people told apart. elsewhere: in other municipalities of the prefecture too, under the same
    name; clinics of one name are too many for that.
    """
    here, named = defaultdict(_Listed), defaultdict(list)
    known, listed = _of_common_places(known, listed, elsewhere)
    for row in listed[RECORD].astype(object).itertuples(index=False):
        record = (row, cores(row.name), without_legal_form(row.name))
        here[row.unit_code].add(record)
        for core in record[1] if elsewhere else ():
            named[row.unit_code[:2], core].append(record)
    made = []
    for row in known[["facility_id", "name", "unit_code"]].astype(object).itertuples(index=False):
        own, own_name = cores(row.name), without_legal_form(row.name)
        pairs = [(record, SIMILAR) for record in here[row.unit_code].similar(own, own_name)]
        far = {record[0].record_id: record for core in own for record in named[row.unit_code[:2], core] if record[0].unit_code != row.unit_code}
        pairs += [(record, ELSEWHERE) for record in far.values()]
        made += [(row.facility_id, *(getattr(record, name) for name in RECORD), _ratio(own_name, name), reason)
                 for (record, _, name), reason in pairs if (row.facility_id, record.record_id) not in apart]
    return pd.DataFrame(made, columns=COLUMNS)


def _of_common_places(known: pd.DataFrame, listed: pd.DataFrame, elsewhere: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of prefectures (of units, without `elsewhere`) that both have: names are compared one by one."""
    ours, theirs = (rows["unit_code"].str[:2] if elsewhere else rows["unit_code"] for rows in (known, listed))
    return known[ours.notna() & ours.isin(theirs.unique())], listed[theirs.isin(ours.unique())]


def _ratio(a: str, b: str) -> float:
    return round(SequenceMatcher(None, a, b).ratio(), 3)
