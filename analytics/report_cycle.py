"""報告の状況: who is to report in a year, how far each report is, report rate by area, who has not reported.

States after 医療法30条の18の4 and 30条の13: 未報告, 受付, 確認済, 公表, 訂正, 報告命令. What people entered on screen stands over the files, at
once; the public view (提供体制の空白, 医療機関機能) counts confirmed reports only, and goes by the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.derive.bed_report import KIND as BEDS
from data.derive.entered_states import COUNTED, DAYS
from data.derive.entered_states import SOURCE as ENTERED
from data.report_definitions import report_kinds
from data.store import Store

from .cache import cached
from .facility_card import KINDS as FACILITY_KINDS
from .facility_card import SILENT, STATUS_WORDS
from .facility_decisions import REPORT_STATE, in_force
from .grouping import Grouping
from .quantities import unit_index
from .report_register import REPORTERS
from .unit_links import counted, labels

KINDS = ("かかりつけ医機能報告", "医療機関機能報告", BEDS)
WAITS = "waits"  # nothing of the report is loaded for the prefecture: nobody knows
STATES = (*STATUS_WORDS, WAITS)
WORDS = STATUS_WORDS | {WAITS: "データ待ち"}
REPORTED = tuple(state for state in STATUS_WORDS if state not in SILENT)
DATES = ("received_at", "confirmed_at", "published_at")
COLUMNS = ["name", "kind", "unit_code", "municipality", "address", "phone", "code", "status", *DATES, "ordered_at", "has_content", "entered"]


@dataclass(frozen=True)
class Summary:
    """Facilities of a register: obliged, of them reported, counted (confirmed, in the public view), silent, ordered (of the silent ones),
    and waiting (nothing is loaded)."""

    obliged: int
    reported: int
    counted: int
    silent: int
    ordered: int
    waiting: int

    @property
    def rate(self) -> float | None:
        """Share that reported (0–1); None where nothing is known or nobody is obliged."""
        known = self.obliged - self.waiting
        return self.reported / known if known else None


def years(store: Store, kind: str, today: date) -> list[str]:
    """Fiscal years ('R8') of a report, the newest first: since it exists until today's, or those that are loaded (病床機能報告)."""
    if kind == BEDS:
        found = {year for (year,) in store.rows("""
            SELECT DISTINCT published_fy FROM facility_activity UNION SELECT fiscal_year FROM report WHERE report_kind = ?""", [BEDS])}
        return sorted(found, key=_number, reverse=True)
    definition = report_kinds()[kind]
    now = today.year - (today.month < 4) - 2018
    loaded = {_number(year) for (year,) in store.rows("SELECT DISTINCT fiscal_year FROM report WHERE report_kind = ?", [kind])}
    return [f"R{year}" for year in range(max({now, *loaded}), 0, -1) if definition.exists_in(f"R{year}")]


def register(store: Store, kind: str, year: str, pref: str, with_entered: bool = True) -> pd.DataFrame:
    """A row a facility of a prefecture that is to report: index facility_id, COLUMNS, by municipality and name.

    status: STATES; without a report 未報告 where the prefecture's reports are loaded, else データ待ち. ordered_at: day of the 報告命令.
    entered: the state was entered on screen. with_entered: with what people entered since the store was built.
    Raises facility_decisions.DecisionError.
    """
    frame = cached(store, ("report register", kind, year, pref), lambda: _register(store, kind, year, pref)).copy()
    return _with_entered(frame, kind, year, pref) if with_entered else frame


def summary(frame: pd.DataFrame) -> Summary:
    """Counts of a register."""
    status = frame["status"]
    return Summary(len(frame), int(status.isin(REPORTED).sum()), int(status.isin(COUNTED).sum()), int(status.isin(SILENT).sum()),
                   int((status == "ordered").sum()), int((status == WAITS).sum()))


def states(frame: pd.DataFrame) -> dict[str, int]:
    """State → how many, in the order of STATES; データ待ち only where there is any, and alone where there is nothing else."""
    found = frame["status"].value_counts()
    if set(found.index) == {WAITS}:
        return {WAITS: int(found[WAITS])}
    return {state: int(found.get(state, 0)) for state in STATES if state != WAITS or found.get(WAITS, 0)}


def rates(store: Store, frame: pd.DataFrame, grouping: Grouping) -> pd.DataFrame:
    """A row a group, in id order: group_id, name, obliged, reported, counted, silent, ordered (facilities), rate (0–1; NaN: nobody is
    obliged, or nothing is loaded)."""
    label, size = labels(store, grouping), len(grouping.groups)
    position = unit_index(store).position

    def count(rows: pd.DataFrame) -> np.ndarray:
        return counted(label, rows["unit_code"].map(position).to_numpy(dtype=np.int64), size)
    here = frame[frame["unit_code"].isin(position)]
    status = here["status"]
    made = pd.DataFrame({"group_id": grouping.groups, "name": list(grouping.names.values()), "obliged": count(here)})
    for name, wanted in (("reported", REPORTED), ("counted", COUNTED), ("silent", SILENT), ("ordered", ("ordered",))):
        made[name] = count(here[status.isin(wanted)])
    known = made["obliged"] - count(here[status == WAITS])
    return made.assign(rate=made["reported"] / known.where(known > 0))


def uncounted(store: Store, kind: str, year_of: Mapping[str, str]) -> dict[str, int]:
    """State → reports that the public view leaves out (受付, 報告命令). year_of: prefecture → the fiscal year that is shown."""
    def read() -> list[tuple[str, str, str, int]]:
        return store.rows("""SELECT left(unit_code, 2), fiscal_year, status, count(*) FROM report JOIN facility USING (facility_id)
            WHERE report_kind = ? AND unit_code IS NOT NULL GROUP BY ALL""", [kind])
    found = {"received": 0, "ordered": 0}
    for pref, year, status, count in cached(store, ("reports by state", kind), read):
        if status in found and year_of.get(pref) == year:
            found[status] += count
    return found


def silent(frame: pd.DataFrame) -> pd.DataFrame:
    """Those who have not reported (未報告, 報告命令); where nothing is loaded, all who are to report."""
    return frame[frame["status"].isin((*SILENT, WAITS))]


def state_decision(name: str, kind: str, year: str, status: str, day: date) -> tuple[str, dict]:
    """(subject, body) of a state that a person enters, as facility_decisions.decide keeps it."""
    return f"{kind} {year}", {"name": name, "status": status, "day": day.isoformat(), "words": f"{WORDS[status]}（{kind} {year}、{day.isoformat()}）"}


def enterable(has_content: bool) -> list[str]:
    """States a person may enter: what counts in the public view only where the report's content is loaded."""
    return [state for state in STATUS_WORDS if has_content or state not in COUNTED]


def _register(store: Store, kind: str, year: str, pref: str) -> pd.DataFrame:
    is_beds = kind == BEDS
    obliged = "facility_id IN (SELECT facility_id FROM facility_activity WHERE published_fy = $year)" if is_beds else REPORTERS[kind]
    frame = store.frame(f"""
        SELECT f.facility_id, f.name, kind, unit_code, coalesce(full_name, municipality, '不明') AS municipality, address, phone,
            facility_code AS code, r.status, r.received_at, r.confirmed_at, r.published_at, r.source_id IS NOT DISTINCT FROM $entered AS entered,
            f.facility_id IN (SELECT facility_id FROM report_value WHERE report_kind = $kind AND fiscal_year = $year) AS has_content,
            f.facility_id IN (SELECT facility_id FROM facility_activity WHERE published_fy = $year AND flag IS DISTINCT FROM '未報告') AS has_figures
        FROM (SELECT * FROM facility WHERE closed_on IS NULL AND ({obliged})) f LEFT JOIN unit USING (unit_code)
        LEFT JOIN report r ON r.facility_id = f.facility_id AND r.report_kind = $kind AND r.fiscal_year = $year
        WHERE $pref IN ('all', left(coalesce(unit_code, area_code), 2)) ORDER BY unit_code, f.name, f.facility_id""",
                        {"year": year, "kind": kind, "pref": pref, "entered": ENTERED.source_id})
    loaded = set(frame.loc[frame["status"].notna() & ~frame["entered"], "unit_code"].dropna().str[:2])
    is_loaded = frame["unit_code"].str[:2].isin(loaded)
    told = frame["has_figures"].map({True: "published", False: "not_yet"}) if is_beds else is_loaded.map({True: "not_yet", False: WAITS})
    return frame.assign(status=frame["status"].fillna(told), kind=frame["kind"].map(FACILITY_KINDS), ordered_at=None,
                        phone=frame["phone"].fillna(""), address=frame["address"].fillna(""),
                        code=frame["code"].fillna("")).set_index("facility_id")[COLUMNS]


def _with_entered(frame: pd.DataFrame, kind: str, year: str, pref: str) -> pd.DataFrame:
    """The states entered for this report, where a report with content or none is needed as the builder has it (derive.entered_states)."""
    for made in in_force(None if pref == "all" else pref, REPORT_STATE).values():
        if made.subject != f"{kind} {year}" or made.facility_id not in frame.index:
            continue
        status, day = made.body["status"], pd.Timestamp(made.body["day"])
        if status in COUNTED and not frame.at[made.facility_id, "has_content"]:
            continue
        frame.at[made.facility_id, "status"] = status
        frame.at[made.facility_id, "entered"] = True
        if column := DAYS.get(status, "ordered_at" if status == "ordered" else None):
            frame.at[made.facility_id, column] = day
    return frame


def _number(year: str) -> int:
    return int(year[1:])
