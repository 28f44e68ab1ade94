"""1号: who can give first care in which of the 17 診療領域, and where a doctor is trained for it, in any grouping.

報告ベース: confirmed かかりつけ医機能報告. A prefecture without them is told by the departments of 医療情報ネット, a stand-in that is
marked as such (definitions/department_fields.toml), else データ待ち: 届出 do not say it. Facilities are counted, never rows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.definition_files import read_definition
from data.report_definitions import report_kinds
from data.store import Store

from .cache import cached
from .care_functions import COUNTED, KINDS, REPORTED, bases, having
from .gaps import MIXED, WAITS, YEAR
from .grouping import Grouping
from .quantities import unit_index, vector
from .unit_links import counted, labels

FIELDS, DOCTORS = "1-5", {"1-2": "研修修了者", "1-3": "総合診療専門医"}
WHOLE = "general"  # 1号機能: all ★ items
DEPARTMENTS = "診療科目"  # item of 医療情報ネット
STAND_IN = "departments"
PEOPLE = {"17": "pop_0_14"}  # of whom a rate is taken, where not of all residents: 小児領域


@dataclass(frozen=True)
class Told:
    """What a prefecture's fields are told by. words: 報告ベース（R8）; 診療科による目安（医療情報ネット R7、病院のみ）."""

    code: str
    words: str


_NOBODY = Told("", "")


def columns(store: Store) -> dict[str, str]:
    """Code → words of what is counted: 1号機能 as a whole, the fields (their codes in the report), the doctors."""
    return {WHOLE: "1号機能 有り"} | fields(store) | DOCTORS


def fields(store: Store) -> dict[str, str]:
    """Code → words of the 診療領域: those that the report's definition asks for."""
    item = cached(store, ("report kinds",), report_kinds)[KINDS[REPORTED]].by_code[FIELDS]
    return {code: words for code, words in item.codes.items() if item.holds(code)}


def told_by(store: Store) -> dict[str, Told]:
    """Prefecture → what its fields are told by; those that wait for data are missing."""
    def read() -> dict[str, Told]:
        reported = {pref: Told(REPORTED, basis.words) for pref, basis in bases(store).items() if basis.code == REPORTED}
        rows = store.rows("""SELECT left(unit_code, 2), max_by(fiscal_year, CAST(fiscal_year[2:] AS INTEGER)),
                bool_or(kind = 'hospital'), bool_or(kind <> 'hospital')
            FROM report_value JOIN facility USING (facility_id) WHERE report_kind = '医療情報ネット' AND item_code = ? AND unit_code IS NOT NULL
            GROUP BY 1""", [DEPARTMENTS])
        only = {(True, False): "、病院のみ", (False, True): "、診療所のみ"}
        return {pref: Told(STAND_IN, f"診療科による目安（医療情報ネット {year}{only.get((hospital, clinic), '')}）")
                for pref, year, hospital, clinic in rows} | reported
    return cached(store, ("told by",), read)


def holders(store: Store) -> pd.DataFrame:
    """Who has what: facility_id, unit (position in unit_index), code (of `columns`); a row a facility and code."""
    return cached(store, ("first report",), lambda: _holders(store))


def counts(store: Store, grouping: Grouping) -> pd.DataFrame:
    """A row a group, in id order: group_id, name, told (words), state (None, or WAITS, MIXED), then a column a code of `columns`:
    facilities; NaN where it is not known."""
    def compute() -> pd.DataFrame:
        label, groups, held = labels(store, grouping), grouping.groups, holders(store)
        frame = pd.DataFrame({"group_id": groups, "name": list(grouping.names.values())})
        found = [_told(store, grouping.members[group]) for group in groups]
        frame["told"], frame["state"] = ([told.words if told else "" for told, _ in found], [state for _, state in found])
        unknown = np.array([state is not None for _, state in found])
        departments = np.array([told is not None and told.code == STAND_IN for told, _ in found])
        for code in columns(store):
            number = counted(label, held.loc[held["code"] == code, "unit"].to_numpy(), len(groups)).astype(float)
            frame[code] = np.where(unknown | (departments & (code not in fields(store))), np.nan, number)
        return frame
    return cached(store, ("first report counts", grouping.key, tuple(grouping.names.values())), compute)


def rates(store: Store, grouping: Grouping) -> pd.DataFrame:
    """`counts` for 10,000 residents (住基 2025; 小児領域: aged 0–14); NaN where there are none of them."""
    frame, label = counts(store, grouping), labels(store, grouping)
    for code in columns(store):
        values = vector(store, PEOPLE.get(code, "pop_total"), YEAR).low
        people = np.bincount(label[label >= 0], values[label >= 0], len(grouping))
        frame[code] = frame[code] / np.where(people > 0, people, np.nan) * 10_000
    return frame


def facilities(store: Store, grouping: Grouping, group: str, code: str) -> pd.DataFrame:
    """Who has it in a group: facility_id, name, municipality, phone, kind; by municipality and name."""
    held = holders(store)
    here = np.flatnonzero(labels(store, grouping) == grouping.groups.index(group))
    wanted = held.loc[(held["code"] == code) & held["unit"].isin(here), "facility_id"].tolist()
    return store.frame("""SELECT facility_id, facility.name, coalesce(full_name, municipality) AS municipality, phone, kind FROM facility
        LEFT JOIN unit USING (unit_code) WHERE facility_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY unit_code, facility.name""", [wanted])


def _told(store: Store, units: tuple[str, ...]) -> tuple[Told | None, str | None]:
    known = told_by(store)
    found = {known.get(pref) for pref in {unit[:2] for unit in units}}
    if None in found:
        return None, WAITS
    return (next(iter(found)), None) if len({told.code for told in found}) == 1 else (None, MIXED)


def _holders(store: Store) -> pd.DataFrame:
    frame = pd.concat([_reported(store), _whole(store), _departments(store)], ignore_index=True).drop_duplicates(["facility_id", "code"])
    return frame.assign(unit=frame.pop("unit_code").map(unit_index(store).position).astype(np.int64))


def _reported(store: Store) -> pd.DataFrame:
    kind = cached(store, ("report kinds",), report_kinds)[KINDS[REPORTED]]
    rows = store.frame("""
        SELECT facility_id, unit_code, item_code, value, fiscal_year FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
        JOIN facility USING (facility_id) WHERE report_kind = ? AND item_code IN (SELECT unnest(?::VARCHAR[])) AND unit_code IS NOT NULL
            AND status IN (SELECT unnest(?::VARCHAR[])) AND value IS NOT NULL""", [KINDS[REPORTED], [FIELDS, *DOCTORS], list(COUNTED)])
    year = {pref: basis.fiscal_year for pref, basis in bases(store).items() if basis.code == REPORTED}
    rows = rows[rows["unit_code"].str[:2].map(year) == rows["fiscal_year"]]
    holds = [kind.by_code[item].holds(value) for item, value in zip(rows["item_code"], rows["value"], strict=True)]
    rows = rows[np.array(holds, bool)]
    return rows.assign(code=rows["value"].where(rows["item_code"] == FIELDS, rows["item_code"]))[["facility_id", "unit_code", "code"]]


def _whole(store: Store) -> pd.DataFrame:
    """Facilities whose confirmed report says all of 1号機能."""
    rows, codes = having(store, WHOLE), unit_index(store).codes
    rows = rows.assign(unit_code=codes[rows["unit"]], code=WHOLE)
    told = told_by(store)
    return rows.loc[[told.get(unit[:2], _NOBODY).code == REPORTED for unit in rows["unit_code"]], ["facility_id", "unit_code", "code"]]


def _departments(store: Store) -> pd.DataFrame:
    """Fields as departments suggest them, in prefectures without reports."""
    told = [pref for pref, told in told_by(store).items() if told.code == STAND_IN]
    rows = store.frame("""SELECT DISTINCT facility_id, unit_code, value FROM report_value JOIN facility USING (facility_id)
        WHERE report_kind = '医療情報ネット' AND item_code = ? AND left(unit_code, 2) IN (SELECT unnest(?::VARCHAR[]))""", [DEPARTMENTS, told])
    words = {entry["code"]: entry["words"] for entry in read_definition("department_fields.toml", {"field": ("code",)})["field"]}
    found = [rows.loc[rows["value"].map(lambda name, own=own: any(word in name for word in own)), ["facility_id", "unit_code"]].assign(code=code)
             for code, own in words.items()]
    return pd.concat(found, ignore_index=True)
