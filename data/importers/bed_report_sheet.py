"""Where things stand on a sheet of 病床機能報告's open data: its form, its rows of headings, its columns by heading text."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..official_file import BadFile
from ..report_definitions import ReportItem, ReportKind
from . import mhlw
from .cells import plain
from .headings import heading_paths
from .mhlw import unnumbered

FACILITY, WARD = "施設票", "病棟票"  # `part` of the items
HEADING_ROWS = 8
# Words that a form's headings hold, however they are laid out.
_FORMS = {WARD: ("医療機関コード", "医療機関名", "病棟名", "許可病床"),
          FACILITY: ("医療機関コード", "医療機関名", "設置主体", "特定機能病院", "三次救急")}
_IDENTITY = {
    "open_code": ("オープンデータ医療機関コード*", "医療機関コード(R*)", "医療機関コード"), "name": ("医療機関名", "医療機関名称"),
    "pref_code": ("都道府県コード",), "area_code": ("構想区域コード",), "unit_code": ("市区町村コード",),
    "municipality": ("市区町村名称", "市区町村名"), "facility_code": ("医療機関コード(医科)",), "kind": ("病診区分",)}
_NEEDED = {"open_code", "name", "pref_code", "municipality"}
_NEEDED_ITEMS = {WARD: ("ward_name", "bed_function", "general_permitted", "convalescent_permitted"),
                 FACILITY: ("special_function", "tertiary_emergency")}
_OBLIGATION = re.compile("必須|任意")
_CODE = re.compile(r"\d{9,10}")
_DAY = re.compile(r"(20\d\d)(?:\(令和\w+\))?年7月1日時点")
_EDITION = re.compile(r"医療機関コード\((R[1-9]\d?)\)")


@dataclass(frozen=True)
class Layout:
    """form: 施設票 or 病棟票. identity, items: column (from 0) of a field, of an item (by its code). first: index of the first
    row below the headings. edition: the fiscal year that the headings name ('R6'), else None. lacking, doubled: labels of items
    without a column, or with several."""

    form: str
    identity: dict[str, int]
    items: dict[str, int]
    first: int
    edition: str | None
    lacking: list[str]
    doubled: list[str]


def form_of(rows: list[list]) -> str | None:
    """施設票 or 病棟票, by the words in the first rows; None for any other sheet."""
    words = plain("".join(str(cell) for row in rows[:HEADING_ROWS] for cell in row))
    return next((form for form, told in _FORMS.items() if all(word in words for word in told)), None)


def layout_of(file: str, sheet: str, rows: list[list], form: str, kind: ReportKind) -> Layout:
    """The layout of a sheet of `form`. Raises BadFile naming the headings that are missing or stand twice."""
    first, last = _first_row(file, sheet, rows)
    columns = _Columns(rows[:last])
    identity = {field: found for field, spellings in _IDENTITY.items() if (found := columns.of(spellings))}
    wanted = [item for item in kind.items if item.part == form]
    items = {item.code: found for item in wanted if (found := columns.of(item.headings))}
    _check(file, sheet, last, identity, items, {item.code: item for item in wanted}, _NEEDED_ITEMS[form])
    return Layout(form, {field: found[0] for field, found in identity.items() if len(found) == 1},
                  {code: found[0] for code, found in items.items() if len(found) == 1}, first, columns.edition(),
                  [item.label for item in wanted if item.code not in items],
                  [item.label for item in wanted if len(items.get(item.code, ())) > 1])


class _Columns:
    """Headings of every column: the lowest one, the path down to it (joined by _), and each one by itself."""

    def __init__(self, headings: list[list]):
        self.own = {column: [text for row in headings if column < len(row) and (text := unnumbered(row[column]))]
                    for column in range(max((len(row) for row in headings), default=0))}
        self.paths = {column: {"_".join(path[start:]) for start in range(len(path))} for path, column in heading_paths(headings)}

    def of(self, spellings: tuple[str, ...]) -> list[int]:
        """Columns of the first spelling that any column has: as its lowest heading, else as its path, else in any row."""
        for spelling in map(plain, spellings):
            for names in ({column: own[-1:] for column, own in self.own.items()}, self.paths, self.own):
                if found := [column for column, texts in names.items() if any(fnmatchcase(text, spelling) for text in texts)]:
                    return found
        return []

    def edition(self) -> str | None:
        texts = [text for own in self.own.values() for text in own]
        if named := {match[1] for text in texts if (match := _EDITION.search(text))}:
            return max(named)
        days = [int(match[1]) for text in texts if (match := _DAY.search(text))]  # of the plan, too: the report's is the earliest
        return mhlw.edition(min(days)) if days else None


def _first_row(file: str, sheet: str, rows: list[list]) -> tuple[int, int]:
    """(index of the first row of data, number of rows of headings): at the row of 必須項目・任意項目, else at the first code."""
    for index, row in enumerate(rows[:HEADING_ROWS + 1]):
        texts = [text for cell in row if (text := plain(cell))]
        if texts and sum(bool(_OBLIGATION.match(text)) for text in texts) * 2 > len(texts):
            return index + 1, index
        if any(_CODE.fullmatch(text.removesuffix(".0")) for text in texts):
            return index, index
    raise BadFile("見出しの下に医療機関の行が見つかりません。公表時の様式のまま読み込んでください。", file, sheet)


def _check(file: str, sheet: str, row: int, identity: dict[str, list[int]], items: dict[str, list[int]],
           of_form: dict[str, ReportItem], needed_items: tuple[str, ...]) -> None:
    needed = [(_IDENTITY[field][0].rstrip("*"), identity.get(field, [])) for field in _IDENTITY if field in _NEEDED]
    needed += [(of_form[code].headings[0].lstrip("*"), items.get(code, [])) for code in needed_items if code in of_form]
    if missing := [f"「{heading}」" for heading, columns in needed if not columns]:
        raise BadFile(f"見出し{'、'.join(missing)}が見つかりません。公表時の様式のまま読み込むか、報告事項の定義ファイル（headings）を"
                      "見出しに合わせてください。", file, sheet, row)
    for heading, columns in needed:
        if len(columns) > 1:
            raise BadFile(f"見出し「{heading}」が{len(columns)}列あります。1列にしてください。", file, sheet, row)
