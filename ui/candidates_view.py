"""統合先の候補 on screen and paper: what was found in words, where the neighbours lie, and each of them in figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from analytics import candidates as analysis
from analytics import marks, pair_flow
from analytics.candidates import LATER, NOW, YEARS, Asking, Candidate, Figure
from analytics.flow import PHASES
from analytics.grouping import Grouping
from analytics.main_hospital import MainHospital
from analytics.measures import measures
from analytics.neighbours import WAYS, surrounded
from analytics.pair_flow import Share
from analytics.quantities import newest_flow, newest_report
from analytics.thresholds import Limits
from data.store import Store
from geo.insets import INSETS
from ui import candidates_trial, state
from ui.candidates_trial import element_key
from ui.literal import literal
from ui.region_map import MapGroup, MapLegend, region_map
from ui.words import figure, number, people


@dataclass(frozen=True)
class Room:
    """Candidates side by side that nothing cuts at 1280 pixels: in a table beside the map, and across the page (a sheet of A4)."""

    beside_map: int
    across: int


ROOM, MEETING_ROOM = Room(2, 5), Room(1, 3)
MAP_HEIGHT = 320
NEIGHBOUR = {"road": "道路の隣の区域", "roadless": "境を接し道路のない区域", "islet": "島で隣り合う区域", "ferry": "船でつながる区域",
             "air": "空路でつながる区域"}
CLASSES = ({"color": "#0b5cad", "label": "この区域"}, {"color": "#d9822b", "label": "道路の隣"},
           {"color": "#c7b8e0", "label": "船・空路の隣"}, {"color": "#eceeef", "label": "そのほか"})

# On paper: A4 landscape, a page an area, nothing to click.
STYLE = """<style>
.finding { font-size: 1.1rem; line-height: 1.6; margin: 0; }
.candidates table { border-collapse: collapse; font-size: max(var(--least), .95rem); }
.candidates { overflow-x: auto; }
.candidates th, .candidates td { border: 1px solid #c3ccd5; padding: .25rem .6rem; white-space: pre; vertical-align: top; }
.candidates th { background: #e6edf5; text-align: left; font-weight: 500; white-space: pre-line; min-width: 5.5em; }
.candidates thead th { text-align: center; font-weight: 700; }
.candidates td { text-align: right; font-variant-numeric: tabular-nums; min-width: 6.5em; }
.candidates .long td { white-space: pre-line; }
.candidates th[colspan="2"] { max-width: 16em; }
.candidates .long td { max-width: 13em; }
@page { size: A4 landscape; margin: 10mm; }
@media print {
  .candidates table { width: 100%; }
  .candidates th, .candidates td { padding: 0 .4rem; }
  [class*="st-key-candidates-area-"] { break-before: page; zoom: .7; }
  [class*="st-key-candidates-area-"]:first-of-type { break-before: auto; }
  .stButton, [data-testid="stPageLink"], [data-testid="stExpander"], .st-key-candidates-choices { display: none !important; }
}
</style>"""


def draw(store: Store, grouping: Grouping, group: str, limits: Limits, across: bool, is_alone: bool) -> None:
    """One area: heading, finding, map, candidates, buttons. is_alone: the page shows this area only."""
    area = analysis.asking(store, grouping, group)
    found = [c for c in analysis.candidates(store, grouping, group) if across or c.is_same_prefecture]
    inside = [c for c in found if c.is_same_prefecture]
    with st.container(key=f"candidates-area-{element_key(group)}"):
        st.header(f"{literal(area.name)}の統合先の候補", anchor=False)
        left, right = st.columns([4, 7], gap="medium")
        with left:
            _map(store, grouping, area, found, is_alone)
        with right:
            st.html(f'<p class="finding">{escape(finding(area, found, limits))}</p>')
            candidates_trial.buttons(store, grouping, area, found)
            if len(inside) <= _room().beside_map:
                _tables(area, inside, limits)
        if len(inside) > _room().beside_map:
            _tables(area, inside, limits)
        if outside := [c for c in found if not c.is_same_prefecture]:
            st.subheader("県外の区域", anchor=False)
            _tables(area, outside, limits)


def notes(store: Store, limits: Limits) -> list[str]:
    """What goes under the tables and into files."""
    edition = newest_report(store)
    return [
        f"{analysis.ORDER}。県外は別に示す。",
        "出典: 住民基本台帳（総務省、2025年1月1日）、日本の地域別将来推計人口 令和5年推計（社人研、2040年）、"
        f"構想区域の流出率及び流入率（厚生労働省、NDB、{newest_flow(store)}公表）、構想区域の医療機関の病床数、診療実績等 {edition}（厚生労働省）。",
        f"統合後の人口の ▼ は目安の{people(limits.small)}未満、▲ は{people(limits.large)}以上、○ はその間（目安は設定で変えられる）。"
        "人口だけで決まるものではない。",
        "入院の割合と推計自足率は構想区域の公表分から計算。「公表なし」は0ではなく、患者が少なく公表されていないことを示す。"
        "統合後の推計自足率は人口で重みづけした、公表分～上限の幅。",
        "距離は、高度急性期・急性期の新規入棟患者が最も多い病院どうしの直線距離（海をまたぐことがあり、道のりや時間ではない）。"
        "「おおよそ」は病院の位置が住所ではなく市区町村の人口重心のもの。",
        f"機能は{edition}報告で施設がある、または分娩の報告がある区域（未報告の医療機関は数えない）。「候補」は医療機関機能報告が始まる前の、"
        "病床機能報告から見た目安（公的な基準ではない）。脳血管内手術などは公表データにないため含まない。",
        f"データの版: {store.data_version}（{store.built_at.replace('T', ' ')} 作成）",
    ]


# --- the finding ---

def finding(area: Asking, found: Sequence[Candidate], limits: Limits) -> str:
    """What the figures say, in sentences made of them; no advice."""
    inside = [c for c in found if c.is_same_prefecture]
    by_road = [c for c in inside if c.way == "road"]
    return "".join([_size(area, limits), _exemption(area, limits), _roads(by_road, inside, limits),
                    _destination(area, found), *(_first(area, c) for c in by_road[:1])])


def _size(area: Asking, limits: Limits) -> str:
    now, later = (area.persons[year] for year in YEARS)
    sizes = f"{area.name}の人口は{NOW}年{people(now)}、{LATER}年{people(later)}"
    if now < limits.small:
        return f"{sizes}で、{people(limits.small)}未満です。"
    if later < limits.small:
        return f"{sizes}で、{LATER}年には{people(limits.small)}を下回ります。"
    return f"{sizes}で、{people(limits.small)}以上です。"


def _exemption(area: Asking, limits: Limits) -> str:
    year = area.exempt_in(limits)
    if year is None:
        return ""
    count = len(area.component.groups)
    total = "" if count == 1 else f"道路でつながる{count}区域を合わせても{year}年に{people(area.component.persons[year])}で、"
    return f"{total}道路での統合では{people(limits.small)}に届かないため、離島として人口の目安の対象外（例外）です。"


def _roads(by_road: Sequence[Candidate], inside: Sequence[Candidate], limits: Limits) -> str:
    if not by_road:
        rest = "、".join(f"{c.name}（{WAYS[c.way]}）" for c in inside)
        return "道路で接する県内の区域はありません" + (f"。つながるのは{rest}です。" if rest else "。")
    names = "、".join(c.name for c in by_road)
    reach = [c for c in by_road if all(c.reaches(limits).values())]
    text = f"道路で接する県内の区域は{names}" + (f"の{len(by_road)}区域で、" if len(by_road) > 1 else "だけで、")
    goal = f"{NOW}年・{LATER}年とも{people(limits.small)}以上"
    if len(reach) == len(by_road):
        return f"{text}{'どれと統合しても' if len(by_road) > 1 else '統合すると'}{goal}になります。"
    if not reach:
        return f"{text}{'どれと統合しても' if len(by_road) > 1 else '統合しても'}{goal}にはなりません。"
    return f"{text}統合して{goal}になるのは{'、'.join(c.name for c in reach)}です。"


def _destination(area: Asking, found: Sequence[Candidate]) -> str:
    to = area.destination
    if to is None:
        return ""
    text = f"住民の{PHASES['acute']}の入院先は、区域外では{to.name}が最も多く{_share_words(to.share)}です"
    if to.group in {c.group for c in found} and not to.prefecture:
        return f"{text}。"
    where = f"{to.prefecture}、" if to.prefecture else ""
    if to.way:
        return f"{text}（{where}{NEIGHBOUR[to.way]}）。"
    near = next((c for c in sorted(found, key=lambda c: -c.going["acute"].low) if c.going["acute"].state == pair_flow.LISTED), None)
    return f"{text}（{where}隣り合わない区域" + (f"。隣では{near.name}の{_share_words(near.going['acute'])}" if near else "") + "）。"


def _first(area: Asking, candidate: Candidate) -> str:
    own, after = area.own["acute"], candidate.after["acute"]
    text = f"{candidate.name}と統合すると、人口は{NOW}年{people(candidate.joined[NOW])}、{LATER}年{people(candidate.joined[LATER])}"
    share, unknown = f"推計自足率（{PHASES['acute']}）は", ""
    before, then = _reason_or_figure(own), _reason_or_figure(after)
    if pd.isna(own.low) or pd.isna(after.low):
        unknown = f"{share}{before}です。" if before == then else f"{share}統合前は{before}、統合後は{then}です。"
    else:
        text += f"、{share}{before}から{then}"
    return text + (f"になり、区域内に{'、'.join(candidate.gains)}が加わります。" if candidate.gains else "になります。") + unknown


def _reason_or_figure(found: Figure) -> str:
    return "分割した区域のため不明" if pd.isna(found.low) and found.marks & marks.SPLIT else _figure_words(found, "acute")


# --- map, table, buttons ---

def _map(store: Store, grouping: Grouping, area: Asking, found: Sequence[Candidate], is_alone: bool) -> None:
    pref = min(area.prefectures)
    japan = surrounded(store, grouping)
    shown = japan.restrict(u for u in japan.units if u[:2] in area.prefectures)
    ways = {c.group: c for c in found}
    hides = any(inset.view == pref for inset in INSETS)  # a zoomed map would lie under its insets

    def group(code: str, name: str) -> MapGroup:
        if code == area.group:
            return MapGroup(code, name, 0, "この区域")
        if code not in ways:
            return MapGroup(code, name, 3)
        return MapGroup(code, name, 1 if ways[code].way == "road" else 2, "・".join(WAYS[w] for w in ways[code].ways))

    def take(result) -> None:
        if result.selection:
            state.put("area", result.selection[0])
    region_map(key=f"candidates-map-{element_key(area.group)}", view=pref, unit_group=shown.group_of,
               groups=[group(*item) for item in shown.names.items()], legend=MapLegend("隣の区域", classes=CLASSES),
               selected=[area.group], labels="value", fit=None if hides else [area.group, *(c.group for c in found if c.way == "road")],
               toolbar=False, meeting=state.meeting(), height=MAP_HEIGHT,
               aria_label=f"{area.name}と隣の区域の地図", on_change=take if is_alone else None)


def _tables(area: Asking, found: Sequence[Candidate], limits: Limits) -> None:
    if not found:
        st.info("道路・船・空路でつながる区域はありません。")
    across = _room().across
    for start in range(0, len(found), across):
        st.html(f'<div class="candidates">{_table(area, found[start:start + across], limits)}</div>')


def _room() -> Room:
    return MEETING_ROOM if state.meeting() else ROOM


def _table(area: Asking, found: Sequence[Candidate], limits: Limits) -> str:
    """HTML: no merger first, then a column a candidate; a row a figure, grouped by topic. Names are escaped."""
    def phases(cell: Callable[[Candidate, str], str], now: Mapping[str, str]) -> dict[str, list[str]]:
        return {words: [now.get(phase, "―"), *(cell(c, phase) for c in found)] for phase, words in PHASES.items()}
    topics: list[tuple[str, dict[str, list[str]]]] = [
        ("つながり", {"": ["―", *(_ways(c) for c in found)]}),
        ("相手の人口", {f"{year}年": ["―", *(people(c.persons[year]) for c in found)] for year in YEARS}),
        ("統合後の人口", {f"{year}年": [_population(area.persons[year], limits), *(_population(c.joined[year], limits) for c in found)]
                    for year in YEARS}),
        ("推計自足率", phases(lambda c, p: _figure_words(c.after[p], p), {p: _figure_words(area.own[p], p) for p in PHASES})),
        (f"{area.name}の住民のうち\n相手の区域に入院", phases(lambda c, p: _share_words(c.going[p]), {})),
        (f"相手の住民のうち\n{area.name}に入院", phases(lambda c, p: _share_words(c.coming[p]), {})),
        (f"主な病院の間の直線距離\n（{_hospital(area.hospital)}から）", {"": ["―", *(_distance(area, c) for c in found)]}),
        ("機能", {f"{area.name}が得る": ["―", *("、".join(c.gains) or "なし" for c in found)],
                "相手が得る": ["―", *("、".join(c.gives) or "なし" for c in found)]})]
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in ("統合しない", *(_title(c) for c in found)))
    body = "".join(_topic(*topic) for topic in topics)
    return f'<table><thead><tr><th colspan="2">統合する相手</th>{head}</tr></thead><tbody>{body}</tbody></table>'


def _topic(topic: str, rows: Mapping[str, Sequence[str]]) -> str:
    """Rows of one topic: its name stands once beside them. Cells of words may wrap, figures do not."""
    lines = []
    for words, cells in rows.items():
        first = ""
        if not lines:
            first = f'<th scope="rowgroup" rowspan="{len(rows)}" colspan="{1 if words else 2}">{escape(topic)}</th>'
        second = f'<th scope="row">{escape(words)}</th>' if words else ""
        is_long = any("％" not in cell and len(cell) > 12 for cell in cells)
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        lines.append(f'<tr class="{"long" if is_long else ""}">{first}{second}{row}</tr>')
    return "".join(lines)


def _title(candidate: Candidate) -> str:
    return candidate.name if candidate.is_same_prefecture else f"{candidate.name}（県外）"


def _ways(candidate: Candidate) -> str:
    return "\n".join(WAYS[way] + (f"（{names}）" if names else "") for way, names in candidate.ways.items())


def _population(persons: float, limits: Limits) -> str:
    sign = "▲" if persons >= limits.large else "○" if persons >= limits.small else "▼"
    return people(persons) if pd.isna(persons) else f"{sign} {people(persons)}"


def _share_words(share: Share) -> str:
    if share.state != pair_flow.LISTED:
        return pair_flow.WORDS[share.state]
    first, last = number(share.low * 100, 1), number(share.high * 100, 1)
    return f"{first}％" if first == last else f"{first}～{last}％"


def _figure_words(found: Figure, phase: str) -> str:
    definition = measures()[f"self_sufficiency_{phase}"]
    text = figure(found.low, found.high, found.marks, definition)
    return text if pd.isna(found.low) else text + definition.unit


def _hospital(hospital: MainHospital | None) -> str:
    return "急性期の報告なし" if hospital is None else hospital.name


def _distance(area: Asking, candidate: Candidate) -> str:
    if pd.isna(candidate.km):
        return f"不明\n{_hospital(candidate.hospital)}"
    sure = area.hospital.sure and candidate.hospital.sure
    return f"{number(candidate.km)} km{'' if sure else '（おおよそ）'}\n{_hospital(candidate.hospital)}"


def table(store: Store, grouping: Grouping, groups: Sequence[str], across: bool) -> pd.DataFrame:
    """A row each area and candidate, as a file holds it: shares in ％, empty where nothing is published."""
    rows = []
    for group in groups:
        area = analysis.asking(store, grouping, group)
        for c in analysis.candidates(store, grouping, group):
            if across or c.is_same_prefecture:
                rows.append(_row(area, c))
    return pd.DataFrame(rows)


def _row(area: Asking, c: Candidate) -> dict:
    row = {"区域コード": area.group, "区域": area.name, "候補コード": c.group, "候補": c.name,
           "県内・県外": "県内" if c.is_same_prefecture else "県外", "つながり": _ways(c).replace("\n", "・")}
    for year in YEARS:
        row |= {f"区域の人口 {year}年（人）": area.persons[year], f"候補の人口 {year}年（人）": c.persons[year],
                f"統合後の人口 {year}年（人）": c.joined[year]}
    for phase, words in PHASES.items():
        for label, share in (("区域の住民のうち候補に入院", c.going[phase]), ("候補の住民のうち区域に入院", c.coming[phase])):
            listed = share.state == pair_flow.LISTED
            row |= {f"{label} {words} 下限（％）": share.low * 100 if listed else None, f"{label} {words} 上限（％）": share.high * 100,
                    f"{label} {words} 注": "" if listed else pair_flow.WORDS[share.state]}
        row |= {f"推計自足率 {words} 統合前（％）": area.own[phase].low, f"推計自足率 {words} 統合後 下限（％）": c.after[phase].low,
                f"推計自足率 {words} 統合後 上限（％）": c.after[phase].high}
    return row | {"区域の主な病院": _hospital(area.hospital), "候補の主な病院": _hospital(c.hospital),
                  "直線距離（km）": c.km, "区域が得る機能": "、".join(c.gains), "候補が得る機能": "、".join(c.gives)}
