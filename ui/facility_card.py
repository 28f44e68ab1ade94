"""One facility as a card: facts, what it can do, its roles, and all its reports over the years in words."""

from html import escape

import pandas as pd
import streamlit as st

from analytics import facility_card
from analytics.facility_card import BEDS, EMPTY, NOT_REPORTED, NOTIFIED, Facility
from data.store import Store
from ui import caption, downloads, state
from ui.plain_table import plain_table

SIGNS = {"有り": "○ 有り", "あと一歩": "△ あと一歩", "なし": "－ なし", "対象外": "－ 対象外"}
_STYLE = """<style>
/* Years, days and signs stay on one line; what is said wraps. */
[class*="st-key-words-"] .plain td { overflow-wrap: break-word; }
.st-key-words-functions :is(td, th):nth-child(2), .st-key-words-history td:not(:last-child),
[class*="st-key-words-changes"] td:is(:nth-child(2), :last-child),
[class*="st-key-words-answers"] td:nth-child(2), [class*="st-key-words-standards"] td:is(:first-child, :nth-child(3)) { white-space: nowrap; }
[class*="st-key-words-changes"] .plain td:first-child, [class*="st-key-words-answers"] .plain td:first-child,
.st-key-words-facts .plain td:first-child { white-space: normal; }
[class*="st-key-words-"] .plain td:first-child, [class*="st-key-words-standards"] td:is(:nth-child(2), :last-child) { min-width: 12em; }
.st-key-words-functions .plain td:first-child { min-width: 7.5em; }
.st-key-words-facts .plain td:first-child { min-width: 9em; }
</style>"""
STANDARDS, CHANGE = "届出（施設基準）", "変化"
READING = (f"「{NOT_REPORTED}」は報告がないこと、「{EMPTY}」は報告にその事項の値がないこと、「{facility_card.MASKED}」は公表者が伏せた値、"
           "「0」「無し」は報告された値。受付（確認前）の報告の値は、機能の有無には数えない。")


def draw(store: Store, facility: Facility) -> None:
    """The whole card."""
    history = facility_card.history(store, facility.facility_id)
    closed = f"　<b>{facility.closed_on}に閉院</b>" if facility.closed_on else ""
    st.html(f'<p class="lead">{escape(facility.kind)}　{escape(facility.municipality)}　{escape(facility.areas)}{closed}</p>')
    st.html(_STYLE)
    facts_column, functions_column = st.columns([5, 7], gap="medium")
    with facts_column, st.container(key="words-facts"):
        plain_table(facts(facility))
        if facility.doubts:
            st.markdown(f"[施設の照合で確かめる]({state.link('settle', pref=facility.pref)})")
        _roles(store, facility)
    with functions_column:
        _functions(store, facility)
    st.header("報告の一覧", anchor=False)
    if history.empty:
        st.info("この医療機関の報告・届出は、まだ1つも読み込まれていません。")
    else:
        with st.container(key="words-history"):
            plain_table(history_table(history), label="報告の一覧")
    tables = reports(store, facility, [*history["report_kind"].unique()])
    for number, (title, frame) in enumerate(tables.items()):
        st.header(title, anchor=False)
        with st.container(key=f"words-{'standards' if title == STANDARDS else 'changes' if CHANGE in frame else 'answers'}-{number}"):
            plain_table(frame, label=title)
    _wards(store, facility)
    notes = [*(f"出典: {kind} {year}: {title}" for kind, year, title in
               history[["report_kind", "fiscal_year", "source"]].itertuples(index=False)), READING, f"データの版: {store.data_version}"]
    downloads.download_panel("facility", f"{facility.name}_報告", lambda: long_table(facility, history, tables), notes, "報告")
    caption.under(notes)


def facts(facility: Facility) -> pd.DataFrame:
    """Who and where it is."""
    rows = {"医療機関コード": facility.code or "不明", "所在地": facility.address or "記載なし", "電話": facility.phone or "記載なし",
            "地図の位置": facility.place}
    if facility.former:
        rows["以前の名称"] = "、".join(facility.former)
    if facility.doubts:
        rows["確かめること"] = "\n".join(facility.doubts)
    return pd.DataFrame({"": rows.values()}, index=pd.Index(rows, name="項目")).rename(columns={"": "内容"})


def _functions(store: Store, facility: Facility) -> None:
    basis, abilities = facility_card.abilities(store, facility)
    if abilities.empty:
        st.info(f"{basis}の名簿・確認済の報告にないため、かかりつけ医機能は分かりません。" if basis else
                "この都道府県の届出受理医療機関名簿も、かかりつけ医機能報告も、まだ読み込まれていません。")
        return
    with st.container(key="words-functions"):
        plain_table(abilities.assign(有無=abilities["有無"].map(SIGNS))
                    .set_index(pd.Index(abilities["機能"], name=f"かかりつけ医機能　{basis}")).drop(columns="機能"))


def _roles(store: Store, facility: Facility) -> None:
    found = facility_card.roles(store, facility.facility_id)
    records = facility_card.records(store, facility.facility_id)
    if len(records):
        with st.expander("結び付けた資料"), st.container(key="words-records"):
            plain_table(records.set_index("資料"), label="結び付けた資料")
    if found:
        plain_table(pd.DataFrame({"出典": [source for _, source in found]}, index=pd.Index([role for role, _ in found], name="役割")))


def history_table(history: pd.DataFrame) -> pd.DataFrame:
    """A row a report: year, state, dates, source."""
    def day(values: pd.Series) -> list[str]:
        return ["" if pd.isna(value) else f"{value:%Y-%m-%d}" for value in values]
    return pd.DataFrame({"年度": history["fiscal_year"].to_numpy(), "状態": history["status"].to_numpy(), "受付日": day(history["received_at"]),
                         "確認日": day(history["confirmed_at"]), "公表日・時点": day(history["published_at"]), "出典": history["source"].to_numpy()},
                        index=pd.Index(history["report_kind"], name="報告"))


def reports(store: Store, facility: Facility, kinds: list[str]) -> dict[str, pd.DataFrame]:
    """Title → what its reports of a kind say, a column a year."""
    found = {}
    for kind in kinds:
        if kind == NOTIFIED:
            standards = facility_card.standards(store, facility.facility_id)
            since = [EMPTY if pd.isna(day) else f"{day:%Y-%m-%d}" for day in standards["算定開始"]]
            found[STANDARDS] = standards.assign(算定開始=since).set_index("受理記号")
            continue
        if kind == BEDS:
            found["病床機能報告（構想区域別の公表）"] = facility_card.activity(store, facility.facility_id).set_index("項目")
        answers = facility_card.answers(store, facility.facility_id, kind)
        years = [*answers.columns[4:]]
        if answers.empty or (kind == BEDS and (answers[years] == EMPTY).all(axis=None)):
            continue
        named = answers["item_code"] + " " + answers["label"] + answers["checked"].map(lambda mark: f"（{mark}）" if mark else "")
        shown = answers[["part", *years]].rename(columns={"part": "区分"}).set_axis(named.rename("報告事項"))
        if len(years) > 1:
            shown[CHANGE] = [_change(row[-2], row[-1]) for row in answers[years].itertuples(index=False)]
        found[kind if kind != BEDS else "病床機能報告（施設票）"] = shown
    return {title: frame for title, frame in found.items() if len(frame)}


def _change(before: str, now: str) -> str:
    return "" if before == now or {before, now} & {NOT_REPORTED, EMPTY} else "● 変わった"


def _wards(store: Store, facility: Facility) -> None:
    wards = facility_card.wards(store, facility.facility_id)
    if len(wards):
        with st.expander(f"病床機能報告（病棟票）　{wards['病棟'].nunique()}病棟"), st.container(key="words-wards"):
            plain_table(wards.set_index("年度"), label="病床機能報告（病棟票）")


def long_table(facility: Facility, history: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The card as a file holds it: 医療機関, 表, 項目, 欄, 値."""
    parts = {"基本": facts(facility), "報告の一覧": history_table(history), **tables}
    rows = [(facility.name, title, str(name), column, value) for title, frame in parts.items()
            for name, line in zip(frame.index, frame.itertuples(index=False), strict=True) for column, value in zip(frame.columns, line, strict=True)]
    return pd.DataFrame(rows, columns=["医療機関", "表", "項目", "欄", "値"])
