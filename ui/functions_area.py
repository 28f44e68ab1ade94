"""One area's 医療機関機能: who has each, or where the nearest is; what speaks for 急性期拠点; shares; reports to be looked at again."""

import numpy as np
import pandas as pd
import streamlit as st

from analytics import acute_hub, local_share, reported_functions
from analytics.function_states import HUB, people
from analytics.grouping import Grouping
from analytics.hub_evidence import evidence
from analytics.medical_functions import CANDIDATES, candidates, functions, where_nearest
from analytics.report_checks import to_look_at
from data.store import Store
from ui import charts, downloads, rules_view, state
from ui.area_table import Column, area_table
from ui.functions_view import NOW
from ui.literal import literal
from ui.plain_table import plain_table
from ui.words import number

LATER = 2040
EVIDENCE = (Column("医療機関", "医療機関", mark="marks"), Column("条件", "条件", align="right", sort_by="order"),
            Column("救急車（件/年）", "救急車（件/年）", align="right", mark="うちシェア"),
            Column("全身麻酔（件/年）", "全身麻酔（件/年）", align="right", mark="全麻シェア"),
            *(Column(c, c, align="right") for c in ("手術（件/年）", "急性期病床（床）", "病床利用率（％）")),
            Column("医師（人、常勤換算）", "医師（人）", align="right"))
MOST_NAMES = 8
REPORT = "出典: 構想区域の医療機関の病床数、診療実績等 R7（厚生労働省、病床機能報告 2025年7月1日、実績は前年度）。"
SHARE_NOTE = ("地域シェアは、区域内の病院・有床診療所の合計に占める割合。区域外へ行く患者は含まない。"
              "＊（1～9件、秘匿）を含むと幅で示す。未報告の医療機関は合計に入らない。")
EVIDENCE_NOTE = ("並びは検討会（2025-08-08、2025-10-31）が挙げた項目。条件の数値は本システムの初期値で、公的な基準ではない。"
                 "緊急手術の件数と建物の築年数は公表データになく、データ待ち。病床利用率は患者数と在棟日数の分かる病床だけの推計。医師は常勤換算。")
CHECK_NOTE = "報告の誤りを示すものではなく、見直しの目安。数値は definitions/report_checks.toml の初期値（公的な基準ではない）で、都道府県が直せる。"


def draw(store: Store, grouping: Grouping, found: pd.DataFrame, group: str, by: str) -> None:
    """The area in full."""
    name, units = grouping.names[group], grouping.members[group]
    st.header(f"{literal(name)}の医療機関機能", anchor=False)
    _who(store, grouping, found[found["group_id"] == group], by)
    st.subheader("急性期拠点の根拠になる実績", anchor=False)
    _hubs(store, grouping, group, units)
    st.subheader("地域シェア（救急車・手術）", anchor=False)
    _shares(store, name, units)
    checks(store, name, units)


def _who(store: Store, grouping: Grouping, rows: pd.DataFrame, by: str) -> None:
    said = []
    for row in rows.itertuples():
        function = functions()[row.function]
        there = candidates(store, function) if by == CANDIDATES else reported_functions.holders(store, row.function)
        there = there[there["unit_code"].isin(set(grouping.members[row.group_id]))]
        names = "、".join(there["name"].head(MOST_NAMES)) + (f" ほか{len(there) - MOST_NAMES}施設" if len(there) > MOST_NAMES else "")
        if np.isnan(row.count):
            names = "データ待ち（都道府県の積極的医療機関の一覧を読み込むと分かります）"
        elif not row.count:
            names = where_nearest(row)
        said.append((function.name, "データ待ち" if np.isnan(row.count) else f"{row.count:,.0f}", names))
    with st.container(key="words-functions"):
        plain_table(pd.DataFrame(said, columns=["医療機関機能", "施設", "医療機関／ないときは最も近い区域"]).set_index("医療機関機能"))


def _hubs(store: Store, grouping: Grouping, group: str, units: tuple[str, ...]) -> None:
    function, target = functions()[HUB], acute_hub.target()
    rows = evidence(store, units, function)
    count = int(rows["candidate"].sum())
    for year in (NOW, LATER):
        st.write(f"{year}年: {acute_hub.verdict(target.number(people(store, grouping, year)[group]), count, target)}")
    if rows.empty:
        st.info("条件のどれかを満たす医療機関はありません。")
        return
    table = evidence_table(rows, len(function.criteria))
    area_table(key=f"hubs-{group}", frame=_marked(table).set_index(rows["facility_id"]), mode="none", page_size=8, meeting=state.meeting(),
               selected=[], columns=EVIDENCE, caption="急性期拠点の根拠になる実績（枠の中は地域シェア）")
    st.caption(f"{REPORT}{EVIDENCE_NOTE}  \n{rules_view.criteria_words(function)}")
    downloads.download_panel(f"hubs-{group}", f"{grouping.names[group]}_急性期拠点の根拠", lambda: table, [REPORT, EVIDENCE_NOTE], "急性期拠点")


def evidence_table(rows: pd.DataFrame, criteria: int) -> pd.DataFrame:
    """Hospitals as words."""
    def figures(item: str) -> list[str]:
        masked = rows[f"{item}_share"].notna() & rows[item].isna()
        return ["＊（1～9）" if star else number(value) for value, star in zip(rows[item], masked, strict=True)]
    return pd.DataFrame({
        "医療機関": rows["name"], "所在地": rows["municipality"],
        "条件": [f"{'○ ' if c else ''}{m}/{criteria}" for m, c in zip(rows["met"], rows["candidate"], strict=True)],
        "救急車（件/年）": figures("ambulances"), "うちシェア": [share_words(s) for s in rows["ambulances_share"]],
        "全身麻酔（件/年）": figures("general_anaesthesia"), "全麻シェア": [share_words(s) for s in rows["general_anaesthesia_share"]],
        "手術（件/年）": figures("operations"), "急性期病床（床）": [number(b) for b in rows["acute_beds"]],
        "病床利用率（％）": [number(rate, 1) for rate in rows["use_rate"]], "医師（人、常勤換算）": [number(d, 1) for d in rows["doctors"]],
        "印": rows["marks"]})


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it fits the screen: what belongs to a name or figure stands with it as a mark."""
    marks = [tuple(filter(None, (place, *signs.split("・")))) for place, signs in zip(table["所在地"], table["印"], strict=True)]
    return table.assign(marks=marks, order=table["条件"].str.extract(r"(\d+)/", expand=False).astype(int))


def share_words(share: tuple[float, float] | None) -> str:
    """12.3％, an interval where figures are masked, － where there is no activity."""
    if share is None:
        return "－"
    low, high = (f"{part:.1%}".replace("%", "") for part in share)
    return f"{low}％" if low == high else f"{low}～{high}％"


def _shares(store: Store, name: str, units: tuple[str, ...]) -> None:
    rows = local_share.shares(store, units)
    if rows.empty:
        st.info("救急車の受入や手術を報告した医療機関はありません。")
        return
    charts.show(charts.local_shares(rows), "local-shares")
    st.caption(f"{REPORT}{SHARE_NOTE}")
    with st.container(horizontal=True):
        downloads.download_panel("local-shares", f"{name}_地域シェア", lambda: share_table(rows), [REPORT, SHARE_NOTE], "地域シェア")
        downloads.png_button("local-shares-png", "local-shares", f"{name}_地域シェア.png", f"{name}　地域シェア", [REPORT, SHARE_NOTE])


def share_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares as a file holds them."""
    return pd.DataFrame({
        "項目": rows["item"].map(local_share.ITEMS), "医療機関": rows["name"], "件数（年）": ["＊" if np.isnan(v) else v for v in rows["value"]],
        "シェア 下限（％）": (rows["low"] * 100).round(1), "シェア 上限（％）": (rows["high"] * 100).round(1)})


def checks(store: Store, name: str, units: tuple[str, ...]) -> None:
    """Reports to be looked at again, of these units."""
    rows = to_look_at(store, units)
    st.subheader(f"報告を見直すとよい医療機関　{rows['facility_id'].nunique():,}", anchor=False)
    if rows.empty:
        st.write("目安に当たる医療機関はありません。")
    else:
        table = check_table(rows)
        area_table(key=f"checks-{units[0]}-{len(units)}", frame=table.set_axis([str(i) for i in range(len(table))]), mode="none", page_size=8,
                   meeting=state.meeting(), selected=[], columns=[Column(c, c) for c in ("医療機関", "所在地", "目安", "数値")],
                   caption="報告を見直すとよい医療機関")
        downloads.download_panel("report-checks", f"{name}_報告の見直し", lambda: table, [REPORT, CHECK_NOTE], "報告の見直し")
    st.caption(f"{REPORT}{CHECK_NOTE}")


def check_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Facilities to be asked, as words."""
    return pd.DataFrame({"医療機関": rows["name"], "所在地": rows["municipality"], "目安": rows["title"], "数値": rows["figures"],
                         "なぜ": rows["why"], "電話": rows["phone"].fillna("記載なし")})
