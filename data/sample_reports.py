"""サンプル: made-up facilities and their made-up reports, always the same, after definitions/sample_reports.toml.

They never enter the store: data.sample_store shows them in the place of the real facilities.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .definition_files import read_definition
from .derive.notified import REPORT, VALUE
from .derive.reported import PRIMARY_CARE, facility_functions, stances
from .importers.checked import Source
from .report_definitions import ReportItem, ReportKind, report_kinds
from .store import Store

FILE = "sample_reports.toml"
SOURCE = Source("sample", "サンプル（架空の医療機関の架空の報告）", "圏域ボード", "", "", "架空", "実在の医療機関・報告・数値ではない。")
SILENT = ("not_yet", "ordered")  # states of a report that says nothing
_USUAL = {"has": .3, "intends": .1}
_GOLDEN = .618034  # spreads any number of places evenly
_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class _Plan:
    """The definition of one prefecture's sample."""

    head: Mapping
    years: list[Mapping]
    shares: Mapping[tuple[str, str], Mapping]


def prefecture() -> str:
    """Code of the prefecture that has a sample."""
    return _plan().head["pref"]


def tables(store: Store) -> dict[str, pd.DataFrame]:
    """Tables of schema.sql that hold facilities, with the rows of the sample, all of source_id `sample`.

    store: the real one, for municipalities, their residents and where these live. Raises BadFile when the definition is no TOML.
    """
    plan, kinds = _plan(), report_kinds()
    facility = _facilities(store, plan.head)
    hospitals = facility[facility["kind"] == "hospital"].groupby("secondary")["name"].agg(list)
    report, value = [], []
    for year in plan.years:
        asked = facility if year["kind"] == PRIMARY_CARE else facility[facility["kind"] != "clinic"]
        for row in asked.itertuples():
            status = _status(row.facility_id, year)
            report.append((row.facility_id, year["kind"], year["fiscal_year"], status, *_days(status, year), SOURCE.source_id))
            if status not in SILENT:
                value += [(row.facility_id, year["kind"], year["fiscal_year"], code, text)
                          for code, text in _answers(row, kinds[year["kind"]], plan, int(year["fiscal_year"][1:]), hospitals)]
    values = pd.DataFrame(value, columns=VALUE)
    role, served = _roles(facility)
    bedded = facility[facility["kind"] != "clinic"]
    beds = pd.DataFrame({"facility_id": bedded["facility_id"], "published_fy": "R7", "item": "beds_total_incl_closed",
                         "value": np.where(bedded["kind"] == "hospital", 120., 19.), "source_id": SOURCE.source_id})
    return {"source": pd.DataFrame([vars(SOURCE)]), "facility": facility.drop(columns=["secondary", "secondary_name"]),
            "facility_activity": beds,
            "report": pd.DataFrame(report, columns=REPORT), "report_value": values, "report_stance": stances(values, kinds),
            "facility_function": facility_functions(values, kinds[PRIMARY_CARE]), "home_care_role": role, "home_care_served": served}


def _plan() -> _Plan:
    read = read_definition(FILE, {"sample": ("pref",), "year": ("kind", "fiscal_year"), "share": ("kind", "item")})
    return _Plan(read["sample"][0], read["year"], {(s["kind"], s["item"]): s for s in read["share"]})


def _chance(*key: str) -> float:
    """A number in [0, 1) that is always the same for a key."""
    return int.from_bytes(hashlib.blake2b("|".join(key).encode(), digest_size=6).digest()) / 2**48


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def _facilities(store: Store, head: Mapping) -> pd.DataFrame:
    """Table facility, with the 二次医療圏: clinics and hospitals by residents, each where residents of its municipality live."""
    units = store.frame("""
        SELECT unit_code, full_name, pref_name, concept.area_code, secondary.area_code AS secondary, area.name AS secondary_name,
            persons FROM unit
        JOIN area_member concept USING (unit_code) JOIN area_member secondary USING (unit_code)
        JOIN area ON area.area_kind = 'secondary' AND area.area_code = secondary.area_code
        JOIN (SELECT unit_code, sum(persons) AS persons FROM mesh GROUP BY 1) USING (unit_code)
        WHERE unit.pref_code = ? AND concept.area_kind = 'concept' AND secondary.area_kind = 'secondary'
            AND concept.valid_to IS NULL AND secondary.valid_to IS NULL ORDER BY unit_code""", [head["pref"]])
    cells = store.frame("SELECT unit_code, lat, lon, land, persons FROM mesh WHERE left(unit_code, 2) = ? AND persons > 0 ORDER BY lat, lon",
                        [head["pref"]])
    made = []
    for unit in units[units["persons"] >= head["fewest_residents"]].itertuples():
        homes = cells[cells["unit_code"] == unit.unit_code]
        reached = homes["persons"].cumsum().to_numpy() / homes["persons"].sum()
        hospitals = round(unit.persons / head["residents_per_hospital"])
        clinics = max(1, round(unit.persons / head["residents_per_clinic"]))
        for number in range(hospitals + clinics):
            home = homes.iloc[np.searchsorted(reached, (number * _GOLDEN + .5) % 1)]
            is_hospital = number < hospitals
            nth = number + 1 if is_hospital else number - hospitals + 1
            kind = "hospital" if is_hospital else "clinic" if nth % head["clinics_with_beds"] else "clinic_with_beds"
            made.append({
                "facility_id": f"{SOURCE.source_id}-{unit.unit_code}-{number + 1:02}",
                "name": f"サンプル{unit.full_name}第{_kanji(nth)}{'病院' if is_hospital else '診療所'}", "kind": kind, "unit_code": unit.unit_code,
                "area_code": unit.area_code, "municipality": unit.full_name, "lat": home["lat"], "lon": home["lon"],
                "location_quality": "address", "address": f"{unit.pref_name}{unit.full_name}（架空の所在地）",
                "phone": f"000-{unit.unit_code[2:]}-{number + 1:04}", "land": home["land"], "secondary": unit.secondary,
                "secondary_name": unit.secondary_name})
    return pd.DataFrame(made)


def _status(facility: str, year: Mapping) -> str:
    drawn = _chance(facility, year["kind"], year["fiscal_year"], "status")
    for status, share in year["shares"].items():
        if drawn < share:
            return status
        drawn -= share
    return "not_yet"


def _days(status: str, year: Mapping) -> tuple:
    """(received_at, confirmed_at, published_at) that a report of this state has."""
    reached = {"received": 1, "confirmed": 2, "published": 3, "corrected": 3}.get(status, 0)
    return tuple(year[day] if reached > place else None for place, day in enumerate(("received_at", "confirmed_at", "published_at")))


def _answers(row, kind: ReportKind, plan: _Plan, year: int, hospitals: pd.Series) -> list[tuple[str, str]]:
    """(item, value) that the facility reports: 2号 only with the whole of 1号, what hangs on an item only with it."""
    found: dict[str, list[str]] = {}
    for item in kind.items:
        share = plan.shares.get((kind.kind, item.code), _USUAL)
        holder = kind.by_code.get(share.get("of"))
        if holder and not any(map(holder.holds, found.get(holder.code, ()))):
            continue
        if item.part == "2号" and not _has_first(kind, found):
            continue
        if item.required or _chance(row.facility_id, kind.kind, item.code, "empty") >= plan.head["unanswered"]:
            rise = 1 + plan.head["rise"] * (year - 7)
            others = [name for name in hospitals[row.secondary] if name != row.name] if share.get("partner") else ["（サンプルの記載）"]
            found[item.code] = _values(row, item, share, rise, others[:1])
    return [(code, text) for code, texts in found.items() for text in texts]


def _has_first(kind: ReportKind, found: Mapping[str, list[str]]) -> bool:
    return all(any(map(item.holds, found.get(item.code, ()))) for item in kind.items if item.required)


def _values(row, item: ReportItem, share: Mapping, rise: float, texts: list[str]) -> list[str]:
    has = share.get("hospital", share["has"]) if row.kind == "hospital" else share["has"]
    has = has * rise if has < 1 else has
    drawn, second = (_chance(row.facility_id, item.kind, item.code, part) for part in ("has", "which"))
    if item.type == "choices":
        return [code for code in item.codes if item.holds(code) and _chance(row.facility_id, item.kind, item.code, code) < has] or ["0"]
    if item.type == "number":
        return [str(1 + int(second**2 * share.get("most", 100))) if drawn < has else "0"]
    if item.type == "text":
        return texts if drawn < has else []
    holding = [code for code in item.codes if item.holds(code)]
    if drawn < has:
        return [holding[int(second * len(holding))]]
    if item.intends and drawn < has + share.get("intends", _USUAL["intends"]):
        return [item.intends[0]]
    return [next(code for code in item.codes if code not in holding and code not in item.intends)]


def _roles(facility: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(home_care_role, home_care_served): the first hospital of each 二次医療圏 is its 積極的医療機関, the second its 拠点."""
    role, served = [], []
    for _, rows in facility[facility["kind"] == "hospital"].groupby("secondary"):
        for name, hospital in zip(("active", "hub"), rows.head(2).itertuples(), strict=False):
            role_id = f"{SOURCE.source_id}-{name}-{hospital.secondary}"
            role.append({
                "role_id": role_id, "role": name, "pref_code": hospital.unit_code[:2], "name": hospital.name, "name_in_source": hospital.name,
                "municipality": hospital.municipality, "unit_code": hospital.unit_code, "served_area": hospital.secondary_name,
                "facility_id": hospital.facility_id, "match_quality": "name", "source_id": SOURCE.source_id})
            served += [{"role_id": role_id, "unit_code": unit}
                       for unit in sorted({*facility.loc[facility["secondary"] == hospital.secondary, "unit_code"]})]
    return pd.DataFrame(role), pd.DataFrame(served)
