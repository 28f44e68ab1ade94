"""介護保険事業状況報告（年報）: 第1号被保険者 (第2表) and 要介護認定者 (第4-1-1表) by insurer."""

import re

import numpy as np
import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain
from .checked import Checked, Reject, Source

NAME = "insurers"
TITLE = "介護保険事業状況報告（年報）第2表・第4-1-1表（保険者別）"
DEFAULT_FISCAL_YEAR = "R5"
COLUMNS = {"pref": ("都道府県",), "insurer": ("保険者",)}
INSURED = {"65歳以上75歳未満": "insured_1_65_74", "75歳以上85歳未満": "insured_1_75_84", "85歳以上": "insured_1_85",
           "外国人被保険者": "insured_1_foreign", "住所地特例被保険者": "insured_1_elsewhere"}
AGES_OF_INSURED = ["insured_1_65_74", "insured_1_75_84", "insured_1_85"]
# Whom a sheet of 第4-1-1表 counts → item. By level of care for all and for 第1号; of the ages only the sum is kept.
PEOPLE = {
    "総数": "certified", "(再掲)第1号被保険者": "certified_1", "(再掲)第2号被保険者": "certified_2",
    **{f"(再掲)第1号被保険者-{low}歳以上{low + 5}歳未満-": f"certified_1_{low}_{low + 4}" for low in range(65, 90, 5)},
    "(再掲)第1号被保険者-90歳以上-": "certified_1_90",
}
BY_LEVEL = {"certified", "certified_1"}
LEVELS = {"要支援1": "support_1", "要支援2": "support_2", **{f"要介護{n}": f"care_{n}" for n in range(1, 6)}}
ITEMS = ("insured_1", *INSURED.values(), *PEOPLE.values(), *(f"{item}_{level}" for item in PEOPLE.values() if item in BY_LEVEL
                                                             for level in LEVELS.values()))


def recognises(file: OfficialFile) -> bool:
    return file.kind == "xlsx" and _kind(file) is not None


def _kind(file: OfficialFile) -> str | None:
    title = plain(file.header(1))
    if "保険者別第1号被保険者数" in title:
        return "insured"
    return "certified" if "保険者別要介護(要支援)認定者数男女計" in title else None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table insurer_figure: pref_name, insurer_name, year (fiscal year, at its end), item, value (persons).

    The files do not say their year: it is `fiscal_year` ('R5'), else 令和5年度, and a message says so. Raises
    BadFile when a sheet, heading or 全国 row is missing, an insurer stands twice, or a sum does not meet it.
    """
    fy = fiscal_year or DEFAULT_FISCAL_YEAR
    if not re.fullmatch(r"R[1-9]\d?", fy):
        raise BadFile(f"年度「{fy}」が読めません。R5 のように指定してください。", file.name)
    year = 2018 + int(fy[1:])
    wide, rejects = _insured(file) if _kind(file) == "insured" else _certified(file)
    source = Source(
        f"kaigo_{fy.lower()}", f"介護保険事業状況報告（年報）令和{fy[1:]}年度", "厚生労働省",
        "https://www.mhlw.go.jp/topics/kaigo/toukei/joukyou.html", "公共データ利用規約（第1.0版）",
        f"令和{fy[1:]}年度末（{year + 1}-03-31）", "保険者単位の値。広域連合などの値を構成市町村に割り振らない。")
    frame = wide.reset_index().melt(["pref_name", "insurer_name"], var_name="item", value_name="value")
    frame = frame.assign(year=np.int16(year), value=frame["value"].astype("int32"), source_id=source.source_id)
    messages = [f"{len(wide):,}保険者。内訳の和と全国の値に一致しました。"]
    if fiscal_year is None:
        messages.append("ファイルに年度が書かれていないため令和5年度末とみなしました。違うときは年度を指定して読み込んでください。")
    return Checked(source, {"insurer_figure": frame}, len(wide) + len(rejects), rejects, messages, parts=("item",))


def _insured(file: OfficialFile) -> tuple[pd.DataFrame, list[Reject]]:
    sheet = file.sheets[0]
    wide, rejects = _sheet(file, sheet, {"計": "insured_1"}, INSURED)
    _must_be(file.name, sheet, wide[AGES_OF_INSURED].sum(axis=1), wide["insured_1"], "年齢区分の和が計")
    return wide, rejects


def _certified(file: OfficialFile) -> tuple[pd.DataFrame, list[Reject]]:
    kept, rejects, seen = [], [], {}
    for sheet in file.sheets:
        people = _people(file.rows(sheet, 8))
        if people is None:
            continue
        item = PEOPLE[people]
        wide, left_out = _sheet(file, sheet, {}, LEVELS | {"合計": "all"})
        _must_be(file.name, sheet, wide[list(LEVELS.values())].sum(axis=1), wide["all"], "介護度の和が合計")
        if item in seen:
            raise BadFile(f"「{people}」のシートが2枚あります。", file.name, sheet)
        if kept and len(other := wide.index.symmetric_difference(kept[0].index)):
            raise BadFile(f"{'・'.join(other[0])}がすべてのシートにはありません。", file.name, sheet)
        seen[item] = wide["all"]
        columns = {"all": item} | ({level: f"{item}_{level}" for level in LEVELS.values()} if item in BY_LEVEL else {})
        kept.append(wide[list(columns)].rename(columns=columns))
        rejects += left_out
    if missing := [people for people, item in PEOPLE.items() if item not in seen]:
        raise BadFile(f"「{'」「'.join(missing)}」のシートが見つかりません。公表時の様式のまま読み込んでください。", file.name)
    ages = sum(seen[i] for i in seen if re.fullmatch(r"certified_1_\d.*", i))
    _must_be(file.name, None, ages, seen["certified_1"], "年齢別の和が第1号被保険者")
    _must_be(file.name, None, seen["certified_1"] + seen["certified_2"], seen["certified"], "第1号と第2号の和が総数")
    return pd.concat(kept, axis=1), rejects


def _people(rows: list[list]) -> str | None:
    """The group of people a sheet counts: the heading over its levels of care."""
    heading = next((row for row in rows if "保険者" in map(plain, row)), [])
    return next((text for cell in heading if (text := plain(cell).replace("―", "-").replace("－", "-")) in PEOPLE), None)


def _sheet(file: OfficialFile, sheet: str, upper: dict[str, str], lower: dict[str, str]) -> tuple[pd.DataFrame, list[Reject]]:
    """Figures by insurer, proven to sum to the 全国 row; `upper` and `lower`: headings of the two rows → items."""
    rows = file.rows(sheet)
    heading = next((i for i, row in enumerate(rows[:12]) if "保険者" in map(plain, row)), None)
    if heading is None or heading + 1 >= len(rows):
        raise BadFile("見出し「保険者」が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    places = find_columns(file.name, sheet, heading + 1, rows[heading], {**COLUMNS, **{i: (h,) for h, i in upper.items()}})
    places |= find_columns(file.name, sheet, heading + 2, rows[heading + 1], {i: (h,) for h, i in lower.items()})
    items = [*upper.values(), *lower.values()]
    national, lines, rejects = None, [], []
    for row, cells in enumerate(rows[heading + 2:], start=heading + 3):
        pref, insurer = plain(cells[places["pref"]]), plain(cells[places["insurer"]])
        if not pref:
            continue
        figures = [_persons(file.name, sheet, row, cells[places[item]], item, upper | lower) for item in items]
        if pref == "全国":
            national = pd.Series(figures, index=items)
        elif not insurer:
            rejects.append(Reject(sheet, row, "保険者", "", "保険者名が空欄のため除きました。"))
        else:
            lines.append((row, pref, insurer, *figures))
    table = pd.DataFrame(lines, columns=["row", "pref_name", "insurer_name", *items])
    double = table[table.duplicated(["pref_name", "insurer_name"])]
    if len(double):
        raise BadFile(f"{double['pref_name'].iloc[0]}の「{double['insurer_name'].iloc[0]}」が2度あります。", file.name, sheet,
                      int(double["row"].iloc[0]), "保険者")
    if national is None:
        raise BadFile("「全国」の行がありません。行を消さずに読み込んでください。", file.name, sheet)
    off = table[items].sum() - national
    if (off != 0).any():
        item = off.abs().idxmax()
        heading_of = {i: h for h, i in (upper | lower).items()}
        raise BadFile(f"保険者の和が全国の値と合いません（差 {off[item]:,.0f} 人）。", file.name, sheet, column=heading_of[item])
    return table.drop(columns="row").set_index(["pref_name", "insurer_name"]), rejects


def _persons(file: str, sheet: str, row: int, cell, item: str, headings: dict[str, str]) -> float:
    try:
        value, _ = number(cell)
    except ValueError:
        value = None
    if value is None:
        heading = next(h for h, i in headings.items() if i == item)
        raise BadFile(f"「{plain(cell) or '（空欄）'}」は人数ではありません。", file, sheet, row, heading)
    return value


def _must_be(file: str, sheet: str | None, sums: pd.Series, printed: pd.Series, what: str) -> None:
    off = (sums - printed)[sums != printed]
    if len(off):
        raise BadFile(f"{'・'.join(off.index[0])}の{what}と合いません（差 {off.iloc[0]:,.0f} 人）。", file, sheet)
