"""Figures and differences of the live board as words: signs stand beside colourless text, units beside numbers."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from analytics import marks
from analytics.board import Change, Difference, Parent, difference
from analytics.board_figures import Figure, Figures
from analytics.board_items import Item
from ui.words import figure, number, people, year_words

Part = TypeVar("Part")

SAME = "＝ 変わらない"
MOST_PARTS = 3
SIGNS = {"same": SAME, "unclear": "？ 幅が重なり判定できない", "unknown": "― 比べられない"}
SHORT_SIGNS = {"same": "＝ 同じ", "unclear": "？ 幅が重なる", "unknown": "―"}


def date_words(item: Item) -> str:
    """What date a row stands for."""
    return item.when or year_words(item.year, item.definition)


def heading(item: Item) -> str:
    """Name of a row with its unit."""
    return item.definition.name + (f"（{item.definition.unit}）" if item.definition.unit else "")


def value(shown: Figure, item: Item, unit: bool = True) -> str:
    """A figure with its unit; where there is none, why, and what stands beside it."""
    if item.absent and not math.isnan(shown.low):
        return f"有（{number(shown.low)}{item.definition.unit}）" if shown.low else item.absent
    if not math.isnan(shown.low):
        return figure(shown.low, shown.high, shown.marks, item.definition) + (item.definition.unit if unit else "")
    if shown.marks & marks.SPLIT:
        return f"{marks.WORDS[marks.SPLIT]}\n{shown.note}".strip()
    # What is waited for is said in the notes: データ待ち（…）.
    return shown.note.split("（")[0] or figure(shown.low, shown.high, shown.marks, item.definition)


def notes(shown: Figure) -> str:
    """但し書き and what must be said beside a figure, but for what `value` says already."""
    if math.isnan(shown.low):
        return "" if shown.marks & marks.SPLIT else shown.note
    return "、".join(filter(None, [*marks.words(shown.marks & ~marks.RANGE), shown.note]))  # an interval is seen


def difference_text(found: Difference, item: Item) -> str:
    """▲ 7.5～8.8ポイント増; ▼ … 減; ＝ 変わらない."""
    if found.kind in SIGNS:
        return SIGNS[found.kind]
    low, high = sorted((abs(found.low), abs(found.high)))
    decimals = item.definition.decimals
    amount = number(low, decimals)
    if number(high, decimals) != amount:
        amount += f"～{number(high, decimals)}"
    unit = "ポイント" if item.definition.unit == "％" else item.definition.unit
    return f"▲ {amount}{unit}増" if found.kind == "up" else f"▼ {amount}{unit}減"


def short_difference(found: Difference, item: Item) -> str:
    """▲ 7.5～8.8増: for a narrow column that says the unit by itself."""
    if found.kind in SHORT_SIGNS:
        return SHORT_SIGNS[found.kind]
    return difference_text(found, item).replace("ポイント", "").replace(item.definition.unit, "")


def change_text(change: Change, item: Item) -> str:
    """What became of a figure for the same residents: of a count how it came about; of what borders decide which way it went."""
    if not item.change or not change.parents:
        return ""
    if item.absent:
        return presence_text(change, item)
    if item.change == "sum":
        return composition(change, item)
    if item.change == "rate":
        return f"同じ住民では {SAME}"
    before, after = change.before[item.code], change.figures[item.code]
    was = "" if math.isnan(before.low) else f"\n（前 {value(before, item)}）"
    return difference_text(difference(before, after, item.definition.decimals), item) + was


def presence_text(change: Change, item: Item) -> str:
    """Of what an area has or has not: for the residents of which areas that changes (▲ 北部: 無 → 有)."""
    after = change.figures[item.code].low
    before = {p.name: p.figures[item.code].low for p in change.parents}
    if math.isnan(after) or any(map(math.isnan, before.values())):
        return SIGNS["unknown"]
    differing = [name for name, count in before.items() if bool(count) != bool(after)]
    if not differing:
        return SAME
    way = f"{item.absent} → 有" if after else f"有 → {item.absent}"
    return f"{'▲' if after else '▼'} {'、'.join(differing)}: {way}"


def short_change(change: Change, item: Item) -> str:
    """▲ 2.9～4.2増, for a narrow column; ＝ 変わらない of a rate that borders do not touch; nothing where it is unknown."""
    if item.change == "rate":
        return f"同じ住民では\n{SAME}"
    found = difference(change.before[item.code], change.figures[item.code], item.definition.decimals)
    return "" if found.kind == "unknown" else short_difference(found, item)


def composition(change: Change, item: Item) -> str:
    """Of a count: the sum of whole groups, or which share of one group's."""
    if all(p.whole for p in change.parents):
        return f"{len(change.parents)}区域の合計"
    if len(change.parents) > 1:
        return "＋".join(p.name if p.whole else f"{p.name}の一部" for p in change.parents)
    (parent,) = change.parents
    whole, part = parent.figures[item.code], parent.part[item.code]
    if math.isnan(whole.low) or math.isnan(part.low) or whole.low != whole.high or part.low != part.high or whole.low == 0:
        return f"{parent.name}の一部"
    return f"{parent.name}の{100 * part.low / whole.low:.0f}％"


def parent_heading(parent: Parent) -> str:
    """北部, or 札幌の一部（人口の43％）."""
    if parent.whole or math.isnan(parent.share):
        return parent.name if parent.whole else f"{parent.name}の一部"
    share = f"{100 * parent.share:.0f}％" if parent.share >= .005 else "1％未満"
    return f"{parent.name}の一部（人口の{share}）"


def before_columns(change: Change) -> dict[str, tuple[Parent, Figures]]:
    """Heading → what stands before: each group that came, or the part of it that did, so that counts add up to after.

    A group cut out of one other has nothing to add up: the whole it was cut from stands before it.
    """
    if len(change.parents) == 1 and not change.parents[0].whole:
        (parent,) = change.parents
        return {f"分ける前: {parent.name}（全体）": (parent, parent.figures)}
    return {f"前: {parent_heading(p)}": (p, p.part) for p in change.parents}


def persons_text(figures: Figures) -> str:
    """Residents now → later."""
    now, later = figures["population_now"], figures["population_later"]
    return f"{people(now.low)}\n→ {people(later.low)}"


def parts_text(parts: Sequence[Part], text: Callable[[Part], str], plus: str = " ＋ ") -> str:
    """What adds up: 1,344／1,116 ＋ 4,922／4,992; of many parts, how many."""
    return plus.join(map(text, parts)) if 0 < len(parts) <= MOST_PARTS else f"{len(parts)}区域の合計" if parts else "新規"


def ratio_text(figures: Figures, over: str = "／") -> str:
    """Reported beds ／ need of 2025."""
    apportioned = "按分" if figures["need_total"].marks & marks.APPORTIONED else ""
    return f"{number(figures['beds_total'].low)}{over}{apportioned}{number(figures['need_total'].low)}"


def beds_text(figures: Figures, over: str = "／") -> str:
    """Reported beds ／ need of 2025, and the first in ％ of the second."""
    share = figures["beds_total_against_need"].low
    return ratio_text(figures, over) + ("" if math.isnan(share) else f"\n（{share:.0f}％）")


def hub_text(figures: Figures) -> str:
    """Number of hubs to aim at, and hospitals that could be one."""
    aim, there = figures["hub_target_now"], figures["hub_candidates"]
    if math.isnan(aim.low):
        return f"目安データなし\n候補{number(there.low)}"
    wanted = number(aim.low) if aim.low == aim.high else f"{number(aim.low)}～{number(aim.high)}"
    return f"目安{wanted}\n候補{number(there.low)}"
