"""介護サービスの事業所: what the open data counts stands beside what papers say, neither in place of the other."""

import pytest

from analytics import areas, care_services


@pytest.mark.parametrize(("service", "open_data", "papers"), [("760", 5, 3), ("730", 60, 57), ("770", 10, 8)])
def test_okinawa_by_open_data_and_by_its_own_papers(board, service, open_data, papers):
    assert care_services.counts(board, areas.grouping(board, "prefecture", "47"))[service].tolist() == [open_data]
    assert care_services.published("47")[service] == (papers, "令和6年3月")


def test_areas_add_up_to_the_prefecture_in_any_grouping(board):
    whole = care_services.counts(board, areas.grouping(board, "prefecture", "47")).sum()
    for kind in ("unit", "secondary", "concept", "municipality"):
        assert care_services.counts(board, areas.grouping(board, kind, "47")).sum().equals(whole)


def test_a_prefecture_without_papers_has_none_to_show():
    assert care_services.published("13") == {}


def test_the_source_says_publisher_and_date(board):
    assert care_services.source(board).startswith("出典: 介護サービス情報公表システム オープンデータ")
