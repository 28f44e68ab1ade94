"""届出ベースの機能: facilities counted by what they have notified, and the definition file that says so."""

import pandas as pd
import pytest

from data import notified_functions
from data.derive.notified_functions import facility_functions
from data.home import own_definitions
from data.notified_functions import definitions
from data.official_file import BadFile

PREFECTURES = ("47", "41", "16")


def counted(board, where: str) -> list[int]:
    """Facilities (never rows) of 沖縄, 佐賀, 富山."""
    found = dict(board.rows(f"""SELECT left(f.unit_code, 2), count(DISTINCT facility_id) FROM facility_function ff
        JOIN facility f USING (facility_id) WHERE basis = 'notified' AND fiscal_year = 'R7' AND ({where}) GROUP BY 1"""))
    return [found.get(pref, 0) for pref in PREFECTURES]


@pytest.mark.parametrize(("function", "item", "facilities"), [
    ("after_hours", "always_own", [96, 151, 94]),
    ("after_hours", "always_own_staff", [6, 11, 8]), ("after_hours", "evening_own", [65, 121, 187]),
    ("after_hours", "shared", [5, 1, 5]), ("after_hours", "emergency_centre", [3, 2, 4]), ("after_hours", "visits_24h", [2, 21, 13]),
    ("after_hours", "contact_24h", [8, 38, 28]), ("after_hours", "emergency_hospital", [26, 39, 35]),
    ("after_hours", "ambulance_nursing", [16, 15, 15]),
    ("admission_discharge", "backup_beds_receiving", [10, 2, 5]), ("admission_discharge", "backup_beds_own", [24, 25, 21]),
    ("admission_discharge", "clinic_beds", [39, 90, 27]), ("admission_discharge", "discharge_support", [48, 63, 40]),
    ("admission_discharge", "transfer", [11, 3, 4]), ("home_care", "end_of_life", [31, 29, 27]), ("home_care", "visits_notified", [184, 208, 180]),
    ("home_care", "visits_special", [1, 0, 0]), ("home_care", "cancer", [98, 114, 64]), ("home_care", "nursing", [17, 8, 19]),
    ("home_care", "psychiatric", [6, 4, 0]), ("care_liaison", "admits_residents", [2, 7, 9]), ("care_liaison", "visits_residents", [2, 6, 4]),
    ("care_liaison", "information", [26, 12, 19]), ("general", "comprehensive_care", [89, 152, 132])])
def test_facilities_with_an_item(board, function, item, facilities):
    assert counted(board, f"function = '{function}' AND item = '{item}'") == facilities


@pytest.mark.parametrize(("where", "facilities"), [
    ("function = 'after_hours' AND cover IS NOT NULL", [158, 280, 289]),  # not 172/284/294, the sum of the four
    ("item IN ('backup_beds_receiving', 'backup_beds_own')", [34, 27, 26]),
    ("item IN ('enhanced_single', 'enhanced_linked', 'conventional')", [123, 147, 101]),
    ("item IN ('admits_residents', 'visits_residents', 'care_managers')", [18, 73, 57])])
def test_a_union_counts_each_facility_once(board, where, facilities):
    found = dict(board.rows(f"""SELECT left(f.unit_code, 2), count(DISTINCT facility_id) FROM facility_function ff
        JOIN care_function_item USING (basis, function, item) JOIN facility f USING (facility_id) WHERE {where} GROUP BY 1"""))
    assert [found[pref] for pref in PREFECTURES] == facilities


@pytest.mark.parametrize(("symbols", "facilities"), [
    ("'支援診2'", 53), ("'支援診3'", 48), ("'支援病1'", 5), ("'支援病2'", 8), ("'支援病3'", 11), ("'支援診2', '支援診3'", 99), ("'在後病'", 10)])
def test_facilities_of_okinawa_by_standard(board, symbols, facilities):
    assert board.rows(f"""SELECT count(DISTINCT facility_id) FROM report_value JOIN facility USING (facility_id)
        WHERE report_kind = '届出受理' AND left(unit_code, 2) = '47' AND item_code IN ({symbols})""") == [(facilities,)]


def test_every_report_has_a_facility_its_values_and_its_items(board):
    assert board.rows("SELECT count(*) FROM report WHERE report_kind = '届出受理'") == [(799 + 635 + 658,)]
    assert board.rows("SELECT count(*) FROM report_value ANTI JOIN report USING (facility_id, report_kind, fiscal_year)") == [(0,)]
    assert board.rows("SELECT count(*) FROM report_value ANTI JOIN report_item USING (report_kind, item_code)") == [(0,)]
    assert board.rows("SELECT count(*) FROM (SELECT * FROM report_value EXCEPT ALL SELECT DISTINCT * FROM report_value)") == [(0,)]


def test_all_43_active_facilities_of_okinawa_are_found(board):
    found = board.rows("SELECT name, municipality, facility_id FROM home_care_role WHERE role = 'active' AND pref_code = '47'")
    assert len(found) == 43
    assert [name for name, _, facility in found if facility is None] == []


STANDARDS = pd.DataFrame(
    [("4710000001", "支援診2ア", None, None), ("4710000002", "夜間", None, None), ("4710000003", "夜", None, None),
     ("4710000004", "地包ケア1", None, None), ("4710000005", "地包加", "24時間の往診等の体制を確保している", "有")],
    columns=["facility_code", "symbol", "remark", "remark_value"]).assign(published_fy="R8")
FACILITY = pd.DataFrame({"facility_code": STANDARDS["facility_code"], "facility_id": STANDARDS["facility_code"]})


def having(function: str, item: str) -> list[str]:
    rows = facility_functions(STANDARDS, FACILITY, definitions())
    return rows.loc[(rows["function"] == function) & (rows["item"] == item), "facility_id"].tolist()


def test_a_standard_that_was_split_is_still_found_by_its_beginning():
    assert having("home_care", "enhanced_linked") == ["4710000001"], "支援診２ア of the revision of R8"


def test_a_short_symbol_does_not_catch_longer_ones():
    assert having("after_hours", "emergency_centre") == ["4710000003"]
    assert having("care_liaison", "care_managers") == ["4710000005"], "地包ケア is a ward, 地包加 an outpatient fee"


@pytest.fixture
def own_file():
    """own_file(text): the prefecture's own definition file, taken away at the end."""
    path = own_definitions() / notified_functions.FILE
    yield lambda text: path.write_text(text, "utf-8")
    path.unlink(missing_ok=True)


def test_a_prefectures_own_entry_wins_and_the_rest_stays(own_file):
    before = len(definitions().items)
    own_file('[[item]]\nfunction = "home_care"\ncode = "visits_notified"\nlabel = "訪問診療"\nstrength = "A"\nany = [{ symbols = ["在医総管"] }]\n'
             '[[item]]\nfunction = "home_care"\ncode = "own"\nlabel = "県独自"\nstrength = "C"\nany = [{ symbols = ["県独自"], exact = true }]\n')
    items = definitions().items.set_index(["function", "item"])
    assert len(items) == before + 1
    assert items.loc[("home_care", "visits_notified"), "strength"] == "A"


@pytest.mark.parametrize(("text", "words"), [
    ("[[item]\n", ["書き方が正しくありません"]), ("[[items]]\n", ["[[items]] は使えません", "[[function]]"]),
    ('[[item]]\ncode = "x"\n', ["[[item]] の1番目に function がありません"]),
    ('[[item]]\nfunction = "home_care"\ncode = "x"\nstrength = "A"\nany = [{ symbols = ["あ"] }]\n' * 2, ["「home_care／x」が2度"]),
    ('[[item]]\nfunction = "dental"\ncode = "x"\nwhy = "…"\n', ["機能「dental」が [[function]] にありません"]),
    ('[[item]]\nfunction = "home_care"\ncode = "x"\nstrength = "D"\nany = [{ symbols = ["あ"] }]\n', ["strength は A、B、C のどれか", "「D」"]),
    ('[[item]]\nfunction = "home_care"\ncode = "x"\nstrength = "A"\nany = [{ symbols = "あ" }]\n', ["symbols"]),
    ('[[item]]\nfunction = "home_care"\ncode = "x"\nstrength = "A"\nany = [{ symbols = ["あ"], remarks = "い" }]\n', ["any に remarks は使えません"]),
    ('[[item]]\nfunction = "home_care"\ncode = "x"\n', ["any", "why"]),
    ('[[function]]\ncode = "dental"\nlabel = "歯科"\nshort = "歯科"\narea_kind = "town"\n', ["area_kind は municipality、secondary のどれか"])])
def test_a_mistake_in_the_file_is_named_with_what_is_allowed(own_file, text, words):
    own_file(text)
    with pytest.raises(BadFile) as refused:
        definitions()
    assert all(word in str(refused.value) for word in [notified_functions.FILE, *words])
