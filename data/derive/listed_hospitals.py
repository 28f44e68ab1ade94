"""Hospitals that a prefecture's own list names, found among the facilities: by official code, else by whole name in its municipality."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..official_file import BadFile
from .facility_name import cores
from .hospital_match import match_hospitals
from .place_names import Places

REJECT = ["file", "sheet", "row", "column", "value", "reason"]
KINDS = ("hospital", "clinic_with_beds", "clinic", "unknown")
_OTHER_PREFECTURE = "この医療機関コードは{pref}のものではありません。コードを直してください。"
_OTHER_TOWN = "この医療機関コードの医療機関は「{name}」（{town}）です。コードか市区町村を直してください。"
_NO_TOWN = "市区町村が{pref}にないか、1つに決まりません。政令指定都市は区まで書くか、医療機関コードを書いてください。"


@dataclass(frozen=True)
class Placed:
    """rows: those that have a place, with pref_code, facility_id (None: no such facility is known), unit_code, match_quality ('code',
    'name' or None). left_out: index of the others; reject: why, as import_reject. messages: (index, what is to be checked)."""

    rows: pd.DataFrame
    left_out: frozenset[int]
    reject: pd.DataFrame
    messages: list[tuple[int, str]]


def checked_places(rows: pd.DataFrame, units: pd.DataFrame, form: str) -> Places:
    """The places that `pref_name` of the rows names. units: the checked table area_membership. Raises BadFile for a prefecture that
    does not exist; form: the name of the list."""
    places = Places(units)
    if unknown := sorted(set(rows["pref_name"]) - set(places.pref_code)):
        raise BadFile(f"都道府県「{unknown[0]}」がありません。沖縄県 のように書いてください。", form, column="都道府県")
    return places


def placed(named: pd.DataFrame, made: Mapping[str, pd.DataFrame], units: pd.DataFrame, places: Places, titles: Mapping[str, str]) -> Placed:
    """Find the facility and the municipality of each row.

    named: rows with pref_name, facility_code, name, municipality ('' where empty), line, source_id. made: the tables facility and
    facility_alias. units: the checked table area_membership. titles: source_id → title.
    """
    city_of = dict(zip(units["unit_code"], units["city_code"], strict=True)) if "city_code" in units else {}
    found = _identified(named, made["facility"], made["facility_alias"], places, city_of)
    facility = made["facility"].set_index("facility_id")
    rejects, kept, messages = [], [], []
    for row in named.itertuples():
        pref, towns = places.pref_code[row.pref_name], places.municipality(row.pref_name, row.municipality)
        facility_id, quality = found.get(row.Index, (None, None))
        home = facility.at[facility_id, "unit_code"] if facility_id else None
        unit = home if isinstance(home, str) else towns[0] if len(towns) == 1 else None
        if problem := _problem(row, pref, towns, facility, facility_id, unit):
            rejects.append((row.Index, (titles.get(row.source_id, row.source_id), None, int(row.line), *problem)))
            continue
        if facility_id is None:
            messages.append((row.Index, f"「{row.name}」（{row.municipality}）: 同じ医療機関が登録に見つかりません。所在の市区町村で数えます。"))
        elif quality == "code" and not cores(row.name) & cores(facility.at[facility_id, "name"]):
            known = facility.at[facility_id, "name"]
            messages.append((row.Index, f"「{row.name}」: 医療機関コードの登録では「{known}」です。同じ医療機関か確かめてください。"))
        kept.append((row.Index, pref, facility_id, unit, quality))
    at = pd.DataFrame(kept, columns=["index", "pref_code", "facility_id", "unit_code", "match_quality"], dtype=object).set_index("index")
    return Placed(named.loc[at.index].join(at), frozenset(index for index, _ in rejects),
                  pd.DataFrame([reject for _, reject in rejects], columns=REJECT), messages)


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
    if asked.empty:
        return found
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
