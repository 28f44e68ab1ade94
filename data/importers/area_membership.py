"""市区町村と構想区域・二次医療圏の対応表 (CSV): the units of today and the areas they belong to."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import area_code, find_columns, unit_code
from .checked import Checked, Source

NAME = "area_membership"
TITLE = "市区町村と構想区域・二次医療圏の対応表"
SOURCE = Source(
    "area_membership_r7", "市区町村と構想区域・二次医療圏の対応（令和7年度）", "厚生労働省の公表資料から作成",
    "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000080850_00014.html", "公共データ利用規約（第1.0版）",
    "令和7年度（二次医療圏は第8次医療計画）")
COLUMNS = {
    "unit_code": ("muni_code",), "pref_name": ("pref",), "city": ("city",), "name": ("muni",),
    "concept_code": ("kousou_code",), "concept_name": ("kousou_name",), "secondary_name": ("iryoken",),
    "level": ("level",),
}
UNIT_LEVELS = {"municipality", "ward", "ward_new2024"}
LEVELS = UNIT_LEVELS | {"designated_city"}


def recognises(file: OfficialFile) -> bool:
    return file.kind == "text" and "kousou_code" in file.header(1) and "iryoken" in file.header(1)


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table area_membership: one row a unit of today.

    unit_code, city_code, name, full_name, city_name, pref_code, pref_name, concept_code, concept_name,
    secondary_name, level. Wards that a later reorganisation replaced are left out; a designated city divided
    into wards is no unit. Raises BadFile for a row that cannot be read (a unit would be missing), duplicate codes,
    unknown levels and cities known by no ward.
    """
    lines = file.csv_rows
    places = find_columns(file.name, None, 1, lines[0], COLUMNS)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        row = {field: line[place].strip() if place < len(line) else "" for field, place in places.items()}
        try:
            rows.append(_checked_row(row) | {"row": number})
        except ValueError as problem:
            reason, column, value = problem.args
            raise BadFile(f"「{value}」: {reason}" if value else reason, file.name, None, number, column) from None
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "row"])
    _refuse_faults(file.name, frame)
    frame, messages = _todays_units(frame)
    frame["source_id"] = SOURCE.source_id
    return Checked(SOURCE, {NAME: frame}, len(lines) - 1, [], messages)


def _checked_row(row: dict[str, str]) -> dict[str, str]:
    """Raises ValueError(reason, heading, value)."""
    for field, as_code in (("unit_code", unit_code), ("concept_code", area_code)):
        if field == "concept_code" and row["level"] == "designated_city":
            continue
        try:
            row[field] = as_code(row[field])
        except ValueError as problem:
            raise ValueError(f"{problem}。数字を確かめてください。", COLUMNS[field][0], row[field]) from None
    areas = () if row["level"] == "designated_city" else ("concept_name", "secondary_name")
    for field in ("pref_name", "name", "level", *areas):
        if not row[field]:
            raise ValueError("空欄です。", COLUMNS[field][0], "")
    if "ward" in row["level"] and not row["city"]:
        raise ValueError("区の属する市が空欄です。", COLUMNS["city"][0], "")
    return row


def _refuse_faults(file: str, frame: pd.DataFrame) -> None:
    unknown = frame[~frame["level"].isin(LEVELS)]
    if len(unknown):
        raise BadFile(f"level「{unknown['level'].iloc[0]}」は使えません。", file, row=int(unknown["row"].iloc[0]),
                      column="level")
    double = frame[frame.duplicated("unit_code")]
    if len(double):
        raise BadFile(f"市区町村コード {double['unit_code'].iloc[0]} が2度あります。1行にしてください。", file,
                      row=int(double["row"].iloc[0]), column="muni_code")
    names = frame[frame["level"].isin(UNIT_LEVELS)].groupby("concept_code")["concept_name"].nunique()
    if (names > 1).any():
        raise BadFile(f"構想区域 {names[names > 1].index[0]} に2つの名前があります。", file, column="kousou_name")


def _todays_units(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Drop designated cities and replaced wards; name each unit and its city."""
    messages = []
    renewed = set(frame.loc[frame["level"] == "ward_new2024", "city"])
    former = frame[(frame["level"] == "ward") & frame["city"].isin(renewed)]
    if len(former):
        messages.append(f"再編前の区は今の単位ではないため除きました: {'、'.join(former['city'] + former['name'])}")
    units = frame[frame["level"].isin(UNIT_LEVELS)].drop(index=former.index).copy()
    city_codes = _city_codes(frame)
    is_ward = units["city"] != ""
    units["city_code"] = units["unit_code"].where(~is_ward, (units["pref_name"] + units["city"]).map(city_codes))
    units["city_name"] = units["city"].where(is_ward, units["name"])
    units["full_name"] = units["city"] + units["name"]
    units["pref_code"] = units["unit_code"].str[:2]
    return units[["unit_code", "city_code", "name", "full_name", "city_name", "pref_code", "pref_name", "concept_code",
                  "concept_name", "secondary_name", "level"]].sort_values("unit_code", ignore_index=True), messages


def _city_codes(frame: pd.DataFrame) -> dict[str, str]:
    """Code of each designated city: its own row, else (川崎市 has none) the round code its wards follow on."""
    wards = frame[frame["city"] != ""]
    first = wards.groupby(wards["pref_name"] + wards["city"])["unit_code"].min()
    cities = frame[frame["level"] == "designated_city"]
    return (first.str[:4] + "0").to_dict() | dict(
        zip(cities["pref_name"] + cities["name"], cities["unit_code"], strict=True))
