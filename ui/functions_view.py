"""医療機関機能 on screen: the sentence on top, the map of one function, and the matrix area × function."""

from html import escape

import pandas as pd
import streamlit as st

from analytics import reported_functions
from analytics.function_states import ENOUGH, FEW, HUB, MANY, NONE, SIGNS, SMALL, STATES, WAITS, WIDE, states
from analytics.grouping import Grouping
from analytics.medical_functions import CANDIDATES, REPORTED, functions
from data.store import Store
from ui import state
from ui.area_table import Column, area_table
from ui.gaps_view import lead_line
from ui.public_line import public_line
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place

NOW = 2025
MAP_HEIGHT = 430
SHORT = {"acute_hub": "拠点", "elderly_emergency": "救急", "home_care": "在宅", "specialised": "専門", "teaching": "医育"}
BASIS_WORDS = {CANDIDATES: "候補（報告に代わる指標）", REPORTED: "報告ベース"}
COLOURS = {NONE: "#f2a65a", FEW: "#f6d7a7", SMALL: "#e3e6ea", ENOUGH: "#a6c8e4", MANY: "#1f639f"}  # classes of the map
SOURCES = {
    CANDIDATES: "医療機関機能報告は令和8年度からのため、病床機能報告（令和7年7月1日）と"
                "積極的医療機関・大学病院本院の一覧から「候補」を示す。公的な判定ではない。",
    REPORTED: "出典: 医療機関機能報告（都道府県が確認した報告）。医療機関の自己の報告で、公的な判定ではない。"}
TARGET = ("急性期拠点の目安は人口20万～30万人に1か所、100万人以上で複数（新たな地域医療構想等に関する検討会 2026-01-28、2025-08-08）。"
          "人口は住民基本台帳（2025年1月1日）。")


def basis(store: Store, grouping: Grouping) -> str:
    """Draw the choice where there is one, and return what the page goes by: reports where all prefectures have them."""
    if not reported_functions.is_reported(store, grouping.units):
        return CANDIDATES
    options = (REPORTED, CANDIDATES)
    return state.segmented("fbasis", "資料", options, BASIS_WORDS.__getitem__, label_visibility="collapsed" if state.meeting() else "visible")


def function() -> str:
    """Draw the choice of the function on the map."""
    return state.select("function", "地図の機能", list(functions()), lambda code: functions()[code].name,
                        label_visibility="collapsed" if state.meeting() else "visible")


def lead(place: Place, found: pd.DataFrame, by: str, code: str) -> None:
    """What it goes by, and how many areas are without the function on the map."""
    rows = found[found["function"] == code]
    known = rows[rows["state"] != WAITS]
    words = "　".join(f"{STATES[s]} <b>{n}</b>" for s in (NONE, FEW, MANY) if (n := int((known["state"] == s).sum())) or s == NONE)
    text = f"{escape(place.pref_name)}　" if state.meeting() else ""
    if known.empty:
        text += f"{escape(functions()[code].name)}: データ待ち（都道府県の積極的医療機関の一覧を読み込むと分かります）。"
    elif functions()[code].scope == "prefecture":
        text += f"{escape(functions()[code].name)}: {place.pref_name}に <b>{int(known['count'].sum())}</b>施設（都道府県単位の機能）。"
    else:
        text += f"{escape(functions()[code].name)}: {len(known)}区域のうち {words}。"
    lead_line(BASIS_WORDS[by], text)


def draw_map(place: Place, grouping: Grouping, found: pd.DataFrame, code: str) -> None:
    """The state of one function in each area."""
    rows = found[found["function"] == code]
    shown = [s for s in COLOURS if code == HUB or s in (NONE, ENOUGH)]
    class_of = {s: i for i, s in enumerate(shown)}
    classes = [{"color": COLOURS[s], "label": " ".join(filter(None, (SIGNS[s], STATES[s])))} for s in shown]
    groups = [MapGroup(row.group_id, row.name, class_of.get(row.state), cell(row), (STATES[row.state],)) for row in rows.itertuples()]
    unasked = "県単位の機能（区域ごとには求めない）" if functions()[code].scope == "prefecture" else STATES[WAITS]
    region_map(key="functions-map", view=place.view, unit_group=grouping.group_of, groups=groups,
               legend=MapLegend(functions()[code].name, "", classes, no_data=unasked),
               selected=[a for a in [state.get("area")] if a in grouping.names], labels="value" if len(rows) <= 60 else "name",
               meeting=state.meeting(), height=MAP_HEIGHT, aria_label=f"{place.pref_name}の{functions()[code].name}の地図", on_change=take)


def take(result) -> None:
    """Somebody chose an area on the map or in the table."""
    state.put("area", result.selection[0] if result.selection else "")


def cell(row) -> str:
    """A group and function with its sign: 2, ＋3, ▲なし, …; ※: a facility there has not reported."""
    if row.state in (WAITS, WIDE):
        return SIGNS[row.state]
    if row.state == NONE:
        return f"{SIGNS[NONE]}{STATES[NONE]}{'※' if row.unreported else ''}"
    means = "".join(f"（{word}{n:.0f}）" for word, n in (("意向", row.intending), ("やめる", row.leaving)) if n)
    return f"{SIGNS[row.state]}{row.count:,.0f}{'※' if row.unreported else ''}{means}"


def draw_matrix(grouping: Grouping, found: pd.DataFrame) -> None:
    """A row an area, a column a function."""
    words = found.assign(cell=[cell(row) for row in found.itertuples()])
    wide = words.pivot(index="group_id", columns="function", values="cell")[list(functions())]
    counts = words.pivot(index="group_id", columns="function", values="count").add_suffix(" count").fillna(-1.0)
    frame = wide.join(counts)
    frame.insert(0, "name", pd.Series(grouping.names))
    area_table(key="functions-table", frame=frame, selected=[a for a in [state.get("area")] if a in frame.index], mode="single", page_size=9,
               columns=[Column("name", "区域", sort_by="group_id"),
                        *(Column(code, SHORT.get(code, f.name), align="right", sort_by=f"{code} count") for code, f in functions().items())],
               meeting=state.meeting(), caption="区域ごとの医療機関機能（施設の数）", on_change=take)
    there = set(found["state"])
    signs = "　".join(f"{SIGNS[s]} {STATES[s]}" for s in STATES if SIGNS[s] and s in there)
    names = "、".join(f"{short} {functions()[code].name}" for code, short in SHORT.items())
    st.caption(f"{signs}　※ 未報告の医療機関があり、増えることがある  \n{names}")


def table(grouping: Grouping, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Matrix as a file holds it: a row an area and function."""
    return pd.DataFrame({
        "区域": found["name"], "医療機関機能": [functions()[code].name for code in found["function"]], "資料": BASIS_WORDS[by],
        "施設数": found["count"], "うちやめる意向": found["leaving"], "意向あり": found["intending"], "状態": found["state"].map(STATES),
        "人口（人、2025年）": found["persons"], "最も近い区域": found["nearest_name"], "最も近い医療機関": found["hospital"],
        "直線距離（km）": found["km"].round(1)})


def compute(store: Store, grouping: Grouping, by: str) -> pd.DataFrame:
    """The matrix with the state of each pair, of today."""
    return states(store, grouping, NOW, by)


def notes(store: Store, by: str, grouping: Grouping) -> list[str]:
    """Source, target, what counts in public, data version."""
    year_of = {pref: year for pref, year in reported_functions.years(store).items() if any(unit[:2] == pref for unit in grouping.units)}
    counted = [public_line(store, reported_functions.KIND, year_of)] if by == REPORTED else []
    return [SOURCES[by], TARGET, *counted, f"データの版: {store.data_version}"]
