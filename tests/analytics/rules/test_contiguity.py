"""A group hangs together by road; what does not is named."""

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.grouping import Grouping
from analytics.rules import RuleOptions
from analytics.rules.contiguity import contiguous
from analytics.rules.finding import Case
from analytics.thresholds import Limits
from analytics.trial import Trial

ROAD, SEA = ("border", "bridge", "tunnel"), ("ferry", "air")


def findings(board, trial: Trial):
    return [f for f in contiguous(Case.of(board, trial, RuleOptions(), Limits())) if f.level != "pass"]


def today(board, pref: str, move: dict[str, str]) -> Trial:
    """Today's 構想区域 of a prefecture with some units moved elsewhere."""
    grouping = areas.grouping(board, "concept", pref)
    return Trial.of(Grouping.of({**grouping.group_of, **move}, grouping.names))


def graph(board, kinds) -> nx.Graph:
    rows = board.rows("SELECT from_code, to_code FROM link WHERE kind IN (SELECT unnest(?::VARCHAR[]))", [list(kinds)])
    return nx.Graph(rows)


@pytest.mark.parametrize("pref", ["47", "34"])
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_grouping_is_as_connected_as_networkx_says(board, pref, data):
    units = areas.units(board, pref)
    labels = data.draw(st.lists(st.sampled_from("abcd"), min_size=len(units), max_size=len(units)))
    grouping = Grouping.of(dict(zip(units, labels, strict=True)))
    found = findings(board, Trial.of(grouping))
    by_road, by_sea = graph(board, ROAD), graph(board, ROAD + SEA)
    for group, members in grouping.members.items():
        def parts(links, nodes=members):
            inside = links.subgraph(nodes).copy()
            inside.add_nodes_from(nodes)
            return list(nx.connected_components(inside))
        mine = [f for f in found if f.group_id == group]
        loose = {u for f in mine for u in f.units}
        assert sum(len(f.units) for f in mine) == len(loose), "no unit is named twice"
        kept = set(members) - loose
        assert kept in parts(by_road), "what is not named is one piece by road"
        tied = next(part for part in parts(by_sea) if kept <= part)
        assert {u for f in mine if "船・空路（" in f.text for u in f.units} == tied - kept
        assert all(set(f.units).isdisjoint(tied) for f in mine if f.level == "fail")


def test_a_group_held_together_only_by_ferry_is_warned_of_with_the_routes_name(board):
    (miyako,) = [f for f in findings(board, today(board, "47", {})) if f.group_name == "宮古"]
    assert (miyako.level, miyako.units) == ("warn", ("47375",))
    assert "多良間村は、道路でつながらず、船・空路（平良（宮古）―普天間・前泊（多良間））だけで結ばれています" in miyako.text


def test_a_loose_piece_fails_and_is_named(board):
    # 糸満市 into 北部, with all of 中部 between them.
    (loose,) = [f for f in findings(board, today(board, "47", {"47210": "4701"})) if f.level == "fail"]
    assert (loose.group_id, loose.units) == ("4701", ("47210",))
    assert loose.text == "「北部」の糸満市は、区域のほかの部分から離れています。"


def test_the_part_that_stands_apart_is_named_even_where_more_people_live_there(board):
    # 那覇市, with three times the residents of all 北部, into 北部.
    (loose,) = [f for f in findings(board, today(board, "47", {"47201": "4701"})) if f.level == "fail"]
    assert (loose.group_id, loose.units) == ("4701", ("47201",))
    assert loose.text == "「北部」の那覇市は、区域のほかの部分から離れています。"


def test_of_an_area_cut_in_two_the_smaller_part_is_loose(board):
    # 恩納村, 宜野座村 and 金武町 hang on the rest of 北部 by 名護市 alone.
    (loose,) = [f for f in findings(board, today(board, "47", {"47209": "4703"})) if f.level == "fail" and f.group_id == "4701"]
    persons = dict(board.rows("SELECT unit_code, persons FROM population WHERE source_id = 'juki_2025' AND sex = 'total' AND age_from IS NULL"))
    rest = set(areas.grouping(board, "concept", "47").members["4701"]) - {"47209"} - set(loose.units)
    assert 0 < sum(persons[u] for u in loose.units) < sum(persons[u] for u in rest)


def test_a_border_on_another_island_is_no_road(board):
    # 直島町 touches 玉野市 on 井島 only, where nobody passes; the ferry is what ties them.
    (naoshima,) = findings(board, Trial.of(Grouping.of({"37364": "a", "33204": "a"})))
    assert naoshima.level == "warn" and "船・空路（宇野" in naoshima.text


def test_bridged_islands_are_contiguous(board):
    # 宮古島市 with 伊良部島 is one unit; 淡路島 hangs on 神戸市 by the bridge.
    trial = Trial.of(Grouping.of({"28108": "a", "28226": "a", "28205": "a", "28224": "a"}))
    assert findings(board, trial) == []


def test_islands_that_todays_area_joins_are_no_fault_of_the_trial(board):
    (tokyo,) = [f for f in findings(board, today(board, "13", {})) if "現在の構想区域のまま" in f.text]
    assert (tokyo.level, tokyo.group_name) == ("warn", "島しょ")
    assert not [f for f in findings(board, Trial.of(areas.grouping(board, "concept"))) if f.level == "fail"], "no area of today fails"
    # Cut off by the trial itself, the middle of 北部 missing: that is a fault.
    north = areas.grouping(board, "concept", "47").members["4701"]
    cut = Trial.of(Grouping.of({u: "a" for u in north if u not in ("47209", "47302", "47303")}))
    assert "fail" in {f.level for f in findings(board, cut)}
