"""What goes to the browser: short, complete, and strict where a guess would show a wrong figure."""

import base64
import json
from array import array

import numpy as np
import pandas as pd
import pytest

from ui.region_map.model import MapGroup, MapLegend, MapPoint, MapPoints, PointKind
from ui.region_map.payload import NO_CLASS, NO_GROUP, as_groups, assign, encode, view_of

CODES = ["13101", "13102", "47201", "47209"]
LEGEND = MapLegend("人口", "人", [{"color": "#ffffff", "label": "少"}, {"color": "#000000", "label": "多"}])


def message(unit_group, groups, *, view="japan", points=None, **options) -> dict:
    sent = encode(
        codes=CODES,
        outlines="outlines-x.json",
        view=view,
        assigned=assign(CODES, unit_group),
        groups=as_groups(groups),
        legend=LEGEND,
        points=points,
        **options,
    )
    return json.loads(sent)


def numbers(text: str, kind: str) -> list[int]:
    return array(kind, base64.b64decode(text)).tolist()


def test_units_as_groups_leave_codes_and_names_to_the_outlines():
    sent = message(CODES, [MapGroup(code, class_index=0, text="1") for code in CODES])
    assert sent["ids"] is None
    assert sent["names"] is None
    assert numbers(sent["assignment"], "H") == [0, 1, 2, 3]


def test_areas_carry_their_ids_and_names():
    sent = message(["a", "a", "b", "b"], [MapGroup("a", "都", 0, "1"), MapGroup("b", "南", 1, "2")])
    assert (sent["ids"], sent["names"]) == (["a", "b"], ["都", "南"])
    assert numbers(sent["assignment"], "H") == [0, 0, 1, 1]
    assert numbers(sent["class_of"], "B") == [0, 1]


def test_a_group_whose_id_is_one_of_its_units_keeps_its_name():
    sent = message(["13101", "13101", None, None], [MapGroup("13101", "区部", 0, "1")])
    assert sent["names"] == ["区部"]


def test_units_of_no_group_or_an_unknown_group_are_not_in_the_map():
    sent = message({"13101": "a", "13102": "？", "47201": None}, [MapGroup("a", "都")])
    assert numbers(sent["assignment"], "H") == [0, NO_GROUP, NO_GROUP, NO_GROUP]


def test_a_prefecture_leaves_out_groups_that_lie_elsewhere():
    groups = [MapGroup("a", "都"), MapGroup("b", "南"), MapGroup("c", "またぐ")]
    sent = message(["a", "c", "c", "b"], groups, view="47")
    assert sent["ids"] == ["b", "c"]
    assert numbers(sent["assignment"], "H") == [NO_GROUP, 1, 1, 0]


def test_prefectures_together_show_the_groups_of_all_of_them():
    groups = [MapGroup("a", "都"), MapGroup("b", "南"), MapGroup("c", "よそ")]
    assert view_of(["47201", "13101", "47209"]) == "13.47"
    assert message(["a", "a", "b", "b"], groups, view="13.47")["ids"] == ["a", "b"]
    assert message(["a", "a", "b", "c"], groups, view="13.01")["ids"] == ["a"]
    assert view_of(f"{n:02}100" for n in range(1, 48)) == "japan"


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA])
def test_missing_stays_missing(missing):
    sent = message(["a"] * 4, [MapGroup("a", "都", missing, missing)])
    assert numbers(sent["class_of"], "B") == [NO_CLASS]
    assert sent["text"] == [""]


def test_zero_is_a_value():
    sent = message(["a"] * 4, [MapGroup("a", "都", 0, "0")])
    assert numbers(sent["class_of"], "B") == [0]
    assert sent["text"] == ["0"]


def test_a_data_frame_serves_as_groups():
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "name": ["都", "南"],
            "class_index": [1, np.nan],
            "text": ["5", None],
            "flags": [["按分"], None],
        }
    )
    sent = message(["a", "a", "b", "b"], frame)
    assert numbers(sent["class_of"], "B") == [1, NO_CLASS]
    assert sent["flags"] == {"按分": [0]}
    assert sent["text"] == ["5", ""]


def test_nothing_to_show_is_no_error():
    sent = message({}, [])
    assert numbers(sent["assignment"], "H") == [NO_GROUP] * 4
    assert sent["text"] == []


def test_a_class_outside_the_legend_is_refused():
    with pytest.raises(ValueError, match="階級2"):
        message(["a"] * 4, [MapGroup("a", "都", 2, "1")])


def test_a_group_given_twice_is_refused():
    with pytest.raises(ValueError, match="同じid"):
        message(["a"] * 4, [MapGroup("a"), MapGroup("a")])


def test_an_assignment_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="4単位"):
        message(["a"], [MapGroup("a")])


def test_facilities_without_a_place_are_left_out():
    kinds = [PointKind("病院", "#b10026", "square")]
    places = [(127.7, 26.2), (0, 0), (float("nan"), 26.2), (None, None)]
    points = MapPoints(kinds, [MapPoint(str(n), "病院", lon, lat) for n, (lon, lat) in enumerate(places)])
    sent = message({}, [], points=points)
    assert sent["points"]["id"] == ["0"]


def test_all_units_stay_small():
    """Streamlit's own part of a rerun is some 5 kB; the limit for all units is 60 kB."""
    codes = [f"{number:05d}" for number in range(1892)]
    groups = [MapGroup(code, "", 0, "1,234,567", ["按分"]) for code in codes]
    sent = encode(
        codes=codes, outlines="o", view="japan", assigned=codes, groups=groups, legend=LEGEND, points=None
    )
    assert len(sent) < 50_000
