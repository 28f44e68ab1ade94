"""reach.toml: radii, weights and who is counted can be changed without code, and mistakes are named."""

import numpy as np
import pytest

from analytics.access import definition
from analytics.care_functions import functions
from analytics.reach_terms import Decay, reach_terms
from data.official_file import BadFile

TERMS = definition().assumptions


def own(home, text):
    (home / "definitions").mkdir(exist_ok=True)
    (home / "definitions" / "reach.toml").write_text(text, "utf-8")


def test_every_function_has_a_radius_and_home_care_goes_by_the_sixteen_kilometres_of_the_rule(board):
    assert set(reach_terms().radius) == set(functions(board)) - {"general"}
    assert reach_terms().radius["home_care"].km == 16 == definition().home_care_km
    assert next(iter(reach_terms().who)) == "pop_75"


def test_weights_fall_from_one_to_nothing():
    km = np.linspace(0, 60, 500)
    for decay in reach_terms().decays.values():
        weight = decay.weight(km, TERMS)
        assert weight[0] == pytest.approx(1)
        assert (np.diff(weight) <= 1e-12).all()
        assert weight[km > decay.limits_km(TERMS)[-1]] == pytest.approx(0)


def test_zones_are_minutes_at_the_speed_and_detour_of_the_minutes():
    slow = reach_terms().decays["slow"]
    assert slow.limits_km(TERMS) == pytest.approx([10 / 60 * 40 / 1.3, 20 / 60 * 40 / 1.3, 30 / 60 * 40 / 1.3])
    limits = np.array(slow.limits_km(TERMS))
    assert slow.weight(limits, TERMS).tolist() == pytest.approx([1, .68, .22]), "a distance on a limit is of the zone below"
    assert slow.weight(limits + .001, TERMS).tolist() == pytest.approx([.68, .22, 0])


def test_the_gaussian_is_one_here_and_nothing_at_the_limit():
    decay = Decay("g", "", "gaussian", (30.0,), (), "")
    far = decay.limits_km(TERMS)[-1]
    assert decay.weight(np.array([0, far / 2, far, 2 * far]), TERMS) == pytest.approx(
        [1, (np.exp(-.125) - np.exp(-.5)) / (1 - np.exp(-.5)), 0, 0])


def test_a_prefectures_own_entry_wins_and_the_rest_stays(own_home):
    own(own_home, '[[radius]]\nfunction = "home_care"\nkm = 10\nwhy = "県の目安"\n')
    assert reach_terms().radius["home_care"].km == 10
    assert reach_terms().radius["after_hours"].km == 16
    assert "slow" in reach_terms().decays


@pytest.mark.parametrize(("text", "said"), [
    ('[[radius]]\nfunction = "home_care"\nkm = 0\nwhy = "x"', "「home_care」: km は0より大きく100以下"),
    ('[[radius]]\nfunction = "home_care"\nkm = "十六"\nwhy = "x"', "km は0より大きく"),
    ('[[decay]]\ncode = "a"\nlabel = "a"\nshape = "round"\nsource = "x"\nminutes = [10]', "shape は step、gaussian、linear"),
    ('[[decay]]\ncode = "a"\nlabel = "a"\nshape = "step"\nsource = "x"\nminutes = [20, 10]\nweights = [1, 0.5]', "minutes は小さい順"),
    ('[[decay]]\ncode = "a"\nlabel = "a"\nshape = "step"\nsource = "x"\nminutes = [10, 20]\nweights = [1]', "weights は minutes と同じ数"),
    ('[[decay]]\ncode = "a"\nlabel = "a"\nshape = "linear"\nsource = "x"', "「a」: minutes は"),
    ('[[who]]\nquantity = "beds_total"\nlabel = "床"', "人口の量"),
    ('[[who]]\nquantity = "pop_75"', "label がありません"),
    ("[[zones]]\nkm = 3", "[[zones]] は使えません")])
def test_a_mistake_is_named(own_home, text, said):
    own(own_home, text)
    with pytest.raises(BadFile, match=r"ファイル「reach\.toml」") as error:
        reach_terms()
    assert said in str(error.value)
