"""保健所の管轄区域."""

import pytest

from data.importers import health_centers, importer_for
from data.official_file import BadFile, OfficialFile

HEADING = "pref,muni_code,hokenjo"


def crosswalk(tmp_path, *rows, heading=HEADING) -> OfficialFile:
    path = tmp_path / "hokenjo.csv"
    path.write_text("\n".join([heading, *rows, ""]), "utf-8-sig")
    return OfficialFile(path)


def test_a_name_spread_over_its_cell_is_the_same_health_centre(tmp_path):
    file = crosswalk(tmp_path, "沖縄県,47208,南　部", "沖縄県,47210,南部", "北海道,1202,渡島")
    assert importer_for(file) is health_centers
    frame = health_centers.read(file).tables["health_center_member"]
    assert list(frame["center_name"]) == ["南部", "南部", "渡島"]
    assert list(frame["code"]) == ["47208", "47210", "01202"]


def test_japanese_headings_are_known(tmp_path):
    file = crosswalk(tmp_path, "沖縄県,472018,那覇市", heading="都道府県,市区町村コード,保健所")
    assert importer_for(file) is health_centers
    assert health_centers.read(file).tables["health_center_member"]["code"].tolist() == ["47201"]


@pytest.mark.parametrize(("row", "reason"), [("沖縄県,那覇,那覇市", "市区町村コードではありません"), ("沖縄県,47201,　", "空欄です")])
def test_a_bad_row_is_rejected_with_its_place(tmp_path, row, reason):
    (reject,) = health_centers.read(crosswalk(tmp_path, row)).rejects
    assert reject.row == 2
    assert reason in reject.reason


def test_a_municipality_under_two_health_centres_refuses_the_file(tmp_path):
    with pytest.raises(BadFile, match="47201 に2つの保健所") as refused:
        health_centers.read(crosswalk(tmp_path, "沖縄県,47201,那覇市", "沖縄県,47201,南部"))
    assert refused.value.row == 3


def test_the_real_table_has_six_health_centres_of_okinawa(official):
    checked = official("areas/hokenjo_muni_crosswalk_47_excerpt.csv")
    frame = checked.tables["health_center_member"]
    assert frame["center_name"].value_counts().to_dict() == {"南部": 15, "中部": 11, "北部": 9, "八重山": 3, "宮古": 2, "那覇市": 1}
    assert not checked.rejects
