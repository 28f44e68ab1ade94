"""MHLW 医療情報ネット（ナビイ）open data 02-1: clinics with address, coordinates and beds, and their closing days.

Columns as in its definitions (定義書 v1.0, 診療所（施設票）).
"""

from collections.abc import Iterator

from ..official_file import OfficialFile
from . import navii
from .checked import Checked
from .navii_words import closed_days

NAME = "navii_clinics"
TITLE = "医療情報ネット（ナビイ）オープンデータ 診療所（施設票）"
SOURCE_ID = "mhlw_navii_clinic"
CLOSED_DAYS = "休診日"
BEDS = {"beds_general": ("一般病床",), "beds_convalescent": ("療養病床",), "beds_total": ("合計病床数",)}
_CAVEAT = "医療機関の報告による。掲載のない診療所がある（沖縄は928のうち235）。"


def recognises(file: OfficialFile) -> bool:
    return navii.has_headings(file, ("正式名称", "所在地座標(緯度)", "一般病床", "合計病床数"), without=("精神病床",))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables navii_facility (a row a clinic: kind, navii_id, name, short_name, unit_code, address, lat, lon, url, beds; blank
    beds are NULL) and navii_item (休診日).

    fiscal_year: only where the file's name tells no day. Raises BadFile on missing headings, an id that stands twice, or
    unreadable codes in over 1 % of the rows.
    """
    year, day = navii.fiscal_year_told(file, fiscal_year), navii.day_of(file)
    sheet = navii.read_sheet(file, "診療所", navii.TEXTS, BEDS, said)
    facility = sheet.facility.rename(columns={"id": "navii_id"}).assign(kind="clinic", source_id=SOURCE_ID)
    return Checked(navii.source(SOURCE_ID, TITLE, day, _CAVEAT),
                   {"navii_facility": facility, "navii_item": navii.items("clinic", sheet.items, year, day, SOURCE_ID)},
                   sheet.rows_read, sheet.rejects, sheet.messages)


def said(cell: dict[str, str]) -> Iterator[tuple[str, str]]:
    """休診日 of a 施設票, of hospitals too."""
    if days := closed_days(cell, "毎週決まった曜日に休診", "決まった週に休診(定期週)第{n}週", "祝日に休診", "その他の休診日(gw、お盆等)"):
        yield CLOSED_DAYS, days
