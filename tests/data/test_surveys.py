"""The register of surveys: what is collected but unused is flagged, what does not hold together is told."""

import pytest

from data.__main__ import main
from data.home import own_definitions
from data.indicators.definition import indicators
from data.official_file import BadFile
from data.surveys import FILE, surveys, unused_items

SURVEY = '[[survey]]\ncode = "mine"\nname = "県の調査"\norganiser = "県"\ntarget = "病院"\naim = "知る"\nfiscal_year = "R8"\nsource = "県"\n'
ITEM = '[[item]]\nsurvey = "mine"\ncode = "a"\nname = "問1"\n'


@pytest.fixture
def own(home, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    return lambda text: (own_definitions() / FILE).write_text(text, "utf-8")


def asked_by():
    return {code: indicator.survey for code, indicator in indicators().items()}


def test_of_okinawas_four_surveys_the_one_on_the_workforce_is_collected_but_unused():
    found = surveys()
    assert len(found) == 4 and all(s.target and s.aim and s.fiscal_year == "R7" for s in found.values())
    assert [(survey.code, item.name) for survey, item in unused_items(found.values(), asked_by())] == [("workforce_survey", "介護従事者の状況")]


def test_an_item_is_used_only_where_its_indicator_says_so(own):
    own(SURVEY + ITEM + 'indicators = ["risk_oral"]\n')
    found = surveys()
    assert len(found) == 5 and ("mine", "a") in [(survey.code, item.code) for survey, item in unused_items(found.values(), asked_by())]


@pytest.mark.parametrize(("text", "words"), [
    (SURVEY.replace('target = "病院"\n', ""), "target がありません"), (SURVEY + 'from = "春"\n', "2025-11-01 のように"),
    (SURVEY + 'from = "2026-02-01"\nto = "2026-01-01"\n', "より後です"), (SURVEY + ITEM.replace('"mine"', '"yours"'), "[[survey]] にありません")])
def test_a_wrong_entry_is_named(own, text, words):
    own(text)
    with pytest.raises(BadFile) as refused:
        surveys()
    assert words in str(refused.value)


def test_the_check_of_indicators_tells_what_survey_and_indicator_say_of_each_other(own, capsys):
    own(SURVEY + ITEM + 'indicators = ["risk_oral", "nothing"]\n')
    assert main(["kpi", "check"]) == 1
    told = capsys.readouterr().out
    assert "指標「risk_oral」の survey は「needs_survey」です" in told and "指標「nothing」が data/kpi にありません" in told
