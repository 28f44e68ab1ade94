"""最適な統合案 (planner): the provably best merges of base areas into road-joined groups over a population threshold.

First aim is the most groups; then the chosen objective (推計自足率, distance, balance, change). The definitions:

* a group is connected by road: border, bridge or tunnel between units of its areas, inside the prefectures of the ask;
* a component without a road to the rest that cannot reach the threshold is one group, exempt, and counts;
* residents: 住基 for 2025, 社人研 for later years;
* 推計自足率 = Σ residents(i) × Σ 流出率(i→j), j in the group of i, ÷ Σ residents; 流出率 of 高度急性期+急性期. What the publisher does
  not list counts as outside (low), or as inside where areas are merged (high).

The method and its proof: planner/minimal_groups.py, planner/partition.py; for maps too large planner/search.py with a bound.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from data.store import Store

from . import areas
from .planner import masks
from .planner.ask import BASES, OBJECTIVES, WEIGHTS, Ask, AskError, Cancelled
from .planner.base_map import BaseMap, base_map
from .planner.bound import most_groups
from .planner.conflicts import sentence, smallest
from .planner.exact import Found, solve
from .planner.minimal_groups import TICK, TooLarge
from .planner.plan import Answer, Plan, PlanGroup, plan
from .planner.problem import ISLAND, LOCKED, OWN_CARE, WHOLE, Problem, set_up
from .planner.search import search

__all__ = ["BASES", "ISLAND", "LOCKED", "OBJECTIVES", "OWN_CARE", "WEIGHTS", "WHOLE", "Answer", "Ask", "AskError", "Cancelled",
           "Plan", "PlanGroup", "every_prefecture", "knows_flow", "objectives", "plans", "today"]

Progress = Callable[[float, str], None]
TOLD_EVERY = 10  # ticks of an enumeration


def plans(store: Store, ask: Ask, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
          earlier: Answer | None = None) -> Answer:
    """The k best plans of an ask. `progress(share 0–1, sentence)` and `cancelled()` are called now and then.

    A search that is stopped answers with what it has. earlier: an answer to the same ask that the search goes on from; what was
    found then is given up for better plans only. Raises AskError for an ask without meaning, Cancelled when stopped before there
    is a plan.
    """
    started = time.perf_counter()
    base = base_map(store, ask)
    _check_goal(base, ask)
    problem = set_up(base, ask)
    tell = progress or (lambda share, text: None)

    stop = cancelled or (lambda: False)
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if stop():
            raise Cancelled
        if ticks % TOLD_EVERY == 0:
            tell(0.0, f"{ticks * TICK:,}通りの組み合わせを調べました")
    try:
        found = None if problem.contradicts else solve(problem, tick)
        if found is None:
            return _none(base, problem, tick, started)
        return _proven(base, problem, found, started)
    except TooLarge:
        return _searched(store, base, problem, stop, tell, started, earlier)


def every_prefecture(store: Store, ask: Ask, progress: Progress | None = None) -> Iterator[Answer]:
    """The answer of each prefecture by itself, in code order."""
    prefs = list(areas.prefectures(store))
    for number, pref in enumerate(prefs):
        if progress:
            progress(number / len(prefs), areas.prefectures(store)[pref])
        yield plans(store, replace(ask, prefs=(pref,)))


def knows_flow(store: Store, ask: Ask) -> bool:
    """Whether 推計自足率 is known for the base areas of an ask: not where one of them cuts a 構想区域. Raises as plans."""
    return base_map(store, ask).flow.is_of_pieces


def objectives(store: Store, ask: Ask) -> list[str]:
    """The objectives that tell plans of this map apart: no 推計自足率 where areas are cut, no change where there is one area only.
    Raises as plans."""
    base = base_map(store, ask)
    pointless = {"self_sufficiency"} if not base.flow.is_of_pieces else set()
    pointless |= {"change"} if _is_one_area(base) else set()
    return [objective for objective in OBJECTIVES if objective not in pointless]


def _is_one_area(base: BaseMap) -> bool:
    return base.is_of_units and len(base.home_name) == 1


def today(store: Store, ask: Ask) -> Plan:
    """変更なし: every base area as it is (units: today's 構想区域), with the figures of a plan."""
    return _today(base_map(store, ask), ask)


def _today(base: BaseMap, ask: Ask) -> Plan:
    homes: dict[int, int] = {}
    for i, home in enumerate(base.home.tolist()):
        homes[home] = homes.get(home, 0) | 1 << i
    alone = set_up(base, replace(ask, locked=(), together=(), apart=()))
    island = {s.mask: s.exempt for s in alone.settled}
    freed = [s.mask for s in set_up(base, ask).settled if s.exempt == LOCKED]

    def exempt(mask: int) -> str:
        """What the plans leave out of the threshold and of the balance is left out here too."""
        if mask not in island and any(mask & ~lock == 0 for lock in freed):
            return LOCKED
        return OWN_CARE if alone.are_exempt([mask])[0] else island.get(mask, "")
    return plan(base, list(homes.values()), [exempt(mask) for mask in homes.values()])


def _check_goal(base: BaseMap, ask: Ask) -> None:
    if ask.objective == "change" and _is_one_area(base):
        raise AskError("一つの構想区域を分けるときは、どの案でも「区域が変わる住民」が0人なので目的にできません。")
    if base.flow.is_of_pieces:
        return
    if ask.objective == "self_sufficiency":
        raise AskError("市区町村など構想区域を分ける区域では、推計自足率は不明（分割）なので目的にできません。"
                       f"{'、'.join(f'{words}（{code}）' for code, words in OBJECTIVES.items() if code != ask.objective)}から選んでください。")
    if ask.min_self_sufficiency is not None or ask.exempt_self_sufficiency is not None:
        raise AskError("市区町村など構想区域を分ける区域では、推計自足率は不明（分割）なので条件にできません。")


def _complete(base: BaseMap, problem: Problem, groups: Sequence[int]) -> Plan:
    """A plan of the free areas with the groups that stand."""
    free = [OWN_CARE if lone else "" for lone in problem.are_exempt(groups)]
    return plan(base, [*(s.mask for s in problem.settled), *groups], [*(s.exempt for s in problem.settled), *free])


def _proven(base: BaseMap, problem: Problem, found: Found, started: float) -> Answer:
    made = tuple(_complete(base, problem, groups) for _, groups in found.plans)
    notes = _notes(made[0])
    most = found.most + len(problem.settled)
    same = sum(len(p.groups) == most for p in made)
    if same < problem.ask.k:
        added = f"区域が一つ少ない案を加えて{len(made)}案を示します。" if len(made) > same else ""
        notes.append(f"{problem.ask.k}案を求められましたが、区域の数が{most}になる案は{same}通りしかありません。{added}")
    if not found.is_complete:
        notes.append("区域が一つ少ない案は多すぎて、すべてを調べられませんでした。")
    return Answer(problem.ask, made, _today(base, problem.ask), True, most, time.perf_counter() - started, notes=tuple(notes))


def _none(base: BaseMap, problem: Problem, tick: Callable[[], None], started: float) -> Answer:
    ask = problem.ask
    conflict = tuple(sentence(base, ask, wish) for wish in smallest(base, ask, tick))
    reason = ("次の希望は成り立ちません: " if len(conflict) == 1 else "次の希望は同時には成り立ちません: ") + "、".join(conflict) + "。"
    return Answer(ask, (), _today(base, ask), False, 0, time.perf_counter() - started, reason, conflict)


def _searched(store: Store, base: BaseMap, problem: Problem, stop: Callable[[], bool], tell: Progress, started: float,
              earlier: Answer | None) -> Answer:
    ask = problem.ask
    is_stopped = False

    def tick() -> None:
        nonlocal is_stopped
        if is_stopped := stop():
            raise Cancelled
    bound = most_groups(problem)
    standing = len(problem.settled)
    best = {"groups": 0}

    def report(share: float, groups: int) -> None:
        best["groups"] = max(best["groups"], groups + standing if groups else 0)
        tell(share, f"{best['groups']}区域の案（上限 {bound}区域）" if best["groups"] else "案を探しています")
    starts = [_free_groups(problem, plan) for plan in earlier.plans] if earlier else []
    starts = starts or (_of_whole_areas(store, problem, tick) if ask.base == "unit" else [])
    searches = earlier.searches if earlier else 0
    found = search(problem, starts, bound - standing, tick, report, seed=searches)
    made = tuple(_complete(base, problem, groups) for _, groups in found)
    searches, seconds = searches + 1, time.perf_counter() - started + (earlier.seconds if earlier else 0)
    if not made:
        return Answer(ask, (), _today(base, ask), False, bound, seconds, searches=searches,
                      reason=f"{seconds:.1f}秒の探索では、希望をすべて満たす案が見つかりませんでした。ないことの証明ではありません。")
    count = len(made[0].groups)
    if count == bound:
        reason = (f"区域の数{count}は、これより多くできないことを証明しました。"
                  f"「{OBJECTIVES[ask.objective]}」は探索で得た値で、最良の証明はありません。")
    else:
        reason = f"区域が多いため探索で得た案です。区域の数は{count}、どの案も{bound}を超えないことを証明しました（差 {bound - count}）。"
    notes = _notes(made[0]) + ["途中で中止したので、それまでに見つかった案です。最良であることは証明していません。"] * is_stopped
    return Answer(ask, made, _today(base, ask), False, bound, seconds, reason, notes=tuple(notes), searches=searches)


def _free_groups(problem: Problem, earlier: Plan) -> list[int]:
    """The groups of a plan without those that stand whatever the plan."""
    groups = (problem.base.mask(group.areas) & problem.free for group in earlier.groups)
    return [group for group in groups if group]


def _of_whole_areas(store: Store, problem: Problem, tick: Callable[[], None]) -> list[list[int]]:
    """The best plan of whole 構想区域 as a start for units, so that units never give fewer groups; [] where it breaks a wish."""
    ask = problem.ask
    whole = Ask(ask.prefs, ask.year, ask.min_population, ask.max_population, objective=ask.objective)
    area_map = base_map(store, whole)
    try:
        found = solve(set_up(area_map, whole), tick)
    except TooLarge:
        return []
    if not found or not found.plans:
        return []
    base, units = problem.base, area_map.grouping.members
    groups = [base.mask(u for area in area_map.codes_of(mask) for u in units[area]) for mask in found.plans[0][1]]
    groups = [g & problem.free for g in groups if g & problem.free]
    fits = all(masks.is_connected(g, base.roads) and all(problem.blocks[i] & ~g == 0 for i in masks.bits(g)) for g in groups)
    return [groups] if fits and sum(groups) == problem.free else []


def _notes(best: Plan) -> list[str]:
    """What makes a plan other than the threshold alone would: exempt groups, by name."""
    words = {ISLAND: "道路でほかの区域につながらず、人口の目安に届かないため、そのままで目安の対象外としました",
             WHOLE: "対象の全体を合わせても人口の目安に届かないため、一つの区域とし目安の対象外としました",
             OWN_CARE: "推計自足率が高いため、人口の目安の対象外としました", LOCKED: "固定した区域なので、人口の目安の対象外としました"}
    return [f"{'、'.join(g.name for g in best.groups if g.exempt == why)}は、{text}。" for why, text in words.items()
            if any(g.exempt == why for g in best.groups)]
