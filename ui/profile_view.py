"""区域の姿 on screen: key figures, population to come, beds, flow by partner, facilities."""

import math

import pandas as pd
import streamlit as st

from analytics import flow, profile
from analytics.aggregate import measure
from analytics.compare import Reference
from analytics.marks import words as mark_words
from analytics.measures import Measure, measures
from analytics.quantities import newest_flow, newest_report
from analytics.similar import similar
from analytics.thresholds import Limits
from data.quantities import year_of
from data.store import Store
from ui import charts, downloads, state, thresholds_view
from ui.area_table import Column, area_table
from ui.plain_table import plain_table
from ui.sidebar import Place
from ui.words import figure, number, year_words

NOT_COMPARABLE = ("注意: 病床機能報告の病床数と将来の病床数の必要量は計算方法が異なり、単純に比較できない（厚生労働省）。"
                  "「回復期」は令和7年度報告までの定義。2040年の必要量は未公表（令和8年度に推計）")


FLOW_NOTE = ("出典: 構想区域の流出率及び流入率（厚生労働省、NDB、{edition}公表）。単位: ％。一定数以上の患者がいる区域だけが公表されている。"
             "患者調査による推計流出入とは異なる。複数の構想区域をまとめた区域は、流出は人口、流入は新規入棟患者数で重みづけ")


def draw(store: Store, place: Place, group: str) -> None:
    """The whole profile of one group of `place.japan`."""
    pref = place.japan.members[group][0][:2]
    st.header(f"区域の姿　{place.japan.names[group]}（{place.level_name}）", anchor="profile")
    key_figures(store, place, group, pref)
    left, right = _beside()
    with left:
        population(store, place, group)
    with right:
        beds(store, place, group)
    flows(store, place, group)
    facility_list(store, place, group)


def _beside() -> tuple:
    """Places of two charts: beside each other; on the projector, where text is large, one under the other."""
    return (st.container(), st.container()) if state.meeting() else tuple(st.columns(2, gap="medium"))


CARD = (("population", 2025), ("population", 2040), ("share_75", 2025), ("beds_total_against_need", 2025),
        ("doctors_per_100k", 2025), ("self_sufficiency_acute", 2025), ("home_visits_index", 2040))


def card(store: Store, place: Place, group: str, limits: Limits) -> None:
    """The chosen area at a glance, for the first screen: a few figures and its flags."""
    is_area = place.level not in ("unit", "prefecture")
    by_year = {year: thresholds_view.size_signs(store, place.shown, limits, year) for year in (2025, 2040) if is_area}
    signs = [f"{year}年: {of[group]}" for year, of in by_year.items() if group in of]
    rows = []
    for code, wanted in CARD:
        definition = measures()[code]
        year = profile.nearest_year(store, definition, wanted)
        row = measure(store, place.shown, definition, year).set_index("group_id").loc[group]
        text = figure(row["low"], row["high"], int(row["marks"]), definition)
        rows.append((f"{definition.name}　{year_words(year, definition)}", text if pd.isna(row["low"]) else text + definition.unit))
    name = " ".join(filter(None, [place.prefecture_of.get(group), place.shown.names[group]]))
    st.markdown(f"**{name}**" + (f"　{'、'.join(signs)}" if signs else ""))
    plain_table(pd.DataFrame(rows, columns=["指標", "値"]).set_index("指標"))
    st.caption(NOT_COMPARABLE)
    st.markdown("[くわしい姿（比較・人口・病床・流出入・医療機関）は下へ ↓](#profile)")


def key_figures(store: Store, place: Place, group: str, pref: str) -> None:
    """Table of figures against prefecture, nation and the ten most similar areas."""
    frame = profile.key_figures(store, place.japan, group, pref)
    rows = []
    for row in frame.itertuples():
        definition = measures()[row.code]
        note = "、".join(mark_words(row.marks))
        text = figure(row.low, row.high, row.marks, definition)
        rows.append({
            "指標": f"{row.name}（{row.unit}）" if row.unit else row.name, "年": year_words(row.year, definition),
            place.japan.names[group]: f"{text}　{note}" if note and note not in text else text,
            "都道府県": _reference(row.prefecture, definition), "全国": _reference(row.nation, definition),
            "似た10区域（中央値、最小～最大）": "データなし" if math.isnan(row.similar) else
            _range(row, definition.decimals)})
    table = pd.DataFrame(rows).set_index("指標")
    st.subheader("主な指標の比較")
    plain_table(table)
    peers = similar(store, place.japan, group)
    names = "、".join(f"{place.prefectures[place.japan.members[g][0][:2]]} {name}" if place.level != "prefecture" else name
                     for g, name in zip(peers["group_id"], peers["name"], strict=True))
    st.caption(f"似た10区域（人口、65歳以上・75歳以上の割合、人口密度が最も近い全国の区域、2025年）: {names}  \n"
               f"流出入の都道府県・全国は区域の中央値。{NOT_COMPARABLE}  \n"
               "出典と算定方法は各指標を地図に出すと表示されます。")
    downloads.download_panel(f"profile-{group}", f"{place.japan.names[group]}_主な指標", lambda: table.reset_index(),
                             ["出典: 住民基本台帳（総務省）、将来推計人口（社人研）、病床機能報告・流出入・需要推計（厚生労働省）",
                              NOT_COMPARABLE], "主な指標")


def _reference(found: Reference, definition: Measure) -> str:
    return figure(found.low, found.high, found.marks, definition) + (f"　※{found.note}" if found.note else "")


def _range(row, decimals: int) -> str:
    return (f"{number(row.similar, decimals)}（{number(row.similar_low, decimals)}～"
            f"{number(row.similar_high, decimals)}）")


def population(store: Store, place: Place, group: str) -> None:
    st.subheader("年齢別の人口（2020～2050年）")
    frame = profile.population_by_age(store, place.japan, group)
    charts.show(charts.population(frame), "profile-population")
    marked = "、".join(dict.fromkeys(w for bits in frame["marks"] for w in mark_words(int(bits))))
    notes = ["出典: 2025年は住民基本台帳（総務省、1月1日）、ほかは日本の地域別将来推計人口 令和5年推計（社人研）。"
             "単位: 万人" + (f"。{marked}を含む" if marked else "")]
    st.caption(notes[0])
    name = place.japan.names[group]
    downloads.png_button("profile-population-png", "profile-population", f"{name}_人口.png", f"{name}　年齢別の人口", notes)


def beds(store: Store, place: Place, group: str) -> None:
    st.subheader("病床機能別の報告病床と必要病床数")
    frame = profile.beds_against_need(store, place.japan, group, 2025)
    charts.show(charts.beds(frame), "profile-beds")
    marked = "、".join(dict.fromkeys(w for bits in frame["marks"] for w in mark_words(int(bits))))
    notes = ["出典: 病床機能報告 R7（2025年7月1日、休棟中等を除く）、構想区域別の必要量（厚生労働省）。単位: 床"
             + (f"。{marked}" if marked else ""), NOT_COMPARABLE]
    st.caption("  \n".join(notes))
    name = place.japan.names[group]
    downloads.png_button("profile-beds-png", "profile-beds", f"{name}_病床.png", f"{name}　病床機能別の報告病床と必要病床数", notes)


def flows(store: Store, place: Place, group: str) -> None:
    st.subheader("患者の流出入（相手の構想区域別）")
    phase = state.segmented("phase", "病期", list(flow.PHASES), flow.PHASES.__getitem__)
    edition = newest_flow(store)
    note = FLOW_NOTE.format(edition=edition)
    columns = _beside()
    for column, direction, title in zip(columns, ("outflow", "inflow"), ("住民の入院先（流出）", "入院患者の住所地（流入）"), strict=True):
        with column:
            frame = flow.partners(store, place.japan, group, phase, direction, edition)
            st.markdown(f"**{title}**")
            if frame.empty:
                st.info("不明（分割）: この区域は構想区域の一部なので、流出入は分けられません。構想区域で見てください。")
                continue
            charts.show(charts.partners(frame), f"profile-{direction}")
            name = place.japan.names[group]
            downloads.png_button(f"profile-{direction}-png", f"profile-{direction}", f"{name}_{title}.png",
                                 f"{name}　{title}　{flow.PHASES[phase]}", [note])
    st.caption(note)


def facility_list(store: Store, place: Place, group: str) -> None:
    st.subheader("病院・有床診療所")
    edition = newest_report(store)
    frame = profile.facilities(store, place.japan.members[group], edition).set_index("facility_id")
    if frame.empty:
        st.info("病床機能報告の対象となる病院・有床診療所はありません。")
        return
    table = facility_table(frame)
    area_table(key=f"profile-facilities-{group}", frame=table, mode="none", page_size=10, meeting=state.meeting(), selected=[],
               columns=[Column(c, c, align="left" if c in ("医療機関", "種別", "所在地", "印") else "right",
                               **({"sort_by": "order"} if c == "病床計（床）" else {})) for c in table.columns if c != "order"],
               caption="病院・有床診療所", sort=("病床計（床）", True))
    located = (frame["location_quality"] == "address").mean()
    st.caption(f"出典: 構想区域の医療機関の病床数、診療実績等 {edition}（厚生労働省、{year_of(edition)}年7月1日）。"
               "病床は休棟中等を除く。＊は1～9件（秘匿）。"
               f"  \n位置が住所で分かる医療機関 {located:.0%}（ほかは市区町村の人口重心）")
    downloads.download_panel(f"facilities-{group}", f"{place.japan.names[group]}_医療機関", lambda: table.drop(columns="order"),
                             [f"出典: 構想区域の医療機関の病床数、診療実績等 {edition}（厚生労働省）"], "医療機関")


def facility_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Facilities with figures as words: masked, not reported, not applicable and zero look different."""
    unreported = frame.get("beds_total_incl_closed_flag", pd.Series(None, frame.index, dtype=object)) == "未報告"

    def text(item: str) -> list[str]:
        values, signs = frame.get(item), frame.get(f"{item}_flag")
        if values is None:
            return ["データなし"] * len(frame)
        signs = (signs if signs is not None else pd.Series(None, frame.index, dtype=object)).where(~unreported, "未報告")
        return [SIGNS.get(sign, sign) if isinstance(sign, str) else number(value) for value, sign in zip(values, signs, strict=True)]
    marked = [m for m in ("特定", "地域支援", "三次", "二次", "在支") if m in frame]
    columns = {
        "医療機関": frame["name"], "種別": frame["kind"].map({"hospital": "病院", "clinic_with_beds": "有床診療所"}).fillna("不明"),
        "所在地": frame["municipality"], "印": frame[marked].apply(lambda r: "・".join(m for m in marked if r[m] == 1), axis=1),
        "病床計（床）": ["未報告" if silent else number(b) for b, silent in zip(frame["beds"], unreported, strict=True)]}
    for item, label in profile.BED_FUNCTIONS.items():
        columns[label] = text(f"beds_{item}")
    columns |= {"休棟中等": text("beds_closed"), "医師（常勤）": text("doctors_full_time"), "救急車（件）": text("ambulances"),
                "全身麻酔（件）": text("general_anaesthesia"), "分娩（件）": text("births"), "手術（件）": text("operations"),
                "order": frame["beds"]}
    if frame["phone"].notna().any():
        columns["電話"] = frame["phone"].fillna("不明")
    return pd.DataFrame(columns, index=frame.index)


SIGNS = {"*": "＊（1～9）", "-": "該当なし", "未報告": "未報告", "不明": "不明"}
