"""What speaks for 急性期拠点: the hospitals of an area side by side, by what the 検討会 looks at (2025-08-08, 2025-10-31).

Emergency operations and the age of the building are in no open file: they stay データ待ち.
"""

import pandas as pd

from data.store import Store

from .local_share import shares
from .medical_functions import MedicalFunction, criteria_met
from .profile import facilities
from .quantities import newest_report

_ACUTE = ("acute_intensive", "acute")
MARKS = ("特定", "三次", "二次", "地域支援")
COLUMNS = ["facility_id", "name", "municipality", "met", "candidate", "ambulances", "ambulances_share", "general_anaesthesia",
           "general_anaesthesia_share", "operations", "operations_share", "acute_beds", "use_rate", "doctors", "marks"]


def evidence(store: Store, units: tuple[str, ...], function: MedicalFunction) -> pd.DataFrame:
    """Facilities of the newest 病床機能報告 in `units` that meet any criterion of `function` (acute_hub), COLUMNS.

    met: how many criteria; candidate: enough of them. ambulances, general_anaesthesia, operations: a year (NaN: '*' or none
    told); …_share: (low, high) of the area. acute_beds: 高度急性期＋急性期. use_rate: of these beds, ％ (new patients × mean stay ÷ 365
    ÷ beds, of the bed functions whose patients and stay are told; NaN: of none). doctors: full-time and part-time in full-time
    equivalents. Most criteria first, then ambulances.
    """
    told = criteria_met(store, function)
    frame = facilities(store, units, newest_report(store)).set_index("facility_id")
    frame = frame.join(told["met"], how="inner")
    frame = frame[frame["met"] > 0]
    share = shares(store, units).set_index(["item", "facility_id"])
    items = ("ambulances", "general_anaesthesia", "operations")
    for item in items:
        of_item = share.loc[item] if item in share.index.get_level_values(0) else share.iloc[:0].droplevel(0)
        frame[f"{item}_share"] = [(of_item.at[i, "low"], of_item.at[i, "high"]) if i in of_item.index else None for i in frame.index]
    frame["acute_beds"] = frame.reindex(columns=[f"beds_{f}" for f in _ACUTE]).sum(axis=1, min_count=1)
    frame["use_rate"] = _use_rate(frame)
    frame["doctors"] = frame.reindex(columns=["doctors_full_time", "doctors_part_time"]).sum(axis=1, min_count=1)
    frame["marks"] = frame.reindex(columns=list(MARKS)).apply(lambda row: "・".join(m for m in MARKS if row[m] == 1), axis=1)
    frame["candidate"] = frame["met"] >= function.needed
    for item in items:
        frame[item] = frame.get(item, pd.Series(float("nan"), frame.index))
    return frame.reset_index().sort_values(["met", "ambulances", "facility_id"], ascending=[False, False, True], ignore_index=True)[COLUMNS]


def _use_rate(frame: pd.DataFrame) -> pd.Series:
    """推計病床利用率 (％) of 高度急性期＋急性期; beds of a function without patients or stay are left out, as in the measures."""
    days = beds = pd.Series(0.0, frame.index)
    for function in _ACUTE:
        empty = pd.Series(float("nan"), frame.index)
        there = frame.get(f"beds_{function}", empty)
        of_function = frame.get(f"new_patients_{function}", empty) * frame.get(f"stay_{function}", empty)
        known = of_function.notna() & (there > 0)
        days, beds = days + of_function.where(known, 0), beds + there.where(known, 0)
    return days / 365 / beds.where(beds > 0) * 100
