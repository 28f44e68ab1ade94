"""Which rows of different editions are one facility, and its id.

The workbooks carry no facility code, so a facility is its area, normalised name and municipality. A row of an
older edition that has no such facility is joined to one only on strong evidence (renamed, moved, not reported);
without it the two stay apart: a facility seen only in an older edition is not closed by that alone.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import pandas as pd

from ..importers.cells import normal_name
from .facility_name import SHORTEST, common_end, cores, simple, stem, without_legal_form

Beds = tuple[float, ...] | None  # total including closed, four functions, closed; None when not reported
BED_ITEMS = ("beds_total_incl_closed", "beds_acute_intensive", "beds_acute", "beds_comprehensive", "beds_chronic", "beds_closed")


@dataclass
class _Row:
    published_fy: str
    area_code: str
    seq: int
    name: str
    municipality: str
    beds: Beds
    key: tuple[str, str, str] = ("", "", "")

    def __post_init__(self):
        self.key = (self.area_code, normal_name(self.name), normal_name(self.municipality))


@dataclass
class _Facility:
    """Rows of one facility, newest first, with why each was joined (None: same key)."""

    rows: list[_Row] = field(default_factory=list)
    reasons: list[str | None] = field(default_factory=list)

    @property
    def oldest(self) -> _Row:
        return self.rows[-1]

    @property
    def key(self) -> tuple[str, str, str]:
        return next((r.key for r in self.rows if r.key[2]), self.rows[0].key)


def identify(facility_row: pd.DataFrame, facility_figure: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows with their facility, aliases).

    rows: published_fy, area_code, seq, facility_id. aliases: alias_id, facility_id, name, reason — the ids a facility
    had under former names, so that what refers to them is still found.
    """
    facilities: list[_Facility] = []
    rows = _rows(facility_row, facility_figure)
    for published_fy in sorted(rows, key=lambda fy: int(fy[1:]), reverse=True):
        _join_edition(facilities, rows[published_fy])
    identity, aliases = [], []
    for facility in facilities:
        facility_id = digest(facility.key)
        identity += [(r.published_fy, r.area_code, r.seq, facility_id) for r in facility.rows]
        former = {}
        for row, reason in zip(facility.rows, facility.reasons, strict=True):
            if row.key != facility.key:
                former.setdefault(digest(row.key), (row.name, f"{row.published_fy}: {reason or '所在地の記載なし（未報告）'}"))
        aliases += [(alias, facility_id, name, reason) for alias, (name, reason) in former.items()]
    return (pd.DataFrame(identity, columns=["published_fy", "area_code", "seq", "facility_id"]),
            pd.DataFrame(aliases, columns=["alias_id", "facility_id", "name", "reason"]))


def digest(key: tuple[str, str, str]) -> str:
    """'h' and twelve hex digits of area code, normalised name and normalised municipality."""
    return "h" + hashlib.blake2b("|".join(key).encode(), digest_size=6).hexdigest()


def _rows(facility_row: pd.DataFrame, facility_figure: pd.DataFrame) -> dict[str, list[_Row]]:
    beds = facility_figure[facility_figure["item"].isin(BED_ITEMS)].pivot(
        index=["published_fy", "area_code", "seq"], columns="item", values="value").reindex(columns=list(BED_ITEMS))
    reported = beds.dropna(subset=["beds_total_incl_closed"])
    known = dict(zip(reported.index, map(tuple, reported.to_numpy()), strict=True))
    found: dict[str, list[_Row]] = defaultdict(list)
    for r in facility_row[["published_fy", "area_code", "seq", "name", "municipality"]].itertuples(index=False):
        found[r.published_fy].append(_Row(*r, known.get((r.published_fy, r.area_code, r.seq))))
    return found


def _join_edition(facilities: list[_Facility], rows: list[_Row]) -> None:
    """Give every row of an older edition its facility: the same key, else the strongest evidence, else a new one."""
    by_key = {row.key: f for f in facilities for row in f.rows}
    left, taken = [], set()
    for row in rows:
        facility = by_key.get(row.key)
        if facility is not None and id(facility) not in taken:
            _join(facility, row, None, taken)
        else:
            left.append(row)
    for place, agree, reason in _EVIDENCE:
        free = [f for f in facilities if id(f) not in taken]
        pairs = _only_pairs(free, left, place, agree)
        for facility, row in pairs:
            _join(facility, row, reason, taken)
        joined = {id(row) for _, row in pairs}
        left = [row for row in left if id(row) not in joined]
    facilities += [_Facility([row], [None]) for row in left]


def _join(facility: _Facility, row: _Row, reason: str | None, taken: set[int]) -> None:
    facility.rows.append(row)
    facility.reasons.append(reason)
    taken.add(id(facility))


def _only_pairs(facilities: list[_Facility], rows: list[_Row], place: Callable[[_Row], tuple],
                agree: Callable[[_Row, _Row], bool]) -> list[tuple[_Facility, _Row]]:
    """Pairs that agree where neither agrees with any other."""
    there: dict[tuple, list[_Facility]] = defaultdict(list)
    for facility in facilities:
        there[place(facility.oldest)].append(facility)
    pairs = [(f, row) for row in rows for f in there.get(place(row), ()) if agree(f.oldest, row)]
    times: dict[int, int] = defaultdict(int)
    for facility, row in pairs:
        times[id(facility)] += 1
        times[id(row)] += 1
    return [(f, row) for f, row in pairs if times[id(f)] == 1 == times[id(row)]]


def _same_core(a: _Row, b: _Row) -> bool:
    return bool(cores(a.name) & cores(b.name))


def _end_of_other(a: _Row, b: _Row) -> bool:
    shorter, longer = sorted((simple(a.name), simple(b.name)), key=len)
    return len(shorter) >= SHORTEST and longer.endswith(shorter)


def _same_total(a: _Row, b: _Row) -> bool:
    return bool(a.beds and b.beds) and a.beds[0] == b.beds[0] > 0


def _common_end_and_total(a: _Row, b: _Row) -> bool:
    return _same_total(a, b) and len(stem(common_end(simple(a.name), simple(b.name)))) >= 2


def _similar_and_total(a: _Row, b: _Row) -> bool:
    if not _same_total(a, b):
        return False
    one, other = sorted((stem(without_legal_form(a.name)), stem(without_legal_form(b.name))), key=len)
    return len(one) >= 2 and (one in other or SequenceMatcher(None, one, other).ratio() >= 0.7)


def _same_beds(a: _Row, b: _Row) -> bool:
    return _same_total(a, b) and a.beds == b.beds and a.beds[0] >= 50


def _same_large_total(a: _Row, b: _Row) -> bool:
    return _same_total(a, b) and a.beds[0] >= 100


def _town(row: _Row) -> tuple:
    return row.key[0], row.key[2]


def _named(row: _Row) -> tuple:
    return row.key[:2]


def _one_unreported(a: _Row, b: _Row) -> bool:
    return not a.municipality or not b.municipality


def _any(a: _Row, b: _Row) -> bool:
    return True


def _unreported_same_core(a: _Row, b: _Row) -> bool:
    return _one_unreported(a, b) and _same_core(a, b)


def _area(row: _Row) -> tuple:
    return (row.key[0],)


# Strongest first: (what must be the same place, what must agree, what is said in the alias). A pair counts only
# where neither side agrees with any other row left over.
_EVIDENCE = (
    (_named, _one_unreported, "所在地の記載なし（未報告）"),
    (_named, _any, "同じ名称、所在地の変更"),
    (_town, _same_core, "改称（法人名を除く名称が同じ）"),
    (_town, _end_of_other, "改称（一方の名称が他方の末尾と同じ）"),
    (_town, _common_end_and_total, "改称（名称の末尾と病床数が同じ）"),
    (_town, _similar_and_total, "改称（名称が似ており病床数が同じ）"),
    (_town, _same_beds, "改称（機能別の病床数がすべて同じ、50床以上）"),
    (_town, _same_large_total, "改称（病床数が同じ、100床以上）"),
    (_area, _unreported_same_core, "改称（法人名を除く名称が同じ）、未報告"),
)
