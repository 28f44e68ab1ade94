"""対応の区分: 時間外 always, evening, shared; home care around the clock. A facility counts once; hospitals not for 時間外."""

import pytest

from analytics import areas, cover
from data.home import own_definitions
from data.official_file import BadFile
from data.sample_store import SampleStore, sample_of


@pytest.mark.parametrize(("pref", "union", "kinds"), [("47", 158, (102, 51, 5)), ("41", 280, (None, None, None)), ("16", 289, (None, None, None))])
def test_the_kinds_of_時間外_add_up_to_the_union_of_the_four_additions(board, pref, union, kinds):
    found = cover.cover(board, areas.grouping(board, "prefecture", pref), "after_hours").iloc[0]
    told = tuple(int(found[code]) for code in ("always", "evening", "shared"))
    assert sum(told) == union
    assert all(want is None or want == has for want, has in zip(kinds, told, strict=True))


def test_a_clinic_with_two_additions_counts_in_the_stronger_only(board):
    both = board.rows("""SELECT facility_id FROM facility_function WHERE function = 'after_hours' AND item IN ('always_own', 'evening_own')
        GROUP BY 1 HAVING count(*) = 2""")
    own = cover.facilities(board, "after_hours").set_index("facility_id")["cover"]
    assert len(both) > 0 and {own[facility] for facility, in both} == {"always"}
    assert own.index.is_unique


@pytest.mark.parametrize(("pref", "clinics", "hospitals"), [("47", 99, 24), ("41", 122, 25), ("16", 80, 21)])
def test_home_care_around_the_clock_is_支援診_and_支援病(board, pref, clinics, hospitals):
    found = cover.cover(board, areas.grouping(board, "prefecture", pref), "home_care").iloc[0]
    told = sum(int(found[code]) for code in ("own", "linked", "conventional"))
    assert told == clinics + hospitals, "支援診 and 支援病, each facility once"
    assert found["day"] == 0, "notified standards do not tell those of daytime"


def test_any_grouping_adds_up_and_an_unknown_prefecture_waits(board):
    whole = cover.cover(board, areas.grouping(board, "prefecture", "47"), "after_hours").iloc[0]
    towns = cover.cover(board, areas.grouping(board, "municipality", "47"), "after_hours")
    assert all(towns[code].sum() == whole[code] for code in ("always", "evening", "shared", "other"))
    assert cover.cover(board, areas.grouping(board, "prefecture", "13"), "after_hours")["always"].isna().all()


def test_a_report_tells_its_kind_by_the_value(board):
    sample = sample_of(board)
    own = cover.facilities(sample, "after_hours").set_index("facility_id")["cover"]
    said = dict(sample.rows("""SELECT facility_id, value FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
        WHERE item_code = '2a-4' AND fiscal_year = 'R8' AND status IN ('confirmed', 'published', 'corrected')"""))
    for value, kind in (("1", "always"), ("2", "always"), ("3", "evening")):
        clinics = {facility for facility, told in said.items() if told == value} & {*own.index}
        assert clinics and {own[facility] for facility in clinics} == {kind}
    assert {*own} == {"always", "evening", "shared", "other"}, "a fee that was claimed says no time"


def test_a_definition_that_names_no_item_is_refused_with_its_place(board):
    path = own_definitions() / cover.FILE
    path.write_text('kind = [{ function = "after_hours", code = "always", label = "常時", notified = ["nothing"] }]', "utf-8")
    try:
        store = SampleStore(board)
        store.data_version += " cover"
        with pytest.raises(BadFile, match="after_hours／always: 項目「nothing」が定義にありません。"):
            cover.kinds(store, "after_hours")
    finally:
        path.unlink()
