"""社人研 日本の地域別将来推計人口（令和5年推計）: 結果表1 (total), 3-3 (65+ %) and 3-4 (75+ %)."""

import re

import numpy as np
import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Checked, Source

NAME = "ipss"
TITLE = "社人研 地域別将来推計人口（令和5年推計）結果表1・3-3・3-4"
# Measure → words of the title, heading over its years. The other block of 結果表1 is an index.
TABLES = {
    "total": ("総人口および指数", "総人口(人)"),
    "share_65": ("年齢別人口割合65歳以上人口", "総人口に占める65歳以上人口の割合(%)"),
    "share_75": ("年齢別人口割合75歳以上人口", "総人口に占める75歳以上人口の割合(%)"),
}
COLUMNS = {"code": ("コード",), "kind": ("市などの別",), "pref": ("都道府県",), "name": ("市区町村",)}
# a 都道府県, 0 区, 1 政令市, 2 市, 3 町村, 9 浜通り (13 municipalities in one figure)
PREFECTURE, CITY, KINDS = "a", "1", {"a", "0", "1", "2", "3", "9"}
FIRST_YEAR = 2020
SOURCE = Source(
    "ipss_2023", "日本の地域別将来推計人口（令和5年推計）", "国立社会保障・人口問題研究所",
    "https://www.ipss.go.jp/pp-shicyoson/j/shicyoson23/t-page.asp", "出典を明記して利用可", "2020年国勢調査を基準に2050年まで",
    "福島県浜通り地域の13市町村は一括して推計されており、市町村別の推計値はない。")


def recognises(file: OfficialFile) -> bool:
    return file.kind == "xlsx" and _measure(plain(file.header(2))) is not None


def _measure(header: str) -> str | None:
    return next((m for m, (words, _) in TABLES.items() if "結果表" in header and words in header), None)


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table ipss: code, kind, year, measure (total | share_65 | share_75), value (persons or percent).

    Codes as printed, with leading zeros: prefectures (01000), designated cities, former wards and 07999 too.
    Raises BadFile when a code, kind or figure cannot be read (the three tables must hold the same rows), a heading is
    missing, a code stands twice, or the municipalities do not meet the prefecture (totals: the sum; shares:
    between the extremes).
    """
    sheet = file.sheets[0]
    rows = file.rows(sheet)
    measure = _measure(plain(file.header(2)))
    heading = next((i for i, row in enumerate(rows[:12]) if "コード" in map(plain, row)), None)
    if heading is None:
        raise BadFile("見出し「コード」が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    wanted = {**COLUMNS, "years": (TABLES[measure][1],)}
    places = find_columns(file.name, sheet, heading + 1, rows[heading], wanted)
    years = _years(file.name, sheet, heading + 2, rows[heading], rows[heading + 1], places.pop("years"))
    lines = []
    for row, cells in enumerate(rows[heading + 2:], start=heading + 3):
        if plain(cells[places["code"]]) or any(plain(cells[p]) for p in years):
            try:
                lines.append((row, *_line(cells, places, years)))
            except ValueError as problem:
                reason, column, value = problem.args
                raise BadFile(f"「{value}」: {reason}", file.name, sheet, row, column) from None
    table = pd.DataFrame(lines, columns=["row", "code", "kind", "pref", *years.values()])
    _refuse_faults(file.name, sheet, table, measure)
    frame = table.drop(columns=["row", "pref"]).melt(["code", "kind"], var_name="year", value_name="value")
    frame = frame.assign(year=frame["year"].astype("int16"), measure=measure, source_id=SOURCE.source_id)
    return Checked(SOURCE, {NAME: frame}, len(lines), [],
                   [f"{len(table):,}の地域、{min(years.values())}～{max(years.values())}年。都道府県の値と合うことを確かめました。"],
                   parts=("measure",))


def _years(file: str, sheet: str, row: int, groups: list, labels: list, first: int) -> dict[int, int]:
    """Column → year of the block whose heading stands at column `first`."""
    years = {}
    for place in range(first, len(labels)):
        found = re.fullmatch(r"(\d{4})年", plain(labels[place]))
        if not found or (place > first and plain(groups[place])):
            break
        years[place] = int(found[1])
    if not years:
        raise BadFile("年の見出し（2020年 など）が見つかりません。公表時の様式のまま読み込んでください。", file, sheet, row)
    if min(years.values()) != FIRST_YEAR:
        raise BadFile(f"{min(years.values())}年から始まる推計です。令和5年推計（2020年から）を読み込んでください。", file, sheet, row)
    return years


def _line(cells: list, places: dict[str, int], years: dict[int, int]) -> tuple:
    """Raises ValueError(reason, heading, value)."""
    try:
        code = unit_code(cells[places["code"]])
    except ValueError as problem:
        raise ValueError(f"{problem}。数字を確かめてください。", "コード", str(cells[places["code"]])) from None
    kind = plain(cells[places["kind"]]).removesuffix(".0")
    if kind not in KINDS:
        raise ValueError("「市などの別」は a・0・1・2・3・9 のどれかです。", "市などの別", kind)
    values = []
    for place, year in years.items():
        try:
            value, _ = number(cells[place])
        except ValueError:
            value = None
        if value is None:
            raise ValueError("数値ではありません。公表値を確かめてください。", f"{year}年", str(cells[place]))
        values.append(value)
    return code, kind, plain(cells[places["pref"]]), *values


def _refuse_faults(file: str, sheet: str, table: pd.DataFrame, measure: str) -> None:
    double = table[table.duplicated("code")]
    if len(double):
        raise BadFile(f"コード {double['code'].iloc[0]} が2度あります。", file, sheet, int(double["row"].iloc[0]), "コード")
    years = [c for c in table.columns if isinstance(c, int)]
    if measure != "total" and not table[years].stack().between(0, 100).all():
        row = table[~table[years].apply(lambda c: c.between(0, 100)).all(axis=1)].iloc[0]
        raise BadFile(f"コード {row['code']} の割合が0～100％の外にあります。", file, sheet, int(row["row"]))
    prefectures = table[table["kind"] == PREFECTURE].set_index("pref")
    parts = table[~table["kind"].isin({PREFECTURE, CITY})]
    if len(prefectures) == 0 or set(parts["pref"]) != set(prefectures.index):
        raise BadFile("都道府県の行と市区町村の行がそろいません。行を消さずに読み込んでください。", file, sheet)
    groups = parts.groupby("pref")[years]
    if measure == "total":
        # Half a person of rounding a municipality.
        slack = groups.size().to_numpy()[:, None] / 2
        low, high = groups.sum() - slack, groups.sum() + slack
    else:
        low, high = groups.min(), groups.max()
    printed = prefectures.loc[low.index, years]
    off = ((printed < low) | (printed > high)).any(axis=1)
    if off.any():
        pref = np.array(off.index)[off][0]
        raise BadFile(f"{pref}の値が市区町村の値と合いません。", file, sheet, int(prefectures.loc[pref, "row"]))
