"""統合先の候補 in figures: a column a candidate beside no merger, as HTML; a row a candidate, as a file holds them."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd

from analytics import candidates as analysis
from analytics import pair_flow
from analytics.candidates import YEARS, Asking, Candidate
from analytics.flow import PHASES
from analytics.grouping import Grouping
from analytics.thresholds import EXEMPT, Limits
from data.store import Store
from ui.candidates_words import figure_words, hospital_words, share_words, ways_words
from ui.words import number, people


def table(area: Asking, found: Sequence[Candidate], limits: Limits) -> str:
    """HTML: no merger first, then a column a candidate; a row a figure, grouped by topic. Names are escaped."""
    def phases(cell: Callable[[Candidate, str], str], now: Mapping[str, str]) -> dict[str, list[str]]:
        return {words: [now.get(phase, "―"), *(cell(c, phase) for c in found)] for phase, words in PHASES.items()}
    topics: list[tuple[str, dict[str, list[str]]]] = [
        ("つながり", {"": ["―", *(ways_words(c) for c in found)]}),
        ("相手の人口", {f"{year}年": ["―", *(people(c.persons[year]) for c in found)] for year in YEARS}),
        ("統合後の人口", {f"{year}年": [_population(area.persons[year], area.component.persons[year], limits),
                                    *(_population(c.joined[year], c.by_road[year], limits) for c in found)] for year in YEARS}),
        ("推計自足率", phases(lambda c, p: figure_words(c.after[p], p), {p: figure_words(area.own[p], p) for p in PHASES})),
        (f"{area.name}の住民のうち\n相手の区域に入院", phases(lambda c, p: share_words(c.going[p]), {})),
        (f"相手の住民のうち\n{area.name}に入院", phases(lambda c, p: share_words(c.coming[p]), {})),
        (f"主な病院の間の直線距離\n（{hospital_words(area.hospital)}から）", {"": ["―", *(_distance(area, c) for c in found)]}),
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


def _population(persons: float, by_road: float, limits: Limits) -> str:
    """With its sign; ▼ says where it is exempt. by_road: residents of all that roads join to the area."""
    if pd.isna(persons):
        return people(persons)
    if persons >= limits.small:
        return f"{'▲' if persons >= limits.large else '○'} {people(persons)}"
    return f"▼ {people(persons)}" + f"\n{EXEMPT}" * (by_road < limits.small)


def _distance(area: Asking, candidate: Candidate) -> str:
    if pd.isna(candidate.km):
        return f"不明\n{hospital_words(candidate.hospital)}"
    sure = area.hospital.sure and candidate.hospital.sure
    return f"{number(candidate.km)} km{'' if sure else '（おおよそ）'}\n{hospital_words(candidate.hospital)}"


def frame(store: Store, grouping: Grouping, groups: Sequence[str], across: bool) -> pd.DataFrame:
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
           "県内・県外": "県内" if c.is_same_prefecture else "県外", "つながり": ways_words(c).replace("\n", "・")}
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
    return row | {"区域の主な病院": hospital_words(area.hospital), "候補の主な病院": hospital_words(c.hospital),
                  "直線距離（km）": c.km, "区域が得る機能": "、".join(c.gains), "候補が得る機能": "、".join(c.gives)}
