"""Definition files of the statutory reports: what is shipped, and what a mistake is told."""

import pytest

from data.home import own_definitions
from data.official_file import BadFile
from data.report_definitions import report_kinds

HEAD = '[[report]]\nkind = "県独自報告"\nsince = "2026-04-01"\n'
ITEM = '[[item]]\ncode = "x"\npart = "1"\nlabel = "項目"\n'


@pytest.fixture
def own_file():
    """own_file(text, name): a definition file of the prefecture's own, taken away at the end."""
    folder = own_definitions() / "reports"
    folder.mkdir(exist_ok=True)
    written = []

    def write(text: str, name: str = "own.toml") -> None:
        written.append(folder / name)
        written[-1].write_text(text, "utf-8")
    yield write
    for path in written:
        path.unlink()
    folder.rmdir()


def test_every_item_of_the_primary_care_report_is_there():
    items = report_kinds()["かかりつけ医機能報告"].items
    assert [item.code for item in items if item.required] == ["1-1", "1-5", "1-7"]
    assert len(items[5].codes) == 18, "17 fields and 該当無し"
    assert {item.function for item in items if item.part == "2号"} == {"after_hours", "admission_discharge", "home_care", "care_liaison"}
    assert all(set(item.has) | set(item.intends) <= set(item.codes) for item in items if item.codes)
    assert [item.codes["1"] for item in items if item.code == "2a-1"] == ["無し（意向有り）"]


def test_a_report_of_five_functions_several_at_once():
    kind = report_kinds()["医療機関機能報告"]
    assert [item.code for item in kind.items] == ["acute_hub", "elderly_emergency", "home_care", "specialised", "teaching"]
    assert all(item.checked == "要確認" for item in kind.items)


def test_a_prefectures_own_item_wins_and_its_own_report_is_added(own_file):
    own_file('[[report]]\nkind = "かかりつけ医機能報告"\nsince = "2025-04-01"\n[[item]]\ncode = "2d-4"\npart = "2号"\nfunction = "care_liaison"\n'
             'label = "居宅療養管理指導"\ntype = "flag"\n', "primary_care.toml")
    own_file(f'{HEAD}{ITEM}type = "text"\n')
    kinds = report_kinds()
    assert kinds["かかりつけ医機能報告"].by_code["2d-4"].type == "flag"
    assert len(kinds["かかりつけ医機能報告"].items) == 43
    assert kinds["県独自報告"].items[0].label == "項目"


@pytest.mark.parametrize(("text", "words"), [
    (f'{HEAD}{ITEM}type = "date"\n', ["「x」", "type は flag、choice", "「date」"]), (f'{HEAD}{ITEM}type = "choice"\n', ["codes"]),
    (f'{HEAD}{ITEM}type = "choice"\ncodes = {{ 0 = "無し" }}\nhas = ["2"]\n', ["has の「2」が codes にありません"]),
    (f'{HEAD}{ITEM}type = "text"\nlabels = "あ"\n', ["labels は使えません", "label"]),
    (ITEM + 'type = "text"\n', ["[[report]] を1つだけ"]),
    (f'{HEAD}{ITEM}type = "text"\nheadings = "見出し"\n', ["「x」: headings は"]),
    (f'{HEAD}{ITEM}type = "text"\nheadings = ["*"]\n', ["「x」: headings は"]),
    (f'{HEAD}[[item]]\ncode = "x"\ntype = "text"\n', ["「x」: label がありません"]),
    (f'{HEAD}{ITEM}type = "text"\nsince = "来年"\n', ["日付「来年」"]),
    (HEAD.replace("県独自報告", "かかりつけ医機能報告"), ["別のファイルにもあります"])])
def test_a_mistake_names_file_and_entry_and_what_is_allowed(own_file, text, words):
    own_file(text)
    with pytest.raises(BadFile) as refused:
        report_kinds()
    assert all(word in str(refused.value) for word in words)
