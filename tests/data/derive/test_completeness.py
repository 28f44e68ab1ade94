"""Editions that hold part of Japan only are refused."""

import pandas as pd
import pytest

from data.derive import completeness
from data.official_file import BadFile

AREAS = {f"{i:04d}" for i in range(339)}
PARTS = {"bed": {"series": "actual", "year": 2025, "bed_function": "total"}, "bed_report_rate": {"year": 2025}, "facility_row": {},
         "patient_flow": {"direction": "inflow"}, "demand": {"category": "home_visit", "year": 2040}, "area_population": {"year": 2040}}
TITLES = {"s": "ある資料"}


def tables(**areas: set[str]) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame({"area_code": sorted(areas.get(name, AREAS))}).assign(source_id="s", **part) for name, part in PARTS.items()}


@pytest.mark.parametrize("name", list(PARTS))
def test_an_edition_without_most_areas_is_refused_with_those_it_lacks(name):
    completeness.areas_covered(tables(**{name: AREAS - {"0000", "0001", "0002"}}), AREAS, TITLES)
    with pytest.raises(BadFile, match=r"ある資料.*335 しかありません.*0000"):
        completeness.areas_covered(tables(**{name: AREAS - {"0000", "0001", "0002", "0003"}}), AREAS, TITLES)


def test_a_unit_of_the_map_that_the_table_of_areas_lacks_is_named():
    completeness.outlines_covered({"47201", "47382"}, {"47201", "47382"}, {})
    with pytest.raises(BadFile, match="1 足りません（47382）"):
        completeness.outlines_covered({"47201"}, {"47201", "47382"}, {})


def people(source_id: str, units: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"unit_code": units}).assign(source_id=source_id, year=2025, age_from=pd.array([None] * len(units), dtype="Int16"))


def test_residents_must_cover_nearly_all_units_and_estimates_those_outside_fukushima():
    unit = pd.DataFrame({"unit_code": [f"01{i:03d}" for i in range(100)] + [f"07{i:03d}" for i in range(100)]})
    everybody = unit["unit_code"].tolist()
    completeness.units_covered(people("juki_2025", everybody[2:]), unit, TITLES)
    with pytest.raises(BadFile, match="3 あります"):
        completeness.units_covered(people("juki_2025", everybody[3:]), unit, TITLES)
    completeness.units_covered(people("estimate_85", everybody[5:100]), unit, TITLES)
    with pytest.raises(BadFile, match="6 あります"):
        completeness.units_covered(people("estimate_85", everybody[6:100]), unit, TITLES)


def test_a_short_list_of_hospitals_or_changes_is_refused():
    hospitals = pd.DataFrame({"unit_code": ["01101", "47201"] * 2_500}).assign(source_id="s")
    changes = pd.DataFrame({"old_code": ["40305"] * 1_000}).assign(source_id="s")
    completeness.lists_whole(hospitals, changes, {"01", "47"}, TITLES)
    with pytest.raises(BadFile, match="病院のない都道府県: 13"):
        completeness.lists_whole(hospitals, changes, {"01", "13", "47"}, TITLES)
    with pytest.raises(BadFile, match="4,999 件"):
        completeness.lists_whole(hospitals.head(4_999), changes, {"01", "47"}, TITLES)
    with pytest.raises(BadFile, match="999 件しかありません"):
        completeness.lists_whole(hospitals, changes.head(999), {"01", "47"}, TITLES)


def test_offices_and_mesh_must_place_nearly_all_units():
    unit = pd.DataFrame({"office_lat": [35.0] * 95 + [None] * 5, "pop_lat": [35.0] * 100})
    completeness.positions_covered(unit, TITLES)
    with pytest.raises(BadFile, match="94 の位置"):
        completeness.positions_covered(unit.assign(office_lat=[35.0] * 94 + [None] * 6), TITLES)
