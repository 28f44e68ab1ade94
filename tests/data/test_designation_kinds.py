"""The definition file of 指定・手技: shipped entries, a prefecture's own, and what is refused."""

import pytest

from data.designation_kinds import designation_kinds, presences
from data.home import own_definitions
from data.official_file import BadFile


@pytest.fixture
def own(home, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    return lambda text: (own_definitions() / "designations.toml").write_text(text, "utf-8")


def test_what_is_asked_of_each_area_names_kinds_of_the_list():
    asked = presences()
    assert [asked[code].absent for code in ("neurovascular", "cancer")] == ["無", "がん拠点なし"]
    assert asked["cancer"].substitute == ("地域がん診療病院",) and asked["cancer"].fields == ("がん",)
    assert all(p.source for p in asked.values()) and asked["paediatric"].checked == "要確認（案）"


def test_a_prefecture_adds_a_kind_of_its_own_and_asks_for_it(own):
    own('[[kind]]\nname = "大阪府がん診療拠点病院"\nfield = "大阪府のがん拠点"\n[[presence]]\ncode = "osaka"\nname = "大阪府がん診療拠点病院"\n'
        'kinds = ["大阪府がん診療拠点病院"]\nabsent = "無"\nboard = true\nsource = "大阪府の指定"\n')
    assert "大阪府がん診療拠点病院" in designation_kinds() and presences()["osaka"].fields == ("大阪府のがん拠点",)
    assert "cancer" in presences()


@pytest.mark.parametrize(("text", "words"), [
    ('[[kind]]\nname = "甲"\n', "「甲」: field がありません"), ('[[kind]]\nname = "甲"\nfield = "がん"\ncolour = "赤"\n', "colour は使えません"),
    ('[[kind]]\nname = "甲"\nfield = "がん"\nspellings = "乙"\n', "spellings は"),
    ('[[kind]]\nname = "甲"\nfield = "がん"\nspellings = ["救命救急センター"]\n', "両方にあります"),
    ('[[presence]]\ncode = "a"\nname = "甲"\nkinds = ["ない種類"]\nabsent = "無"\nsource = "県"\n', "種類「ない種類」が")])
def test_a_wrong_entry_is_named(own, text, words):
    own(text)
    with pytest.raises(BadFile, match=words):
        presences()
