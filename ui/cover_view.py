"""対応の区分 on screen: how 時間外 or home care is covered, stacked by area, in number and for 10,000 aged 75+."""

from html import escape

import pandas as pd
import streamlit as st

from analytics import cover
from analytics.cover import OTHER, OTHER_WORDS
from analytics.gaps import MIXED, WAITS
from data.store import Store
from ui import charts, downloads, state
from ui.gaps_choice import Chosen
from ui.plain_table import plain_table
from ui.sidebar import Place
from ui.words import number, people

TITLES = {"after_hours": "時間外の対応の区分（診療所）", "home_care": "在宅医療の24時間の体制"}
SHOWN = {"count": "施設の数", "rate": "75歳以上1万人あたり"}
UNITS = {"count": "か所", "rate": "か所/1万人"}
HOW = {"after_hours": "区分は時間外対応加算による（1・2 常時、3 準夜帯、4 連携）。1診療所は上の区分に1度だけ数える。"
                      "病院は加算の対象でないため数えない。",
       "home_care": "1施設は上の区分に1度だけ数える。届出ベースの24時間は在宅療養支援診療所・病院で、対象は在宅患者。"}


def draw(store: Store, place: Place, chosen: Chosen, notes: list[str]) -> None:
    """Heading, finding, stacked bars, and the table behind them."""
    function = chosen.function.code
    labels = {kind.code: kind.label for kind in cover.kinds(store, function)} | {OTHER: OTHER_WORDS}
    found = cover.cover(store, chosen.grouping, function)
    known = found[~found["state"].isin((WAITS, MIXED))]
    st.header(TITLES[function], anchor=False)
    st.html(f'<p class="lead">{lead(known, labels, chosen.area_name)}</p>')
    shown = state.segmented("covershown", "表示", list(SHOWN), SHOWN.__getitem__, label_visibility="collapsed")
    used = {code: words for code, words in labels.items() if known[code].sum()}
    figures = values(known, [*used], shown)
    order = figures.sum(axis=1).sort_values(ascending=False, kind="stable").index
    charts.show(charts.stacked(figures.loc[order].set_axis(known["name"].loc[order]).rename(columns=used), UNITS[shown],
                               0 if shown == "count" else 1), "cover-chart")
    name = f"{place.pref_name}_{TITLES[function]}"
    lines = [HOW[function], *notes]
    with st.container(horizontal=True):
        downloads.download_panel("cover", name, lambda: table(known, labels, chosen.area_name), lines, "対応の区分")
        downloads.png_button("cover-png", "cover-chart", f"{name}.png", name, lines)
    with st.expander(f"{chosen.area_name}ごとの表"):
        plain_table(words(known, used, chosen.area_name), label=TITLES[function])
    st.caption(HOW[function])


def lead(known: pd.DataFrame, labels: dict[str, str], area_name: str) -> str:
    """How many of each kind, and where the first kinds (around the clock) are missing (HTML)."""
    sums = "、".join(f"{escape(words)} <b>{known[code].sum():.0f}</b>" for code, words in labels.items() if known[code].sum())
    around = [code for code, text in labels.items() if text.startswith(("常時", "24時間"))]
    missing = known[known[around].sum(axis=1) == 0]
    return (f"{sums or 'なし'}（か所）。{'常時' if labels[around[0]] == '常時' else '24時間'}の対応のない{escape(area_name)}は <b>{len(missing)}</b>"
            f"（75歳以上 {people(missing['people_75'].sum())}）。")


def values(known: pd.DataFrame, codes: list[str], shown: str) -> pd.DataFrame:
    """Figures of the chart: number, or for 10,000 aged 75+ (NaN where nobody lives)."""
    if shown == "count":
        return known[codes]
    return known[codes].div(known["people_75"].where(known["people_75"] > 0), axis=0) * 10_000


def words(known: pd.DataFrame, labels: dict[str, str], area_name: str) -> pd.DataFrame:
    """The table on screen: number and, in brackets, for 10,000 aged 75+."""
    rates = values(known, [*labels], "rate")
    shown = {text: [f"{count:.0f}（{number(rate, 1)}）" if count else "なし" for count, rate in zip(known[code], rates[code], strict=True)]
             for code, text in labels.items()}
    return pd.DataFrame(shown, index=pd.Index(known["name"], name=f"{area_name}（か所、かっこ内は75歳以上1万人あたり）"))


def table(known: pd.DataFrame, labels: dict[str, str], area_name: str) -> pd.DataFrame:
    """The table as a file holds it."""
    frame = known[["group_id", "name", "people_75", *labels]].rename(
        columns={"group_id": "コード", "name": area_name, "people_75": "75歳以上（人、2025年）"} | {c: f"{w}（か所）" for c, w in labels.items()})
    rates = values(known, [*labels], "rate").round(2).rename(columns={c: f"{w}（75歳以上1万人あたり）" for c, w in labels.items()})
    return frame.join(rates).assign(基礎=known["basis_words"])
