"""統合先の候補 in sentences made of the figures."""

from collections.abc import Sequence

import pandas as pd

from analytics import marks, pair_flow
from analytics.candidates import LATER, NOW, YEARS, Asking, Candidate, Figure
from analytics.flow import PHASES
from analytics.neighbours import WAYS
from analytics.thresholds import Limits
from ui.candidates_words import figure_words, share_words
from ui.words import people

NEIGHBOUR = {"road": "道路の隣の区域", "roadless": "境を接し道路のない区域", "islet": "島で隣り合う区域", "ferry": "船でつながる区域",
             "air": "空路でつながる区域"}


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
    text = f"住民の{PHASES['acute']}の入院先は、区域外では{to.name}が最も多く{share_words(to.share)}です"
    if to.group in {c.group for c in found} and not to.prefecture:
        return f"{text}。"
    where = f"{to.prefecture}、" if to.prefecture else ""
    if to.way:
        return f"{text}（{where}{NEIGHBOUR[to.way]}）。"
    near = next((c for c in sorted(found, key=lambda c: -c.going["acute"].low) if c.going["acute"].state == pair_flow.LISTED), None)
    return f"{text}（{where}隣り合わない区域" + (f"。隣では{near.name}の{share_words(near.going['acute'])}" if near else "") + "）。"


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
    return "分割した区域のため不明" if pd.isna(found.low) and found.marks & marks.SPLIT else figure_words(found, "acute")
