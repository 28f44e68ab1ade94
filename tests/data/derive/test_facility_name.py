"""Names of facilities without the legal body in front."""

import pytest

from data.derive.facility_name import common_end, cores, simple, stem, without_legal_form


@pytest.mark.parametrize(("one", "other"), [
    ("ＪＡ北海道厚生連　札幌厚生病院", "JA北海道厚生連札幌厚生病院"), ("医療法人社団 齋藤病院", "医療法人社団斉藤病院"),
    ("聖ケ丘病院", "聖ヶ丘病院"), ("小林胃腸科・肛門科医院", "小林胃腸科肛門科医院"), ("附属土屋病院", "付属土屋病院")])
def test_spellings_of_one_name_are_equal(one, other):
    assert simple(one) == simple(other)


@pytest.mark.parametrize(("name", "rest"), [
    ("医療法人社団 寿会 吉沢病院", "寿会吉沢病院"), ("（医）富沢病院", "富沢病院"), ("社会医療法人財団石心会 川崎病院", "石心会川崎病院"),
    ("地方独立行政法人 那覇市立病院", "那覇市立病院"), ("名護病院", "名護病院")])
def test_the_legal_form_is_taken_away(name, rest):
    assert without_legal_form(name) == rest


def test_a_core_is_the_facilitys_own_name():
    assert "北部地区医師会病院" in cores("公益社団法人 北部地区医師会 北部地区医師会病院")
    assert "函館病院" in cores("独立行政法人国立病院機構函館病院")
    assert "病院" not in cores("北部地区医師会病院")  # too short to say anything


def test_the_stem_is_what_tells_neighbours_apart():
    assert stem("やんばる中央病院") == "やんばる"
    assert stem("中央総合病院") == ""
    assert stem(common_end(simple("ハートレディースクリニック"), simple("パールレディースクリニック"))) == ""
