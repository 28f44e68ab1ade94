"""1号 on screen: area × 診療領域 as a heat map of plain HTML, and who has the chosen one."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import areas, first_report
from analytics.first_report import STAND_IN
from analytics.gaps import STATES
from analytics.grouping import Grouping
from data.store import Store
from ui import caption, downloads, gaps_view, sample, state
from ui.facility_links import facility_table
from ui.gaps_choice import AREA_KINDS
from ui.sidebar import Place
from ui.words import number

SHOWN = {"count": "施設の数", "rate": "人口1万人あたり"}
SIGNS = {"none": "▲", "one": "△", "several": ""}
NO_DATA = "－"
WORDS = "▲ なし　△（薄い青）1か所　濃い青 2か所以上　－ データ待ち"
SOURCE = "出典: かかりつけ医機能報告（都道府県が確認した報告）の1号。"
STAND_IN_SOURCE = ("出典: 医療情報ネット（厚生労働省）の診療科目。診療科の名称から推し量った目安で、一次診療ができるという報告ではない。"
                   "「内科」「外科」だけの施設は、どの領域にも数えない。登録の医療機関と結び付いた施設だけを数える。")
HOW = ("数は、その領域の一次診療ができると報告した施設の数（1施設は1度だけ）。研修修了者・総合診療専門医は、その医師のいる施設の数。"
       "人口1万人あたりの分母は住民基本台帳（総務省、2025年1月1日）の総人口、小児領域は0～14歳。")
WAIT = ("1号の診療領域は、届出では分かりません。かかりつけ医機能報告（「報告の様式」で配る Excel）を「出典とデータ」の「資料を読み込む」で"
        "読み込むと表示されます。医療情報ネットの診療科・診療時間票（01-2、02-2）を読み込むと、診療科による目安が出ます。")
_STYLE = """<style>
.heat { overflow: auto; max-height: max(18rem, calc(100vh - 15rem)); border: 1px solid #66727e; width: fit-content; max-width: 100%; }
.heat table { border-collapse: separate; border-spacing: 0; font-size: max(var(--least), .95rem); }
.heat th, .heat td { border-right: 1px solid #c3ccd5; border-bottom: 1px solid #c3ccd5; padding: .1rem .2rem; white-space: nowrap; }
.heat thead th { position: sticky; top: 0; z-index: 1; background: #e6edf5; vertical-align: bottom; }
.heat thead th span { writing-mode: vertical-rl; display: inline-block; max-height: 9.5em; white-space: normal; text-align: left; line-height: 1.15; }
.heat tbody th, .heat thead th:first-child { position: sticky; left: 0; background: #e6edf5; text-align: left; font-weight: 500; }
.heat thead th:first-child { z-index: 2; }
.heat td { text-align: right; font-variant-numeric: tabular-nums; print-color-adjust: exact; }
.heat .none { background: #f2a65a; } .heat .one { background: #a6c8e4; } .heat .several { background: #1f639f; color: #fff; }
.heat .wait { background: repeating-linear-gradient(45deg, #fff 0 5px, #dde3e8 5px 8px); text-align: center; }
@media print { .heat { max-height: none; } .heat thead th { position: static; } }
</style>"""


def draw(store: Store, place: Place, beside: DeltaGenerator) -> None:
    """The whole screen: choices (the 圏域 beside the themes), finding, heat map, who has it."""
    with beside:
        kind = state.select("gapkind", "圏域", list(AREA_KINDS), AREA_KINDS.__getitem__, label_visibility="collapsed")
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = state.segmented("firstshown", "表示", list(SHOWN), SHOWN.__getitem__, label_visibility="collapsed")
        st.caption(WORDS)
    grouping = areas.grouping(store, kind, place.pref)
    found = first_report.counts(store, grouping)
    known = found[found["state"].isna()]
    gaps_view.lead_line("・".join(sorted({*known["told"]})), lead(store, place, known, AREA_KINDS[kind]))
    if known.empty:
        st.info(WAIT + sample.hint(place))
        return
    heat(known, first_report.columns(store), first_report.rates(store, grouping) if shown == "rate" else None, AREA_KINDS[kind])
    if waiting := len(found) - len(known):
        st.caption(f"ほか {waiting} {AREA_KINDS[kind]}はデータ待ち。")
    notes = _notes(store)
    downloads.download_panel("first-report", f"{place.pref_name}_1号_診療領域", lambda: table(store, grouping, AREA_KINDS[kind]), notes, "診療領域")
    _holders(store, place, grouping, known, AREA_KINDS[kind])
    caption.under(notes)


def lead(store: Store, place: Place, known: pd.DataFrame, area_name: str) -> str:
    """One sentence (HTML): the field that most areas lack."""
    before = f"{escape(place.pref_name)}　" if state.meeting() else ""
    if known.empty:
        return f"{before}1号機能: この都道府県の報告はまだ読み込まれていません。"
    fields = first_report.fields(store)
    missing = (known[[*fields]] == 0).sum()
    if not missing.max():
        return f"{before}{len(fields)}の診療領域すべてが、どの{area_name}にもあります。"
    worst = missing.idxmax()
    whole = int((missing == 0).sum())
    return (f"{before}最も足りないのは <b>{escape(fields[worst])}</b>（{len(known)}{area_name}のうち <b>{missing[worst]}</b> になし）。"
            f"すべてにある領域 {whole}／{len(fields)}。")


def heat(known: pd.DataFrame, columns: dict[str, str], rates: pd.DataFrame | None, area_name: str) -> None:
    """Draw the table: sign, number and colour; it scrolls in its place, by keyboard too."""
    of_group = None if rates is None else rates.set_index("group_id")
    head = "".join(f'<th scope="col"><span>{escape(words.removesuffix("領域"))}</span></th>' for words in columns.values())
    rows = "".join(f'<tr><th scope="row">{escape(row["name"])}</th>' + "".join(
        _cell(row[code], None if of_group is None else of_group.loc[row["group_id"], code], f'{row["name"]}　{words}')
        for code, words in columns.items()) + "</tr>" for _, row in known.iterrows())
    st.html(f'<div class="heat" tabindex="0" role="region" aria-label="{escape(area_name)}と診療領域の表"><table><thead><tr><th scope="col">'
            f"{escape(area_name)}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>{_STYLE}")


def _cell(count: float, rate: float | None, title: str) -> str:
    if np.isnan(count):
        return f'<td class="wait" title="{escape(title)}: データ待ち">{NO_DATA}</td>'
    kind = "none" if count == 0 else "one" if count == 1 else "several"
    text = f"{SIGNS[kind]}{count:.0f}" if rate is None or kind == "none" else number(rate, 1 if rate >= .1 else 2)
    return f'<td class="{kind}" title="{escape(title)}: {count:.0f}か所">{text}</td>'


def _holders(store: Store, place: Place, grouping: Grouping, known: pd.DataFrame, area_name: str) -> None:
    """Choose an area and a field: its facilities, each leading to its card."""
    st.header("領域ごとの医療機関", anchor=False)
    columns = {code: words for code, words in first_report.columns(store).items() if known[code].notna().any()}
    names = dict(zip(known["group_id"], known["name"], strict=True))
    area_column, field_column = st.columns(2)
    with area_column:
        group = state.select("gaparea", area_name, ["", *names], lambda g: names.get(g, "（選んでください）"))
    with field_column:
        code = state.select("firstfield", "診療領域・医師", list(columns), columns.__getitem__)
    if not group:
        return
    rows = first_report.facilities(store, grouping, group, code)
    if rows.empty:
        st.write(f"{names[group]}に、{columns[code]}を報告した施設はありません。")
        return
    facility_table("first-holders", rows, f"{names[group]}　{columns[code]}")
    downloads.download_panel("first-holders-file", f"{names[group]}_{columns[code]}", lambda: rows.rename(columns={
        "facility_id": "識別番号", "name": "医療機関", "municipality": "市区町村", "phone": "電話"}).drop(columns="kind"), _notes(store), "医療機関")


def table(store: Store, grouping: Grouping, area_name: str) -> pd.DataFrame:
    """The heat map as a file holds it: a row an area and field, number and rate; empty where it is not known."""
    columns = first_report.columns(store)
    keys = ["group_id", "name", "told", "state"]
    long = first_report.counts(store, grouping).melt(keys, [*columns], "code", "施設数（か所）")
    long["人口1万人あたり"] = first_report.rates(store, grouping).melt(keys, [*columns])["value"].round(3)
    long["項目"] = long["code"].map(columns)
    long["状態"] = [STATES[state] if state else "" for state in long["state"]]
    return long.rename(columns={"group_id": "コード", "name": area_name, "told": "基礎"})[
        ["コード", area_name, "項目", "施設数（か所）", "人口1万人あたり", "基礎", "状態"]]


def _notes(store: Store) -> list[str]:
    codes = {told.code for told in first_report.told_by(store).values()}
    told = [text for code, text in ((first_report.REPORTED, SOURCE), (STAND_IN, STAND_IN_SOURCE)) if code in codes]
    sources = [sample.NOTE] if store.is_sample else told
    return ["　".join(sources), HOW, f"データの版: {store.data_version}"]
