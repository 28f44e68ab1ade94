"""Wishes and hard limits for the planner that are not those people start from: as a text for the link, and read from it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from urllib.parse import unquote

from analytics.grouping import Grouping
from analytics.merge import WEIGHTS
from ui.literal import brief

BETWEEN, IS, AND, WITH = "~", "-", ".", "_"  # signs that a link holds as they are
MOST_PEOPLE = 10_000_000
# What a number may be; whole ones of people and pieces.
RANGES = {"min_population": (1, MOST_PEOPLE), "max_population": (1, MOST_PEOPLE), "max_size": (1, 2_000), "max_km": (1, 3_000),
          "min_self_sufficiency": (1, 100), "exempt_self_sufficiency": (1, 100)}
WHOLE = {"min_population", "max_population", "max_size"}
LABELS = {"min_population": "人口の下限（人）", "max_population": "人口の上限（人）", "locked": "このまま変えない区域（固定）",
          "locked_free": "固定した区域は人口の下限を問わない", "together": "必ずいっしょにする組", "apart": "必ず別にする組",
          "max_size": "一つの区域にまとめる数の上限", "max_km": "中心となる急性期病院の区域までの直線距離の上限（km）",
          "min_self_sufficiency": "推計自足率の下限（％）",
          "exempt_self_sufficiency": "推計自足率がこれ以上なら、下限に届かなくてもよい（％）", "weights": "推計自足率の重み",
          "allow_fewer_groups": "区域が一つ少ない案も探す"}
OF_FLOW = {"min_self_sufficiency", "exempt_self_sufficiency", "weights"}  # need the flow of patients
MOST_PAIRED = 60  # pieces: pairs of all towns would be no list to choose from


@dataclass(frozen=True)
class Wishes:
    """Kept in the link. Percentages as on screen; None: not asked for."""

    min_population: int | None = None
    max_population: int | None = None
    locked: tuple[str, ...] = ()
    locked_free: bool = False
    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    max_size: int | None = None
    max_km: float | None = None
    min_self_sufficiency: float | None = None
    exempt_self_sufficiency: float | None = None
    weights: str = "total"
    allow_fewer_groups: bool = False


def pairs(grouping: Grouping) -> list[tuple[str, str]]:
    """The pairs of pieces that may be asked for; none where there are too many."""
    return list(combinations(grouping.groups, 2)) if len(grouping) <= MOST_PAIRED else []


def as_link(wishes: Wishes) -> str:
    """What differs from the start; '' when nothing does. min_population-100000~locked-1601.1602~apart-1601_1603"""
    start = Wishes()
    return BETWEEN.join(f"{f.name}{IS}{_text(getattr(wishes, f.name))}" for f in fields(Wishes)
                        if getattr(wishes, f.name) != getattr(start, f.name))


def from_link(text: str, grouping: Grouping, knows_flow: bool) -> Wishes:
    """The wishes of such a text for pieces of `grouping`. Raises ValueError (Japanese) for one that cannot be."""
    found = {}
    for part in filter(None, text.split(BETWEEN)):
        name, _, value = part.partition(IS)
        if name not in LABELS:
            raise ValueError(f"「{brief(name)}」という条件はありません。")
        if name in OF_FLOW and not knows_flow:
            raise ValueError(f"「{LABELS[name]}」は、構想区域を分ける区域では選べません。")
        found[name] = _value(name, value, grouping)
    return Wishes(**found)


def _text(value) -> str:
    if isinstance(value, tuple):
        return AND.join(_sign(each) if isinstance(each, str) else WITH.join(map(_sign, each)) for each in value)
    return str(int(value)) if isinstance(value, bool) else f"{value:.15g}" if isinstance(value, float) else str(value)


def _sign(group: str) -> str:
    """A group's id without a sign of the link's own."""
    return "".join(c if c.isascii() and c.isalnum() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in group)


def _value(name: str, text: str, grouping: Grouping):
    if name in RANGES:
        return _number(name, text)
    if name == "locked":
        return tuple(dict.fromkeys(_known(unquote(each), grouping) for each in text.split(AND)))
    if name in ("together", "apart"):
        return tuple(dict.fromkeys(_pair(name, each.split(WITH), grouping) for each in text.split(AND)))
    if text not in (WEIGHTS if name == "weights" else ("1",)):
        raise ValueError(f"「{LABELS[name]}」の「{brief(text)}」を読めません。")
    return text if name == "weights" else True


def _number(name: str, text: str) -> float:
    least, most = RANGES[name]
    try:
        value = int(text) if name in WHOLE else float(text)
    except ValueError:
        raise ValueError(f"「{LABELS[name]}」の数字を読めません。") from None
    if not least <= value <= most:
        raise ValueError(f"「{LABELS[name]}」は{least:,}から{most:,}までです。")
    return value


def _known(group: str, grouping: Grouping) -> str:
    if group not in grouping.names:
        raise ValueError(f"区域「{brief(group)}」は、組み合わせるものにありません。")
    return group


def _pair(name: str, signs: Sequence[str], grouping: Grouping) -> tuple[str, str]:
    wanted = {_known(unquote(sign), grouping) for sign in signs}
    if len(wanted) != 2 or len(signs) != 2:
        raise ValueError(f"「{LABELS[name]}」は、違う2つの区域の組にしてください。")
    if not (found := next((pair for pair in pairs(grouping) if set(pair) == wanted), None)):
        raise ValueError(f"「{LABELS[name]}」は、組み合わせるものが{MOST_PAIRED}までのときに選べます。")
    return found
