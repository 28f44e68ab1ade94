"""Importers: one module an official file. Contents say which importer reads a file.

An importer module has NAME (English id), TITLE (Japanese), `recognises(file) -> bool` and
`read(file, fiscal_year=None) -> Checked`; it raises BadFile when the file as a whole is refused.
"""

from types import ModuleType

from ..official_file import BadFile, OfficialFile
from ..report_mappings import mapping_files, report_mapping
from . import (
    area_beds,
    area_demand,
    area_detail,
    area_flow,
    area_membership,
    bed_report,
    care_services,
    code_changes,
    designation_results,
    designations,
    facility_survey,
    function_report,
    health_centers,
    home_care_data,
    home_care_roles,
    hospital_info,
    indicator_values,
    insurers,
    ipss,
    ipss_ages,
    juki,
    mesh,
    mieruka,
    navii_clinics,
    navii_hours,
    navii_pharmacies,
    notified_standards,
    offices,
    p04,
    travel_minutes,
)

IMPORTERS: tuple[ModuleType, ...] = (
    area_membership, code_changes, offices, juki, ipss, ipss_ages, mesh, insurers,
    area_beds, area_detail, area_flow, area_demand, hospital_info, travel_minutes, health_centers,
    home_care_roles, notified_standards, function_report, bed_report, care_services,
    navii_clinics, navii_hours, navii_pharmacies, p04, designations, designation_results, facility_survey, home_care_data, indicator_values, mieruka,
)


class UnknownFile(BadFile):
    """No importer recognises the file."""


def importer_for(file: OfficialFile) -> ModuleType:
    """The one importer that recognises the file. Raises UnknownFile when none does, BadFile when several do.

    Or when a column mapping, by which it might be recognised, has a mistake.
    """
    found = [importer for importer in IMPORTERS if importer.recognises(file)]
    if len(found) == 1:
        return found[0]
    if not found:
        for path in mapping_files():
            report_mapping(path)  # one with a mistake may be what the file was meant for
        titles = "、".join(i.TITLE for i in IMPORTERS)
        raise UnknownFile(f"どの公表資料か見分けられません。読み込めるもの: {titles}。{travel_minutes.LAYOUT}", file.name)
    raise BadFile(f"複数の資料に当てはまります（{'、'.join(i.TITLE for i in found)}）。様式を確かめてください。", file.name)
