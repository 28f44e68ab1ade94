"""The functions of かかりつけ医機能 and who has them, on one of two bases that are never mixed.

報告ベース: confirmed かかりつけ医機能報告 of a prefecture. Until it loads them, 届出ベース: what facilities have notified
(domain rules 10–14). A prefecture with neither is データ待ち. Facilities are counted, never rows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sample_store import MARK
from data.store import Store

from .cache import cached
from .quantities import unit_index

REPORTED, NOTIFIED = "reported", "notified"
BASIS_WORDS = {REPORTED: "報告ベース", NOTIFIED: "届出ベース"}
KINDS = {REPORTED: "かかりつけ医機能報告", NOTIFIED: "届出受理"}
COUNTED = ("confirmed", "published", "corrected")  # states of a report whose functions count
ENOUGH = 0.5  # of the facilities of the fullest year: from here on a newer year takes its place
CLINICS = ("clinic", "clinic_with_beds")
SAYS, PART = "A", "B"  # strength: says the function; a part of it (あと一歩)


@dataclass(frozen=True)
class CareFunction:
    """area_kind: 圏域 in which a gap is looked for."""

    code: str
    label: str
    short: str
    area_kind: str
    note: str


@dataclass(frozen=True)
class CareItem:
    """An item of a function on one basis. why: why this basis cannot tell (then nobody has it)."""

    function: str
    code: str
    label: str
    strength: str | None
    cover: str | None
    side: str | None
    note: str | None
    why: str | None


@dataclass(frozen=True)
class Basis:
    """What a prefecture's functions go by, and of which fiscal year. is_sample: of made-up facilities."""

    code: str
    fiscal_year: str
    is_sample: bool = False

    @property
    def words(self) -> str:
        """届出ベース（R7）, 報告ベース（サンプル、R8）."""
        return f"{BASIS_WORDS[self.code]}（{f'{MARK}、' if self.is_sample else ''}{self.fiscal_year}）"


def functions(store: Store) -> dict[str, CareFunction]:
    """Code → function, 2号機能 first, in the order of the definition file."""
    rows = cached(store, ("care functions",), lambda: store.rows("SELECT function, label, short, area_kind, note FROM care_function"))
    return {row[0]: CareFunction(*row) for row in rows}


def items(store: Store, basis: str, function: str) -> tuple[CareItem, ...]:
    """Items of a function on a basis, in the order of the definition file."""
    rows = cached(store, ("care function items",), lambda: store.rows(
        "SELECT basis, function, item, label, strength, cover, side, note, why FROM care_function_item"))
    return tuple(CareItem(*row[1:]) for row in rows if row[:2] == (basis, function))


def items_of_all(store: Store, function: str) -> tuple[CareItem, ...]:
    """Items of a function on either basis."""
    return tuple(item for basis in BASIS_WORDS for item in items(store, basis, function))


def bases(store: Store) -> dict[str, Basis]:
    """Prefecture → its basis; データ待ち ones are missing.

    The fiscal year is the newest of which a good part (ENOUGH of the fullest year's facilities) has come in: the first reports of a
    new year do not empty the map of the last.
    """
    def read() -> dict[str, Basis]:
        rows = store.rows("""
            WITH counted AS (SELECT left(unit_code, 2) AS pref, report_kind, fiscal_year, count(DISTINCT facility_id) AS facilities FROM report
                JOIN facility USING (facility_id) WHERE unit_code IS NOT NULL AND status IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL),
            full_enough AS (SELECT * FROM counted
                QUALIFY facilities >= ? * max(facilities) OVER (PARTITION BY pref, report_kind))
            SELECT pref, report_kind, max_by(fiscal_year, CAST(fiscal_year[2:] AS INTEGER)) FROM full_enough GROUP BY ALL""",
                          [list(COUNTED), ENOUGH])
        year = {(pref, kind): fiscal_year for pref, kind, fiscal_year in rows}
        return {pref: Basis(code, year[pref, KINDS[code]], store.is_sample) for pref in {pref for pref, _ in year}
                for code in (NOTIFIED, REPORTED) if (pref, KINDS[code]) in year}
    return cached(store, ("care bases",), read)


def register(store: Store) -> pd.DataFrame:
    """Facilities of each prefecture's basis: facility_id, unit (position in unit_index), kind."""
    return cached(store, ("care register",), lambda: _of_bases(store, """
        SELECT facility_id, unit_code, kind, report_kind, fiscal_year FROM report JOIN facility USING (facility_id)
        WHERE unit_code IS NOT NULL AND status IN (SELECT unnest(?::VARCHAR[])) ORDER BY facility_id""", [list(COUNTED)]))


def holders(store: Store) -> pd.DataFrame:
    """Who has which item on its prefecture's basis: facility_id, unit (position), kind, function, item, strength, name, lat, lon,
    land (−1 unknown), quality (of the position)."""
    return cached(store, ("care holders",), lambda: _of_bases(store, """
        SELECT facility_id, unit_code, kind, CASE basis WHEN 'reported' THEN 'かかりつけ医機能報告' ELSE '届出受理' END AS report_kind,
            fiscal_year, function, item, strength, name, lat, lon, coalesce(land, -1) AS land, location_quality AS quality
        FROM facility_function JOIN facility USING (facility_id) SEMI JOIN report ON report.facility_id = facility_function.facility_id
            AND report.fiscal_year = facility_function.fiscal_year AND report.status IN (SELECT unnest(?::VARCHAR[]))
            AND report.report_kind = CASE basis WHEN 'reported' THEN 'かかりつけ医機能報告' ELSE '届出受理' END
        WHERE unit_code IS NOT NULL ORDER BY facility_id, function, item""", [list(COUNTED)]))


def _of_bases(store: Store, query: str, arguments: list) -> pd.DataFrame:
    """Rows of the basis of their prefecture, with the position of their unit."""
    frame = store.frame(query, arguments)
    wanted = {pref: (KINDS[basis.code], basis.fiscal_year) for pref, basis in bases(store).items()}
    key = zip(*(column.tolist() for column in (frame["unit_code"].str[:2], frame.pop("report_kind"), frame.pop("fiscal_year"))), strict=True)
    frame = frame[np.fromiter((wanted.get(pref) == (kind, year) for pref, kind, year in key), bool, len(frame))]
    return frame.assign(unit=frame["unit_code"].map(unit_index(store).position).astype(np.int64)).drop(columns="unit_code").reset_index(drop=True)


def having(store: Store, function: str, wanted: tuple[str, ...] = ()) -> pd.DataFrame:
    """Facilities that have the function: a row a facility, columns of `holders` without item and strength, with items (frozenset).

    wanted: any of these items; () for any item that says the function (strength A).
    """
    def read() -> pd.DataFrame:
        held = "item IN (SELECT unnest(?::VARCHAR[]))" if wanted else "strength = ?"
        rows = _of_bases(store, f"""
            SELECT facility_id, unit_code, kind, report_kind, fiscal_year, function, name, lat, lon, coalesce(land, -1) AS land,
                location_quality AS quality, items FROM (
                SELECT facility_id, CASE basis WHEN 'reported' THEN 'かかりつけ医機能報告' ELSE '届出受理' END AS report_kind, fiscal_year, function,
                    list(DISTINCT item) AS items FROM facility_function WHERE function = ? AND {held} GROUP BY ALL)
            JOIN facility USING (facility_id) SEMI JOIN (SELECT * FROM report WHERE status IN (SELECT unnest(?::VARCHAR[])))
                USING (facility_id, report_kind, fiscal_year)
            WHERE unit_code IS NOT NULL ORDER BY facility_id""", [function, list(wanted) if wanted else SAYS, list(COUNTED)])
        the_one = frozenset(wanted) if len(wanted) == 1 else None
        return rows.assign(items=[the_one or frozenset(own) for own in rows["items"]])
    return cached(store, ("having", function, wanted), read)
