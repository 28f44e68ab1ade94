"""Decisions of people about facilities, as the derivations ask for them, and what became of each."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from geo.distance import great_circle_km

from ..settled import COLUMNS
from ..workspace.facility_decisions import DIFFERENT, POSITION, REPORT_STATE, SAME

EMPTY = pd.DataFrame(columns=COLUMNS)
AGREE_KM = 1.0  # two positions that are further apart do not mean the same place
_GONE = "この医療機関は今の資料にありません。"
_OTHER_GONE = "相手の記録は今の資料にありません。"
_TAKEN = "どちらかが、先の決定か医療機関コードで、ほかの施設と結び付いています。"
_JOINED = "医療機関コードか名称が同じになり、結び付いています。"
_MOVED = "選んだ資料の位置が、決めたときから変わったか、なくなりました。もう一度確かめてください。"


@dataclass(frozen=True)
class Decided:
    """rows: facility_decision, oldest first, with the ids facilities have now. unmet: decision_id → why it could not be applied, of
    report states."""

    rows: pd.DataFrame = field(default_factory=lambda: EMPTY)
    unmet: dict[str, str] = field(default_factory=dict)

    def renamed(self, new_id: Mapping[str, str]) -> "Decided":
        """The same once facilities took other ids (former → new)."""
        return Decided(self.rows.assign(facility_id=[new_id.get(f, f) for f in self.rows["facility_id"]]), self.unmet)

    def joined(self, facilities: Iterable[str], records: Iterable[str]) -> dict[str, str]:
        """facility_id → record_id of those that people joined, each at most once."""
        ours, theirs, found = set(facilities), set(records), {}
        for facility_id, record in self._pairs(SAME):
            if facility_id in ours and record in theirs:
                found[facility_id] = record
                ours.discard(facility_id)
                theirs.discard(record)
        return found

    @cached_property
    def apart(self) -> frozenset[tuple[str, str]]:
        """Pairs (facility_id, record_id) that are two facilities."""
        return frozenset(self._pairs(DIFFERENT))

    def positions(self, listed: pd.DataFrame) -> dict[str, str]:
        """facility_id → the source that is right, where it still says what it said when it was chosen.

        listed: facility_id, source_id, lat, lon.
        """
        where = {(row.facility_id, row.source_id): (row.lon, row.lat) for row in listed.itertuples(index=False)}
        found = {}
        for row in self.rows[self.rows["kind"] == POSITION].itertuples(index=False):
            there, chosen = where.get((row.facility_id, row.subject)), json.loads(row.body)
            if there and great_circle_km(*there, chosen["lon"], chosen["lat"]) <= AGREE_KM:
                found[row.facility_id] = row.subject
        return found

    def table(self, match: pd.DataFrame, doubt: pd.DataFrame, facility: pd.DataFrame) -> pd.DataFrame:
        """Table facility_decision, of facility_match, facility_doubt and facility as they came to be."""
        known, records = set(facility["facility_id"]), {*match["record_id"], *doubt["record_id"]}
        of_record, right = dict(zip(match["record_id"], match["facility_id"], strict=True)), self.positions(match)

        def unmet(row) -> str | None:
            if row.kind == REPORT_STATE:
                return self.unmet.get(row.decision_id)
            if row.facility_id not in known:
                return _GONE
            if row.kind == POSITION:
                return None if row.facility_id in right else _MOVED
            if row.subject not in records:
                return _OTHER_GONE
            if (of_record.get(row.subject) == row.facility_id) == (row.kind == SAME):
                return None
            return _TAKEN if row.kind == SAME else _JOINED
        return self.rows.assign(unmet=pd.Series([unmet(row) for row in self.rows.itertuples(index=False)], self.rows.index, dtype=object))

    def _pairs(self, kind: str) -> list[tuple[str, str]]:
        rows = self.rows[self.rows["kind"] == kind]
        return list(zip(rows["facility_id"], rows["subject"], strict=True))


def decided(rows: pd.DataFrame, alias: pd.DataFrame) -> Decided:
    """The decisions of the checked table facility_decision. alias: facility_alias, for ids of then."""
    return Decided(rows).renamed(dict(zip(alias["alias_id"], alias["facility_id"], strict=True)))
