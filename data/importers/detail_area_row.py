"""The area's own row of MHLW's area detail: its facilities counted, its sums, 必要病床数 and 患者調査 flow (⑨)."""

import re

from ..official_file import BadFile
from .cells import area_code, number, plain
from .checked import Reject
from .detail_columns import area_columns
from .headings import column_letters
from .mhlw import BED_ROWS

_FLOWS = {"推計流出患者割合": "patient_survey_outflow", "推計流入患者割合": "patient_survey_inflow",
          "一般病床流出入率": "patient_survey_net_inflow"}
_PERCENT = re.compile(r"([▲△+-]?)(\d+(?:\.\d+)?)%")

Figures = dict[str, tuple[float | None, str | None]]


def read(file: str, sheet: str, rows: list[list], rejects: list[Reject]) -> tuple[str, Figures]:
    """(area code, item → (figure, sign)).

    Items: hospitals, clinics_with_beds, unreported_hospitals, unreported_clinics, beds_<function>, beds_closed,
    need_<function>, doctors, marks (facilities that have it), ambulances …, stay_ and new_patients_<function>,
    patient_survey_… as a fraction with the printed sign (▲ is minus). ①人口 and ②面積 are those of the area beds workbook
    and are not taken twice. Raises BadFile when the code is missing or is not the one in the sheet's name.
    """
    columns, at = area_columns(file, sheet, rows)
    below = rows[at + 1]
    code = _code(file, sheet, below, at + 2)
    cells = {item: (at, column) for item, column in columns.items()}
    cells |= {f"need_{f}": (at + 1, columns[f"beds_{f}"]) for f in BED_ROWS}
    cells |= {"unreported_hospitals": (at + 1, columns["hospitals"]),
              "unreported_clinics": (at + 1, columns["clinics_with_beds"])}
    figures: Figures = {}
    for item, (row, column) in cells.items():
        try:
            figures[item] = number(rows[row][column])
        except ValueError as error:
            figures[item] = (None, None)
            rejects.append(Reject(sheet, row + 1, column_letters(column), str(rows[row][column]), f"{error}。値は採りません。"))
    figures |= _flows(sheet, below, at + 2, rejects)
    return code, figures


def _code(file: str, sheet: str, row: list, row_number: int) -> str:
    printed = next((c for c in row if c != ""), "")
    try:
        code = area_code(printed)
    except ValueError as error:
        raise BadFile(f"「{printed}」は{error}。", file, sheet, row_number, "A") from None
    if not sheet.startswith(code.lstrip("0")) and not sheet.startswith(code):
        raise BadFile(f"構想区域コード {code} がシート名と合いません。", file, sheet, row_number, "A")
    return code


def _flows(sheet: str, row: list, row_number: int, rejects: list[Reject]) -> Figures:
    figures: Figures = {}
    for column, cell in enumerate(row):
        heading, colon, text = plain(cell).lstrip("9").partition(":")
        if not colon or heading not in _FLOWS:
            continue
        match = _PERCENT.fullmatch(text)
        if match:
            sign = -1 if match[1] in ("▲", "△", "-") else 1
            figures[_FLOWS[heading]] = (sign * round(float(match[2]) / 100, 6), None)
        elif text in ("-", "XXX"):
            figures[_FLOWS[heading]] = (None, text)
        else:
            rejects.append(Reject(sheet, row_number, f"{heading}（{column_letters(column)}）", text, "割合として読めません。値は採りません。"))
    return figures
