"""あと1か所ならどこか: the best one to five more sites, whom they reach, how the gain grows, and that no better choice exists."""

from html import escape

import pandas as pd
import streamlit as st

from analytics import areas, legend
from analytics.catchment import UNKNOWN, catchment
from analytics.gaps import STATES
from analytics.maximal_covering import Covering
from analytics.reach_places import sites
from analytics.siting import CANDIDATES, FACILITIES, MOST, Siting, siting
from data.store import Store
from ui import caption, charts, downloads, gaps_view, reach_terms, reach_view, state
from ui.gaps_choice import Chosen
from ui.plain_table import plain_table
from ui.reach_terms import Terms
from ui.region_map import MapGroup, MapLegend, MapPoint, MapPoints, PointKind, region_map
from ui.sidebar import Place
from ui.words import people

KINDS = (PointKind("加える場所", "#b3363e", "triangle"), PointKind("いまの施設", "#0a3f73", "circle"))
NAMED = 2  # places or municipalities in a sentence
NUMBERS = [str(number) for number in range(1, MOST + 1)]
HOW = ("今の施設はそのままに、加える場所から届く距離に入る人がいちばん多くなる組を、すべての組の中から選ぶ"
       "（最大被覆問題 MCLP、Church & ReVelle 1974）。「これより良い組はない」は、上限を計算して証明したもの。人の足りや土地の有無は考えない。")


def draw(store: Store, place: Place, chosen: Chosen) -> None:
    """The whole screen."""
    if place.pref == areas.ALL_JAPAN:
        st.info("左で都道府県を選ぶと、あと1か所ならどこかを求めます。")
        return
    head = st.container()
    map_column, list_column = st.columns(2, gap="medium")
    with list_column:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = state.select("sitekind", "候補", list(CANDIDATES), CANDIDATES.__getitem__, label_visibility="collapsed")
            terms = reach_terms.choose(chosen)
        count = int(state.segmented("sites", "加える数", NUMBERS, lambda n: f"＋{n}" if state.meeting() else f"{n}か所",
                                    label_visibility="collapsed"))
    if terms is None:
        return
    with head, st.spinner("いちばん多くの人に届く場所を探しています"):
        reach = catchment(store, chosen.grouping, chosen.function.code, chosen.wanted, terms.who, terms.km)
        found = siting(store, chosen.grouping, chosen.function.code, chosen.wanted, terms.who, terms.km, kind)
    basis = gaps_view.basis_words(reach)
    notes = reach_view.notes_of(store, reach, chosen, terms)
    notes.insert(1, HOW)
    step = found.best[min(count, len(found.best)) - 1] if found.best else None
    with head:
        gaps_view.lead_line(basis, lead(place, chosen, terms, found, step))
    if reach["state"].isin(UNKNOWN).all():
        gaps_view.waits()
        return
    with map_column:
        _map(store, place, chosen, terms, reach, found, step)
    with list_column:
        if step is None:
            st.write(_missing_words(store, found))
        else:
            _answer(store, found, step, count, kind)
    if found.best:
        downloads.download_panel("siting", f"{place.pref_name}_{chosen.title}_加える場所", lambda: table(found, terms), notes, "加える場所")
    st.caption(reach_view.positions(store, chosen))
    caption.under(notes)


def lead(place: Place, chosen: Chosen, terms: Terms, found: Siting, step: Covering | None) -> str:
    """One sentence (HTML): where, and whom it reaches."""
    text = gaps_view.subject(place, chosen)
    if not found.people:
        return text + gaps_view.NOT_LOADED
    if found.missing < .5:
        return text + f"{escape(terms.who_words)}は、すでに全員が{terms.km_words}以内です。"
    if step is None:
        return text + f"届かない人は {people(found.missing)}。どの候補に加えても届きません。"
    names = "、".join(f"<b>{escape(place_name(found, one))}</b>" for one in step.chosen[:NAMED]) + ("など" if len(step.chosen) > NAMED else "")
    return text + (f"あと{len(step.chosen)}か所なら {names}。届かない{escape(terms.who_words)} {people(found.missing)}のうち "
                   f"<b>{people(step.covered)}</b> に届く。")


def place_name(found: Siting, candidate: int) -> str:
    """A place in words: a unit, another island of it, or the facilities that stand there."""
    row = found.candidates.iloc[candidate]
    if len(row["facilities"]) > 1:
        return f"{row['name']}ほか{len(row['facilities']) - 1}施設"
    return row["name"] if row["is_main"] else f"{row['name']}の離島（北緯{row['lat']:.2f}度）"


def _map(store: Store, place: Place, chosen: Chosen, terms: Terms, reach: pd.DataFrame, found: Siting, step: Covering | None) -> None:
    values = reach["share"].to_numpy(float) * 100
    scale = legend.legend_of(f"{terms.km_words}以内の人（推計）", "％", values, 1, reach_view.BREAKS["share"])
    groups = [MapGroup(row.group_id, row.name, index, STATES[row.state] if row.state in UNKNOWN else reach_view.percent(row.share).rstrip("％"))
              for row, index in zip(reach.itertuples(), legend.classify(scale, values), strict=True)]
    added = [MapPoint(f"new-{one}", f"{order}. {place_name(found, one)}", *found.candidates.loc[one, ["lon", "lat"]], 0, f"新たに{people(gain)}")
             for order, (one, gain) in enumerate(zip(step.chosen, step.added, strict=True), start=1)] if step else []
    there = sites(store, chosen.function.code, chosen.wanted)
    today = [MapPoint(f"site-{i}", f"いまの施設 {n}か所", lon, lat, 1)
             for i, (lon, lat, n) in enumerate(zip(there.lon, there.lat, there.facilities, strict=True))]
    region_map(key="siting-map", view=place.view, unit_group=chosen.grouping.group_of, groups=groups,
               legend=MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in zip(scale.colors, scale.labels, strict=True)],
                                no_data="データ待ち"), points=MapPoints(KINDS, [*today, *added]), labels="name", meeting=state.meeting(),
               height=gaps_view.MAP_HEIGHT, aria_label=f"{place.pref_name}の{chosen.title}を加える場所の地図")


def _answer(store: Store, found: Siting, step: Covering, count: int, kind: str) -> None:
    if len(step.chosen) < count:
        st.write(f"{len(step.chosen)}か所より多く加えても、新たに届く人はいません。")
    with st.container(key="words-siting"):
        links = [state.link("facility", facility=found.candidates["facilities"][one][0]) for one in step.chosen] if kind == FACILITIES else ()
        plain_table(chosen_table(found, step), label="加える場所", links=links)
    st.markdown(_proof(found, step))
    charts.show(charts.gains([s.covered for s in found.best], len(step.chosen)), "siting-chart")
    st.caption(_missing_words(store, found))


def _proof(found: Siting, step: Covering) -> str:
    if not step.is_best:
        return f"時間内に見つかった最良の組です。どう選んでも {people(step.bound)}を超えないことは証明しています。"
    return (f"**これより良い組はありません（証明済み）。** {len(found.candidates):,}の候補のどの{len(step.chosen)}か所を選んでも、"
            f"{people(step.covered)}を超えません。")


def chosen_table(found: Siting, step: Covering) -> pd.DataFrame:
    """Places in the order in which they add most."""
    return pd.DataFrame({"新たに届く人": [people(gain) for gain in step.added], "ここだけのとき": [people(found.alone[one]) for one in step.chosen]},
                        index=pd.Index([f"{order}. {place_name(found, one)}" for order, one in enumerate(step.chosen, start=1)], name="加える場所"))


def _missing_words(store: Store, found: Siting) -> str:
    left = found.stranded[found.stranded >= .5]
    if left.empty:
        return "届かない人は、どこも候補から届く距離にいます。"
    most = left.head(NAMED)
    names = dict(store.rows("SELECT unit_code, full_name FROM unit WHERE unit_code IN (SELECT unnest(?::VARCHAR[]))", [most.index.tolist()]))
    named = "、".join(f"{names[unit]} {people(number)}" for unit, number in most.items())
    more = "など" if len(left) > NAMED else ""
    return f"どの候補からも届かない人: {people(left.sum())}（{named}{more}）。その島に候補がないか、候補から遠い人です。"


def table(found: Siting, terms: Terms) -> pd.DataFrame:
    """Every step as a file holds it: a row a place and number of places."""
    return pd.DataFrame([
        {"加える数": len(step.chosen), "順": order, "加える場所": place_name(found, one), "市区町村コード": found.candidates["unit_code"][one],
         "北緯": round(float(found.candidates["lat"][one]), 5), "東経": round(float(found.candidates["lon"][one]), 5),
         f"新たに届く{terms.who_words}（人、推計）": round(gain), "ここだけのとき（人、推計）": round(float(found.alone[one])),
         "合計（人、推計）": round(step.covered), "証明された上限（人）": round(step.bound), "最良か": "証明済み" if step.is_best else "未証明"}
        for step in found.best for order, (one, gain) in enumerate(zip(step.chosen, step.added, strict=True), start=1)])
