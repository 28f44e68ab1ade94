"""Table unit_activity: what the facilities of each unit reported, summed once, so that any grouping adds up quickly."""

import pandas as pd

from ..importers.area_detail import UNREADABLE

FUNCTIONS = ("acute_intensive", "acute", "comprehensive", "chronic")
KEYS = ["unit_code", "published_fy", "item"]
COUNTS = ["masked", "unreported", "unknown"]
_MASKED, _UNREPORTED = "*", "未報告"


def unit_activity(facility: pd.DataFrame, facility_activity: pd.DataFrame, member: pd.DataFrame) -> pd.DataFrame:
    """Columns unit_code, published_fy, item, value (sum of what is known), masked, unreported, unknown (numbers of facilities).

    member: area_code, unit_code of the 構想区域. Beside the reported items: `hospital` and `clinic_with_beds` (number
    of facilities of the kind), and for the 推計病床利用率 of each function `patient_days_<function>` (new patients × mean
    stay) and `beds_with_days_<function>` (beds of the facilities that report both).

    A facility with 未報告 has reported nothing, so it counts in `unreported` of every item of its edition: in its unit, and where
    that is not known in each unit of its 構想区域, any of which may be its place. So `unreported` > 0 marks a
    figure that may lack facilities; added over units it is no number of facilities.
    """
    rows = facility_activity[["facility_id", "published_fy", "item", "value", "flag"]].merge(
        facility[["facility_id", "unit_code", "kind", "area_code"]], on="facility_id")
    placed = rows[rows["unit_code"].notna()]
    items = _plain(placed).assign(masked=placed["flag"] == _MASKED, unknown=placed["flag"] == UNREADABLE)
    made = pd.concat([items, _kinds(placed), _days(placed)], ignore_index=True)
    silent = _silent(rows[rows["flag"] == _UNREPORTED], member, made[["published_fy", "item"]].drop_duplicates())
    made = pd.concat([made, silent], ignore_index=True)
    return made.groupby(KEYS, as_index=False).agg({"value": "sum", **dict.fromkeys(COUNTS, "sum")})


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(masked=False, unreported=0, unknown=False)[[*KEYS, "value", *COUNTS]]


def _kinds(rows: pd.DataFrame) -> pd.DataFrame:
    once = rows.drop_duplicates(["facility_id", "published_fy"])
    return _plain(once[once["kind"] != "unknown"].assign(item=lambda f: f["kind"], value=1.0))


def _days(rows: pd.DataFrame) -> pd.DataFrame:
    wanted = [f"{part}_{f}" for f in FUNCTIONS for part in ("new_patients", "stay", "beds")]
    rows = rows[rows["item"].isin(wanted)]
    wide = rows.pivot(index=["facility_id", "published_fy", "unit_code"], columns="item",
                      values="value").reindex(columns=wanted).reset_index()
    unread = rows[rows["flag"] == UNREADABLE]
    made = []
    for function in FUNCTIONS:
        known = wide[wide[f"new_patients_{function}"].notna() & wide[f"stay_{function}"].notna()]
        days = known[f"new_patients_{function}"] * known[f"stay_{function}"]
        lost = unread[unread["item"].isin([f"{part}_{function}" for part in ("new_patients", "stay", "beds")])]
        lost = lost.drop_duplicates(["facility_id", "published_fy"])
        for item, value in ((f"patient_days_{function}", days), (f"beds_with_days_{function}", known[f"beds_{function}"])):
            made += [_plain(known.assign(item=item, value=value)), _plain(lost.assign(item=item)).assign(unknown=True)]
    return pd.concat(made)


def _silent(unreported: pd.DataFrame, member: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """A row of `unreported` for each item of the edition and each unit that a facility without a report is or may be in."""
    facilities = unreported[["facility_id", "published_fy", "area_code", "unit_code"]].drop_duplicates()
    somewhere = facilities[facilities["unit_code"].isna()].drop(columns="unit_code").merge(member, on="area_code")
    where = pd.concat([facilities[facilities["unit_code"].notna()], somewhere])
    counted = where.groupby(["unit_code", "published_fy"]).size().rename("facilities").reset_index().merge(items, on="published_fy")
    return _plain(counted.assign(value=0.0)).assign(unreported=counted["facilities"])
