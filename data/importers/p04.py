"""国土数値情報 医療機関データ P04 第3.0版 (GeoJSON, or GeoJSON or shapefile in its zip): kind, name, address, beds, position."""

import io
import json
import re
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from ..official_file import BROKEN_ZIP, BadFile, OfficialFile
from .checked import Checked, Reject, Source
from .navii import TOLERATED_SHARE, UNDATED, beds_of, coordinates

NAME = "p04"
TITLE = "国土数値情報 医療機関データ（P04）"
KINDS = {"1": "hospital", "2": "clinic", "3": "dental"}
COLUMNS = ["kind", "name", "address", "beds", "lat", "lon", "part", "edition"]
WHOLE = "全国"
_KIND, _NAME, _ADDRESS, _BEDS = "P04_001", "P04_002", "P04_003", "P04_008"
_NEEDED = (_KIND, _NAME, _ADDRESS, _BEDS, "P04_010")  # the second version has fewer properties in another order
_START = 4_000  # bytes in which the first properties stand
_UNREADABLE = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError, UnicodeDecodeError, ValueError)
_PAGE = "https://nlftp.mlit.go.jp/ksj/gml/datalist/KsjTmplt-P04.html"
_CAVEAT = "時点が古く、その後の開設・廃止・移転は反映されていない。"


def recognises(file: OfficialFile) -> bool:
    if file.kind == "json":
        features = file.json.get("features") if isinstance(file.json, dict) else None
        first = features[0] if isinstance(features, list) and features else None
        return isinstance(first, dict) and set(first.get("properties") or {}) >= set(_NEEDED)
    return file.kind == "zip" and _member(file) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table p04_facility: kind (hospital, clinic, dental), name, address, beds (NULL: not said), lat, lon.

    part: prefecture code of the file's name, else 全国; edition: year of its name (P04-20: 2020). A row without kind or name is
    rejected; a position outside Japan is left out. Raises BadFile for a broken file or over 1 % rejected rows.
    """
    inside = _member(file) if file.kind == "zip" else None
    features = _features(file, inside)
    rows, rejects, lost = [], [], 0
    label = inside or file.name
    found = re.search(r"P04-(\d\d)(?:_(\d\d))?", label) or re.search(r"P04-(\d\d)(?:_(\d\d))?", file.name)
    same = {"part": (found and found[2]) or WHOLE, "edition": f"20{found[1]}" if found else UNDATED}
    for line, (properties, lon, lat) in enumerate(features, start=1):
        kind, name = KINDS.get(_text(properties.get(_KIND)).removesuffix(".0")), _text(properties.get(_NAME))
        if kind is None or not name:
            lost += 1
            column, reason = (_NAME, "名称がありません。") if kind else (_KIND, "1（病院）・2（診療所）・3（歯科診療所）ではありません。")
            rejects.append(Reject(None, line, column, _text(properties.get(column)) or None, f"{reason}採りません。"))
            continue
        y, x = coordinates(line, _text(lat), _text(lon), rejects, "座標")
        rows.append({"kind": kind, "name": name, "address": _text(properties.get(_ADDRESS)),
                     "beds": beds_of(line, _BEDS, _text(properties.get(_BEDS)), rejects), "lat": y, "lon": x, **same})
    if not rows or lost > TOLERATED_SHARE * (len(rows) + lost):
        raise BadFile(f"分類か名称の読めない地物が {lost} 件あります（1%超）。公表時のファイルを読み込んでください。", file.name)
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"beds": "Int32", "lat": float, "lon": float})
    source = Source("ksj_p04" if same["edition"] == UNDATED else f"ksj_p04_{same['edition']}", TITLE, "国土交通省", _PAGE,
                    "国土数値情報の利用規約による", same["edition"], _CAVEAT)
    unknown = int(frame["lat"].isna().sum())
    messages = [f"{len(frame):,} 施設（{same['part']}、{same['edition']}）。"] + ([f"位置のない施設が {unknown} 件あります。"] if unknown else [])
    return Checked(source, {"p04_facility": frame.assign(source_id=source.source_id)}, len(rows) + lost, rejects, messages, parts=("part",))


def _member(file: OfficialFile) -> str | None:
    """The .geojson of the zip that has P04's properties, else its .shp; None where there is neither."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        names = archive.namelist()
        for name in sorted((n for n in names if n.lower().endswith((".geojson", ".dbf"))), key=lambda n: (not n.lower().endswith("geojson"), n)):
            try:
                with archive.open(name) as stream:
                    start = stream.read(_START)
            except BROKEN_ZIP:
                continue
            if all(field.encode() in start for field in _NEEDED):
                return name if name.lower().endswith("geojson") else next((n for n in names if n.lower() == f"{name.lower()[:-4]}.shp"), None)
    return None


def _features(file: OfficialFile, inside: str | None) -> list[tuple[dict, object, object]]:
    """(properties, longitude, latitude) of every feature. Raises BadFile."""
    if inside is None:
        return _of_geojson(file.json, file.name)
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            if not inside.lower().endswith(".shp"):
                return _of_geojson(json.loads(archive.read(inside).decode("utf-8-sig")), file.name)
            beside = {PurePosixPath(n).suffix.lower(): archive.read(n) for n in archive.namelist()
                      if n.lower().rsplit(".", 1)[0] == inside.lower().rsplit(".", 1)[0]}
    except (OSError, ValueError, RecursionError, *BROKEN_ZIP):
        raise BadFile("zip の中のファイルを読めません。もう一度取得してください。", file.name) from None
    return _of_shapefile(beside, "UTF-8" if "UTF-8" in inside.upper() else None if ".cpg" in beside else "cp932", file.name)


def _of_geojson(content, name: str) -> list[tuple[dict, object, object]]:
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BadFile("GeoJSON の FeatureCollection ではありません。公表時のファイルを読み込んでください。", name)
    made = []
    for feature in features:
        point = ((feature.get("geometry") or {}).get("coordinates") or [None, None])
        made.append((feature.get("properties") or {}, point[0], point[1]))
    return made


def _of_shapefile(beside: dict[str, bytes], encoding: str | None, name: str) -> list[tuple[dict, object, object]]:
    with tempfile.TemporaryDirectory() as folder:
        for suffix, content in beside.items():
            if suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                (Path(folder) / f"p04{suffix}").write_bytes(content)
        try:
            frame = pyogrio.read_dataframe(Path(folder) / "p04.shp", encoding=encoding)
        except _UNREADABLE:
            raise BadFile("シェープファイルを読めません。もう一度取得してください。", name) from None
    point = frame.geometry
    return list(zip(frame.drop(columns="geometry").to_dict("records"), point.x, point.y, strict=True))


def _text(value) -> str:
    return "" if value is None or value != value else str(value).strip()
