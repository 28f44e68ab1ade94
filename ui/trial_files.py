"""Files of a trial: written out, and somebody's file looked at before it is taken."""

from collections.abc import Callable, Iterable
from pathlib import PurePath

import pandas as pd
import streamlit as st

from analytics.trial import NAME_LENGTH, Trial
from analytics.trial_import import Preview, preview
from analytics.trial_problems import ERROR, NOTE, SEVERITIES, WARNING, Problem
from analytics.written_text import printable
from data import store as stores
from data.grouping_file import MAX_BYTES
from data.store import Store, StoreError
from exports.trial_files import trial_csv, trial_xlsx
from exports.trial_gis import trial_geojson, trial_geopackage
from ui import uploader
from ui.downloads import XLSX, file_name
from ui.literal import literal
from ui.plain_table import plain_table

# Label, ending, MIME type, what it is for.
FORMATS = (("CSV", ".csv", "text/csv", "表計算で直して読み戻す", lambda store, trial, name: trial_csv(store, trial)),
           ("XLSX", ".xlsx", XLSX, "印刷・配布（区域の人口つき）", trial_xlsx),
           ("GeoJSON", ".geojson", "application/geo+json", "ウェブ地図", trial_geojson),
           ("GeoPackage", ".gpkg", "application/geopackage+sqlite3", "QGIS などの地図ソフト", trial_geopackage))
SIGNS = {ERROR: "✕", WARNING: "△", NOTE: "・"}
HOW_MANY = 100
# Streamlit's own words in the upload field are English. A file that the field itself refuses, as too large, never comes here:
# then the file before it, and its verdict, are not shown.
_CHIPS = '.st-key-trial-import [data-testid="stFileChips"] > div >'
_REFUSED = f'[role="dialog"]:has({_CHIPS} :last-child [aria-invalid="true"])'
# From the choice of a file until its own verdict is there, that of the file before is not shown: while the file is on its way and
# while the server reads it, and a moment (transition) between the two.
_CHOSEN = '[role="dialog"]:has(.st-key-trial-import [data-testid="stFileChip"])'
_BUSY = (f'{_CHOSEN}:has([data-testid="stFileChipIconSpinner"])', f'body:has(.stApp[data-test-script-state="running"]) {_CHOSEN}')
_UPLOAD_STYLE = f"""<style>
{uploader.style("trial-import")}.st-key-trial-import [aria-invalid="true"] [role="alert"], .st-key-trial-import .refused {{ display: none; }}
.st-key-trial-import [aria-invalid="true"] {{ pointer-events: none; }}
.st-key-trial-import [aria-invalid="true"] button {{ pointer-events: auto; }}
{_CHIPS} :not(:last-child) {{ display: none; }}
{_REFUSED} .st-key-trial-import .refused {{ display: block; margin: 0; }}
{_REFUSED} .st-key-trial-import-found {{ display: none; }}
.st-key-trial-import-found {{ transition: visibility 0s .4s; }}
:is({", ".join(_BUSY)}) .st-key-trial-import-found {{ visibility: hidden; transition: none; }}
.st-key-trial-import .reading {{ display: none; margin: 0; }}
:is({", ".join(_BUSY)}) .st-key-trial-import .reading {{ display: block; }}
</style>"""


def export_panel(trial: Trial, name: str) -> None:
    """「ファイルに書き出す」: 作成 makes the files of the trial as it is now, then they are offered."""
    with st.popover("ファイルに書き出す", key="trial-export"):
        _files(trial, name)


@st.fragment
def _files(trial: Trial, name: str) -> None:
    st.write("案を CSV・Excel・地図ソフトのファイルにします。どれも「ファイルから読み込む」で同じ案に戻せます。")
    if not st.button("作成", key="trial-export-make"):
        return
    try:
        made = [make(stores.current(), trial, name) for *_, make in FORMATS]
    except StoreError as error:
        st.error(literal(str(error)))
        return
    for (label, ending, mime, use, _), content in zip(FORMATS, made, strict=True):
        st.download_button(f"{label}　{use}", content, file_name(name, ending), mime, key=f"trial-export-{label}", on_click="ignore")
    st.caption("区域の形: 国土数値情報（行政区域データ）を簡素化したもの。出典は各ファイルの中にあります（CSV は表だけ）。")


def import_panel(store: Store, now: Trial, on_take: Callable[[Trial, str], None]) -> None:
    """「ファイルから読み込む」: shows what a file would be in the place of the trial `now` and all that is wrong with it;
    `on_take` gets the trial and a name for it when a person takes it. The page then runs anew.
    """
    if st.button("ファイルから読み込む", key="trial-import-open"):
        _import_dialog(store, now, on_take)


@st.dialog("ファイルから読み込む", width="large")
def _import_dialog(store: Store, now: Trial, on_take: Callable[[Trial, str], None]) -> None:
    st.html(_UPLOAD_STYLE)
    st.write("単位（市区町村）と区域の表か、区域の図形を読みます。CSV・XLSX・GeoJSON・GeoPackage（.gpkg）、"
             f"{MAX_BYTES // 1024**2} MB まで。確かめるまで、いまの案は変わりません。")
    with st.container(key="trial-import"):
        file = st.file_uploader("ファイル", max_upload_size=MAX_BYTES // 1024**2, key="trial-import-file", label_visibility="collapsed")
        st.html(f'<p class="refused" role="alert">✕ 大きすぎるため読めません（上限 {MAX_BYTES // 1024**2} MB）。'
                "単位と区域の表だけのファイルにして、もう一度選んでください。</p>"
                '<p class="reading" role="status">ファイルを読んでいます…</p>')
    if file is None:
        with st.expander("表の書き方"):
            plain_table(pd.DataFrame({"市区町村コード": ["47201", "47209"], "区域": ["南部", "北部"]}).set_index("市区町村コード"))
            st.write("1行目は見出し。コードは5桁でも6桁でも、市区町村の名前でもかまいません。結合したセルは、そのすべての行の区域として読みます。"
                     "どの区域にも入れない単位は、区域を「区域外」とするか空にします。")
        return
    found = preview(file.name, file.getvalue(), store, now.scope, now)
    with st.container(key="trial-import-found"):
        _show(found)
        if st.button("この内容を取り込む", type="primary", disabled=found.trial is None, key="trial-import-take"):
            on_take(found.trial, printable(PurePath(file.name).stem).strip()[:NAME_LENGTH] or "読み込んだ案")
            st.rerun()


def _show(found: Preview) -> None:
    counts = {severity: sum(p.severity == severity for p in found.problems) for severity in SEVERITIES}
    st.html(f'<p class="lead">区域 <b>{found.groups}</b>、単位 <b>{found.placed}</b>、外 <b>{found.outside}</b></p>')
    if found.trial is None:
        st.error(f"エラーが{counts[ERROR]}件あるため、取り込めません。ファイルを直して、もう一度選んでください。")
    elif counts[WARNING]:
        st.warning(f"取り込めますが、注意が{counts[WARNING]}件あります。")
    else:
        st.success("取り込めます。")
    if found.problems:
        st.markdown("**確かめること**" + (f"（初めの{HOW_MANY}件）" if len(found.problems) > HOW_MANY else ""))
        with st.container(height=260 if len(found.problems) > 4 else "content", key="words-problems"):
            plain_table(problem_table(found.problems[:HOW_MANY]))
    if found.trial is not None and found.trial.groups:
        with st.expander(f"読み取った区域（{found.groups}）", expanded=not found.problems):
            members = found.trial.grouping.members
            plain_table(pd.DataFrame({"単位の数": [len(members[g]) for g in found.trial.groups]},
                                     index=pd.Index([g.name for g in found.trial.groups.values()], name="区域")))


def problem_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """Words of problems: severity with its sign, place, value, reason."""
    rows = [(f"{SIGNS[p.severity]} {SEVERITIES[p.severity]}", _place(p), p.value or "", p.reason) for p in problems]
    return pd.DataFrame(rows, columns=["種類", "場所", "値", "内容"]).set_index("種類")


def _place(problem: Problem) -> str:
    parts = [problem.sheet and f"「{problem.sheet}」", problem.row and f"{problem.row}行目", problem.column and f"列「{problem.column}」"]
    return " ".join(filter(None, parts))
