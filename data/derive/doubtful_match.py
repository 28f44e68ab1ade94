"""Facilities and records of a list that may be one, but not surely: listed for people to settle, never joined by themselves."""

from collections import Counter, defaultdict
from collections.abc import Collection
from difflib import SequenceMatcher

import pandas as pd

from .facility_name import cores, without_legal_form

RECORD = ["record_id", "source_id", "name", "unit_code", "address", "phone", "lat", "lon"]
COLUMNS = ["facility_id", *RECORD, "likeness", "reason"]
ELSEWHERE = "同じ名称で、市区町村が違う"
SIMILAR = "同じ市区町村で、名称が似ている"
_LIKE = 0.75  # of difflib's ratio: レデイス and レディス, 三根眼科医院 and 三根眼科


def doubtful_matches(known: pd.DataFrame, listed: pd.DataFrame, apart: Collection[tuple[str, str]] = (), elsewhere: bool = True) -> pd.DataFrame:
    """Pairs that are to be settled: facility_id, the record (RECORD), likeness of the names without legal form (0–1), reason.

    known: facilities that could be one of the list (facility_id, name, unit_code). listed: records that are no facility yet
    (RECORD). apart: pairs that people told apart. elsewhere: in other municipalities of the prefecture too, under the same
    name; clinics of one name are too many for that.
    """
    here, named = defaultdict(list), defaultdict(list)
    for row in listed.itertuples(index=False):
        name = without_legal_form(row.name)
        record = (row, cores(row.name), name, Counter(name))
        here[row.unit_code].append(record)
        for core in record[1] if elsewhere else ():
            named[row.unit_code[:2], core].append(record)
    made = []
    for row in known[known["unit_code"].notna()].itertuples(index=False):
        own, own_name = cores(row.name), without_legal_form(row.name)
        letters = Counter(own_name)
        pairs = [(record, SIMILAR) for record in here[row.unit_code] if own & record[1] or _alike(own_name, letters, record[2], record[3])]
        far = {record[0].record_id: record for core in own for record in named[row.unit_code[:2], core] if record[0].unit_code != row.unit_code}
        pairs += [(record, ELSEWHERE) for record in far.values()]
        made += [(row.facility_id, *(getattr(record, name) for name in RECORD), _ratio(own_name, name), reason)
                 for (record, _, name, _), reason in pairs if (row.facility_id, record.record_id) not in apart]
    return pd.DataFrame(made, columns=COLUMNS)


def _alike(a: str, letters_of_a: Counter, b: str, letters_of_b: Counter) -> bool:
    """Whether difflib's ratio is at least _LIKE; most pairs have too few letters in common, which is soon seen."""
    least = _LIKE * (len(a) + len(b)) / 2
    if min(len(a), len(b)) < least or sum(min(count, letters_of_b.get(letter, 0)) for letter, count in letters_of_a.items()) < least:
        return False
    return SequenceMatcher(None, a, b).ratio() >= _LIKE


def _ratio(a: str, b: str) -> float:
    return round(SequenceMatcher(None, a, b).ratio(), 3)
