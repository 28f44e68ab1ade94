"""The planner's answer on screen: what was found in a sentence, the plans beside 変更なし, the map and groups of one."""

from collections.abc import Sequence
from itertools import compress

import pandas as pd
import streamlit as st

from analytics import areas, merge, thresholds
from analytics.aggregate import measure
from analytics.cache import cached
from analytics.grouping import Grouping, GroupingError
from analytics.measures import measures
from analytics.merge import Answer, Ask, Plan
from analytics.thresholds import Limits
from analytics.trial_adoption import with_plan
from data.store import Store
from ui import state, trial_desk
from ui.literal import literal
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, region_map, view_of
from ui.sidebar import Place
from ui.words import number, people

TODAY = "変更なし"
CLASSES = ({"color": "#f2b36b", "label": "下限未満（例外を含む）"}, {"color": "#a6c8e4", "label": "下限以上"},
           {"color": "#c9a6e4", "label": "上限以上"})
NOTES = ("出典: 住民基本台帳（総務省、2025年1月1日）、日本の地域別将来推計人口 令和5年推計（社人研）、構想区域の流出率（厚生労働省、NDB、R7公表）。",
         "推計自足率は高度急性期＋急性期、幅は公表されない流出を区域外と見る下限～区域内と見る上限。距離は人口重心から、区域の中で急性期の患者が最も多い構想区域の"
         "人口重心までの直線距離（住民の平均）。区域が変わる住民は、区域で最も人口の多い今の区域のほかから来る人。今の区域から分かれる住民は、"
         "市区町村を組み合わせるとき、同じ構想区域の人が最も多く入る区域に入らない人。")


def answer(store: Store, ask: Ask) -> Answer:
    """Plans of an ask that is proven at once; kept for all sessions."""
    return cached(store, ("plans", ask), lambda: merge.plans(store, ask))


def _is_of_units(ask: Ask) -> bool:
    """Whether municipalities are put together, of a prefecture or of one large area that is taken apart."""
    return ask.base == "unit" or (isinstance(ask.base, Grouping) and len(ask.base) == len(ask.base.units))


def lead(found: Answer) -> None:
    """What was found, in one sentence."""
    if found.plans:
        st.html(f'<p class="lead">{lead_text(found)}</p>', width="content")
    else:
        st.error(found.reason)


def lead_text(found: Answer) -> str:
    """The sentence on the best plan, as HTML: of how many pieces, how many groups, and what of it is proven."""
    ask, best = found.ask, found.plans[0]
    exempt = sum(bool(g.exempt) for g in best.groups)
    if found.optimal:
        proof = "最良であることを証明済み"
    else:
        proof = "区域の数は証明済み" if len(best.groups) == found.bound else f"{found.bound}区域を超えないことを証明済み"
    parts = sum(len(g.areas) for g in found.today.groups)
    of = "組み替え中の案" if isinstance(ask.base, Grouping) else "今"
    pieces = f"{parts}市区町村の組み合わせ" if _is_of_units(ask) else f"{of}の{parts}区域の統合"
    most = "最大" if found.optimal or len(best.groups) == found.bound else "見つかった中で最大"
    return (f"{ask.year}年に人口{people(ask.min_population)}以上となる区域は、{pieces}で{most} "
            f"<b>{len(best.groups)}区域</b>{f'（うち例外 {exempt}）' if exempt else ''}。{proof}（{found.seconds:.2f}秒）。")


def plans_table(found: Answer, limits: Limits) -> None:
    """変更なし and every plan in figures."""
    shown = [(TODAY, found.today), *((f"案{n}", p) for n, p in enumerate(found.plans, 1))]
    table = pd.DataFrame({name: _cells(found.ask, plan, limits) for name, plan in shown})
    pointless = [CUT_OFF] * (not _is_of_units(found.ask)) + [CHANGED] * _is_one_area(found)
    plain_table(table.drop(index=pointless).rename_axis("比べる数値"))


CHANGED, CUT_OFF = "区域が変わる住民", "今の区域から分かれる住民"


def _is_one_area(found: Answer) -> bool:
    """One of today's areas taken apart: nobody comes to another one."""
    return _is_of_units(found.ask) and len(found.today.groups) == 1


def _cells(ask: Ask, plan: Plan, limits: Limits) -> pd.Series:
    small = [g for g in plan.groups if g.population < ask.min_population]
    exempt, large = sum(bool(g.exempt) for g in small), len(large_groups(plan, limits))
    return pd.Series({"区域の数": f"{len(plan.groups)}", "人口が下限に届かない区域": f"{len(small)}" + (f"（うち例外 {exempt}）" if exempt else ""),
                      f"人口が{people(limits.large)}以上の区域": f"▲ {large}" if large else "0",
                      "推計自足率（％）": share(plan.self_sufficiency), "中心までの距離（km、平均）": number(plan.km, 1),
                      "人口の最大と最小の差": people(plan.balance), CHANGED: people(plan.changed), CUT_OFF: people(plan.cut_off)})


def large_groups(plan: Plan, limits: Limits) -> list[merge.PlanGroup]:
    """Groups so large that to split them is to be considered."""
    return [g for g in plan.groups if g.population >= limits.large]


def tell_large(plan: Plan, name: str, ask: Ask, limits: Limits) -> None:
    """Name the groups of a plan that are large, and what can be done."""
    if large := large_groups(plan, limits):
        named = "、".join(f"{g.name}（{people(g.population)}）" for g in large)
        st.markdown(literal(f"▲ {name}で{ask.year}年に{people(limits.large)}以上の区域: {named}。分けることも検討する目安です。"))


def share(interval: tuple[float, float] | None) -> str:
    """A share 0–1 with both ends in ％."""
    if interval is None:
        return "不明（分割）"
    low, high = (number(end * 100, 1) for end in interval)
    return low if low == high else f"{low}～{high}"


def choose_plan(found: Answer) -> tuple[str, Plan]:
    """Draw the choice of one plan."""
    plans = {TODAY: found.today, **{f"案{n}": p for n, p in enumerate(found.plans, 1)}}
    names = list(plans)
    name = st.radio("地図と表に出す案", names, min(1, len(names) - 1), horizontal=True, key=f"planner-shown-{len(names)}")
    return name, plans[name]


def draw_map(place: Place, plan: Plan, name: str, ask: Ask, limits: Limits) -> None:
    """The groups of a plan by size."""
    grouping = plan.grouping()
    ceiling = ask.max_population or limits.large
    groups = [MapGroup(g.areas[0], g.name, 0 if g.population < ask.min_population else 2 if g.population >= ceiling else 1,
                       people(g.population), _signs(g, ask, limits)) for g in plan.groups]
    region_map(key="planner-map", view=view_of(grouping.units), unit_group=grouping.group_of, groups=groups, selected=(), labels="value",
               legend=MapLegend(f"{name}の人口（{ask.year}年）", "", CLASSES), meeting=state.meeting(), height=520,
               aria_label=f"{place.pref_name}の{name}の地図")


def _signs(group: merge.PlanGroup, ask: Ask, limits: Limits) -> tuple[str, ...]:
    """▼20万人未満, with what exempts it; ▲100万人以上."""
    small = f"▼{people(ask.min_population)}未満" + {"": "", merge.ISLAND: thresholds.EXEMPT}.get(group.exempt, "（例外）")
    return tuple(compress((small, f"▲{people(limits.large)}以上"), (group.population < ask.min_population, group.population >= limits.large)))


def groups_table(store: Store, plan: Plan, ask: Ask, limits: Limits) -> None:
    """Every group of a plan: members, residents now and in the planner's year, 推計自足率, distance."""
    plain_table(groups_frame(store, plan, ask, limits))


def groups_frame(store: Store, plan: Plan, ask: Ask, limits: Limits) -> pd.DataFrame:
    """The same as a frame of words: index 区域."""
    names = plan.base.names
    now = measure(store, plan.grouping(), measures()["population"], 2025).set_index("group_id")["value"]
    rows = [{"もとの区域": "、".join(names[a] for a in g.areas[:8]) + (f" ほか{len(g.areas) - 8}" if len(g.areas) > 8 else ""),
             "人口 2025年": people(now[g.areas[0]]),
             f"人口 {ask.year}年": "▼ " * (g.population < ask.min_population) + "▲ " * (g.population >= limits.large) + people(g.population)
             + thresholds.EXEMPT * (g.exempt == merge.ISLAND) + f"（{people(limits.large)}以上）" * (g.population >= limits.large),
             "推計自足率（％）": share(g.self_sufficiency), "中心": names[g.centre], "中心まで（km）": number(g.km, 1),
             CHANGED: people(g.changed), "例外": EXEMPT.get(g.exempt, "")} for g in plan.groups]
    return pd.DataFrame(rows, index=pd.Index([g.name for g in plan.groups], name="区域"))


EXEMPT = {merge.ISLAND: "離島など（道路でつながらず、下限に届かない）", merge.WHOLE: "全体でも下限に届かない", merge.OWN_CARE: "推計自足率が高い",
          merge.LOCKED: "固定"}


def try_button(grouping: Grouping, name: str) -> None:
    """「この案を試す」: on to the editor, where it can be undone; a lock that the plan would break is said."""
    if st.button("この案を区域の組み替えで試す", type="primary", key="planner-try"):
        try:
            trial_desk.adopt({unit[:2] for unit in grouping.units}, lambda trial: with_plan(trial, grouping), name)
        except GroupingError as error:
            st.error(literal(f"{error}固定のまま探すには、「組み合わせるもの」を「組み替え中の案の区域」にし、「条件を加える」の「このまま変えない区域（固定）」で選んでください。"))
            return
        state.finish()
        st.switch_page("pages/regroup.py")


def japan(store: Store, ask: Ask, answers: Sequence[Answer]) -> None:
    """All prefectures, each by itself: how many groups today's areas become."""
    names = areas.prefectures(store)
    today, after = (sum(len(p.groups) for p in each) for each in ([a.today for a in answers], [a.plans[0] for a in answers if a.plans]))
    exempt = [g.name for a in answers for g in (a.plans[0].groups if a.plans else ()) if g.exempt]
    proven = sum(a.optimal for a in answers)
    st.html(f'<p class="lead">{ask.year}年に人口{people(ask.min_population)}以上となる区域は、今の{today}区域の県内の統合で最大 <b>{after}区域</b>'
            f"（うち例外 {len(exempt)}）。{proven}都道府県で証明済み（{sum(a.seconds for a in answers):.2f}秒）。</p>")
    try_button(whole(answers), "全国の最適案")
    rows = []
    for found in answers:
        best = found.plans[0] if found.plans else None
        rows.append({"都道府県": names[found.ask.prefs[0]], "今の区域": len(found.today.groups), "統合後": len(best.groups) if best else "―",
                     "例外": "、".join(g.name for g in best.groups if g.exempt) if best else found.reason,
                     "推計自足率 今（％）": share(found.today.self_sufficiency), "統合後（％）": share(best.self_sufficiency) if best else "―",
                     "区域が変わる住民": people(best.changed) if best else "―", "秒": f"{found.seconds:.3f}"})
    plain_table(pd.DataFrame(rows).set_index("都道府県"))


def whole(answers: Sequence[Answer]) -> Grouping:
    """The best plans of all prefectures as one grouping."""
    groupings = [a.plans[0].grouping() if a.plans else a.today.grouping() for a in answers]
    return Grouping.of({u: g for each in groupings for u, g in each.group_of.items()}, {g: n for each in groupings for g, n in each.names.items()},
                       "plan")
