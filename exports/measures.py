"""A measure for a grouping as a table with its notes: what 'python -m exports table' and the screen hand out."""

import pandas as pd

from analytics import marks
from analytics.aggregate import measure
from analytics.areas import prefectures
from analytics.grouping import Grouping
from analytics.measures import Measure, quantities
from analytics.provenance import notes
from data.store import Store

LOW, HIGH = "下限", "上限"
EMPTY_CELLS = "空欄は数値がないことを示す（0ではない）。理由は「但し書き」にある。"


def measure_table(store: Store, grouping: Grouping, definition: Measure, year: int) -> pd.DataFrame:
    """One row a group: コード, 区域, 都道府県, the figure (unit in the heading), its parts, 但し書き.

    下限 and 上限 are there when any figure is an interval, whose own cell is then empty; numerator and
    denominator when the measure has them. A missing figure is an empty cell and 但し書き says why.
    """
    frame = measure(store, grouping, definition, year)
    found = pd.DataFrame({"コード": frame["group_id"], "区域": frame["name"],
                          "都道府県": _prefectures_of(store, grouping), value_heading(definition): frame["value"]})
    if grouping.base == "prefecture":
        del found["都道府県"]
    if (frame["low"] != frame["high"]).where(frame["low"].notna(), False).any():
        found[f"{LOW}（{definition.unit}）"], found[f"{HIGH}（{definition.unit}）"] = frame["low"], frame["high"]
    for part, code in (("numerator", definition.numerator), ("denominator", definition.denominator)):
        if code and definition.kind == "ratio":
            quantity = quantities()[code]
            found[f"{quantity.name}（{quantity.unit}）"] = frame[part]
    found["但し書き"] = ["、".join(marks.words(bits)) for bits in frame["marks"]]
    return found


def value_heading(definition: Measure) -> str:
    """Heading of the figure with its unit."""
    return f"{definition.name}（{definition.unit}）"


def measure_notes(store: Store, definition: Measure, year: int) -> list[str]:
    """Source, year, how computed, caveats, and which edition of the data."""
    return [*notes(store, definition, f"{year}年"), EMPTY_CELLS]


def _prefectures_of(store: Store, grouping: Grouping) -> list[str]:
    names = prefectures(store)
    return ["・".join(names[code] for code in dict.fromkeys(unit[:2] for unit in grouping.members[group]))
            for group in grouping.groups]
