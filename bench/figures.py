"""Time of any measure for any grouping, with nothing cached but the store's own files."""

from collections.abc import Iterator

from analytics import areas, cache
from analytics.aggregate import measure, measure_years
from analytics.measures import measures
from data.store import Store

from .table import Line, median_ms


def lines(store: Store) -> Iterator[Line]:
    for what, pref, limit in (("prefecture", "01", 50), ("all Japan", areas.ALL_JAPAN, 200)):
        for kind in ("concept", "unit"):
            grouping = areas.grouping(store, kind, pref)
            slowest, code = max((_time(store, grouping, m), m.code) for m in measures().values())
            yield Line(f"slowest of {len(measures())} measures, {what}, uncached ({code})", f"{len(grouping)} groups", slowest, "ms", limit)
            definition = measures()[code]
            year = measure_years(store, definition)[-1]
            yield Line("  the same from the cache", f"{len(grouping)} groups",
                       median_ms(lambda g=grouping, d=definition, y=year: measure(store, g, d, y)), "ms", limit)


def _time(store: Store, grouping, definition) -> float:
    year = measure_years(store, definition)[-1]

    def run():
        cache.clear()
        measure(store, grouping, definition, year)
    return median_ms(run)
