"""What 医療情報ネット says of facilities of ours, as reports (医療情報ネット): departments, closing days, hours, 在宅 of pharmacies."""

import pandas as pd

from ..importers import navii_clinics, navii_hours, navii_pharmacies
from ..importers.navii import ITEM
from .notified import ITEM as REPORT_ITEM
from .notified import REPORT, VALUE

KIND = "医療情報ネット"
EMPTY = pd.DataFrame(columns=ITEM)
LABELS = {navii_hours.DEPARTMENT: "診療科目", navii_hours.HOURS: "診療時間（いずれかの診療科、救急科を除く）",
          navii_clinics.CLOSED_DAYS: "休診日", navii_pharmacies.CLOSED_DAYS: "閉店日", navii_pharmacies.HOURS: "開店時間"}
_KINDS = {"hospital": "病院", "clinic": "診療所", "pharmacy": "薬局"}


def reports(items: pd.DataFrame, linked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """(report, report_value, report_item, messages).

    items: checked table navii_item. linked: kind, navii_id, facility_id. An item of one value each, 診療科目 a row a department. What
    is no facility of ours is left out and counted.
    """
    ours = linked.dropna(subset="navii_id")[["kind", "navii_id", "facility_id"]].drop_duplicates(["kind", "navii_id"])
    held = items.merge(ours, on=["kind", "navii_id"]).assign(report_kind=KIND, item_code=lambda f: f["item"])
    report = held.drop_duplicates(["facility_id", "fiscal_year"]).assign(
        status="published", received_at=None, confirmed_at=None,
        published_at=lambda f: pd.to_datetime(f["as_of"]).dt.date.astype(object).where(f["as_of"].notna(), None))
    value = held[VALUE].drop_duplicates(ignore_index=True)
    item = held.drop_duplicates("item_code").assign(
        label=lambda f: f["item_code"].map(LABELS).fillna(f["item_code"]), function=None, type="text", codes=None, since=None, until=None,
        checked=None)
    said = [f"{_KINDS.get(kind, kind)}: {rows['navii_id'].nunique():,} 件のうち "
            f"{held.loc[held['kind'] == kind, 'navii_id'].nunique():,} 件が登録の医療機関と結び付きました。"
            for kind, rows in items.groupby("kind", sort=False)]
    return report[REPORT], value, item[REPORT_ITEM], said
