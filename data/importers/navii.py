"""What the files of MHLW 医療情報ネット（ナビイ）open data share: a facility's row in 施設票 and 薬局票, source and date.

Columns are found by the headings of its definitions (定義書 v1.0). A coordinate of 0,0 means unknown.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Reject, Source
from .japanese_dates import fiscal_year_of

TEXTS = {"id": ("ID",), "name": ("正式名称",), "short_name": ("略称",), "pref_code": ("都道府県コード",), "city_code": ("市区町村コード",),
         "address": ("所在地",), "lat": ("所在地座標(緯度)",), "lon": ("所在地座標(経度)",), "url": ("案内用ホームページアドレス",)}
COLUMNS = ["id", "name", "short_name", "unit_code", "address", "lat", "lon", "url"]
ITEM = ["kind", "navii_id", "item", "value", "fiscal_year", "as_of", "source_id"]  # checked table navii_item
UNDATED = "時点の記載なし"
LAT, LON = (20.0, 46.0), (122.0, 154.5)  # Japan
MOST_BEDS = 10_000  # of one facility
TOLERATED_SHARE = 0.01  # of the rows may be without id, code or name; more refuses the file
_PAGE = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/iryou/newpage_43373.html"

Says = Callable[[dict[str, str]], Iterable[tuple[str, str]]]  # heading → cell of a row ↦ (item, value)


@dataclass
class Sheet:
    """Facilities of one file. facility: COLUMNS and beds (Int32, NULL where blank). items: (id, item, value)."""

    facility: pd.DataFrame
    items: list[tuple[str, str, str]]
    rows_read: int
    rejects: list[Reject] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def has_headings(file: OfficialFile, with_: Iterable[str], without: Iterable[str] = ()) -> bool:
    """Is it a CSV (alone or zipped) whose first line has these headings, as `heading` writes them?"""
    if file.kind != "text" and file.csv_member is None:
        return False
    first = heading(file.header(1))
    return all(word in first for word in with_) and not any(word in first for word in without)


def heading(text: str) -> str:
    """A heading for comparing: the definitions write その他の休診日（GW、お盆等）, the files （gw、お盆等）."""
    return plain(text).lower()


def read_sheet(file: OfficialFile, what: str, texts: dict[str, tuple[str, ...]], beds: dict[str, tuple[str, ...]], says: Says) -> Sheet:
    """The facilities of a 施設票 or 薬局票. what: 病院, … for the messages.

    A row without id, name or municipality is rejected, a coordinate outside Japan or a cell of beds that is no number left out.
    Raises BadFile on missing headings, an id that stands twice, or over 1 % rejected rows.
    """
    lines = file.csv_lines()
    headings = next(lines, [])
    columns = find_columns(file.name, None, 1, headings, texts | beds)
    names = [heading(cell) for cell in headings]
    sheet = Sheet(pd.DataFrame(), [], 0)
    rows = []
    for line, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        sheet.rows_read += 1
        if row := _row(line, cells, columns, texts, beds, sheet.rejects):
            rows.append(row)
            sheet.items += [(row["id"], *said) for said in says(dict(zip(names, map(str.strip, cells), strict=False)))]
    lost = sum(1 for r in sheet.rejects if r.column in ("ID", "市区町村コード", texts["name"][0]))
    if lost > TOLERATED_SHARE * max(sheet.rows_read, 1):
        raise BadFile(f"ID か市区町村コードの読めない行が {lost} 行あります（1%超）。", file.name)
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *beds]).astype({**dict.fromkeys(beds, "Int32"), "lat": float, "lon": float})
    twice = frame.loc[frame["id"].duplicated(), "id"]
    if len(twice):
        raise BadFile(f"同じ ID が2行あります（{'、'.join(twice.head(5))}）。", file.name)
    sheet.facility = frame
    if unknown := int(frame["lat"].isna().sum()):
        sheet.messages.append(f"座標のない{what}が {unknown} 件あります（0,0 など）。")
    return sheet


def source(source_id: str, title: str, as_of: str | None, caveat: str) -> Source:
    """A Source of the page of ナビイ's open data. A register: a newer file replaces the older one."""
    return Source(source_id, title, "厚生労働省", _PAGE, "公共データ利用規約（第1.0版）", as_of or UNDATED, caveat)


def day_of(file: OfficialFile) -> str | None:
    """The day the file stands for, which only its name tells (…_20250601.csv): '2025-06-01'."""
    for digits in re.findall(r"20\d{6}", file.csv_member or file.name):
        try:
            return datetime.datetime.strptime(digits, "%Y%m%d").date().isoformat()
        except ValueError:
            continue
    return None


def fiscal_year_told(file: OfficialFile, given: str | None) -> str:
    """'R7': of the day in the file's name, else the one given. Raises BadFile where neither tells it or they differ."""
    day = day_of(file)
    told = fiscal_year_of(datetime.date.fromisoformat(day)) if day else None
    if given and told and given != told:
        raise BadFile(f"ファイルの時点は {day} で、指定された年度（{given}）ではありません。", file.name)
    if not (told or given):
        raise BadFile("ファイル名に時点（20250601 のような8桁の日付）がありません。公表時の名前に戻すか、年度を R7 のように指定してください。",
                      file.name)
    return told or given


def items(kind: str, said: list[tuple[str, str, str]], fiscal_year: str, as_of: str | None, source_id: str) -> pd.DataFrame:
    """Checked table navii_item of (id, item, value). kind: 'hospital', 'clinic', 'pharmacy'."""
    frame = pd.DataFrame(said, columns=["navii_id", "item", "value"]).drop_duplicates(ignore_index=True)
    return frame.assign(kind=kind, fiscal_year=fiscal_year, as_of=as_of, source_id=source_id)[ITEM].astype({"as_of": object})


def coordinates(line: int, lat: str, lon: str, rejects: list[Reject], column: str = "所在地座標") -> tuple[float | None, float | None]:
    """(latitude, longitude); (None, None) for 0,0, blank and what cannot be in Japan, which is rejected."""
    try:
        y, x = number(lat)[0], number(lon)[0]
    except ValueError as error:
        rejects.append(Reject(None, line, column, f"{lat},{lon}", f"{error}。座標は採りません。"))
        return None, None
    if y is None or x is None or (y, x) == (0, 0):
        return None, None
    if not (LAT[0] <= y <= LAT[1] and LON[0] <= x <= LON[1]):
        rejects.append(Reject(None, line, column, f"{lat},{lon}", "日本の外の座標です。座標は採りません。"))
        return None, None
    return y, x


def beds_of(line: int, column: str, cell: str, rejects: list[Reject]) -> int | None:
    """Beds of a cell; None where it is blank or no number of beds, which is rejected."""
    try:
        beds, _ = number(cell)
        if beds is not None and (not 0 <= beds <= MOST_BEDS or beds != int(beds)):
            raise ValueError("病床数ではありません")
        return None if beds is None else int(beds)
    except ValueError as error:
        rejects.append(Reject(None, line, column, cell, f"{error}。値は採りません。"))
        return None


def _row(line: int, cells: list[str], columns: dict[str, int], texts: dict, beds: dict, rejects: list[Reject]) -> dict | None:
    if len(cells) <= max(columns.values()):
        rejects.append(Reject(None, line, "ID", ",".join(cells)[:40], "列が足りません。途中で切れた行です。"))
        return None
    text = {name: cells[columns[name]].strip() for name in texts}
    for name in ("id", "name"):
        if not text[name]:
            rejects.append(Reject(None, line, texts[name][0], None, f"{texts[name][0]}がありません。採りません。"))
            return None
    try:
        code = unit_code(text["pref_code"].zfill(2) + text["city_code"].zfill(3))
    except ValueError as error:
        rejects.append(Reject(None, line, "市区町村コード", text["pref_code"] + text["city_code"], f"{error}。採りません。"))
        return None
    lat, lon = coordinates(line, text["lat"], text["lon"], rejects)
    return {"id": text["id"], "name": text["name"], "short_name": text.get("short_name", ""), "unit_code": code, "address": text["address"],
            "lat": lat, "lon": lon, "url": text["url"] or None,
            **{name: beds_of(line, words[0], cells[columns[name]], rejects) for name, words in beds.items()}}
