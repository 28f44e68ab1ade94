"""Surveys made for plans, and what their answers are used for: definitions/surveys.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .definition_files import check_fields, read_definition
from .official_file import BadFile

FILE = "surveys.toml"
_SURVEY = dict.fromkeys(("code", "name", "pref", "organiser", "target", "aim", "plan", "fiscal_year", "from", "to", "source", "checked", "file"), str)
_ITEM = {"survey": str, "code": str, "name": str, "indicators": list, "file": str}
_NEEDED = {"survey": ("name", "organiser", "target", "aim", "fiscal_year", "source"), "item": ("name",)}


@dataclass(frozen=True)
class SurveyItem:
    """What a survey asks. indicators: codes of those made of its answers."""

    code: str
    name: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """pref: the prefecture's code, '' for all. begins, ends: where they are known. checked: '要確認…'."""

    code: str
    name: str
    organiser: str
    target: str
    aim: str
    fiscal_year: str
    source: str
    items: tuple[SurveyItem, ...]
    file: str
    pref: str = ""
    plan: str = ""
    begins: date | None = None
    ends: date | None = None
    checked: str = ""


def surveys() -> dict[str, Survey]:
    """Code → survey, in the order of the file; a prefecture's own win by code. Raises BadFile: file, entry and what is wrong."""
    entries = read_definition(FILE, {"survey": ("code",), "item": ("survey", "code")})
    for table, fields in (("survey", _SURVEY), ("item", _ITEM)):
        for entry in entries[table]:
            check_fields(entry, fields, _NEEDED[table])
    codes = {entry["code"] for entry in entries["survey"]}
    for item in entries["item"]:
        if item["survey"] not in codes:
            raise BadFile(f"「{item['survey']}／{item['code']}」: 調査「{item['survey']}」が [[survey]] にありません。", item["file"])
    return {entry["code"]: _survey(entry, [i for i in entries["item"] if i["survey"] == entry["code"]]) for entry in entries["survey"]}


def unused_items(found: Iterable[Survey], asked_by: Mapping[str, str]) -> list[tuple[Survey, SurveyItem]]:
    """Items that are collected but unused: no indicator is made of them. asked_by: indicator → the survey that it says asks it."""
    return [(survey, item) for survey in found for item in survey.items
            if not any(asked_by.get(code) == survey.code for code in item.indicators)]


def mistakes(found: Iterable[Survey], asked_by: Mapping[str, str]) -> list[BadFile]:
    """Items that name an indicator which is none, or which says that another survey asks it."""
    def why(code: str) -> str:
        return f"の survey は「{asked_by[code] or '（空欄）'}」です。どちらかを直してください。" if code in asked_by else "が data/kpi にありません。"
    return [BadFile(f"「{survey.code}／{item.code}」: 指標「{code}」{why(code)}", survey.file)
            for survey in found for item in survey.items for code in item.indicators if asked_by.get(code) != survey.code]


def _survey(entry: dict, items: list[dict]) -> Survey:
    begins, ends = (_day(entry, field) for field in ("from", "to"))
    if begins and ends and begins > ends:
        raise BadFile(f"「{entry['code']}」: from（{begins}）が to（{ends}）より後です。", entry["file"])
    given = {key: value for key, value in entry.items() if key not in ("from", "to")}
    return Survey(**given, begins=begins, ends=ends, items=tuple(
        SurveyItem(item["code"], item["name"], tuple(item.get("indicators", ()))) for item in items))


def _day(entry: dict, field: str) -> date | None:
    if field not in entry:
        return None
    try:
        return date.fromisoformat(entry[field])
    except ValueError:
        raise BadFile(f"「{entry['code']}」: {field} の「{entry[field]}」は 2025-11-01 のように書いてください。", entry["file"]) from None
