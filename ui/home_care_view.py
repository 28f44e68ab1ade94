"""在宅医療 on screen: the indicators of one stage for one area, the chosen one over areas and years, and its definition."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from analytics import legend, trend
from analytics.indicator_overview import STAGES, against, of_stage, overview, shown_year
from analytics.indicator_status import BETTER, SIGNS, SIMILAR, UNKNOWN, WORDS, WORSE, status
from analytics.indicators import REASONS, SHOWN, Indicator, comparable_years, indicators, worth, years
from data.store import Store
from ui import caption, charts, downloads, state
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place
from ui.spine import STYLE as SPINE_STYLE
from ui.spine import spine
from ui.words import number

MAP_HEIGHT = 420
TRENDS = {trend.UP: "↗ 上昇", trend.DOWN: "↘ 低下", trend.FLAT: "→ 変化があるとは言えない", trend.UNKNOWN: "－ 年が足りない"}
DIRECTIONS = {"high_good": "高いほどよい", "low_good": "低いほどよい", "neutral": "高低によい悪いはない",
              "unverified": "要確認（よい悪いを判定しない）"}
HOW = ("判定は、95％信頼区間が県の値を含むかどうか（含まなければ差がある。OHID（旧PHE）の方法）。割合はWilsonの区間、率はByarの近似（10未満は"
       "ポアソン分布の正確な区間）。施設や病床の数は全数のため、そのまま比べる。推移は、割合はCochran–Armitage、率はポアソン回帰のスコア検定、"
       "そのほかはMann–Kendallの検定で、5％を境とする。")


def draw(store: Store, place: Place) -> None:
    """The page for the place and level of the sidebar."""
    names = place.shown.names
    area_column, stage_column = st.columns([2, 7] if state.meeting() else [2, 5], vertical_alignment="bottom")
    hidden = {"label_visibility": "collapsed"} if state.meeting() else {}
    with area_column:
        chosen = list(names).index(state.get("area")) if state.get("area") in names else 0
        area = st.selectbox(f"{place.level_name}を選ぶ", list(names), chosen, state.told_apart(
            names, lambda group: f"{place.prefecture_of.get(group, '')} {names[group]}".strip()), **hidden)
        state.put("area", area)
    with stage_column:
        stage = state.segmented("stage", "段階", list(STAGES), str, **hidden)
    found = overview(store, place.shown, place.japan, area, stage)
    waiting = [i for i in of_stage(store, stage) if not years(store, i.code)]
    _lead(found, names[area], stage, len(waiting))
    code = state.get("indicator")
    if found.empty:
        st.info("この段階の指標には、まだ値がありません。下の「データ待ちの指標」に、読み込むと値が入る資料を示します。")
    else:
        code = code if code in set(found["code"]) else found["code"].iloc[0]
        table_column, one_column = (st.container(), st.container()) if state.meeting() else st.columns([7, 5], gap="medium")
        with table_column:
            _table(store, found, names[area])
            downloads.download_panel("home-care", f"{names[area]}_在宅医療_{stage}", lambda: table(store, found),
                                     [f"{place.pref_name}　{names[area]}　{stage}", HOW], "指標")
        with one_column:
            one(store, place, area, indicators(store)[code])
        definition(indicators(store)[code])
    if waiting:
        with st.expander(f"データ待ちの指標（{len(waiting)}）"):
            plain_table(pd.DataFrame([(i.name, i.filled_by) for i in waiting], columns=["指標", "読み込むと値が入る資料"]).set_index("指標"))
    st.caption(HOW)


def _lead(found: pd.DataFrame, name: str, stage: str, waiting: int) -> None:
    """The finding in one sentence."""
    if found.empty:
        st.html(f'<p class="lead">{escape(name)}　{stage}: 値のある指標はありません（データ待ち {waiting}）。</p>')
        return
    versus = against(found)
    count = {kind: int((versus == kind).sum()) for kind in (WORSE, SIMILAR, BETTER)}
    getting = int(found["worsening"].sum())
    st.html(f'<p class="lead">{escape(name)}　{stage}: 県より<b>{SIGNS[WORSE]} よくない指標 {count[WORSE]}</b>'
            f'{f"（うち悪化 {getting}）" if getting else ""}、{SIGNS[SIMILAR]} 差があるとは言えない {count[SIMILAR]}、'
            f'{SIGNS[BETTER]} よい {count[BETTER]}。'
            f'<small>比べない数・値のない指標 {len(found) - sum(count.values())}、データ待ち {waiting}</small></p>')


def _table(store: Store, found: pd.DataFrame, name: str) -> None:
    rows, defined, has_spine = [], indicators(store), not state.meeting()  # on the projector, where text is large, words do
    for row, versus in zip(found.itertuples(), against(found), strict=True):
        indicator = defined[row.code]
        drawn = spine(row.value, row.prefecture, (row.lowest, row.quarter, row.three_quarters, row.highest), SIGNS[versus], versus,
                      indicator.direction == "low_good", f"{indicator.name} {WORDS[versus]}") if indicator.kind != "count" else ""
        drawn = f"<td>{drawn}</td>" if has_spine else ""
        about = escape("・".join(filter(None, (indicator.unit, f"{row.year}年", row.said))))
        link = escape(state.link("home_care", indicator=row.code))
        rows.append(f'<tr><td><a href="{link}" target="_self">{escape(indicator.name)}</a><small>{about}</small></td>'
                    f'<td class="n">{_value(row.value, indicator)}</td><td class="n">{_value(row.prefecture, indicator)}</td>{drawn}'
                    f'<td class="w">{_verdict(row, versus, indicator)}</td></tr>')
    heads = "".join(f"<th>{head}</th>" for head in ("指標", "値", "県", *(["全国の中で"] if has_spine else []), "県と比べて"))
    st.html(f'<div class="plain indicators" tabindex="0" role="region" aria-label="{escape(name)}の指標"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>{SPINE_STYLE}{STYLE}")
    if has_spine:
        st.caption("全国の中で: 縦の線が県の値、濃い帯が全国の区域の半分、薄い帯が最小から最大まで。右がよい（向きのない指標は高い方が右）。")


STYLE = """<style>
.indicators { max-height: min(31rem, calc(100vh - 300px)); overflow: auto; } .indicators thead th { position: sticky; top: 0; z-index: 1; }
.indicators td { vertical-align: middle; } .indicators td, .indicators th { padding-left: .45rem; padding-right: .45rem; }
.indicators th { white-space: nowrap; } .indicators td:first-child { min-width: 10.5rem; }
.indicators .n { text-align: right; white-space: nowrap; } .indicators .w { text-align: left; min-width: 6.4rem; }
.indicators small, .lead small { display: block; font-size: 1rem; font-weight: 400; color: #44525f; } .lead small { display: inline; }
.indicators b { font-weight: 700; white-space: nowrap; } .indicators .worse { color: #b3261e; } .indicators .better { color: #0b5cad; }
</style>"""


def _verdict(row, versus: str, indicator: Indicator) -> str:
    """Better or worse, then where it goes; of a number only where it goes."""
    if row.state != SHOWN:
        return escape(REASONS[row.state])
    going = "" if row.trend == trend.UNKNOWN else f"<small>{TRENDS[row.trend]}{'（悪化）' if row.worsening else ''}</small>"
    return going if indicator.kind == "count" else f'<b class="{versus}">{SIGNS[versus]} {WORDS[versus]}</b>{going}'


def _value(value: float, indicator: Indicator) -> str:
    return "—" if np.isnan(value) else number(value, indicator.decimals)


def table(store: Store, found: pd.DataFrame) -> pd.DataFrame:
    """What the file of the page holds: a row an indicator."""
    defined = indicators(store)
    return pd.DataFrame({
        "指標": [defined[code].name for code in found["code"]], "年": found["year"], "値": found["value"],
        "単位": [defined[code].unit for code in found["code"]], "95％下限": found["low"], "95％上限": found["high"], "分子": found["numerator"],
        "分母": found["denominator"], "県": found["prefecture"], "全国": found["nation"],
        "県と比べて": [WORDS[v] if s == SHOWN else REASONS[s] for v, s in zip(against(found), found["state"], strict=True)],
        "推移": found["trend"].map(TRENDS), "悪化": found["worsening"].map({True: "はい", False: ""}), "注": found["said"],
        "出典": [defined[code].source for code in found["code"]]})


def one(store: Store, place: Place, area: str, indicator: Indicator) -> None:
    """The chosen indicator over the areas of the place (map), and over the years."""
    year = shown_year(store, indicator.code)
    frame = status(store, place.shown, indicator, year)
    scale = legend.legend_of(f"{indicator.name}　{year}年", indicator.unit, frame["value"].to_numpy(float), indicator.decimals)
    groups = [MapGroup(row.group_id, row.name, at, _value(row.value, indicator) if row.state == SHOWN else REASONS[row.state],
                       tuple(filter(None, (WORDS[row.versus_prefecture] if row.versus_prefecture != UNKNOWN else "", row.said))))
              for row, at in zip(frame.itertuples(), legend.classify(scale, frame["value"].to_numpy(float)), strict=True)]
    region_map(key="home-care-map", view=place.view, unit_group=place.shown.group_of, groups=groups,
               legend=MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in zip(scale.colors, scale.labels, strict=True)],
                                no_data=legend.NO_DATA_WORD),
               selected=[area], labels="value" if len(frame) <= 60 else "name", meeting=state.meeting(), height=MAP_HEIGHT,
               aria_label=f"{place.pref_name}の{indicator.name}の地図", on_change=_take)
    known = comparable_years(store, indicator.code, year)
    if len(known) >= 2:
        at = list(place.shown.groups).index(area)
        values = [worth(store, place.shown, indicator, y).value[at] for y in known]
        charts.show(charts.over_years(known, values, place.shown.names[area], indicator.unit, indicator.decimals), "home-care-years")
    caption.under([f"出典: {indicator.source}。単位: {indicator.unit}、{year}年。"])


def _take(result) -> None:
    if result.selection:
        state.put("area", result.selection[0])


def definition(indicator: Indicator) -> None:
    """What it means, how it is computed, and where it is weak."""
    with st.expander(f"「{indicator.name}」の定義"):
        rows = [("意味", indicator.meaning), ("見る理由", indicator.why), ("分子", indicator.numerator),
                ("分母", indicator.denominator or "なし（数そのもの）"), ("算定のしかた", indicator.how), ("向き", DIRECTIONS[indicator.direction]),
                ("種類・段階", f"{indicator.class_}・{indicator.stage}"), ("行動主体", "、".join(indicator.actors)),
                ("出典", indicator.source), ("弱いところ", indicator.weakness)]
        rows += [("確認", indicator.checked)] if indicator.checked else []
        plain_table(pd.DataFrame(rows, columns=["項目", "内容"]).set_index("項目"))
