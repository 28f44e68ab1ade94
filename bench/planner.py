"""The planner: seconds of every prefecture with proof, units, and what spopt and a greedy merge make of the same maps."""

import importlib.util
import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from analytics import areas, cache, merge
from analytics.planner import masks
from analytics.planner.base_map import BaseMap, base_map
from analytics.planner.figures import figures
from data.home import PROJECT
from data.store import Store

from .table import Line

YEARS = (2025, 2040)
THRESHOLD = 200_000
PREFECTURE_MS, HOKKAIDO_MS, JAPAN_MS, FIVE_BEST = 200, 1000, 3000, 3  # the last: times as long as one plan
FIRST_PLAN, SEARCH = 2.0, 60.0
PATIENCE = 12.0
BIG = "01"


@dataclass(frozen=True)
class Row:
    """A line of words."""

    words: str

    def text(self) -> str:
        return self.words


def lines(store: Store) -> Iterator[Line | Row]:
    best = {}
    for year in YEARS:
        yield from _proofs(store, year, best)
    yield from _units(store, best)
    yield from _peers(store, best)


def _proofs(store: Store, year: int, best: dict) -> Iterator[Line | Row]:
    """All 47 with a cold cache, so that the first one, 北海道, reads the figures of Japan as well."""
    took = {}
    for k in (1, 5):
        cache.clear()
        started = time.perf_counter()
        answers = list(merge.every_prefecture(store, merge.Ask(year=year, min_population=THRESHOLD, k=k)))
        took[k] = time.perf_counter() - started
        if k == 1:
            best |= {(a.ask.prefs[0], year): a for a in answers}
    mine = {pref: best[pref, year] for pref in areas.prefectures(store)}
    slowest = max((a.seconds, pref) for pref, a in mine.items() if pref != BIG)
    proven = sum(a.optimal for a in mine.values())
    yield Line(f"planner {year}: all prefectures ({proven} of 47 proven), cold", f"{THRESHOLD:,} residents", took[1] * 1000, "ms", JAPAN_MS)
    yield Line("  北海道, figures of Japan read with it", "21 areas", mine[BIG].seconds * 1000, "ms", HOKKAIDO_MS)
    yield Line(f"  slowest other prefecture ({areas.prefectures(store)[slowest[1]]})", "", slowest[0] * 1000, "ms", PREFECTURE_MS)
    yield Line("  all prefectures, k = 5", "", took[5] * 1000, "ms", FIVE_BEST * JAPAN_MS)
    total = sum(len(a.plans[0].groups) for a in mine.values())
    count = sum(len(g.areas) for a in mine.values() for g in a.plans[0].groups)
    exempt = [f"{areas.prefectures(store)[p]} {g.name}" for p, a in mine.items() for g in a.plans[0].groups if g.exempt]
    yield Row(f"  {count} areas become {total} groups; exempt {len(exempt)}: {'、'.join(exempt)}")


def _units(store: Store, best: dict) -> Iterator[Line]:
    for year in YEARS:
        first: list[float] = []
        started = time.perf_counter()

        def told(share: float, text: str, started: float = started, first: list[float] = first) -> None:
            if "区域の案" in text:
                first.append(time.perf_counter() - started)
        answer = merge.plans(store, merge.Ask((BIG,), year, THRESHOLD, base="unit", objective="change", seconds=SEARCH), told)
        groups, whole = len(answer.plans[0].groups), len(best[BIG, year].plans[0].groups)
        size = f"{sum(len(g.areas) for g in answer.plans[0].groups)} municipalities"
        yield Line(f"planner {year}: 北海道 by municipality, first plan", size, first[0], "s", FIRST_PLAN)
        yield Line("  the whole search", "", answer.seconds, "s", SEARCH)
        yield Line(f"  groups below the proven bound ({groups} of {answer.bound})", "", answer.bound - groups, "", 1)
        yield Line(f"  groups more than of whole areas ({whole})", "", groups - whole, "")


def _peers(store: Store, best: dict) -> Iterator[Line | Row]:
    yield Row("planner against peers on the same maps: groups, 推計自足率 (－ spopt did not return in "
              f"{PATIENCE:g} s)　　prefecture: areas → ours {YEARS[0]} | greedy | spopt　　ours {YEARS[1]} | greedy | spopt")
    worse, silent, total = [], 0, {"ours": 0.0, "greedy": 0.0, "spopt": 0.0}
    with _spopt() as spopt:
        for pref, name in areas.prefectures(store).items():
            words = []
            for year in YEARS:
                answer = best[pref, year]
                base = base_map(store, answer.ask)
                own = (len(answer.plans[0].groups), answer.plans[0].self_sufficiency[0])
                started = time.perf_counter()
                greedy = _worth(base, _greedy(base, THRESHOLD))
                total["greedy"] += time.perf_counter() - started
                found, seconds = spopt(pref, year)
                other = None if found is None else _worth(base, [base.mask(codes) for codes in found])
                total["ours"] += answer.seconds
                total["spopt"] += seconds
                silent += found is None
                worse += [(name, year) for peer in (greedy, other) if peer and (peer[0], peer[1] - 1e-9) > own]
                words.append(f"{own[0]:>3} {own[1]:6.1%} {answer.seconds * 1000:7.1f} ms | {greedy[0]:>3} {greedy[1]:6.1%} | "
                             + ("  －" if other is None else f"{other[0]:>3} {other[1]:6.1%} {seconds:5.1f} s"))
            yield Row(f"  {name:<5}{len(base.codes):>3} → " + "　　".join(words))
    runs = f"{len(YEARS)} × 47 runs"
    yield Line("planner, all runs", runs, total["ours"], "s")
    yield Line("peer: greedy merge", runs, total["greedy"], "s")
    yield Line(f"peer: spopt MaxPHeuristic ({silent} runs stopped at {PATIENCE:g} s)", runs, total["spopt"], "s", total["ours"], "planner")
    yield Line("runs with fewer groups or lower 推計自足率 than a peer", runs, len(worse), "")


def _worth(base: BaseMap, groups: list[int]) -> tuple[int, float]:
    """(groups, 推計自足率), as two plans are compared."""
    return len(groups), float(figures(base, groups).inside.sum() / base.flow.weight.sum())


def _greedy(base: BaseMap, threshold: int) -> list[int]:
    """While a group is under the threshold: the smallest of them joins its smallest neighbour."""
    groups = [1 << i for i in range(len(base.codes))]
    stuck: list[int] = []

    def people(group: int) -> float:
        return float(base.population[list(masks.bits(group))].sum())
    while small := [g for g in groups if people(g) < threshold and g not in stuck]:
        group = min(small, key=people)
        around = masks.around(group, base.roads) & ~group
        beside = [g for g in groups if g & around]
        if not beside:
            stuck.append(group)
            continue
        host = min(beside, key=people)
        groups = [g for g in groups if g not in (group, host)] + [group | host]
    return groups


@contextmanager
def _spopt():
    """Ask spopt for the groups of a prefecture: (lists of codes, None when it does not return; seconds)."""
    if importlib.util.find_spec("spopt") is None:
        print("spopt is not installed (requirements-bench.txt): its columns stay empty", file=sys.stderr)
        yield lambda pref, year: (None, 0.0)
        return
    worker: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, "-m", "bench.peer_spopt"], cwd=PROJECT, text=True, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdout.readline()  # its imports and the store are not counted
        return process

    def ask(pref: str, year: int) -> tuple[list | None, float]:
        if not worker:
            worker.append(start())
        process = worker[0]
        started = time.perf_counter()
        process.stdin.write(f"{pref} {year} {THRESHOLD}\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        answer = process.stdout.readline() if ready else ""
        if not answer:
            process.kill()
            process.wait()
            worker.clear()
            return None, time.perf_counter() - started
        return json.loads(answer), time.perf_counter() - started
    try:
        yield ask
    finally:
        for process in worker:
            process.kill()
            process.wait()
