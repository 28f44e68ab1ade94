"""全国の市区町村役場の位置 (code4fukui localgovjp, CSV)."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, unit_code
from .checked import Checked, Reject, Source

NAME = "offices"
TITLE = "市区町村役場の位置（localgovjp）"
SOURCE = Source("offices", "市区町村役場の位置（localgovjp）", "Code for FUKUI", "https://github.com/code4fukui/localgovjp",
                "CC0", "2021年以降")
COLUMNS = {"code": ("lgcode",), "name": ("city",), "lat": ("lat",), "lon": ("lng",)}
LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)


def recognises(file: OfficialFile) -> bool:
    return file.kind == "text" and "citykana" in file.header(1) and "lgcode" in file.header(1)


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table office: code (five digits, as in the file: designated cities and former wards too), lat, lon.

    Positions outside Japan and unreadable codes are rejected. Raises BadFile for a code that stands twice.
    """
    lines = file.csv_rows
    places = find_columns(file.name, None, 1, lines[0], COLUMNS)
    rows, rejects = [], []
    for row, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        cell = {field: line[place].strip() if place < len(line) else "" for field, place in places.items()}
        try:
            code = unit_code(cell["code"].zfill(6))
        except ValueError as problem:
            rejects.append(Reject(None, row, "lgcode", cell["code"], f"{problem}。数字を確かめてください。"))
            continue
        lat, lon = _degrees(cell["lat"], LATITUDES), _degrees(cell["lon"], LONGITUDES)
        if lat is None or lon is None:
            rejects.append(Reject(None, row, "lat・lng", f"{cell['lat']},{cell['lon']}", "日本の緯度・経度ではありません。"))
            continue
        rows.append((code, lat, lon, row))
    frame = pd.DataFrame(rows, columns=["code", "lat", "lon", "row"])
    double = frame[frame.duplicated("code")]
    if len(double):
        raise BadFile(f"市区町村コード {double['code'].iloc[0]} が2度あります。", file.name, row=int(double["row"].iloc[0]),
                      column="lgcode")
    frame = frame.drop(columns="row").assign(source_id=SOURCE.source_id)
    return Checked(SOURCE, {"office": frame}, len(lines) - 1, rejects)


def _degrees(text: str, limits: tuple[float, float]) -> float | None:
    try:
        value, _ = number(text)
    except ValueError:
        return None
    return value if value is not None and limits[0] <= value <= limits[1] else None
