"""MHLW 医療情報ネット（ナビイ）open data 01-2 and 02-2: departments and their hours (診療科・診療時間票) of hospitals or clinics.

Columns as in its definitions (定義書 v1.0). The files of hospitals, clinics and dentists have the same columns: whose it is, the ids
of 13 digits say (prefecture 2 + kind 1 …), else the file's name.
"""

import re
from collections import Counter, defaultdict

from ..official_file import BadFile, OfficialFile
from . import navii
from .cells import find_columns
from .checked import Checked, Reject
from .navii_words import DAYS, span, weekly_hours

NAME = "navii_hours"
TITLE = "医療情報ネット（ナビイ）オープンデータ 診療科・診療時間票"
DEPARTMENT, HOURS = "診療科目", "診療時間"
EMERGENCY = "09010"  # 救急科: open day and night, no hours of outpatients
KINDS = {"1": "hospital", "2": "clinic"}
_WORDS = {"hospital": "病院", "clinic": "診療所"}
_OF_ID = re.compile(r"\d{2}([1-5])\d{10}")
_TEXTS = {"id": ("ID",), "code": ("診療科目コード",), "department": ("診療科目名",)}
_TIMES = {(day, which): (f"{day}_診療{which}時間",) for day in DAYS for which in ("開始", "終了")}
LISTED = 1_000  # rejected times that are listed one by one


def recognises(file: OfficialFile) -> bool:
    return navii.has_headings(file, ("診療科目コード", "診療科目名", "月_診療開始時間"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table navii_item: 診療科目 (a row a department) and 診療時間 (one text: when any department but 救急科 sees outpatients).

    A time that cannot be is rejected, 00:00-00:00 says nothing. fiscal_year: only where the file's name tells no day. Raises
    BadFile on missing headings, dentists, over 1 % rows without id or department, or where neither ids nor name say whose it is.
    """
    year, day = navii.fiscal_year_told(file, fiscal_year), navii.day_of(file)
    lines = file.csv_lines()
    at = find_columns(file.name, None, 1, next(lines, []), _TEXTS | _TIMES)
    departments: dict[str, dict[str, None]] = defaultdict(dict)
    spans: dict[str, set[tuple[str, tuple[int, int]]]] = defaultdict(set)
    rejects: list[Reject] = []
    read_rows = lost = odd = 0
    for line, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        read_rows += 1
        cell = {field: cells[place].strip() if place < len(cells) else "" for field, place in at.items()}
        if not cell["id"] or not cell["department"]:
            lost += 1
            rejects.append(Reject(None, line, "診療科目名" if cell["id"] else "ID", None, "空欄です。採りません。"))
            continue
        departments[cell["id"]][cell["department"]] = None
        if cell["code"] == EMERGENCY:
            continue
        for weekday in DAYS:
            start, end = cell[weekday, "開始"], cell[weekday, "終了"]
            try:
                if times := span(start, end):
                    spans[cell["id"]].add((weekday, times))
            except ValueError as error:
                odd += 1
                if odd <= LISTED:
                    rejects.append(Reject(None, line, f"{weekday}_診療時間", f"{start}-{end}", f"{error}。この時間は採りません。"))
    if lost > navii.TOLERATED_SHARE * max(read_rows, 1) or not departments:
        raise BadFile(f"ID か診療科目名のない行が {lost} 行あります（1%超）。" if lost else "診療科目の行が1つもありません。", file.name)
    kind = _kind(file, departments)
    said = [(navii_id, DEPARTMENT, name) for navii_id, names in departments.items() for name in names]
    said += [(navii_id, HOURS, hours) for navii_id in departments if (hours := weekly_hours(sorted(spans[navii_id])))]
    source = navii.source(f"mhlw_navii_{kind}_hours", f"{TITLE}（{_WORDS[kind]}）", day, "医療機関の報告による。診療時間は診療科ごとに違う。")
    messages = [f"{_WORDS[kind]} {len(departments):,} 件の診療科目と診療時間。"] + (
        [f"時刻として成り立たない診療時間が {odd:,} 件あります。初めの {LISTED:,} 件だけを一覧にしました。"] if odd > LISTED else [])
    return Checked(source, {"navii_item": navii.items(kind, said, year, day, source.source_id)}, read_rows, rejects, messages)


def _kind(file: OfficialFile, ids) -> str:
    """'hospital' or 'clinic'. Raises BadFile for dentists and where nothing tells."""
    digits = Counter(found[1] for navii_id in ids if (found := _OF_ID.fullmatch(navii_id)))
    told = digits.most_common(1)[0][0] if digits else next(
        (digit for word, digit in (("dental", "3"), ("歯科", "3"), ("hospital", "1"), ("病院", "1"), ("clinic", "2"), ("診療所", "2"))
         if word in (file.csv_member or file.name)), None)
    if told is None:
        raise BadFile("病院のファイルか診療所のファイルか分かりません。公表時の名前（01-2_hospital…、02-2_clinic…）に戻してください。", file.name)
    if told not in KINDS:
        raise BadFile("病院でも診療所でもないファイルです。読み込むのは病院（01-2）と診療所（02-2）だけです。", file.name)
    return KINDS[told]
