"""Neighbours: by land border, by bridge or tunnel, by ferry or air."""

import pandas as pd
import pytest

from geo import adjacency
from geo.adjacency import ROAD, components

NAHA, URASOE, MOTOBU, IE = "47201", "47208", "47308", "47315"
OKINAWA_AREAS = {
    "4701": ["47209", "47301", "47302", "47303", "47306", "47308", "47315", "47359", "47360"],
    "4702": ["47205", "47211", "47213", "47311", "47313", "47314", "47324", "47325", "47326", "47327", "47328"],
    "4704": ["47214", "47375"],
    "4705": ["47207", "47381", "47382"],
}


@pytest.fixture(scope="module")
def okinawa(japan):
    """Unit → 構想区域 of 沖縄; what is in none of the others is 南部."""
    area = {unit: code for code, units in OKINAWA_AREAS.items() for unit in units}
    return {unit: area.get(unit, "4703") for unit in japan.codes if unit.startswith("47")}


def kinds(frame, one, other):
    return set(frame.loc[(frame["from"] == one) & (frame["to"] == other), "kind"])


def test_naha_borders_on_urasoe(borders):
    assert kinds(borders, NAHA, URASOE) == {"border"}
    km = borders.loc[(borders["from"] == NAHA) & (borders["to"] == URASOE), "km"].item()
    assert 2 < km < 10


def test_neighbourhood_is_mutual(neighbours):
    there = neighbours.set_index(["from", "to", "kind"]).sort_index()
    back = neighbours.rename(columns={"from": "to", "to": "from"}).set_index(["from", "to", "kind"]).sort_index()
    pd.testing.assert_frame_equal(there, back.reorder_levels(["from", "to", "kind"]).sort_index())


def test_every_border_has_a_length_and_joins_two_units(borders):
    assert (borders["km"] > 0).all()
    assert (borders["from"] != borders["to"]).all()


def test_ie_is_reached_by_ferry_only(neighbours):
    of_ie = neighbours[neighbours["from"] == IE]
    assert list(of_ie["to"]) == [MOTOBU]
    assert list(of_ie["kind"]) == ["ferry"]
    assert of_ie["name"].item() == "本部―伊江島"


def test_a_border_on_an_islet_is_no_road(borders, neighbours, japan):
    """直島町 and 玉野市 share 井島 (石島); nobody drives from one to the other."""
    assert kinds(borders, "37364", "33204") == {"islet"}
    alone = components(japan.codes, neighbours)
    assert alone["37364"] != alone["33204"]


def test_four_main_islands_by_road(japan, neighbours):
    road = components(japan.codes, neighbours)
    honshu = road["13101"]
    assert {road[code] for code in ("01101", "47201")}.isdisjoint({honshu})
    for code in ("36201", "40101", "28226", "38202", "46201", "43531", "35305", "34215", "46404"):
        assert road[code] == honshu, japan.names[code]
    for code in ("15224", "13361", "37322", "34431", "38356", "42209", "46505", "32528"):
        assert road[code] != honshu, japan.names[code]


def test_hokkaido_is_joined_by_ferry_since_the_seikan_tunnel_is_for_trains(neighbours):
    over = neighbours[neighbours["from"].str.startswith("01") & ~neighbours["to"].str.startswith("01")]
    assert set(over["kind"]) == {"ferry"}
    assert set(over["name"]) == {"青森―函館", "大間―函館"}


def test_no_unit_is_left_alone_without_a_named_link(japan, neighbours):
    assert set(neighbours["from"]) == set(japan.codes)
    by_sea = neighbours[neighbours["kind"].isin(adjacency.LINK_KINDS)]
    assert (by_sea["name"] != "").all()
    everything = components(japan.codes, neighbours, [*ROAD, "ferry", "air"])
    assert everything.nunique() == 1


def test_a_unit_with_road_to_the_rest_stands_on_the_same_land(japan, neighbours, land):
    """Two ways to say "by road": over borders and links of units, and over pieces of land and bridges."""
    both = pd.DataFrame({"road": components(japan.codes, neighbours), "land": land.home()})
    pairs = both.drop_duplicates()
    assert not pairs["road"].duplicated().any()
    assert not pairs["land"].duplicated().any()


def test_okinawa_s_areas_by_road(borders, links, okinawa):
    areas = adjacency.neighbours(borders, links, okinawa)
    road = components(set(okinawa.values()), areas)
    assert road.groupby(road).apply(lambda part: set(part.index)).tolist() == [
        {"4701", "4702", "4703"},
        {"4704"},
        {"4705"},
    ]
    assert kinds(areas, "4703", "4704") == {"air"}


def test_borders_of_a_group_add_up(borders, links, okinawa):
    areas = adjacency.neighbours(borders, links, okinawa)
    group = {unit for unit, area in okinawa.items() if area == "4702"}
    outside = {unit for unit, area in okinawa.items() if area == "4703"}
    crossing = borders[borders["from"].isin(group) & borders["to"].isin(outside) & (borders["kind"] == "border")]
    stated = areas[(areas["from"] == "4702") & (areas["to"] == "4703") & (areas["kind"] == "border")]
    assert stated["km"].item() == pytest.approx(crossing["km"].sum())


def test_links_name_units_that_exist_and_stand_once(links, japan):
    ends = set(links["unit_from"]) | set(links["unit_to"])
    assert ends <= set(japan.codes)
    assert not links.duplicated(["unit_from", "unit_to", "kind", "name"]).any()
    assert (links["source"] != "").all()


def test_a_wrong_line_in_the_table_of_links_is_named(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("unit_from,unit_to,kind,name,source\n47308,47315,ferry,本部―伊江島,村\n47308,4731,boat,x,y\n", "utf-8")
    with pytest.raises(ValueError, match="3行目"):
        adjacency.read_links(path)
    path.write_text("unit_from,unit_to,kind,name\n", "utf-8")
    with pytest.raises(ValueError, match="source"):
        adjacency.read_links(path)


def test_every_link_between_concept_areas_is_a_link_between_their_units(borders, links, japan, raw):
    table = pd.read_csv(raw / "areas" / "municipality_area_R7.csv", dtype=str).set_index("muni_code")
    areas = adjacency.neighbours(borders, links, table["kousou_code"].reindex(japan.codes).to_dict())
    known = set(zip(areas["from"], areas["to"], areas["kind"], strict=True))
    stated = pd.read_csv(raw / "areas" / "links.csv", dtype=str)
    assert {(row.from_code, row.to_code, row.kind) for row in stated.itertuples()} <= known


def test_a_border_that_no_road_crosses_is_told_apart(borders, neighbours):
    roadless = pd.DataFrame({"unit_from": ["01225"], "unit_to": ["01432"]})
    told = adjacency.without_road(borders, roadless)
    changed = told[told["kind"] != borders["kind"]]
    assert set(zip(changed["from"], changed["to"], strict=True)) == {("01225", "01432"), ("01432", "01225")}
    assert set(changed["kind"]) == {"roadless"} and not adjacency.ROAD & {"roadless"}
    with pytest.raises(ValueError, match="接していません（01202・47201）"):
        adjacency.without_road(borders, pd.DataFrame({"unit_from": ["47201"], "unit_to": ["01202"]}))
