"""MHLW 医療情報ネット（ナビイ）open data 01-1: hospitals with address, coordinates and beds by kind, and their closing days.

Columns as in its definitions (定義書 v1.0, 病院（施設票）).
"""

from ..official_file import OfficialFile
from . import navii
from .checked import Checked
from .navii_clinics import said

NAME = "hospital_info"
TITLE = "医療情報ネット（ナビイ）オープンデータ 病院（施設票）"
SOURCE_ID = "mhlw_navii_hospital"
_BEDS = {"beds_general": ("一般病床",), "beds_convalescent": ("療養病床",), "beds_psychiatric": ("精神病床",),
         "beds_tuberculosis": ("結核病床",), "beds_infectious": ("感染症病床",), "beds_total": ("合計病床数",)}


def recognises(file: OfficialFile) -> bool:
    """True for a CSV (alone or zipped) with the headings of ナビイ's hospital file."""
    return navii.has_headings(file, ("正式名称", "所在地座標(緯度)", "一般病床", "精神病床", "合計病床数"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables hospital_info (a row a hospital; unit_code is the five-digit code, beds may be blank, NULL) and, where the
    file says its day, navii_item (休診日).

    Raises BadFile on missing headings, an id that stands twice, or unreadable codes in over 1 % of the rows.
    """
    sheet = navii.read_sheet(file, "病院", navii.TEXTS, _BEDS, said)
    day = navii.day_of(file)
    source = navii.source(SOURCE_ID, TITLE, day, "医療機関の報告による。掲載のない病院がある（沖縄は約89のうち60）。")
    tables = {"hospital_info": sheet.facility.rename(columns={"id": "hospital_id"}).assign(source_id=SOURCE_ID)}
    if day or fiscal_year:
        tables["navii_item"] = navii.items("hospital", sheet.items, navii.fiscal_year_told(file, fiscal_year), day, SOURCE_ID)
    return Checked(source, tables, sheet.rows_read, sheet.rejects, sheet.messages)
