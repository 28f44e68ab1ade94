"""Live board on screen (前後の比較): first what matters, for each touched group and for the whole; the rest by theme.

Everything is plain text and tables: nothing heavy crosses to the browser while a trial is being drawn.
"""

import math
from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from analytics import access, areas, care_themes
from analytics.board import LATER, Board, Change, Difference, Parent, board, difference
from analytics.board_figures import Figure, Figures
from analytics.board_items import NEED_CAVEAT, NEED_WAITS, THEMES, Item
from analytics.board_table import table
from analytics.board_totals import Total
from analytics.flow import PHASES
from analytics.grouping import Grouping, GroupingError
from analytics.pair_flow import WORDS as FLOW_WORDS
from analytics.thresholds import Limits
from data.store import Store
from ui import board_headline, board_options, downloads, state
from ui.board_headline import LINES
from ui.board_style import BOARD_STYLE
from ui.board_words import (
    before_columns,
    change_text,
    date_words,
    difference_text,
    heading,
    notes,
    value,
)
from ui.plain_table import plain_table
from ui.words import number

_WHOLE = "whole"


def draw(store: Store, before: Grouping, after: Grouping, later: int = LATER, limits: Limits | None = None) -> None:
    """Headline and details one under the other; why there is nothing to show, where there is not."""
    try:
        shown = compute(store, before, after, later, limits)
    except GroupingError as error:
        st.info(str(error))
        return
    headline(store, shown)
    details(store, shown)


def compute(store: Store, before: Grouping, after: Grouping, later: int = LATER, limits: Limits | None = None) -> Board:
    """The board with the terms chosen on screen. Raises GroupingError as analytics.board."""
    return board(store, before, after, year_later=later, options=board_options.chosen(limits or Limits()))


def headline(store: Store, shown: Board) -> None:
    """Five figures of every touched group before → after, and the whole: fits beside a map."""
    st.html(BOARD_STYLE)
    with st.container(key="board-headline"):
        board_options.tell()
        if shown.outside:
            st.warning(f"どの区域にも入っていない単位が{len(shown.outside)}あります。下の数値の「後」には含まれません。")
        if not shown.changes:
            st.info("区域が変わると、変わった区域の前と後がここに出ます。")
        if board_headline.is_in_full(shown):
            for change in shown.changes:
                st.subheader(board_headline.title(change), anchor=False)
                with st.container(key=f"board-after-{change.group_id}"):
                    plain_table(board_headline.in_full(shown, change), label=board_headline.title(change), stacks=True)
                said = [f"急性期拠点（{shown.plan.now}年の人口）: {change.figures['hub_target_now'].note}", *board_headline.presences(shown, change)]
                st.html("".join(f'<p class="board-verdict">{escape(line)}</p>' for line in said))
        else:
            st.subheader(f"変わった区域（{len(shown.changes)}）", anchor=False)
            with st.container(key="board-lines"):
                plain_table(board_headline.lines(shown), label="変わった区域の前と後", stacks=True)
            if (rest := len(shown.changes) - LINES) > 0:
                st.caption(f"区域が変わる人の多い{LINES}区域。ほかの{rest}区域は、下の「区域」で選ぶか、ダウンロードで見られます。")
        if shown.changes:
            st.caption(board_headline.HOW + ("" if board_headline.is_in_full(shown) else board_headline.SCROLLS))
        st.subheader(f"{_whole_name(store, shown)}の前と後", anchor=False)
        with st.container(key="board-totals"):
            plain_table(board_headline.first_totals(shown), stacks=True)
        if any(small.exempt for by_year in shown.small for small in by_year.values()):
            st.caption(board_headline.EXEMPT_MEANS)


@st.fragment
def details(store: Store, shown: Board) -> None:
    """All figures of one group by theme, their sources, the terms and the download."""
    names = {_WHOLE: f"{_whole_name(store, shown)}（全体）", **{c.group_id: board_headline.title(c) for c in shown.changes}}
    with st.container(key="board-details"):
        st.header("くわしい前後の比較", anchor=False)
        first = shown.changes[0].group_id if shown.changes else _WHOLE
        group = _kept("group", first, st.selectbox, "区域", list(names), format_func=state.told_apart(names, names.__getitem__))
        theme = _kept("theme", THEMES[0], st.radio, "分野", list(THEMES), horizontal=True)
        items = [item for item in shown.plan.items if item.theme == theme]
        change = next((c for c in shown.changes if c.group_id == group), None)
        if change:
            with st.container(key="board-group"):
                plain_table(_of_group(change, items))
            if theme == "流出入":
                _internal(change)
        else:
            _of_whole(shown, theme, items)
        for line in _cautions(store, shown, theme):
            st.caption(line)
        with st.expander("出典・時点・算定方法"):
            plain_table(_sources(items))
        board_options.panel(shown.plan.options)
        downloads.download_panel("board", f"{_whole_name(store, shown)}_区域の前後の比較", lambda: table(shown),
                                 [f"データの版: {store.data_version}（{store.built_at.replace('T', ' ')} 作成）", NEED_CAVEAT, NEED_WAITS,
                                  "空欄は数値がないことを示す（0ではない）。理由は「但し書き」「注記」にある。"], "前後の比較")


def _totals(shown: Board, theme: str) -> pd.DataFrame:
    """What the partition gives of a theme, with the groups it concerns."""
    rows = [t for t in shown.totals if t.item.theme == theme]
    return pd.DataFrame({
        "前": [_with_names(t.before, t.item) for t in rows], "後": [_with_names(t.after, t.item) for t in rows],
        "変化": [difference_text(_difference(t), t.item) for t in rows]},
        index=pd.Index([f"{t.item.definition.name}　{t.item.when}" for t in rows], name="指標"))


def _difference(total: Total) -> Difference:
    return difference(total.before, total.after, total.item.definition.decimals)


def _with_names(figure: Figure, item: Item) -> str:
    told = value(figure, item)
    return figure.note if math.isnan(figure.low) and figure.note.startswith(told) else f"{told}\n{figure.note}".strip()


def _of_group(change: Change, items: list[Item]) -> pd.DataFrame:
    columns = {"時点": [date_words(i) for i in items]}
    before = {heading: [_of_before(parent, figures, i) for i in items] for heading, (parent, figures) in before_columns(change).items()}
    if len(before) <= board_headline.PARENTS_IN_FULL:
        columns |= before
    else:
        columns["前"] = [_stacked(change.parents, cells) for cells in zip(*before.values(), strict=True)]
    columns[f"後: {change.name}"] = [value(change.figures[i.code], i, unit=False) for i in items]
    columns["変化"] = [change_text(change, i) for i in items]
    columns["注記"] = [notes(change.figures[i.code]) for i in items]
    return pd.DataFrame(columns, index=pd.Index([heading(i) for i in items], name="指標"))


def _stacked(parents: Sequence[Parent], cells: Sequence[str]) -> str:
    """Of many groups, a line each in one column: nothing runs out of sight sideways."""
    if len(set(cells)) == 1:
        return f"いずれも {cells[0]}"
    names = [parent.name if parent.whole else f"{parent.name}の一部" for parent in parents]
    return "\n".join(f"{name}　{cell}" for name, cell in zip(names, cells, strict=True))


def _of_before(parent: Parent, figures: Figures, item: Item) -> str:
    """A figure before; a part of an area had no shape of its own, and had what the whole area has."""
    if item.absent and figures is not parent.figures:
        return f"{value(parent.figures[item.code], item, unit=False)}\n（{parent.name}の全体）"
    return "―" if item.theme == "形と区域" and figures is not parent.figures else value(figures[item.code], item, unit=False)


def _of_whole(shown: Board, theme: str, items: list[Item]) -> None:
    """What the partition gives, then all units as one group."""
    if len(totals := _totals(shown, theme)):
        plain_table(totals)
    before, after = shown.whole
    st.markdown("**全体を1つの区域として見た数値**" + ("" if shown.outside else "（区割りを変えても変わらない）"))
    columns = {"時点": [date_words(i) for i in items]}
    if shown.outside:
        columns["前"] = [value(before[i.code], i, unit=False) for i in items]
    columns["後" if shown.outside else "値"] = [value(after[i.code], i, unit=False) for i in items]
    columns["注記"] = [notes(after[i.code]) for i in items]
    with st.container(key="board-whole"):
        plain_table(pd.DataFrame(columns, index=pd.Index([heading(i) for i in items], name="指標")))


def _internal(change: Change) -> None:
    """Flow that a merge made internal."""
    st.markdown("**区域内になった流れ**（それぞれの住民の入院のうち、いっしょになった区域への入院の割合）")
    if not change.flows:
        st.write("2つ以上の区域がいっしょになると、その間の流れが出ます。")
        return
    pairs = list(dict.fromkeys((f.home, f.place) for f in change.flows))
    cells = {(f.home, f.place, f.phase): _share_text(f.share) for f in change.flows}
    plain_table(pd.DataFrame({name: [cells[*pair, phase] for pair in pairs] for phase, name in PHASES.items()},
                             index=pd.Index([f"{home}の住民 → {place}" for home, place in pairs], name="流れ")))


def _share_text(share) -> str:
    if share.state in FLOW_WORDS:
        return FLOW_WORDS[share.state]
    low, high = number(100 * share.low, 1), number(100 * share.high, 1)
    return f"{low}％" if low == high else f"{low}～{high}％"


def _cautions(store: Store, shown: Board, theme: str) -> list[str]:
    """What must be read with the figures of a theme."""
    if theme == "病床":
        return [f"注意: {NEED_CAVEAT}「回復期」は令和7年度報告までの定義で、令和8年度報告から「包括期」に変わる。"
                f"前後で比べられるのは急性期＋回復期（包括期）の和。{NEED_WAITS}"]
    if theme == "流出入":
        return ["推計自足率: 住民の入院のうち、区域内の医療機関への入院の割合（公表時の流出率）。統合した区域は公表分～残りをすべて含む場合の幅。"
                "区域を分けると不明（分割）で、分割前の値を添える。「公表なし」は0ではない。"]
    if theme == "病院の機能":
        return ["在支の印は病床のある医療機関のみ。急性期拠点の目安と候補は設定で変えられる目安で、公的な基準ではない。"]
    if theme == "到達":
        terms = shown.plan.options.terms
        return [f"推計: {terms.text}。同じ陸続きの最寄りの医療機関までで、区域外の医療機関も含む。{access.FERRY_ONLY}の人は別に示す。",
                "位置が住所で分かる医療機関の割合（ほかは市区町村の人口重心）: "
                + "、".join(_placed(store, code) for code in shown.plan.options.marks)]
    if theme == "かかりつけ医機能":
        return [f"{care_themes.CAVEAT}空白は、区域内に機能のある施設が1つもないこと。介護連携は届出ベースでは実際より少なく出る。"]
    if theme == "形と区域":
        return ["まとまりは円を1とする値で、島や入り組んだ海岸の区域は低い。同じ地域の前と後だけを比べる。"]
    return [f"{shown.plan.now}年は住民基本台帳（外国人を含む）、ほかの年は社人研の推計。増減率は推計どうし。"
            "65歳未満と85歳以上の将来の人口は2018年の割合を当てた推計。",
            f"{shown.plan.now}年の年齢別の人口は、年齢不詳の{number(shown.whole[1]['age_unknown'].low)}人（{_whole_name(store, shown)}）を含まない。"
            "65歳以上・75歳以上の割合の分母には含む。"]


def _placed(store: Store, code: str) -> str:
    mark = access.definition().marks[code]
    there = access.hospitals(store, mark)
    if there.empty:
        return f"{mark.name} データ待ち"
    return f"{mark.name} {(there['quality'] == 'address').mean():.0%}（{len(there):,}施設、全国）".replace("%", "％")


def _sources(items: list[Item]) -> pd.DataFrame:
    return pd.DataFrame({"時点": [date_words(i) for i in items], "出典": [i.definition.source for i in items],
                         "算定方法": [i.definition.how for i in items], "注意": [i.definition.caveat for i in items]},
                        index=pd.Index([i.definition.name for i in items], name="指標")).drop_duplicates()


def _whole_name(store: Store, shown: Board) -> str:
    names = areas.prefectures(store)
    codes = shown.prefectures
    return "全国" if len(codes) == len(names) else "・".join(names[c] for c in codes)


def _kept(name: str, first: str, widget, label: str, options: list[str], **arguments) -> str:
    """A choice of this board that stays when the page is left or the trial changes; `first` until somebody chooses."""
    # Other options are another widget: what a browser still sends for the old ones must not be taken for a choice among the new.
    master, key = f"board.{name}", f"board.{name} widget {'.'.join(options)}"

    def keep() -> None:
        st.session_state[master] = st.session_state[key]
    kept = st.session_state.get(master)
    state.seed(key, kept if kept in options else first, options)
    return widget(label, options, key=key, on_change=keep, **arguments)
