"""Facilities of two sources that may be one, but not surely: listed for people to settle, never joined by themselves."""

from difflib import SequenceMatcher

import pandas as pd

from .facility_name import cores, without_legal_form

COLUMNS = ["facility_id", "facility_code", "reason"]
ELSEWHERE = "同じ名称で、市区町村が違う"
SIMILAR = "同じ市区町村で、名称が似ている"
_LIKE = 0.75  # of difflib's ratio: レデイス and レディス, 三根眼科医院 and 三根眼科


def doubtful_matches(known: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """facility_id, facility_code, reason of the pairs that are to be settled.

    known: facilities without an official code (facility_id, name, unit_code). listed: those of a list that were not joined
    (facility_code, name, unit_code). Both of the prefectures that have a list.
    """
    made = []
    theirs = [(row.facility_code, row.unit_code, cores(row.name), without_legal_form(row.name)) for row in listed.itertuples(index=False)]
    for row in known[known["unit_code"].notna()].itertuples(index=False):
        own, own_name = cores(row.name), without_legal_form(row.name)
        for code, unit, other, name in theirs:
            if unit[:2] != row.unit_code[:2]:
                continue
            if unit != row.unit_code and own & other:
                made.append((row.facility_id, code, ELSEWHERE))
            elif unit == row.unit_code and (own & other or SequenceMatcher(None, own_name, name).ratio() >= _LIKE):
                made.append((row.facility_id, code, SIMILAR))
    return pd.DataFrame(made, columns=COLUMNS)
