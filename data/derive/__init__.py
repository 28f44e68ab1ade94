"""Derivation: checked tables → the tables of schema.sql. Run at every build of a store."""

import numpy as np
import pandas as pd

from geo import outlines as outline_file
from geo import points
from geo.land import Land, read_bridges
from geo.outlines import Outlines

from .. import settled as settled_decisions
from ..checked_tables import CheckedTables
from ..home import DEFINITIONS, STATIC
from ..importers import notified_standards
from ..notified_functions import definitions as function_definitions
from ..official_file import BadFile
from ..report_definitions import report_kinds
from . import (
    areas,
    bed_agreement,
    bed_report,
    care_services,
    changes,
    codes,
    completeness,
    decided,
    designation_results,
    designations,
    entered_states,
    estimates,
    facility,
    facility_match,
    health_centers,
    home_care,
    indicator_entered,
    insurers,
    lands,
    links,
    mesh,
    navii_reports,
    notified,
    notified_functions,
    own_facilities,
    place_lists,
    population,
    positions,
    published_figures,
    reported,
    text_rows,
    travel_minutes,
    unit_activity,
    units,
    university_hospitals,
)

NEEDED = ("area_membership", "area_figure", "area_population", "bed", "bed_report_rate", "code_change", "demand",
          "facility_row", "facility_figure", "health_center_member", "hospital_info", "insurer_figure", "ipss", "ipss_ages", "juki",
          "mesh_cell", "office", "patient_flow")


def derive(checked: CheckedTables) -> dict[str, pd.DataFrame]:
    """Every table of schema.sql but meta, parents before children. Raises BadFile when an official file is missing."""
    missing = [name for name in NEEDED if name not in checked.tables]
    if missing:
        raise BadFile(f"元になる公表資料が足りません（{'、'.join(missing)}）。", "同梱データ")
    titles = dict(zip(checked.source["source_id"], checked.source["title"], strict=True))
    concepts, todays = (set(checked.tables["area_membership"][c]) for c in ("concept_code", "unit_code"))
    outlines = outline_file.load(STATIC)
    completeness.outlines_covered(todays, set(outlines.frame.index), titles)
    t, unknown_areas = codes.known_areas(checked.tables, concepts, titles)
    completeness.areas_covered(t, concepts, titles)
    completeness.lists_whole(t["hospital_info"], t["code_change"], {code[:2] for code in todays}, titles)
    _check_editions(t)
    notes: list[tuple[str, str]] = []

    projected = population.former_projection(t["ipss"])
    unit_change, left_out = changes.unit_changes(t["code_change"], todays, projected,
                                                 population.residents_by_unit(t["juki"]))
    notes += [("unit_change", f"{r.old_code} {r.old_name}: {r.reason}") for r in left_out.itertuples()]
    t, unknown_units, said = _on_todays_codes(t, unit_change, todays, outlines, titles)
    notes += said
    cells, said = mesh.mesh(t["mesh_cell"], unit_change, todays, lambda lat, lon: _locate(outlines, lat, lon))
    notes += [("mesh", line) for line in said]
    land = Land(outlines, read_bridges(DEFINITIONS / "bridges.csv"))
    unit = units.units(t["area_membership"], t["office"], unit_change, projected, outlines.frame["area_km2"],
                       areas.published_km2(t["area_figure"]), mesh.population_points(cells))
    completeness.positions_covered(unit, titles)
    area, member = areas.areas(t["area_membership"], areas.tertiary_definition(), t["area_figure"])
    insurer_area, insurer_member, insurer_figure, said = insurers.insurers(
        t["insurer_figure"], t["area_membership"], insurers.insurer_definition())
    notes += [("insurer", line) for line in said]
    people, said = _population(t, unit_change, todays)
    notes += [("population", line) for line in said]
    completeness.units_covered(people, unit, titles)
    member_of_concept = member.loc[member["area_kind"] == "concept", ["area_code", "unit_code"]]
    made = facility.facility_tables(t["facility_row"], t["facility_figure"], t["area_figure"], t["hospital_info"],
                                    member_of_concept, unit[["unit_code", "full_name", "pop_lat", "pop_lon"]],
                                    cells[["unit_code", "lat", "lon"]])
    standards = t.get("notified_standard", pd.DataFrame(columns=[*notified_standards.STANDARD, "published_fy", "published_at", "source_id"]))
    settled = decided.decided(t.get(settled_decisions.NAME, decided.EMPTY), made["facility_alias"])
    area_of = member_of_concept.set_index("unit_code")["area_code"]
    listed = notified.join(t.get("notified_facility", pd.DataFrame(columns=[*notified_standards.FACILITY, "as_of", "source_id"])),
                           made["facility"], unit, area_of, settled)
    made = notified.with_listed(made, listed)
    notes += [("notified_standards", line) for line in listed.messages]
    made, bed_reported = bed_report.tables(t, made, unit, unit_change, member_of_concept, report_kinds()[bed_report.KIND], titles)
    learnt = {**_codes(listed.codes), **_codes(bed_reported["codes"])}
    settled = settled.renamed(learnt)
    made, navii, said = _placed(t, made, unit, unit_change, todays, cells, member_of_concept, outlines, titles, settled)
    notes += [("navii", line) for line in said]
    match = pd.concat([listed.match, navii["facility_match"]], ignore_index=True)
    doubt = pd.concat([listed.doubtful[~listed.doubtful["facility_id"].isin(learnt)], navii["facility_doubt"]], ignore_index=True)
    report, report_value, report_item = notified.reports(standards, made["facility"])
    functions = function_definitions()
    told = reported.tables(t, made, unit, titles)
    offices, said = care_services.care_offices(t.get("care_office", care_services.EMPTY), unit, unit_change, cells, land)
    notes += [("care_office", line) for line in said]
    minutes, minutes_reject = _travel_minutes(t, made, unit_change, todays, outlines, titles)
    roles = home_care.roles_of(t.get("home_care_row", home_care.EMPTY))
    role, served, said = home_care.home_care(roles, t["area_membership"], made["facility"][["facility_id", "name", "unit_code"]])
    notes += [("home_care", line) for line in said]
    hub_area, hub_member, said = home_care.hub_areas(role, served, t["area_membership"])
    notes += [("home_care", line) for line in said]
    published, published_reject = published_figures.published_figures(t, pd.concat([area, insurer_area]), titles)
    entered, entered_reject = indicator_entered.entered(t.get(indicator_entered.ROWS, indicator_entered.EMPTY),
                                                        pd.concat([area, insurer_area], ignore_index=True), t["area_membership"], titles)
    home_area, home_member = home_care.home_care_areas(area, member, t["area_membership"], home_care.shipped_areas())
    center_area, center_member, said = health_centers.health_centers(
        t["health_center_member"], t["area_membership"], unit_change)
    notes += [("health_center", line) for line in said]
    university, said = university_hospitals.university_hospitals(
        university_hospitals.shipped(), t["area_membership"], made["facility"][["facility_id", "name", "area_code"]],
        made["facility_activity"])
    notes += [("university_hospital", line) for line in said]
    designation, designation_list, designation_reject, said = designations.designations(
        t.get(designations.ROWS, designations.EMPTY), made, t["area_membership"], titles)
    notes += [("designation", line) for line in said]
    result, result_reject, said = designation_results.results(
        t.get(designation_results.ROWS, designation_results.EMPTY), made, t["area_membership"], titles)
    notes += [("designation", line) for line in said]
    reports = pd.concat([report, told["report"], navii["report"], bed_reported["report"]], ignore_index=True)
    values = text_rows.together([report_value, told["report_value"], navii["report_value"], bed_reported["report_value"]],
                                notified.VALUE, others=("since", "ward", "flag"))
    reports = entered_states.entered(reports, values, settled, dict(zip(checked.source["source_id"], checked.source["loaded_at"], strict=True)),
                                     set(made["facility"]["facility_id"]))
    own_sources = home_care.sources({*role["source_id"], *home_area["source_id"]}, roles)
    return {
        "source": pd.concat([checked.source, _own_sources(people), own_sources, university_hospitals.source(university),
                             _entered_source(reports)], ignore_index=True),
        "unit": unit,
        "unit_change": unit_change,
        "area": pd.concat([area, insurer_area, hub_area, home_area, center_area], ignore_index=True),
        "area_member": pd.concat([member, insurer_member, hub_member, home_member, center_member], ignore_index=True),
        "link": links.links(outlines, land),
        "population": people,
        **{name: t[name] for name in ("bed", "bed_report_rate", "area_figure")},
        "facility": made["facility"].assign(land=lands.of_facilities(made["facility"], land)),
        "position_conflict": navii["position_conflict"],
        "facility_match": match,
        "facility_doubt": doubt,
        "facility_decision": settled.table(match, doubt, made["facility"]),
        **{name: made[name] for name in ("facility_alias", "activity_item", "facility_activity")},
        "home_care_role": role,
        "home_care_served": served,
        "university_hospital": university,
        "designation_list": designation_list,
        "facility_designation": designation,
        "designation_result": result,
        "report_item": pd.concat([told["report_item"], report_item, navii["report_item"]], ignore_index=True),
        "report": reports,
        "report_value": values,
        "report_stance": told["report_stance"],
        "care_office": offices,
        "care_function": functions.functions,
        "care_function_item": pd.concat([functions.items, told["care_function_item"]], ignore_index=True),
        "facility_function": text_rows.together([notified_functions.facility_functions(standards, made["facility"], functions),
                                                 told["facility_function"]], notified_functions.COLUMNS),
        "unit_activity": unit_activity.unit_activity(made["facility"], made["facility_activity"], member_of_concept),
        **{name: t[name] for name in ("patient_flow", "demand", "area_population")},
        "insurer_figure": insurer_figure,
        "published_figure": published,
        "indicator_entered": entered,
        "mesh": cells.assign(land=lands.of_cells(cells["lat"], cells["lon"], land)),
        "travel_minutes": minutes,
        "import_log": checked.log,
        "import_reject": pd.concat([checked.reject, unknown_areas, unknown_units, made["facility_reject"], minutes_reject, told["reject"],
                                    bed_reported["reject"], designation_reject, result_reject, published_reject,
                                    entered_reject], ignore_index=True),
        "derive_note": pd.DataFrame(notes, columns=["topic", "message"]),
    }


def _check_editions(t: dict[str, pd.DataFrame]) -> None:
    """Raises BadFile when the beds of an area detail are those of another year than it was taken for."""
    for published_fy in t["facility_row"]["published_fy"].unique():
        differing = bed_agreement.disagrees_with_beds(t["area_figure"], t["bed"], published_fy)
        if differing["area_code"].nunique() > t["facility_row"]["area_code"].nunique() / 2:
            raise BadFile(f"構想区域の医療機関の病床数が、{published_fy} の構想区域の病床数と半分以上の区域で合いません。"
                          "公表年度が違う可能性があります。--fiscal-year で年度を指定してください。",
                          f"構想区域の医療機関の病床数、診療実績等（{published_fy}）")


def _on_todays_codes(t: dict[str, pd.DataFrame], unit_change: pd.DataFrame, todays: set[str], outlines: Outlines,
                     titles: dict[str, str]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame, list[tuple[str, str]]]:
    """(tables with rows of known codes only and hospitals on today's units, what was left out, notes)."""
    known = todays | set(unit_change["old_code"])
    juki, juki_out = codes.known_units(t["juki"], "code", known, titles)
    cell, cell_out = codes.known_units(t["mesh_cell"], "code", known, titles, ("source_id", "size_m"))
    hospital, hospital_out = codes.known_units(t["hospital_info"], "unit_code", known, titles)
    unit = codes.units_of_points(hospital["unit_code"], hospital["lat"], hospital["lon"], unit_change, todays,
                                 lambda lat, lon: _locate(outlines, lat, lon))
    said = [("hospital_info", line) for line in codes.mapped_message(hospital["unit_code"], unit)]
    said += [("population", line) for line in population.left_out_messages(t["juki"], juki)]
    return ({**t, "juki": juki, "mesh_cell": cell, "hospital_info": hospital.assign(unit_code=unit)},
            pd.concat([juki_out, cell_out, hospital_out], ignore_index=True), said)


def _population(t: dict[str, pd.DataFrame], unit_change: pd.DataFrame, todays: set[str]) -> tuple[pd.DataFrame, list[str]]:
    residents, said = population.residents(t["juki"], unit_change, todays)
    projections, said_too = population.projections(t["ipss"], unit_change, t["area_membership"], t["juki"],
                                                   t["area_population"])
    finer, said_last = estimates.estimates(t["ipss_ages"], projections, unit_change, t["area_membership"])
    return pd.concat([residents, projections, finer], ignore_index=True), [*said, *said_too, *said_last]


def _codes(codes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(codes["facility_id"], codes["facility_code"], strict=True))


def _placed(t: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame], unit: pd.DataFrame, unit_change: pd.DataFrame, todays: set[str],
            cells: pd.DataFrame, member: pd.DataFrame, outlines: Outlines, titles: dict[str, str], settled: decided.Decided
            ) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], list[str]]:
    """(tables of facilities with those that only 医療情報ネット has, at the positions that the lists agree on; facility_match,
    facility_doubt, position_conflict and what 医療情報ネット reports; messages)."""
    navii, left_out = codes.known_units(t.get("navii_facility", pd.DataFrame(columns=place_lists.NAVII)), "unit_code",
                                        todays | set(unit_change["old_code"]), titles)
    navii = navii.assign(unit_code=codes.units_of_points(navii["unit_code"], navii["lat"], navii["lon"], unit_change, todays,
                                                         lambda lat, lon: _locate(outlines, lat, lon)))
    listed = place_lists.lists(t["hospital_info"], navii, t.get("p04_facility", pd.DataFrame(columns=place_lists.P04)), unit,
                               lambda lat, lon: _locate(outlines, lat, lon))
    is_navii = listed["navii_id"].notna()
    linked = place_lists.linked(listed[is_navii], made["facility"], member, settled)
    own = own_facilities.own_facilities(listed, linked, made["facility"], unit, member.set_index("unit_code")["area_code"], settled.apart)
    known = pd.concat([made["facility"], own.facility], ignore_index=True) if len(own.facility) else made["facility"]
    alias = own.alias[~own.alias["alias_id"].isin(made["facility_alias"]["alias_id"])].drop_duplicates("alias_id")
    told = [linked, own.linked, place_lists.linked(listed[~is_navii], known, member, settled)]
    linked = pd.concat([rows for rows in told if len(rows)], ignore_index=True) if any(map(len, told)) else linked
    place, conflict, rejects = positions.placed(known, linked, unit, cells, titles, settled)
    report, value, item, said = navii_reports.reports(t.get("navii_item", navii_reports.EMPTY), linked)
    return ({**made, "facility": place, "facility_alias": pd.concat([made["facility_alias"], alias], ignore_index=True),
             "facility_reject": pd.concat([made["facility_reject"], left_out, rejects], ignore_index=True)},
            {"facility_match": facility_match.matches(linked, place, settled.joined(place["facility_id"], listed["record_id"])),
             "facility_doubt": own.doubtful, "position_conflict": conflict, "report": report, "report_value": value, "report_item": item},
            said + own.messages)


def _travel_minutes(t: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame], unit_change: pd.DataFrame, todays: set[str],
                    outlines: Outlines, titles: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(travel_minutes, what was left out); both empty while no 所要時間表 is loaded."""
    if travel_minutes.NAME not in t:
        return pd.DataFrame(columns=travel_minutes.COLUMNS), pd.DataFrame(columns=codes.REJECT)
    alias = made["facility_alias"].set_index("alias_id")["facility_id"]
    return travel_minutes.travel_minutes(t[travel_minutes.NAME], unit_change, todays, made["facility"]["facility_id"], alias,
                                         lambda lat, lon: _locate(outlines, lat, lon), titles)


def _own_sources(people: pd.DataFrame) -> pd.DataFrame:
    """Sources that are our own work: the estimates."""
    rows = people["source_id"].value_counts()
    return pd.DataFrame([{**vars(s), "row_count": int(rows[s.source_id])} for s in estimates.SOURCES])


def _entered_source(reports: pd.DataFrame) -> pd.DataFrame:
    rows = int((reports["source_id"] == entered_states.SOURCE.source_id).sum())
    return pd.DataFrame([{**vars(entered_states.SOURCE), "row_count": rows}] if rows else [])


def _locate(outlines: Outlines, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    # Cells of small islands stand off the simplified coast.
    return points.unit_of(outlines, lon, lat, tolerance_km=30)["code"].to_numpy()
