"""Indicators: all of them in all years for the municipalities of a prefecture, and one for all Japan with intervals, trend and suppression."""

import itertools
from collections.abc import Iterator

from analytics import areas
from analytics.grouping import Grouping
from analytics.indicator_overview import STAGES, overview, shown_year
from analytics.indicator_status import status
from analytics.indicators import comparable_years, indicators, worth, years
from data.store import Store

from .table import Line, median_ms

BIG = "01"


def lines(store: Store) -> Iterator[Line]:
    """A grouping that was never seen each run; the figures are in memory, as they are once a page was opened."""
    towns, known = areas.grouping(store, "unit", BIG), indicators(store)
    asked = [(indicator, year) for indicator in known.values() for year in years(store, indicator.code)]
    fresh = _fresh(towns)

    def all_of_them() -> None:
        grouping = next(fresh)
        for indicator, year in asked:
            worth(store, grouping, indicator, year)
    yield Line(f"{len(known)} indicators, all years ({len(asked)}), 北海道", f"{len(towns)} areas", median_ms(all_of_them), "ms", 500)
    filled = [indicator for indicator in known.values() if shown_year(store, indicator.code)]
    longest = max(filled, key=lambda i: len(comparable_years(store, i.code, shown_year(store, i.code))))
    by_chance = next(i for i in filled if i.counts == "people" and i.kind == "share")
    concept, turn = areas.grouping(store, "concept"), itertools.cycle(STAGES)
    for what, indicator, japan in (("interval", by_chance, areas.grouping(store, "unit")), ("trend", longest, concept)):
        over = _fresh(japan)
        yield Line(f"one for all Japan with {what}, comparison, rank", f"{len(japan)} areas",
                   median_ms(lambda i=indicator, over=over: status(store, next(over), i, shown_year(store, i.code))), "ms", 300)
    mine = _fresh(areas.grouping(store, "concept", BIG))
    yield Line("a stage of 在宅医療, 北海道", "a page's figures",
               median_ms(lambda: overview(store, (g := next(mine)), concept, g.groups[0], next(turn))), "ms", 1000)


def _fresh(grouping: Grouping) -> Iterator[Grouping]:
    """The same groups under other ids, so that nothing of them is kept."""
    for number in itertools.count():
        yield Grouping.of({unit: f"{group}.{number}" for unit, group in grouping.group_of.items()})
