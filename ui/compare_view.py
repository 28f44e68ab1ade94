"""案の比較 on screen: maps in step, the table of figures, who moves where, the chart."""

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics import aggregate, areas, compare_trials, legend, marks
from analytics.compare_trials import Contender, Figure, Paint, Row
from analytics.comparison_kinds import Value
from analytics.grouping import Grouping
from analytics.legend import CATEGORY
from analytics.measures import measures
from analytics.moves import moves
from analytics.thresholds import Limits
from data.store import Store
from ui import long_name, state, thresholds_view
from ui.literal import literal
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, region_map, view_of
from ui.region_view import MAP_MARKS
from ui.words import figure as figure_words
from ui.words import number, people, year_words

ABREAST = 3  # maps side by side
ROOM = 11  # characters of a name that are always to be seen above its map
MAP_HEIGHT = {1: 560, 2: 460, 3: 380}
BEST, WORST = "◎ 最良", "▽ 最下位"
SELECTION = "compare units"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")
STYLE = """<style>
.classes { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; }
.classes ul { display: contents; list-style: none; }
.classes li { display: flex; align-items: center; gap: .4rem; margin: 0; }
.classes i { width: 2.1em; height: 1.3em; border: 1px solid #555; print-color-adjust: exact; }
.contender { display: flex; margin: 0; white-space: nowrap; font-weight: 700; }
.contender .long { flex: 0 1 auto; min-width: 0; }
.contender small { font-size: inherit; font-weight: 400; }
.comparison { overflow-x: auto; }
.comparison table { border-collapse: collapse; font-size: max(var(--least), .95rem); width: 100%; }
.comparison th, .comparison td { border: 1px solid #c3ccd5; padding: .3rem .6rem; vertical-align: top; }
.comparison th { background: #e6edf5; text-align: left; font-weight: 500; }
.comparison thead th { text-align: center; font-weight: 700; }
.comparison td { text-align: right; font-variant-numeric: tabular-nums; }
.comparison small { display: block; font-size: max(var(--least), .85rem); color: #3b4855; }
.comparison thead th:first-child { width: 30%; }
.comparison table { table-layout: fixed; min-width: 44em; }
.comparison .best { background: #dcefe0; font-weight: 700; }
.comparison .worst { background: #f8e3df; }
.comparison .sign { display: block; font-weight: 700; }
</style>"""

MOVES_NOTE = ("新しい区域は、そこに最も多くの住民が移る今の構想区域を引き継ぐとみて、それ以外の区域から来る住民を数えます"
              "（住民基本台帳、2025年1月1日）。区域の名前や記号が変わっただけの人は数えません。")
RADAR_NOTE = "比べた案のうち最もよい値を1（外側）、最も劣る値を0（中心）とした相対の図。幅のある数値はその中央。差の大きさは表で確かめてください。"


def notes(store: Store, contenders: Sequence[Contender]) -> list[str]:
    """What goes under the table and into files."""
    return [
        f"すべての案（{len(contenders)}）を同じデータの版 {store.data_version}（{store.built_at.replace('T', ' ')} 作成）で計算。",
        f"{BEST}・{WORST}は、数値の幅を考えても確かなときだけ付けています。幅が重なるとき、数値が不明な案があるとき、優劣のない数値には付きません。",
        "出典: 住民基本台帳（総務省、2025年1月1日）、日本の地域別将来推計人口 令和5年推計（社人研）、病床機能報告・必要量・流出入（厚生労働省）、"
        "国勢調査 地域メッシュ（2015年）。",
        "推計自足率は住民の入院のうち区域内の医療機関への入院の割合（公表分～上限）。2040年の必要量は未公表（令和8年度に推計）。"]


# --- maps in step ---

def choose_paint() -> Paint:
    """Which measure the maps show."""
    options = {f"{p.measure}-{p.year}": p for p in compare_trials.paints()}
    words = {key: f"{measures()[p.measure].name}　{year_words(p.year, measures()[p.measure])}" for key, p in options.items()}
    labels = {"label_visibility": "collapsed" if state.meeting() else "visible"}
    return options[state.select("paint", "地図の指標", list(options), words.__getitem__, **labels)]


def maps(store: Store, contenders: Sequence[Contender], paint: Paint, limits: Limits) -> None:
    """One map a contender, in the same colours; zoom, place and choice of one are those of all."""
    definition = measures()[paint.measure]
    frames = [aggregate.measure(store, c.grouping, definition, paint.year) for c in contenders]
    scale = legend.legend(definition, pd.concat(frames))
    view = view_of(contenders[0].trial.scope)
    abreast = min(ABREAST, len(contenders))
    st.html(_legend(scale))
    for start in range(0, len(contenders), abreast):
        columns = st.columns(abreast, gap="small")
        for at, column in zip(range(start, min(start + abreast, len(contenders))), columns, strict=False):
            with column:
                st.html(f'{long_name.STYLE}<p class="contender">{_numbered(at)}　{long_name.cut(contenders[at].name, ROOM)}'
                        f'<small>（{len(contenders[at].grouping)}区域）</small></p>')
                _map(store, at, contenders[at], frames[at], scale, paint, view, limits, abreast)
    st.caption("模様: 斜線はデータなし、点は按分・推計、横線は秘匿・未報告を含む。  \n"
               "どれかの地図を拡大・移動・選択すると、ほかの地図も同じになります。色分けはすべての案で同じです。")


def _legend(scale: legend.Legend) -> str:
    """One legend for all maps."""
    entries = "".join(f'<li><i style="background:{color}"></i>{escape(label)}</li>' for color, label in
                      zip(scale.colors, scale.labels, strict=True))
    return (f'<div class="classes"><b>{escape(scale.title)}（{escape(scale.unit)}）</b><ul>{entries}</ul></div>')


def _map(store: Store, at: int, contender: Contender, frame: pd.DataFrame, scale: legend.Legend, paint: Paint, view: str,
         limits: Limits, abreast: int) -> None:
    grouping, definition = contender.grouping, measures()[paint.measure]
    classes = legend.classify(scale, legend.middle(frame))
    of_size = thresholds_view.size_signs(store, grouping, limits, paint.year) if paint.measure == "population" else {}

    def signs(row) -> list[str]:
        return [*filter(None, [of_size.get(row.group_id)]), *marks.words(int(row.marks))]
    groups = [MapGroup(row.group_id, row.name, number_of_class, figure_words(row.low, row.high, row.marks, definition), signs(row))
              for row, number_of_class in zip(frame.itertuples(index=False), classes, strict=True)]

    def take(result) -> None:
        st.session_state[SELECTION] = [u for group in result.selection for u in grouping.members[group]]
    units = st.session_state.get(SELECTION, [])
    region_map(key=f"compare-map-{at}", view=view, unit_group=grouping.group_of, groups=groups,
               legend=MapLegend(scale.title, scale.unit, [{"color": c, "label": text} for c, text in
                                                          zip(scale.colors, scale.labels, strict=True)], "", legend.NO_DATA_WORD, MAP_MARKS),
               selected=sorted({grouping.group_of[u] for u in units if u in grouping.group_of}), labels="value",
               captions=False, sync=f"compare-{view}", meeting=state.meeting(), height=MAP_HEIGHT[abreast],
               aria_label=f"{contender.name}の地図: {scale.title}", on_change=take)


def tell_alike(contenders: Sequence[Contender]) -> None:
    """Say of trials that hold the same areas that they are compared with themselves."""
    if groups := compare_trials.alike(contenders):
        st.info("同じ区割りです: " + "、".join("と".join(map(_numbered, group)) for group in groups)
                + "。どの区域も同じ市区町村からできているため、数値は同じになります。")


def chosen_areas(store: Store, contenders: Sequence[Contender]) -> None:
    """What the choice on the maps means in each trial."""
    units = set(st.session_state.get(SELECTION, []))
    if not units & set(contenders[0].trial.scope):
        return
    population = measures()["population"]
    table = {}
    for at, contender in enumerate(contenders):
        persons = {year: aggregate.measure(store, contender.grouping, population, year).set_index("group_id")["value"] for year in (2025, 2040)}
        groups = sorted({contender.grouping.group_of[u] for u in units if u in contender.grouping.group_of})
        table[f"{_numbered(at)}　{contender.name}"] = "、".join(
            f"{contender.grouping.names[g]}（{people(persons[2025][g])} → {people(persons[2040][g])}）" for g in groups) or "区域の外"
    shown = pd.DataFrame({"選んだ区域（人口 2025年 → 2040年）": table})
    shown.index.name = "案"
    plain_table(shown)


# --- the table ---

def table(contenders: Sequence[Contender], rows: Sequence[Row], only_differences: bool) -> None:
    """All figures as HTML; the surely best and worst by word, sign and shade. Names are escaped."""
    shown = [row for row in rows if row.differs] if only_differences else list(rows)
    if not shown:
        st.info("比べた案の数値はすべて同じです。")
        return
    head = "".join(f'<th scope="col">{_numbered(at)}<br>{escape(c.name)}</th>' for at, c in enumerate(contenders))
    body = "".join(_table_row(row) for row in shown)
    st.html(f'<div class="comparison"><table><thead><tr><th scope="col">比べる数値</th>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _table_row(row: Row) -> str:
    cells = []
    for at, value in enumerate(row.values):
        kind, sign = ("best", BEST) if at in row.best else ("worst", WORST) if at in row.worst else ("", "")
        note = f"<small>{escape(_some(value.note.split('、')))}</small>" if value.note else ""
        cells.append(f'<td class="{kind}">{escape(_value(value, row.figure))}<span class="sign">{sign}</span>{note}</td>')
    hint = {"high_good": "（大きいほどよい）", "low_good": "（小さいほどよい）", "neutral": ""}[row.figure.direction]
    return f'<tr><th scope="row">{escape(row.figure.label)}<small>{escape(hint)}</small></th>{"".join(cells)}</tr>'


def _value(value: Value, figure: Figure) -> str:
    if not value.is_known:
        return value.word
    low, high = number(value.low, figure.decimals), number(value.high, figure.decimals)
    return (low if low == high else f"{low}～{high}") + figure.unit


def table_frame(contenders: Sequence[Contender], rows: Sequence[Row]) -> pd.DataFrame:
    """The table as a file holds it: both ends of each figure, who is best and worst, how it was computed."""
    found = []
    for row in rows:
        line: dict = {"数値": row.figure.label, "単位": row.figure.unit}
        for at, (contender, value) in enumerate(zip(contenders, row.values, strict=True)):
            name = f"{_numbered(at)} {contender.name}"
            line |= {f"{name} 下限": value.low, f"{name} 上限": value.high, f"{name} 注": value.word or value.note,
                     f"{name} 評価": BEST if at in row.best else WORST if at in row.worst else ""}
        found.append(line | {"算定方法": row.figure.how})
    return pd.DataFrame(found)


def how(rows: Sequence[Row]) -> None:
    """How every figure is computed, folded away."""
    with st.expander("それぞれの数値の算定方法"):
        frame = pd.DataFrame({"数値": [r.figure.label for r in rows], "算定方法": [r.figure.how or "―" for r in rows]})
        plain_table(frame.set_index("数値"))


# --- who moves where ---

def movements(store: Store, contenders: Sequence[Contender], base: Grouping) -> None:
    """For each trial, the residents whose area becomes another one."""
    columns = st.columns(min(2, len(contenders)), gap="medium")
    for at, contender in enumerate(contenders):
        with columns[at % len(columns)]:
            frame = moves(store, base, contender.grouping)
            total = frame["persons"].sum()
            said = f"{people(total)}の区域が変わります" if total else "変わる人はいません"
            st.markdown(f"**{_numbered(at)}　{literal(contender.name)}**　{said}")
            if len(frame):
                names = areas.grouping(store, "unit").names
                shown = pd.DataFrame({
                    "今の区域 → 新しい区域": [f"{r.before} → {r.after}" for r in frame.itertuples()],
                    "人口（2025年）": [people(p) for p in frame["persons"]],
                    "市区町村": [_where(units, base, names) for units in frame["units"]]})
                plain_table(shown.set_index("今の区域 → 新しい区域"))


def moves_frame(store: Store, contenders: Sequence[Contender], base: Grouping) -> pd.DataFrame:
    """All movements as a file holds them."""
    names = areas.grouping(store, "unit").names
    parts = [moves(store, base, c.grouping).assign(contender=f"{_numbered(at)} {c.name}") for at, c in enumerate(contenders)]
    frame = pd.concat(parts, ignore_index=True)
    return pd.DataFrame({"案": frame["contender"], "今の区域": frame["before"], "新しい区域": frame["after"],
                         "人口 2025年（人）": frame["persons"].astype(float), "市区町村": ["、".join(names[u] for u in us) for us in frame["units"]]})


def _where(units: Sequence[str], base: Grouping, names: Mapping[str, str]) -> str:
    """The whole of an area of today, or the towns that move."""
    if tuple(units) in base.members.values():
        return f"全域（{len(units)}市区町村）"
    return _some([names[u] for u in units])


def _some(names: Sequence[str], most: int = 4) -> str:
    return "、".join(names[:most]) + (f" ほか{len(names) - most}" if len(names) > most else "")


# --- chart ---

def radar(contenders: Sequence[Contender], rows: Sequence[Row]) -> go.Figure | None:
    """Chart of analytics.compare_trials.radar; None where fewer than three figures differ."""
    frame = compare_trials.radar(rows)
    if len(frame) < 3:
        return None
    chart = go.Figure()
    axes = [_wrapped(label) for label in frame.index]
    for at, contender in enumerate(contenders):
        values = [*frame[at], frame[at].iloc[0]]
        chart.add_scatterpolar(r=values, theta=[*axes, axes[0]], name=f"{_numbered(at)} {escape(contender.name, quote=False)}", mode="lines+markers",
                               line={"color": CATEGORY[at], "dash": DASHES[at], "width": 3},
                               marker={"symbol": SYMBOLS[at], "size": 11, "color": CATEGORY[at]}, hovertemplate="%{theta}<br>%{r:.2f}<extra></extra>")
    chart.update_layout(height=680, polar={
        "radialaxis": {"range": [0, 1], "tickvals": [0, .5, 1], "showticklabels": False, "gridcolor": "#c3ccd5"}, "bgcolor": "#ffffff",
        "angularaxis": {"gridcolor": "#c3ccd5", "rotation": 90, "direction": "clockwise"}, "domain": {"y": [.08, .9]}})
    return chart


def _wrapped(text: str, width: int = 12) -> str:
    return "<br>".join(text[i:i + width] for i in range(0, len(text), width))


def _numbered(at: int) -> str:
    return "①②③④⑤"[at]
