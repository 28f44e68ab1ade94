"""Insets hold every inhabited piece of their units and leave out the far, uninhabited ones."""

import json

import numpy as np
import pytest

from geo.insets import INSETS

VIEWS = sorted({inset.view for inset in INSETS})
# Largest pieces no view may lose: unit → places on its inhabited islands.
INHABITED = {
    "47207": [(124.155, 24.340)],
    "47214": [(125.281, 24.805), (125.180, 24.836), (125.307, 24.918)],
    "47375": [(124.700, 24.657)],
    "47381": [(123.781, 24.060), (123.840, 24.347), (124.089, 24.327), (123.820, 24.472)],
    "47382": [(122.988, 24.455)],
    "47357": [(131.243, 25.843)],
    "47358": [(131.308, 25.945)],
    "47361": [(126.785, 26.342), (126.829, 26.338)],
    "13421": [(142.210, 27.071), (142.157, 26.661)],
    "13402": [(139.767, 32.459)],
    "13361": [(139.402, 34.741)],
    "46304": [(129.866, 29.851), (129.208, 29.142), (129.917, 29.977)],
    "46303": [(129.935, 30.833), (130.428, 30.810)],
    "46535": [(128.425, 27.044)],
    "46529": [(129.970, 28.327)],
}
UNINHABITED = {"13421": [(153.980, 24.289), (141.320, 24.780)], "47207": [(123.477, 25.744)], "47358": [(131.189, 24.466)]}


def shown(view, code, lon, lat):
    """Whether a view draws that place: in one of the unit's boxes, or in place if it has none there."""
    boxes = [inset.box for inset in INSETS if inset.view == view and code in inset.codes]
    return not boxes or any(west < lon < east and south < lat < north for west, south, east, north in boxes)


@pytest.mark.parametrize("view", VIEWS)
def test_every_inhabited_island_is_drawn(view):
    for code, places in INHABITED.items():
        assert all(shown(view, code, *place) for place in places), code


@pytest.mark.parametrize("view", ["japan", "47", "13"])
def test_far_uninhabited_islands_are_not(view):
    for code, places in UNINHABITED.items():
        if view in ("japan", code[:2]):
            assert not any(shown(view, code, *place) for place in places), code


@pytest.mark.parametrize("view", VIEWS)
def test_a_unit_has_one_inset_a_view_and_its_name_is_in_it(view, japan):
    codes = [code for inset in INSETS if inset.view == view for code in inset.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(japan.codes)
    for code in codes:
        unit = japan.frame.loc[code]
        assert shown(view, code, unit["lon"], unit["lat"]), japan.names[code]


def test_all_of_okinawa_is_in_insets_on_the_map_of_japan(japan):
    inset = {code for inset in INSETS if inset.view == "japan" for code in inset.codes}
    assert {code for code in japan.codes if code.startswith("47")} <= inset


def test_no_box_cuts_a_piece_in_two(japan, land):
    for inset in INSETS:
        west, south, east, north = inset.box
        pieces = land.pieces[land.pieces["unit_code"].isin(inset.codes)]
        bounds = np.array([land.shape(k).bounds for k in pieces.index])
        inside = (bounds[:, 0] > west) & (bounds[:, 1] > south) & (bounds[:, 2] < east) & (bounds[:, 3] < north)
        outside = (bounds[:, 0] > east) | (bounds[:, 1] > north) | (bounds[:, 2] < west) | (bounds[:, 3] < south)
        assert (inside | outside).all(), inset
        assert inside.any()


def test_the_file_for_the_browser_says_the_same_boxes(japan):
    content = json.loads(japan.path.read_text(encoding="utf-8"))
    scale, translate = np.array(content["transform"]["scale"]), np.array(content["transform"]["translate"])
    for written, inset in zip(content["insets"], INSETS, strict=True):
        assert (written["view"], written["label"]) == (inset.view, inset.label)
        assert written["codes"] == sorted(inset.codes)
        x = np.degrees(np.array(written["box"])[[0, 2]] * scale[0] + translate[0])
        assert x == pytest.approx([inset.box[0], inset.box[2]], abs=1e-4)
