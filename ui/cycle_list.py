"""報告の状況: the list of those who have not reported (or of a state), the state of one facility, letters to the list."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from analytics import report_cycle
from analytics.facility_decisions import REPORT_STATE
from analytics.grouping import Grouping
from analytics.report_cycle import WORDS
from data.report_definitions import report_kinds
from data.store import Store
from ui import cycle_view, downloads, facility_decisions, sample, state
from ui.area_table import AreaTableResult, Column, area_table
from ui.downloads import file_name
from ui.literal import literal
from ui.sidebar import Place

SILENT, ALL = "silent", "all"
NOTE_KEY = "decision.note"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_LETTERS = 3_000


def draw(store: Store, place: Place, grouping: Grouping, found: pd.DataFrame, kind: str, year: str) -> None:
    """The list beside the state of the facility chosen in it."""
    options = {SILENT: "報告なし", **{s: WORDS[s] for s in report_cycle.states(found)}, ALL: "すべて"}
    if state.get("cyclelist") not in options:
        state.put("cyclelist", SILENT)
    rows = listed(grouping, found)
    where = grouping.names[cycle_view.chosen(grouping)[0]] if cycle_view.chosen(grouping) else place.pref_name
    st.header(f"{literal(where)}　{_title(rows)}　{len(rows):,}", anchor=False)
    state.segmented("cyclelist", "一覧に出す状態", list(options), options.__getitem__, label_visibility="collapsed")
    if rows.empty:
        st.write("該当する医療機関はありません。")
        return
    list_column, one_column = st.columns([7, 5], gap="medium")
    with list_column:
        _list(rows)
    with one_column:
        one = state.get("cycleone")
        if one in found.index:
            _one(store, place, found.loc[one], one, kind, year)
        else:
            st.info("一覧で医療機関を選ぶと、状態を記録できます。")


def listed(grouping: Grouping, found: pd.DataFrame) -> pd.DataFrame:
    """The facilities of the list: of the chosen area and state."""
    area = cycle_view.chosen(grouping)
    rows = found[found["unit_code"].isin(grouping.members[area[0]])] if area else found
    which = state.get("cyclelist")
    return report_cycle.silent(rows) if which == SILENT else rows if which == ALL else rows[rows["status"] == which]


def _title(rows: pd.DataFrame) -> str:
    which = state.get("cyclelist")
    if which == SILENT and len(rows) and (rows["status"] == report_cycle.WAITS).all():
        return "報告の対象（報告の有無はデータ待ち）"
    return {SILENT: "報告のない医療機関", ALL: "報告の対象"}.get(which) or f"「{WORDS[which]}」の医療機関"


def _list(rows: pd.DataFrame) -> None:
    frame = rows[["name", "kind", "municipality"]].assign(
        phone=rows["phone"].replace("", "記載なし"),
        state=[WORDS[s] + ("（画面で入力）" if entered else "") for s, entered in zip(rows["status"], rows["entered"], strict=True)])
    area_table(key="cycle-list", frame=frame, selected=[f for f in [state.get("cycleone")] if f in frame.index], mode="single", page_size=8,
               columns=[Column("name", "医療機関", mark="kind"), Column("municipality", "市区町村"), Column("phone", "電話"),
                        Column("state", "状態")], meeting=state.meeting(), caption="医療機関の一覧", on_change=_open)


def _open(result: AreaTableResult) -> None:
    state.put("cycleone", result.selection[0] if result.selection else "")


def _one(store: Store, place: Place, row: pd.Series, facility: str, kind: str, year: str) -> None:
    days = "　".join(f"{words} {pd.Timestamp(row[column]):%Y-%m-%d}" for column, words in (
        ("received_at", "受付"), ("confirmed_at", "確認"), ("published_at", "公表"), ("ordered_at", "命令")) if not pd.isna(row[column]))
    st.subheader(literal(row["name"]), anchor=False)
    card = state.link("facility", facility=facility)
    st.write(f"いまの状態: **{WORDS[row['status']]}**{f'（{days}）' if days else ''}　[この医療機関のすべての報告]({card})")
    facility_decisions.say()
    if store.is_sample:
        st.write("サンプルの状態は変えられません。")
        return
    options = report_cycle.enterable(bool(row["has_content"]))
    status = st.selectbox("新しい状態", options, options.index("ordered") if row["status"] != "ordered" else 0, WORDS.__getitem__,
                          key=f"cycle-state-{facility}")
    if not row["has_content"]:
        st.caption("報告の内容が読み込まれていないため、確認済・公表・訂正にはできません。")
    day = st.date_input("その日", date.today(), format="YYYY-MM-DD", key=f"cycle-day-{facility}")
    facility_decisions.who()
    st.text_input("メモ（文書番号など）", key=NOTE_KEY, max_chars=400)
    subject, body = report_cycle.state_decision(row["name"], kind, year, status, day)
    pref = row["unit_code"][:2] if isinstance(row["unit_code"], str) else place.pref
    st.button("この状態を記録する", key="cycle-record", type="primary", on_click=facility_decisions.take,
              args=(pref, REPORT_STATE, facility, subject, body, NOTE_KEY))


def files(store: Store, place: Place, grouping: Grouping, found: pd.DataFrame, kind: str, year: str, letter: Callable, letters: Callable,
          addresses: Callable) -> None:
    """The list as CSV and XLSX, ready for mail merge, and as letters. letter, letters, addresses: of exports.report_letters."""
    rows = listed(grouping, found)
    if rows.empty:
        return
    shown = rows.assign(status=rows["status"].map(WORDS))
    with st.popover("依頼文・宛名の一覧", key="letters-panel"):
        _letters(place.pref_name, shown, kind, year, letter, letters, addresses, tuple(cycle_view.lines(store, kind)), _title(rows))


@st.fragment
def _letters(pref_name: str, rows: pd.DataFrame, kind: str, year: str, letter: Callable, letters: Callable, addresses: Callable,
             notes: tuple[str, ...], title: str) -> None:
    st.write(f"いま一覧にある {len(rows):,} の医療機関（{title}）に、1施設1枚の依頼文（Word）と、差し込み印刷用の一覧をつくります。"
             "空欄は書き込めるように空けておきます。")
    left, right = st.columns(2)
    with left:
        deadline = st.text_input("期限", key="letters-deadline", placeholder="例: 令和8年3月31日", max_chars=40)
        sender = st.text_input("差出人", key="letters-sender", placeholder="例: 沖縄県知事", max_chars=60)
        contact = st.text_input("問い合わせ先", key="letters-contact", placeholder="例: 地域医療係 098-000-0000", max_chars=80)
    with right:
        number = st.text_input("文書番号", key="letters-number", max_chars=40)
        day = st.text_input("日付", key="letters-day", placeholder="例: 令和8年2月1日", max_chars=40)
    if not st.button("作成", key="letters-make"):
        return
    made = letter(kind, f"令和{year[1:]}年度", report_kinds()[kind].law, number, day, deadline, sender, contact)
    stem = f"{pref_name}_{kind}_{year}_依頼文"
    with st.container(horizontal=True):
        if len(rows) <= MOST_LETTERS:
            st.download_button("Word（1施設1枚）", letters(made, rows), file_name(stem, ".docx"), DOCX, key="letters-docx", on_click="ignore")
        downloads.table_buttons("letters", sample.marked(f"{pref_name}_{kind}_{year}_宛名"), addresses(made, rows), sample.noted(notes), "宛名")
    if len(rows) > MOST_LETTERS:
        st.caption(f"{MOST_LETTERS:,}を超えるため、Word は区域か都道府県を選んでからつくってください。")
    st.caption(f"{len(rows):,} 施設")

