"""Codes of 構想区域 and units: former ones become today's; those nobody knows are left out and listed, or refuse the file."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from ..official_file import BadFile
from .todays_units import UNKNOWN_SHARE

AREA_COLUMNS = {
    "bed": ("area_code",), "bed_report_rate": ("area_code",), "area_figure": ("area_code",), "facility_row": ("area_code",),
    "facility_figure": ("area_code",), "patient_flow": ("area_code", "partner_area_code"), "demand": ("area_code",),
    "area_population": ("area_code",),
}
REJECT = ["file", "sheet", "row", "column", "value", "reason"]
_AREA = "今の構想区域にないコードの {rows:,} 行を除きました。市区町村と構想区域の対応表か、この資料のコードを確かめてください。"
_UNIT = "今の市区町村に結び付かないコードの {rows:,} 行を除きました。この資料のコードか、市区町村コードの変更の一覧を確かめてください。"
_TOO_MANY = "{rows:,} 行（1%超）のコードが分かりません（{shown} など）。コードの列と、資料の年度が合っているかを確かめてください。"


def known_areas(tables: Mapping[str, pd.DataFrame], areas: set[str], titles: Mapping[str, str]
                ) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """(tables without rows of 構想区域 that are none today, those left out as import_reject).

    titles: source_id → title. Raises BadFile when over 1 % of the rows of an edition have such a code.
    """
    kept, rejects = dict(tables), []
    for name, columns in AREA_COLUMNS.items():
        for column in columns:
            frame = kept[name]
            known = frame[column].isin(areas)
            rejects += _left_out(frame, column, known, titles, _AREA)
            kept[name] = frame[known].reset_index(drop=True)
    return kept, _rejects(rejects)


def known_units(table: pd.DataFrame, column: str, known: Iterable[str], titles: Mapping[str, str],
                edition: tuple[str, ...] = ("source_id",)) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows whose code is known or empty, the others as import_reject).

    known: codes of today and former codes that lead to one. edition: columns that tell the files apart. Raises
    BadFile when over 1 % of the rows of an edition are others.
    """
    good = table[column].isna() | table[column].isin(set(known))
    return table[good].reset_index(drop=True), _rejects(_left_out(table, column, good, titles, _UNIT, edition))


def units_of_points(code: pd.Series, lat: pd.Series, lon: pd.Series, unit_change: pd.DataFrame, units: set[str],
                    locate: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> pd.Series:
    """Today's unit of points with a code of any year (NaN: none), None where it is not known.

    A point of a unit that was split, or without a code, goes to the unit in whose outline `locate(lat, lon)` → codes
    (None: nowhere) finds it; of a split unit and found elsewhere, to the unit that took the greatest share.
    """
    heirs = unit_change.sort_values("share").groupby("old_code")["unit_code"].agg(list)
    unit = code.where(code.isin(units), code.map(heirs.map(lambda h: h[-1]))).astype(object)
    split = code.map(heirs.map(len)).fillna(0) > 1
    asked = code.index[(code.isna() | split) & ~code.isin(units) & lat.notna() & lon.notna()]
    found = pd.Series(locate(lat[asked].to_numpy(), lon[asked].to_numpy()), asked, dtype=object)
    for index, place in found.items():
        if pd.notna(place) and (pd.isna(code[index]) or place in heirs[code[index]]):
            unit[index] = place
    return unit


def mapped_message(before: pd.Series, after: pd.Series) -> list[str]:
    """A message (Japanese) naming the former codes that were read as today's, with their number of rows."""
    changed = before.notna() & (before != after)
    pairs = (before[changed] + "→" + after[changed]).value_counts().sort_index()
    return [f"以前のコードを今の単位に読み替えました: {'、'.join(f'{pair}（{n}件）' for pair, n in pairs.items())}"] if len(pairs) else []


def _left_out(table: pd.DataFrame, column: str, known: pd.Series, titles: Mapping[str, str], reason: str,
              edition: tuple[str, ...] = ("source_id",)) -> list[tuple]:
    """A reject for each unknown code of each edition."""
    rejects = []
    size = table[column].isna().groupby([table[c] for c in edition]).transform("size")
    for _, rows in table[~known].groupby(list(edition)):
        source_id = rows["source_id"].iloc[0]
        codes = rows[column].value_counts().sort_index()
        title = titles.get(source_id, source_id)
        if len(rows) > UNKNOWN_SHARE * size[rows.index[0]]:
            raise BadFile(_TOO_MANY.format(rows=len(rows), shown="、".join(codes.index[:5])), title, column=column)
        rejects += [(title, None, None, column, code, reason.format(rows=count)) for code, count in codes.items()]
    return rejects


def _rejects(rejects: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rejects, columns=REJECT)
