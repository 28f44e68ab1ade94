"""The live board as one table: a row an area, item and parent, with everything that goes with a figure."""

from collections.abc import Iterator

import pandas as pd

from .board import Board
from .board_figures import Figure
from .board_items import Item
from .marks import words

WHOLE = "全体"
SAME_RESIDENTS = "同じ住民の前（区域ごとの値の重みづけ）"


def table(board: Board) -> pd.DataFrame:
    """Columns 区域, 分野, 指標, 単位, 時点, 前の区域, 前（下限）, 前（上限）, 後（下限）, 後（上限）, 但し書き, 注記, 出典, 算定方法, 注意.

    A touched group has a row for each group or part that came, one for the whole where a part did, and one for the same
    residents where borders decide the figure. Not rounded; a missing figure is empty and 但し書き says why.
    """
    return pd.DataFrame(_rows(board))


def _rows(board: Board) -> Iterator[dict]:
    for total in board.totals:
        yield _row(WHOLE, total.item, WHOLE, total.before, total.after)
    for item in board.plan.items:
        before, after = board.whole
        yield _row(f"{WHOLE}を1つの区域として", item, WHOLE, before[item.code], after[item.code])
    for change in board.changes:
        for item in board.plan.items:
            after = change.figures[item.code]
            for parent in change.parents:
                yield _row(change.name, item, parent.name if parent.whole else f"{parent.name}（一部）", parent.part[item.code], after)
                if not parent.whole:
                    yield _row(change.name, item, f"{parent.name}（全体）", parent.figures[item.code], after)
            if item.change == "border" and change.parents:
                yield _row(change.name, item, SAME_RESIDENTS, change.before[item.code], after)
            if not change.parents:
                yield _row(change.name, item, "", Figure(), after)


def _row(area: str, item: Item, parent: str, before: Figure, after: Figure) -> dict:
    definition = item.definition
    return {
        "区域": area, "分野": item.theme, "指標": definition.name, "単位": definition.unit, "時点": item.when or f"{item.year}年",
        "前の区域": parent, "前（下限）": before.low, "前（上限）": before.high, "後（下限）": after.low, "後（上限）": after.high,
        "但し書き": "、".join(words(before.marks | after.marks)),
        "注記": "　".join(dict.fromkeys(filter(None, (before.note and f"前: {before.note}", after.note and f"後: {after.note}")))),
        "出典": definition.source, "算定方法": definition.how, "注意": definition.caveat}
