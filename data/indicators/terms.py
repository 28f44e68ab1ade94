"""Terms of a recipe: what is counted for the numerator or denominator of an indicator, written as 「種類:コード」."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ..importers import care_services, facility_survey, insurers
from ..importers.mhlw import BED_ROWS
from ..notified_functions import definitions as notified_functions
from ..quantities import quantities

READABLE = ("population", "facility", "bed", "demand")  # kinds of quantity that stand in a table
SERIES = ("actual", "planned", "need")
ROLES = ("active", "hub")
SHOWN = 12  # codes told of those allowed


@dataclass(frozen=True)
class Term:
    """kind: of KINDS. codes: one, or several of which a facility has any (standard, function)."""

    kind: str
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}:{'|'.join(self.codes)}"


@dataclass(frozen=True)
class Kind:
    """words: what it counts. codes: those that there are; form: what a code looks like, where any is one. union: 「|」 joins codes."""

    words: str
    codes: Callable[[], Collection[str]] | None = None
    form: str = ""
    example: str = ""
    union: bool = False


def _functions() -> list[str]:
    return [f"{function}/{item}" for (function, item), conditions in notified_functions().conditions.items() if conditions]


KINDS = {
    "quantity": Kind("definitions/quantities.toml の量（人口、病床、必要病床数、訪問診療の需要など）",
                     lambda: [q.code for q in quantities().values() if q.kind in READABLE]),
    "bed": Kind("構想区域ごとの病床数（系列/病床機能）", lambda: [f"{series}/{function}" for series in SERIES for function in BED_ROWS]),
    "insurer": Kind("介護保険事業状況報告の人数（保険者ごと）", lambda: insurers.ITEMS),
    "standard": Kind("届出受理医療機関名簿で、受理記号がこれで始まる医療機関", form=r"[^\s:|]+", example="standard:支援診1|支援病1", union=True),
    "function": Kind("definitions/notified_functions.toml の項目を届け出た医療機関（機能/項目）", _functions, union=True),
    "office": Kind("介護サービス情報公表システムの事業所（サービスの番号）", lambda: care_services.SERVICES.values()),
    "role": Kind("積極的医療機関（active）と連携拠点（hub）の一覧", lambda: ROLES),
    "survey": Kind("医療施設（静態・動態）調査の項目", lambda: facility_survey.ITEMS),
    "region": Kind("在宅医療にかかる地域別データ集の項目番号", form=r"\d{1,3}", example="region:19"),
    "mieruka": Kind("地域包括ケア「見える化」システムの指標の名前", form=r".+", example="mieruka:調整済み認定率"),
}


def known_codes() -> dict[str, list[str]]:
    """Kind → the codes that there are, of the kinds that have a list of them."""
    return {name: list(kind.codes()) for name, kind in KINDS.items() if kind.codes}


def parse(text: str, known: Mapping[str, Sequence[str]]) -> Term:
    """The term that a recipe writes; known: as of `known_codes`. Raises ValueError that says, in Japanese, what is allowed."""
    name, colon, rest = text.partition(":")
    if not colon or name not in KINDS:
        raise ValueError(f"「{text}」は「種類:コード」ではありません。種類は {'、'.join(f'{n}（{k.words}）' for n, k in KINDS.items())} です。")
    kind, codes = KINDS[name], tuple(rest.split("|"))
    if len(codes) > 1 and not kind.union:
        raise ValueError(f"「{text}」: 種類 {name} に「|」は使えません。足すものは [\"{name}:…\", \"{name}:…\"] と並べてください。")
    for code in codes:
        if name not in known:
            if not re.fullmatch(kind.form, code):
                raise ValueError(f"「{text}」: {kind.words}を {kind.example} のように書いてください。")
        elif code not in known[name]:
            raise ValueError(f"「{text}」: {name} に「{code}」はありません。使えるのは {_shown(code, known[name])} です。")
    return Term(name, codes)


def _shown(code: str, allowed: Sequence[str]) -> str:
    """The codes that are allowed, the likest first."""
    first = difflib.get_close_matches(code, allowed, n=3, cutoff=0.3)
    told = [*first, *(a for a in allowed if a not in first)]
    return "、".join(told[:SHOWN]) + (f" など{len(told)}個" if len(told) > SHOWN else "")
