"""Columns under merged headings of two or three rows."""

import pytest

from data.importers.headings import find_paths, heading_paths
from data.official_file import BadFile

ROWS = [["", "①名称", "", "④病床計", "", "", "休棟中等", "⑧診療実績", "", ""],
        ["", "", "", "", "高度\n急性期", "急性期", "", "手術総数", "平均在棟日数", ""],
        ["", "", "", "", "", "", "", "", "高度急性期", "急性期"]]


def test_a_merged_heading_reaches_to_the_next_one_beside_or_above_it():
    assert heading_paths(ROWS) == [
        (("名称",), 1), (("病床計",), 3), (("病床計", "高度急性期"), 4), (("病床計", "急性期"), 5), (("休棟中等",), 6),
        (("診療実績", "手術総数"), 7), (("診療実績", "平均在棟日数", "高度急性期"), 8), (("診療実績", "平均在棟日数", "急性期"), 9)]


def test_a_column_is_told_by_the_end_of_its_path():
    wanted = {"beds": (("病床計", "急性期"),), "stay": (("平均在棟日数", "急性期"),), "new": (("新規入棟患者", "急性期"),)}
    assert find_paths(heading_paths(ROWS), wanted, {"new"}, "f.xlsx", "s", 1) == {"beds": 5, "stay": 9}


@pytest.mark.parametrize(("wanted", "words"), [
    ({"x": (("急性期",),)}, "2列"), ({"x": (("分娩件数",),), "y": (("入棟", "急性期"),)}, "「分娩件数」、「入棟／急性期」")])
def test_missing_and_double_headings_are_named(wanted, words):
    with pytest.raises(BadFile, match=words):
        find_paths(heading_paths(ROWS), wanted, set(), "f.xlsx", "s", 1)
