"""MHLW 医療情報ネット（ナビイ）open data 01-1: hospitals with address, coordinates and beds by kind.

Columns as in its definitions (定義書 v1.0, 病院（施設票）). A coordinate of 0,0 means unknown.
"""

import io
import re
import zipfile

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Checked, Reject, Source

NAME = "hospital_info"
TITLE = "医療情報ネット（ナビイ）オープンデータ 病院（施設票）"

# A register: a newer file replaces the older one.
SOURCE_ID = "mhlw_navii_hospital"
_TEXTS = {"hospital_id": ("ID",), "name": ("正式名称",), "short_name": ("略称",), "pref_code": ("都道府県コード",),
          "city_code": ("市区町村コード",), "address": ("所在地",), "lat": ("所在地座標(緯度)",), "lon": ("所在地座標(経度)",),
          "url": ("案内用ホームページアドレス",)}
_BEDS = {"beds_general": ("一般病床",), "beds_convalescent": ("療養病床",), "beds_psychiatric": ("精神病床",),
         "beds_tuberculosis": ("結核病床",), "beds_infectious": ("感染症病床",), "beds_total": ("合計病床数",)}
_LAT, _LON = (20.0, 46.0), (122.0, 154.5)
MOST_BEDS = 10_000  # of one hospital


def recognises(file: OfficialFile) -> bool:
    """True for a CSV (alone or zipped) with the headings of ナビイ's hospital file."""
    if file.kind == "zip" and not _csv_name(file):
        return False
    return file.kind in ("zip", "text") and all(
        plain(word) in plain(file.header(1)) for word in ("正式名称", "所在地座標（緯度）", "一般病床", "合計病床数"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table hospital_info: one row a hospital; unit_code is the five-digit code, beds may be blank (NULL).

    Raises BadFile on missing headings, an id that stands twice, or unreadable codes in over 1 % of the rows.
    """
    lines = file.csv_rows
    columns = find_columns(file.name, None, 1, lines[0], {**_TEXTS, **_BEDS})
    rejects: list[Reject] = []
    rows = []
    for line, cells in enumerate(lines[1:], start=2):
        if any(cells) and (row := _row(line, cells, columns, rejects)):
            rows.append(row)
    without_code = sum(1 for r in rejects if r.column in ("ID", "市区町村コード", "正式名称"))
    if without_code > 0.01 * max(len(lines) - 1, 1):
        raise BadFile(f"ID か市区町村コードの読めない行が {without_code} 行あります（1%超）。", file.name)
    frame = pd.DataFrame(rows, columns=["hospital_id", "name", "short_name", "unit_code", "address", "lat", "lon", "url", *_BEDS])
    twice = frame.loc[frame["hospital_id"].duplicated(), "hospital_id"]
    if len(twice):
        raise BadFile(f"同じ ID が2行あります（{'、'.join(twice.head(5))}）。", file.name)
    frame = frame.astype({**dict.fromkeys(_BEDS, "Int32"), "lat": float, "lon": float})
    unknown = int(frame["lat"].isna().sum())
    messages = [f"座標のない病院が {unknown} 件あります（0,0 など）。"] if unknown else []
    return Checked(
        Source(SOURCE_ID, TITLE, "厚生労働省", "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/iryou/newpage_43373.html",
               "公共データ利用規約（第1.0版）", _as_of(file), "医療機関の報告による。掲載のない病院がある（沖縄は約89のうち60）。"),
        {"hospital_info": frame.assign(source_id=SOURCE_ID)}, len(lines) - 1, rejects, messages)


def _row(line: int, cells: list[str], columns: dict[str, int], rejects: list[Reject]) -> dict | None:
    if len(cells) <= max(columns.values()):
        rejects.append(Reject(None, line, "ID", ",".join(cells)[:40], "列が足りません。途中で切れた行です。"))
        return None
    text = {field: cells[columns[field]].strip() for field in _TEXTS}
    for field, heading in (("hospital_id", "ID"), ("name", "正式名称")):
        if not text[field]:
            rejects.append(Reject(None, line, heading, None, f"{heading}がありません。採りません。"))
            return None
    try:
        code = unit_code(text["pref_code"].zfill(2) + text["city_code"].zfill(3))
    except ValueError as error:
        rejects.append(Reject(None, line, "市区町村コード", text["pref_code"] + text["city_code"], f"{error}。採りません。"))
        return None
    lat, lon = _coordinates(line, text["lat"], text["lon"], rejects)
    row = {"hospital_id": text["hospital_id"], "name": text["name"], "short_name": text["short_name"], "unit_code": code,
           "address": text["address"], "lat": lat, "lon": lon, "url": text["url"] or None}
    for field, (heading,) in _BEDS.items():
        row[field] = _beds(line, heading, cells[columns[field]], rejects)
    return row


def _coordinates(line: int, lat: str, lon: str, rejects: list[Reject]) -> tuple[float | None, float | None]:
    try:
        y, x = number(lat)[0], number(lon)[0]
    except ValueError as error:
        rejects.append(Reject(None, line, "所在地座標", f"{lat},{lon}", f"{error}。座標は採りません。"))
        return None, None
    if y is None or x is None or (y, x) == (0, 0):
        return None, None
    if not (_LAT[0] <= y <= _LAT[1] and _LON[0] <= x <= _LON[1]):
        rejects.append(Reject(None, line, "所在地座標", f"{lat},{lon}", "日本の外の座標です。座標は採りません。"))
        return None, None
    return y, x


def _beds(line: int, heading: str, cell: str, rejects: list[Reject]) -> int | None:
    try:
        beds, _ = number(cell)
        if beds is not None and (not 0 <= beds <= MOST_BEDS or beds != int(beds)):
            raise ValueError("病床数ではありません")
        return None if beds is None else int(beds)
    except ValueError as error:
        rejects.append(Reject(None, line, heading, cell, f"{error}。値は採りません。"))
        return None


def _csv_name(file: OfficialFile) -> str | None:
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(".csv")]
    return names[0] if len(names) == 1 else None


def _as_of(file: OfficialFile) -> str:
    name = (_csv_name(file) if file.kind == "zip" else None) or file.name
    day = re.search(r"(20\d\d)(\d\d)(\d\d)", name)
    return f"{day[1]}-{day[2]}-{day[3]}" if day else "時点の記載なし"
