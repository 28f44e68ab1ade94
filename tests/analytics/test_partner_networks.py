"""つながり: who needs a partner, the nearest that can be one, and the names that reports give."""

import numpy as np
import pandas as pd
import pytest

from analytics import areas, partner_networks
from analytics.care_functions import having
from data import sample_store
from data.official_file import BadFile
from geo.distance import great_circle_km


@pytest.fixture(scope="module")
def okinawa(board):
    return areas.units(board, "47")


@pytest.fixture(scope="module")
def beds(board, okinawa):
    return partner_networks.connections(board, partner_networks.networks()["backup_beds"], okinawa)


def test_seekers_do_home_care_and_supporters_have_beds_behind_it(board, okinawa, beds):
    home_care = having(board, "home_care")
    here = set(board.frame("SELECT facility_id FROM facility WHERE unit_code LIKE '47%'")["facility_id"])
    assert set(beds.seekers["id"]) == set(home_care["facility_id"]) & here and not beds.is_reported
    items = ("backup_beds_receiving", "backup_beds_own", "backup_beds_clinic")
    assert set(having(board, "admission_discharge", items)["facility_id"]) & here <= set(beds.supporters["id"])
    assert beds.pairs.empty and (beds.seekers["named"] == 0).all()


def test_the_nearest_is_the_nearest_other_on_the_same_land(beds):
    """Own computation: every pair, one by one."""
    there = beds.supporters
    for row in beds.seekers.itertuples():
        others = there[(there["id"] != row.id) & (there["land"] == row.land) & (row.land >= 0) & there["lat"].notna()]
        km = great_circle_km(row.lon, row.lat, others["lon"].to_numpy(float), others["lat"].to_numpy(float)) if len(others) else np.array([])
        if len(km):
            assert row.nearest_km == pytest.approx(km.min(), abs=1e-6)
        else:
            assert np.isnan(row.nearest_km) and pd.isna(row.nearest_id)
    assert there["nearest_of"].sum() == beds.seekers["nearest_id"].notna().sum()


def test_who_is_far_is_told_with_those_no_land_joins_first(beds):
    far = beds.far(10)
    assert ((far["nearest_km"] > 10) | far["nearest_km"].isna()).all()
    alone = int(beds.seekers["nearest_km"].isna().sum())
    assert far["nearest_km"].head(alone).isna().all() and far["nearest_km"].iloc[alone:].is_monotonic_decreasing
    assert len(beds.far(1e9)) == alone


def test_care_homes_are_offices_of_the_services_of_the_definition(board, okinawa):
    network = partner_networks.networks()["care_homes"]
    found = partner_networks.connections(board, network, okinawa)
    offices = board.rows("SELECT count(*) FROM care_office WHERE left(unit_code, 2) = '47' AND service IN ('730', '770', '320', '510')")[0][0]
    assert len(found.seekers) == offices > 0
    assert partner_networks.of_theme(board, "care_liaison") == network and partner_networks.of_theme(board, "after_hours") is None


def test_names_in_reports_join_those_of_the_same_prefecture(board, okinawa):
    sample = sample_store.sample_of(board)
    network = partner_networks.networks()["backup_beds"]
    found = partner_networks.connections(sample, network, okinawa)
    assert found.is_reported and len(found.pairs) > 0
    by_name = dict(zip(found.supporters["name"], found.supporters["id"], strict=True))
    for pair in found.pairs[found.pairs["partner_id"].notna()].itertuples():
        assert pair.id != pair.partner_id and by_name.get(pair.partner_name, pair.partner_id) == pair.partner_id
        assert pair.written in pair.partner_name
    named = found.seekers.set_index("id")["named"]
    written = found.pairs.groupby("id")["written"].nunique()
    assert all(named[who] >= count for who, count in written.items() if who in named.index)


def test_a_name_that_two_have_joins_nobody():
    places = pd.DataFrame({"id": ["a", "b", "c"], "name": ["医療法人一会 中央病院", "中央病院", "南部中央病院"],
                           "unit_code": ["47201", "47202", "47203"]})
    names = partner_networks._names(places)
    assert {who for who, _ in names["47", "中央病院"]} >= {"a", "b"} and {who for who, _ in names["47", "南部中央病院"]} == {"c"}


@pytest.mark.parametrize(("text", "said"), [
    ('[[network]]\ncode = "x"\nname = "x"', "themes がありません"),
    ('[[network]]\ncode = "x"\nname = "x"\nfar = 3', "far は使えません")])
def test_a_mistake_in_the_definition_file_is_named(tmp_path, monkeypatch, text, said):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "partner_networks.toml").write_text(text, "utf-8")
    with pytest.raises(BadFile, match=said):
        partner_networks.networks()
