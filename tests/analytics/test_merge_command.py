"""python -m analytics merge: what it prints, and what it says to bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"pref", "year", "groups", "group_count", "self_sufficiency", "self_sufficiency_upper", "objective", "optimal", "bound",
        "seconds", "reason", "plans", "today", "notes", "conflict"}


def run(capsys, *arguments):
    status = main(["merge", *arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_one_prefecture_is_one_object(board, capsys):
    status, out, _ = run(capsys, "--pref", "47", "--year", "2025", "--min-population", "200000", "--json")
    answer = json.loads(out)
    assert status == 0 and answer.keys() >= KEYS
    assert [g["areas"] for g in answer["groups"]] == [["4701", "4702"], ["4703"], ["4704"], ["4705"]]
    assert answer["groups"][0]["population"] == 626_100 and isinstance(answer["groups"][0]["population"], int)
    assert answer["optimal"] is True and answer["reason"] is None and answer["bound"] == 4
    assert 0 < answer["self_sufficiency"] < answer["self_sufficiency_upper"] < 1


def test_all_is_one_array_and_progress_goes_to_stderr(board, capsys):
    status, out, err = run(capsys, "--pref", "all", "--year", "2040", "--min-population", "200000", "--json")
    answers = json.loads(out)
    assert status == 0 and [a["pref"] for a in answers] == [f"{n:02d}" for n in range(1, 48)]
    assert "沖縄県" in err


def test_k_plans_and_wishes(board, capsys):
    status, out, _ = run(capsys, "--pref", "01", "--k", "3", "--objective", "distance", "--apart", "0101,0102", "--max-size", "4", "--json")
    answer = json.loads(out)
    assert status == 0 and len(answer["plans"]) == 3 and answer["objective"] == "distance"
    assert [p["distance_km"] for p in answer["plans"]] == sorted(p["distance_km"] for p in answer["plans"])
    assert answer["plans"][0]["groups"] == answer["groups"]
    assert not any({"0101", "0102"} <= set(g["areas"]) for g in answer["groups"])


def test_without_json_it_is_to_be_read(board, capsys):
    status, out, _ = run(capsys, "--pref", "47", "--year", "2025")
    assert status == 0 and "案1: 4区域" in out and "変更なし: 5区域" in out and "最良であることを証明しました。" in out


def test_what_a_free_lock_exempts_is_left_out_of_today_too(board, capsys):
    """案1 is the map of 変更なし, so every figure is the same."""
    _, out, _ = run(capsys, "--pref", "47", "--lock", "4701", "--apart", "4701,4702", "--lock-free", "--json")
    answer = json.loads(out)
    assert answer["plans"][0] == answer["today"] and answer["today"]["groups"][0]["exempt"] is True


@pytest.mark.parametrize("wishes", [["--exempt-self-sufficiency", "70"], ["--lock", "0401", "--lock-free"], ["--lock", "0406,0401", "--lock-free"]])
def test_today_leaves_out_of_the_balance_what_the_ask_exempts(board, capsys, wishes):
    _, out, _ = run(capsys, "--pref", "04", "--min-population", "350000", *wishes, "--json")
    today = json.loads(out)["today"]
    people = [g["population"] for g in today["groups"] if not g["exempt"]]
    assert any(g["exempt"] for g in today["groups"]) and today["balance"] == pytest.approx(max(people) - min(people), abs=1)


def test_groups_of_municipalities_are_named_as_such(board, capsys):
    _, out, _ = run(capsys, "--pref", "16", "--base", "unit", "--objective", "change", "--seconds", "2")
    plan, today = ([line.strip() for line in part.splitlines()[1:]] for part in out.split("案1")[1].split("変更なし"))
    assert [line.split("　＝ ")[0] for line in plan] == ["富山市ほか11市区町村　610,112人", "高岡　241,800人"]
    assert [line.split("　")[0] for line in today[:4]] == ["富山", "高岡", "新川", "砺波"]


def test_a_prefecture_that_is_named_twice_counts_once(board, capsys):
    _, out, _ = run(capsys, "--pref", "47,47", "--year", "2025")
    assert out == run(capsys, "--pref", "47", "--year", "2025")[1] and out.startswith("沖縄県　2025年")


@pytest.mark.parametrize(("arguments", "words"), [
    (["merge", "--foo"], "知らない引数です（--foo）。"),
    (["merge", "--pref"], "--pref: 値がありません。"),
    (["merge", "--m", "5"], "「--m」だけでは決められません（--min-population, --max-population"),
    (["merge", "--json=1"], "--json: 値は付けられません（1）。"),
    (["join"], "「join」はありません。measure, measures, merge, gaps から選んでください。"),
    ([], "引数が足りません（measure|measures|merge|gaps）。"),
    (["measure"], "引数が足りません（指標の記号）。"),
    (["measure", "population", "--year", "R7"], "--year: 整数で指定してください（R7）。"),
    (["measure", "population", "--level", "village"], "--level: 「village」はありません。"),
])
def test_arguments_that_cannot_be_read_are_told_in_japanese(capsys, arguments, words):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    _, err = capsys.readouterr()
    assert left.value.code == 2 and words in err and err.count("使い方: ") == 1 and "\n使い方: python -m analytics" in err
    assert not {"usage", "error", "argument", "expected", "invalid"} & set(err.replace(":", " ").split())


@pytest.mark.parametrize("arguments", [["--help"], ["merge", "-h"]])
def test_help_is_in_japanese(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, _ = capsys.readouterr()
    assert left.value.code == 0 and out.startswith("使い方: ") and "オプション:" in out and "この説明を出す" in out
    assert not {"usage:", "options:", "arguments:", "show"} & set(out.split())


def test_wishes_that_cannot_hold_together_are_named(board, capsys):
    status, out, _ = run(capsys, "--pref", "47", "--year", "2025", "--apart", "4701,4702", "--k", "2", "--max-km", "200", "--json")
    answer = json.loads(out)
    assert status == 0 and answer["groups"] == [] and answer["optimal"] is False
    assert answer["conflict"] == ["「北部」と「中部」を別にする", "どの区域も人口200,000人以上（2025年）"]
    assert answer["reason"].startswith("次の希望は同時には成り立ちません: 「北部」と「中部」を別にする")


@pytest.mark.parametrize(("wishes", "named"), [
    (["--together", "4701,4702", "--apart", "4701,4702"], ["「北部」と「中部」を一緒にする", "「北部」と「中部」を別にする"]),
    (["--lock", "4701,4704"], ["「北部・宮古」を一つの区域として固定する（2025年 159,278人、道路でつながっていない）"])])
def test_wishes_that_contradict_each_other_are_named_for_themselves(board, capsys, wishes, named):
    _, out, _ = run(capsys, "--pref", "47", "--year", "2025", *wishes, "--json")
    assert json.loads(out)["conflict"] == named


@pytest.mark.parametrize(("arguments", "words"), [
    (["--pref", "48"], "都道府県コード「48」はありません"),
    ([], "都道府県コード「」はありません"),
    (["--pref", "47,"], "都道府県コード「」はありません"),
    (["--pref", "沖縄"], "都道府県コード「沖縄」はありません"),
    (["--pref", "47", "--year", "2026"], "2026年の人口のデータがありません（2020、2025"),
    (["--pref", "47", "--year", "R7"], "--year は整数で指定してください（R7）"),
    (["--pref", "47", "--min-population", "0"], "1以上の整数"),
    (["--pref", "47", "--min-population", "-5"], "1以上の整数"),
    (["--pref", "47", "--min-population", "二十万"], "--min-population は整数で指定してください（二十万）"),
    (["--pref", "47", "--max-population", "1000"], "上限（1,000人）が下限（200,000人）より小さく"),
    (["--pref", "47", "--objective", "happiness"], "目的「happiness」はありません"),
    (["--pref", "47", "--k", "0"], "案の数は1以上の整数"),
    (["--pref", "47", "--k", "1000000"], "案の数は100まで"),
    (["--pref", "47", "--weights", "85"], "重み「85」はありません"),
    (["--pref", "47", "--base", "village"], "もとになる区域「village」はありません"),
    (["--pref", "47", "--base", "unit"], "推計自足率は不明（分割）"),
    (["--pref", "47", "--together", "4701"], "コードを「,」で二つ"),
    (["--pref", "47", "--together", "4701,4701"], "異なる二つの区域"),
    (["--pref", "47", "--lock", "0101"], "この地域の区域にないコードです: 0101"),
    (["--pref", "47", "--lock", "4701", "--lock", "4701,4702"], "重なる区域"),
    (["--pref", "47", "--min-self-sufficiency", "120"], "100％以下"),
    (["--pref", "47", "--max-km", "nan"], "0より大きい数"),
    (["--pref", "all", "--lock", "4701"], "都道府県を指定したときに使えます"),
])
def test_bad_input_is_told_in_japanese(board, capsys, arguments, words):
    status, out, err = run(capsys, *arguments, "--json")
    assert status != 0 and out == "" and words in err


def test_members_of_a_group_named_after_its_largest_are_listed(board, capsys):
    assert main(["merge", "--pref", "01", "--year", "2040", "--min-population", "600000"]) == 0
    assert "南渡島ほか5区域　629,166人　＝ 南渡島・南檜山・北渡島檜山・西胆振・東胆振・日高" in capsys.readouterr().out


def test_an_objective_that_cannot_be_had_names_those_that_can(board, capsys):
    assert main(["merge", "--pref", "47", "--base", "unit"]) == 1
    said = capsys.readouterr().err
    assert all(f"（{code}）" in said for code in ("distance", "balance", "change")) and "（self_sufficiency）" not in said


def test_a_reader_that_has_enough_ends_the_command_quietly(board):
    command = f"{sys.executable} -m analytics merge --pref 47 --json | head -c 5"
    found = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert (found.stdout, "Traceback" in found.stderr) == ('{"pre', False)
