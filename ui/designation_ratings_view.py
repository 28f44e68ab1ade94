"""指定病院の実績 on screen: who falls short of the rule of its designation, and why."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.designation_ratings import FORM, NO_RULE, is_loaded, ratings
from data.designation_rules import DesignationRule, designation_rules
from data.store import Store
from ui import downloads, state
from ui.area_table import Column, area_table
from ui.sidebar import Place
from ui.table_forms import result_form

SIGNS = {True: "○ ", False: "▲ ", None: "？ "}
NOTE = "都道府県が読み込んだ実績を、定義ファイル designation_results.toml の基準に当てた目安です。公的な判定ではありません。未報告は0と区別します。"


def draw(store: Store, place: Place, units: tuple[str, ...], make: Callable[[], bytes]) -> None:
    """The designated hospitals of these units, those short of a rule first, and the template. make: its workbook."""
    rows = ratings(store, units)
    short = int((rows["is_good"] == False).sum())  # noqa: E712 None is neither
    st.subheader(f"指定の要件と実績{f'　基準に届かない {short}' if len(rows) else ''}", anchor=False)
    if rows.empty:
        st.write("実績に当たる病院はありません。" if is_loaded(store, units) else f"データ待ち（様式「{FORM}」を読み込むと出ます）。")
    else:
        table = ratings_table(rows)
        area_table(key=f"ratings-{units[0]}-{len(units)}", frame=table.set_axis([str(i) for i in range(len(table))]), mode="none", page_size=8,
                   meeting=state.meeting(), selected=[], columns=[Column(c, c) for c in table.columns if c != "指定"],
                   caption="指定の要件と実績")
        downloads.download_panel("ratings", f"{place.pref_name}_{FORM}", lambda: table, [NOTE, *map(_words, designation_rules())], FORM)
    st.caption("  \n".join((NOTE, *map(_words, designation_rules()))))
    result_form(place.pref_name, make)


def ratings_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Ratings as words."""
    names = {rule.code: rule.name for rule in designation_rules()}
    return pd.DataFrame({
        "医療機関": rows["name"], "所在地": rows["municipality"], "指定": rows["kind"], "基準": rows["rule"].map(names),
        "年度": rows["fiscal_year"].astype(str),
        "判定": [("－ " if v == NO_RULE else SIGNS[g]) + v for g, v in zip(rows["is_good"], rows["verdict"], strict=True)],
        "実績": rows["figures"], "なぜ": rows["why"]})


def _words(rule: DesignationRule) -> str:
    asked = f"{'・'.join(rule.items)}の合計が{rule.at_least:g}{rule.unit}以上" if rule.at_least is not None else "、".join(
        [f"{rule.worse_from:g}{rule.unit}以上が{years}年続くと{grade}" for grade, years in rule.grades] + [f"それ以外は{rule.otherwise}"])
    span = f"{rule.valid_from}年度{f'～{rule.valid_to}年度' if rule.valid_to else 'から'}"
    return f"{rule.kind} {rule.name}: {asked}（{span}。{rule.source}{f'。{rule.checked}' if rule.checked else ''}）"
