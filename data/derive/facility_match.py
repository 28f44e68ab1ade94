"""Which record of which list is which facility, and by what it was told (table facility_match)."""

from collections.abc import Mapping

import pandas as pd

from .facility_name import cores, simple

COLUMNS = ["facility_id", "source_id", "record_id", "name", "address", "lat", "lon", "quality"]
CODE, NAME, CORE, FORMER, ADDRESS, DECIDED, OWN = ("code", "name", "name_without_body", "former_name", "name_and_address", "decided", "own")


def matches(joined: pd.DataFrame, facility: pd.DataFrame, decided: Mapping[str, str]) -> pd.DataFrame:
    """facility_match of records that are a facility.

    joined: COLUMNS but quality, and short_name where the list has one; a quality that is known already may stand in `quality`. facility:
    facility_id, name. decided: facility_id → record_id of those that people joined.
    """
    name_of = dict(zip(facility["facility_id"], facility["name"], strict=True))
    told = joined["quality"] if "quality" in joined else pd.Series(None, joined.index, dtype=object)
    short = joined["short_name"] if "short_name" in joined else pd.Series("", joined.index)
    quality = [DECIDED if decided.get(facility_id) == record else known if isinstance(known, str) else _by_name(name_of[facility_id], name, brief)
               for facility_id, record, known, name, brief in zip(joined["facility_id"], joined["record_id"], told, joined["name"], short,
                                                                  strict=True)]
    return joined.assign(quality=pd.Series(quality, joined.index, dtype=object))[COLUMNS]


def _by_name(ours: str, *theirs: str) -> str:
    if simple(ours) in {simple(name) for name in theirs if name}:
        return NAME
    return CORE if cores(ours) & set().union(*(cores(name) for name in theirs if name)) else FORMER
