"""Care insurers: areas, members, figures."""

import pandas as pd

from data.derive.insurers import insurer_definition, insurers

UNITS = pd.DataFrame([
    ("01101", "01100", "中央区", "札幌市中央区", "札幌市", "01", "北海道"), ("01102", "01100", "北区", "札幌市北区", "札幌市", "01", "北海道"),
    ("01362", "01362", "上ノ国町", "上ノ国町", "上ノ国町", "01", "北海道"),
    ("41201", "41201", "佐賀市", "佐賀市", "佐賀市", "41", "佐賀県"), ("41327", "41327", "吉野ヶ里町", "吉野ヶ里町", "吉野ヶ里町", "41", "佐賀県"),
    ("13206", "13206", "府中市", "府中市", "府中市", "13", "東京都"), ("34208", "34208", "府中市", "府中市", "府中市", "34", "広島県"),
], columns=["unit_code", "city_code", "name", "full_name", "city_name", "pref_code", "pref_name"])
MEMBERS = pd.DataFrame([("佐賀県", "佐賀中部広域連合", "佐賀市", "x"), ("佐賀県", "佐賀中部広域連合", "吉野ケ里町", "x")],
                       columns=["pref_name", "insurer_name", "unit_full_name", "basis"])
INSURERS = [("北海道", "札幌市", 10), ("北海道", "上ﾉ国町", 1), ("佐賀県", "佐賀中部広域連合", 5), ("東京都", "府中市", 3), ("広島県", "府中市", 2)]


def figures(*insured, year=2023):
    return pd.DataFrame([(*i, year, "insured_1", "kaigo_r5") for i in insured],
                        columns=["pref_name", "insurer_name", "value", "year", "item", "source_id"])


def test_a_designated_city_is_one_insurer_and_names_are_matched_inside_their_prefecture():
    area, member, figure, messages = insurers(figures(*INSURERS), UNITS, MEMBERS)
    assert member.groupby("area_code")["unit_code"].agg(list).to_dict() == {
        "01100": ["01101", "01102"], "01362": ["01362"], "13206": ["13206"], "34208": ["34208"],
        "41佐賀中部広域連合": ["41201", "41327"]}
    assert not messages
    assert len(area) == 5
    assert figure.set_index("insurer_code")["value"].to_dict() == {
        "01100": 10, "01362": 1, "41佐賀中部広域連合": 5, "13206": 3, "34208": 2}, "once an insurer, never per town"


def test_an_insurer_of_unknown_members_and_a_unit_without_insurer_are_listed_not_guessed():
    area, member, figure, messages = insurers(figures(*INSURERS[:2], ("佐賀県", "新広域連合", 5)), UNITS, MEMBERS)
    assert "佐賀県新広域連合" in messages[0]
    assert "佐賀県佐賀市、佐賀県吉野ヶ里町" in messages[1]
    assert not member["unit_code"].isin(["41201", "41327"]).any()
    assert set(figure["insurer_code"]) == set(area["area_code"]) == {"01100", "01362"}


def test_a_member_that_is_no_municipality_of_today_is_said():
    wrong = pd.concat([MEMBERS, pd.DataFrame([("佐賀県", "佐賀中部広域連合", "久保田町", "x")], columns=MEMBERS.columns)])
    *_, messages = insurers(figures(*INSURERS), UNITS, wrong)
    assert messages == ["insurer_members.csv の市町村名が今の市町村にありません: 佐賀県久保田町"]


def test_a_unit_under_two_insurers_is_said():
    *_, messages = insurers(figures(*INSURERS, ("佐賀県", "佐賀市", 4)), UNITS, MEMBERS)
    assert messages == ["2つの保険者に属する市区町村があります: 41201"]


def test_areas_are_those_of_the_newest_year_and_older_figures_stay_with_them():
    both = pd.concat([figures(*INSURERS), figures(("佐賀県", "佐賀市", 4), ("東京都", "府中市", 1), year=2022)])
    area, _, figure, _ = insurers(both, UNITS, MEMBERS)
    assert "41201" not in set(area["area_code"])
    assert figure[figure["year"] == 2022]["insurer_code"].tolist() == ["13206"]


def test_the_definition_names_every_member_once_with_its_basis():
    definition = insurer_definition()
    assert not definition.duplicated(["pref_name", "unit_full_name"]).any()
    assert definition["basis"].notna().all()
    assert definition.groupby("insurer_name").size().min() >= 2
