"""つながり on screen: the map of who needs and who can be a partner, joined where reports name each other; the loads; who is far."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from analytics import partner_networks
from analytics.gaps import FERRY_ONLY, WAITS, gaps
from analytics.partner_networks import Connections, Network
from data.store import Store
from ui import caption, downloads, gaps_view, state
from ui.area_table import Column, area_table
from ui.gaps_choice import Chosen
from ui.located_line import located_line
from ui.plain_table import plain_table
from ui.region_map import (
    MapGroup,
    MapLegend,
    MapPoint,
    MapPoints,
    PointKind,
    region_map,
)
from ui.sidebar import Place
from ui.words import number

MOST_LISTED = 10
HOW = ("距離は直線で、同じ陸地だけを結びます。最も近いことは、連携していることを示しません。"
       "連携先の名前は、かかりつけ医機能報告に書かれたものだけで、県内の同じ名前の医療機関・事業所に結び付けます。")


def draw(store: Store, place: Place, chosen: Chosen) -> None:
    """The whole view of a theme that has a network."""
    network = partner_networks.of_theme(store, chosen.function.code)
    if network is None:
        st.info("このテーマには、つながりの定義（partner_networks.toml）がありません。入退院支援・在宅医療・介護連携で見られます。")
        return
    states = gaps(store, chosen.grouping, network.function)
    if (states["state"] == WAITS).all():
        gaps_view.lead_line("", f"{escape(network.name)}: この都道府県の名簿・報告はまだ読み込まれていません。")
        gaps_view.waits()
        return
    found = partner_networks.connections(store, network, chosen.grouping.units)
    far = found.far(network.far_km)
    gaps_view.lead_line(gaps_view.basis_words(states), _sentence(place, network, found, far))
    map_column, list_column = st.columns([6, 5], gap="medium")
    with map_column:
        _map(place, chosen, network, found, far)
        located_line(store, chosen.grouping.units)
    with list_column:
        _supporters(network, found)
        if found.is_reported:
            st.write(f"連携先の名前があるのは **{int((found.seekers['named'] > 0).sum())}** か所。")
    st.subheader(f"連携先の名前がなく、最も近い所まで{network.far_km:g}kmを超える{network.seeker_name}　{len(far)}", anchor=False)
    if len(far):
        with st.container(key="words-far"):
            listed = far.head(MOST_LISTED)
            cards = [state.link("facility", facility=who) for who in listed["id"]] if network.seekers else ()
            plain_table(far_table(listed), label="遠い所", links=cards)
        if len(far) > MOST_LISTED:
            st.caption(f"ほか{len(far) - MOST_LISTED}か所（ダウンロードに全部あります）。")
    if found.is_reported:
        _pairs(found)
    else:
        st.caption("連携先の名前は、かかりつけ医機能報告を読み込むと分かります（届出には名前がありません）。")
    notes = [gaps_view.sources(store, states), HOW, f"データの版: {store.data_version}"]
    downloads.download_panel("partners", f"{place.pref_name}_{network.name}", lambda: table(network, found), notes, "つながり")
    caption.under(notes)


def _sentence(place: Place, network: Network, found: Connections, far: pd.DataFrame) -> str:
    seekers, text = len(found.seekers), f"{escape(place.pref_name)}　" if state.meeting() else ""
    if not seekers:
        return text + f"{escape(network.seeker_name)}は登録されていません。支える側は <b>{len(found.supporters)}</b>か所。"
    return text + (f"{escape(network.seeker_name)} <b>{seekers}</b> のうち、{network.far_km:g}km以内に支える側がないのは <b>{len(far)}</b>か所。")


def _map(place: Place, chosen: Chosen, network: Network, found: Connections, far: pd.DataFrame) -> None:
    kinds = (PointKind(network.seeker_name, "#0b5cad", "circle"), PointKind(f"{network.far_km:g}kmを超える", "#c2410c", "triangle"),
             PointKind(network.supporter_name, "#2f5d2f", "square"))
    alone = set(far["id"])
    seekers = found.seekers[found.seekers["lat"].notna()]
    both = set(found.supporters["id"])
    points = [MapPoint(row.id, row.name, row.lon, row.lat, 1 if row.id in alone else 0, _near(row)) for row in seekers.itertuples()
              if row.id not in both]
    points += [MapPoint(row.id, row.name, row.lon, row.lat, 2, f"最も近い{network.seeker_name} {row.nearest_of}か所")
               for row in found.supporters[found.supporters["lat"].notna()].itertuples()]
    links = [(row.id, row.partner_id) for row in found.pairs.itertuples() if row.partner_id]
    groups = [MapGroup(group, name, 0) for group, name in chosen.grouping.names.items()]
    region_map(key="partners-map", view=place.view, unit_group=chosen.grouping.group_of, groups=groups, points=MapPoints(kinds, points, links),
               legend=MapLegend("つながり", "", ({"color": "#eef2f5", "label": chosen.area_name},)),
               labels="none", meeting=state.meeting(), height=gaps_view.MAP_HEIGHT, aria_label=f"{place.pref_name}の{network.name}の地図")


def _near(row) -> str:
    return f"最も近い {row.nearest_name}（{_km(row)}km）" if isinstance(row.nearest_name, str) else FERRY_ONLY


def _km(row) -> str:
    return f"{'' if row.nearest_sure else '約'}{number(row.nearest_km, 1)}"


def _supporters(network: Network, found: Connections) -> None:
    """Who could be asked, by how many have it nearest."""
    frame = found.supporters.set_index("id")
    shown = pd.DataFrame({"name": frame["name"], "town": frame["municipality"].fillna(""), "near": [f"{n}か所" for n in frame["nearest_of"]],
                          "named": [f"{n}か所" for n in frame["named"]], "near order": frame["nearest_of"], "named order": frame["named"]})
    columns = [Column("name", "医療機関"), Column("town", "所在地"), Column("near", "最も近い", align="right", sort_by="near order"),
               *([Column("named", "名前あり", align="right", sort_by="named order")] if found.is_reported else [])]
    area_table(key="partners-table", frame=shown, columns=columns, mode="none", selected=[], page_size=8, meeting=state.meeting(),
               caption=f"{network.supporter_name}　{len(found.supporters)}（そこが最も近い{network.seeker_name}の数）", sort=("near", True))


def far_table(far: pd.DataFrame) -> pd.DataFrame:
    """Seekers far from any supporter, as words."""
    return pd.DataFrame({
        "所在地": far["municipality"].fillna(""), "電話": far["phone"].fillna("記載なし"), "最も近い所": far["nearest_name"].fillna(FERRY_ONLY),
        "距離（km）": ["" if np.isnan(row.nearest_km) else _km(row) for row in far.itertuples()]}).set_index(pd.Index(far["name"], name="名称"))


def _pairs(found: Connections) -> None:
    known = int(found.pairs["partner_id"].notna().sum())
    with st.expander(f"報告に書かれた連携先　{len(found.pairs)}（うち登録にあるもの {known}）"):
        if len(found.pairs):
            plain_table(pairs_table(found), label="報告に書かれた連携先")
        else:
            st.write("連携先の名前を書いた報告はありません。")


def pairs_table(found: Connections) -> pd.DataFrame:
    """Who wrote whom."""
    return pd.DataFrame({"書かれた名前": found.pairs["written"], "登録の名前": found.pairs["partner_name"].fillna("登録に見つからない")}).set_index(
        pd.Index(found.pairs["name"], name="報告した医療機関"))


def table(network: Network, found: Connections) -> pd.DataFrame:
    """Every seeker and every supporter as a file holds them."""
    seekers, supporters = found.seekers, found.supporters
    return pd.concat([
        pd.DataFrame({"区分": network.seeker_name, "名称": seekers["name"], "所在地": seekers["municipality"], "電話": seekers["phone"],
                      "連携先の名前（数）": seekers["named"] if found.is_reported else None, "最も近い所": seekers["nearest_name"],
                      "距離（km、直線）": seekers["nearest_km"].round(1)}),
        pd.DataFrame({"区分": network.supporter_name, "名称": supporters["name"], "所在地": supporters["municipality"],
                      "電話": supporters["phone"], "連携先の名前（数）": supporters["named"] if found.is_reported else None,
                      "ここが最も近い数": supporters["nearest_of"]})], ignore_index=True)
