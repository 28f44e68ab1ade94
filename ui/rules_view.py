"""The rules of a trial as a plain list, and the matrix group × 医療機関機能. A sign and a word say the level, never colour alone."""

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from analytics.medical_functions import MedicalFunction, functions
from analytics.rules import Finding, Level
from analytics.surroundings import WAYS
from ui.folded import folded
from ui.plain_table import plain_table

# Worst first: the order in a rule and in the summary. Signs that every font has: an hourglass is a box on some machines.
SIGNS: dict[Level, tuple[str, str]] = {
    "fail": ("✕", "不適合"), "warn": ("!", "注意"), "waiting": ("…", "データ待ち"), "exempt": ("–", "対象外"), "pass": ("✓", "適合")}
MANY, TALL = 60, 700  # groups of the matrix that stand on the page; more of them are folded away, and scroll in so many px
SHOWN = 12  # findings of one rule before they are folded
STYLE = """<style>
.rules-summary { font-size: 1.1rem; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
.rule { margin: .3rem 0 0; font-size: 1.05rem; line-height: 1.5; }
.rule-text { margin: 0; line-height: 1.5; display: flex; }
.level { display: inline-block; font-weight: 700; white-space: nowrap; }
.rule .level, .rule-text .level { flex: none; width: 6.4em; }
[class*="st-key-rules"] > div { gap: .25rem !important; }
.level-fail { color: #a61b1b; } .level-warn { color: #7a4a00; } .level-pass { color: #1b5e37; }
.level-waiting, .level-exempt { color: #3b4855; }
@media print { .st-key-rules button { display: none !important; } }
</style>"""


def draw(findings: Sequence[Finding], on_zoom: Callable[[tuple[str, ...]], None] | None = None, key: str = "rules") -> None:
    """Findings grouped by rule, in their order. on_zoom: called with the units of a finding when its button is pressed."""
    with st.container(key=key):
        st.html(STYLE + summary(findings))
        for (rule, title), found in groupby(findings, key=lambda f: (f.rule, f.title)):
            _rule(f"{key}-{rule}", title, sorted(found, key=lambda f: list(SIGNS).index(f.level)), on_zoom)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each level, as HTML."""
    counts = Counter(f.level for f in findings)
    return '<p class="rules-summary">' + "".join(f"<span>{level_words(level)} {counts[level]}</span>" for level in SIGNS if counts[level]) + "</p>"


def level_words(level: Level) -> str:
    sign, word = SIGNS[level]
    return f'<span class="level level-{level}"><span aria-hidden="true">{sign}</span> {word}</span>'


def _rule(key: str, title: str, found: list[Finding], on_zoom: Callable[[tuple[str, ...]], None] | None) -> None:
    if [f.level for f in found] == ["pass"]:
        st.html(f'<p class="rule">{level_words("pass")}<b>{escape(title)}</b>　{escape(found[0].text)}</p>')
        return
    st.html(f'<p class="rule"><b>{escape(title)}</b></p>')
    for number, finding in enumerate(found[:SHOWN]):
        _finding(f"{key}-{number}", finding, on_zoom)
    if rest := found[SHOWN:]:
        folded(f"ほか{len(rest)}件（{title}）", f"{key}-rest", lambda: st.html("".join(_text(f) for f in rest)))


def _finding(key: str, finding: Finding, on_zoom: Callable[[tuple[str, ...]], None] | None) -> None:
    if on_zoom is None or not finding.units or finding.level == "waiting":
        st.html(_text(finding))
        return
    text, button = st.columns([7, 1], vertical_alignment="center")
    text.html(_text(finding))
    button.button("地図で見る", key=key, on_click=on_zoom, args=(finding.units,), help=finding.text, width="stretch")


def _text(finding: Finding) -> str:
    return f'<p class="rule-text">{level_words(finding.level)}<span>{escape(finding.text)}</span></p>'


def draw_matrix(table: pd.DataFrame) -> None:
    """Group × function (`analytics.medical_functions.matrix`): number of candidates, or the nearest group that has one."""
    if (groups := table["group_id"].nunique()) > MANY:
        folded(f"{groups:,}区域の表", "matrix", lambda: _tall_matrix(table))
    else:
        plain_table(_words(table))
    st.caption("数は候補の施設数（※は未報告の医療機関がある区域で、増えることがある）。「なし」は最も近い候補のある区域と、区域の人口重心から病院まで（位置が不明な病院は市区町村の人口重心まで）の直線距離。"
               "医療機関機能報告は令和8年度からのため、病床機能報告（令和7年度）などから候補を示す。公的な判定ではない。")


def _tall_matrix(table: pd.DataFrame) -> None:
    with st.container(height=TALL, border=False):
        plain_table(_words(table))


def _words(table: pd.DataFrame) -> pd.DataFrame:
    words = table.assign(cell=[_cell(row) for row in table.itertuples()])
    wide = words.pivot(index="group_id", columns="function", values="cell")[list(functions())]
    wide.index = pd.Index(words.drop_duplicates("group_id").set_index("group_id")["name"].reindex(wide.index), name="区域")
    return wide.rename(columns={code: f.name for code, f in functions().items()})


def _cell(row) -> str:
    more = "※" if row.unreported else ""
    if pd.isna(row.count):
        return "データ待ち"
    if row.count:
        return f"{row.count:,.0f}{more}"
    if not isinstance(row.nearest_group, str):
        return f"なし{more}"
    km = "距離不明" if pd.isna(row.km) else f"{row.km:,.0f}km"
    return f"なし{more} → {row.nearest_name}（{WAYS[row.way]}、{km}）"


def draw_criteria() -> None:
    """What makes a candidate for each function, folded away."""
    with st.expander("候補の条件"):
        for function in functions().values():
            st.markdown(f"**{function.name}**　{function.meaning}  \n{criteria_words(function)}  \n出典: {function.source}")


def criteria_words(function: MedicalFunction) -> str:
    """The criteria in one line."""
    if not function.criteria:
        return "条件: 出典の一覧にある医療機関"
    parts = ["、または".join(f"{a.name}{f' {a.at_least:,.0f}{a.unit}以上' if a.unit else ''}" for a in criterion) for criterion in function.criteria]
    needed = "すべて" if function.needed == len(parts) else f"{len(parts)}項目のうち{function.needed}項目以上"
    return f"条件（{needed}）: " + " / ".join(parts) if len(parts) > 1 else f"条件: {parts[0]}"
