"""One theme of 提供体制の空白: the finding, the map, the list of gaps by people concerned, and who could fill the chosen one."""

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from analytics import care_services, gap_fillers, legend
from analytics.care_functions import CLINICS, KINDS, NOTIFIED, REPORTED, bases
from analytics.gaps import (
    FERRY_ONLY,
    MIXED,
    NONE,
    ONE,
    SEVERAL,
    SHARED_ONLY,
    SIDES,
    STATES,
    WAITS,
    gaps,
    sides,
)
from data.store import Store
from ui import caption, cover_view, downloads, sample, state
from ui.area_table import Column, area_table
from ui.gaps_choice import Chosen
from ui.literal import literal
from ui.located_line import MEDICAL, located_line
from ui.plain_table import plain_table
from ui.public_line import public_line
from ui.region_map import MapGroup, MapLegend, region_map
from ui.sidebar import Place
from ui.words import number, people

MAP_HEIGHT = 520
WITH_SERVICES = ("home_care", "care_liaison")
STATE_CLASSES = ({"color": "#f2a65a", "label": "なし（空白）"}, {"color": "#cfe0f2", "label": "連携のみ"}, {"color": "#a6c8e4", "label": "1か所"},
                 {"color": "#1f639f", "label": "2か所以上"})
STATE_CLASS = {NONE: 0, SHARED_ONLY: 1, ONE: 2, SEVERAL: 3}
PAINTS = {"state": "空白", "with_function": "施設数", "per_10000": "75歳以上1万人あたり", "share": "施設に占める割合（報告ベースのみ）",
          "nearest_km": "最も近い施設まで", "intending": "担う意向のある施設（報告ベースのみ）"}
UNITS = {"with_function": "か所", "intending": "か所", "per_10000": "か所/1万人", "share": "％", "nearest_km": "km"}
SOURCE = {NOTIFIED: "出典: 届出受理医療機関名簿（地方厚生局）。届出のある施設だけの名簿で、届出は体制を示し、実績を示すものではない。",
          "reported": "出典: かかりつけ医機能報告（都道府県が確認した報告）。"}
NOT_LOADED = "この都道府県の名簿・報告はまだ読み込まれていません。"
POPULATION = "75歳以上は住民基本台帳（総務省、2025年1月1日）。"
HOW = ("空白は、区域内にその機能のある施設が1つもないこと。距離は国勢調査メッシュ（2015年）の住民から最も近い施設までの直線の平均で、"
       f"同じ陸地だけを結ぶ（{FERRY_ONLY}は距離なし）。位置の分からない施設は市区町村の人口重心に置く。")


def draw(store: Store, place: Place, chosen: Chosen) -> None:
    """The whole screen of a theme."""
    found = gaps(store, chosen.grouping, chosen.function.code, chosen.wanted)
    lead(found, place, chosen)
    if (found["state"] == WAITS).all():
        waits()
        return
    map_column, list_column = st.columns(2, gap="medium")
    with list_column:
        paint = state.select("gappaint", "地図の指標", list(PAINTS), PAINTS.__getitem__, label_visibility="collapsed")
    with map_column:
        _map(store, place, chosen, found, paint)
        located_line(store, chosen.grouping.units, CLINICS if chosen.function.code == "after_hours" else MEDICAL)
    with list_column:
        _list(store, found, chosen)
    name = f"{place.pref_name}_{chosen.title}_空白"
    downloads.download_panel("gaps", name, lambda: table(found, chosen), notes(store, found, chosen), "空白")
    if state.get("gaparea") in chosen.grouping.names:
        area(store, chosen, found, state.get("gaparea"))
    else:
        st.info("地図か表で区域を選ぶと、空白の理由と、埋められる施設（意向のある施設、あと一歩の施設、近くで支援できる施設）が出ます。")
    if chosen.function.code in cover_view.TITLES:
        cover_view.draw(store, place, chosen, notes(store, found, chosen))
    if chosen.function.code in WITH_SERVICES and not store.is_sample:
        services(store, place, chosen)
    caption.under(notes(store, found, chosen))


def services(store: Store, place: Place, chosen: Chosen) -> None:
    """Offices of care services by area; what the prefecture's own papers say stands below, with its date."""
    frame = care_services.counts(store, chosen.grouping)
    shown = frame.rename(index=chosen.grouping.names, columns=care_services.SERVICES).rename_axis(chosen.area_name)
    st.header("介護サービスの事業所", anchor=False)
    total = shown.sum().to_frame().T.set_axis([f"{place.pref_name}（公表システム）"])
    papers = care_services.published(place.pref)
    told = pd.DataFrame([{name: "{} （{}）".format(*papers[code]) if code in papers else "" for code, name in care_services.SERVICES.items()}],
                        index=[f"{place.pref_name}（県の資料）"])
    plain_table(pd.concat([total, *([told] if papers else [])]).rename_axis(chosen.area_name))
    with st.expander(f"{chosen.area_name}ごとの事業所の数"):
        plain_table(shown, label=f"{chosen.area_name}ごとの事業所の数")
    st.caption(care_services.source(store))


def lead(found: pd.DataFrame, place: Place, chosen: Chosen) -> None:
    """The basis and one sentence: how many areas lack it, and how many people live there."""
    known = found[~found["state"].isin((WAITS, MIXED))]
    badge = basis_words(known)
    if len(known):
        missing = known[known["gap"]]
        text = (f"{len(known)}{chosen.area_name}のうち <b>{len(missing)}</b> が空白"
                f"（75歳以上 <b>{people(missing['people_75'].sum())}</b>）。")
    else:
        text = NOT_LOADED
    lead_line(badge, subject(place, chosen) + text)


def subject(place: Place, chosen: Chosen) -> str:
    """What a sentence of a theme is about (HTML): the theme under the page's title; the place in meeting mode, where the title is away
    and the choices above say the theme."""
    return f"{escape(place.pref_name)}　" if state.meeting() else f"{escape(chosen.title)}: "


def basis_words(found: pd.DataFrame) -> str:
    """届出ベース（R7）; '' where nothing is known."""
    return "・".join(sorted({*found["basis_words"].dropna()}))


def lead_line(basis: str, text: str) -> None:
    """The basis in a frame, then the sentence (HTML)."""
    st.html(f'<p class="lead"><span class="basis">{escape(basis or "データ待ち")}</span>　{text}</p>'
            "<style>.basis { border: 2px solid #0b5cad; border-radius: 6px; padding: 0 .4em; font-weight: 700; }</style>")


def waits() -> None:
    """What to load where there is nothing yet."""
    st.info("届出受理医療機関名簿（地方厚生局が毎月公表）か、かかりつけ医機能報告の様式を、「出典とデータ」の「資料を読み込む」で読み込むと表示されます。"
            "同梱しているのは沖縄県・富山県・佐賀県の名簿（2025年10月1日現在）です。")


def state_groups(found: pd.DataFrame, texts: list[str] | None = None) -> list[MapGroup]:
    """Groups painted by whether they have it."""
    return [MapGroup(row.group_id, row.name, STATE_CLASS.get(row.state), text, (STATES[row.state],))
            for row, text in zip(found.itertuples(), texts or [_places(row) for row in found.itertuples()], strict=True)]


def _places(row) -> str:
    return STATES[row.state] if row.state in (WAITS, MIXED) else f"{row.with_function}か所"


def _map(store: Store, place: Place, chosen: Chosen, found: pd.DataFrame, paint: str) -> None:
    if paint == "state":
        groups, shown = state_groups(found), MapLegend(f"{chosen.title}のある施設", "", STATE_CLASSES, no_data="データ待ち")
    else:
        if paint == "intending":
            found = found.assign(intending=gap_fillers.intending(store, chosen.grouping, chosen.function.code, chosen.wanted).to_numpy())
        values = found[paint].astype(float).to_numpy(float, na_value=np.nan) * (100 if paint == "share" else 1)
        decimals = 0 if paint in ("with_function", "intending") else 1
        scale = legend.legend_of(f"{chosen.title}　{PAINTS[paint]}", UNITS[paint], values, decimals)
        groups = [MapGroup(row.group_id, row.name, number_of_class, number(value, decimals), (STATES[row.state],))
                  for row, value, number_of_class in zip(found.itertuples(), values, legend.classify(scale, values), strict=True)]
        shown = MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in zip(scale.colors, scale.labels, strict=True)],
                          no_data="空白でない区域" if paint == "nearest_km" else legend.NO_DATA_WORD)
    region_map(key="gaps-map", view=place.view, unit_group=chosen.grouping.group_of, groups=groups, legend=shown,
               selected=[state.get("gaparea")] if state.get("gaparea") in chosen.grouping.names else [],
               labels="value" if len(found) <= 60 else "name", meeting=state.meeting(), height=MAP_HEIGHT,
               aria_label=f"{place.pref_name}の{chosen.title}の地図", on_change=_take)


def _take(result) -> None:
    state.put("gaparea", result.selection[0] if result.selection else "")


def _list(store: Store, found: pd.DataFrame, chosen: Chosen) -> None:
    """Gaps first, those with the most people concerned on top."""
    frame = found.set_index("group_id")
    shown = pd.DataFrame({
        "name": frame["name"], "people": [people(p) for p in frame["people_75"]],
        "count": [_places(row) for row in frame.itertuples()], "rate": [number(rate, 1) for rate in frame["per_10000"]],
        "order": frame["people_75"] + frame["gap"] * 1e9, "per": frame["per_10000"].fillna(-1.0),
        "places": frame["with_function"].fillna(-1).astype(int)})
    by_side = sides(store, chosen.grouping, chosen.function.code) if chosen.item is None else pd.DataFrame()
    for side in by_side:
        shown[side], shown[f"{side} order"] = [f"{n}か所" for n in by_side[side]], by_side[side]
    # Beside the map there is room for three figures: where a function has two sides, they are told, not their union.
    counts = [Column(side, SIDES[side], align="right", sort_by=f"{side} order") for side in by_side] or [
        Column("count", "施設", align="right", sort_by="places"), Column("rate", "万人比", align="right", sort_by="per")]
    columns = [Column("name", chosen.area_name, sort_by="group_id"), Column("people", "75歳以上", align="right", sort_by="order"), *counts]
    area_table(key="gaps-table", frame=shown, columns=columns, selected=[state.get("gaparea")] if state.get("gaparea") in frame.index else [],
               mode="single", page_size=8, meeting=state.meeting(), caption="空白を上に、75歳以上の多い順",
               sort=("people", True), on_change=_take)


def area(store: Store, chosen: Chosen, found: pd.DataFrame, group: str) -> None:
    """One area: why it is a gap, and who could fill it."""
    row = found.set_index("group_id").loc[group]
    st.header(f"{literal(row['name'])}　{chosen.title}", anchor=False)
    st.write(literal(row["reason"]) or f"空白ではありません（{row['with_function']}か所）。")
    rows = gap_fillers.fillers(store, chosen.grouping, group, chosen.function.code, chosen.wanted)
    for kind, title in gap_fillers.KIND_WORDS.items():
        some = rows[rows["kind"] == kind]
        st.subheader(f"{title}　{len(some)}", anchor=False)
        if some.empty:
            is_waiting = kind == gap_fillers.WILLING and not _is_reported(store, chosen, group)
            st.write("かかりつけ医機能報告が読み込まれると分かります。" if is_waiting else _NONE[kind])
        else:
            with st.container(key=f"words-{kind}"):
                plain_table(fillers_table(some).drop(columns="区分"), label=title,
                            links=[state.link("facility", facility=facility) for facility in some["facility_id"]])
    downloads.download_panel("gap-fillers", f"{row['name']}_{chosen.title}_候補", lambda: fillers_table(rows).reset_index(),
                             notes(store, found, chosen), "候補")


_NONE = {gap_fillers.WILLING: "意向ありと報告した施設はありません。", gap_fillers.STEP: "体制の一部だけを届け出ている施設はありません。",
         gap_fillers.SUPPORT: f"{FERRY_ONLY}。"}


def _is_reported(store: Store, chosen: Chosen, group: str) -> bool:
    basis = bases(store).get(chosen.grouping.members[group][0][:2])
    return basis is not None and basis.code != NOTIFIED


def fillers_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Facilities as words: who, where, phone, why, how far, how much they have to do."""
    km, each = rows["km"].astype(float), rows["people_75_each"].astype(float)
    frame = pd.DataFrame({
        "区分": [gap_fillers.KIND_WORDS[kind] for kind in rows["kind"]], "市町村": rows["municipality"].fillna(""),
        "電話": rows["phone"].fillna("記載なし"), "理由": rows["why"],
        "距離（km）": ["" if np.isnan(far) else f"{'' if sure is True else '約'}{number(far, 1)}"
                   for far, sure in zip(km, rows["sure"], strict=True)],
        "1か所あたり75歳以上": ["" if np.isnan(p) else people(p) for p in each]})
    return frame.set_index(pd.Index(rows["name"], name="医療機関"))


def table(found: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """The list as a file holds it."""
    return pd.DataFrame({
        "コード": found["group_id"], chosen.area_name: found["name"], "状態": [STATES[s] for s in found["state"]],
        "75歳以上（人、2025年）": found["people_75"], "名簿・報告の施設（か所）": found["facilities"],
        "機能のある施設（か所）": found["with_function"],
        "75歳以上1万人あたり": found["per_10000"].round(2), "最も近い施設": found["nearest_name"], "距離（km、平均）": found["nearest_km"].round(1),
        "基礎": found["basis_words"].fillna(""),
        "理由": found["reason"]})


def sources(store: Store, found: pd.DataFrame) -> str:
    """What the functions are taken from; of reports, that only confirmed ones count."""
    used = [SOURCE[basis] for basis in SOURCE if (found["basis"] == basis).any()]
    year_of = {pref: basis.fiscal_year for pref, basis in bases(store).items() if basis.code == REPORTED and pref in _prefectures(found)}
    counted = [public_line(store, KINDS[REPORTED], year_of)] if year_of else []
    return "　".join([sample.NOTE, *counted] if store.is_sample else [*used, *counted])


def _prefectures(found: pd.DataFrame) -> set[str]:
    """Codes of the prefectures: every kind of area's code begins with its prefecture's."""
    return {group[:2] for group in found["group_id"]}


def notes(store: Store, found: pd.DataFrame, chosen: Chosen) -> list[str]:
    """Source, date, how, caveat; what this basis cannot tell."""
    unsaid = f"この資料では分からない項目: {'、'.join(item.label for item in chosen.unsaid)}。" if chosen.unsaid else ""
    return [line for line in (sources(store, found) + f"　{POPULATION}", HOW, chosen.function.note, unsaid,
                              f"データの版: {store.data_version}") if line]
