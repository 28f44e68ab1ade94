"""The rules on screen: a sign and a word for each level; no figure, 未報告 and データ待ち look different."""

import math
from types import SimpleNamespace

from analytics.medical_functions import functions
from analytics.rules import Finding
from ui.rules_view import SIGNS, _cell, criteria_words, summary


def row(**values):
    return SimpleNamespace(**{"count": 0.0, "unreported": False, "nearest_group": "4702", "nearest_name": "中部", "way": "road",
                              "km": 47.2, **values})


def test_every_level_has_a_sign_and_a_word_of_its_own():
    assert set(SIGNS) == {"pass", "warn", "fail", "exempt", "waiting"}
    assert len({sign for sign, _ in SIGNS.values()}) == len({word for _, word in SIGNS.values()}) == 5


def test_the_summary_counts_worst_first_and_leaves_out_what_is_not_there():
    found = [Finding("a", "A", level, None, (), "") for level in ("pass", "warn", "warn", "fail")]
    text = summary(found)
    assert text.index("不適合") < text.index("注意") < text.index("適合</span> 1", text.index("注意"))
    assert "データ待ち" not in text


def test_a_cell_says_how_many_or_where_the_nearest_is():
    assert _cell(row(count=2.0)) == "2"
    assert _cell(row(count=2.0, unreported=True)) == "2※"
    assert _cell(row()) == "なし → 中部（道路続き、47km）"
    assert _cell(row(way="sea", km=298.4, unreported=True)) == "なし※ → 中部（船・空路、298km）"
    assert _cell(row(km=math.nan)) == "なし → 中部（道路続き、距離不明）"
    assert _cell(row(nearest_group=None)) == "なし"
    assert _cell(row(count=math.nan)) == "データ待ち"


def test_the_criteria_are_told_in_words():
    assert criteria_words(functions()["acute_hub"]).startswith("条件（5項目のうち4項目以上）: 救急車の受入 1,000件/年以上 / ")
    assert criteria_words(functions()["teaching"]) == "条件: 出典の一覧にある医療機関"
