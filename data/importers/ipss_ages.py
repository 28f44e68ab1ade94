"""社人研 地域別将来推計人口（平成30年推計） by sex and five-year band: used for age shares only."""

import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Checked, Reject, Source

NAME = "ipss_ages"
TITLE = "社人研 地域別将来推計人口（平成30年推計）男女・5歳階級別"
COLUMNS = {"code": ("コード",), "kind": ("市などの別",), "pref": ("都道府県",), "name": ("市区町村",), "year": ("年",),
           "all": ("総数",)}
SEXES = {"m": "male", "f": "female"}
PREFECTURE, KINDS = "a", {"0", "1", "2", "3"}
SOURCE = Source(
    "ipss_2018", "日本の地域別将来推計人口（平成30年推計）", "国立社会保障・人口問題研究所",
    "https://www.ipss.go.jp/pp-shicyoson/j/shicyoson18/t-page.asp", "出典を明記して利用可", "2015年国勢調査を基準に2045年まで",
    "年齢構成の割合だけに使う。福島県の市町村別の推計値はない。")


def recognises(file: OfficialFile) -> bool:
    return file.kind == "text" and "コード,市などの別,都道府県,市区町村,年,総数,0～4歳/a" in file.header(1).replace("〜", "～")


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table ipss_ages: code, kind, year, sex (male | female), age_0, age_5 … age_90 (persons).

    age_n is the five-year band from n, the last one open. Rows of prefectures prove the sums and are not kept;
    designated cities are (younger ones have no wards here). A row with an unreadable cell is rejected. Raises
    BadFile for duplicates, missing headings and sums that do not meet the printed ones.
    """
    lines = file.csv_rows
    places = find_columns(file.name, None, 1, lines[0], COLUMNS)
    bands = _bands(file.name, lines[0])
    rows, rejects = [], []
    for line, cells in enumerate(lines[1:], start=2):
        if any(cells):
            try:
                rows.append((line, *_row(lines[0], cells, places, bands)))
            except ValueError as problem:
                rejects.append(Reject(None, line, *problem.args[1:], problem.args[0]))
    table = pd.DataFrame(rows, columns=["row", "code", "kind", "pref", "name", "year", "all", *bands])
    _refuse_faults(file.name, table, list(bands))
    kept = table[table["kind"].isin(KINDS)]
    ages = sorted({age for age, _ in bands})
    frames = [pd.DataFrame({"code": kept["code"], "kind": kept["kind"], "year": kept["year"].astype("int16"), "sex": name}
                           | {f"age_{age}": kept[age, sex].astype("int32") for age in ages})
              for sex, name in SEXES.items()]
    frame = pd.concat(frames, ignore_index=True).assign(source_id=SOURCE.source_id)
    return Checked(SOURCE, {NAME: frame}, len(rows) + len(rejects), rejects,
                   [f"{kept['code'].nunique():,}市区町村。男女・年齢の和と都道府県の値が合うことを確かめました。"])


def _bands(file: str, headings: list[str]) -> dict[tuple[int, str], int]:
    """(first age, m | f) → column. Raises BadFile when a sex lacks a band of the other."""
    bands = {}
    for place, heading in enumerate(headings):
        if found := re.fullmatch(r"(\d+)(?:[~～]\d+歳|歳以上)/([mf])", plain(heading).replace("〜", "~")):
            bands[int(found[1]), found[2]] = place
    ages = {sex: [age for age, s in bands if s == sex] for sex in SEXES}
    if ages["m"] != ages["f"] or ages["m"] != list(range(0, 95, 5)):
        raise BadFile("年齢階級の見出し（0～4歳/m … 90歳以上/f）がそろっていません。公表時の様式のまま読み込んでください。", file, row=1)
    return bands


def _row(headings: list[str], cells: list[str], places: dict[str, int], bands: dict) -> tuple:
    """Raises ValueError(reason, heading, value)."""
    if len(cells) != len(headings):
        raise ValueError(f"列の数が見出し（{len(headings)}列）と違います。", None, str(len(cells)))
    try:
        code = unit_code(cells[places["code"]])
    except ValueError as problem:
        raise ValueError(f"{problem}。数字を確かめてください。", "コード", cells[places["code"]]) from None
    figures = []
    for place in (places["all"], *bands.values()):
        try:
            value, _ = number(cells[place])
        except ValueError:
            value = None
        if value is None:
            raise ValueError("数値ではありません。公表値を確かめてください。", headings[place], cells[place])
        figures.append(value)
    year = re.fullmatch(r"(\d{4})年?", plain(cells[places["year"]]))
    if not year:
        raise ValueError("年ではありません。", "年", cells[places["year"]])
    return code, cells[places["kind"]], cells[places["pref"]], cells[places["name"]], int(year[1]), *figures


def _refuse_faults(file: str, table: pd.DataFrame, bands: list) -> None:
    double = table[table.duplicated(["code", "year"])]
    if len(double):
        raise BadFile(f"コード {double['code'].iloc[0]} の同じ年が2度あります。", file, row=int(double["row"].iloc[0]),
                      column="コード")
    off = (table[bands].sum(axis=1) - table["all"]).abs() > len(bands) / 2
    if off.any():
        raise BadFile("男女・年齢階級の和が総数と合いません。", file, row=int(table.loc[off, "row"].iloc[0]), column="総数")
    prefectures = table[table["kind"] == PREFECTURE]
    # Wards stand beside their city (札幌市 and 札幌市中央区): count the city only.
    parts = table[table["kind"].isin(KINDS - {"0"}) | ((table["kind"] == "0") & table["code"].str.startswith("13"))]
    sums = parts.groupby(["pref", "year"])["all"].agg(["sum", "size"])
    both = prefectures.set_index(["pref", "year"]).join(sums, how="left")
    off = (both["sum"] - both["all"]).abs() > both["size"] / 2
    if off.any():
        pref, year = both.index[off][0]
        raise BadFile(f"{pref}の{year}年の総数が市区町村の和と合いません。", file, row=int(both.loc[off, "row"].iloc[0]), column="総数")
