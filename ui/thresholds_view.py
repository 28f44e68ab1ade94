"""The sentence on top of the first screen, and the table of areas under and over the limits by year."""

import pandas as pd
import streamlit as st

from analytics import areas, thresholds
from analytics.compare import whole
from analytics.grouping import Grouping
from analytics.measures import measures
from analytics.thresholds import EXEMPT, Limits
from data.store import Store
from ui import state
from ui.measure_choice import Chosen
from ui.plain_table import plain_table
from ui.sidebar import Place
from ui.words import people

SOURCE = ("出典: 住民基本台帳（総務省、2025年1月1日）、日本の地域別将来推計人口 令和5年推計（社人研）、2020年は国勢調査。"
          "区域は現在の構成市区町村のまま")


def lead(store: Store, place: Place, limits: Limits) -> None:
    """One sentence: how many areas are under and over the limits, now and in 2040."""
    if place.level in ("unit", "prefecture"):
        persons = thresholds.populations(store, place.shown)
        # Residents and projections count differently, so the change is between two projections.
        change = whole(store, measures()["population_change"], 2040, place.shown.units, place.shown)
        text = (f"2025年の人口 <b>{people(persons[2025].sum())}</b>、2040年の推計 <b>{people(persons[2040].sum())}</b>"
                f"（2025年の推計から {change.low:+.1f}％）。")
    else:
        counts = thresholds.counts(store, place.shown, limits).set_index("year")
        now, later = counts.loc[2025], counts.loc[2040]
        exempt = exempt_words(now["exempt"], later["exempt"])
        text = (f"2025年 → 2040年: 人口{people(limits.small)}未満の{place.level_name} <b>{now['small']}</b> → "
                f"<b>{later['small']}</b>{f'（{exempt}）' if exempt else ''}、"
                f"{people(limits.large)}以上 <b>{now['large']}</b> → <b>{later['large']}</b>。")
    if state.meeting():
        text = f"{place.pref_name}　{text}"
    st.html(f'<p class="lead">{text.replace("-", "−")}</p>')


def exempt_words(now: int, later: int) -> str:
    """How many of the small areas are exempt, now and later where that differs; '' when none is."""
    if not now and not later:
        return ""
    return f"うち離島の例外 {now}" + (f" → {later}" if later != now else "")


def signs(store: Store, place: Place, limits: Limits, chosen: Chosen) -> dict[str, str]:
    """Sign of each area under or over the limits in the chosen year, when population is what is shown."""
    if place.level in ("unit", "prefecture") or chosen.measure.code != "population":
        return {}
    return size_signs(store, place.shown, limits, chosen.year)


def size_signs(store: Store, grouping: Grouping, limits: Limits, year: int) -> dict[str, str]:
    """▼20万人未満, with what exempts it, or ▲100万人以上: of each area that has a sign in `year`."""
    words = {"small": f"▼{people(limits.small)}未満", "large": f"▲{people(limits.large)}以上"}
    flags = thresholds.size_flags(store, grouping, limits)[year]
    exempt = thresholds.small_areas(store, grouping, limits, year).exempt
    return {group: words[flag] + EXEMPT * (group in exempt) for group, flag in flags.items() if flag in words}


def draw(store: Store, place: Place, limits: Limits) -> None:
    """Counts by year, MHLW's own beside them, and the areas themselves."""
    if place.level == "unit":
        return
    st.header("見直しの目安となる人口規模")
    st.write(f"下限 {people(limits.small)}未満、上限 {people(limits.large)}以上（目安は「設定」で変えられます）。"
             "人口だけで決まるものではなく、患者の流出入とアクセスも合わせて検討します。")
    counts = thresholds.counts(store, place.shown, limits)
    table = pd.DataFrame({f"{int(c.year)}年": [c.small, c.exempt, c.under_half, c.large] for c in counts.itertuples()},
                         index=[f"{people(limits.small)}未満", "うち離島の例外",
                                f"うち{people(limits.small / 2)}未満", f"{people(limits.large)}以上"])
    plain_table(table)
    st.caption(f"離島の例外は、都道府県内で道路でつながる区域をすべて合わせても{people(limits.small)}に届かない区域。"
               f"{people(limits.small)}未満の数に含みます。  \n{SOURCE}")
    if place.pref == "all":
        published(store, limits)
    with st.expander("目安に当たる区域の一覧"):
        plain_table(_flagged(store, place, limits))


def published(store: Store, limits: Limits) -> None:
    """MHLW's own national counts beside ours, for the same kind of area, year and limit."""
    persons = thresholds.populations(store, areas.grouping(store, "secondary"))
    rows = []
    for entry in thresholds.published_counts():
        year = 2025 if entry["year"] == 2024 else entry["year"]
        ours = (persons[year] >= entry["at_least"]).sum() if "at_least" in entry else (persons[year] < entry["under"]).sum()
        limit = f"{people(entry['at_least'])}以上" if "at_least" in entry else f"{people(entry['under'])}未満"
        rows.append({"二次医療圏": limit, "厚生労働省の公表": f"{entry['count']}（{entry['year']}年）",
                     "この画面の計算": f"{ours}（{year}年）", "出典": entry["source"]})
    plain_table(pd.DataFrame(rows).set_index("二次医療圏"))


def _flagged(store: Store, place: Place, limits: Limits) -> pd.DataFrame:
    """Areas with a sign in any year: their residents year by year, each with its sign."""
    persons = thresholds.populations(store, place.shown)
    flags = thresholds.size_flags(store, place.shown, limits)
    chosen = flags.isin(["small", "large"]).any(axis=1)
    signs = {"small": "▼ ", "large": "▲ ", "": "", "unknown": ""}

    def cells(year: int) -> list[str]:
        exempt = thresholds.small_areas(store, place.shown, limits, year).exempt
        return [signs[flags.loc[g, year]] + people(persons.loc[g, year]) + EXEMPT * (g in exempt) for g in flags.index[chosen]]
    table = pd.DataFrame({f"{year}年": cells(year) for year in persons.columns},
                         index=[" ".join(filter(None, [place.prefecture_of.get(g), place.shown.names[g]])) for g in flags.index[chosen]])
    table.index.name = f"{place.level_name}（▼ {people(limits.small)}未満　▲ {people(limits.large)}以上）"
    return table


def four_fields(fields: pd.DataFrame, limits: Limits) -> None:
    """The four fields as a table: how many areas, and which.

    The chart is drawn when asked for: its library weighs four megabytes and would hold back the map.
    """
    def cell(field: str) -> str:
        found = fields.loc[fields["field"] == field].sort_values("persons")
        names = list(found["name"] + found["exempt"].map({True: EXEMPT, False: ""}))
        return f"{len(names)}区域" + (f"（{'、'.join(names[:8])}{' ほか' if len(names) > 8 else ''}）" if names else "")
    table = pd.DataFrame({f"推計自足率 {limits.self_sufficiency:g}％未満": [cell("小・低"), cell("大・低")],
                          f"推計自足率 {limits.self_sufficiency:g}％以上": [cell("小・高"), cell("大・高")]},
                         index=[f"人口{people(limits.small)}未満", f"人口{people(limits.small)}以上"])
    table.index.name = "人口 × 推計自足率"
    plain_table(table)


def four_fields_notes(fields: pd.DataFrame, limits: Limits) -> None:
    """What the four fields are made of, and the areas left out."""
    unknown = fields[fields["field"] == "不明"]
    text = (f"縦の破線は人口{people(limits.small)}、横の破線は推計自足率{limits.self_sufficiency:g}％（目安、「設定」で変えられます）。"
            "推計自足率は住民の入院のうち区域内の医療機関への入院の割合で、公表分だけを数えた下限。  \n"
            "出典: 住民基本台帳（総務省、2025年1月1日）、構想区域の流出率及び流入率（厚生労働省、NDB）")
    if len(unknown):
        text += f"  \n推計自足率が不明（構想区域を分ける区域など）: {'、'.join(unknown['name'].head(20))}"
    st.caption(text)
