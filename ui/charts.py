"""Plotly charts in one style: large Japanese text, colours of analytics.legend, pattern beside colour."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics import thresholds
from analytics.legend import CATEGORY, SEQUENTIAL
from analytics.local_share import ITEMS
from ui import state

AGES = {"under_65": ("65歳未満", "#a6c8e4", ""), "from_65_to_74": ("65～74歳", "#4586bd", ""), "from_75": ("75歳以上", "#0a3f73", "")}


def show(figure: go.Figure, key: str) -> None:
    """Draw a chart under `key`; its picture is saved by ui.downloads.png_button."""
    size = 24 if state.meeting() else 16
    figure.update_layout(font={"size": size, "color": "#14202b"}, margin={"l": 10, "r": 10, "t": 20, "b": 10},
                         plot_bgcolor="#ffffff", paper_bgcolor="#ffffff",
                         legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},  # its rows grow away from the bars
                         hoverlabel={"font": {"size": size}}, separators=".,")
    # A figure that would have to be small to fit into its bar is left to the words of the pointer.
    figure.update_layout(uniformtext={"minsize": size, "mode": "hide"})
    figure.update_traces(constraintext="inside", selector={"type": "bar"})
    figure.update_xaxes(gridcolor="#dfe5ea", linecolor="#66727e", automargin=True)
    figure.update_yaxes(gridcolor="#dfe5ea", linecolor="#66727e", automargin=True)
    with st.container(key=key):
        st.plotly_chart(figure, width="stretch", key=f"{key}-plot", theme=None,
                        config={"displayModeBar": False, "scrollZoom": False})


def _height(pixels: int) -> int:
    """Large text needs a larger chart."""
    return round(pixels * 1.3) if state.meeting() else pixels


def _filled(color: str, pattern: str) -> dict:
    """A colour with a pattern over it, so that colour is never the only sign."""
    return {"color": color, "line": {"color": "#14202b", "width": 1},
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": .75, "size": 9, "solidity": .25}}


def population(frame: pd.DataFrame) -> go.Figure:
    """Stacked bars of residents by age (frame of analytics.profile.population_by_age), in 万人."""
    figure = go.Figure()
    years = [f"{y}年" for y in frame["year"]]
    for column, (label, color, pattern) in AGES.items():
        values = frame[column] / 10_000
        figure.add_bar(x=years, y=values, name=label, marker=_filled(color, pattern),
                       text=[f"{v:,.1f}" for v in values], textposition="inside", insidetextanchor="middle",
                       hovertemplate="%{x} " + label + " %{y:,.2f}万人<extra></extra>")
    totals = frame[list(AGES)].sum(axis=1, min_count=len(AGES)) / 10_000
    figure.add_scatter(x=years, y=totals, mode="text", text=[f"計{v:,.1f}" for v in totals], textposition="top center",
                       showlegend=False, hoverinfo="skip", cliponaxis=False)
    figure.update_layout(barmode="stack", height=_height(380), bargap=.25)
    figure.update_yaxes(title="万人", rangemode="tozero")
    return figure


def beds(frame: pd.DataFrame) -> go.Figure:
    """Reported beds over 必要病床数 by function (frame of analytics.profile.beds_against_need)."""
    figure = go.Figure()
    for column, label, color, pattern in (("beds", "報告病床（2025年）", CATEGORY[0], ""), ("need", "必要病床数（2025年）", CATEGORY[1], "/")):
        figure.add_bar(x=frame[column], y=frame["label"], name=label, orientation="h",
                       marker=_filled(color, pattern),
                       text=[f"{v:,.0f}" for v in frame[column]], textposition="outside", cliponaxis=False,
                       hovertemplate="%{y} " + label + " %{x:,.0f}床<extra></extra>")
    figure.update_layout(barmode="group", height=_height(380), bargap=.3)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title="床", tickformat=",d", range=[0, 1.2 * (frame[["beds", "need"]].fillna(0).max(axis=None) or 1)])  # room for the figures
    return figure


def partners(frame: pd.DataFrame, most: int = 8) -> go.Figure:
    """Bars of flow by partner (frame of analytics.flow.partners), in ％, largest on top."""
    shown = frame.head(most + 1)
    rest = frame.iloc[most + 1:]["rate"].sum()
    names, values = [*shown["partner"]], [*(shown["rate"] * 100)]
    if rest > 0:
        names.append("そのほか・非公表")
        values.append(rest * 100)
    colors = [CATEGORY[0] if n == "区域内" else "#9aa8b5" if n.endswith("非公表") else CATEGORY[1] for n in names]
    figure = go.Figure(go.Bar(x=values, y=names, orientation="h", marker={"color": colors}, cliponaxis=False,
                              text=[f"{v:.1f}％" for v in values], textposition="outside",
                              hovertemplate="%{y} %{x:.1f}％<extra></extra>"))
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title="％", range=[0, 112])
    figure.update_layout(height=_height(max(240, 38 * len(names) + 70)), showlegend=False)
    return figure


def local_shares(frame: pd.DataFrame, most: int = 5) -> go.Figure:
    """Bars of each hospital's share by item (frame of analytics.local_share.shares), in ％; the upper end where masked; the rest together."""
    figure = go.Figure()
    for item, label in ITEMS.items():
        rows = frame[frame["item"] == item]
        names, values = [*rows["name"].head(most)], [*(rows["high"].head(most) * 100)]
        if len(rows) > most:
            names.append(f"ほか{len(rows) - most}施設")
            values.append(max(0.0, 100 - sum(values)))
        for place, (name, value) in enumerate(zip(names, values, strict=True)):
            is_rest = place == most
            figure.add_bar(x=[value], y=[label], orientation="h", showlegend=False, text=f"{name}<br>{value:.0f}％", textposition="inside",
                           insidetextanchor="middle", marker={"color": "#9aa8b5" if is_rest else SEQUENTIAL[5 - min(place, 3)],
                                                              "line": {"color": "#ffffff", "width": 2}},
                           hovertemplate=f"{name}　{label} %{{x:.1f}}％<extra></extra>")
    figure.update_layout(barmode="stack", height=_height(300), bargap=.2)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title="区域内の合計に占める割合（％）", range=[0, 100.5])
    return figure


def stacked(frame: pd.DataFrame, unit: str, decimals: int) -> go.Figure:
    """Bars of parts stacked by area: index its name, a column a part; the first area on top."""
    figure = go.Figure()
    fills = zip((SEQUENTIAL[6], SEQUENTIAL[4], SEQUENTIAL[2], CATEGORY[1], "#9aa8b5"), ("", "/", "", "x", "."), strict=True)
    for label, (color, pattern) in zip(frame, fills, strict=False):
        figure.add_bar(x=frame[label], y=frame.index, name=label, orientation="h", marker=_filled(color, pattern),
                       text=[f"{v:,.{decimals}f}" if v else "" for v in frame[label]], textposition="inside", insidetextanchor="middle", textangle=0,
                       hovertemplate=f"%{{y}} {label} %{{x:,.{decimals}f}}{unit}<extra></extra>")
    totals = frame.sum(axis=1)
    figure.add_scatter(x=totals, y=frame.index, mode="text", text=[f" {v:,.{decimals}f}" if v else " なし" for v in totals],
                       textposition="middle right", showlegend=False, hoverinfo="skip", cliponaxis=False)
    figure.update_layout(barmode="stack", height=_height(90 + 36 * len(frame)), bargap=.15, legend={"traceorder": "normal"})
    figure.update_yaxes(type="category", dtick=1, range=[len(frame) - .5, -.5])
    figure.update_xaxes(title=unit, range=[0, 1.1 * (totals.max() or 1)])
    return figure


def gains(covered: list[float], chosen: int) -> go.Figure:
    """People newly reached by one, two … more sites; the chosen number stands out."""
    numbers = [*range(1, len(covered) + 1)]
    marker = {"color": [SEQUENTIAL[5] if n == chosen else SEQUENTIAL[2] for n in numbers],
              "line": {"color": "#14202b", "width": [3 if n == chosen else 1 for n in numbers]}}
    figure = go.Figure(go.Bar(x=[f"{n}か所" for n in numbers], y=covered, text=[f"{v:,.0f}人" for v in covered], textposition="outside",
                              cliponaxis=False, marker=marker, hovertemplate="%{x} 新たに %{y:,.0f}人<extra></extra>"))
    figure.update_yaxes(title="新たに届く人", range=[0, max(covered) * 1.25], tickformat=",d")
    figure.update_layout(height=_height(240), bargap=.35, showlegend=False)
    return figure


def four_fields(frame: pd.DataFrame, limits: thresholds.Limits, selected: str | None = None) -> go.Figure:
    """Residents against 推計自足率 (frame of analytics.thresholds.four_fields); the limits part four fields."""
    figure = go.Figure()
    signs = {"小・低": ("triangle-down", "#b3363e"), "小・高": ("circle", "#d9822b"), "大・低": ("square", "#8a4fbf"),
             "大・高": ("diamond", "#0b5cad")}
    words = {"小・低": "人口が少なく流出が多い", "小・高": "人口が少ないが区域内で完結",
             "大・低": "人口は多いが流出が多い", "大・高": "人口が多く区域内で完結"}
    for field, (symbol, color) in signs.items():
        part = frame[frame["field"] == field]
        figure.add_scatter(x=part["persons"] / 10_000, y=part["low"], mode="markers", name=f"{words[field]}（{len(part)}）",
                           marker={"symbol": symbol, "size": 11, "color": color, "line": {"width": 1, "color": "#fff"}},
                           text=part["name"], hovertemplate="%{text}<br>人口 %{x:,.1f}万人<br>推計自足率 %{y:.1f}％<extra></extra>")
    chosen = frame[frame["group_id"] == selected]
    if len(chosen) and chosen["field"].iloc[0] != "不明":
        figure.add_scatter(x=chosen["persons"] / 10_000, y=chosen["low"], mode="markers+text", text=chosen["name"],
                           textposition="top center", showlegend=False, hoverinfo="skip",
                           marker={"symbol": "circle-open", "size": 24, "color": "#14202b", "line": {"width": 4}})
    figure.add_vline(x=limits.small / 10_000, line={"dash": "dash", "color": "#14202b"})
    figure.add_hline(y=limits.self_sufficiency, line={"dash": "dash", "color": "#14202b"})
    figure.update_xaxes(title="人口（万人、対数目盛）", type="log", tickvals=[.5, 1, 2, 5, 10, 20, 50, 100, 200, 400])
    figure.update_yaxes(title="推計自足率（％）<br>高度急性期＋急性期", range=[0, 103])
    figure.update_layout(height=460)
    return figure


def over_years(years: list[int], values: list[float], name: str, unit: str, decimals: int) -> go.Figure:
    """A line of one area's values over the years; a year without a value is a gap."""
    figure = go.Figure()
    figure.add_scatter(x=years, y=values, mode="lines+markers+text", name=name, line={"color": "#0a3f73", "width": 3}, marker={"size": 10},
                       text=[f"{v:,.{decimals}f}" for v in values], textposition="top center", connectgaps=False, cliponaxis=False,
                       hovertemplate="%{x}年 %{y:,." + str(decimals) + "f}" + unit + "<extra></extra>")
    figure.update_layout(height=_height(240), showlegend=False)
    figure.update_xaxes(tickvals=years, ticktext=[f"{y}年" for y in years])
    figure.update_yaxes(title=unit, rangemode="tozero")
    return figure
