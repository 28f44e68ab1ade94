"""報告の状況 on screen: how many reports are in which state, and the report rate by area."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from analytics import report_cycle
from analytics.grouping import Grouping
from analytics.report_cycle import KINDS, WORDS, summary
from data.report_definitions import report_kinds
from data.store import Store
from ui import caption, downloads, sample, state
from ui.area_table import Column, area_table
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place
from ui.words import number

MAP_HEIGHT = 340
RATES = ((0.5, "#f2a65a", "50％未満"), (0.8, "#f6d7a7", "50～80％"), (0.95, "#cfe0f2", "80～95％"), (1.0, "#74a9d2", "95～100％"),
         (2.0, "#1f639f", "すべて報告"))
PUBLIC = "公開用の画面（提供体制の空白、医療機関機能）が数えるのは、確認済・公表・訂正の報告だけ。受付（確認前）・未報告・報告命令は数えない。"
STATE_HELP = ("受付: 届いたが都道府県の確認前。確認済: 確認した。公表: 公表した。訂正: 公表のあと直した。"
              "報告命令: 報告しない、または虚偽の報告のため命じた（報告があるまで報告なしに数える）。"
              "報告率は（受付＋確認済＋公表＋訂正）÷ 報告の対象。")


def kind() -> str:
    """Draw the choice of the report."""
    return state.segmented("cyclekind", "報告", list(KINDS), lambda k: k.removesuffix("報告"), **_labels())


def year(store: Store, which: str) -> str:
    """Draw the choice of the fiscal year; the newest with a loaded report is shown first."""
    years = report_cycle.years(store, which, date.today())
    if state.get("cycleyear") not in years:
        state.put("cycleyear", years[0])
    return state.select("cycleyear", "年度", years, lambda y: f"令和{y[1:]}年度", **_labels())


def _labels() -> dict:
    return {"label_visibility": "collapsed" if state.meeting() else "visible"}


def register(store: Store, place: Place, which: str, fiscal_year: str) -> pd.DataFrame:
    """Who is to report, with what people entered (of the sample: without)."""
    return report_cycle.register(store, which, fiscal_year, place.pref, with_entered=not store.is_sample)


def lead(place: Place, found: pd.DataFrame, which: str, fiscal_year: str) -> None:
    """The report rate, how many count in the public view, and the states."""
    total = summary(found)
    name = f"{escape(place.pref_name)}　" if state.meeting() else ""
    if total.waiting == total.obliged:
        text = f"報告の対象 <b>{total.obliged:,}</b>。令和{fiscal_year[1:]}年度の報告は読み込まれていません（報告の有無はデータ待ち）。"
    else:
        text = (f"報告の対象 <b>{total.obliged:,}</b>　報告率 <b>{total.rate * 100:.1f}％</b>（{total.reported:,}）　"
                f"公開用に数える <b>{total.counted:,}</b>　報告なし <b>{total.silent:,}</b>")
    st.html(f'<p class="lead">{name}{text}</p>')
    with st.container(key="cycle-states"):
        parts = [f"{WORDS[s]} <b>{n:,}</b>"
                 for s, n in report_cycle.states(found).items()]
        st.html(f'<p class="states">{"　".join(parts)}</p><style>.states {{ margin: 0; }}</style>')


def rates(store: Store, place: Place, grouping: Grouping, found: pd.DataFrame, which: str, fiscal_year: str) -> None:
    """Map and table of the report rate; an area chosen on either filters the list below."""
    made = report_cycle.rates(store, found, grouping)
    title = f"{which}（令和{fiscal_year[1:]}年度）の報告率"
    map_column, table_column = st.columns([4, 5], gap="medium")
    with map_column:
        groups = [MapGroup(row.group_id, row.name, _class(row.rate), _percent(row.rate), (f"{row.reported}／{row.obliged}",))
                  for row in made.itertuples()]
        region_map(key="cycle-map", view=place.view, unit_group=grouping.group_of, groups=groups,
                   legend=MapLegend("報告率", "", [{"color": color, "label": words} for _, color, words in RATES], no_data="データ待ち・対象なし"),
                   selected=chosen(grouping), labels="value" if len(groups) <= 60 else "name", meeting=state.meeting(), height=MAP_HEIGHT,
                   aria_label=f"{place.pref_name}の{title}の地図", on_change=_take)
    with table_column:
        frame = made.set_index("group_id").assign(
            percent=[_percent(rate) for rate in made["rate"]], order=made["rate"].fillna(-1).to_numpy(),
            told=[f"{_count(row.reported, row.rate)}／{row.obliged:,}" for row in made.itertuples()],
            **{f"{name} words": [_count(n, rate) for n, rate in zip(made[name], made["rate"], strict=True)] for name in ("silent", "counted")})
        counts = [Column("told", "報告数", align="right", sort_by="obliged"), Column("silent words", "なし", align="right", sort_by="silent"),
                  *([] if state.meeting() else [Column("counted words", "公開用", align="right", sort_by="counted")])]
        area_table(key="cycle-rates", frame=frame, selected=chosen(grouping), mode="single", page_size=6, meeting=state.meeting(),
                   columns=[Column("name", "区域", sort_by="group_id"), Column("percent", "報告率", align="right", sort_by="order"), *counts],
                   caption=title, on_change=_take)
        if nowhere := int(found["unit_code"].isna().sum()):
            st.caption(f"市区町村の分からない {nowhere:,} 施設は、区域の表に入っていません（下の一覧にはあります）。")
        name = f"{place.pref_name}_{which}_{fiscal_year}_報告率"
        downloads.download_panel("cycle-rates", name, lambda: rates_table(made), lines(store, which), "報告率")


def rates_table(made: pd.DataFrame) -> pd.DataFrame:
    """Report rates as a file holds them."""
    return pd.DataFrame({"コード": made["group_id"], "区域": made["name"], "報告の対象（施設）": made["obliged"],
                         "報告あり（施設）": made["reported"], "確認済・公表・訂正（施設）": made["counted"],
                         "報告なし（施設）": made["silent"], "うち報告命令（施設）": made["ordered"],
                         "報告率（％）": (made["rate"] * 100).round(1)})


def chosen(grouping: Grouping) -> list[str]:
    """The area chosen on the map or in the table."""
    return [area for area in [state.get("area")] if area in grouping.names]


def notes(store: Store, which: str) -> None:
    """Who is to report, what the states mean, what the public view counts."""
    caption.under(lines(store, which))


def lines(store: Store, which: str) -> list[str]:
    """The notes, a line each; of files too."""
    first = [sample.NOTE] if store.is_sample else []
    asked = (f"報告の対象: {report_kinds()[which].reporters}（読み込まれた名簿にある施設だけ。"
             "名簿も医療情報ネットの診療所も読み込まれていない都道府県では、病院と有床診療所だけ）。")
    return [*first, asked, STATE_HELP, PUBLIC, f"データの版: {store.data_version}"]


def _class(rate: float) -> int | None:
    return None if pd.isna(rate) else next(i for i, (below, _, _) in enumerate(RATES) if rate < below)


def _count(facilities: int, rate: float) -> str:
    """Facilities; － where nothing is loaded: that is no zero."""
    return "－" if pd.isna(rate) else f"{facilities:,}"


def _percent(rate: float) -> str:
    return "－" if pd.isna(rate) else f"{number(rate * 100, 1)}％"


def _take(result) -> None:
    state.put("area", result.selection[0] if result.selection else "")

