"""What groups have of 指定・手技: 有, 無 and データ待ち are three things; on the live board and for 到達."""

from dataclasses import replace

import numpy as np
import pytest

from analytics import access, areas, designations
from analytics.board import board as live_board
from analytics.board_items import Options
from analytics.grouping import Grouping
from data.designation_kinds import presences

THROMBECTOMY, CANCER = presences()["neurovascular"], presences()["cancer"]
LISTED = {
    ("47", "脳血管内手術"): [("脳血管内手術", "沖縄県立中部病院", "47213"), ("脳血管内手術", "名桜病院", "47209", None, "2026-03-31")],
    ("47", "がん"): [("都道府県がん診療連携拠点病院", "琉球大学病院", "47205"), ("地域がん診療連携拠点病院", "沖縄県立中部病院", "47213"),
                    ("地域がん診療病院", "北部地区医師会病院", "47209"), ("地域がん診療病院", "沖縄県立宮古病院", "47214"),
                    ("特定領域がん診療連携拠点病院", "乳腺の病院", "47201")],
    ("47", "周産期"): [("総合周産期母子医療センター", "沖縄県立中部病院", "47213")],
    ("46", "脳血管内手術"): [("脳血管内手術", "鹿児島の病院", "46201")]}


@pytest.fixture(scope="module")
def okinawa(board) -> Grouping:
    return areas.grouping(board, "concept", "47")


@pytest.fixture(scope="module")
def listed(designated):
    return designated(LISTED)


def by_name(store, grouping, presence) -> dict[str, designations.Had]:
    return {grouping.names[g]: had for g, had in designations.had(store, grouping, presence).items()}


def test_until_a_list_is_loaded_nothing_is_said_and_the_template_is_named(board, okinawa):
    assert all(had.waits for had in by_name(board, okinawa, CANCER).values())
    merged = live_board(board, okinawa, okinawa.merge(["4701", "4702"], "北中部"))
    figure = merged.changes[0].figures["presence_neurovascular"]
    assert np.isnan(figure.low) and figure.note == "データ待ち（様式「指定・手技の一覧」の脳血管内手術を読み込むと出ます）"
    total = next(t for t in merged.totals if t.item.code == "without_cancer")
    assert np.isnan(total.after.low) and total.after.note.startswith("データ待ち")


def test_each_area_has_or_lacks_it_once_the_list_is_there(listed, okinawa):
    thrombectomy = by_name(listed, okinawa, THROMBECTOMY)
    assert {name: had.names for name, had in thrombectomy.items() if had.names} == {"中部": ("沖縄県立中部病院",)}
    assert all(had.is_known for had in thrombectomy.values()), "in force on the day of the list: 名桜病院 is not any more"
    cancer = by_name(listed, okinawa, CANCER)
    assert (cancer["北部"].names, cancer["北部"].substitute) == ((), ("北部地区医師会病院",))
    assert cancer["南部"].names == ("琉球大学病院",) or cancer["中部"].names
    assert cancer["八重山"].names == cancer["八重山"].substitute == () and cancer["八重山"].is_known
    assert "乳腺の病院" not in {n for had in cancer.values() for n in had.names}, "a hub for one kind of cancer is none for the area"


def test_the_board_tells_before_and_after_with_the_names(listed, okinawa):
    merged = live_board(listed, okinawa, okinawa.merge(["4701", "4702"], "北中部"))
    (change,) = merged.changes
    assert [p.figures["presence_neurovascular"].low for p in change.parents] == [0, 1]
    after = change.figures["presence_neurovascular"]
    assert (after.low, after.note) == (1, "沖縄県立中部病院")
    assert merged.plan["presence_neurovascular"].when == "2026-10-01現在の一覧"
    without = {t.item.code: t for t in merged.totals}["without_neurovascular"]
    assert (without.before.low, without.after.low) == (4, 3)
    assert without.before.note == "北部、南部、宮古、八重山"


def test_a_group_over_the_border_of_a_prefecture_without_a_list_is_not_said_to_lack_it(listed):
    both = Grouping.of({"47214": "a", "46222": "a", "46201": "b", "40131": "c"}, {"a": "宮古と奄美", "b": "鹿児島", "c": "福岡"})
    assert by_name(listed, both, CANCER)["宮古と奄美"].waits
    assert not by_name(listed, both, THROMBECTOMY)["宮古と奄美"].waits and by_name(listed, both, THROMBECTOMY)["鹿児島"].names
    assert by_name(listed, both, THROMBECTOMY)["福岡"].waits


def test_a_list_with_rows_that_nobody_can_place_does_not_say_no(designated, okinawa):
    store = designated(LISTED, left_out=1)
    cancer = by_name(store, okinawa, CANCER)
    assert cancer["八重山"].waits and not cancer["中部"].waits
    figure = live_board(store, okinawa, okinawa.merge(["4703", "4705"], "南")).changes[0].parents[1].figures["presence_neurovascular"]
    assert np.isnan(figure.low) and "1行の医療機関が分からないため" in figure.note


def test_reach_of_perinatal_centres_waits_for_the_list_and_then_counts(board, listed, okinawa):
    mark, terms = access.definition().marks["perinatal"], access.definition().assumptions
    assert access.access(board, okinawa, mark, terms).isna().all(axis=None)
    reached = access.access(listed, okinawa, mark, terms).set_axis(okinawa.names.values())
    assert reached.loc["中部", "within_30"] > 0 and reached.loc["宮古", "within_60"] == 0, "the sea is not crossed"
    assert reached.loc["宮古", "ferry_only"] == reached.loc["宮古", "people"] > 0
    options = replace(Options(), marks=("births", "perinatal"))
    waits = live_board(board, okinawa, okinawa.merge(["4701", "4702"], "北中部"), options=options)
    figure = waits.changes[0].figures["perinatal_within_30"]
    assert np.isnan(figure.low) and "周産期を読み込むと出ます" in figure.note
    assert np.isnan(next(t for t in waits.totals if t.item.code == "perinatal_outside").after.low)
    counts = live_board(listed, okinawa, okinawa.merge(["4701", "4702"], "北中部"), options=options)
    assert counts.changes[0].figures["perinatal_within_60"].low > 0
