"""Wishes and hard limits for the planner that are not those people start from: as a text for the link, and read from it."""

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


def from_link(text: str, grouping: Grouping, knows_flow: bool) -> tuple[Wishes, list[str]]:
    """The wishes of such a text that can be had for pieces of `grouping`, and of each that cannot be why it was left out
    (Japanese). Of several areas or pairs only those that there are not are left out."""
    found, left_out = {}, []
    for part in filter(None, text.split(BETWEEN)):
        name, _, value = part.partition(IS)
        if name not in LABELS:
            left_out.append(f"「{brief(name)}」という条件はありません。")
        elif name in OF_FLOW and not knows_flow:
            left_out.append(f"「{LABELS[name]}」は、構想区域を分ける区域では選べません。")
        elif name in _OF_AREAS:
            if kept := _kept(name, value, grouping, left_out):
                found[name] = kept
        else:
            try:
                found[name] = _value(name, value)
            except ValueError as error:
                left_out.append(str(error))
    return Wishes(**found), left_out


def _text(value) -> str:
    if isinstance(value, tuple):
        return AND.join(_sign(each) if isinstance(each, str) else WITH.join(map(_sign, each)) for each in value)
    return str(int(value)) if isinstance(value, bool) else f"{value:.15g}" if isinstance(value, float) else str(value)


def _sign(group: str) -> str:
    """A group's id without a sign of the link's own."""
    return "".join(c if c.isascii() and c.isalnum() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in group)


def _kept(name: str, text: str, grouping: Grouping, left_out: list[str]) -> tuple:
    """The areas or pairs of a text that there are; of each other one the reason goes to `left_out`."""
    kept = []
    for each in text.split(AND):
        try:
            kept.append(_OF_AREAS[name](name, each, grouping))
        except ValueError as error:
            left_out.append(str(error))
    return tuple(dict.fromkeys(kept))


def _value(name: str, text: str):
    if name in RANGES:
        return _number(name, text)
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


def _area(name: str, sign: str, grouping: Grouping) -> str:
    group = unquote(sign)
    if group not in grouping.names:
        raise ValueError(f"「{LABELS[name]}」の区域「{brief(group)}」は、組み合わせるものにありません。")
    return group


def _pair(name: str, signs: str, grouping: Grouping) -> tuple[str, str]:
    groups = [_area(name, sign, grouping) for sign in signs.split(WITH)]
    wanted = set(groups)
    if len(wanted) != 2 or len(groups) != 2:
        raise ValueError(f"「{LABELS[name]}」は、違う2つの区域の組にしてください。")
    if not (found := next((pair for pair in pairs(grouping) if set(pair) == wanted), None)):
        raise ValueError(f"「{LABELS[name]}」は、組み合わせるものが{MOST_PAIRED}までのときに選べます。")
    return found


_OF_AREAS = {"locked": _area, "together": _pair, "apart": _pair}  # what one of several is read by
