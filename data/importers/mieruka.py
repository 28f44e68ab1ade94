"""地域包括ケア「見える化」システム: indicators by insurer, as a table with a value column or a column a year.

The headings stand in definitions/mieruka.toml, so that a table with others is read without code.
"""

import re
from datetime import date

import pandas as pd

from ..definition_files import read_definition
from ..official_file import BadFile, OfficialFile
from . import filled_form
from .cells import cell_text, normal_name, number, plain
from .checked import Checked, Reject, Source
from .japanese_dates import year_number

NAME = "mieruka"
TITLE = "地域包括ケア「見える化」システムの指標（CSV・Excel）"
SOURCE_ID = "mieruka"
FILE = "mieruka.toml"
NEEDED = ("indicator", "area")
COLUMNS = ["pref_name", "area_name", "item", "year", "value", "flag"]


def recognises(file: OfficialFile) -> bool:
    if file.kind not in ("xlsx", "text") or "指標" not in file.header(filled_form.HEADING_ROWS):
        return False
    return _heading(filled_form.lines(file)[1], _spellings()) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table mieruka_figure: pref_name ('' where the file has no column of it), area_name (an insurer, a prefecture or 全国), item
    (the name of the indicator, as cells.normal_name), year, value (as printed, ％ left out); flag '-' where there is none.

    It replaces what was loaded for the same indicator and year. Cells that are no figure, years that are none or to come, and rows without
    area or indicator are rejected. Raises BadFile without rows.
    """
    sheet, lines = filled_form.lines(file)
    heading, at, years = _heading(lines, _spellings())
    rows, rejects, seen = [], [], set()
    for line, cells in enumerate(lines[heading + 1:], start=heading + 2):
        text = {field: cell_text(cells[place]) if place < len(cells) else "" for field, place in at.items()}
        if not any(text.values()):
            continue
        for column, year in (years or {at["value"]: None}).items():
            name = cell_text(lines[heading][column])
            try:
                row = _row(text, cell_text(cells[column]) if column < len(cells) else "", name, year)
            except ValueError as problem:
                rejects.append(Reject(sheet, line, *problem.args))
                continue
            if (key := tuple(row[field] for field in COLUMNS[:4])) in seen:
                rejects.append(Reject(sheet, line, "地域", text["area"], "同じ地域の同じ指標と年が2度あります。先の行を採ります。"))
            elif row["value"] is not None or row["flag"]:
                rows.append(row)
            seen.add(key)
    if not rows:
        raise BadFile("採れる値が1つもありません。" + (f"（{rejects[0].reason}）" if rejects else "値の列を確かめてください。"), file.name, sheet)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    told = "～".join(f"{year}年" for year in dict.fromkeys((frame["year"].min(), frame["year"].max())))
    source = Source(SOURCE_ID, "地域包括ケア「見える化」システム", "厚生労働省", "https://mieruka.mhlw.go.jp/", "見える化システムの利用規約", told,
                    "保険者ごとの値。調整済みの値は区域どうしで足し合わせられない。")
    messages = [f"{len(frame):,} 値、{frame['item'].nunique()} 指標（{'、'.join(sorted(frame['item'].unique())[:10])}）、{told}。"]
    return Checked(source, {"mieruka_figure": frame.assign(source_id=SOURCE_ID)}, len(rows) + len(rejects), rejects, messages,
                   parts=("item", "year"))


def _spellings() -> dict[str, set[str]]:
    return {entry["field"]: set(map(plain, entry["spellings"])) for entry in read_definition(FILE, {"heading": ("field",)})["heading"]}


def _heading(lines: list[list], spellings: dict[str, set[str]]) -> tuple[int, dict[str, int], dict[int, int]] | None:
    """(row of headings, field → column, column → year where years are columns); None where there is no such row."""
    for line, cells in enumerate(lines[:filled_form.HEADING_ROWS]):
        texts = list(map(plain, cells))
        at = {field: next(i for i, text in enumerate(texts) if text in words) for field, words in spellings.items() if words & set(texts)}
        years = {i: year for i, text in enumerate(texts) if (year := _year_in(text)) is not None}
        if set(NEEDED) <= set(at) and ({"year", "value"} <= set(at) or years):
            return line, at, {} if {"year", "value"} <= set(at) else years
    return None


def _year_in(text: str) -> int | None:
    """The year of 2023, 令和5年, R5, 令和5年(2023年), 2023年3月末; None where there is none."""
    try:
        return year_number(text)
    except ValueError:
        found = re.search(r"(20\d\d)年", text)
        return int(found[1]) if found else None


def _row(text: dict[str, str], cell: str, heading: str, year: int | None) -> dict:
    """Raises ValueError(heading, value, reason)."""
    for field, word in (("indicator", "指標"), ("area", "地域")):
        if not text[field]:
            raise ValueError(word, "", "空欄です。この行は採りません。")
    if year is None and (year := _year_in(plain(text["year"]))) is None:
        raise ValueError("年", text["year"], "年が読めません。2023 か 令和5年 のように書いてください。")
    if year > date.today().year:
        raise ValueError("年", str(year), "まだ来ていない年です。将来の推計は採りません。")
    try:
        value, sign = number(cell.removesuffix("%").removesuffix("％"))
    except ValueError as error:
        raise ValueError(heading, cell, f"{error}。この値は採りません。") from None
    return {"pref_name": text.get("pref", ""), "area_name": text["area"], "item": normal_name(text["indicator"]), "year": year,
            "value": value, "flag": sign}
