"""Lands: what a straight line may cross, and what it may not."""

import numpy as np
import pandas as pd
import pytest

from geo.land import Land, read_bridges
from geo.points import find

PLACES = {
    "那覇": (127.679, 26.212),
    "名護": (127.977, 26.592),
    "伊江": (127.790, 26.713),
    "瀬底": (127.864, 26.645),
    "古宇利": (128.018, 26.703),
    "屋我地": (128.010, 26.660),
    "伊計": (127.993, 26.392),
    "津堅": (127.941, 26.250),
    "宮古": (125.281, 24.805),
    "伊良部": (125.180, 24.836),
    "来間": (125.248, 24.723),
    "池間": (125.243, 24.930),
    "大神": (125.307, 24.918),
    "多良間": (124.700, 24.657),
    "石垣": (124.155, 24.340),
    "東京": (139.767, 35.681),
    "福岡": (130.401, 33.590),
    "高松": (134.043, 34.342),
    "札幌": (141.354, 43.062),
    "淡路": (134.895, 34.342),
    "大三島": (133.020, 34.245),
    "天草": (130.193, 32.459),
    "平戸": (129.553, 33.368),
    "生月": (129.424, 33.390),
    "佐渡": (138.369, 38.018),
    "対馬上島": (129.473, 34.600),
    "対馬下島": (129.287, 34.203),
    "ポートアイランド": (135.214, 34.668),
    "お台場": (139.778, 35.620),
    "夢洲": (135.387, 34.648),
    "直島": (133.985, 34.460),
    "大崎上島": (132.896, 34.246),
}
JOINED = [
    ("東京", "福岡", "高松", "淡路", "大三島", "天草", "平戸", "生月", "ポートアイランド", "お台場", "夢洲"),
    ("那覇", "名護", "瀬底", "古宇利", "屋我地", "伊計"),
    ("宮古", "伊良部", "来間", "池間"),
    ("対馬上島", "対馬下島"),
]
APART = ("東京", "札幌", "佐渡", "対馬上島", "那覇", "伊江", "津堅", "宮古", "大神", "多良間", "石垣", "直島", "大崎上島")


@pytest.fixture(scope="module")
def standing(land):
    lon, lat = np.array(list(PLACES.values())).T
    return dict(zip(PLACES, land.land_component(lon, lat), strict=True))


@pytest.mark.parametrize("places", JOINED, ids=lambda places: places[0])
def test_islands_joined_by_bridges_are_one_land(standing, places):
    assert {standing[place] for place in places} == {standing[places[0]]}
    assert standing[places[0]] >= 0


def test_islands_without_a_bridge_are_lands_of_their_own(standing):
    lands = [standing[place] for place in APART]
    assert len(set(lands)) == len(lands)
    assert min(lands) >= 0


def test_lands_are_numbered_by_size(land):
    size = land.pieces.groupby("land")["area_km2"].sum()
    assert size.index.tolist() == list(range(len(size)))
    assert size.is_monotonic_decreasing


def test_all_of_ie_is_one_land_and_nothing_else(land):
    ie = land.pieces.loc[land.pieces["unit_code"] == "47315", "land"].unique()
    assert len(ie) == 1
    assert set(land.pieces.loc[land.pieces["land"] == ie[0], "unit_code"]) == {"47315"}


def test_the_open_sea_is_no_land(land):
    assert land.land_component([131.0], [28.0]).tolist() == [-1]
    assert land.land_component([np.nan], [28.0]).tolist() == [-1]


def test_every_bridge_joins_two_pieces_that_do_not_touch(japan, bridges):
    without = Land(japan, bridges.iloc[:0])
    ends = [without.land_component(bridges[f"lon_{end}"], bridges[f"lat_{end}"], 1.0) for end in "ab"]
    same = bridges.loc[ends[0] == ends[1], "name"]
    assert list(same) == []
    assert not bridges["name"].duplicated().any()


def test_a_bridge_between_units_is_in_the_table_of_links_or_they_border_anyway(japan, land, bridges, neighbours):
    shapes = japan.frame.geometry.to_numpy()
    ends = [find(shapes, bridges[f"lon_{end}"], bridges[f"lat_{end}"], 1.0)[0] for end in "ab"]
    road = neighbours[neighbours["kind"].isin(["border", "bridge", "tunnel"])]
    known = set(zip(road["from"], road["to"], strict=True))
    codes = np.array(japan.codes)
    unknown = [
        name
        for name, one, other in zip(bridges["name"], codes[ends[0]], codes[ends[1]], strict=True)
        if one != other and (one, other) not in known
    ]
    assert unknown == []


def test_a_bridge_that_ends_at_sea_is_refused(japan):
    nowhere = pd.DataFrame({"name": ["夢の橋"], "lon_a": [139.767], "lat_a": [35.681], "lon_b": [145], "lat_b": [30]})
    with pytest.raises(ValueError, match="夢の橋"):
        Land(japan, nowhere)


def test_a_wrong_line_in_the_table_of_bridges_is_named(tmp_path):
    path = tmp_path / "bridges.csv"
    path.write_text("name,lon_a,lat_a,lon_b,lat_b\n橋,135,34,135.1,北\n", "utf-8")
    with pytest.raises(ValueError, match="2行目"):
        read_bridges(path)
    path.write_text("name,lon_a,lat_a\n", "utf-8")
    with pytest.raises(ValueError, match="lon_b"):
        read_bridges(path)
