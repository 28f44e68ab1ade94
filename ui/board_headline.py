"""What of the live board is seen first: five figures of every touched group before → after, and a few of the whole.

A few groups stand in full, a column each group that came; more of them a row each, in a table that scrolls in its place. Where there is
little room the style stacks the same tables: each figure a block, its name over before → after (ui.board_style).
"""

import math

import pandas as pd

from analytics import access, marks
from analytics.board import Board, Change, difference
from analytics.board_figures import Figure, Figures
from analytics.board_items import Item
from analytics.thresholds import EXEMPT
from ui.board_words import (
    SAME,
    beds_text,
    before_columns,
    hub_text,
    parent_heading,
    parts_text,
    persons_text,
    ratio_text,
    short_change,
    short_difference,
    value,
)
from ui.words import number, people

IN_FULL = 2  # touched groups shown in full, each of so many groups before
PARENTS_IN_FULL = 2
LINES = 12
HEADLINE_MINUTES = 30
SCROLLS = "表は縦に動かせます。"
EXEMPT_MEANS = "離島の例外は、道路でつながる区域をすべて合わせても人口の下限に届かない区域で、下限の対象外です。"
HOW = f"▲▼は、同じ住民の前の値（区域ごとの値を人口で重みづけ）との差。何分圏かは区域の境によらないので「{SAME}」。"


def is_in_full(shown: Board) -> bool:
    """Whether the touched groups are few enough to stand in full."""
    return len(shown.changes) <= IN_FULL and all(len(c.parents) <= PARENTS_IN_FULL for c in shown.changes)


def title(change: Change) -> str:
    """北部＋中部 → 新しい区域, with the share of residents where only a part of a group came."""
    return f"{'＋'.join(map(parent_heading, change.parents)) or '新規'} → {change.name}"


def in_full(shown: Board, change: Change) -> pd.DataFrame:
    """The figures that matter first: each group that came, and the new one with what that changes for its residents."""
    columns = {heading: _cells(figures, shown, exempt=_exempt(shown, 0, parent.group_id) if figures is parent.figures else "")
               for heading, (parent, figures) in before_columns(change).items()}
    columns[f"後: {change.name}"] = _cells(change.figures, shown, change, _exempt(shown, 1, change.group_id))
    return pd.DataFrame(columns, index=pd.Index(_row_names(shown), name="前 → 後"))


def presences(shown: Board, change: Change) -> list[str]:
    """What the new group has or has not, before → after, as far as lists are loaded: 脳血管内手術を行う病院: 北部 無、中部 有 → 有（2病院）."""
    said = []
    for item in (i for i in shown.plan.items if i.absent and not math.isnan(change.figures[i.code].low)):
        before = "、".join(f"{p.name} {value(p.figures[item.code], item)}" for p in change.parents) or "新規"
        after = change.figures[item.code]
        said.append(f"{item.definition.name}: {before} → {value(after, item)}{f' {after.note}' if after.note else ''}")
    return said


def lines(shown: Board) -> pd.DataFrame:
    """A row a touched group, the largest changes first: in each cell before, then after."""
    changes = shown.changes[:LINES]
    return pd.DataFrame([_line(c, shown) for c in changes], columns=_row_names(shown),
                        index=pd.Index([_line_name(c) for c in changes], name="区域"))


def first_totals(shown: Board) -> pd.DataFrame:
    """What the partition gives, in a few rows without names."""
    wanted = ("groups", "small_now", "small_later", "self_sufficiency_acute", "can_carry", f"{shown.plan.options.marks[0]}_outside")
    rows = [t for t in shown.totals if t.item.code in wanted]
    return pd.DataFrame({
        "前": [_with_exclusion(t.before, t.item) + _exempt_of(shown, 0, t.item) for t in rows],
        "後": [_with_exclusion(t.after, t.item) + _exempt_of(shown, 1, t.item) for t in rows],
        "変化": [short_difference(difference(t.before, t.after, t.item.definition.decimals), t.item) for t in rows]},
        index=pd.Index([f"{t.item.definition.name}（{t.item.definition.unit}）\n{t.item.when}" for t in rows], name="指標"))


def _row_names(shown: Board) -> list[str]:
    options = shown.plan.options
    mark = access.definition().marks[options.marks[0]].name
    return [f"人口\n{shown.plan.now}年 → {shown.plan.later}年", "推計自足率（％）\n高度急性期＋急性期", "報告病床／必要量（床）\n2025年",
            "急性期拠点（か所）\n候補の病院", f"{mark} {_headline_minutes(shown)}分圏（％）\n推計"]


def _exempt(shown: Board, when: int, group: str) -> str:
    """A line that says of a group before (0) or after (1) that it is exempt from the limit of size, and in which year if not in both."""
    years = [year for year, small in shown.small[when].items() if group in small.exempt]
    both = len(years) == len(shown.small[when])
    return f"\n{'' if both else '、'.join(f'{year}年 ' for year in years)}{EXEMPT.strip('（）')}" if years else ""


def _exempt_of(shown: Board, when: int, item: Item) -> str:
    """Of the number of small groups: a line that says how many of them are exempt."""
    year = {"small_now": shown.plan.now, "small_later": shown.plan.later}.get(item.code)
    count = len(shown.small[when][year].exempt) if year else 0
    return f"\nうち {EXEMPT.strip('（）')} {count}" if count else ""


def _cells(figures: Figures, shown: Board, change: Change | None = None, exempt: str = "") -> list[str]:
    """The five cells; of the new group of `change` with the way its rates go. exempt: a line under the residents."""
    def rate(item: Item) -> str:
        told = short_change(change, item) if change else ""
        was = f"\n（前 {value(change.before[item.code], item, unit=False)}）" if told and item.change == "border" else ""
        return f"{value(figures[item.code], item, unit=False)}\n{told}{was}".strip()
    stays, near = _rates(shown)
    return [persons_text(figures) + exempt, rate(stays), beds_text(figures, "\n／"), hub_text(figures), rate(near)]


def _line(change: Change, shown: Board) -> list[str]:
    """The five cells of a touched group, before → after in each."""
    before, after = [figures for _, figures in before_columns(change).values()], change.figures
    stays, near = _rates(shown)
    persons = parts_text(before, lambda f: people(f["population_now"].low))
    beds = parts_text(before, ratio_text, "\n＋")
    hospitals = parts_text(before, lambda f: f"候補{number(f['hub_candidates'].low)}")
    kept = value(after[stays.code], stays, unit=False)
    if told := short_change(change, stays):
        kept = f"{value(change.before[stays.code], stays, unit=False)}\n→ {kept}\n{told}"
    later = f"（{shown.plan.later}年 {people(after['population_later'].low)}）"
    return [f"{persons}\n→ {people(after['population_now'].low)}\n{later}{_exempt(shown, 1, change.group_id)}", kept,
            f"{beds}\n→ {beds_text(after)}", f"{hospitals}\n→ {hub_text(after)}",
            f"{value(after[near.code], near, unit=False)}\n{short_change(change, near)}"]


def _line_name(change: Change) -> str:
    """札幌・後志, and where it came from where the name does not say it."""
    came = parts_text(change.parents, parent_heading, "＋").removesuffix("の合計")
    said = all(p.whole for p in change.parents) and change.name in (came.replace("＋", "・"), came)
    return change.name if said else f"{change.name}\n前: {came}"


def _rates(shown: Board) -> tuple[Item, Item]:
    """推計自足率 of 高度急性期＋急性期, and the first chosen mark at the limit nearest to 30 minutes."""
    return shown.plan["self_sufficiency_acute"], shown.plan[f"{shown.plan.options.marks[0]}_within_{_headline_minutes(shown)}"]


def _headline_minutes(shown: Board) -> int:
    return min(shown.plan.options.terms.minutes, key=lambda m: abs(m - HEADLINE_MINUTES))


def _with_exclusion(figure: Figure, item: Item) -> str:
    """The figure, and that it leaves out the residents of cut areas."""
    return value(figure, item, unit=False) + ("\n分割した区域を除く" if figure.marks & marks.SPLIT else "")
