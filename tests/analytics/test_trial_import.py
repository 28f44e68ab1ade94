"""Somebody's file looked at before it is taken: what it means, and each thing that is wrong with its place."""

import datetime
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.grouping import Grouping
from analytics.trial import Trial
from analytics.trial_import import Preview, preview
from analytics.trial_problems import ERROR, NOTE, SEVERITIES, WARNING
from geo import outlines


def csv(board, text: str, pref: str = "47", encoding: str = "utf-8") -> Preview:
    return preview("区域.csv", text.encode(encoding), board, areas.units(board, pref))


def told(found: Preview, severity: str) -> list[tuple]:
    return [(p.row, p.column, p.value, p.reason) for p in found.problems if p.severity == severity]


def error(found: Preview) -> tuple:
    """The only error; nothing is taken with one."""
    errors = told(found, ERROR)
    assert found.trial is None and len(errors) == 1, found.problems
    return errors[0]


def groups(found: Preview) -> dict[str, list[str]]:
    """Group name → units."""
    assert found.trial is not None, found.problems
    grouping = found.trial.grouping
    return {grouping.names[g]: list(units) for g, units in grouping.members.items()}


def okinawa(board, separator: str = ",", headings: str = "市区町村コード,区域", code=lambda unit: unit) -> str:
    today = areas.grouping(board, "concept", "47")
    rows = [headings, *(f"{code(u)},{today.names[g]}" for u, g in today.group_of.items())]
    return "\r\n".join(rows).replace(",", separator)


# What files look like

def test_a_code_that_a_spreadsheet_made_a_number_of_is_called_so_and_what_to_do(board):
    row, column, value, reason = error(csv(board, okinawa(board).replace("47201", "4.72E+04")))
    assert (row, column, value) == (2, "市区町村コード", "4.72E+04")
    assert "コードを数値に変えたため" in reason and "「文字列」にしてから市区町村コードを入れ直すか、市区町村の名前にしてください" in reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_encodings_and_separators(board, encoding, separator):
    found = csv(board, okinawa(board, separator), encoding=encoding)
    assert found.trial.grouping.same_partition(areas.grouping(board, "concept", "47")) and not found.problems
    assert (found.groups, found.placed, found.outside) == (5, 41, 0)


@pytest.mark.parametrize("headings", ["市区町村コード,区域", "団体コード,構想区域名", "全国地方公共団体コード,圏域", "CODE,Group",
                                      "単位コード（5桁）,区域名",
                                      "市区町村,二次医療圏", " 市区町村 コード ,区　域", "ｃｏｄｅ,group_name", "N03_007,area"])
def test_headings_are_known_by_their_text(board, headings):
    assert csv(board, okinawa(board, headings=headings)).groups == 5


def test_headings_may_stand_below_a_title_and_notes_below_the_table(board):
    found = csv(board, "区域の案\n\n" + okinawa(board) + "\n\n出典: 県\n注意: 案である\n")
    assert found.groups == 5 and not found.problems


@pytest.mark.parametrize("code", [lambda u: f"{u}{check(u)}", lambda u: str(int(u)), lambda u: f"{int(u)}.0", lambda u: f" {u} ",
                                  lambda u: u.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})])
@pytest.mark.parametrize("pref", ["01", "09", "47"])
def test_codes_of_five_and_six_digits_with_and_without_their_zeros(board, code, pref):
    today = areas.grouping(board, "concept", pref)
    found = csv(board, "code,group\n" + "\n".join(f"{code(u)},{g}" for u, g in today.group_of.items()), pref)
    assert found.trial.grouping.same_partition(today) and not found.problems


@pytest.mark.parametrize("six", [False, True])
def test_codes_of_all_japan_that_lost_their_zeros(board, six):
    """12106 is 千葉市美浜区, or 岩見沢市 (012106) without its zero: the column tells."""
    today = areas.grouping(board, "concept")
    rows = "\n".join(f"{int(u + check(u)) if six else int(u)},{g}" for u, g in today.group_of.items())
    assert csv(board, f"code,group\n{rows}", "all").trial.grouping.same_partition(today)


def check(code: str) -> str:
    return str((11 - sum(int(d) * w for d, w in zip(code, (6, 5, 4, 3, 2), strict=True)) % 11) % 10)


def test_names_instead_of_codes(board):
    found = csv(board, "市町村,圏域\n那覇市,南部\n沖縄県国頭郡国頭村,北部\n国頭郡東村,北部\n沖縄県名護市,北部\n")
    assert groups(found) == {"南部": ["47201"], "北部": ["47209", "47301", "47303"]}
    assert groups(csv(board, "市町村,圏域\n龍ヶ崎市,A\n", "08")) == {"A": ["08208"]}


def test_a_name_that_several_have_is_refused(board):
    row, column, value, reason = error(csv(board, "市区町村,区域\n堺市西区,南\n西区,北\n", "27"))
    assert (row, column, value) == (3, "市区町村", "西区") and "大阪市西区、堺市西区" in reason


def test_a_city_of_wards_means_all_of_them_unless_a_ward_has_its_own_row(board):
    found = csv(board, "code,group\n011002,札幌\n01102,北\n", "01")
    assert groups(found) == {"札幌": ["01101", *(f"011{n:02}" for n in range(3, 11))], "北": ["01102"]}
    assert groups(csv(board, "市区町村,区域\n札幌市,札幌\n", "01"))["札幌"][:2] == ["01101", "01102"]
    assert "区すべてに広げました" in told(found, NOTE)[0][3]


def test_former_codes_are_read_as_todays_units(board):
    found = csv(board, "code,group\n01202,南\n01232,南\n", "01")
    assert groups(found) == {"南": ["01202"]} and "古いコード" in told(found, NOTE)[0][3] and not told(found, WARNING)[1:]
    whole = csv(board, "code,group\n" + "".join(f"{code},西部\n" for code in range(22131, 22138)), "22")
    assert groups(whole) == {"西部": ["22138", "22139", "22140"]}


def test_a_former_unit_that_was_divided_between_groups_is_refused(board):
    row, _, _, reason = error(csv(board, "code,group\n22135,西部\n22136,北部\n", "22"))
    assert row == 3 and "古いコード" in reason and "西部、北部" in reason


def test_a_row_may_name_all_units_of_a_group(board):
    assert groups(csv(board, '区域,市町村\n北部,"名護市、国頭村"\n南部,那覇市\n')) == {"北部": ["47209", "47301"], "南部": ["47201"]}


def test_workbooks_with_numbers_and_a_sheet_of_notes_first(board):
    book = openpyxl.Workbook()
    book.active.append(["この案について"])
    sheet = book.create_sheet("区域案")
    for row in (["市区町村コード", "市区町村名", "区域"], [47201, "那覇市", "南部"], [472093, "名護市", "北部"], [47207.0, None, None]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    found = preview("案.xlsx", file.getvalue(), board, areas.units(board, "47"))
    assert groups(found) == {"南部": ["47201"], "北部": ["47209"]} and found.trial.unit_group["47207"] is None
    assert {p.sheet for p in found.problems} == {"区域案"}


def workbook(**sheets) -> bytes:
    """sheet → rows, and ranges to be merged as texts: 「A2:A6」."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.merge_cells(row) if isinstance(row, str) else sheet.append(row)
    book.save(file)
    return file.getvalue()


def in_blocks(board, pref: str) -> list[tuple[str, list[str]]]:
    """(name, names of the units) of today's areas: how ministries and prefectures lay out such a table."""
    today, names = areas.grouping(board, "concept", pref), areas.grouping(board, "unit").names
    return [(today.names[g], [names[u] for u in members]) for g, members in today.members.items()]


def test_merged_cells_name_the_group_of_every_row_they_span(board):
    rows, at = [["区域の案"], [], ["区域", "市区町村"]], 4
    for name, members in in_blocks(board, "47"):
        rows += [[name if n == 0 else None, unit] for n, unit in enumerate(members)] + [f"A{at}:A{at + len(members) - 1}"]
        at += len(members)
    found = preview("案.xlsx", workbook(案=rows), board, areas.units(board, "47"))
    assert found.trial.grouping.same_partition(areas.grouping(board, "concept", "47")) and not found.problems


def test_headings_of_two_rows_with_merged_cells(board):
    rows = [["市区町村", None, "区域"], ["コード", "名前", None], [47201, "那覇市", "南部"], [47208, "浦添市", None], [47209, "名護市", "北部"],
            "A1:B1", "C1:C2", "C3:C4", ["出典: 県"], [], ["注: 案である"], "A7:C8"]
    found = preview("案.xlsx", workbook(案=rows[:-3]), board, ["47201", "47208", "47209"])
    assert any("出典" in (p.value or "") for p in found.problems), "a row of the table that names no unit is told"
    rows.remove(["出典: 県"])
    found = preview("案.xlsx", workbook(案=rows), board, ["47201", "47208", "47209"])
    assert groups(found) == {"南部": ["47201", "47208"], "北部": ["47209"]} and not found.problems


def test_merged_cells_that_lie_over_one_another_are_refused(board):
    content = workbook(案=[["市区町村", "区域"], ["那覇市", "南部"], *(f"A2:B{n}" for n in range(3, 9)), ["浦添市", None]])
    assert "セルの結合が重なっています" in error(preview("案.xlsx", content, board, ["47201", "47208"]))[3]


@pytest.mark.parametrize("pref", ["01", "31", "47"])
def test_a_group_named_in_the_first_row_of_its_block_only(board, pref):
    lines = ["区域,市区町村", *(f"{name if n == 0 else ''},{unit}" for name, members in in_blocks(board, pref) for n, unit in enumerate(members))]
    found = csv(board, "\n".join(lines), pref)
    today = areas.grouping(board, "concept", pref)
    assert found.trial.grouping.same_partition(today) and found.outside == 0
    (warning,) = told(found, WARNING)
    assert f"区域が空の{len(today.units) - len(today)}行は、すぐ上の区域の続きとして読みました" in warning[3]


@pytest.mark.parametrize("rows", ["47201,\n47208,南部\n47209,\n47301,\n", "47201,南部\n47208,\n47209,南部\n47301,\n47302,\n",
                                  "47201,南部\n47208,\n47209,\n47301,区域外\n"])
def test_an_empty_group_that_could_mean_outside_stays_outside_and_is_counted(board, rows):
    found = preview("案.csv", f"市区町村コード,区域\n{rows}".encode(), board, [line[:5] for line in rows.split()])
    (warning,) = told(found, WARNING)
    empty = sum(line.endswith(",") for line in rows.split())
    assert f"区域が空の単位が{empty}あります。どの区域にも入らないものとして読みます（" in warning[3]
    assert list(groups(found)) == ["南部"] and found.outside == empty + ("区域外" in rows)
    assert "区域外" not in rows or "「区域外」「区域なし」と書かれた単位が1あります" in told(found, NOTE)[0][3]


def by_names(board, *prefs: str) -> str:
    today = areas.grouping(board, "concept")
    return "市区町村コード,区域\n" + "\n".join(f"{u},{today.names[g]}" for u, g in today.group_of.items() if not prefs or u[:2] in prefs)


def test_areas_of_far_prefectures_that_share_a_name_stay_apart(board):
    """福岡 and 熊本 touch and both have a 有明; 中部 and 県北 lie all over Japan."""
    found = csv(board, by_names(board), "all")
    assert found.trial.grouping.same_partition(areas.grouping(board, "concept")) and found.groups == 339
    assert {"中部（沖縄県）", "有明（福岡県）", "有明（熊本県）", "富山"} <= groups(found).keys()
    ((*_, reason),) = told(found, WARNING)
    assert "11の名前を都道府県別の区域に分けました（" in reason and "中部" in reason and "「区域ID」の列を加えて" in reason


def test_a_name_over_the_border_of_two_prefectures_is_one_area_and_said(board):
    scope = [*areas.units(board, "40"), *areas.units(board, "43")]
    found = preview("案.csv", by_names(board, "40", "43").encode(), board, scope)
    assert {unit[:2] for unit in groups(found)["有明"]} == {"40", "43"}
    ((*_, reason),) = told(found, WARNING)
    assert "都道府県をまたぐ区域が1あります" in reason and "有明（福岡県・熊本県）" in reason


def test_units_of_one_row_and_of_one_id_stay_together_wherever_they_lie(board):
    rows = [",遠い,青森県青森市、沖縄県那覇市", ",中部,鳥取県倉吉市", ",中部,沖縄県沖縄市", "7,北部,北海道稚内市", "7,北部,沖縄県名護市"]
    found = csv(board, "\n".join(["区域ID,区域,市区町村", *rows]), "all")
    assert groups(found) == {"遠い": ["02201", "47201"], "中部（鳥取県）": ["31203"], "中部（沖縄県）": ["47211"], "北部": ["01214", "47209"]}


def test_outlines_of_areas_that_share_a_name_stay_apart(board):
    today = areas.grouping(board, "concept")
    both = today.restrict([*areas.units(board, "31"), *areas.units(board, "47")])
    found = preview("区域.geojson", json.dumps(shapes(both)).encode(), board, both.units)
    assert found.trial.grouping.same_partition(both) and "中部（鳥取県）" in groups(found)


def test_other_sheets_that_hold_groups_are_named(board):
    sheets = {"説明": [["この案について"]], "案A": [["市区町村", "区域"], ["那覇市", "南部"]], "案B": [["市区町村", "区域"], ["那覇市", "中部"]]}
    found = preview("案.xlsx", workbook(**sheets), board, ["47201"])
    ((*_, reason),) = told(found, WARNING)
    assert list(groups(found)) == ["南部"] and "「案A」を読みました。単位と区域の表は「案B」にもありますが、使っていません。" in reason


@pytest.mark.parametrize("cell", [datetime.datetime(2026, 1, 1), datetime.date(2026, 1, 1), "2026/1/1", "1月1日"])
def test_a_group_that_a_spreadsheet_took_for_a_date_is_told(board, cell):
    found = preview("案.xlsx", workbook(案=[["市区町村", "区域"], ["那覇市", cell], ["浦添市", cell]]), board, ["47201", "47208"])
    (row, column, value, reason), = told(found, WARNING)
    assert (row, column) == (2, "区域") and "00:00" not in value and "区域の名前が日付です" in reason


def test_names_that_differ_by_a_tab_only_are_one_group_and_said(board):
    found = preview("案.csv", "市区町村,区域\n那覇市,'=1\n浦添市,\"\t=1\"\n名護市,\"\t=1\"\n".encode(), board, ["47201", "47208", "47209"])
    (row, _, value, reason), = told(found, WARNING)
    assert (row, value) == (3, "=1") and "除いて同じ名前になる行は、1つの区域です" in reason and len(groups(found)) == 1


def test_a_name_may_have_spaces_inside_and_between(board):
    found = csv(board, '区域,市町村\n南,島尻郡 八重瀬町\n北,"沖縄県 名護市 国頭村 国頭郡　東村"\n')
    assert groups(found) == {"南": ["47362"], "北": ["47209", "47301", "47303"]}
    assert groups(csv(board, "市町村,区域\n大阪府 堺市 西区,南\n", "27")) == {"南": ["27144"]}


def test_towns_of_one_name_in_two_prefectures_are_told_with_their_prefectures(board):
    assert "（東京都府中市、広島県府中市）" in error(csv(board, "市町村,区域\n府中市,A\n", "all"))[3]


def test_a_cell_that_is_far_too_long_is_told_in_japanese(board):
    row, *_, reason = error(csv(board, f"市町村,区域\n那覇市,{'長' * 140_000}\n"))
    assert row == 2 and "1つのセルが長すぎないか（上限 131,072文字）" in reason and "limit" not in reason


def test_locked_areas_that_a_file_would_change_are_named(board):
    today = Trial.of(areas.grouping(board, "concept", "47"))
    locked = Trial(today.unit_group, {**today.groups, **{g: replace(today.groups[g], locked=True) for g in ("4701", "4703")}})
    text = okinawa(board).replace("47209,北部", "47209,中部").encode()
    ((*_, reason),) = told(preview("案.csv", text, board, locked.scope, locked), WARNING)
    assert reason == "固定した区域が変わります（北部）。"
    same = preview("案.csv", okinawa(board).encode(), board, locked.scope, locked)
    assert [p.reason for p in same.problems] == ["単位は同じですが、固定が外れます（北部、南部）。"]
    empty = preview("案.csv", "単位コード,区域ID,区域名,色,固定\n47209,,,,\n".encode(), board, locked.scope, locked)
    assert "（北部、南部）" in " ".join(reason for *_, reason in told(empty, WARNING))


def test_the_column_that_was_taken_for_the_groups_is_said(board):
    found = csv(board, "市区町村コード,構想区域,二次医療圏\n47201,南部,A\n")
    assert list(groups(found)) == ["南部"] and "二次医療圏 の列は使っていません" in told(found, NOTE)[0][3]


# Shapes

def shapes(grouping: Grouping, **properties) -> dict:
    merged = outlines.load().dissolve(grouping.group_of).geometry
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": grouping.names[g], **properties}, "geometry": merged[g].__geo_interface__}
        for g in grouping.groups]}


def geojson(board, whole, pref: str = "47") -> Preview:
    return preview("区域.geojson", json.dumps(whole).encode(), board, areas.units(board, pref))


@pytest.mark.parametrize("pref", ["01", "13", "46", "47"])
def test_outlines_without_codes_are_read_by_the_population_point_of_each_unit(board, pref):
    today = areas.grouping(board, "concept", pref)
    found = geojson(board, shapes(today), pref)
    assert found.trial.grouping.same_partition(today) and found.from_shapes
    assert set(groups(found)) == set(today.names.values())
    assert "図形から読みました" in told(found, NOTE)[0][3]


def test_codes_of_areas_are_no_units_so_the_outlines_count(board):
    found = geojson(board, shapes(areas.grouping(board, "concept", "47"), code="4701", area="x"))
    assert found.from_shapes and found.groups == 1, "the column area names the groups"


def test_features_of_units_are_read_by_their_codes(board):
    today, own = areas.grouping(board, "concept", "47"), outlines.load()
    whole = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"N03_007": unit, "圏域": today.names[g]}, "geometry": part.__geo_interface__}
        for unit, g in today.group_of.items() for part in own.geometry(unit).geoms]}
    found = geojson(board, whole)
    assert found.trial.grouping.same_partition(today) and not found.from_shapes and not found.problems


def test_outlines_that_lie_over_one_another_are_refused(board):
    today = areas.grouping(board, "concept", "47")
    north = today.restrict(today.members["4701"])
    whole = shapes(today)
    whole["features"] += shapes(Grouping.of(north.group_of, {"4701": "重なる図形"}))["features"]
    found = geojson(board, whole)
    assert found.trial is None and len(told(found, ERROR)) == 9
    assert "名護市が別々の区域に入っています（北部、重なる図形）" in told(found, ERROR)[0][3]


def test_outlines_elsewhere_or_in_metres_are_refused(board):
    assert "どの図形にも入りません" in error(geojson(board, shapes(areas.grouping(board, "concept", "01"))))[3]
    metres = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "x"}, "geometry": {
        "type": "Polygon", "coordinates": [[[100_000, 0], [200_000, 0], [200_000, 9_000], [100_000, 0]]]}}]}
    assert "経度・緯度ではありません" in error(geojson(board, metres))[3]
    web = {**shapes(areas.grouping(board, "concept", "47")), "crs": {"type": "name", "properties": {"name": "EPSG:99999"}}}
    assert "座標系を読めません" in error(geojson(board, web))[3]


def test_a_shape_without_a_name_is_no_area(board):
    nameless = shapes(areas.grouping(board, "concept", "47"))
    for feature in nameless["features"]:
        feature["properties"] = {"id": 1}
    assert "図形に名前がありません" in error(geojson(board, nameless))[3]
    one = shapes(areas.grouping(board, "concept", "47"))
    one["features"][1]["properties"]["name"] = " "
    row, column, _, reason = error(geojson(board, one))
    assert (row, column) == (2, "name") and "図形に名前がありません（宜野湾市などを含む図形）" in reason


def test_thousands_of_outlines_over_one_another_are_told_in_a_few_words(board):
    naha = areas.grouping(board, "unit", "47").restrict(["47201"])
    (drawn,) = shapes(naha)["features"]
    many = [{**drawn, "properties": {"name": f"{'長' * 50}{n}"}} for n in range(3_000)]
    row, _, value, reason = error(geojson(board, {"type": "FeatureCollection", "features": many}))
    assert (row, value) == (3_000, "那覇市") and "ほか2,996" in reason and len(reason) < 400
    box = {"type": "Polygon", "coordinates": [[[122, 24], [132, 24], [132, 28], [122, 28], [122, 24]]]}
    every = [{"type": "Feature", "properties": {"name": f"案{n}"}, "geometry": box} for n in range(2_000)]
    assert "図形が重なりすぎています" in error(geojson(board, {"type": "FeatureCollection", "features": every}))[3]


# What is wrong

def test_a_value_nested_too_deep_is_told_with_its_place(board):
    deep = 5
    for _ in range(900):
        deep = [deep]
    whole = shapes(areas.grouping(board, "concept", "47"))
    whole["features"][2]["properties"]["備考"] = deep
    row, column, _, reason = error(geojson(board, whole))
    assert (row, column) == (3, "備考") and "入れ子が深すぎます" in reason


def test_half_a_character_in_a_name_is_told_with_what_stands_before_it(board):
    content = '{"type": "FeatureCollection", "features": [{"properties": {"code": "47201", "group": "那覇\\ud83c"}}]}'
    assert "「" in (reason := error(preview("x.geojson", content.encode(), board, ["47201"]))[3])
    assert "那覇」の次が半分だけの文字" in reason


@pytest.mark.parametrize(("cell", "says"), [("=A2", "数式の計算結果がファイルにありません"), ("#N/A", "数式がエラー")])
def test_a_formula_without_a_value_is_told_and_leaves_no_unit_outside_in_silence(board, cell, says):
    """Programs that write workbooks often leave the results of formulas out."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "区域案"
    for row in (["市区町村コード", "区域", "人口"], [47201, "南部", "=1+1"], [47209, cell, 5]):
        book.active.append(row)
    book.save(file)
    found = preview("案.xlsx", file.getvalue(), board, ["47201", "47209"])
    assert says in error(found)[3] and told(found, ERROR)[0][:2] == (3, "区域") and found.problems[0].sheet == "区域案"


def test_headings_that_are_formulas_without_a_value_are_told(board):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["=A9", "区域"], [47201, "南部"]):
        book.active.append(row)
    book.save(file)
    reason = error(preview("案.xlsx", file.getvalue(), board, ["47201"]))[3]
    assert "見出しが見つかりません。数式の計算結果がファイルにありません" in reason


@pytest.mark.parametrize("content", [b"\x03\x04\x14\x00broken", b"\x93\xfa\x96{\x00", bytes(range(128, 256)), b"PK\x03\x04" + b"0" * 100])
@pytest.mark.parametrize(("name", "kind"), [("案.xlsx", "Excel のブック"), ("案.gpkg", "GeoPackage")])
def test_a_broken_workbook_is_not_told_as_a_matter_of_encoding(board, name, kind, content):
    reason = error(preview(name, content, board, ["47201"]))[3]
    assert "壊れています" in reason and "文字" not in reason and (kind in reason or content[:2] == b"PK")


def test_what_a_file_holds_may_be_long_but_not_what_is_told(board):
    found = csv(board, f"市区町村コード,区域ID,区域,{'圏域' * 2},二次医療圏（{'長' * 9_000}）\n47201,1,{'甲' * 9_000}\n47208,1,{'乙' * 9_000}\n")
    assert any("名前が2つあります" in p.reason and "区域IDの列を消してください" in p.reason for p in found.problems)
    assert all(len(text or "") <= 401 for p in found.problems for text in (p.reason, p.column, p.value, p.sheet))


def test_unknown_codes_are_told_with_their_place(board):
    row, column, value, reason = error(csv(board, "市区町村コード,区域\n47201,南部\n99999,南部\n"))
    assert (row, column, value) == (3, "市区町村コード", "99999") and "この市区町村コードはありません" in reason
    assert "検査数字" in error(csv(board, "code,group\n472012,x\n"))[3]
    assert "名前の市区町村はありません" in error(csv(board, "code,group\nなは市,x\n"))[3]


def test_a_unit_twice(board):
    row, _, value, reason = error(csv(board, "code,group\n47201,南部\n47207,八重山\n那覇市,北部\n"))
    assert (row, value) == (4, "那覇市") and "那覇市が別々の区域に入っています（南部、北部）" in reason
    same = csv(board, "code,group\n47201,南部\n472018,南部\n")
    assert groups(same) == {"南部": ["47201"]} and "那覇市が2回あります" in told(same, WARNING)[-1][3]
    assert "区域なし" in error(csv(board, "code,group\n47201,南部\n47201,\n"))[3]


def test_missing_units_become_outside_with_a_warning(board):
    found = csv(board, okinawa(board).replace("47201,南部\r\n", "").replace("47382,八重山", "47382,"))
    assert found.trial.outside == ("47201", "47382") and found.outside == 2
    assert [reason for *_, reason in told(found, WARNING)] == [
        "区域が空の単位が1あります。どの区域にも入らないものとして読みます（与那国町）。",
        "ファイルにない単位が1あります。どの区域にも入らないものとして読みます（那覇市）。"]


def test_units_of_another_prefecture(board):
    row, _, value, reason = error(csv(board, "code,group\n47201,南部\n13101,都心\n"))
    assert (row, value) == (3, "13101") and "対象の外の単位です（東京都千代田区）" in reason
    assert "東京都千代田区" in error(csv(board, "市区町村,区域\n千代田区,都心\n"))[3]
    assert csv(board, "code,group\n47201,南部\n13101,都心\n", "all").trial is not None


@pytest.mark.parametrize(("text", "said"), [
    ("", "中身が空です"), ("\n\n", "中身が空です"), (",,\n,,\n", "中身が空です"),
    ("市区町村コード,区域\n", "単位が1つもありません"),
    ("47201,南部\n47207,八重山\n", "見出しが見つかりません"),
    ("市区町村コード,人口\n47201,1\n", "区域の列が見つかりません"),
    ("区域,人口\n南部,1\n", "単位の列が見つかりません"),
    ('市区町村コード,区域\n47201,"南部\n47207,八重山\n', "引用符"),
    ("市区町村コード,区域\n,南部\n", "単位（市区町村コードか名前）が空"),
    ("市区町村コード,区域ID,区域\n47201,1,南部\n47207,1,八重山\n", "名前が2つあります（「南部」と「八重山」）"),
])
def test_tables_that_say_nothing(board, text, said):
    found = csv(board, text)
    assert found.trial is None and said in found.problems[0].reason
    assert all(p.file == "区域.csv" and p.severity in SEVERITIES for p in found.problems)


@pytest.mark.parametrize(("content", "said"), [
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "文字"), (b"%PDF-1.4\n\xff\xff\x00", "文字"), (b"\xff\xfe\x00", "文字コード"),
    (b"PK\x03\x04 cut off", "壊れています"), (b"PAR1....", "読めるのは"), (b"\xd0\xcf\x11\xe0" + b"0" * 600, "古い形式"),
    (b"SQLite format 3\0" + b"x" * 5_000, "GeoPackage として読めません"), (b"{", "JSON として読めません"), (b"[1, 2]", "FeatureCollection"),
    (b'{"type": "FeatureCollection", "features": [1]}', "地物"), (b'{"type": "FeatureCollection", "features": []}', "空"),
    (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[0]]}}]}', "形（geometry）を読めません"),
    (b'{"type":"FeatureCollection","features":[' + b"[" * 100_000, "JSON として読めません"),
])
def test_files_of_another_kind(board, content, said):
    assert said in error(preview("x", content, board, areas.units(board, "47")))[3]


def test_names_with_markup_or_control_signs_are_harmless(board):
    found = csv(board, '市区町村コード,区域\n47201,<img src=x onerror=alert(1)>\n47207,"八重\n山\u202e"\n47209,' + "長" * 90)
    assert set(groups(found)) == {"<img src=x onerror=alert(1)>", "八重山", "長" * 60}
    assert "文字のまま表示されます" in told(found, NOTE)[0][3]
    assert {reason[:12] for *_, reason in told(found, WARNING)[1:]} == {"区域の名前から、使えない", "区域の名前を60文字まで"}


def test_two_groups_with_one_name_are_told_apart_and_said(board):
    found = preview("案.csv", "code,group_id,group_name\n47209,a,北部\n47211,b,北部".encode(), board, ["47209", "47211"])
    assert [group.name for group in found.trial.groups.values()] == ["北部", "北部（2）"]
    (told,) = [p for p in found.problems if p.severity == WARNING]
    assert "後の方を「北部（2）」" in told.reason and told.row == 3


def test_slipped_rows_are_noticed(board):
    found = csv(board, "市区町村コード,市区町村名,区域\n47201,名護市,南部\n47209,那覇市,北部\n47207,沖縄県石垣市,八重山\n")
    assert [(row, value) for row, _, value, _ in told(found, WARNING)[1:]] == [(2, "名護市"), (3, "那覇市")]


def test_colours_and_locks_that_cannot_be_read_are_left_out(board):
    found = csv(board, "code,group,色,固定\n47201,南部,虹色,○\n47208,南部,空色,\n")
    state = next(iter(found.trial.groups.values()))
    assert (state.colour, state.locked) == (None, True)
    assert [reason[:8] for *_, reason in told(found, WARNING)[1:]] == ["知らない色の名前", "区域「南部」の色"]


def test_far_too_many_units_in_one_row_are_refused(board):
    whole = {"type": "FeatureCollection", "features": [{"properties": {"unit_codes": ["47201"] * 60_000, "group": "南部"}}]}
    assert "単位が多すぎます（60,000、上限 50,000）" in error(geojson(board, whole))[3]


def test_a_file_full_of_errors_tells_the_first_and_how_many_more(board):
    found = csv(board, "code,group\n" + "99999,x\n" * 3_000)
    assert len(found.problems) <= 402 and "ほかに2,6" in found.problems[-1].reason


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["x.csv", "x.geojson", "x.xlsx", "x.gpkg"]), st.binary(max_size=400))
@example("x.csv", b"\x00")
def test_no_bytes_bring_it_down(board, name, content):
    assert isinstance(preview(name, content, board, areas.units(board, "31")), Preview)


CELL = st.sampled_from(["", "31201", "31302", "312011", "鳥取市", "99999", "0", "東部", "=1", "コード", "区域", "区域ID", "市区町村", "色", "固定",
                        "x,y", "31201;31202", "\t", "<b>"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, max_size=5), max_size=8))
def test_any_table_is_taken_or_told(board, rows):
    found = csv(board, "コード,区域\n" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "31")
    assert (found.trial is None) == any(p.severity == ERROR for p in found.problems)
    if found.trial:
        assert found.trial.scope == areas.units(board, "31") and len(found.trial.groups) == found.groups


GEOMETRY = st.sampled_from([None, {"type": "Point", "coordinates": [134, 35]}, {"type": "Polygon", "coordinates": []},
                            {"type": "Polygon", "coordinates": [[[133, 35], [135, 35], [134, 36], [133, 35]]]},
                            {"type": "Polygon", "coordinates": [[[133, 35], [135, 36], [135, 35], [133, 36], [133, 35]]]},
                            {"type": "GeometryCollection", "geometries": []}, {"type": "Nonsense"}, 5, "x",
                            {"type": "Polygon", "coordinates": [[[1e400, 35], [135, 35], [134, 36], [1e400, 35]]]}])
PROPERTIES = st.none() | st.dictionaries(st.sampled_from(["name", "code", "group", "unit_codes", "区域"]),
                                         st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.lists(CELL, max_size=3)
                                         | st.dictionaries(CELL, CELL, max_size=2), max_size=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({"geometry": GEOMETRY, "properties": PROPERTIES}), max_size=4),
       st.none() | st.lists(CELL, max_size=3) | st.integers())
def test_any_features_are_taken_or_told(board, features, outside):
    found = geojson(board, {"type": "FeatureCollection", "features": features, "outside": outside}, "31")
    assert (found.trial is None) == any(p.severity == ERROR for p in found.problems)
