"""国勢調査 2015 population mesh: 1 km of all Japan (Parquet), 250 m of a prefecture (CSV)."""

import re

import numpy as np
import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, unit_code
from .checked import Checked, Reject, Source

NAME = "mesh"
TITLE = "国勢調査地域メッシュ人口（2015年）"
# Columns of each file: key, municipality, persons, centre of the cell.
LAYOUTS = {
    1000: {"key": ("mesh1km",), "code": ("muni_code",), "persons": ("pop",), "lat": ("lat",), "lon": ("lon",)},
    250: {"key": ("key_code",), "code": ("muni_code",), "persons": ("pop",), "lat": ("lat",), "lon": ("lon",)},
}
MOST_PERSONS = 100_000  # in a cell; the fullest square kilometre of Japan has some 30,000
CELL_DEGREES = 1 / 120, 1 / 80  # height and width of a 1 km cell (30″ by 45″), which holds the centre
SOURCE = Source(
    "mesh_2015", "平成27年国勢調査 地域メッシュ統計（人口）", "総務省統計局（optgeo/g5 による整理）",
    "https://github.com/optgeo/g5", "CC0", "2015-10-01",
    "2015年の人口。浜松市の旧北区のメッシュは、境界の図と同じく浜名区に入れている。")


def recognises(file: OfficialFile) -> bool:
    return _size(file) is not None


def _size(file: OfficialFile) -> int | None:
    if file.kind == "parquet":
        return 1000 if {"mesh1km", "pop"} <= set(file.header().split(",")) else None
    if file.kind == "text":
        return 250 if {"key_code", "pop", "muni_code"} <= set(file.header(1).split(",")) else None
    return None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table mesh_cell: lat, lon (centre), code (as of the census; NULL where the file has none), persons, size_m.

    A cell on a boundary has one row a municipality. Cells with an unreadable code or figure, or a centre that
    is not where its mesh code says, are rejected. Raises BadFile for duplicates and missing columns.
    """
    size = _size(file)
    if file.kind == "parquet":
        content = file.parquet()
        headings, lines = list(content.columns), content.astype(object).where(content.notna(), "").to_numpy().tolist()
    else:
        headings, *lines = file.csv_rows
    places = find_columns(file.name, None, 1, headings, LAYOUTS[size])
    table = pd.DataFrame([[line[p] if p < len(line) else "" for p in places.values()] for line in lines if any(line)],
                         columns=list(places)).assign(row=lambda t: np.arange(2, len(t) + 2))
    table, rejects = _checked(table, {field: names[0] for field, names in LAYOUTS[size].items()})
    double = table[table.duplicated(["key", "code"])]
    if len(double):
        raise BadFile(f"メッシュ {double['key'].iloc[0]} の同じ市区町村が2度あります。", file.name, row=int(double["row"].iloc[0]))
    frame = pd.DataFrame({
        "lat": table["lat"].astype("float32"), "lon": table["lon"].astype("float32"), "code": table["code"],
        "persons": table["persons"].astype("int32"), "size_m": np.int16(size), "source_id": SOURCE.source_id,
    }).sort_values(["code", "lat", "lon"], ignore_index=True)
    messages = [f"{size} m メッシュ {len(frame):,} 件、{frame['persons'].sum():,} 人。"]
    if frame["code"].isna().any():
        none = frame[frame["code"].isna()]
        messages.append(f"市区町村コードのない {len(none)} 件（{none['persons'].sum():,} 人）は位置から市区町村を決めます。")
    return Checked(SOURCE, {"mesh_cell": frame}, len(table) + len(rejects), rejects, messages, parts=("size_m",))


def _checked(table: pd.DataFrame, headings: dict[str, str]) -> tuple[pd.DataFrame, list[Reject]]:
    """Cells with codes and figures in order; the others as rejects, each with its first fault."""
    raw = table
    codes = {value: _code(value) for value in raw["code"].unique()}
    table = raw.assign(code=[codes[value] for value in raw["code"]],
                       **{c: np.array([_figure(v) for v in raw[c]], dtype=float) for c in ("persons", "lat", "lon")})
    lat, lon = _corner(raw["key"].astype(str))
    inside = (table["lat"] - lat).between(0, CELL_DEGREES[0]) & (table["lon"] - lon).between(0, CELL_DEGREES[1])
    faults = [
        (table["code"] == "", "code", "市区町村コードではありません。数字を確かめてください。"),
        (table["persons"].isna() | (table["persons"] % 1 != 0) | ~table["persons"].between(0, MOST_PERSONS), "persons",
         f"人数（0から{MOST_PERSONS:,}までの整数）ではありません。公表値を確かめてください。"),
        (table["lat"].isna(), "lat", "緯度ではありません。"),
        (table["lon"].isna(), "lon", "経度ではありません。"),
        (~inside, "key", "メッシュコードと緯度・経度が合いません。"),
    ]
    rejects, good = [], pd.Series(True, table.index)
    for fault, column, reason in faults:
        rejects += [Reject(None, int(raw["row"][i]), headings[column], str(raw[column][i]), reason)
                    for i in table.index[fault & good]]
        good &= ~fault
    return table[good], rejects


def _code(raw) -> str | None:
    """Five digits, None for an empty cell, '' for anything else."""
    if not str(raw).strip():
        return None
    try:
        return unit_code(raw)
    except ValueError:
        return ""


def _figure(raw) -> float:
    try:
        value, _ = number(raw)
    except ValueError:
        return float("nan")
    return float("nan") if value is None else value


def _corner(keys: pd.Series) -> tuple[pd.Series, pd.Series]:
    """South-west corner of the third-order (1 km) cell of each mesh code (JIS X 0410); NaN for no code."""
    digits = keys.where(keys.map(lambda k: bool(re.fullmatch(r"\d{8,10}", k))))
    d = [pd.to_numeric(digits.str[i:j]) for i, j in ((0, 2), (2, 4), (4, 5), (5, 6), (6, 7), (7, 8))]
    return d[0] / 1.5 + d[2] / 12 + d[4] / 120, d[1] + 100 + d[3] / 8 + d[5] / 80
