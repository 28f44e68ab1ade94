"""届く範囲: what share of the people lives within reach of the function, on a map and by area, those who are not reached on top."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from analytics import floating_catchment, legend
from analytics.catchment import UNKNOWN, catchment
from analytics.gaps import NONE, STATES
from analytics.reach_places import located_sites
from data.store import Store
from ui import caption, downloads, gaps_view, reach_terms, state
from ui.area_table import Column, area_table
from ui.gaps_choice import Chosen
from ui.literal import literal
from ui.reach_terms import Terms
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place
from ui.words import number, people

PAINTS = {"share": "届く人の割合", "mean_km": "最も近い施設まで（平均）", "per_10000": "充足（届く施設、1万人あたり）"}
UNITS, DECIMALS = {"share": "％", "mean_km": "km", "per_10000": "か所/1万人"}, {"share": 1, "mean_km": 1, "per_10000": 2}
MAP_TITLES = {"mean_km": "最も近い施設まで", "per_10000": "届く施設"}
BREAKS = {"share": (20.0, 50.0, 80.0, 95.0, 99.0)}
CUT_OFF = "船・空路"


def figures(store: Store, chosen: Chosen, terms: Terms) -> pd.DataFrame:
    """catchment of the grouping with per_10000 (E2SFCA) and missed: people not within reach."""
    code, wanted = chosen.function.code, chosen.wanted
    found = catchment(store, chosen.grouping, code, wanted, terms.who, terms.km)
    per_10000 = floating_catchment.by_group(store, chosen.grouping, code, wanted, terms.who, terms.decay, terms.minutes)
    return found.assign(per_10000=per_10000.to_numpy(), missed=found[["beyond", "cut_off"]].sum(axis=1, min_count=2))


def draw(store: Store, place: Place, chosen: Chosen) -> None:
    """The whole screen."""
    head = st.container()
    map_column, list_column = st.columns(2, gap="medium")
    with list_column, st.container(horizontal=True, vertical_alignment="bottom"):
        paint = state.select("reachpaint", "地図の指標", list(PAINTS), PAINTS.__getitem__, label_visibility="collapsed")
        terms = reach_terms.choose(chosen)
    if terms is None:
        return
    with head, st.spinner("届く範囲を計算しています"):
        found = figures(store, chosen, terms)
    notes = notes_of(store, found, chosen, terms)
    with head:
        lead(found, place, chosen, terms)
    if found["state"].isin(UNKNOWN).all():
        gaps_view.waits()
        return
    with map_column:
        _map(place, chosen, found, terms, paint)
    with list_column:
        _list(found, chosen, terms, paint)
    name = f"{place.pref_name}_{chosen.title}_届く範囲"
    downloads.download_panel("reach", name, lambda: table(found, chosen, terms), notes, "届く範囲")
    if state.get("gaparea") in chosen.grouping.names:
        _area(found, chosen, terms, state.get("gaparea"))
    st.caption(positions(store, chosen))
    caption.under(notes)


def lead(found: pd.DataFrame, place: Place, chosen: Chosen, terms: Terms) -> None:
    """The basis, and one sentence: how many are reached, and where those live who are not."""
    known = found[~found["state"].isin(UNKNOWN)]
    total, within = known["people"].sum(), known["within"].sum()
    if not total:
        text = gaps_view.NOT_LOADED
    elif known["state"].eq(NONE).all():
        text = "機能のある施設が1つもないため、届く人はいません。"
    else:
        text = f"{escape(terms.who_words)}の <b>{percent(within / total)}</b> が{terms.km_words}以内。{_missed_words(known)}"
    gaps_view.lead_line(gaps_view.basis_words(known), gaps_view.subject(place, chosen) + text)


def _missed_words(known: pd.DataFrame) -> str:
    worst = known[known["missed"] >= .5].sort_values("missed", ascending=False, kind="stable")
    if worst.empty:
        return "届かない人はいません。"
    most = worst.iloc[0]
    return f"届かない <b>{people(worst['missed'].sum())}</b>（{escape(most['name'])} {people(most['missed'])}{'など' if len(worst) > 1 else ''}）。"


def percent(share: float) -> str:
    """99.9％, never 100.0％ for nearly all, nor 0.0％ for a few."""
    value = share * 100
    if 99.95 <= value < 100 - 1e-9:
        return "99.9％以上"
    return "0.1％未満" if 1e-9 < value < .05 else f"{number(value, 1)}％"


def _map(place: Place, chosen: Chosen, found: pd.DataFrame, terms: Terms, paint: str) -> None:
    values = found[paint].to_numpy(float) * (100 if paint == "share" else 1)
    title = f"{terms.km_words}以内の人" if paint == "share" else MAP_TITLES[paint]
    scale = legend.legend_of(f"{title}（推計）", UNITS[paint], values, DECIMALS[paint], BREAKS.get(paint, ()))
    groups = [MapGroup(row.group_id, row.name, index, _text(row, value, paint), (CUT_OFF,) if row.cut_off else ())
              for row, value, index in zip(found.itertuples(), values, legend.classify(scale, values), strict=True)]
    region_map(key="reach-map", view=place.view, unit_group=chosen.grouping.group_of, groups=groups,
               legend=MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in zip(scale.colors, scale.labels, strict=True)],
                                no_data=CUT_OFF if paint == "mean_km" else "データ待ち"),
               selected=[state.get("gaparea")] if state.get("gaparea") in chosen.grouping.names else [],
               labels="value" if len(found) <= 60 else "name", meeting=state.meeting(), height=gaps_view.MAP_HEIGHT,
               aria_label=f"{place.pref_name}の{chosen.title}が届く範囲の地図", on_change=_take)


def _text(row, value: float, paint: str) -> str:
    if row.state in UNKNOWN:
        return STATES[row.state]
    return percent(row.share).removesuffix("％") if paint == "share" and not np.isnan(value) else number(value, DECIMALS[paint])


def _take(result) -> None:
    state.put("gaparea", result.selection[0] if result.selection else "")


def _list(found: pd.DataFrame, chosen: Chosen, terms: Terms, paint: str) -> None:
    """Areas with the most people who are not reached first; beside them the distance, or the supply where the map shows it."""
    frame = found.set_index("group_id")
    unknown, beside = frame["state"].isin(UNKNOWN), "per_10000" if paint == "per_10000" else "mean_km"
    words = [CUT_OFF if np.isnan(v) and beside == "mean_km" else f"{number(v, DECIMALS[beside])}{UNITS[beside] if beside == 'mean_km' else ''}"
             for v in frame[beside]]
    shown = pd.DataFrame({
        "name": frame["name"], "share": [STATES[s] if s in UNKNOWN else percent(v) for s, v in zip(frame["state"], frame["share"], strict=True)],
        "missed": frame["missed"].map(people).mask(unknown, ""), "beside": pd.Series(words, frame.index).mask(unknown, ""),
        "share order": frame["share"].fillna(2), "missed order": frame["missed"].fillna(-1),
        "beside order": frame[beside].fillna(1e6).mask(unknown, -1)})
    columns = [Column("name", chosen.area_name, sort_by="group_id"), Column("share", "届く", align="right", sort_by="share order"),
               Column("missed", "届かない", align="right", sort_by="missed order"),
               Column("beside", "充足" if beside == "per_10000" else "最も近い", align="right", sort_by="beside order")]
    area_table(key="reach-table", frame=shown, columns=columns, selected=[state.get("gaparea")] if state.get("gaparea") in frame.index else [],
               mode="single", page_size=8, meeting=state.meeting(), sort=("missed", True), on_change=_take,
               caption=f"{terms.km_words}以内に届かない{terms.who_words}の多い順")


def _area(found: pd.DataFrame, chosen: Chosen, terms: Terms, group: str) -> None:
    row = found.set_index("group_id").loc[group]
    st.header(f"{literal(row['name'])}　{chosen.title}の届く範囲", anchor=False)
    if row["state"] in UNKNOWN:
        st.write(STATES[row["state"]])
        return
    parts = [f"{terms.who_words} {people(row['people'])}のうち、{terms.km_words}以内 **{people(row['within'])}**",
             f"それより遠い {people(row['beyond'])}", f"同じ陸地に施設がない（{CUT_OFF}） {people(row['cut_off'])}"]
    if row["unplaced"]:
        parts.append(f"住む所が分からない（2015年の国勢調査で人口なし） {people(row['unplaced'])}")
    st.markdown("、".join(parts) + "。")
    if not np.isnan(row["mean_km"]):
        st.markdown(f"最も近い施設まで、平均 **{number(row['mean_km'], 1)}km**、まん中の人 **{number(row['median_km'], 1)}km**"
                    "（直線、同じ陸地に施設のある人）。")


def positions(store: Store, chosen: Chosen) -> str:
    """How sure the places of the facilities are."""
    found = located_sites(store, chosen.grouping, chosen.function.code, chosen.wanted)
    if not found.facilities:
        return "機能のある施設はありません。"
    others = "" if found.sound == found.facilities else "ほかは市区町村の人口重心に置いた目安です。"
    return f"機能のある施設 {found.facilities}か所のうち、住所の位置が分かるのは {found.sound}か所（{percent(found.share)}）。{others}"


def table(found: pd.DataFrame, chosen: Chosen, terms: Terms) -> pd.DataFrame:
    """The figures as a file holds them; empty where they are not known."""
    return pd.DataFrame({
        "コード": found["group_id"], chosen.area_name: found["name"], f"{terms.who_words}（人、2025年）": found["people"].round(0),
        f"{terms.km_words}以内（人、推計）": found["within"].round(0), "それより遠い（人、推計）": found["beyond"].round(0),
        f"{CUT_OFF}（人、推計）": found["cut_off"].round(0), "住む所が分からない（人）": found["unplaced"].round(0),
        f"{terms.km_words}以内の割合（％）": (found["share"] * 100).round(2), "最も近い施設まで 平均（km）": found["mean_km"].round(2),
        "最も近い施設まで 中央値（km）": found["median_km"].round(2), "充足（E2SFCA、か所/1万人）": found["per_10000"].round(3),
        "基礎": found["basis_words"].fillna(""), "状態": ["" if s not in UNKNOWN else STATES[s] for s in found["state"]]})


def notes_of(store: Store, found: pd.DataFrame, chosen: Chosen, terms: Terms) -> list[str]:
    """Source, how, caveat."""
    return [gaps_view.sources(store, found), *terms.notes, chosen.function.note, f"データの版: {store.data_version}"]
