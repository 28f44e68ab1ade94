"""Which rows of a table are shown, in what order, how a cell is marked, and how little is sent."""

import json

import numpy as np
import pandas as pd
import pytest

from ui.area_table import Column, View, area_table
from ui.area_table.rows import arrange, bring_into_view, encode

FRAME = pd.DataFrame(
    {
        "name": ["那覇市", "名護市", "ﾃｽﾄ村", "与那国町"],
        "persons": [310_000.0, np.nan, 0.0, 1_600.0],
        "ambulances": ["16,925", "未報告", "＊（1～9）", "0"],
        "text": ["−3.2", "データなし", "1,200.5～1,300.0", "12.0"],
        "notes": [["按分", "推計"], ["データなし"], [], []],
    },
    index=pd.Index(["47201", "47209", "47300", "47382"], name="code"),
)
COLUMNS = [
    Column("name", "市区町村", sort_by="code"), Column("persons", "人口（人）", "right", mark="notes"),
    Column("ambulances", "救急車（件）", "right"), Column("text", "増減（％）", "right"),
]


def order(**view) -> list[str]:
    return list(FRAME.index[arrange(FRAME, COLUMNS, View(**view))])


def message(frame=FRAME, columns=COLUMNS, view=View(), page_size=12) -> dict:  # noqa: B008 - immutable
    return json.loads(encode(frame, columns, view, page_size, selected=[], mode="single"))


def test_without_an_order_rows_stand_as_in_the_frame():
    assert order() == list(FRAME.index)


def test_figures_sort_as_figures_and_what_is_missing_comes_last_both_ways():
    assert order(sort="persons", descending=True) == ["47201", "47382", "47300", "47209"]
    assert order(sort="persons") == ["47300", "47382", "47201", "47209"]


def test_figures_written_as_text_sort_by_the_number_they_begin_with():
    assert order(sort="ambulances", descending=True) == ["47201", "47382", "47209", "47300"]
    assert order(sort="text") == ["47201", "47382", "47300", "47209"]


def test_a_column_may_sort_by_the_code_of_the_rows():
    assert order(sort="name", descending=True) == ["47382", "47300", "47209", "47201"]


def test_a_column_that_is_not_there_to_sort_by_is_an_error():
    with pytest.raises(KeyError):
        arrange(FRAME, [Column("name", "名", sort_by="nmae")], View("name"))


@pytest.mark.parametrize(("query", "found"), [
    ("市", ["47201", "47209"]), ("テスト", ["47300"]), ("４７３", ["47300", "47382"]), ("47 国", ["47382"]),
    ("16,925", []), ("  ", list(FRAME.index)),
])
def test_a_search_looks_at_names_and_codes_full_and_half_width_alike(query, found):
    assert order(query=query) == found


def test_one_page_of_rows_is_sent_and_the_last_when_asked_for_more():
    many = pd.DataFrame({"name": [f"{n}市" for n in range(30)]}, index=[f"{n:05d}" for n in range(30)])
    sent = message(many, COLUMNS[:1], View(page=99))
    assert (sent["page"], sent["pages"], sent["first"], sent["found"], sent["total"]) == (3, 3, 25, 30, 30)
    assert [row[0] for row in sent["rows"]] == [f"{n:05d}" for n in range(24, 30)]


def test_zero_missing_masked_and_unreported_look_different():
    rows = {row[0]: row[1:] for row in message()["rows"]}
    assert rows["47201"][1] == ["310,000", 0, "按分", "推計"]
    assert rows["47209"][1] == ["データなし", 1]
    assert rows["47300"][1] == "0"
    assert rows["47209"][2] == ["未報告", 2] and rows["47300"][2] == ["＊（1～9）", 2] and rows["47382"][2] == "0"
    assert rows["47209"][3] == ["データなし", 1] and rows["47201"][3] == "−3.2"


def test_the_page_of_a_row_chosen_elsewhere_comes_into_view():
    view = View("persons", True, page=1)
    assert bring_into_view(view, FRAME, COLUMNS, ["47300"], 2).page == 2
    assert bring_into_view(view, FRAME, COLUMNS, ["99999"], 2) == view, "an area of another map"


def test_a_search_that_hides_the_chosen_row_is_dropped():
    assert bring_into_view(View("persons", True, query="市"), FRAME, COLUMNS, ["47300"], 2) == View("persons", True, 2)


def test_no_rows_are_an_empty_page():
    sent = message(FRAME.iloc[:0])
    assert sent["rows"] == [] and sent["pages"] == 1


def test_all_units_of_japan_cost_no_more_than_one_page():
    frame = pd.concat([FRAME.assign(name="かすみがうら市")] * 473).set_axis([f"{n:05d}" for n in range(1892)])
    frame.index.name = "code"
    sent = encode(frame, COLUMNS, View("persons", True, page=70), 12, selected=["01101"], mode="single")
    assert len(sent) < 3_000


def test_a_row_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="2回"):
        area_table(key="t", frame=pd.concat([FRAME, FRAME]), columns=COLUMNS, caption="表")


def test_an_order_by_no_column_is_refused():
    with pytest.raises(ValueError, match="marks"):
        area_table(key="t", frame=FRAME, columns=COLUMNS, caption="表", sort=("marks", True))
