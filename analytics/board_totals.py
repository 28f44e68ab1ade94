"""What a partition gives as a whole (the prefecture on the live board): how many groups, how small, how much stays inside."""

from dataclasses import dataclass, replace

import numpy as np

from data.store import Store

from . import access, care_themes, designations, marks
from .board_figures import CENTERS_WAIT, Figure, Figures, some_names
from .board_items import Item, Plan, own_item
from .care_functions import functions as care_functions
from .crossing import cut_areas
from .flow import PHASES, share_of_all
from .grouping import Grouping
from .measures import measures
from .quantities import newest_flow
from .thresholds import small_areas

CHANGEABLE = "目安は設定で変えられる。"


@dataclass(frozen=True)
class Total:
    """One row: what it is, before and after."""

    item: Item
    before: Figure
    after: Figure


def totals(store: Store, before: tuple[Grouping, dict[str, Figures]], after: tuple[Grouping, dict[str, Figures]],
           plan: Plan) -> tuple[Total, ...]:
    """The rows of the whole. before, after: a grouping with the figures of its groups."""
    items = _items(store, plan)
    first, second = _figures(store, *before, plan), _figures(store, *after, plan)
    for code in care_themes.THEMES:
        second[f"care_{code}_gaps"] = _what_changed(second[f"care_{code}_gaps"], *care_themes.closed_and_opened(store, before[0], after[0], code))
    return tuple(Total(item, first[item.code], second[item.code]) for item in items)


def _items(store: Store, plan: Plan) -> list[Item]:
    small, large = (f"{n / 10_000:g}万人" for n in (plan.options.limits.small, plan.options.limits.large))
    residents = plan["population_now"].definition.source
    flow = measures()["self_sufficiency_acute"]
    rows = [own_item("groups", "区域の数", "人口", "区域", "この画面の区割り", "", "", 0, "この区割り")]
    for which, year in (("now", plan.now), ("later", plan.later)):
        rows += [own_item(f"small_{which}", f"人口{small}未満の区域", "人口", "区域", residents, "", CHANGEABLE, 0, f"{year}年"),
                 own_item(f"in_small_{which}", f"人口{small}未満の区域に住む人", "人口", "％", residents,
                          f"{small}未満の区域の人口の和 ÷ 全体の人口", CHANGEABLE, 1, f"{year}年"),
                 own_item(f"large_{which}", f"人口{large}以上の区域", "人口", "区域", residents, "", CHANGEABLE, 0, f"{year}年")]
    for phase, name in PHASES.items():
        rows.append(own_item(f"self_sufficiency_{phase}", f"推計自足率（{name}、全体）", "流出入", "％", flow.source,
                             f"住民の入院のうち、自分の区域内の医療機関への入院の割合。構想区域を{plan.now}年の人口で重みづけ", flow.caveat, 1,
                             f"{newest_flow(store)}公表、{plan.now}年人口"))
    rows += [own_item("self_sufficiency_later", f"推計自足率（{PHASES['acute']}、全体、{plan.later}年の人口）", "流出入", "％", flow.source,
                      f"流出率は公表時のまま、構想区域を{plan.later}年の人口で重みづけ", flow.caveat, 1,
                      f"{newest_flow(store)}公表、{plan.later}年人口"),
             own_item("can_carry", "急性期拠点の目安を担える区域", "病院の機能", "区域", plan["hub_target_now"].definition.source,
                      "目安が1か所以上で、候補の病院が目安の下限以上ある区域の数", plan["hub_target_now"].definition.caveat, 0, f"{plan.now}年")]
    for code in care_themes.THEMES:
        short, people = care_functions(store)[code].short, plan[care_themes.without_it(code)]
        rows += [own_item(f"care_{code}_gaps", f"{short}の空白の区域", people.theme, "区域", people.definition.source,
                          "機能のある施設が1つもない区域の数", people.definition.caveat, 0, "名簿・報告の年度"),
                 own_item(people.code, people.definition.name, people.theme, people.definition.unit, people.definition.source,
                          people.definition.how, people.definition.caveat, 0, people.when)]
    for code in plan.options.marks:
        outside = plan[f"{code}_outside"]
        rows.append(own_item(outside.code, outside.definition.name, "到達", "％", outside.definition.source, outside.definition.how,
                             outside.definition.caveat, 1, outside.when))
    for presence in designations.on_board(store):
        one = plan[f"presence_{presence.code}"]
        rows.append(own_item(f"without_{presence.code}", f"{one.definition.name}のない区域", one.theme, "区域", one.definition.source,
                             one.definition.how, one.definition.caveat, 0, one.when))
    cut = plan["health_centers"].definition
    return [*rows, own_item("health_centers", "区域をまたぐ保健所の区域", cut.theme, cut.unit, cut.source, "2つ以上の区域に分かれる保健所の数",
                            "", 0, "現在")]


def _figures(store: Store, grouping: Grouping, groups: dict[str, Figures], plan: Plan) -> dict[str, Figure]:
    """Item code → figure of the whole partition."""
    found = {"groups": _count(len(grouping))}
    limits = plan.options.limits
    for which, year in (("now", plan.now), ("later", plan.later)):
        persons = {g: f[f"population_{which}"].low for g, f in groups.items()}
        small = small_areas(store, grouping, limits, year)
        found[f"small_{which}"] = _at_least(len(small.groups), len(small.unknown), len(persons), some_names(small.words()))
        found[f"in_small_{which}"] = _share(sum(persons[g] for g in small.groups), sum(persons.values()))
        large = [g for g, n in persons.items() if n >= limits.large]
        found[f"large_{which}"] = _at_least(len(large), len(small.unknown), len(persons), some_names([grouping.names[g] for g in large]))
    for phase in PHASES:
        found[f"self_sufficiency_{phase}"] = _stays(store, grouping, phase, plan.now)
    found["self_sufficiency_later"] = _stays(store, grouping, "acute", plan.later)
    found["can_carry"] = _can_carry(grouping, groups)
    for code in care_themes.THEMES:
        names, unknown = care_themes.gap_areas(store, grouping, code)
        found[f"care_{code}_gaps"] = _at_least(len(names), unknown, len(grouping), some_names(names))
        people = care_themes.people_without(store, grouping, code).sum()
        found[care_themes.without_it(code)] = Figure(people, people, marks.MISSING if np.isnan(people) else 0)
    for presence in designations.on_board(store):
        there = {g: f[f"presence_{presence.code}"] for g, f in groups.items()}
        lacking = [grouping.names[g] for g, figure in there.items() if figure.low == 0]
        unknown = sum(np.isnan(figure.low) for figure in there.values())
        note = designations.waiting_words(presence.fields) if unknown == len(there) else some_names(lacking)
        found[f"without_{presence.code}"] = _at_least(len(lacking), unknown, len(there), note)
    for code in plan.options.marks:
        people = access.access(store, grouping, access.definition().marks[code], plan.options.terms).sum(skipna=False)
        found[f"{code}_outside"] = _share(people["outside"], people["people"], marks.ESTIMATE if people["tabled"] < people["people"] else 0)
    cut = cut_areas(store, grouping, "health_center").values()
    names = list(dict.fromkeys(name for names in cut if names for name in names))
    known = any(names is not None for names in cut)
    found["health_centers"] = _count(len(names), some_names(names)) if known else Figure(marks=marks.MISSING, note=CENTERS_WAIT)
    return found


def _what_changed(gaps: Figure, closed: list[str], opened: list[str]) -> Figure:
    """The gaps of after, with those that the trial closes and opens."""
    said = [f"{word}: {some_names(names)}" for word, names in (("解消", closed), ("新たな空白", opened)) if names]
    return replace(gaps, note="\n".join(filter(None, (gaps.note, *said))))


def _count(number: int, note: str = "") -> Figure:
    return Figure(float(number), float(number), 0, note)


def _at_least(number: int, unknown: int, of: int, note: str) -> Figure:
    """Groups that meet a limit; each of `unknown` may be one more. No figure when nothing is known of any."""
    if unknown == of:
        return Figure(marks=marks.MISSING, note=note)
    return Figure(float(number), float(number + unknown), marks.MISSING if unknown else 0, note)


def _share(part: float, whole: float, bits: int = 0) -> Figure:
    if np.isnan(whole) or whole == 0:
        return Figure(marks=marks.MISSING)
    share = float(100 * part / whole)
    return Figure(share, share, bits)


def _stays(store: Store, grouping: Grouping, phase: str, year: int) -> Figure:
    low, high, left_out = share_of_all(store, grouping, phase, year)
    split = left_out > 0
    note = f"分割した構想区域の住民（人口の{100 * left_out:.1f}％）を除く" if split else ""
    if np.isnan(low):
        return Figure(marks=marks.MISSING, note=note)
    return Figure(100 * low, 100 * high, marks.RANGE * (high > low) | marks.SPLIT * split, note)


def _can_carry(grouping: Grouping, groups: dict[str, Figures]) -> Figure:
    able = []
    for group, found in groups.items():
        aim = found["hub_target_now"]
        if aim.high >= 1 and found["hub_candidates"].low >= aim.low:
            able.append(grouping.names[group])
    return _count(len(able), some_names(able))
