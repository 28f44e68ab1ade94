"""What is exported of a trial comes back identical, in every format, whatever people called its groups."""

import csv
import io
import json
import sqlite3

import openpyxl
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import areas
from analytics.legend import TRIAL_COLOURS
from analytics.trial import Trial, TrialGroup
from analytics.trial_import import preview
from analytics.written_text import unprintable
from exports.trial_files import trial_csv, trial_xlsx
from exports.trial_gis import trial_geojson, trial_geopackage
from geo import outlines

FORMATS = {
    "案.csv": lambda board, trial: trial_csv(board, trial),
    "案.xlsx": lambda board, trial: trial_xlsx(board, trial, "案A"),
    "案.geojson": lambda board, trial: trial_geojson(board, trial, "案A"),
    "案.gpkg": lambda board, trial: trial_geopackage(board, trial, "案A"),
}
AWKWARD = ["=1+1", "+1", "-1", "@SUM(A1)", "-", "－", "'", "'=1", "''x", "a,b", 'a"b', "a;b\\c", "<b>x</b>&amp;", "🏥👨‍👩‍👧", "_x0041_", "nan",
           "None", "null", "1.0", "007", "TRUE", "　北部　", " 北 部 ", "北部\u200d", "#N/A", "2026-11-24", "=HYPERLINK(\"http://x\")"]


@pytest.fixture(scope="module")
def trial(board) -> Trial:
    """Okinawa as it is today, with colours, a lock, a unit outside, and names that spreadsheets would run."""
    today = Trial.of(areas.grouping(board, "concept", "47"), areas.units(board, "47"))
    groups = {**today.groups, "4701": TrialGroup("=1+1", 3, True), "4702": TrialGroup("<script>alert(1)</script>", 0)}
    return Trial({**today.unit_group, "47201": None}, groups, "concept")


def taken(board, file: str, content: bytes, scope):
    found = preview(file, content, board, scope)
    assert found.trial is not None, found.problems
    return found


@pytest.mark.parametrize("file", FORMATS)
def test_a_trial_comes_back_identical(board, trial, file):
    found = taken(board, file, FORMATS[file](board, trial), trial.scope)
    assert found.trial == trial
    assert (found.groups, found.placed, found.outside, found.from_shapes) == (5, 40, 1, False)
    assert not [p for p in found.problems if p.severity != "note"]


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_come_back_identical(board, file, name):
    trial = Trial({"47201": "g", "47207": name, "47208": None}, {"g": TrialGroup(name), name: TrialGroup("x", 11)})
    assert taken(board, file, FORMATS[file](board, trial), trial.scope).trial == trial


NAMES = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda sign: not unprintable(sign)), min_size=1, max_size=60).filter(str.strip)
GROUPS = st.builds(TrialGroup, NAMES, st.sampled_from([None, *range(len(TRIAL_COLOURS))]), st.booleans())


@st.composite
def trials(draw, units: tuple[str, ...]) -> Trial:
    groups = draw(st.dictionaries(NAMES, GROUPS, max_size=6).filter(lambda made: len({g.name for g in made.values()}) == len(made)))
    return Trial({unit: draw(st.sampled_from([None, *groups])) for unit in units}, groups)


@pytest.mark.parametrize("file", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_trial_of_a_prefecture_comes_back_identical(board, file, data):
    trial = data.draw(trials(areas.units(board, "31")))
    assert taken(board, file, FORMATS[file](board, trial), trial.scope).trial == trial


@pytest.mark.parametrize("file", FORMATS)
def test_all_japan_comes_back_identical(board, file):
    trial = Trial.of(areas.named_apart(board, areas.grouping(board, "concept")))
    assert taken(board, file, FORMATS[file](board, trial), trial.scope).trial == trial


@pytest.mark.parametrize("file", FORMATS)
def test_a_trial_without_any_group_comes_back_identical(board, file):
    trial = Trial(dict.fromkeys(areas.units(board, "47")), {})
    assert taken(board, file, FORMATS[file](board, trial), trial.scope).trial == trial


def test_csv_is_the_table_alone(board, trial):
    content = trial_csv(board, trial)
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[:2] == [["単位コード", "単位名", "区域ID", "区域名", "色", "固定"], ["47201", "那覇市", "", "", "", ""]]
    assert ["47209", "名護市", "4701", "'=1+1", TRIAL_COLOURS[3][0], "固定"] in rows
    assert len(rows) == 1 + len(trial.scope) and {len(row) for row in rows} == {6}


def test_a_csv_saved_again_by_a_japanese_spreadsheet_is_still_the_trial(board, trial):
    text = trial_csv(board, trial).decode("utf-8-sig")
    assert taken(board, "案.csv", text.encode("cp932"), trial.scope).trial == trial
    assert taken(board, "案.txt", text.replace(",", "\t").encode("utf-16"), trial.scope).trial == trial


def test_workbook_has_units_groups_populations_and_sources(board, trial):
    book = openpyxl.load_workbook(io.BytesIO(trial_xlsx(board, trial, "案A")))
    assert book.sheetnames == ["単位と区域", "区域"]
    sheet = book["区域"]
    assert [cell.value for cell in sheet[3]][:5] == ["区域ID", "区域名", "単位数", "人口 2025年（人）", "人口 2040年（人）"]
    assert [cell.value for cell in sheet[4]][:4] == ["4701", "'=1+1", 9, 102_582]
    texts = [str(cell.value) for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    assert any("住民基本台帳" in text for text in texts) and any("社人研" in text for text in texts)
    assert not any(cell.data_type == "f" or cell.hyperlink for name in book.sheetnames for row in book[name].iter_rows() for cell in row)


def test_geojson_has_a_valid_outline_for_each_group_and_says_its_sources(board, trial):
    whole = json.loads(trial_geojson(board, trial, "案A"))
    assert [f["properties"]["group_id"] for f in whole["features"]] == list(trial.groups)
    assert whole["outside"] == ["47201"] and "国土数値情報" in "".join(whole["attribution"])
    first = whole["features"][0]["properties"]
    assert (first["population_2025"], first["units"], first["locked"], first["fill"]) == (102_582, 9, True, TRIAL_COLOURS[3][1])
    assert first["unit_codes"][0] == "47209" and first["unit_names"][0] == "名護市"
    for feature in whole["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        wanted = outlines.load().frame.loc[feature["properties"]["unit_codes"]].geometry.union_all()
        assert shape.is_valid and shape.symmetric_difference(wanted).area < 1e-3 * wanted.area
        outer = [part.exterior for part in getattr(shape, "geoms", [shape])]
        assert all(ring.is_ccw for ring in outer), "RFC 7946: outer rings run counter-clockwise"


def test_geopackage_has_both_layers_and_is_the_same_every_time(board, trial, tmp_path):
    content = trial_geopackage(board, trial, "案A")
    assert content == trial_geopackage(board, trial, "案A")
    (tmp_path / "a.gpkg").write_bytes(content)
    groups, units = (pyogrio.read_dataframe(tmp_path / "a.gpkg", layer) for layer in ("groups", "units"))
    assert list(groups["group_name"])[:2] == ["=1+1", "<script>alert(1)</script>"] and groups.crs == outlines.CRS
    assert len(units) == len(trial.scope) and units.set_index("unit_code").loc["47201", ["group_id", "group_name"]].isna().all()
    with sqlite3.connect(tmp_path / "a.gpkg") as file:
        about = [text for (text,) in file.execute("SELECT description FROM gpkg_contents")]
    assert all("案A" in text and "国土数値情報" in text and "住民基本台帳" in text for text in about)
