"""A measure on the region map and in the table beside it, linked both ways through the shared choice `area`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analytics import legend as legends
from analytics import marks
from analytics.measures import Measure, quantities
from analytics.report_rates import lowest
from data.store import Store
from ui import state, words
from ui.area_table import Column, area_table
from ui.measure_choice import Chosen
from ui.region_map import MapGroup, MapLegend, MapPoints, region_map
from ui.sidebar import Place

MAP_HEIGHT = 640
COMPLETE = 0.995  # a report rate that rounds to 100 %
MAP_MARKS = {marks.WORDS[marks.MASKED]: "lines", marks.WORDS[marks.UNREPORTED]: "lines",
             marks.WORDS[marks.APPORTIONED]: "dots", marks.WORDS[marks.ESTIMATE]: "dots"}


@dataclass(frozen=True)
class Painted:
    """What is on the map: a measure's frame (analytics.aggregate) or a difference of years, and its legend."""

    frame: pd.DataFrame
    legend: legends.Legend
    definition: Measure
    note: str = ""
    signs: Mapping[str, str] = field(default_factory=dict)  # group id → ▼20万人未満 and the like

    @property
    def flags(self) -> list[tuple[str, ...]]:
        """Words that go with each figure: its sign of size, then its marks."""
        return [tuple(filter(None, [self.signs.get(group)])) + marks.words(int(bits))
                for group, bits in zip(self.frame["group_id"], self.frame["marks"], strict=True)]

    @property
    def texts(self) -> list[str]:
        return [words.figure(low, high, bits, self.definition)
                for low, high, bits in zip(self.frame["low"], self.frame["high"], self.frame["marks"], strict=True)]


def selected(place: Place) -> list[str]:
    """The chosen area, if it is on this map."""
    return [state.get("area")] if state.get("area") in place.shown.names else []


def draw_map(place: Place, painted: Painted, key: str, points: MapPoints | None = None) -> None:
    """The map; a click writes the shared choice `area`."""
    classes = legends.classify(painted.legend, legends.middle(painted.frame))
    groups = [MapGroup(*row) for row in zip(painted.frame["group_id"], painted.frame["name"], classes, painted.texts,
                                            painted.flags, strict=True)]
    scale = painted.legend
    region_map(
        key=key, view=place.view, unit_group=place.shown.group_of, groups=groups,
        legend=MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in
                                                   zip(scale.colors, scale.labels, strict=True)],
                         painted.note, legends.NO_DATA_WORD, MAP_MARKS),
        selected=selected(place), mode="single", points=points,
        labels="value" if len(place.shown) <= 30 else "name", meeting=state.meeting(), height=MAP_HEIGHT,
        aria_label=f"{place.pref_name}の{place.level_name}の地図: {scale.title}", on_change=_take)


def _take(result) -> None:
    """Keep what was chosen (of a map or a table) as the shared choice."""
    state.put("area", result.selection[0] if result.selection else "")


def report_rate_signs(store: Store, place: Place, chosen: Chosen) -> dict[str, str]:
    """報告率92％ for each group whose reports of the chosen year (or years) are not complete."""
    counted = quantities().get(chosen.measure.numerator)  # flow has none
    if counted is None or counted.kind != "facility":
        return {}
    signs: dict[str, list[str]] = {}
    for year in filter(None, (chosen.before, chosen.year)):
        for group, rate in lowest(store, place.shown, year).items():
            if rate < COMPLETE:
                signs.setdefault(group, []).append(f"{year}年の報告率{rate:.0%}")
    return {group: "、".join(parts) for group, parts in signs.items()}


def draw_table(place: Place, painted: Painted, key: str, page_size: int = 12) -> None:
    """The table; a chosen row writes the shared choice `area`."""
    frame = painted.frame.set_index("group_id")
    shown = pd.DataFrame({
        "name": frame["name"], "order": legends.middle(painted.frame), "text": painted.texts,
        "marks": ["、".join(flags) for flags in painted.flags]}, index=frame.index)
    unit = f"（{painted.definition.unit}）" if painted.definition.unit else ""
    columns = [Column("name", place.level_name, sort_by="group_id"),
               Column("text", f"{painted.legend.title}{unit}", align="right", sort_by="order", mark="marks")]
    if place.prefecture_of:
        shown["prefecture"] = pd.Series(place.prefecture_of)
        columns.insert(0, Column("prefecture", "都道府県", sort_by="group_id"))
    area_table(key=key, frame=shown, columns=columns, selected=selected(place), mode="single",
               page_size=page_size, meeting=state.meeting(), caption=painted.legend.title,
               sort=("text", True), on_change=_take)


def difference_table(place: Place, painted: Painted, years: tuple[str, str]) -> pd.DataFrame:
    """A difference of two years as a file holds it: both years and their difference, each with both ends."""
    frame = painted.frame
    unit = f"（{painted.definition.unit}）"
    table = pd.DataFrame({"コード": frame["group_id"], place.level_name: frame["name"]})
    for label, part in ((years[0], "then_"), (years[1], "now_"), ("差", "")):
        low, high = frame[f"{part}low"], frame[f"{part}high"]
        exact = (low == high) | low.isna()
        table[f"{label}{unit}"] = low.where(exact)
        if not exact.all():
            table[f"{label} 下限{unit}"], table[f"{label} 上限{unit}"] = low, high
    table["但し書き"] = ["、".join(flags) for flags in painted.flags]
    return table
