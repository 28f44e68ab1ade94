"""在宅医療にかかる地域別データ集 (厚生労働省): items by municipality, a sheet a year."""

import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import number, plain, unit_code
from .checked import Checked, Reject, Source
from .headings import column_letters, heading_paths

NAME = "home_care_data"
TITLE = "在宅医療にかかる地域別データ集"
SOURCE_ID = "home_care_data"
CODE, NATION, NATION_CODE = "市区町村コード", "全国", "00"
HEADING_ROWS = 15
COLUMNS = ["code", "year", "item", "value", "flag"]
# A word that stands above the items whose numbers indicators name: the numbers are those of the edition of 2025.
WORDS = {1: "人口", 2: "人口", **dict.fromkeys(range(5, 9), "支援病院"), **dict.fromkeys(range(9, 13), "支援診療所"),
         **dict.fromkeys((13, 14, 15, 16, 19, 20, 21, 22), "訪問診療"), **dict.fromkeys((26, 32), "往診"),
         **dict.fromkeys((37, 38, 43, 44), "看取り"), 58: "訪問看護"}
SUMS = {5: (6, 7, 8), 9: (10, 11, 12)}  # 在宅療養支援病院・診療所: 単独型, 連携型, the rest
WITHIN = {2: 1, 15: 13, 16: 14, 21: 19, 22: 20}  # an item → the one it is a part of
TOLERATED_SHARE = 0.01
_PAGE = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000061944.html"
_SHEET = re.compile(r"(?:令和|R)(元|\d{1,2})年(?:度|版)?")
_YEAR = re.compile(r"(20\d\d)|(?:令和|R)(元|\d{1,2})")


def recognises(file: OfficialFile) -> bool:
    if file.kind != "xlsx":
        return False
    tops = ("".join(plain(cell) for row in file.rows(sheet, HEADING_ROWS) for cell in row) for sheet in file.sheets if _SHEET.fullmatch(plain(sheet)))
    return any(CODE in text and "訪問診療" in text for text in tops)


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table region_figure: code (municipality, a designated city whole; 00 全国), year, item (項目番号), value; flag '-' where the
    publisher gives no figure. A year's figures replace those that were loaded for it.

    The year is that of データ時点, else of the sheet. Cells that are no figure, items whose heading is not the one that their number
    stands for, and parts that do not make up their whole are rejected with their place. Raises BadFile without headings, for a
    municipality that stands twice, or over 1 % rows without code.
    """
    frames, rejects, messages = [], [], []
    for sheet in file.sheets:
        if found := _SHEET.fullmatch(plain(sheet)):
            frames.append(_sheet(file, sheet, _western(found[1]), rejects, messages))
    frame = pd.concat(frames, ignore_index=True).drop_duplicates(["code", "year", "item"], keep="last")
    years = sorted(frame["year"].unique())
    source = Source(SOURCE_ID, TITLE, "厚生労働省", _PAGE, "公共データ利用規約（第1.0版）", "～".join(f"{y}年" for y in {years[0]: 1, years[-1]: 1}),
                    "件数は9月の1か月。医療機関の所在地による。医療施設調査の項目は調査のある年だけ。")
    messages.insert(0, f"{frame['code'].nunique():,} 市区町村（全国を含む） × {frame['item'].nunique()} 項目（{'、'.join(map(str, years))}年）。")
    return Checked(source, {"region_figure": frame.assign(source_id=SOURCE_ID)}, len(frame) + len(rejects), rejects, messages, parts=("year",))


def _western(year: str) -> int:
    return 2018 + (1 if year == "元" else int(year))


def _sheet(file: OfficialFile, sheet: str, year: int, rejects: list[Reject], messages: list[str]) -> pd.DataFrame:
    rows = file.rows(sheet)
    top = next((i for i, row in enumerate(rows[:HEADING_ROWS]) if any(CODE in plain(cell) for cell in row)), None)
    if top is None:
        raise BadFile(f"見出し「{CODE}」が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    at = next(i for i, cell in enumerate(rows[top]) if CODE in plain(cell))
    numbered = max(range(top), key=lambda i: len(_numbers(rows[i], at)), default=None)
    if numbered is None or not (items := _numbers(rows[numbered], at)):
        raise BadFile("項目番号の行が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    labels = _labels(rows[numbered + 2:top], items)
    wide = _figures(file, sheet, rows, top, at, items, rejects)
    for item in _doubtful(wide, labels):
        column = next(column for column, known in items.items() if known == item)
        rejects.append(Reject(sheet, numbered + 1, column_letters(column), str(item), f"項目番号{item}の見出し「{labels.get(item) or '（空欄）'}」か"
                              "値が、この番号の項目と合いません。番号が変わったようです。この項目は採りません。"))
        wide = wide[wide["item"] != item]
    messages += _told(sheet, wide)
    dates = {item: plain(rows[numbered + 1][column]) if column < len(rows[numbered + 1]) else "" for column, item in items.items()}
    years = {item: int(found[1]) if found[1] else _western(found[2]) for item, text in dates.items() if (found := _YEAR.search(text))}
    return wide.assign(year=wide["item"].map(years).fillna(year).astype("int16"), item=wide["item"].astype(str))[COLUMNS]


def _numbers(row: list, after: int) -> dict[int, int]:
    """Column → 項目番号."""
    return {i: int(float(text)) for i, cell in enumerate(row) if i > after and re.fullmatch(r"\d{1,3}(\.0)?", text := plain(cell))}


def _labels(rows: list[list], items: dict[int, int]) -> dict[int, str]:
    """Item → its headings from top to bottom; those of 全国計 below them are figures."""
    texts = [[("" if re.fullmatch(r"[\d,.\-]*", plain(cell)) else cell) for cell in row] for row in rows]
    paths = {column: "／".join(path) for path, column in heading_paths(texts)}
    found, last = {}, ""
    for column in range(max(items) + 1):
        last = paths.get(column, last)
        if column in items:
            found[items[column]] = last
    return found


def _figures(file: OfficialFile, sheet: str, rows: list[list], top: int, at: int, items: dict[int, int], rejects: list[Reject]) -> pd.DataFrame:
    """code, item, value, flag: a row a municipality (and 全国) and item that is filled in."""
    lines, seen, lost = [], set(), 0
    for line, cells in enumerate(rows, start=1):
        is_nation = line <= top and any(plain(cell).startswith(NATION) for cell in cells[:max(at + 3, 1)])
        if not is_nation and (line <= top + 1 or not any(map(plain, cells))):
            continue
        try:
            code = NATION_CODE if is_nation else unit_code(cells[at])
        except ValueError as error:
            lost += 1
            rejects.append(Reject(sheet, line, CODE, plain(cells[at]), f"{error}。この行は採りません。"))
            continue
        if code in seen:
            raise BadFile(f"市区町村コード {code} が2度あります。", file.name, sheet, line, CODE)
        seen.add(code)
        for column, item in items.items():
            try:
                value, sign = number(cells[column]) if column < len(cells) else (None, None)
            except ValueError as error:
                rejects.append(Reject(sheet, line, column_letters(column), plain(cells[column]), f"{error}。この値は採りません。"))
                continue
            if value is not None or sign:
                lines.append((code, item, value, sign))
    if not seen - {NATION_CODE} or lost > TOLERATED_SHARE * (len(seen) + lost):
        raise BadFile(f"{CODE}の読めない行が {lost} 行あります（1%超）。", file.name, sheet)
    return pd.DataFrame(lines, columns=["code", "item", "value", "flag"])


def _doubtful(wide: pd.DataFrame, labels: dict[int, str]) -> list[int]:
    """Items whose heading lacks the word of their number, or which do not fit their whole in over 1 % of the municipalities."""
    table = wide.pivot(index="code", columns="item", values="value")
    found = [item for item in table if item in WORDS and WORDS[item] not in labels.get(item, "")]
    for whole, parts in SUMS.items():
        if {whole, *parts} <= set(table):
            rows = table[[whole, *parts]].dropna()
            if (rows[list(parts)].sum(axis=1) != rows[whole]).mean() > TOLERATED_SHARE:
                found.append(parts[-1])
    for part, whole in WITHIN.items():
        if {part, whole} <= set(table) and (table[part] > table[whole]).mean() > TOLERATED_SHARE:
            found.append(part)
    return sorted(set(found))


def _told(sheet: str, wide: pd.DataFrame) -> list[str]:
    """A message on items whose municipalities do not sum to 全国."""
    nation = wide[wide["code"] == NATION_CODE].set_index("item")["value"].dropna()
    sums = wide[wide["code"] != NATION_CODE].groupby("item")["value"].sum()
    off = [f"{item}（差 {sums[item] - total:+,.0f}）" for item, total in nation.items() if item in WORDS and abs(sums.get(item, 0) - total) >= 1]
    return [f"シート「{sheet}」: 市区町村の和が全国計と合わない項目: {'、'.join(off)}。"] if off else []
