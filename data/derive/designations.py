"""指定・手技の一覧: which facility each row is, and which fields of which prefecture are listed."""

from collections.abc import Mapping

import pandas as pd

from ..designation_kinds import designation_kinds
from ..importers.designations import COLUMNS
from ..official_file import BadFile
from .facility_name import cores
from .hospital_match import match_hospitals
from .place_names import Places

ROWS = "designation_row"
EMPTY = pd.DataFrame(columns=[*COLUMNS, "source_id"])
DESIGNATION = ["pref_code", "field", "kind", "facility_id", "name", "unit_code", "valid_from", "valid_to", "note", "match_quality", "source_id"]
LIST = ["pref_code", "field", "as_of", "listed", "left_out", "source_id"]
REJECT = ["file", "sheet", "row", "column", "value", "reason"]
KINDS = ("hospital", "clinic_with_beds", "clinic", "unknown")
_OTHER_PREFECTURE = "この医療機関コードは{pref}のものではありません。コードを直してください。"
_OTHER_TOWN = "この医療機関コードの医療機関は「{name}」（{town}）です。コードか市区町村を直してください。"
_NO_TOWN = "市区町村が{pref}にないか、1つに決まりません。政令指定都市は区まで書くか、医療機関コードを書いてください。"


def designations(rows: pd.DataFrame, made: Mapping[str, pd.DataFrame], units: pd.DataFrame, titles: Mapping[str, str]
                 ) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """(facility_designation, designation_list, rows left out as import_reject, messages).

    rows: the checked table designation_row. made: the tables facility and facility_alias. units: the checked table
    area_membership. titles: source_id → title. A row is joined by official code, else by whole name (present or former) inside its
    municipality; one without a facility counts for its municipality and is told of. Rows of a 種類 that the definitions no
    longer hold are left out. Raises BadFile for a prefecture that does not exist.
    """
    places = Places(units)
    if unknown := sorted(set(rows["pref_name"]) - set(places.pref_code)):
        raise BadFile(f"都道府県「{unknown[0]}」がありません。沖縄県 のように書いてください。", "指定・手技の一覧", column="都道府県")
    rows = rows[rows["kind"].isin(designation_kinds())].reset_index(drop=True)
    named = rows[rows["name"] != ""]
    city_of = dict(zip(units["unit_code"], units["city_code"], strict=True)) if "city_code" in units else {}
    found = _identified(named, made["facility"], made["facility_alias"], places, city_of)
    rejects, kept, messages = [], [], []
    facility = made["facility"].set_index("facility_id")
    for row in named.itertuples():
        pref, towns = places.pref_code[row.pref_name], places.municipality(row.pref_name, row.municipality)
        facility_id, quality = found.get(row.Index, (None, None))
        home = facility.at[facility_id, "unit_code"] if facility_id else None
        unit = home if isinstance(home, str) else towns[0] if len(towns) == 1 else None
        if problem := _problem(row, pref, towns, facility, facility_id, unit):
            rejects.append((row.Index, (titles.get(row.source_id, row.source_id), None, int(row.line), *problem)))
            continue
        if facility_id is None:
            messages.append(f"{row.kind}「{row.name}」（{row.municipality}）: 同じ医療機関が登録に見つかりません。所在の市区町村で数えます。")
        elif quality == "code" and not cores(row.name) & cores(facility.at[facility_id, "name"]):
            known = facility.at[facility_id, "name"]
            messages.append(f"{row.kind}「{row.name}」: 医療機関コードの登録では「{known}」です。同じ医療機関か確かめてください。")
        kept.append(row._asdict() | {"pref_code": pref, "facility_id": facility_id, "unit_code": unit, "match_quality": quality})
    table = pd.DataFrame(kept, columns=[*dict.fromkeys([*DESIGNATION, *COLUMNS])])
    table = table.assign(note=table["note"].mask(table["note"] == ""), **{day: _days(table[day]) for day in ("valid_from", "valid_to")})
    twice = table["facility_id"].notna() & table.duplicated(["kind", "facility_id"])
    messages += [f"{row.kind}「{row.name}」が2度あります。先の行を採りました。" for row in table[twice].itertuples()]
    listed = _lists(rows, {index for index, _ in rejects}, places)
    return (table.loc[~twice, DESIGNATION], listed, pd.DataFrame([reject for _, reject in rejects], columns=REJECT), messages)


def _days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts).dt.date.astype(object).where(texts.notna(), None)


def _identified(rows: pd.DataFrame, facility: pd.DataFrame, alias: pd.DataFrame, places: Places, city_of: Mapping[str, str]
                ) -> dict[int, tuple[str, str]]:
    """Index of `rows` → (facility_id, match_quality: code or name)."""
    facility = facility[facility["kind"].isin(KINDS)]
    holder = facility.dropna(subset="facility_code").set_index("facility_code")["facility_id"].to_dict()
    found = {row.Index: (holder[row.facility_code], "code") for row in rows.itertuples() if row.facility_code in holder}
    left = rows[~rows.index.isin(found)]
    city = [sorted({city_of.get(u, u) for u in places.municipality(pref, town)})
            for pref, town in zip(left["pref_name"], left["municipality"], strict=True)]
    left = left.assign(unit_code=[c[0] if len(c) == 1 else None for c in city])
    asked = left.dropna(subset="unit_code").drop_duplicates(["name", "unit_code"])
    names = pd.concat([facility[["facility_id", "name"]], alias[["facility_id", "name"]]]).drop_duplicates()
    names = names.merge(facility[["facility_id", "area_code", "unit_code"]], on="facility_id").assign(may_be_hospital=True)
    names = names.assign(unit_code=names["unit_code"].map(lambda u: city_of.get(u, u), na_action="ignore"))
    match = match_hospitals(names[names["unit_code"].notna()], asked.assign(hospital_id=asked.index, short_name=None),
                            pd.DataFrame(columns=["area_code", "unit_code"]))
    of_name = {(asked.at[index, "name"], asked.at[index, "unit_code"]): facility_id
               for facility_id, index in zip(match.index, match.astype(int), strict=True)}
    return found | {row.Index: (of_name[row.name, row.unit_code], "name") for row in left.itertuples() if (row.name, row.unit_code) in of_name}


def _problem(row, pref: str, towns: list[str], facility: pd.DataFrame, facility_id: str | None, unit: str | None) -> tuple | None:
    """(column, value, reason) of a row that cannot be placed."""
    if row.facility_code and row.facility_code[:2] != pref:
        return "医療機関コード", row.facility_code, _OTHER_PREFECTURE.format(pref=row.pref_name)
    if facility_id and towns and unit not in towns:
        about = facility.loc[facility_id]
        return "医療機関コード", row.facility_code, _OTHER_TOWN.format(name=about["name"], town=about["municipality"])
    if unit is None:
        return "市区町村", row.municipality, _NO_TOWN.format(pref=row.pref_name)
    return None


def _lists(rows: pd.DataFrame, rejected: set[int], places: Places) -> pd.DataFrame:
    """Which field of which prefecture is listed, as of when, with how many rows and how many left out."""
    rows = rows.assign(pref_code=rows["pref_name"].map(places.pref_code), left_out=rows.index.isin(rejected), listed=rows["name"] != "")
    return rows.groupby(["pref_code", "field"], sort=False, as_index=False).agg(
        {"as_of": "max", "listed": "sum", "left_out": "sum", "source_id": "last"})[LIST]
