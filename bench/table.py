"""One line a measurement: what, size, median of the runs, limit or peer, ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Line:
    """value and limit share a unit; ratio is value ÷ limit (under 1 is within)."""

    what: str
    size: str
    value: float
    unit: str
    limit: float | None = None
    against: str = "limit"

    def text(self) -> str:
        limit = "" if self.limit is None else f"{self.limit:,.1f} {self.unit} ({self.against})"
        ratio = "" if self.limit is None else f"{self.value / self.limit:.2f}"
        return f"{self.what:<58} {self.size:<22} {self.value:>10,.1f} {self.unit:<4} {limit:<26} {ratio}"


def heading() -> str:
    return f"{'what':<58} {'size':<22} {'median':>10} {'':<4} {'limit or peer':<26} ratio"


def median_ms(run: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall time in ms."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
