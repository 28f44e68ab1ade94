"""地域シェア: what part of an area's operations and ambulances each of its hospitals takes.

Of the facilities of the newest 病床機能報告 in the area; patients who go elsewhere are not in it. '*' is 1–9, so a share is an
interval; a facility that has not reported is in no sum.
"""

import numpy as np
import pandas as pd

from data.store import Store

from .quantities import newest_report
from .report_checks import MASKED_MOST

ITEMS = {"ambulances": "救急車の受入", "general_anaesthesia": "全身麻酔手術", "operations": "手術総数"}
MASKED_LEAST = 1


def shares(store: Store, units: tuple[str, ...]) -> pd.DataFrame:
    """A row a facility of `units` and item of ITEMS with any activity: facility_id, name, item, value (NaN: '*'), low, high (share
    of the area, 0–1), of the most first within an item."""
    rows = store.frame("""
        SELECT facility_id, name, item, value, flag IS NOT DISTINCT FROM '*' AS masked FROM facility_activity JOIN facility USING (facility_id)
        WHERE published_fy = ? AND item IN (SELECT unnest(?::VARCHAR[])) AND unit_code IN (SELECT unnest(?::VARCHAR[]))
            AND (value > 0 OR flag = '*') ORDER BY item, value DESC NULLS LAST, facility_id""",
                       [newest_report(store), list(ITEMS), list(units)])
    least = np.where(rows["masked"], MASKED_LEAST, rows["value"])
    most = np.where(rows["masked"], MASKED_MOST, rows["value"])
    total = pd.DataFrame({"least": least, "most": most}).groupby(rows["item"]).transform("sum")
    # A facility's share is least when it has its least and all others their most.
    low = least / (total["most"] - most + least)
    high = most / (total["least"] - least + most)
    return rows.drop(columns="masked").assign(low=low.to_numpy(float), high=high.to_numpy(float))
