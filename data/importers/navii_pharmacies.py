"""MHLW 医療情報ネット（ナビイ）open data 05: pharmacies with address and coordinates, their closing days and hours.

Columns as in its definitions (定義書 v1.0, 薬局票). Those name no item of 在宅; a file may have some: every heading with 在宅 is
taken as an item of its own, under its heading.
"""

from collections.abc import Iterator

from ..official_file import OfficialFile
from . import navii
from .checked import Checked
from .navii_clinics import BEDS
from .navii_words import DAYS, LONGEST, closed_days, span, weekly_hours

NAME = "navii_pharmacies"
TITLE = "医療情報ネット（ナビイ）オープンデータ 薬局"
SOURCE_ID = "mhlw_navii_pharmacy"
CLOSED_DAYS, HOURS, HOME_CARE = "閉店日", "開店時間", "在宅"
_TEXTS = {field: words for field, words in navii.TEXTS.items() if field != "short_name"} | {
    "name": ("名称",), "url": ("薬局のホームページアドレス",)}
_SLOTS = range(1, 5)


def recognises(file: OfficialFile) -> bool:
    return navii.has_headings(file, ("名称", "薬局のホームページアドレス", "所在地座標(緯度)", "月_開店時間帯1_開始時間"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables navii_facility (a row a pharmacy, as of clinics; no beds) and navii_item (閉店日, 開店時間, items of 在宅).

    An opening time that cannot be is left out. fiscal_year: only where the file's name tells no day. Raises BadFile on missing
    headings, an id that stands twice, or unreadable codes in over 1 % of the rows.
    """
    year, day = navii.fiscal_year_told(file, fiscal_year), navii.day_of(file)
    odd: list[str] = []
    sheet = navii.read_sheet(file, "薬局", _TEXTS, {}, lambda cell: _said(cell, odd))
    facility = sheet.facility.rename(columns={"id": "navii_id"}).assign(kind="pharmacy", source_id=SOURCE_ID, **dict.fromkeys(BEDS))
    if odd:
        sheet.messages.append(f"時刻として成り立たない開店時間を {len(odd)} 件除きました（{'、'.join(odd[:3])}）。")
    return Checked(navii.source(SOURCE_ID, TITLE, day, "薬局の報告による。掲載のない薬局がある。"),
                   {"navii_facility": facility.astype(dict.fromkeys(BEDS, "Int32")),
                    "navii_item": navii.items("pharmacy", sheet.items, year, day, SOURCE_ID)},
                   sheet.rows_read, sheet.rejects, sheet.messages)


def _said(cell: dict[str, str], odd: list[str]) -> Iterator[tuple[str, str]]:
    if days := closed_days(cell, "定期閉店毎週", "定期閉店第{n}週", "祝日", "その他の閉店日(gw、お盆等)"):
        yield CLOSED_DAYS, days
    if hours := weekly_hours(_spans(cell, odd)):
        yield HOURS, hours
    for name, text in cell.items():
        if HOME_CARE in name and text:
            yield name, {"0": "無", "1": "有"}.get(text, " ".join(text.split())[:LONGEST])


def _spans(cell: dict[str, str], odd: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for day in DAYS:
        for slot in _SLOTS:
            start, end = (cell.get(f"{day}_開店時間帯{slot}_{which}時間", "") for which in ("開始", "終了"))
            try:
                if times := span(start, end):
                    yield day, times
            except ValueError:
                odd.append(f"{cell['id']} {day} {start}-{end}")
