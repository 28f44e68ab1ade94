"""The figures of the live board for any groups: each row of board_items, one column of figures a group.

A figure depends on what the group holds, never on its name or its neighbours, so it is kept by the group's units: a
trial reuses what its untouched groups have.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.designation_kinds import Presence
from data.store import Store
from geo import outlines
from geo.compactness import compactness

from . import access, areas, care_themes, designations, marks
from .acute_hub import hub_candidates, verdict
from .aggregate import bounds, measure
from .board_items import AGE_BANDS, NEED_WAITS, OWN, Item, Options, Plan
from .cache import cached_each
from .catchment import share_within
from .crossing import cut_areas
from .flow import areas_in_groups
from .grouping import Grouping
from .neighbours import prefectures_of
from .quantities import unit_index

SHOWN_NAMES = 6
CENTERS_WAIT = "データ待ち（保健所の区域が未読込）"


@dataclass(frozen=True)
class Figure:
    """low = high when exact, NaN when none; marks: bits of analytics.marks; note: what must be said beside it."""

    low: float = np.nan
    high: float = np.nan
    marks: int = 0
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """All figures of one group, by item code."""

    position: Mapping[str, int]
    low: np.ndarray
    high: np.ndarray
    marks: np.ndarray
    notes: Mapping[str, str]

    def __getitem__(self, code: str) -> Figure:
        at = self.position[code]
        return Figure(float(self.low[at]), float(self.high[at]), int(self.marks[at]), self.notes.get(code, ""))


@dataclass
class _Column:
    """One item over the groups, in id order. notes: group → sentence."""

    low: np.ndarray
    high: np.ndarray
    marks: np.ndarray
    notes: dict[str, str] = field(default_factory=dict)


def figures(store: Store, grouping: Grouping, plan: Plan) -> dict[str, Figures]:
    """Group id → its figures, for every item of the plan."""
    content = {group: _content(units) for group, units in grouping.members.items()}
    group_of = {digest: group for group, digest in content.items()}

    def compute(missing: list[str]) -> dict[str, tuple]:
        wanted = {group_of[digest] for digest in missing}
        part = Grouping.of({u: g for u, g in grouping.group_of.items() if g in wanted}, grouping.names)
        return dict(zip((content[g] for g in part.groups), _compute(store, part, plan), strict=True))
    found = cached_each(store, ("board figures", plan.key), list(content.values()), compute)
    return {group: Figures(plan.position, *parts) for group, parts in zip(content, found, strict=True)}


def _content(units: tuple[str, ...]) -> str:
    """Digest of what a group holds."""
    return hashlib.blake2b("".join(units).encode(), digest_size=16).hexdigest()


def _compute(store: Store, grouping: Grouping, plan: Plan) -> list[tuple]:
    """(low, high, marks, notes) of each group, in id order."""
    columns = {item.code: _measured(store, grouping, item) for item in plan.items if item.definition.kind != OWN}
    for own in (_age_unknown, _access, _hub, _presences, _shape, _health_centers, _home_care, _need_later, _care_themes):
        columns |= own(store, grouping, columns, plan.options)
    _beside_cut_flow(store, grouping, columns, plan)
    ordered = [columns[item.code] for item in plan.items]
    low, high, bits = (np.column_stack([getattr(c, part) for c in ordered]) for part in ("low", "high", "marks"))
    notes: dict[str, dict[str, str]] = {group: {} for group in grouping.groups}
    for code, column in columns.items():
        for group, note in column.notes.items():
            notes[group][code] = note
    return [(low[i], high[i], bits[i].astype(np.int64), notes[group]) for i, group in enumerate(grouping.groups)]


def _measured(store: Store, grouping: Grouping, item: Item) -> _Column:
    found = bounds(store, grouping, item.definition, item.year)
    column = _Column(found.low, found.high, found.marks)
    if len(prefectures := prefectures_of(grouping.units)) > 1:
        column.notes = _prefectures_without(store, grouping, item, column, prefectures)
    return column


def _prefectures_without(store: Store, grouping: Grouping, item: Item, column: _Column, prefectures: frozenset[str]) -> dict[str, str]:
    """Group over several prefectures without a figure → which of them have none themselves."""
    groups = [g for g, low, bits in zip(grouping.groups, column.low, column.marks, strict=True) if np.isnan(low) and bits & marks.MISSING]
    groups = [g for g in groups if len(prefectures_of(grouping.members[g])) > 1]
    if not groups:
        return {}
    whole = areas.grouping(store, "prefecture")
    frame = measure(store, whole, item.definition, item.year).set_index("group_id")["low"]
    missing = {pref: name for pref, name in areas.prefectures(store).items() if pref in prefectures and np.isnan(frame[pref])}
    said = {g: [missing[p] for p in sorted(prefectures_of(grouping.members[g])) if p in missing] for g in groups}
    return {g: f"{some_names(names)}の数値がないため" for g, names in said.items() if names}


def _exact(values: np.ndarray, bits: int | np.ndarray = 0) -> _Column:
    values = np.asarray(values, dtype=float)
    return _Column(values, values, np.where(np.isnan(values), marks.MISSING, 0) | bits)


def _age_unknown(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    """Residents whom the age bands leave out; the residents' register does not know their age."""
    bands = [columns[f"{code}_now"] for code in AGE_BANDS]
    known = sum(band.low for band in bands)
    # Shares by which 浜松's wards of before 2024 are divided leave less than a person.
    left = np.round(columns["population_now"].low - known) + 0.0
    return {"age_unknown": _exact(left, np.bitwise_or.reduce([band.marks for band in bands]))}


def _access(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    made = {}
    for code in options.marks:
        mark = access.definition().marks[code]
        frame = access.access(store, grouping, mark, options.terms)
        tabled = np.nan_to_num(share_of_people(frame, "tabled"))
        estimated = np.where(tabled < 99.95, marks.ESTIMATE, 0)
        for limit in options.terms.minutes:
            column = _exact(share_of_people(frame, f"within_{limit}"), estimated)
            for i, (group, outside) in enumerate(zip(grouping.groups, share_of_people(frame, f"outside_{limit}"), strict=True)):
                said = [f"うち区域外の医療機関 {outside:.1f}％"] if outside >= 0.05 else []
                said += ["所要時間表による" if tabled[i] >= 99.95 else f"人口の{tabled[i]:.0f}％は所要時間表による"] if tabled[i] >= 0.05 else []
                if said:
                    column.notes[group] = "、".join(said)
            made[f"{code}_within_{limit}"] = column
        made[f"{code}_outside"] = _exact(share_of_people(frame, "outside"), estimated)
        made[f"{code}_ferry_only"] = _exact(share_of_people(frame, "ferry_only"))
        if waiting := access.waiting(store, grouping, mark):
            said = dict.fromkeys(waiting, designations.waiting_words(designations.fields_of(mark.designations)))
            for part in (*(f"within_{limit}" for limit in options.terms.minutes), "outside", "ferry_only"):
                made[f"{code}_{part}"].notes |= said
    return made


def share_of_people(reached: pd.DataFrame, column: str) -> np.ndarray:
    """A column of access.access in ％ of the group's people; NaN without people."""
    people = reached["people"].to_numpy()
    return 100 * np.divide(reached[column], people, out=np.full(len(people), np.nan), where=people > 0)


def _hub(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    """Target now and later, candidates by name, and the verdict."""
    there = hub_candidates(store, options.hub)
    units = unit_index(store).codes
    found: dict[str, list] = {group: [] for group in grouping.groups}
    for candidate in there:
        if group := grouping.group_of.get(units[candidate.unit]):
            found[group].append(candidate)
    count = np.array([len(found[group]) for group in grouping.groups], dtype=float)
    made = {"hub_candidates": _exact(count, columns["ambulances"].marks & marks.UNREPORTED)}
    made["hub_candidates"].notes = {group: some_names([c.name for c in hospitals]) for group, hospitals in found.items() if hospitals}
    for when in ("now", "later"):
        persons = columns[f"population_{when}"]
        numbers = [options.target.number(p) for p in (persons.low + persons.high) / 2]
        low, high = (np.array([np.nan if n is None else n[i] for n in numbers]) for i in (0, 1))
        made[f"hub_target_{when}"] = _Column(low, high, np.where(np.isnan(low), marks.MISSING, persons.marks), {
            group: verdict(n, int(k), options.target) for group, n, k in zip(grouping.groups, numbers, count, strict=True)})
    return made


def _presences(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    """Hospitals of each list by name; no figure where nothing can be said."""
    made = {}
    for presence in designations.on_board(store):
        had = designations.had(store, grouping, presence)
        column = _exact(np.array([np.nan if h.waits else len(h.names) for h in had.values()]))
        column.notes = {group: note for group, h in had.items() if (note := _presence_note(presence, h))}
        made[f"presence_{presence.code}"] = column
    return made


def _presence_note(presence: Presence, had: designations.Had) -> str:
    if had.waits:
        return designations.waiting_words(presence.fields, had.left_out)
    if had.names:
        return some_names(had.names) + ("" if had.is_known or had.left_out else "（一覧のない都道府県は含まない）")
    return f"{'・'.join(presence.substitute)}: {some_names(had.substitute)}" if had.substitute else ""


def _shape(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    frame = compactness(outlines.load(), grouping.group_of)
    return {code: _exact(frame[code].to_numpy()) for code in ("polsby_popper", "reock")}


def _health_centers(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    cut = cut_areas(store, grouping, "health_center")
    column = _exact(np.array([np.nan if cut[g] is None else len(cut[g]) for g in grouping.groups]))
    column.notes = {g: CENTERS_WAIT if names is None else some_names(names) for g, names in cut.items() if names != ()}
    return {"health_centers": column}


def _home_care(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    """The 在支 mark of the bed reports never stands in for a 名簿: it holds institutions with beds only."""
    known = access.definition()
    reach = share_within(store, grouping, "home_care", "pop_total", known.home_care_km)
    column = _exact(100 * reach["share"].to_numpy(float), np.where(reach["share"].notna(), marks.ESTIMATE, 0))
    column.notes = dict(zip(grouping.groups, reach["basis_words"].where(reach["share"].notna(), known.home_care_pending), strict=True))
    return {"home_care": column}


def _need_later(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    return {"need_later": _waiting(grouping, NEED_WAITS)}


def _care_themes(store: Store, grouping: Grouping, columns: dict[str, _Column], options: Options) -> dict[str, _Column]:
    made = {}
    for code in care_themes.THEMES:
        count, words = care_themes.facilities(store, grouping, code)
        made[care_themes.places(code)] = _exact(count)
        without = made[care_themes.without_it(code)] = _exact(care_themes.people_without(store, grouping, code))
        made[care_themes.places(code)].notes = words
        without.notes = {group: words[group] for group, n in zip(grouping.groups, without.low, strict=True) if np.isnan(n)}
    return made


def _waiting(grouping: Grouping, why: str) -> _Column:
    column = _exact(np.full(len(grouping), np.nan))
    column.notes = dict.fromkeys(grouping.groups, why)
    return column


def _beside_cut_flow(store: Store, grouping: Grouping, columns: dict[str, _Column], plan: Plan) -> None:
    """Beside 不明（分割） stands the figure of each 構想区域 that the group cuts."""
    _, whole = areas_in_groups(store, grouping)
    if whole.all():
        return
    concept = areas.grouping(store, "concept")
    cut = {group: _cut_concepts(concept, grouping.members[group])
           for group, is_whole in zip(grouping.groups, whole, strict=True) if not is_whole}
    for item in (i for i in plan.items if i.definition.kind == "flow"):
        said = {row.group_id: _of_parent(row) for row in measure(store, concept, item.definition, item.year).itertuples()}
        columns[item.code].notes |= {group: "分割前の" + "、".join(said[a] for a in parents) for group, parents in cut.items()}


def _cut_concepts(concept: Grouping, units: tuple[str, ...]) -> list[str]:
    mine = set(units)
    return [a for a in sorted({concept.group_of[u] for u in units}) if not mine.issuperset(concept.members[a])]


def _of_parent(row) -> str:
    if np.isnan(row.low):
        return f"{row.name} データなし"
    return f"{row.name} {row.low:.1f}％" if row.low == row.high else f"{row.name} {row.low:.1f}～{row.high:.1f}％"


def some_names(names: Sequence[str]) -> str:
    """The first few names in one line, and how many more there are."""
    return "、".join(names[:SHOWN_NAMES]) + (f" ほか{len(names) - SHOWN_NAMES}" if len(names) > SHOWN_NAMES else "")
