"""What statistics print for areas gets the codes of today's areas, or is left out with the reason."""

import pandas as pd
import pytest

from data.derive.published_figures import mieruka_figures, region_figures, survey_figures
from data.official_file import BadFile

AREA = pd.DataFrame([("prefecture", "24", "三重県", "24"), ("prefecture", "47", "沖縄県", "47"), ("secondary", "2405", "北勢", "24"),
                     ("secondary", "4701", "北部", "47"), ("municipality", "47201", "那覇市", "47"), ("municipality", "13206", "府中市", "13"),
                     ("municipality", "34208", "府中市", "34"), ("insurer", "47連合", "広域連合", "47"), ("insurer", "13206", "府中市", "13"),
                     ("insurer", "34208", "府中市", "34")], columns=["area_kind", "area_code", "name", "pref_code"])


def test_areas_are_told_by_prefecture_and_name_or_by_a_name_that_only_one_has():
    rows = pd.DataFrame([(None, "全国"), ("47", "沖縄県"), ("2401", "北勢"), ("4701", "北部"), (None, "那覇市"), (None, "府中市"), ("4799", "架空")],
                        columns=["area_code", "area_name"]).assign(year=2023, item="診療所_往診_施設", value=3.0, source_id="s")
    figure, reject = survey_figures(rows, AREA, {"s": "医療施設調査"})
    assert list(figure[["area_kind", "area_code"]].itertuples(index=False, name=None)) == [
        ("nation", "00"), ("prefecture", "47"), ("secondary", "2405"), ("secondary", "4701"), ("municipality", "47201")]
    assert list(reject["value"]) == ["府中市", "架空"] and set(reject["file"]) == {"医療施設調査"}


def test_figures_by_municipality_stand_on_todays_codes_or_refuse_the_file():
    rows = pd.DataFrame([("00", 30.0), ("47000", 20.0), *[("47201", 1.0)] * 200], columns=["code", "value"]).assign(
        year=2023, item=[str(n) for n in range(202)], flag=None, source_id="s")
    figure, reject = region_figures(rows, AREA, {"s": "データ集"})
    assert list(figure["area_kind"][:3]) == ["nation", "prefecture", "municipality"] and figure["area_code"][1] == "47" and reject.empty
    _, reject = region_figures(rows.assign(code=["99999", *rows["code"][1:]]), AREA, {"s": "データ集"})
    assert list(reject["value"]) == ["99999"]
    with pytest.raises(BadFile, match="1%超"):
        region_figures(rows.assign(code="99999"), AREA, {"s": "データ集"})


def test_an_insurer_is_told_by_its_prefecture_or_by_a_name_that_only_one_has():
    rows = pd.DataFrame([("", "全国"), ("沖縄県", "沖縄県"), ("", "広域連合"), ("広島県", "府中市"), ("東京都", "府中市"), ("", "府中市")],
                        columns=["pref_name", "area_name"]).assign(year=2023, item="認定率", value=18.0, flag=None, source_id="s")
    prefectures = pd.DataFrame([("prefecture", "13", "東京都", "13"), ("prefecture", "34", "広島県", "34")], columns=AREA.columns)
    figure, reject = mieruka_figures(rows, pd.concat([AREA, prefectures]), {"s": "見える化"})
    assert list(figure["area_code"]) == ["00", "47", "47連合", "34208", "13206"] and list(reject["value"]) == ["府中市"]
