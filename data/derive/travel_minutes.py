"""Table travel_minutes: loaded 所要時間表 on today's units and facilities."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from .codes import REJECT, units_of_points

NAME = "travel_minutes"
COLUMNS = ["from_unit", "from_lat", "from_lon", "to_unit", "to_facility", "minutes", "source_id"]
_NO_ORIGIN = "今の市区町村に結び付かない出発です。単位コードか、緯度・経度を確かめてください。"
_NO_DESTINATION = "今の市区町村にも医療機関にも結び付かない到着です。単位コード（5桁）か、医療機関コードを確かめてください。"


def travel_minutes(rows: pd.DataFrame, unit_change: pd.DataFrame, units: set[str], facilities: Iterable[str],
                   alias: Mapping[str, str], locate: Callable[[np.ndarray, np.ndarray], np.ndarray],
                   titles: Mapping[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(table, rows left out as import_reject).

    rows: from_code, from_lat, from_lon, destination, minutes, source_id, later files last. Codes of any year become
    today's; alias: former id of a facility → its id. A pair that several files give is that of the last.
    """
    nothing = pd.Series(np.nan, rows.index)
    made = rows.assign(
        from_unit=units_of_points(rows["from_code"], rows["from_lat"], rows["from_lon"], unit_change, units, locate),
        to_facility=rows["destination"].replace(dict(alias)))
    made["to_facility"] = made["to_facility"].where(made["to_facility"].isin(set(facilities)), None)
    made["to_unit"] = units_of_points(rows["destination"], nothing, nothing, unit_change, units, locate)
    no_origin = made["from_unit"].isna()
    no_destination = made["to_unit"].isna() & made["to_facility"].isna()
    rejects = [*_left_out(made[no_origin], "出発", ["from_code", "from_lat", "from_lon"], _NO_ORIGIN, titles),
               *_left_out(made[no_destination], "到着", ["destination"], _NO_DESTINATION, titles)]
    kept = made[~no_origin & ~no_destination].drop_duplicates(
        ["from_unit", "from_lat", "from_lon", "to_unit", "to_facility"], keep="last")
    return kept[COLUMNS].reset_index(drop=True), pd.DataFrame(rejects, columns=REJECT)


def _left_out(rows: pd.DataFrame, column: str, parts: list[str], reason: str, titles: Mapping[str, str]) -> list[tuple]:
    """A reject for each value that leads nowhere."""
    found = rows[["source_id", *parts]].drop_duplicates()
    return [(titles.get(source_id, source_id), None, None, column, "、".join(str(v) for v in value if pd.notna(v)), reason)
            for source_id, *value in found.itertuples(index=False)]
