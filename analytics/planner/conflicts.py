"""Wishes that cannot hold together: the smallest such set, as sentences."""

from collections.abc import Callable
from itertools import combinations

from . import masks
from .ask import Ask, Wish
from .base_map import BaseMap
from .exact import is_possible
from .minimal_groups import TooLarge
from .problem import set_up

MOST_TRIES = 400    # subsets that are tried for a smaller set
MOST_SETS = 100_000  # groups a try may look at


def smallest(base: BaseMap, ask: Ask, tick: Callable[[], None]) -> tuple[Wish, ...]:
    """The smallest set of wishes of an ask without a plan that alone leaves no plan.

    First wishes are taken away one by one as long as there is still no plan (deletion filter): none of what is left can be
    spared. Then every set as small is tried, smallest first; the population comes last, so that wishes that contradict each
    other are named for themselves. A set too large to be judged counts as one that can hold.
    """
    def holds(wishes) -> bool:
        try:
            return is_possible(set_up(base, ask.only(wishes)), tick, MOST_SETS)
        except TooLarge:
            return True
    wishes = list(ask.wishes())
    needed = list(wishes)
    for wish in wishes:
        fewer = [w for w in needed if w != wish]
        if not holds(fewer):
            needed = fewer
    tries = 0
    for size in range(1, len(needed) + 1):
        for some in combinations(wishes, size):
            tries += 1
            if tries > MOST_TRIES:
                return tuple(needed)
            if not holds(some):
                return some
    return tuple(needed)


def sentence(base: BaseMap, ask: Ask, wish: Wish) -> str:
    """A wish in words."""
    names = base.grouping.names

    def joined(codes) -> str:
        return "・".join(names[c] for c in sorted(codes))
    if wish.name == "locked":
        mask = base.mask(wish.part)
        people = sum(float(base.population[i]) for i in masks.bits(mask))
        how = "いまのまま固定する" if len(wish.part) == 1 else "一つの区域として固定する"
        apart = "" if masks.is_connected(mask, base.roads) else "、道路でつながっていない"
        return f"「{joined(wish.part)}」を{how}（{ask.year}年 {people:,.0f}人{apart}）"
    if wish.name == "together":
        return f"「{names[wish.part[0]]}」と「{names[wish.part[1]]}」を一緒にする"
    if wish.name == "apart":
        return f"「{names[wish.part[0]]}」と「{names[wish.part[1]]}」を別にする"
    return {"max_size": lambda: f"一つの区域に入る区域は{ask.max_size}まで",
            "max_population": lambda: f"どの区域も人口{ask.max_population:,}人以下",
            "max_km": lambda: f"どの区域も、中心となる急性期病院の区域から{ask.max_km:g}km以内",
            "min_self_sufficiency": lambda: f"どの区域も推計自足率{ask.min_self_sufficiency * 100:g}％以上",
            "min_population": lambda: f"どの区域も人口{ask.min_population:,}人以上（{ask.year}年）"}[wish.name]()
