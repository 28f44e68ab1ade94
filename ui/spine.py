"""A row of a spine chart: where an area stands between all others, its prefecture in the middle, what is good on the right."""

from html import escape
from math import isnan

EDGE = 6  # ％ of the width that the outermost stand from the sides
STYLE = """<style>
.spine { position: relative; height: 1.9rem; min-width: 5.6rem; }
.spine i { position: absolute; display: block; top: 50%; transform: translateY(-50%); }
.spine .all { height: .7rem; background: #dfe5ea; } .spine .half { height: 1.1rem; background: #b9c6d2; }
.spine .middle { left: 50%; width: 2px; height: 1.9rem; background: #14202b; }
.spine b { position: absolute; top: 50%; transform: translate(-50%, -54%); font-size: 1.25rem; line-height: 1;
  text-shadow: 0 0 3px #fff, 0 0 3px #fff; }
</style>"""


def spine(value: float, middle: float, spread: tuple[float, float, float, float], sign: str, kind: str, is_low_good: bool, words: str) -> str:
    """HTML, or '' where there is nothing to set the value against. middle: of the prefecture. spread: lowest, first quartile, third quartile,
    highest. sign, kind: of the comparison (SIGNS of analytics.indicator_status; class of its colour). words: for who does not see it."""
    if any(map(isnan, (value, middle, *spread))) or spread[0] == spread[3]:
        return ""
    reach = max(abs(spread[0] - middle), abs(spread[3] - middle), abs(value - middle))

    def at(figure: float) -> float:
        return 50 + (-1 if is_low_good else 1) * (figure - middle) / reach * (50 - EDGE)

    def bar(name: str, one: float, other: float) -> str:
        left, right = sorted((at(one), at(other)))
        return f'<i class="{name}" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>'
    return (f'<div class="spine" role="img" aria-label="{escape(words)}">{bar("all", spread[0], spread[3])}{bar("half", spread[1], spread[2])}'
            f'<i class="middle"></i><b class="{kind}" style="left:{at(value):.1f}%">{sign}</b></div>')
