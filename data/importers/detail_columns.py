"""Columns of the facility list and of the area's own row in MHLW's area detail, by heading text."""

from ..official_file import BadFile
from . import mhlw
from .cells import plain
from .headings import find_paths, heading_paths
from .mhlw import unnumbered

ACTIVITY = ("ambulances", "general_anaesthesia", "births", "operations")
_LABELS = {"acute_intensive": ("高度急性期",), "acute": ("急性期",), "comprehensive": ("回復期", "包括期"), "chronic": ("慢性期",)}


def _per_function(prefix: str, *groups: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {f"{prefix}_{function}": tuple((group, label) for group in groups for label in labels)
            for function, labels in _LABELS.items()}


_SHARED = {
    "beds_closed": (("休棟中等",),),
    "doctors_full_time": (("常勤",),), "doctors_part_time": (("非常勤",),),
    "特定": (("特定機能",),), "地域支援": (("地域支援",),), "三次": (("三次救急",),), "二次": (("二次救急",),),
    "在支": (("在宅療養支援",),),
    "ambulances": (("救急車の受入件数",),), "general_anaesthesia": (("全身麻酔手術件数",),), "births": (("分娩件数",),),
    "operations": (("手術総数",),),
    **_per_function("stay", "平均在棟日数"), **_per_function("new_patients", "新規入棟患者"),
}
_FACILITY = {
    "name": (("医療機関名",),), "municipality": (("所在地",), ("所在地(市区町村名)",)),
    "beds_total_incl_closed": (("休棟中等含む計",),), **_per_function("beds", "一般・療養病床"), **_SHARED,
}
_AREA_BEDS = "一般・療養病床計(休棟中等除く)"
_AREA = {
    "hospitals": (("一般病院",),), "clinics_with_beds": (("有床診療所",),),
    "beds_total": ((_AREA_BEDS,),), **_per_function("beds", _AREA_BEDS), **_SHARED,
}
# New in R7; R6 has none.
_OPTIONAL = {f"new_patients_{function}" for function in mhlw.BED_FUNCTIONS}


def facility_columns(file: str, sheet: str, rows: list[list]) -> tuple[dict[str, int], int]:
    """(column of each item with name and municipality, index of the first facility's row)."""
    top = _heading_row(file, sheet, rows, "医療機関名")
    name_at = next(i for i, c in enumerate(rows[top]) if unnumbered(c) == "医療機関名")
    first = next((i for i in range(top + 1, len(rows)) if str(rows[i][name_at]).strip()), len(rows))
    headings = rows[top:min(first, top + 3)]
    return find_paths(heading_paths(headings), _FACILITY, _OPTIONAL, file, sheet, top + 1), first


def area_columns(file: str, sheet: str, rows: list[list]) -> tuple[dict[str, int], int]:
    """(column of each item of the area's own row, index of that row)."""
    top = _heading_row(file, sheet, rows, "医療機関数")
    rate = next((i for i in range(top, len(rows)) if any(plain(c) == "(報告率)" for c in rows[i])), None)
    if rate is None or rate - top < 2:
        raise BadFile("「（報告率）」の行が見つかりません。公表時の様式のまま読み込んでください。", file, sheet)
    return find_paths(heading_paths(rows[top:rate - 1]), _AREA, _OPTIONAL, file, sheet, top + 1), rate - 1


def heading(item: str) -> str:
    """What stands above an item's column: '平均在棟日数／急性期' for stay_acute."""
    return "／".join({**_AREA, **_FACILITY}[item][0])


def _heading_row(file: str, sheet: str, rows: list[list], heading: str) -> int:
    for index, row in enumerate(rows):
        if any(isinstance(c, str) and unnumbered(c) == heading for c in row):
            return index
    raise BadFile(f"見出し「{heading}」が見つかりません。公表時の様式のまま読み込んでください。", file, sheet)
