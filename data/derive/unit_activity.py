"""Table unit_activity: what the facilities of each unit reported, summed once, so that any grouping adds up quickly."""

import pandas as pd

FUNCTIONS = ("acute_intensive", "acute", "comprehensive", "chronic")
KEYS = ["unit_code", "published_fy", "item"]


def unit_activity(facility: pd.DataFrame, facility_activity: pd.DataFrame) -> pd.DataFrame:
    """Columns unit_code, published_fy, item, value (sum of what is known), masked, unreported (numbers of facilities).

    Beside the reported items: `hospital` and `clinic_with_beds` (number of facilities of the kind), and for the
    推計病床利用率 of each function `patient_days_<function>` (new patients × mean stay) and
    `beds_with_days_<function>` (beds of the facilities that report both).
    """
    places = facility.loc[facility["unit_code"].notna(), ["facility_id", "unit_code", "kind"]]
    rows = facility_activity[["facility_id", "published_fy", "item", "value", "flag"]].merge(places, on="facility_id")
    rows["masked"], rows["unreported"] = rows["flag"] == "*", rows["flag"] == "未報告"
    items = rows[[*KEYS, "value", "masked", "unreported"]]
    made = pd.concat([items, _kinds(rows), _days(rows)], ignore_index=True)
    return made.groupby(KEYS, as_index=False).agg({"value": "sum", "masked": "sum", "unreported": "sum"})


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(masked=False, unreported=False)[[*KEYS, "value", "masked", "unreported"]]


def _kinds(rows: pd.DataFrame) -> pd.DataFrame:
    once = rows.drop_duplicates(["facility_id", "published_fy"])
    return _plain(once[once["kind"] != "unknown"].assign(item=lambda f: f["kind"], value=1.0))


def _days(rows: pd.DataFrame) -> pd.DataFrame:
    wanted = [f"{part}_{f}" for f in FUNCTIONS for part in ("new_patients", "stay", "beds")]
    wide = rows[rows["item"].isin(wanted)].pivot(index=["facility_id", "published_fy", "unit_code"], columns="item",
                                                  values="value").reindex(columns=wanted).reset_index()
    made = []
    for function in FUNCTIONS:
        known = wide[wide[f"new_patients_{function}"].notna() & wide[f"stay_{function}"].notna()]
        days = known[f"new_patients_{function}"] * known[f"stay_{function}"]
        made.append(known.assign(item=f"patient_days_{function}", value=days))
        made.append(known.assign(item=f"beds_with_days_{function}", value=known[f"beds_{function}"]))
    return _plain(pd.concat(made))
