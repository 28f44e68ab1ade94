"""Definitions of indicators: data/kpi/*.toml; a prefecture's own files (KENIKI_HOME/definitions/kpi) win by code."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from pathlib import Path

from ..definition_files import Lines, check_fields, entries_of, line_of, lines_of
from ..home import PROJECT, own_definitions
from ..official_file import BadFile
from ..surveys import surveys
from .terms import Term, known_codes, parse

SHIPPED = PROJECT / "data" / "kpi"
FOLDER, TABLE = "kpi", "indicator"
COUNT, SHARE, RATE, MEAN = "count", "share", "rate", "mean"
KINDS = {COUNT: "数", SHARE: "割合（分子は分母の一部）", RATE: "率（分子は分母の一部ではない）", MEAN: "平均や比（誤差の幅を付けない）"}
DIRECTIONS = {"high_good": "高いほど良い", "low_good": "低いほど良い", "neutral": "良し悪しを言わない", "unverified": "要確認（評価しない）"}
UNVERIFIED, DOUBT = "unverified", "要確認"
CLASSES = ("実績", "連携体制", "小児・成人", "看取り")
STAGES = ("退院支援", "日常の療養支援", "急変時", "看取り", "資源", "全体")  # 全体: of no one stage, as the final outcomes
LEVELS = {"unit": "市区町村", "municipality": "市町村（政令指定都市は市全体）", "insurer": "保険者", "concept": "構想区域", "secondary": "二次医療圏",
          "homecare": "在宅医療圏域", "kyoten": "連携拠点の区域", "health_center": "保健所の区域", "prefecture": "都道府県", "nation": "全国"}
# What the numerator counts. Small counts of people, events and answers that nobody has published are not shown (domain rule 22).
COUNTS = {"facilities": "施設・事業所", "beds": "病床", "people": "人", "events": "件・回", "answers": "調査の回答", "money": "円", "years": "歳",
          "areas": "区域・市町村"}
HIDDEN_WHEN_SMALL = ("people", "events", "answers")
SURVEYS = "surveys"  # beside the kinds of terms
Known = Mapping[str, Sequence[str]]  # of terms.known_codes
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FIELDS = {
    **dict.fromkeys(("code", "name", "meaning", "why", "numerator", "denominator", "kind", "unit", "direction", "class", "stage", "source", "how",
                     "weakness", "review_on", "counts", "filled_by", "survey", "checked", "file"), str),
    **dict.fromkeys(("actors", "levels", "fill", "refs"), list), "scale": (int, float), "decimals": int}
_OPTIONAL = ("denominator", "scale", "decimals", "fill", "survey", "refs", "checked", "file")
_RECIPE = ("numerator", "denominator", "denominator_year", "value")


@dataclass(frozen=True)
class Recipe:
    """How a value is made of the tables of a store: the sums of the terms. denominator_year: where it is not the numerator's.
    value: the figure is printed as it is, without parts (a mean); then there are no others."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    denominator_year: int | None = None
    value: Term | None = None


@dataclass(frozen=True)
class Indicator:
    """One KPI. value = numerator ÷ denominator × scale, or the numerator of a count.

    kind: of KINDS. direction: of DIRECTIONS. class_: of CLASSES. stage: of STAGES. actors: who acts (行動主体). counts: of COUNTS. levels:
    kinds of area at which it may be shown. fill: recipes, the first that gives an area and year wins. filled_by: the file that would
    fill it. survey: the survey that asks it. refs: where it is asked for. checked: '要確認…', then there is no direction. file: it stands in.
    """

    code: str
    name: str
    meaning: str
    why: str
    numerator: str
    kind: str
    unit: str
    direction: str
    class_: str
    stage: str
    actors: tuple[str, ...]
    source: str
    how: str
    weakness: str
    review_on: date
    levels: tuple[str, ...]
    counts: str
    filled_by: str
    file: str
    denominator: str = ""
    scale: float = 1
    decimals: int = 0
    fill: tuple[Recipe, ...] = ()
    survey: str = ""
    refs: tuple[str, ...] = ()
    checked: str = ""

    @property
    def hidden_when_small(self) -> bool:
        """Are counts of it under the limit hidden, where they come from figures that nobody has published?"""
        return self.counts in HIDDEN_WHEN_SMALL


def indicators() -> dict[str, Indicator]:
    """Code → indicator, in the order of the files. Raises BadFile for the first mistake: file, line and what is allowed."""
    found, mistakes = checked()
    if mistakes:
        raise mistakes[0]
    return found


def checked() -> tuple[dict[str, Indicator], list[BadFile]]:
    """(code → indicator, every mistake of the files): an entry with a mistake is left out, of it the first one is told."""
    found: dict[str, Indicator] = {}
    mistakes: list[BadFile] = []
    known = known_codes()
    try:
        known[SURVEYS] = list(surveys())
    except BadFile as mistake:
        mistakes.append(mistake)
    for folder in (SHIPPED, own_definitions() / FOLDER):
        here: dict[str, str] = {}  # code → file, of this folder
        for path in sorted(folder.glob("*.toml")):
            try:
                entries = entries_of(path, {TABLE: ("code",)})[TABLE]
            except BadFile as mistake:
                mistakes.append(mistake)
                continue
            for entry, lines in zip_longest(entries, lines_of(path, TABLE), fillvalue={"": 1}):  # one line for entries that are written inline
                try:
                    if entry["code"] in here:
                        raise _bad(entry, lines, "code", f"{here[entry['code']]} にもあります。どちらか1つにしてください。")
                    here[entry["code"]] = path.name
                    found[entry["code"]] = _indicator(entry, lines, known)
                except BadFile as mistake:
                    mistakes.append(mistake)
    return found, mistakes


def files() -> list[Path]:
    """All files of indicators, shipped and own."""
    return [path for folder in (SHIPPED, own_definitions() / FOLDER) for path in sorted(folder.glob("*.toml"))]


def _indicator(entry: dict, lines: Lines, known: Known) -> Indicator:
    check_fields(entry, _FIELDS, [field for field in _FIELDS if field not in _OPTIONAL], lines)
    if not _CODE.fullmatch(entry["code"]):
        raise _bad(entry, lines, "code", "code は半角の小文字、数字、_ で書いてください（例 home_visits）。")
    for field, allowed in (("kind", KINDS), ("direction", DIRECTIONS), ("class", CLASSES), ("stage", STAGES), ("counts", COUNTS)):
        _must_be(entry, lines, field, [entry[field]], allowed)
    _must_be(entry, lines, "levels", entry["levels"], LEVELS)
    for field in ("actors", "refs"):
        if not all(isinstance(text, str) and text for text in entry.get(field, [])):
            raise _bad(entry, lines, field, f"{field} は [\"…\", \"…\"] と文字を並べて書いてください。")
    if (entry["kind"] == COUNT) == bool(entry.get("denominator")):
        raise _bad(entry, lines, "denominator", f"denominator（分母）は、kind が {COUNT} のときは書かず、ほかのときは書いてください。")
    if entry.get("scale", 1) <= 0 or entry.get("decimals", 0) < 0:
        raise _bad(entry, lines, "scale", "scale は0より大きい数、decimals は0以上の整数で書いてください。")
    if "survey" in entry and SURVEYS in known:
        _must_be(entry, lines, "survey", [entry["survey"]], known[SURVEYS])
    _doubts(entry, lines)
    given = {("class_" if key == "class" else key): tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    recipes = tuple(_recipe(entry, lines, recipe, known) for recipe in entry.get("fill", []))
    return Indicator(**given | {"review_on": _day(entry, lines), "fill": recipes})


def _doubts(entry: dict, lines: Lines) -> None:
    doubted = entry.get("checked", "")
    if doubted and not doubted.startswith(DOUBT):
        raise _bad(entry, lines, "checked", f"checked は「{DOUBT}」で始め、何を確かめるかを書いてください。確かめ終わったら消してください。")
    if bool(doubted) != (entry["direction"] == UNVERIFIED):
        raise _bad(entry, lines, "direction", f"checked に「{DOUBT}」と書いた指標の direction は {UNVERIFIED}、ほかの指標の direction は "
                                              f"{'、'.join(d for d in DIRECTIONS if d != UNVERIFIED)} のどれかです。")


def _day(entry: dict, lines: Lines) -> date:
    try:
        return date.fromisoformat(entry["review_on"])
    except ValueError:
        raise _bad(entry, lines, "review_on", f"日付「{entry['review_on']}」は 2027-03-31 のように書いてください。") from None


def _recipe(entry: dict, lines: Lines, recipe, known: Known) -> Recipe:
    if not isinstance(recipe, Mapping) or set(recipe) - set(_RECIPE) or bool(recipe.get("numerator")) == bool(recipe.get("value")):
        raise _bad(entry, lines, "fill", "fill は { numerator = [\"種類:コード\"], denominator = [\"種類:コード\"] } か "
                                         f"{{ value = [\"種類:コード\"] }} の並びで書いてください。使えるのは {'、'.join(_RECIPE)} です。")
    terms = {field: tuple(_term(entry, lines, text, known) for text in _texts(entry, lines, recipe.get(field, [])))
             for field in ("numerator", "denominator", "value")}
    if terms["value"]:
        if len(terms["value"]) > 1 or len(recipe) > 1 or entry["kind"] != MEAN:
            raise _bad(entry, lines, "fill", f"fill の value には1つだけを書き、ほかを書かないでください。kind が {MEAN} の指標だけに使えます。")
        return Recipe((), value=terms["value"][0])
    if bool(terms["denominator"]) == (entry["kind"] == COUNT):
        raise _bad(entry, lines, "fill", f"fill の denominator は、kind が {COUNT} のときは書かず、ほかのときは書いてください。")
    year = recipe.get("denominator_year")
    if year is not None and (not isinstance(year, int) or not 2000 <= year < 2100):
        raise _bad(entry, lines, "fill", "fill の denominator_year は西暦4桁の整数で書いてください。")
    return Recipe(terms["numerator"], terms["denominator"], year)


def _texts(entry: dict, lines: Lines, texts) -> list[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise _bad(entry, lines, "fill", "fill の numerator、denominator、value は [\"種類:コード\", …] と並べて書いてください。")
    return texts


def _term(entry: dict, lines: Lines, text: str, known: Known) -> Term:
    try:
        return parse(text, known)
    except ValueError as error:
        raise _bad(entry, lines, "fill", f"fill の{error}") from None


def _must_be(entry: dict, lines: Lines, field: str, values: Collection, allowed: Collection[str]) -> None:
    if wrong := [value for value in values if value not in allowed]:
        words = "、".join(f"{code}（{allowed[code]}）" if isinstance(allowed, Mapping) else code for code in allowed)
        raise _bad(entry, lines, field, f"{field} に「{wrong[0]}」は使えません。使えるのは {words} です。")


def _bad(entry: dict, lines: Lines, field: str, reason: str) -> BadFile:
    return BadFile(f"「{entry['code']}」: {reason}", entry["file"], row=line_of(lines, field))
