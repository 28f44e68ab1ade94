"""見える化システム: tables with a value column or a column a year, with headings that a definition file names."""

from datetime import date

import pytest

from data.home import own_definitions
from data.importers import importer_for, mieruka
from data.official_file import BadFile, OfficialFile

NAME = "調整済み軽度認定率（要支援１～要介護２）"


def csv(*lines):
    return OfficialFile("mieruka.csv", "\n".join(lines).encode("cp932"))


def figures(file):
    return mieruka.read(file).tables["mieruka_figure"].set_index(["area_name", "year"])["value"].to_dict()


def test_a_value_column_and_columns_of_years_say_the_same():
    long = csv("都道府県名,保険者名,指標名,時点,値", f"沖縄県,那覇市,{NAME},令和5年(2023年),9.5%", f",全国,{NAME},2022,10.1")
    wide = csv("（出典）見える化システム", "指標名,都道府県名,保険者名,令和4年,2023年3月末", f"{NAME},沖縄県,那覇市,,9.5", f"{NAME},,全国,10.1,-")
    assert importer_for(long) is mieruka and importer_for(wide) is mieruka
    assert figures(long) == {("那覇市", 2023): 9.5, ("全国", 2022): 10.1}
    frame = mieruka.read(wide).tables["mieruka_figure"]
    assert frame["value"].tolist()[:2] == [9.5, 10.1] and frame["flag"].tolist()[2] == "-"
    assert set(frame["item"]) == {"調整済み軽度認定率(要支援1~要介護2)"}


def test_other_headings_are_read_once_the_definition_names_them(home, tmp_path, monkeypatch):
    file = csv("指標の番号と名前,会員,年度,値", f"{NAME},那覇市,2023,9.5")
    assert not mieruka.recognises(file)
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    (own_definitions() / mieruka.FILE).write_text(
        '[[heading]]\nfield = "indicator"\nspellings = ["指標の番号と名前"]\n[[heading]]\nfield = "area"\nspellings = ["会員"]\n', "utf-8")
    assert figures(file) == {("那覇市", 2023): 9.5}


@pytest.mark.parametrize(("line", "column", "reason"), [
    (f"沖縄県,,{NAME},2023,9", "地域", "空欄です"), ("沖縄県,那覇市,,2023,9", "指標", "空欄です"),
    (f"沖縄県,那覇市,{NAME},昔,9", "年", "年が読めません"),
    (f"沖縄県,那覇市,{NAME},{date.today().year + 1},9", "年", "まだ来ていない年"), (f"沖縄県,那覇市,{NAME},2023,多い", "値", "数値ではありません"),
    (f"沖縄県,うるま市,{NAME},2023,9", "地域", "2度あります")])
def test_a_row_that_cannot_be_is_rejected_with_its_place(line, column, reason):
    checked = mieruka.read(csv("都道府県名,保険者名,指標名,年度,値", f"沖縄県,うるま市,{NAME},2023,8", line))
    (reject,) = checked.rejects
    assert (reject.row, reject.column) == (3, column) and reason in reject.reason


def test_a_table_without_any_value_is_refused():
    with pytest.raises(BadFile, match="採れる値が1つもありません"):
        mieruka.read(csv("保険者名,指標名,年度,値", f"那覇市,{NAME},2023,"))
