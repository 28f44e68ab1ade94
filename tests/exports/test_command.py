"""python -m exports table: the file, stdout, exit status, and errors that say what can be asked for."""

import csv

import openpyxl
import pytest

from analytics import aggregate, areas
from analytics.measures import measures
from exports.__main__ import main


@pytest.fixture
def run(board, capsys):
    """run(option=value, …) → (exit status, stdout, stderr)"""
    def call(**options):
        asked = {"pref": "47", "level": "concept", "measure": "population", "year": "2025", **options}
        status = main(["table", *(word for name, value in asked.items() for word in (f"--{name}", str(value)))])
        return status, *capsys.readouterr()
    return call


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_holds_the_figures_of_the_measure(run, board, tmp_path):
    out = tmp_path / "人口.csv"
    assert run(out=out) == (0, f"{out}\n", "")
    rows = rows_of(out)
    expected = aggregate.measure(board, areas.grouping(board, "concept", "47"), measures()["population"], 2025)
    assert rows[0][:4] == ["コード", "区域", "都道府県", "人口（人）"]
    assert [(row[0], float(row[3])) for row in rows[1:6]] == list(zip(expected["group_id"], expected["value"], strict=True))
    notes = "\n".join(row[0] for row in rows[7:])
    assert "出典: 住民基本台帳" in notes and "時点: 2025年" in notes and board.data_version in notes


def test_an_interval_has_its_ends_and_no_middle(run, board, tmp_path):
    out = tmp_path / "救急車.csv"
    assert run(out=out, measure="ambulances", level="unit")[0] == 0
    rows = [dict(zip(rows_of(out)[0], row, strict=True)) for row in rows_of(out)[1:42]]
    masked = [row for row in rows if "秘匿" in row["但し書き"]]
    assert masked
    for row in masked:
        assert row["救急車の受入件数（件）"] == "" and float(row["下限（件）"]) < float(row["上限（件）"])


def test_a_missing_figure_is_empty_and_says_so(run, board, tmp_path):
    out = tmp_path / "85.csv"
    year = max(aggregate.measure_years(board, measures()["population_85"]))
    assert run(out=out, pref="07", measure="population_85", year=year)[0] == 0
    rows = rows_of(out)
    empty = [row for row in rows[1:rows.index([])] if row[3] == ""]
    assert empty and all("データなし" in row[-1] for row in empty)


def test_xlsx_has_title_decimals_and_a_prefectures_own_name_once(run, board, tmp_path):
    out = tmp_path / "割合.xlsx"
    assert run(out=out, pref="all", level="prefecture", measure="share_65") == (0, f"{out}\n", "")
    sheet = openpyxl.load_workbook(out).active
    assert sheet["A1"].value == "65歳以上の割合（2025年、全国、都道府県）" and sheet.title == "65歳以上の割合"
    assert [cell.value for cell in sheet[3]][:3] == ["コード", "区域", "65歳以上の割合（％）"]
    assert sheet["C4"].number_format == "#,##0.0" and sheet["A50"].value == "47"


@pytest.mark.parametrize(("options", "said"), [
    ({"pref": "99"}, "都道府県コード「99」はありません"),
    ({"level": "town"}, "unit、secondary、concept、prefecture"),
    ({"measure": "popul"}, "population\t人口"),
    ({"year": "2026"}, "ある年: 2020、2025"),
    ({"year": "令和7"}, "令和7年の数値はありません"),
    ({"out": "表.pdf"}, ".csv か .xlsx"),
    ({"out": "ないフォルダー/表.csv"}, "書き出せません"),
])
def test_a_wrong_request_fails_in_plain_words_and_writes_nothing(run, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(**{"out": "表.csv", **options})
    assert status == 1 and out == "" and said in err
    assert list(tmp_path.iterdir()) == []


def test_without_arguments_the_usage_is_shown(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and "使い方: python -m exports table --pref" in err


def test_without_a_store_it_says_how_to_make_one(run, tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))
    status, out, err = run(out=tmp_path / "表.csv")
    assert status == 1 and out == "" and "python -m data build" in err
