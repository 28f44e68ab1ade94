"""医療施設調査 (e-Stat) on small files in the layout of the tables on home care."""

import pytest

from data.importers import facility_survey
from data.official_file import BadFile, OfficialFile

SUPPORT = "area_code,area_name,general_clinics,zaishishin_notified,linked_institutions,home_patients"


def support(*lines):
    return OfficialFile("t24.csv", "\n".join([SUPPORT, *lines]).encode())


def services(total, *areas, **changed):
    """A table of services: 全国 with `total` facilities, then the areas with 100; every service 2 facilities, 5 件数."""
    headings = ["area", *facility_survey.SERVICE_HEADINGS]
    lines = [",".join(headings)]
    for area, number in (("全国", total), *((area, 100) for area in areas)):
        row = {h: 5 if h.endswith("件数") else 2 for h in headings} | {"area": area, "総数": number} | (changed if area != "全国" else {})
        lines.append(",".join(str(row[h]) for h in headings))
    return OfficialFile("t.csv", "\n".join(lines).encode("cp932"))


def figures(file, *index, **kwargs):
    return facility_survey.read(file, **kwargs).tables["survey_figure"].set_index([*index, "item"])["value"]


def test_support_clinics_by_secondary_area():
    file = support("47,沖縄県,10,3,4,90", "4701,北部,4,1,-,30", "4702,中部,6,2,4,60")
    assert facility_survey.recognises(file)
    found = figures(file, "area_code")
    assert (found["4701", "在支診_届出"], found["4701", "在支診_連携医療機関"], found["47", "在支診_患者"]) == (1, 0, 90)


def test_clinics_and_hospitals_are_told_by_their_number_in_all_japan():
    assert figures(services(104_894, "沖縄県", 往診_施設="-", 往診_件数="-"), "area_name")["沖縄県", "診療所_往診_件数"] == 0
    assert figures(services(8_122, "那覇市"), "area_name")["那覇市", "病院_訪問診療_件数"] == 5


def test_the_year_is_said_to_be_taken_unless_given():
    file = support("47,沖縄県,10,3,4,90")
    assert "令和5年とみなしました" in facility_survey.read(file).messages[-1]
    given = facility_survey.read(file, "R8")
    assert given.source.source_id == "facility_survey_r8" and set(given.tables["survey_figure"]["year"]) == {2026}
    assert not any("みなしました" in m for m in given.messages)


@pytest.mark.parametrize(("file", "words"), [
    (support("47,沖縄県,11,3,4,90", "4701,北部,4,1,0,30", "4702,中部,6,2,4,60"), "2行目 列「general_clinics」: 沖縄県の二次医療圏の和（10）"),
    (support("47,沖縄県,10,3.5,4,90"), "列「zaishishin_notified」: 「3.5」は数えた数ではありません"),
    (support("47,沖縄県,10,3%,4,90"), "「3%」は数えた数ではありません"),
    (support("47,沖縄県,10,3,4,90", "47,沖縄県,10,3,4,90"), "3行目: 「沖縄県」が2度あります"),
    (support("47,沖縄県,10,3"), "列の数が見出しと違います"),
    (services(104_894, "沖縄県", 往診_施設=101), "総数より多い施設数です（101）"),
    (services(104_894, "沖縄県", 往診_件数=1), "実施した施設数より少ない件数です（1）"),
])
def test_a_table_that_cannot_be_is_refused_with_the_place(file, words):
    with pytest.raises(BadFile, match="ファイル") as refused:
        facility_survey.read(file)
    assert words in str(refused.value)


def test_a_table_of_services_without_all_japan_is_refused():
    file = OfficialFile("t.csv", "\n".join(line for line in services(1, "沖縄県").text.split("\n") if not line.startswith("全国")).encode())
    with pytest.raises(BadFile, match="全国"):
        facility_survey.read(file)
