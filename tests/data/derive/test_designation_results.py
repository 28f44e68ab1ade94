"""指定病院の実績: hospitals are found as in the list 指定・手技."""

import pandas as pd
import pytest

from data.derive import designation_results
from data.facts import read_facts
from data.official_file import BadFile


@pytest.fixture(scope="module")
def made(board):
    tables = {name: board.frame(f"SELECT * FROM {name} WHERE facility_id IN (SELECT facility_id FROM facility WHERE unit_code LIKE '47%')")
              for name in ("facility", "facility_alias")}
    return tables, read_facts().tables["area_membership"]


def row(name, municipality, item="巡回診療", value=4.0, year=2024, code=""):
    return {"item": item, "kind": "へき地医療拠点病院", "pref_name": "沖縄県", "facility_code": code, "name": name, "municipality": municipality,
            "fiscal_year": year, "value": value, "note": "", "line": 5, "source_id": "results"}


def test_a_hospital_is_found_and_what_cannot_be_placed_is_left_out(made):
    rows = pd.DataFrame([row("沖縄県立北部病院", "名護市"), row("ない病院", "国頭郡本部町"), row("どこかの病院", "大阪市"),
                         row("沖縄県立北部病院", "名護市", item="廃止した項目")])
    table, reject, messages = designation_results.results(rows, *made, {"results": "一覧"})
    assert table[["name", "unit_code", "match_quality"]].values.tolist() == [["沖縄県立北部病院", "47209", "name"], ["ない病院", "47308", None]]
    assert "市区町村が沖縄県にないか" in reject.loc[0, "reason"] and "「ない病院」" in messages[0] and len(messages) == 1


def test_a_prefecture_that_does_not_exist_is_refused(made):
    with pytest.raises(BadFile, match="都道府県「琉球」がありません"):
        designation_results.results(pd.DataFrame([row("x", "y") | {"pref_name": "琉球"}]), *made, {})
