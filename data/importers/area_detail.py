"""MHLW ③構想区域の医療機関の病床数、診療実績等: a sheet a 構想区域, its own row above, its facilities below.

A `-` (stay, new patients) is kept as a flag where the facility has beds of that function and left out where it has
none: there it only says so once more. `*` and 未報告 are always kept. A cell that cannot be read is 不明: without a figure,
but there, so that no sum passes for whole.
"""

import re
from collections import Counter

import pandas as pd

from ..official_file import BadFile, OfficialFile
from . import detail_area_row, detail_columns, mhlw
from .cells import normal_name, number, plain
from .checked import Checked, Reject
from .error_cells import sheets_with_errors
from .headings import column_letters

NAME = "area_detail"
TITLE = "構想区域の医療機関の病床数、診療実績等（病床機能報告）"

_MARKS = {"特": "特定", "地": "地域支援", "三次": "三次", "二次": "二次", "在支": "在支"}
_BEDS = ("beds_closed", *(f"beds_{f}" for f in mhlw.BED_FUNCTIONS))
_COUNTS = ("doctors_full_time", "doctors_part_time", *detail_columns.ACTIVITY, *_MARKS.values())
_PER_FUNCTION = re.compile(r"(?:stay|new_patients)_(\w+)")
UNREADABLE = "不明"
_SLIP = 1e-6  # sums of decimals


def recognises(file: OfficialFile) -> bool:
    """True for the workbook whose sheets start with (1)構想区域の状況 and (2)区域内の医療機関."""
    return file.kind == "xlsx" and bool(re.match(r"\d{3,4}\D", file.sheets[0])) and all(
        plain(word) in plain(file.header(14)) for word in ("構想区域の状況", "区域内の医療機関", "医療機関名", "所在地"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables facility_row, facility_figure (long: item, value, flag) and area_figure (the area's own row).

    The edition is fiscal_year ('R8') or told by the headings: 新規入棟患者 is new in R7, 包括期 in R8 (then the year must
    be given). Raises BadFile on missing headings, an area that stands twice, a facility printed twice, or beds that
    do not sum to the area's row in over 1 % of the areas.
    """
    sheets = sheets_with_errors(file)
    published_fy = mhlw.given_edition(fiscal_year, file.name) or _edition(file.name, sheets)
    reading = _Reading(file.name)
    for sheet, rows in sheets.items():
        reading.add(sheet, rows)
    messages = mhlw.count_message(len(reading.areas)) + reading.messages + reading.check_sums()
    source_id = f"mhlw_area_detail_{published_fy}"
    tables = {name: frame.assign(published_fy=published_fy, source_id=source_id) for name, frame in reading.tables().items()}
    return Checked(
        mhlw.source(source_id, f"構想区域の医療機関の病床数、診療実績等（病床機能報告 {published_fy}）", mhlw.report_day(published_fy),
                    mhlw.NOT_COMPARABLE + mhlw.NOT_PREFECTURES + mhlw.MASKED),
        tables, sum(len(t) for t in tables.values()) + len(reading.rejects), reading.rejects, messages)


def _edition(file: str, sheets: dict[str, list[list]]) -> str:
    sheet, rows = next(iter(sheets.items()))
    headings = [c for row in rows[:14] for c in row if c != ""]
    mhlw.ask_for_edition(headings, file, sheet)
    return "R7" if "新規入棟患者" in {plain(h) for h in headings} else "R6"


class _Reading:
    """What was read from the sheets so far."""

    def __init__(self, file: str):
        self.file = file
        self.facilities: list[tuple[str, int, str, str]] = []  # area_code, seq, name, municipality
        self.figures: list[tuple[str, int, str, float | None, str | None]] = []  # area_code, seq, item, value, flag
        self.areas: dict[str, detail_area_row.Figures] = {}
        self.broken: set[str] = set()  # areas with a rejected cell: their sums cannot hold
        self.rejects: list[Reject] = []
        self.messages: list[str] = []

    def add(self, sheet: str, rows: list[list]) -> None:
        rejected = len(self.rejects)
        code, own = detail_area_row.read(self.file, sheet, rows, self.rejects)
        if code in self.areas:
            raise BadFile(f"構想区域 {code} のシートが2つあります。", self.file, sheet)
        self.areas[code] = own
        columns, first = detail_columns.facility_columns(self.file, sheet, rows)
        name_at, town_at = columns.pop("name"), columns.pop("municipality")
        names, blank = [], []
        for row_number, row in enumerate(rows[first:], start=first + 1):
            name, town = str(row[name_at]).strip(), str(row[town_at]).strip()
            if name:
                names.append((name, town))
                self.facilities.append((code, len(names), name, town))
                found = self._facility(sheet, row_number, row, columns)
                self.figures += [(code, len(names), item, *figure) for item, figure in found.items()]
                if not found:
                    blank.append(len(names))
            elif any(c != "" for c in row):
                self.rejects.append(Reject(sheet, row_number, "医療機関名", None, "医療機関名がない行です。採りません。"))
        self._refuse_twice(sheet, names)
        if blank:
            self._settle_blank(sheet, code, own, [names[seq - 1][0] for seq in blank], blank)
        if len(self.rejects) > rejected:
            self.broken.add(code)

    def _facility(self, sheet: str, row_number: int, row: list, columns: dict[str, int]) -> detail_area_row.Figures:
        """Figures, signs and marks of one facility; blank cells are left out, unreadable ones are 不明."""
        found: detail_area_row.Figures = {}
        for item, column in columns.items():
            cell = row[column]
            try:
                if cell != "":
                    found[item] = _mark(item, cell) if item in _MARKS.values() else _figure(cell)
            except ValueError as error:
                self.rejects.append(Reject(sheet, row_number, f"{detail_columns.heading(item)}（{column_letters(column)}）", str(cell),
                                           f"{error}。値は不明とします。"))
                found[item] = (None, UNREADABLE)
        return {item: figure for item, figure in found.items() if not _says_no_beds(item, figure, found)}

    def _refuse_twice(self, sheet: str, names: list[tuple[str, str]]) -> None:
        times = Counter((normal_name(town), normal_name(name)) for name, town in names)
        for (town, name), count in times.items():
            if count > 1:
                raise BadFile(f"{town}の「{name}」が{count}行あります。1行にしてください。", self.file, sheet)

    def _settle_blank(self, sheet: str, code: str, own: detail_area_row.Figures, names: list[str], blank: list[int]) -> None:
        """A facility with a name only is 未報告 when the area's own count of non-reporters needs it, else refused."""
        printed = (own["unreported_hospitals"][0] or 0) + (own["unreported_clinics"][0] or 0)
        marked = sum(1 for area, _, _, _, flag in self.figures if area == code and flag == "未報告")
        if marked + len(blank) != printed:
            raise BadFile(f"値が1つもない医療機関があります（{'、'.join(names)}）。", self.file, sheet)
        self.figures += [(code, seq, "beds_total_incl_closed", None, "未報告") for seq in blank]
        self.messages.append(f"シート「{sheet}」の {'、'.join(names)} は空欄です。区域の未報告数（{printed:g}）に含まれるため未報告とします。")

    def check_sums(self) -> list[str]:
        """Messages on items whose facilities do not sum to the area's row. Raises BadFile for beds in over 1 % of the areas."""
        figure = self.tables()["facility_figure"]
        sums = figure.groupby(["area_code", "item"], observed=True)["value"].sum().to_dict()
        masked = set(figure.loc[figure["flag"] == "*", ["area_code", "item"]].itertuples(index=False, name=None))

        def differs(code: str, item: str) -> bool:
            own = self.areas[code][item][0]
            return own is not None and (code, item) not in masked and abs(own - sums.get((code, item), 0)) > _SLIP

        whole = [code for code in self.areas if code not in self.broken]
        wrong = [code for code in whole if any(differs(code, item) for item in _BEDS)]
        messages = mhlw.refuse_or_list(wrong, len(self.areas), "医療機関の病床数の和が区域の行と一致しない区域があります", self.file)
        for item in _COUNTS:
            if odd := [code for code in whole if differs(code, item)]:
                messages.append(f"医療機関の和が区域の行と一致しない区域（{detail_columns.heading(item)}）: {'、'.join(odd)}")
        return messages

    def tables(self) -> dict[str, pd.DataFrame]:
        figure = pd.DataFrame(self.figures, columns=["area_code", "seq", "item", "value", "flag"]).astype({"seq": "int16"})
        row = pd.DataFrame(self.facilities, columns=["area_code", "seq", "name", "municipality"]).astype({"seq": "int16"})
        area = [(code, item, value, flag) for code, own in self.areas.items() for item, (value, flag) in own.items()
                if value is not None or flag]
        return {"facility_row": row, "facility_figure": figure.sort_values(["item", "area_code", "seq"], ignore_index=True),
                "area_figure": pd.DataFrame(area, columns=["area_code", "item", "value", "flag"])}


def _mark(item: str, cell) -> tuple[float, None]:
    if _MARKS.get(plain(cell)) != item:
        raise ValueError("決まった記号ではありません")
    return 1.0, None


def _figure(cell) -> tuple[float | None, str | None]:
    value, flag = number(cell)
    if value is not None and value < 0:
        raise ValueError("負の数です")
    return value, flag


def _says_no_beds(item: str, figure: tuple, found: detail_area_row.Figures) -> bool:
    function = _PER_FUNCTION.fullmatch(item)
    return bool(function) and figure == (None, "-") and found.get(f"beds_{function[1]}", (0.0, None))[0] == 0
