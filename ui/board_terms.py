"""前提 of the board that are not those people start from: as a text for the link, and in words."""

from dataclasses import replace

from analytics import access
from analytics.access import Assumptions
from analytics.acute_hub import Target
from analytics.board_items import Options
from analytics.medical_functions import Alternative, MedicalFunction
from ui.literal import brief

BETWEEN, IS, AND = "~", "-", "."  # signs that a link holds as they are
LABELS = {"detour": "迂回率（道路÷直線）", "speed": "速度（km/時）", "minutes": "到達時間の区切り（分）", "marks": "最寄りを求める医療機関",
          "least": "1か所あたりの人口（下限）", "most": "1か所あたりの人口（上限）", "several": "複数とする人口", "needed": "候補が満たす条件の数"}
# What a number may be; every other one is a limit of a criterion.
RANGES = {"detour": (1, 5), "speed": (1, 200), "least": (10_000, 5_000_000), "most": (10_000, 5_000_000), "several": (10_000, 10_000_000),
          "needed": (1, len(Options().hub.criteria))}
LIMIT_RANGE = (0, 1_000_000)
MOST_MINUTES, MOST_MINUTE = 6, 1_000


def as_link(options: Options) -> str:
    """What differs from the start; '' when nothing does. detour-1.5~minutes-20.40"""
    start = _texts(Options())
    return BETWEEN.join(f"{name}{IS}{text}" for name, text in _texts(options).items() if text != start[name])


def from_link(text: str) -> Options:
    """The options of such a text. Raises ValueError (Japanese) for one that cannot be."""
    start = Options()
    values = _texts(start)
    for part in filter(None, text.split(BETWEEN)):
        name, _, value = part.partition(IS)
        if name not in values:
            raise ValueError(f"「{brief(name)}」という前提はありません。")
        values[name] = value
    minutes, marks = (tuple(values.pop(name).split(AND)) for name in ("minutes", "marks"))
    if not all(m.isdecimal() and len(m) <= 4 and int(m) <= MOST_MINUTE for m in minutes) or len(minutes) > MOST_MINUTES:
        raise ValueError(f"「{LABELS['minutes']}」を読めません。")
    if not set(marks) <= set(access.definition().marks) or len(set(marks)) < len(marks):
        raise ValueError(f"「{LABELS['marks']}」を読めません。")
    found = {name: _number(name, value) for name, value in values.items()}
    hub = replace(start.hub, needed=found["needed"], criteria=tuple(
        (replace(any_of[0], at_least=found[any_of[0].items[0]]),) if is_counted(any_of) else any_of for any_of in start.hub.criteria))
    return replace(start, terms=Assumptions(found["detour"], found["speed"], tuple(map(int, minutes))), marks=marks,
                   target=Target(found["least"], found["most"], found["several"], start.target.source), hub=hub)


def _number(name: str, text: str) -> float:
    least, most = RANGES.get(name, LIMIT_RANGE)
    label = _label(name)
    try:
        value = float(text) if name in ("detour", "speed") else int(text)
    except ValueError:
        raise ValueError(f"「{label}」の数字を読めません。") from None
    if not least <= value <= most:
        raise ValueError(f"「{label}」は{least:,}から{most:,}までです。")
    return value


def changed(options: Options) -> list[str]:
    """Each 前提 that is not as at the start, with both values: 速度（km/時） 20（初期値 40）."""
    start, now = _words(Options()), _words(options)
    return [f"{name} {text}（初期値 {start[name]}）" for name, text in now.items() if text != start[name]]


def is_counted(any_of: tuple[Alternative, ...]) -> bool:
    """Whether a criterion is one limit of a count, which people may change."""
    return len(any_of) == 1 and bool(any_of[0].unit)


def limit_label(one: Alternative) -> str:
    """救急車の受入（件/年以上）."""
    return f"{one.name}（{one.unit}以上）"


def _label(name: str) -> str:
    return LABELS[name] if name in LABELS else next(limit_label(one) for one in _counted(Options().hub) if one.items[0] == name)


def _counted(hub: MedicalFunction) -> list[Alternative]:
    return [any_of[0] for any_of in hub.criteria if is_counted(any_of)]


def _texts(options: Options) -> dict[str, str]:
    terms, target = options.terms, options.target
    return {"detour": f"{terms.detour:.15g}", "speed": f"{terms.speed_kmh:.15g}", "minutes": AND.join(map(str, terms.minutes)),
            "marks": AND.join(options.marks), "least": str(target.people_least), "most": str(target.people_most),
            "several": str(target.several_from), **{one.items[0]: str(int(one.at_least)) for one in _counted(options.hub)},
            "needed": str(options.hub.needed)}


def _words(options: Options) -> dict[str, str]:
    """Label → value as people read it."""
    marks = access.definition().marks
    texts = _texts(options) | {"minutes": "、".join(map(str, options.terms.minutes)), "marks": "、".join(marks[m].name for m in options.marks)}
    return {_label(name): f"{int(text):,}" if text.isdecimal() else text for name, text in texts.items()}
