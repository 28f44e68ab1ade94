"""Tables area and area_member: the kinds of area that follow from today's membership."""

import pandas as pd

from ..home import DEFINITIONS

MEMBERS = ["area_kind", "area_code", "unit_code", "valid_from", "valid_to"]
AREA = ["area_kind", "area_code", "name", "pref_code", "area_km2", "source_id"]
AREA_KM2 = "area_km2"


def tertiary_definition() -> pd.DataFrame:
    """三次医療圏 of prefectures that have several: pref_code, number, name, concept_name, basis, checked."""
    return pd.read_csv(DEFINITIONS / "tertiary.csv", dtype=str)


def areas(
    area_membership: pd.DataFrame, tertiary: pd.DataFrame, area_figure: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(area, area_member) of the kinds concept, secondary, prefecture, municipality and tertiary.

    Codes: 構想区域 MHLW's four digits; 二次医療圏 the smallest 構想区域 code in it; 都道府県 two digits; 市町村 five
    (a designated city whole); 三次医療圏 the prefecture's two, or 01-1 … where it has several. area_figure:
    area_code, published_fy, item, value; its newest area_km2 is kept for 構想区域. Membership has open ends.
    """
    units = area_membership.set_index("unit_code")
    pref = units["pref_code"]
    secondary = units.groupby(["pref_code", "secondary_name"])["concept_code"].transform("min")
    several = tertiary.set_index(["pref_code", "concept_name"])
    place = pd.MultiIndex.from_frame(units[["pref_code", "concept_name"]])
    number = pd.Series(several["number"].reindex(place).to_numpy(), units.index)
    kinds = {
        "concept": (units["concept_code"], units["concept_name"]),
        "secondary": (secondary, units["secondary_name"]),
        "prefecture": (pref, units["pref_name"]),
        "municipality": (units["city_code"], units["city_name"]),
        "tertiary": ((pref + "-" + number).fillna(pref),
                     pd.Series(several["name"].reindex(place).to_numpy(), units.index).fillna(units["pref_name"])),
    }
    table = pd.concat([pd.DataFrame({"area_kind": kind, "area_code": code, "name": name, "pref_code": pref,
                                     "source_id": units["source_id"]}).reset_index()
                       for kind, (code, name) in kinds.items()], ignore_index=True)
    area = table.drop(columns="unit_code").drop_duplicates(["area_kind", "area_code"], ignore_index=True)
    published = published_km2(area_figure)
    area[AREA_KM2] = area["area_code"].map(published).where(area["area_kind"] == "concept")
    return area[AREA], table.assign(valid_from=None, valid_to=None)[MEMBERS]


def published_km2(area_figure: pd.DataFrame) -> pd.Series:
    """Area of each 構想区域 (km²) as the newest edition prints it, by area_code."""
    rows = area_figure[(area_figure["item"] == AREA_KM2) & area_figure["value"].notna()]
    return rows.sort_values("published_fy").groupby("area_code")["value"].last()
