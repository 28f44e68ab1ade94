"""Which functions a facility has by what it has notified (届出ベース): the definitions on the 名簿."""

import pandas as pd

from ..notified_functions import BASIS, Definitions

COLUMNS = ["facility_id", "basis", "fiscal_year", "function", "item", "strength"]  # of facility_function
DENTAL = ("dental", "pharmacy")  # kinds of facility that have none of these functions


def facility_functions(standards: pd.DataFrame, facility: pd.DataFrame, found: Definitions) -> pd.DataFrame:
    """Table facility_function: a row a facility and item it has, however many standards say so.

    standards: notified_standard. facility: facility_id, facility_code.
    """
    facility_id = facility.dropna(subset="facility_code").set_index("facility_code")["facility_id"]
    made = [pd.DataFrame(columns=["facility_code", "published_fy", "function", "item", "strength"])]
    for item in found.items.itertuples():
        conditions = found.conditions[item.function, item.item]
        if conditions and len(standards):
            held = pd.concat([condition.holds(standards) for condition in conditions], axis=1).any(axis=1)
            rows = standards.loc[held, ["facility_code", "published_fy"]].drop_duplicates()
            made.append(rows.assign(function=item.function, item=item.item, strength=item.strength))
    rows = pd.concat(made, ignore_index=True).rename(columns={"published_fy": "fiscal_year"})
    rows = rows.assign(facility_id=rows["facility_code"].map(facility_id), basis=BASIS)
    return rows.loc[rows["facility_id"].notna(), COLUMNS]
