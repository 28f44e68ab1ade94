"""Items of the statutory reports: definitions/reports/*.toml, a prefecture's own before the shipped ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .definition_files import read_definition
from .home import DEFINITIONS, own_definitions
from .official_file import BadFile

FOLDER = "reports"
TYPES = ("flag", "choice", "choices", "number", "text")
COVERS, SIDES = ("always", "evening", "shared"), ("receiving", "admitting")
# What stands beside the items of a report, as files of reports call it.
FIXED = {"facility_code": "医療機関コード", "name": "医療機関名", "pref_name": "都道府県", "municipality": "市区町村", "status": "状態",
         "received_at": "受付日", "confirmed_at": "確認日", "published_at": "公表日"}
STATUS = {"未報告": "not_yet", "受付": "received", "確認済": "confirmed", "公表": "published", "訂正": "corrected", "報告命令": "ordered"}
_FIELDS = {"code", "part", "function", "label", "type", "codes", "has", "intends", "required", "report_only", "cover", "side", "checked",
           "since", "until", "headings", "file", "leaves"}


@dataclass(frozen=True)
class ReportItem:
    """One 報告事項. codes: value → words (choice, choices; flag: 0 無し, 1 有り). has: values that mean 有り; intends: 無し（意向有り）;
    leaves: those of `has` that mean 有り（やめる意向）.
    report_only: says nothing of whether the function is there. required: ★, one of those that together make 1号機能.
    headings: spellings of the heading above it in a published file of all reports (* for any text)."""

    kind: str
    code: str
    label: str
    part: str
    type: str
    function: str | None = None
    codes: Mapping[str, str] = None
    has: tuple[str, ...] = ()
    intends: tuple[str, ...] = ()
    required: bool = False
    report_only: bool = False
    cover: str | None = None
    side: str | None = None
    checked: str | None = None
    since: date | None = None
    until: date | None = None
    headings: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()

    def holds(self, value: str) -> bool:
        """Does this value say that the facility has the item?"""
        if self.type == "number":
            return float(value) > 0
        if self.type == "text":
            return bool(value)
        return value in self.has if self.has else value not in ("0", "")

    def stance(self, value: str) -> str | None:
        """What the facility does and means to do: has, leaves, intends; None for neither, or an item that does not ask it."""
        if value in self.intends:
            return "intends"
        if value in self.leaves:
            return "leaves"
        return "has" if self.intends and self.holds(value) else None

    def check(self, value: str) -> None:
        """Raises ValueError that says what is allowed."""
        if self.type == "number":
            try:
                figure = float(value)
            except ValueError:
                raise ValueError("数ではありません。半角の数字で書いてください") from None
            if not 0 <= figure < 1e9:
                raise ValueError("0以上の数で書いてください")
        elif self.type != "text" and value not in self.codes:
            shown = "、".join(f"{code}（{words}）" for code, words in list(self.codes.items())[:8])
            raise ValueError(f"値は {shown}{' など' if len(self.codes) > 8 else ''} のどれかです")


@dataclass(frozen=True)
class ReportKind:
    """One statutory report. since: first day it exists; base: 基準日; reporters: who reports; law: what it rests on."""

    kind: str
    since: date
    base: str
    reporters: str
    items: tuple[ReportItem, ...]
    law: str = ""

    @cached_property
    def by_code(self) -> dict[str, ReportItem]:
        return {item.code: item for item in self.items}

    def exists_in(self, fiscal_year: str) -> bool:
        """Had the report begun in this year ('R7')?"""
        return int(fiscal_year[1:]) + 2018 >= self.since.year - (self.since.month < 4)

    @property
    def published(self) -> bool:
        """Read from the files that MHLW publishes, not from a prefecture's template."""
        return any(item.headings for item in self.items)


def report_kinds() -> dict[str, ReportKind]:
    """Report kind (かかりつけ医機能報告 …) → its definition. Raises BadFile that names file, entry and what is allowed."""
    names = {path.name for folder in (DEFINITIONS, own_definitions()) for path in (folder / FOLDER).glob("*.toml")}
    found: dict[str, ReportKind] = {}
    for name in sorted(names):
        entries = read_definition(f"{FOLDER}/{name}", {"report": ("kind",), "item": ("code",)})
        if len(entries["report"]) != 1:
            raise BadFile("[[report]] を1つだけ書いてください。", name)
        (head,) = entries["report"]
        if head["kind"] in found:
            raise BadFile(f"「{head['kind']}」は別のファイルにもあります。", name)
        since = _day(name, head["kind"], head.get("since")) or date.min
        found[head["kind"]] = ReportKind(head["kind"], since, head.get("base", ""),
                                         head.get("reporters", ""),
                                         tuple(_item(head["kind"], entry) for entry in entries["item"]), head.get("law", ""))
    return found


def prefectures_kinds() -> dict[str, ReportKind]:
    """Those of the reports that a prefecture loads itself, by the template or a column mapping."""
    return {name: kind for name, kind in report_kinds().items() if not kind.published}


def _item(kind: str, entry: dict) -> ReportItem:
    file, place = entry["file"], f"「{entry['code']}」"
    if unknown := sorted(set(entry) - _FIELDS):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(_FIELDS - {'file'}))} です。", file)
    for field in ("label", "part"):
        if not isinstance(entry.get(field), str) or not entry[field]:
            raise BadFile(f"{place}: {field} がありません。", file)
    for field, allowed in (("type", TYPES), ("cover", COVERS), ("side", SIDES)):
        if (field == "type" or field in entry) and entry.get(field) not in allowed:
            raise BadFile(f"{place}: {field} は {'、'.join(allowed)} のどれかです（「{entry.get(field, '')}」）。", file)
    codes = entry.get("codes", {"0": "無し", "1": "有り"} if entry["type"] == "flag" else {})
    if not isinstance(codes, dict) or bool(codes) != (entry["type"] in ("flag", "choice", "choices")):
        raise BadFile(f"{place}: choice と choices には codes（値 = \"言葉\"）を書き、number と text には書かないでください。", file)
    for field in ("has", "intends", "leaves"):
        if wrong := [value for value in entry.get(field, ()) if value not in codes]:
            raise BadFile(f"{place}: {field} の「{wrong[0]}」が codes にありません。", file)
    headings = entry.get("headings", [])
    if not isinstance(headings, list) or not all(isinstance(heading, str) and heading.strip("* ") for heading in headings):
        raise BadFile(f"{place}: headings は [\"見出し\"] のように、公表ファイルの見出しを並べて書いてください。", file)
    return ReportItem(kind, entry["code"], entry["label"], entry["part"], entry["type"], entry.get("function"), codes,
                      tuple(entry.get("has", ())), tuple(entry.get("intends", ())), bool(entry.get("required")), bool(entry.get("report_only")),
                      entry.get("cover"), entry.get("side"), entry.get("checked"), _day(file, place, entry.get("since")),
                      _day(file, place, entry.get("until")), tuple(headings), tuple(entry.get("leaves", ())))


def _day(file: str, place: str, value) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadFile(f"{place}: 日付「{value}」は 2025-04-01 のように書いてください。", file) from None
