"""Official files through importers and derivations: what the publishers printed must come out again."""

import numpy as np
import pandas as pd
import pytest

from data.derive.areas import areas, published_km2, tertiary_definition
from data.derive.changes import unit_changes
from data.derive.estimates import estimates
from data.derive.insurers import insurer_definition, insurers
from data.derive.mesh import mesh, population_points
from data.derive.population import former_projection, projections, residents, residents_by_unit
from data.derive.units import units
from geo import outlines, points

FILES = (
    "areas/municipality_area_R7.csv", "areas/municipal_changes.json", "boundaries/municipal_offices_localgovjp.csv",
    "population/juki_age_muni_2025.xlsx", "population/kekkahyo1.xlsx", "population/kekkahyo3_3.xlsx",
    "population/kekkahyo3_4.xlsx", "population/ipss2018_age_sex.csv", "mesh/mesh1km_pop2015_japan.parquet",
    "mesh/mesh250m_pop2015_pref47.csv", "kaigo/02h.xlsx", "kaigo/04-1-1h.xlsx", "beds/R7_001728462_demand.xlsx",
    "beds/R7_001723349_area_beds.xlsx",
)
JUKI_2025 = 124_330_690
CENSUS_2015 = 127_094_745
# 社人研 令和5年推計, 全国 (結果表1)
IPSS_NATION = {2020: 126_146_099, 2025: 123_262_450, 2030: 120_115_783, 2035: 116_638_900, 2040: 112_837_404,
               2045: 108_801_339, 2050: 104_686_386}


@pytest.fixture(scope="module")
def t(official) -> dict[str, pd.DataFrame]:
    """Checked tables of all files by name."""
    tables: dict[str, list] = {}
    for path in FILES:
        for name, frame in official(path).tables.items():
            tables.setdefault(name, []).append(frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()}


@pytest.fixture(scope="module")
def codes(t):
    return set(t["area_membership"]["unit_code"])


@pytest.fixture(scope="module")
def changed(t, codes):
    return unit_changes(t["code_change"], codes, former_projection(t["ipss"]), residents_by_unit(t["juki"]))


@pytest.fixture(scope="module")
def now(t, codes, changed):
    return residents(t["juki"], changed[0], codes)[0]


@pytest.fixture(scope="module")
def future(t, changed):
    return projections(t["ipss"], changed[0], t["area_membership"], t["juki"], t["area_population"])[0]


@pytest.fixture(scope="module")
def area_and_member(t):
    return areas(t["area_membership"], tertiary_definition(), t["area_figure"])


@pytest.fixture(scope="module")
def cells(t, codes, changed):
    shapes = outlines.load()
    return mesh(t["mesh_cell"], changed[0], codes,
                lambda lat, lon: points.unit_of(shapes, lon, lat, tolerance_km=30)["code"].to_numpy())


def by_area(member, kind, people):
    """Sums of a Series by unit over the areas of a kind."""
    of = member[member["area_kind"] == kind].set_index("unit_code")["area_code"]
    return people.groupby(of.reindex(people.index)).sum()


def everybody(population, year):
    rows = population[(population["year"] == year) & (population["sex"] == "total") & population["age_from"].isna()]
    return rows.set_index("unit_code")["persons"]


def test_units_and_areas_are_as_many_as_there_are_today(codes, area_and_member):
    area, member = area_and_member
    assert len(codes) == 1892
    assert area["area_kind"].value_counts().to_dict() == {
        "municipality": 1741, "concept": 339, "secondary": 330, "tertiary": 52, "prefecture": 47}
    assert (member.groupby("area_kind")["unit_code"].nunique() == 1892).all()
    assert not member.duplicated(["area_kind", "unit_code"]).any()


def test_only_mie_and_akita_have_fewer_secondary_than_concept_areas(area_and_member):
    area, _ = area_and_member
    counts = area.groupby(["pref_code", "area_kind"]).size().unstack()
    differ = counts[counts["concept"] != counts["secondary"]]
    assert differ[["concept", "secondary"]].to_numpy().tolist() == [[8, 3], [8, 4]]
    assert differ.index.tolist() == ["05", "24"]


def test_residents_of_2025_meet_the_national_total(now):
    assert everybody(now, 2025).sum() == JUKI_2025
    assert everybody(now, 2025).index.nunique() == 1892
    assert now["flag"].isna().all(), "published for today's units, 浜松 included"


def test_projections_meet_the_national_figures_of_every_year(future):
    for year, printed in IPSS_NATION.items():
        assert everybody(future, year).sum() == pytest.approx(printed, abs=0.01)


def test_projected_ages_meet_every_prefecture(t, future):
    wide = t["ipss"][t["ipss"]["kind"] == "a"].pivot(index=["code", "year"], columns="measure", values="value")
    for age, share in ((65, "share_65"), (75, "share_75")):
        printed = (wide["total"] * wide[share] / 100).rename(lambda code: code[:2], level="code")
        rows = future[future["age_from"] == age]
        sums = rows.groupby([rows["unit_code"].str[:2], "year"])["persons"].sum()
        assert (sums - printed.reindex(sums.index)).abs().max() < 0.01


def test_census_of_2020_equals_mhlws_own_for_337_of_339_areas(t, future, area_and_member):
    ours = by_area(area_and_member[1], "concept", everybody(future, 2020))
    figures = t["area_figure"]
    printed = figures[figures["item"] == "census_population_2020"].set_index("area_code")["value"]
    off = (ours.round() - printed.reindex(ours.index).round()).abs()
    assert len(off) == 339
    assert off[off > 0].index.tolist() == ["0706", "0707"], "浜通り: published as one, divided by us"
    assert ours[["0706", "0707"]].sum() == pytest.approx(printed[["0706", "0707"]].sum())


def test_mhlws_counts_of_secondary_areas(now, future, area_and_member):
    today = by_area(area_and_member[1], "secondary", everybody(now, 2025))
    assert (today >= 1_000_000).sum() == 25
    in_2040 = by_area(area_and_member[1], "secondary", everybody(future, 2040))
    assert ((in_2040 < 200_000).sum(), (in_2040 < 100_000).sum()) == (182, 109)


def test_hamadori_is_divided_as_mhlw_does_in_2040_and_keeps_its_sum(t, future, area_and_member):
    mhlw = t["area_population"][t["area_population"]["year"] == 2040].set_index("area_code")["persons"]
    ours = by_area(area_and_member[1], "concept", everybody(future, 2040))
    assert ours["0706"] == pytest.approx(mhlw["0706"])
    assert ours["0707"] == pytest.approx(mhlw["0707"])
    thirteen = future[future["unit_code"].isin(
        t["area_membership"].loc[t["area_membership"]["concept_code"].isin(["0706", "0707"]), "unit_code"])]
    assert thirteen["unit_code"].nunique() == 13
    assert set(thirteen["flag"]) == {"按分"}
    printed = t["ipss"][t["ipss"]["code"] == "07999"].pivot(index="year", columns="measure", values="value")
    for age, share in ((65, "share_65"), (75, "share_75")):
        sums = thirteen[thirteen["age_from"] == age].groupby("year")["persons"].sum()
        assert sums.to_numpy() == pytest.approx((printed["total"] * printed[share] / 100).to_numpy())


def test_hamamatsu_stands_as_its_residents_of_2025_and_keeps_the_sum_of_the_city(t, changed, now, future):
    share = changed[0].set_index(["old_code", "unit_code"])["share"]
    assert 0 < share["22135", "22138"] < 1
    assert share["22135"].sum() == pytest.approx(1)
    juki, ipss = everybody(now, 2025), everybody(future, 2025)
    assert ipss["22138"] / ipss["22139"] == pytest.approx(juki["22138"] / juki["22139"])
    city = t["ipss"].query("code == '22130' and measure == 'total'").set_index("year")["value"]
    for year, printed in city.items():
        assert everybody(future, year)[["22138", "22139", "22140"]].sum() == pytest.approx(printed)
    flags = future[future["unit_code"].isin(["22138", "22139"])]["flag"]
    assert set(flags) == {"按分"}
    assert future.loc[future["unit_code"] == "22140", "flag"].isna().all(), "天竜区 only got another code"


def test_every_projection_has_ages_inside_the_whole(future):
    wide = future.assign(age=future["age_from"].fillna(0)).pivot(index=["unit_code", "year"], columns="age", values="persons")
    assert len(wide) == 1892 * 7
    assert (wide[75] <= wide[65]).all()
    assert (wide[65] <= wide[0]).all()


def test_estimates_stay_inside_the_projection_and_out_of_fukushima(t, changed, future):
    made, _ = estimates(t["ipss_ages"], future, changed[0], t["area_membership"])
    assert not made["unit_code"].str.startswith("07").any()
    assert sorted(made["year"].unique()) == [2020, 2025, 2030, 2035, 2040, 2045]
    others = {c for c in t["area_membership"]["unit_code"] if not c.startswith("07")}
    assert {source: set(rows["unit_code"]) for source, rows in made.groupby("source_id")} == {
        "estimate_85": others, "estimate_ages": others}
    wide = future.assign(age=future["age_from"].fillna(0)).pivot(index=["unit_code", "year"], columns="age", values="persons")
    aged = made[made["source_id"] == "estimate_85"].set_index(["unit_code", "year"])["persons"]
    assert (aged <= wide[75].reindex(aged.index)).all()
    young = made[made["source_id"] == "estimate_ages"].groupby(["unit_code", "year"])["persons"].sum()
    assert (young - (wide[0] - wide[65]).reindex(young.index)).abs().max() < 1e-6


def test_former_codes_end_in_units_of_today(changed, codes):
    found, left_out = changed
    assert found["unit_code"].isin(codes).all()
    assert not found["old_code"].isin(codes).any()
    assert np.allclose(found.groupby("old_code")["share"].sum(), 1)
    assert sorted(left_out.loc[left_out["reason"].str.contains("割合"), "old_name"]) == ["上九一色村", "八幡区", "小倉区"]
    assert found.set_index("old_code").loc["40305", "unit_code"] == "40231", "那珂川町 → 那珂川市"


def test_every_insurer_has_members_and_every_unit_one_insurer(t):
    area, member, _, messages = insurers(t["insurer_figure"], t["area_membership"], insurer_definition())
    assert not messages
    assert len(area) == 1571
    assert member["unit_code"].is_unique
    assert len(member) == 1892


def test_members_of_each_joint_insurer_have_as_many_aged_residents_as_it_has_insured(t, now):
    _, member, figures, _ = insurers(t["insurer_figure"], t["area_membership"], insurer_definition())
    aged = residents_by_unit(t["juki"], 65)
    residents_65 = aged.reindex(member["unit_code"]).groupby(member["area_code"].to_numpy()).sum()
    insured = figures[figures["item"] == "insured_1"].set_index("insurer_code")["value"]
    joint = (residents_65 / insured)[lambda ratio: ~ratio.index.str.fullmatch(r"\d{5}")]
    assert len(joint) == 40
    assert (joint - 1).abs().max() < 0.02


def test_insurer_figures_meet_the_printed_nation(t):
    figures = t["insurer_figure"].groupby("item")["value"].sum()
    assert figures["insured_1"] == 35_889_733
    assert figures["certified"] == 7_083_236


def test_mesh_keeps_every_person_of_the_census(cells, codes):
    rows, messages = cells
    assert rows["persons"].sum() == CENSUS_2015
    assert not messages
    assert set(rows["unit_code"]) <= codes
    okinawa = rows[rows["unit_code"].str.startswith("47")]
    assert okinawa.loc[okinawa["size_m"] == 250, "persons"].sum() == 1_433_564


def test_units_have_offices_points_and_areas_that_sum_as_published(t, changed, cells):
    published = published_km2(t["area_figure"])
    unit = units(t["area_membership"], t["office"], changed[0], former_projection(t["ipss"]),
                 outlines.load().frame["area_km2"], published, population_points(cells[0])).set_index("unit_code")
    assert unit[["office_lat", "office_lon", "area_km2"]].notna().all(axis=None)
    assert sorted(unit.index[unit["pop_lat"].isna()]) == ["07543", "07545", "07546", "07547"], "nobody lived there in 2015"
    concept = t["area_membership"].set_index("unit_code")["concept_code"]
    assert np.allclose(unit["area_km2"].groupby(concept).sum(), published.sort_index())
    stretch = unit["area_km2"] / outlines.load().frame["area_km2"].reindex(unit.index)
    assert stretch.between(0.98, 1.02).all(), "the outlines were nearly right before"
