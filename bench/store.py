"""Time and memory of building the store; size of the embedded facts."""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from data.home import FACTS, PROJECT

from .table import RUNS, Line


def lines(raw: Path | None) -> Iterator[Line]:
    size = sum(p.stat().st_size for p in FACTS.glob("*.parquet"))
    yield Line("embedded facts", f"{len(list(FACTS.glob('*.parquet')))} tables", size / 1024**2, "MB", 12)
    seconds, _ = _build([], RUNS)
    yield Line("store from embedded facts", "all Japan", seconds, "s", 10)
    if raw is None:
        return
    seconds, memory = _build(["--from", str(raw)], 3)
    yield Line("store from raw official files (median of 3)", "all files", seconds, "s", 90)
    yield Line("  its peak memory", "", memory, "MB", 1500)


def _build(options: list[str], runs: int) -> tuple[float, float]:
    """(median seconds, peak MB) of `python -m data build` as a whole process."""
    times = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "data", "build", *options, "--out", f"{folder}/board.duckdb"],
                           cwd=PROJECT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times.append(time.perf_counter() - started)
    return statistics.median(times), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
