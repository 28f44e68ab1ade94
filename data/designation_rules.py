"""What designated hospitals report every year, and the rules they are looked at by: definitions/designation_results.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from .definition_files import check_fields, read_definition
from .designation_kinds import designation_kinds
from .official_file import BadFile

FILE = "designation_results.toml"
_NUMBER = (int, float)
_ITEM = {"name": str, "kind": str, "unit": str, "file": str}
_RULE = {"code": str, "name": str, "kind": str, "items": list, "at_least": _NUMBER, "worse_from": _NUMBER, "grades": list, "otherwise": str,
         "valid_from": int, "valid_to": int, "source": str, "checked": str, "file": str}
_NEEDED = {"item": ("kind", "unit"), "rule": ("name", "kind", "items", "valid_from", "source")}


@dataclass(frozen=True)
class ResultItem:
    """One 項目 that hospitals of the 種類 `kind` report for a 年度."""

    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class DesignationRule:
    """The sum of `items` in a 年度 is to be `at_least`; or grades: (grade, years) of bad years in a row, a year being bad from
    `worse_from`, else `otherwise`. For 年度 valid_from … valid_to (None: still)."""

    code: str
    name: str
    kind: str
    items: tuple[str, ...]
    unit: str
    valid_from: int
    source: str
    valid_to: int | None = None
    at_least: float | None = None
    worse_from: float | None = None
    grades: tuple[tuple[str, int], ...] = ()
    otherwise: str = ""
    checked: str = ""

    def is_for(self, year: int) -> bool:
        return self.valid_from <= year and (self.valid_to is None or year <= self.valid_to)


def result_items() -> dict[str, ResultItem]:
    """Name → item, in the order of the file. Raises BadFile that names file, entry and what is wrong."""
    return _items(_read()["item"])


def designation_rules() -> tuple[DesignationRule, ...]:
    """The rules, in the order of the file. Raises BadFile as `result_items`."""
    entries = _read()
    items = _items(entries["item"])
    return tuple(_rule(entry, items) for entry in entries["rule"])


def _read() -> dict[str, list[dict]]:
    entries = read_definition(FILE, {"item": ("name",), "rule": ("code",)})
    kinds = designation_kinds()
    for table, fields in (("item", _ITEM), ("rule", _RULE)):
        for entry in entries[table]:
            check_fields(entry, fields, _NEEDED[table])
            if entry["kind"] not in kinds:
                raise BadFile(f"「{entry.get('code') or entry['name']}」: 種類「{entry['kind']}」が designations.toml にありません。", entry["file"])
    return entries


def _items(entries: list[dict]) -> dict[str, ResultItem]:
    return {entry["name"]: ResultItem(entry["name"], entry["kind"], entry["unit"]) for entry in entries}


def _rule(entry: dict, items: Mapping[str, ResultItem]) -> DesignationRule:
    file, place = entry["file"], f"「{entry['code']}」"
    strangers = [name for name in entry["items"] if name not in items or items[name].kind != entry["kind"]]
    if strangers:
        raise BadFile(f"{place}: 項目「{strangers[0]}」が、種類「{entry['kind']}」の [[item]] にありません。", file)
    if ("at_least" in entry) == ("worse_from" in entry) or ("worse_from" in entry) != ("grades" in entry and "otherwise" in entry):
        raise BadFile(f"{place}: at_least か、worse_from と grades と otherwise か、どちらか一方を書いてください。", file)
    grades = entry.get("grades", [])
    if not all(isinstance(g, dict) and set(g) == {"grade", "years"} and isinstance(g["grade"], str) and isinstance(g["years"], int)
               and g["years"] > 0 for g in grades):
        raise BadFile(f"{place}: grades は {{ grade = \"C\", years = 3 }} の並びで書いてください（years は1以上の整数）。", file)
    longest_first = sorted(((g["grade"], g["years"]) for g in grades), key=lambda pair: -pair[1])
    given = {key: value for key, value in entry.items() if key not in ("file", "items", "grades")}
    return DesignationRule(**given, items=tuple(entry["items"]), unit=items[entry["items"][0]].unit, grades=tuple(longest_first))
