"""国土数値情報 医療機関データ P04 第3.0版, as GeoJSON and in its zip."""

import io
import json
import zipfile

import geopandas
import pytest

from data.importers import importer_for, p04
from data.official_file import BadFile, OfficialFile

FIRST = {"P04_001": 1, "P04_002": "沖縄県立北部病院", "P04_003": "沖縄県名護市大中2-12-3", "P04_004": "内科　外科", "P04_005": None, "P04_006": None,
         "P04_007": 2, "P04_008": 327, "P04_009": 1, "P04_010": 1}
SECOND = FIRST | {"P04_001": 2, "P04_002": "なご内科クリニック", "P04_003": "沖縄県名護市東江1-1", "P04_008": 0, "P04_009": None, "P04_010": None}


def geojson(*features: dict, points: list | None = None) -> str:
    points = points or [[127.977512, 26.591234]] * len(features)
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": point}}
        for properties, point in zip(features, points, strict=True)]}, ensure_ascii=False)


@pytest.fixture
def zipped(tmp_path):
    def write(members: dict[str, bytes], name: str = "P04-20_47_GML.zip") -> OfficialFile:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return OfficialFile(tmp_path / name)
    return write


def shapefile(folder, encoding: str) -> dict[str, bytes]:
    frame = geopandas.GeoDataFrame.from_features(json.loads(geojson(FIRST, SECOND)), crs="EPSG:6668")
    frame.to_file(folder / "P04-20_47.shp", encoding=encoding)
    return {path.name: path.read_bytes() for path in folder.glob("P04-20_47.*") if path.suffix != ".cpg"}


def test_kind_name_address_beds_and_position_of_a_geojson(tmp_path):
    (tmp_path / "P04-20_47.geojson").write_text(geojson(FIRST, SECOND), "utf-8")
    file = OfficialFile(tmp_path / "P04-20_47.geojson")
    assert importer_for(file) is p04
    checked = p04.read(file)
    frame = checked.tables["p04_facility"]
    assert frame["kind"].tolist() == ["hospital", "clinic"]
    assert frame[["name", "address", "beds", "lat", "lon"]].iloc[0].tolist() == [
        "沖縄県立北部病院", "沖縄県名護市大中2-12-3", 327, 26.591234, 127.977512]
    assert frame["beds"].tolist()[1] == 0  # a printed zero stays
    assert (checked.source.source_id, checked.source.as_of, set(frame["part"])) == ("ksj_p04_2020", "2020", {"47"})
    assert checked.rejects == []


def test_the_zip_with_geojson_and_shapefile_gives_the_geojson(zipped, tmp_path):
    file = zipped({"KS-META-P04-20_47.xml": b"<x/>", "P04-20_47.geojson": geojson(FIRST).encode(), **shapefile(tmp_path, "cp932")})
    assert importer_for(file) is p04
    assert len(p04.read(file).tables["p04_facility"]) == 1


@pytest.mark.parametrize(("encoding", "folder"), [("cp932", "P04-20_47_GML/"), ("utf-8", "UTF-8/")])
def test_the_zip_with_a_shapefile_only(zipped, tmp_path, encoding, folder):
    file = zipped({f"{folder}{name}": content for name, content in shapefile(tmp_path, encoding).items()})
    assert importer_for(file) is p04
    frame = p04.read(file).tables["p04_facility"]
    assert frame[["kind", "name", "beds", "lat"]].to_numpy().tolist() == [
        ["hospital", "沖縄県立北部病院", 327, 26.591234], ["clinic", "なご内科クリニック", 0, 26.591234]]


def test_the_prefectures_of_one_edition_stand_side_by_side(tmp_path):
    (tmp_path / "P04-20.geojson").write_text(geojson(FIRST), "utf-8")
    checked = p04.read(OfficialFile(tmp_path / "P04-20.geojson"))
    assert (checked.parts, set(checked.tables["p04_facility"]["part"])) == (("part",), {"全国"})


@pytest.mark.parametrize(("feature", "point", "column", "kept"), [
    (FIRST | {"P04_001": 9}, [127.9, 26.5], "P04_001", 0), (FIRST | {"P04_002": ""}, [127.9, 26.5], "P04_002", 0),
    (FIRST, [26.5, 127.9], "座標", 1), (FIRST | {"P04_008": "多数"}, [127.9, 26.5], "P04_008", 1)])
def test_what_cannot_be_is_rejected_with_its_place(tmp_path, feature, point, column, kept):
    (tmp_path / "P04-20_47.geojson").write_text(geojson(*[SECOND] * 200, feature, points=[[127.9, 26.5]] * 200 + [point]), "utf-8")
    checked = p04.read(OfficialFile(tmp_path / "P04-20_47.geojson"))
    assert [(r.row, r.column) for r in checked.rejects] == [(201, column)]
    assert len(checked.tables["p04_facility"]) == 200 + kept


def test_a_file_of_nothing_readable_or_of_the_second_version_is_not_taken(tmp_path, zipped):
    (tmp_path / "a.geojson").write_text(geojson(FIRST | {"P04_001": 9}), "utf-8")
    with pytest.raises(BadFile, match="1%超"):
        p04.read(OfficialFile(tmp_path / "a.geojson"))
    second_version = {k: v for k, v in FIRST.items() if k < "P04_008"}
    (tmp_path / "b.geojson").write_text(geojson(second_version), "utf-8")
    assert not p04.recognises(OfficialFile(tmp_path / "b.geojson"))
    assert not p04.recognises(zipped({"a.csv": b"a,b", "readme.txt": io.BytesIO(b"x").getvalue()}))
