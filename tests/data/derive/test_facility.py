"""Facilities, their places and what they reported, from the official files."""

import pandas as pd
import pytest

from data.derive.bed_agreement import disagrees_with_beds
from data.derive.facility import facility_tables
from data.derive.facility_place import place

R7, R6 = "beds/R7_001723127_area_detail.xlsx", "beds/R6_betten5-2_area_detail.xlsx"
BED_FUNCTIONS = ["acute_intensive", "acute", "comprehensive", "chronic"]


def test_a_coordinate_far_from_every_inhabited_cell_of_its_town_is_dropped_and_listed():
    hospital = pd.DataFrame({"hospital_id": ["1", "2", "3"], "unit_code": "47209", "address": ["名護市一", "名護市二", "名護市三"],
                             "lat": [26.59, 35.0, None], "lon": [127.98, 139.0, None]})
    facility = pd.DataFrame({"name": ["近い病院", "遠い病院", "座標なし病院", "診療所", "不明"], "navii_id": ["1", "2", "3", None, None],
                             "unit_code": ["47209", "47209", None, "47209", None]}, index=list("abcde"))
    unit = pd.DataFrame({"unit_code": ["47209"], "full_name": ["名護市"], "pop_lat": [26.6], "pop_lon": [127.99]})
    cells = pd.DataFrame({"unit_code": ["47209", "47209"], "lat": [26.6, 26.52], "lon": [127.99, 128.03]})
    placed, rejects = place(facility, hospital, unit, cells)
    assert placed["location_quality"].tolist() == ["address", "unit_centre", "unit_centre", "unit_centre", "none"]
    assert placed["lat"].tolist()[:4] == [26.59, 26.6, 26.6, 26.6]
    assert placed["unit_code"].tolist()[:4] == ["47209"] * 4
    assert placed["address"].tolist()[:3] == ["名護市一", "名護市二", "名護市三"]
    [(value, reason)] = rejects
    assert value == "遠い病院 35.000000,139.000000"
    assert "名護市" in reason


def test_an_edition_is_checked_against_the_bed_totals_of_its_year():
    own = pd.DataFrame({"area_code": ["4701", "4701"], "published_fy": "R7", "item": ["beds_total", "need_total"], "value": [1447.0, 1116.0]})
    bed = pd.DataFrame({"area_code": "4701", "bed_function": "total", "series": ["actual", "actual", "need"], "year": [2025, 2023, 2025],
                        "beds": [1344.0, 1447.0, 1116.0], "published_fy": "R7"})
    odd = disagrees_with_beds(own, bed, "R7")
    assert odd[["area_code", "bed_function", "series", "in_detail", "in_beds"]].to_numpy().tolist() == [
        ["4701", "total", "actual", 1447, 1344]]
    assert disagrees_with_beds(own.assign(published_fy="R6"), bed, "R6").empty


@pytest.fixture(scope="module")
def built(official) -> dict[str, pd.DataFrame]:
    """The derived tables of both editions, with the office of each town standing in for its population point."""
    tables = {name: pd.concat([official(R7).tables[name], official(R6).tables[name]], ignore_index=True)
              for name in ("facility_row", "facility_figure", "area_figure")}
    membership = official("areas/municipality_area_R7.csv").tables["area_membership"]
    office = official("boundaries/municipal_offices_localgovjp.csv").tables["office"]
    unit = membership[["unit_code", "full_name"]].merge(
        office.rename(columns={"code": "unit_code", "lat": "pop_lat", "lon": "pop_lon"}), how="left", on="unit_code")
    cells = official("mesh/mesh1km_pop2015_japan.parquet").tables["mesh_cell"].rename(columns={"code": "unit_code"})
    return tables | facility_tables(
        **tables, hospital_info=official("facilities/01-1_hospital_facility_info_20250601.zip").tables["hospital_info"],
        member=membership[["unit_code", "concept_code"]].rename(columns={"concept_code": "area_code"}), unit=unit, cells=cells)


def of_edition(built: dict, published_fy: str) -> pd.DataFrame:
    """facility_id, area_code, kind, beds (NaN: not reported) of the facilities of an edition."""
    activity = built["facility_activity"]
    beds = activity[(activity["published_fy"] == published_fy) & (activity["item"] == "beds_total_incl_closed")]
    return beds.merge(built["facility"], on="facility_id")[["facility_id", "area_code", "kind", "value", "unit_code", "municipality"]]


def test_every_facility_of_an_edition_has_rows_and_no_key_stands_twice(built):
    activity = built["facility_activity"]
    ids = activity.groupby("published_fy")["facility_id"].nunique()
    assert ids.to_dict() == {"R6": 12_064, "R7": 11_760}
    assert not activity.duplicated(["published_fy", "facility_id", "item"]).any()
    assert not built["facility"]["facility_id"].duplicated().any()
    assert set(activity["facility_id"]) == set(built["facility"]["facility_id"])
    assert set(activity["item"]) <= set(built["activity_item"]["item"])
    assert not (activity["value"].notna() & activity["flag"].notna()).any()


def test_aliases_lead_to_facilities_and_are_no_ids_themselves(built):
    alias = built["facility_alias"]
    ids = set(built["facility"]["facility_id"])
    assert not alias["alias_id"].duplicated().any()
    assert set(alias["facility_id"]) <= ids
    assert not set(alias["alias_id"]) & ids
    renamed = alias[alias["name"] == "救世軍ブース記念病院"].merge(built["facility"], on="facility_id")
    assert renamed["name_y"].tolist() == ["医療法人社団城東桐和会　タムス杉並病院"]


def test_editions_share_all_but_a_few_facilities(built):
    activity = built["facility_activity"]
    r6, r7 = (set(activity.loc[activity["published_fy"] == fy, "facility_id"]) for fy in ("R6", "R7"))
    assert len(r6 & r7) > 0.95 * len(r6)
    assert built["facility"]["closed_on"].isna().all()


@pytest.mark.parametrize(("beds_file", "published_fy", "year"), [
    ("beds/R7_001723349_area_beds.xlsx", "R7", 2025), ("beds/R6_betten4-3_area_beds.xlsx", "R6", 2024)])
def test_facilities_sum_to_the_published_beds_of_every_area_and_function(built, official, beds_file, published_fy, year):
    """So beds of any grouping may be summed from facilities."""
    bed = official(beds_file).tables["bed"].query("series == 'actual' and year == @year")
    published = bed.pivot(index="area_code", columns="bed_function", values="beds")
    activity = built["facility_activity"].merge(built["facility"][["facility_id", "area_code"]], on="facility_id")
    sums = activity[activity["published_fy"] == published_fy].pivot_table(
        index="area_code", columns="item", values="value", aggfunc="sum")
    agree = (sums[[f"beds_{f}" for f in BED_FUNCTIONS]].to_numpy() == published[BED_FUNCTIONS].to_numpy()).all(axis=1)
    assert len(agree) == 339
    assert agree.all(), f"not summed: {published.index[~agree].tolist()}"
    assert disagrees_with_beds(built["area_figure"], official(beds_file).tables["bed"], published_fy).empty


def test_hospitals_and_clinics_are_counted_as_the_area_rows_print_them(built):
    """Kinds are those of the newest edition: R7 agrees in all 339 areas, R6 in all but one that has a clinic grown to a hospital since."""
    for published_fy, agreeing in (("R7", 339), ("R6", 338)):
        listed = of_edition(built, published_fy)
        listed = listed[listed["value"].notna()]
        counts = listed.groupby(["area_code", "kind"]).size().unstack(fill_value=0)
        own = built["area_figure"].query("published_fy == @published_fy").pivot(index="area_code", columns="item", values="value")
        counts = counts.reindex(own.index, fill_value=0)
        agree = (counts["hospital"] == own["hospitals"]) & (counts["clinic_with_beds"] == own["clinics_with_beds"])
        assert agree.sum() == agreeing, counts[~agree]
        assert (listed["kind"] != "unknown").all()


def test_non_reporters_are_counted_as_the_area_rows_print_them(built):
    listed = of_edition(built, "R7").query("value.isna()")
    own = built["area_figure"].query("published_fy == 'R7'").pivot(index="area_code", columns="item", values="value")
    counts = listed.groupby(["area_code", "kind"]).size().unstack(fill_value=0).reindex(own.index, fill_value=0)
    assert len(listed) == 164
    assert (counts["hospital"] == own["unreported_hospitals"]).all()
    assert (counts["clinic_with_beds"] == own["unreported_clinics"]).all()


def test_every_printed_town_is_a_unit_of_the_area(built):
    facility = built["facility"]
    assert facility.loc[facility["municipality"].notna(), "unit_code"].notna().all()
    assert (facility["unit_code"].str[:2] == facility["area_code"].str[:2])[facility["unit_code"].notna()].all()


def test_most_hospitals_stand_at_their_address_and_okinawa_is_known_to_be_incomplete(built):
    hospitals = built["facility"].query("kind == 'hospital'")
    by_address = hospitals["location_quality"].eq("address").groupby(hospitals["area_code"].str[:2]).mean()
    assert hospitals["location_quality"].eq("address").mean() > 0.85
    assert by_address.median() > 0.9
    assert by_address["47"] < 0.5
    point = built["facility"][["lat", "lon"]].notna().all(axis=1)
    assert (point == (built["facility"]["location_quality"] != "none")).all()


def test_a_coordinate_in_another_prefecture_is_listed(built):
    assert built["facility_reject"]["value"].str.startswith("西毛病院").any()
