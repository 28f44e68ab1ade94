"""How a trial as a whole is summed up in one figure: one small function a kind of comparison.toml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store import Store
from geo.distance import great_circle_km

from . import access, care_themes, marks
from .aggregate import measure, measure_years
from .cache import cached
from .flow import share_of_all
from .grouping import Grouping
from .main_hospital import main_hospitals
from .measures import measures
from .moves import moves, residents
from .quantities import unit_index
from .thresholds import Limits, small_areas
from .unit_links import pieces, unit_links

WEIGHT_YEAR = 2025


@dataclass(frozen=True)
class Value:
    """A figure as an interval (low = high when exact). word: why there is none. note: which group it is of, or what is
    left out. is_partial: it leaves out residents the others count, so it ranks with none."""

    low: float
    high: float
    note: str = ""
    word: str = ""
    is_partial: bool = False

    @property
    def is_known(self) -> bool:
        return not (np.isnan(self.low) or np.isnan(self.high))


@dataclass(frozen=True)
class Terms:
    """base: today's areas of the same units. limits: of the settings."""

    base: Grouping
    limits: Limits

    def limit(self, name: str | float) -> float:
        """A setting by its name, or the number itself."""
        return float(getattr(self.limits, name) if isinstance(name, str) else name)


Kind = Callable[[Store, Grouping, Mapping, Terms], Value]


def exact(value: float, note: str = "") -> Value:
    return Value(float(value), float(value), note)


def groups(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    return exact(len(grouping))


def exempt(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Isolated areas among the small ones of the year."""
    found = small_areas(store, grouping, terms.limits, by["year"])
    return exact(len(found.exempt), "、".join(grouping.names[g] for g in sorted(found.exempt)))


def small(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Areas under the limit in the year, isolated ones among them; one without a figure may be one more."""
    found = small_areas(store, grouping, terms.limits, by["year"])
    return Value(float(len(found.groups)), float(len(found.groups) + len(found.unknown)), "、".join(found.words()))


def count(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Groups under or at a limit; an interval across the limit, or a missing figure, makes the count one too."""
    frame = _frame(store, grouping, by, terms)
    if "below" in by:
        limit = terms.limit(by["below"])
        sure, possible = frame["high"] < limit, ~(frame["low"] >= limit)
    else:
        limit = terms.limit(by["at_least"])
        sure, possible = frame["low"] >= limit, ~(frame["high"] < limit)
    return Value(float(sure.sum()), float(possible.sum()), "、".join(frame.loc[sure, "name"]))


def least(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    return _extreme(_frame(store, grouping, by, terms), lowest=True)


def greatest(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    return _extreme(_frame(store, grouping, by, terms), lowest=False)


def spread(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    frame = _frame(store, grouping, by, terms)
    small, large = _extreme(frame, lowest=True), _extreme(frame, lowest=False)
    return Value(max(large.low - small.high, 0.0), large.high - small.low, "", small.word or large.word)


def whole(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """推計自足率 over all groups in ％, weighted by residents of 2025; those of cut areas are left out, and said."""
    low, high, left_out = share_of_all(store, grouping, by["phase"], WEIGHT_YEAR)
    if np.isnan(low):
        return Value(np.nan, np.nan, "", marks.WORDS[marks.SPLIT])
    return Value(100 * low, 100 * high, f"分割した区域の住民{left_out:.1%}を除く" if left_out else "", "", left_out > 0)


def gap(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Sum over the groups of |numerator − denominator|, in the unit of the parts."""
    frame = _frame(store, grouping, by, terms)
    value = float((frame["numerator"] - frame["denominator"]).abs().sum(skipna=False))
    note = marks.WORDS[marks.APPORTIONED] if (frame["marks"] & marks.APPORTIONED).any() else ""
    return Value(value, value, note, "" if value == value else marks.WORDS[marks.MISSING])


def moved(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    return exact(moves(store, terms.base, grouping)["persons"].sum())


def distance(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Mean straight line from each unit's population-weighted point to its group's main hospital, where roads lead there."""
    hospitals = main_hospitals(store, grouping)
    points = cached(store, ("population points",), lambda: store.frame(
        "SELECT unit_code, pop_lat AS lat, pop_lon AS lon FROM unit ORDER BY 1").set_index("unit_code"))
    index = unit_index(store)
    land = cached(store, ("units by road",), lambda: pieces(unit_links(store), np.zeros(len(index.codes), dtype=int)))
    here = points.loc[list(grouping.units)]
    to = [hospitals.get(group) for group in grouping.labels]
    km = great_circle_km(here["lon"], here["lat"], [h.lon if h else np.nan for h in to], [h.lat if h else np.nan for h in to])
    by_road = np.array([h is not None and land[index.position[u]] == land[index.position[h.unit_code]]
                        for u, h in zip(grouping.units, to, strict=True)])
    counted = by_road & ~np.isnan(km)
    persons = residents(store, grouping.units).to_numpy()
    left_out = float(persons[~counted].sum())
    if not persons[counted].sum():
        return Value(np.nan, np.nan, "", marks.WORDS[marks.MISSING])
    mean = float((km * persons)[counted].sum() / persons[counted].sum())
    return exact(mean, f"道路で行けない住民{left_out / persons.sum():.1%}を除く" if left_out else "")


def reach(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """People by minutes to the nearest hospital of a mark: share of the group with the least, or with it outside the group; shares of
    all people, as on the board. A group from which only ferry and air lead to one is not asked for the least."""
    definition = access.definition()
    frame = access.access(store, grouping, definition.marks[by["mark"]], definition.assumptions)
    people = frame["people"]
    if by["part"] == "outside":
        return exact(100 * frame["outside"].sum() / people.sum()) if people.sum() else Value(np.nan, np.nan, "", marks.WORDS[marks.MISSING])
    shares = (100 * frame[f"within_{by['minutes']}"] / people)[people > frame["ferry_only"]]
    if shares.empty:
        return Value(np.nan, np.nan, "", marks.WORDS[marks.MISSING])
    return exact(shares.min(), grouping.names[shares.idxmin()])


def care(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> Value:
    """Groups without a facility that has a function of かかりつけ医機能 (part areas), or the people 75+ who live there (people)."""
    names, unknown = care_themes.gap_areas(store, grouping, by["function"])
    if unknown:
        return Value(np.nan, np.nan, "", "データ待ち")
    if by["part"] == "areas":
        return exact(len(names), "、".join(names[:3]) + (f" ほか{len(names) - 3}" if len(names) > 3 else ""))
    return exact(care_themes.people_without(store, grouping, by["function"]).sum())


KINDS: dict[str, Kind] = {function.__name__: function for function in (
    groups, exempt, small, count, least, greatest, spread, whole, gap, moved, distance, reach, care)}


def _frame(store: Store, grouping: Grouping, by: Mapping, terms: Terms) -> pd.DataFrame:
    """The measure of `by` for the groups that count; without a year, the newest."""
    definition = measures()[by["measure"]]
    year = by.get("year") or measure_years(store, definition)[-1]
    frame = measure(store, grouping, definition, year)
    if not by.get("exempt", True):
        frame = frame[~frame["group_id"].isin(small_areas(store, grouping, terms.limits, year).exempt)]
    return frame.reset_index(drop=True)


def _extreme(frame: pd.DataFrame, lowest: bool) -> Value:
    if frame.empty or frame["low"].isna().any():
        return Value(np.nan, np.nan, "", _reason(frame))
    at = (frame["high"] if lowest else -frame["low"]).idxmin()
    pick = min if lowest else max
    return Value(float(pick(frame["low"])), float(pick(frame["high"])), frame.loc[at, "name"])


def _reason(frame: pd.DataFrame) -> str:
    """Why there is no figure for the whole: the most serious mark of a group without one."""
    none = frame[frame["low"].isna()]
    if none.empty:
        return marks.WORDS[marks.MISSING] if frame.empty else ""
    bits = int(np.bitwise_or.reduce(none["marks"].to_numpy()))
    word = next((marks.WORDS[b] for b in (marks.SPLIT, marks.UNDEFINED, marks.MISSING) if bits & b), marks.WORDS[marks.MISSING])
    return f"{word}: {'、'.join(none['name'].head(3))}"
