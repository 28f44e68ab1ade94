"""あと1か所ならどこか: sites of today stay, only people who are not reached count, and an island is reached from itself only."""

import numpy as np
import pytest

from analytics import areas
from analytics.care_functions import having
from analytics.catchment import catchment
from analytics.siting import FACILITIES, UNITS, siting


def of(board, function="home_care", pref="47", kind=UNITS, km=16.0):
    return siting(board, areas.grouping(board, "municipality", pref), function, (), "pop_75", km, kind)


@pytest.mark.parametrize("kind", [UNITS, FACILITIES])
@pytest.mark.parametrize(("pref", "function"), [("47", "home_care"), ("47", "care_liaison"), ("16", "care_liaison"), ("41", "home_care")])
def test_the_people_are_those_of_the_reach_and_every_step_is_proven(board, pref, function, kind):
    found, reach = of(board, function, pref, kind), catchment(board, areas.grouping(board, "municipality", pref), function, (), "pop_75", 16)
    assert found.people == pytest.approx(reach["people"].sum())
    assert found.covered == pytest.approx(reach["within"].sum())
    assert found.best and all(step.is_best for step in found.best)
    assert [len(step.chosen) for step in found.best] == [*range(1, len(found.best) + 1)]
    assert found.best[0].covered == pytest.approx(found.alone.max())
    gained = [step.covered for step in found.best]
    assert (np.diff(gained) > 0).all() and gained[-1] + found.stranded.sum() <= found.missing + 1e-6


def test_the_north_of_okinawa_and_then_the_islands_one_by_one(board):
    found = of(board)
    names = [found.candidates["name"][i] for i in found.best[-1].chosen]
    assert names[:2] == ["国頭村", "伊江村"]
    assert found.best[0].covered < found.missing
    assert found.best[1].covered - found.best[0].covered == pytest.approx(766), "all who live on 伊江島, and only they"


def test_a_facility_that_has_the_function_is_no_candidate(board):
    found = of(board, kind=FACILITIES)
    candidates = {facility for place in found.candidates["facilities"] for facility in place}
    assert candidates and not candidates & set(having(board, "home_care")["facility_id"])
    assert [found.candidates["name"][i] for i in found.best[0].chosen] == ["国頭村立診療所"]


def test_who_lives_where_no_candidate_stands_is_named(board):
    found = of(board, kind=FACILITIES)
    assert found.stranded.sum() > 0
    assert "47353" not in found.stranded.index or found.stranded["47353"] > 0
    assert of(board, kind=UNITS).stranded.sum() < found.stranded.sum(), "on more islands people live than facilities stand"


def test_where_everybody_is_reached_there_is_nothing_to_add(board):
    found = of(board, pref="16", km=100.0)
    assert found.missing == pytest.approx(0, abs=1e-6) and not found.best


def test_a_prefecture_without_a_list_asks_for_nothing(board):
    found = of(board, pref="13")
    assert (found.people, found.best, len(found.candidates)) == (0, (), 0)
