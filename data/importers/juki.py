"""総務省 住民基本台帳年齢階級別人口（市区町村別）（総計）: residents by sex and five-year band."""

import re

import numpy as np
import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Checked, Reject, Source

NAME = "juki"
TITLE = "住民基本台帳年齢階級別人口（市区町村別）"
COLUMNS = {"code": ("団体コード",), "pref": ("都道府県名",), "name": ("市区町村名",), "sex": ("性別",), "all": ("総数",)}
SEXES = {"計": "total", "男": "male", "女": "female"}
# 色丹村・泊村・留夜別村・留別村・紗那村・蘂取村: in the list, without residents.
NORTHERN_TERRITORIES = {"01695", "01696", "01697", "01698", "01699", "01700"}
# Where foreign residents are few (one sex under ten, or both together under fifty) their ages are not published,
# so bands fall short of the total (its notes 1 and 2). The prefectures' bands leave the same persons out; the
# nation's do not, so only its totals can be met.
HIDDEN_ONE_SEX, HIDDEN_BOTH = 9, 49
# Residents whose sex is not recorded are in the total only (note 3).
NO_SEX_SHARE = 0.0001


def recognises(file: OfficialFile) -> bool:
    return file.kind == "xlsx" and "住民基本台帳年齢階級別人口(市区町村別)" in plain(file.header(1))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table juki: code, year, sex, age_from, age_to (both NULL: all ages), persons; one source a year.

    Prefecture, 郡 and designated-city rows only prove the sums. Raises BadFile when a cell is no number, a sum
    does not meet its printed total, a code stands twice or the edition is not 総計.
    """
    sheet = file.sheets[0]
    rows = file.rows(sheet)
    title = plain("".join(map(str, rows[0])))
    dated = re.match(r"(令和|平成)(\d+|元)年1月1日", title)
    if not dated or "(総計)" not in title:
        raise BadFile(f"表題が「…年1月1日…（総計）」ではありません: {title}", file.name, sheet, 1)
    year = {"令和": 2018, "平成": 1988}[dated[1]] + (1 if dated[2] == "元" else int(dated[2]))
    heading = next((i for i, row in enumerate(rows[:12]) if "団体コード" in map(plain, row)), None)
    if heading is None:
        raise BadFile("見出し「団体コード」が見つかりません。公表時の様式のまま読み込んでください。", file.name, sheet)
    # The upper heading row has the ages, the lower one the names of the first columns.
    headings = [a if plain(a) else b for a, b in zip(rows[heading - 1], rows[heading], strict=True)]
    places = find_columns(file.name, sheet, heading + 1, headings, COLUMNS)
    bands = _bands(file.name, sheet, heading, headings)
    table = _table(file.name, sheet, rows, heading + 1, places, list(bands))
    units = _reconciled(file.name, sheet, table)
    rejects = [Reject(sheet, int(r.row), "団体コード", r.code, "北方領土の村は構想区域に属さないため除きました。")
               for r in units[units["code"].isin(NORTHERN_TERRITORIES)].itertuples()]
    units = units[~units["code"].isin(NORTHERN_TERRITORIES)]
    source = Source(
        f"juki_{year}", f"住民基本台帳年齢階級別人口（市区町村別、{dated[0]}）", "総務省",
        "https://www.soumu.go.jp/main_sosiki/jichi_gyousei/daityo/jinkou_jinkoudoutai-setaisuu.html",
        "公共データ利用規約（第1.0版）", dated[0],
        "外国人住民が少ない市区町村ではその年齢別の内訳が非公表のため、年齢別の合計は総数より少ないことがある。")
    frame = _long(units, list(bands.values())).assign(year=np.int16(year), source_id=source.source_id)
    return Checked(source, {NAME: frame}, len(table), rejects, _messages(units))


def _bands(file: str, sheet: str, row: int, headings: list) -> dict[int, tuple[int, int | None]]:
    """Column → (age_from, age_to) of the age columns, which must follow on from 0 without a gap."""
    bands = {}
    for place, heading in enumerate(headings):
        if found := re.fullmatch(r"(\d+)歳[~～](\d+)歳", plain(heading)):
            bands[place] = (int(found[1]), int(found[2]))
        elif found := re.fullmatch(r"(\d+)歳以上", plain(heading)):
            bands[place] = (int(found[1]), None)
    ages = list(bands.values())
    follows = [0, *(b[1] + 1 if b[1] is not None else None for b in ages[:-1])]
    if not ages or ages[-1][1] is not None or follows != [b[0] for b in ages]:
        raise BadFile("年齢階級の見出しが0歳から切れ目なく並んでいません。公表時の様式のまま読み込んでください。",
                      file, sheet, row)
    return bands


def _table(file: str, sheet: str, rows: list[list], first: int, places: dict, bands: list[int]) -> pd.DataFrame:
    """One line a data row: row, code ('' national), pref, name, sex, then 'all' and the bands by position."""
    lines = []
    # Six digits with the check digit, or five; Excel may have dropped a leading zero, never in every prefecture.
    digits = max((len(plain(cells[places["code"]]).removesuffix(".0")) for cells in rows[first:] if plain(cells[places["sex"]]) in SEXES),
                 default=0)
    for row, cells in enumerate(rows[first:], start=first + 1):
        sex = SEXES.get(plain(cells[places["sex"]]))
        if sex is None:
            continue
        code = plain(cells[places["code"]])
        try:
            code = "" if code in ("-", "－") else unit_code(code.removesuffix(".0").zfill(digits))
        except ValueError as problem:
            raise BadFile(f"「{code}」は{problem}。", file, sheet, row, "団体コード") from None
        figures = []
        for place in (places["all"], *bands):
            try:
                value, sign = number(cells[place])
            except ValueError:
                value, sign = None, str(cells[place])
            if value is None:
                heading = plain(rows[first - 2][place])
                raise BadFile(f"「{sign or '（空欄）'}」は人数ではありません。", file, sheet, row, heading)
            figures.append(value)
        lines.append((row, code, plain(cells[places["pref"]]), plain(cells[places["name"]]), sex, *figures))
    table = pd.DataFrame(lines, columns=["row", "code", "pref", "name", "sex", "all", *range(len(bands))])
    double = table[table.duplicated(["code", "sex"])]
    if len(double):
        raise BadFile(f"団体コード {double['code'].iloc[0]} の同じ性別が2度あります。", file, sheet,
                      int(double["row"].iloc[0]), "団体コード")
    return table


def _reconciled(file: str, sheet: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of municipalities and wards, once they sum to every printed total."""
    national = table[table["code"] == ""]
    prefectures = table[table["code"].str.endswith("000")]
    parts = table.drop(index=[*national.index, *prefectures.index])
    groups = _groups(parts)
    units = parts[~parts["code"].isin(groups)]
    figures = ["all", *(c for c in table.columns if isinstance(c, int))]
    _must_meet(file, sheet, units.groupby("sex")[["all"]].sum(), national.set_index("sex"), "全国")
    by_prefecture = units.assign(code=units["code"].str[:2] + "000").groupby(["code", "sex"])[figures].sum()
    _must_meet(file, sheet, by_prefecture, prefectures.set_index(["code", "sex"]), "都道府県")
    inside = units.assign(code=units["code"].map({m: g for g, members in groups.items() for m in members}))
    printed = parts[parts["code"].isin(groups)].set_index(["code", "sex"])
    _must_meet(file, sheet, inside.dropna(subset="code").groupby(["code", "sex"])[figures].sum(), printed, "郡・政令市など")
    _sexes_and_ages(file, sheet, units, figures[1:])
    return units


def _groups(parts: pd.DataFrame) -> dict[str, list[str]]:
    """Code of each 郡, 島しょ and designated city → codes of its members.

    A member's name begins with the group's (北佐久郡軽井沢町, 札幌市中央区); 島しょ, whose towns do not repeat it,
    is followed by its members to the end of the prefecture.
    """
    groups = {}
    for _, rows in parts[parts["sex"] == "total"].groupby("pref", sort=False):
        names = list(zip(rows["code"], rows["name"], strict=True))
        for place, (code, name) in enumerate(names):
            if name == "島しょ":
                groups[code] = [c for c, _ in names[place + 1:]]
            elif members := [c for c, n in names if n != name and n.startswith(name)]:
                groups[code] = members
    return groups


def _must_meet(file: str, sheet: str, sums: pd.DataFrame, printed: pd.DataFrame, what: str) -> None:
    missing = printed.index.symmetric_difference(sums.index)
    if len(printed) == 0 or len(missing):
        raise BadFile(f"{what}の合計行と市区町村の行がそろいません（{', '.join(map(str, missing[:3])) or '合計行なし'}）。"
                      "行を消さずに読み込んでください。", file, sheet)
    off = (sums - printed.loc[sums.index, sums.columns]).abs()
    if off.to_numpy().max() > 0:
        place = off.max(axis=1).idxmax()
        raise BadFile(f"{what}の印字された合計と市区町村の和が合いません（差 {off.loc[place].max():,.0f} 人）。",
                      file, sheet, int(printed.loc[place, "row"]))


def _sexes_and_ages(file: str, sheet: str, units: pd.DataFrame, bands: list[int]) -> None:
    people = units.pivot(index="code", columns="sex", values="all")
    no_sex = people["total"] - people["male"] - people["female"]
    allowed = np.maximum(3, people["total"] * NO_SEX_SHARE)
    if ((no_sex < 0) | (no_sex > allowed)).any():
        code = (no_sex.abs() / allowed).idxmax()
        raise BadFile(f"団体コード {code} の男女の和が計と合いません（差 {no_sex[code]:,.0f} 人）。", file, sheet,
                      int(units.loc[units["code"] == code, "row"].iloc[0]), "総数")
    hidden = (units["all"] - units[bands].sum(axis=1)).groupby([units["code"], units["sex"]]).sum().unstack()
    few = (hidden[["male", "female"]].isin(range(1, HIDDEN_ONE_SEX + 1))).any(axis=1) | (hidden["total"] <= HIDDEN_BOTH)
    wrong = (hidden < 0).any(axis=1) | ~few
    if wrong.any():
        code = hidden.index[wrong][0]
        raise BadFile(f"団体コード {code} の年齢別の和が総数と合いません（差 {hidden.loc[code].abs().max():,.0f} 人）。",
                      file, sheet, int(units.loc[units["code"] == code, "row"].iloc[0]), "総数")


def _messages(units: pd.DataFrame) -> list[str]:
    total = units[units["sex"] == "total"]
    hidden = total["all"] - total[[c for c in units.columns if isinstance(c, int)]].sum(axis=1)
    messages = [f"{len(total):,}市区町村、{total['all'].sum():,.0f}人。全国・都道府県・郡・政令市の合計と一致しました。"]
    if (hidden > 0).any():
        messages.append(f"{(hidden > 0).sum()}市区町村の外国人住民 {hidden.sum():,.0f} 人は年齢が非公表で、総数にだけ入っています。")
    return messages


def _long(units: pd.DataFrame, bands: list[tuple[int, int | None]]) -> pd.DataFrame:
    wide = units.rename(columns={"all": -1}).drop(columns=["row", "pref", "name"])
    long = wide.melt(["code", "sex"], var_name="band", value_name="persons")
    ages = {-1: (None, None)} | dict(enumerate(bands))
    return pd.DataFrame({
        "code": long["code"], "sex": long["sex"],
        "age_from": long["band"].map(lambda b: ages[b][0]).astype("Int16"),
        "age_to": long["band"].map(lambda b: ages[b][1]).astype("Int16"),
        "persons": long["persons"].astype("int32")})
