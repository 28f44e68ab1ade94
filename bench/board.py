"""Time of the live board for a grouping that was never seen, with the store's vectors warm."""

import itertools
from collections.abc import Callable, Iterator

from analytics import areas
from analytics.board import board
from analytics.grouping import Grouping
from analytics.rules import RuleOptions, check
from analytics.thresholds import Limits
from analytics.trial import Trial
from data.store import Store

from .table import RUNS, Line, median_ms


def lines(store: Store) -> Iterator[Line]:
    for what, pref, limit in (("北海道", "01", 300), ("all Japan", areas.ALL_JAPAN, 1000)):
        before = areas.grouping(store, "concept", pref)
        board(store, before, before)
        edits = [before.merge(pair) for pair in itertools.islice(itertools.pairwise(before.groups), RUNS)]
        yield _line(store, f"board after one merge, {what}", before, edits, limit)
        yield _line(store, f"board of a plan that changes every group, {what}", before,
                    [_joined(before, size) for size in range(2, RUNS + 2)], limit)
    before, units = areas.grouping(store, "concept"), areas.grouping(store, "unit")
    board(store, before, units)
    pairs = list(itertools.islice(itertools.pairwise(units.groups), RUNS))
    yield _line(store, "board by municipality after one merge, all Japan", before, [units.merge(pair) for pair in pairs], 1000)
    yield Line("rules of the same", f"{len(units) - 1} groups", median_ms(_rules_of(store, iter(units.merge(pair) for pair in pairs))), "ms", 1000)


def _line(store: Store, what: str, before: Grouping, trials: list[Grouping], limit: float) -> Line:
    """Each run a trial of its own."""
    waiting = iter(trials)
    return Line(what, f"{len(before)} groups", median_ms(lambda: board(store, before, next(waiting))), "ms", limit)


def _rules_of(store: Store, trials: Iterator[Grouping]) -> Callable[[], object]:
    scope = areas.units(store, areas.ALL_JAPAN)
    return lambda: check(store, Trial.of(next(trials), scope), RuleOptions(cross_prefecture=True), Limits())


def _joined(grouping: Grouping, size: int) -> Grouping:
    """Every `size` groups of the list as one, so that no two sizes have a group in common."""
    kept = {group: grouping.groups[i // size * size] for i, group in enumerate(grouping.groups)}
    return Grouping.of({unit: kept[group] for unit, group in grouping.group_of.items()}, grouping.names)
