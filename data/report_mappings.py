"""Column mappings: how a prefecture's own layout says what a report says. KENIKI_HOME/definitions/mappings/*.toml, a layout a file.

The shipped definitions/mappings/example.toml tells how to write one; it is a model to copy and reads nothing by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .definition_files import entries_of
from .home import own_definitions
from .official_file import BadFile
from .report_definitions import FIXED, STATUS, ReportItem, ReportKind, prefectures_kinds

FOLDER = "mappings"
YEAR = "年度"
# What a column may tell about the facility: the fields of every report, the year, the parts of an official code.
FIELDS = {words: name for name, words in FIXED.items()} | {
    YEAR: "fiscal_year", "都道府県コード": "pref_code", "点数表": "score_table", "医療機関番号": "number"}
MOST_HEADING_ROWS = 4
MEDICAL = "1"  # 点数表 医科
_HEAD = {"name", "report", "headings", "heading_rows", "sheet", "fiscal_year", "prefecture", "pref_code", "score_table", "status", "file"}
_COLUMN = {"heading", "field", "item", "values", "separators", "optional", "file"}


@dataclass(frozen=True)
class MappedColumn:
    """heading: 大見出し／小見出し where headings stand in several rows. It tells a field (of FIELDS' values) or an item."""

    heading: str
    field: str | None = None
    item: ReportItem | None = None
    values: Mapping[str, str] | None = None
    separators: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class ReportMapping:
    """headings: those that a sheet has, all of them, to be of this layout. fixed: fields that hold for every row."""

    file: str
    name: str
    kind: ReportKind
    headings: tuple[str, ...]
    columns: tuple[MappedColumn, ...]
    heading_rows: int = 1
    sheet: str | None = None
    fiscal_year: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


def mapping_files() -> list[Path]:
    """The prefecture's own mapping files, sorted."""
    return sorted((own_definitions() / FOLDER).glob("*.toml"))


def report_mapping(path: Path) -> ReportMapping:
    """One mapping file. Raises BadFile that names file, entry and what is allowed."""
    entries = entries_of(path, {"mapping": ("name", "report"), "column": ("heading",)})
    if len(entries["mapping"]) != 1:
        raise BadFile("[[mapping]] を1つだけ書いてください（様式ごとに1つのファイル）。", path.name)
    (head,) = entries["mapping"]
    refuse = _Refusal(path.name, head["name"])
    refuse.unknown(head, _HEAD)
    kinds = prefectures_kinds()
    refuse.unless(head["report"] in kinds, f"report は {'、'.join(kinds)} のどれかです（「{head['report']}」）")
    kind = kinds[head["report"]]
    headings = head.get("headings")
    refuse.unless(isinstance(headings, list) and headings and all(isinstance(h, str) and h.strip() for h in headings),
                  "headings に、この様式に必ずある見出しを [\"見出し\", …] と並べて書いてください")
    rows = head.get("heading_rows", 1)
    refuse.unless(type(rows) is int and 1 <= rows <= MOST_HEADING_ROWS, f"heading_rows は 1 から {MOST_HEADING_ROWS} の数です（「{rows}」）")
    for name, pattern, how in (("sheet", r".+", "シート名"), ("fiscal_year", r"R[1-9]\d?", "R7 のような年度"),
                               ("prefecture", r".{2,3}[都道府県]", "沖縄県 のような都道府県名"), ("pref_code", r"\d\d", "47 のような2桁の数字"),
                               ("score_table", r"[1-5]", "1（医科）のような1桁の数字"), ("status", "|".join(STATUS), "・".join(STATUS) + "のどれか")):
        told = head.get(name)
        refuse.unless(told is None or (isinstance(told, str) and re.fullmatch(pattern, told)), f"{name} は \"{how}\" です（「{told}」）")
    year = head.get("fiscal_year")
    refuse.unless(year is None or kind.exists_in(year), f"{kind.kind}は{kind.since:%Y年%m月}に始まりました。{year}年度の報告はありません")
    columns = tuple(_column(entry, kind) for entry in entries["column"])
    fixed = {"pref_name": head.get("prefecture"), "pref_code": head.get("pref_code"), "status": head.get("status"),
             "score_table": head.get("score_table", MEDICAL)}
    found = ReportMapping(path.name, head["name"], kind, tuple(headings), columns, rows, head.get("sheet"), year,
                          {name: told for name, told in fixed.items() if told})
    _check_whole(found, refuse)
    return found


@dataclass(frozen=True)
class _Refusal:
    """Raises BadFile that names the file and the entry."""

    file: str
    place: str

    def unless(self, holds: object, reason: str) -> None:
        if not holds:
            raise BadFile(f"「{self.place}」: {reason}。", self.file)

    def unknown(self, entry: dict, known: set[str]) -> None:
        unknown = sorted(set(entry) - known)
        self.unless(not unknown, f"{''.join(unknown[:1])} は使えません。使えるのは {'、'.join(sorted(known - {'file'}))} です")


def _column(entry: dict, kind: ReportKind) -> MappedColumn:
    refuse = _Refusal(entry["file"], entry["heading"])
    refuse.unknown(entry, _COLUMN)
    name, code, values = entry.get("field"), entry.get("item"), entry.get("values")
    refuse.unless((name is None) != (code is None), "field（医療機関についての欄）か item（報告事項の番号）のどちらか1つを書いてください")
    refuse.unless(name is None or name in FIELDS, f"field は {'、'.join(FIELDS)} のどれかです（「{name}」）")
    refuse.unless(code is None or code in kind.by_code, f"item「{code}」は{kind.kind}の報告事項にありません。あるのは {'、'.join(kind.by_code)} です")
    item = kind.by_code.get(code)
    refuse.unless(values is None or (isinstance(values, dict) and values and all(isinstance(v, str) for v in values.values())),
                  "values は { \"有\" = \"1\", \"無\" = \"0\" } のように、値も \" \" で囲んで書いてください")
    for word, value in (values or {}).items():
        _check_value(refuse, FIELDS.get(name), item, word, value)
    separators = entry.get("separators")
    refuse.unless(separators is None or (isinstance(separators, str) and separators and item and item.type == "choices"),
                  "separators は、いくつも選ぶ事項（choices）だけに \"・；\" のように書きます")
    refuse.unless(isinstance(entry.get("optional", False), bool), "optional は true か false です")
    return MappedColumn(entry["heading"], FIELDS.get(name), item, values, separators, entry.get("optional", False))


def _check_value(refuse: _Refusal, name: str | None, item: ReportItem | None, word: str, value: str) -> None:
    if not value:
        return  # not reported
    if item:
        try:
            item.check(value)
        except ValueError as error:
            refuse.unless(False, f"values の「{word}」= \"{value}\": {error}")
    refuse.unless(name != "status" or value in STATUS, f"values の「{word}」= \"{value}\": 状態は{'・'.join(STATUS)}のどれかです")


def _check_whole(found: ReportMapping, refuse: _Refusal) -> None:
    """What a layout must tell: whose report, of which year's kind, in which state; nothing twice."""
    told = [column.field for column in found.columns if column.field]
    has = {*told, *found.fixed}
    for name, words in (("name", "医療機関名"), ("status", "状態"), ("pref_name", "都道府県")):
        head = {"status": " [[mapping]] の status（すべての行が同じとき）か、", "pref_name": " [[mapping]] の prefecture か、"}.get(name, "")
        refuse.unless(name in has, f"{words}が分かりません。{head}field = \"{words}\" の列を書いてください")
    refuse.unless("facility_code" in has or {"number", "pref_code"} <= has or "municipality" in has,
                  "どの医療機関か分かりません。field = \"医療機関コード\"（10桁）か、\"医療機関番号\" と \"都道府県コード\"、"
                  "コードがないときは \"市区町村\" の列を書いてください")
    refuse.unless(not (found.fiscal_year and "fiscal_year" in told), "年度は fiscal_year か field = \"年度\" の列の、どちらかだけに書いてください")
    for name in told:
        refuse.unless(told.count(name) == 1, f"field = \"{next(w for w, n in FIELDS.items() if n == name)}\" の列が2つあります。1つにしてください")
    items = [column.item for column in found.columns if column.item]
    for item in items:
        refuse.unless(items.count(item) == 1 or item.type == "choices",
                      f"item = \"{item.code}\" の列が2つあります。列をいくつも書けるのは、いくつも選ぶ事項（choices）だけです")
    refuse.unless(items, "item（報告事項の番号）を書いた列がありません")
