"""施設の照合: facilities and records that may be one, and positions that sources put more than 1 km apart, side by side for people to settle."""

from dataclasses import dataclass, replace
from math import isnan

import pandas as pd

from data.store import Store
from geo.distance import great_circle_km

from .cache import cached
from .facility_card import KINDS, PLACES
from .facility_decisions import DIFFERENT, POSITION, SAME, FacilityDecision, in_force

MATCH = "match"
CASE_KINDS = {MATCH: "同じ施設か", POSITION: "位置が1km以上違う"}
DECIDED = {SAME: "同じ施設", DIFFERENT: "別の施設", POSITION: "この位置が正しい"}
RECORD_PLACE = "資料の座標"
UNKNOWN, UNSAID = "不明", "資料になし"


@dataclass(frozen=True)
class Side:
    """One of the two records. subject: what a decision for it names. place: how its position is known, in words; sure: it is one of its own."""

    subject: str
    name: str
    kind: str
    municipality: str
    unit_code: str | None
    address: str
    code: str
    phone: str
    source: str
    place: str
    lat: float | None
    lon: float | None
    sure: bool
    facility_id: str | None

    @property
    def is_placed(self) -> bool:
        return self.lat is not None


@dataclass(frozen=True)
class Case:
    """What is to be settled. kind: CASE_KINDS. doubt: how alike the names are (0–1), or km apart; km: between the two positions, None
    where one is unknown. reason: why it is asked. decision: what is in force, None while nobody decided."""

    case_id: str
    kind: str
    pref: str
    facility_id: str
    doubt: float
    km: float | None
    reason: str
    sides: tuple[Side, Side]
    decision: FacilityDecision | None

    @property
    def about(self) -> tuple[str, ...]:
        return (POSITION, self.facility_id) if self.kind == POSITION else ("pair", self.facility_id, self.sides[1].subject)


def cases(store: Store, pref: str, kind: str) -> list[Case]:
    """Cases of a kind in a prefecture ('all': Japan): undecided ones first, the largest doubt on top (names most alike, positions furthest
    apart). Raises DecisionError."""
    decided = in_force(None if pref == "all" else pref, SAME, DIFFERENT, POSITION)
    made = cached(store, ("settling", pref, kind), lambda: (_matches if kind == MATCH else _positions)(store, pref))
    found = [replace(case, decision=decided.get(case.about)) for case in made]
    return sorted(found, key=lambda case: (case.decision is not None, -case.doubt))


def decision_for(case: Case, kind: str, side: Side) -> tuple[str, str, dict]:
    """(facility_id, subject, body) of a decision: what data.workspace.facility_decisions keeps."""
    body = {"name": case.sides[0].name, "other": case.sides[1].name, "source": side.source}
    if kind == POSITION:
        body |= {"lat": side.lat, "lon": side.lon}
    return case.facility_id, side.subject if kind == POSITION else case.sides[1].subject, body


def table(found: list[Case]) -> pd.DataFrame:
    """The cases as a file holds them: both records in full, distance, decision."""
    rows = []
    for case in found:
        row = {"種類": CASE_KINDS[case.kind], "理由": case.reason, "名称の近さ（％）": round(case.doubt * 100) if case.kind == MATCH else None,
               "距離（km）": None if case.km is None else round(case.km, 2)}
        for number, side in zip("①②", case.sides, strict=True):
            row |= {f"{number}{heading}": text for heading, text in words(side).items()}
            row |= {f"{number}緯度": side.lat, f"{number}経度": side.lon}
        made = case.decision
        rows.append(row | {"決定": DECIDED[made.kind] if made else "", "決めた人": made.who if made else "",
                           "日時": f"{made.at:%Y-%m-%d %H:%M}" if made else "", "メモ": made.note if made else ""})
    return pd.DataFrame(rows)


def words(side: Side) -> dict[str, str]:
    """One record, heading → words."""
    return {"名称": side.name, "種別": side.kind, "市区町村": side.municipality, "所在地": side.address, "医療機関コード": side.code,
            "電話": side.phone, "出典": side.source, "位置": side.place}


def _matches(store: Store, pref: str) -> list[Case]:
    rows = store.frame("""
        SELECT d.*, full_name, pref_code FROM facility_doubt d JOIN unit USING (unit_code)
        WHERE ? IN ('all', pref_code) ORDER BY likeness DESC, facility_id, record_id""", [pref])
    told = _sources(store)
    facility = _facilities(store, [*rows["facility_id"], *rows["other_id"].dropna()])
    found = []
    for row in rows.itertuples(index=False):
        ours = _side(facility.loc[row.facility_id], row.facility_id, told)
        theirs = _side(facility.loc[row.other_id], row.record_id, told) if isinstance(row.other_id, str) else _record(row, told)
        found.append(Case(f"{row.facility_id}|{row.record_id}", MATCH, row.pref_code, row.facility_id, row.likeness, _km(ours, theirs),
                          row.reason, (ours, theirs), None))
    return found


def _positions(store: Store, pref: str) -> list[Case]:
    rows = store.frame("""
        SELECT c.*, left(coalesce(unit_code, area_code), 2) AS pref FROM position_conflict c JOIN facility USING (facility_id)
        WHERE ? IN ('all', left(coalesce(unit_code, area_code), 2)) ORDER BY km DESC, facility_id""", [pref])
    told = _sources(store)
    facility = _facilities(store, [*rows["facility_id"]])
    record = {(f, s): (name, address) for f, s, name, address in store.rows("""
        SELECT facility_id, source_id, name, address FROM facility_match WHERE facility_id IN (SELECT facility_id FROM position_conflict)""")}

    def side(row, source_id: str, lat: float, lon: float) -> Side:
        ours = facility.loc[row.facility_id]
        name, address = record[row.facility_id, source_id]
        return Side(source_id, name, KINDS[ours["kind"]], ours["municipality"], ours["unit_code"], address or "記載なし", ours["code"] or "不明",
                    ours["phone"] or "記載なし", told.of_source[source_id], RECORD_PLACE, lat, lon, True, row.facility_id)
    return [Case(f"{row.facility_id}|{row.source_id}|{row.other_source_id}", POSITION, row.pref, row.facility_id, row.km, row.km,
                 "2つの資料の位置が1km以上離れています。", (side(row, row.source_id, row.lat, row.lon),
                                             side(row, row.other_source_id, row.other_lat, row.other_lon)), None)
            for row in rows.itertuples(index=False)]


@dataclass(frozen=True)
class _Sources:
    of_source: dict[str, str]
    of_facility: dict[str, str]


def _sources(store: Store) -> _Sources:
    """Sources in words with their date, and those of each facility that is asked about."""
    titles = {source: f"{title}（{as_of}）" if as_of else title for source, title, as_of in store.rows(
        "SELECT source_id, title, as_of FROM source")}
    rows = store.rows("""
        WITH asked AS (SELECT facility_id FROM facility_doubt UNION SELECT other_id FROM facility_doubt WHERE other_id IS NOT NULL),
            told AS (SELECT facility_id, source_id FROM facility_activity SEMI JOIN asked USING (facility_id)
                UNION SELECT facility_id, source_id FROM report SEMI JOIN asked USING (facility_id)
                UNION SELECT facility_id, source_id FROM facility_match SEMI JOIN asked USING (facility_id))
        SELECT facility_id, list(source_id ORDER BY source_id DESC) FROM told GROUP BY 1""")
    return _Sources(titles, {facility: "、".join(titles[s] for s in _newest(sources)) for facility, sources in rows})


def _newest(sources: list[str]) -> list[str]:
    """The newest edition of each source; its id ends with the edition: mhlw_area_detail_R7."""
    parts = pd.Series(sources).str.extract(r"^(.*?)(?:_R(\d+))?$")
    order = parts[1].fillna("0").astype(int)
    return pd.Series(sources)[order.sort_values(ascending=False).index].groupby(parts[0], sort=False).first().tolist()


def _facilities(store: Store, ids: list[str]) -> pd.DataFrame:
    return store.frame("""
        SELECT facility_id, facility.name, kind, coalesce(full_name, municipality, '不明') AS municipality, unit_code, address,
            facility_code AS code, phone, lat, lon, location_quality FROM facility LEFT JOIN unit USING (unit_code)
        WHERE facility_id IN (SELECT unnest(?::VARCHAR[]))""", [ids]).astype(object).pipe(lambda f: f.where(f.notna(), None)).set_index("facility_id")


def _side(row: pd.Series, subject: str, told: _Sources) -> Side:
    return Side(subject, row["name"], KINDS[row["kind"]], row["municipality"], row["unit_code"], row["address"] or "記載なし", row["code"] or "不明",
                row["phone"] or "記載なし", told.of_facility.get(row.name, UNKNOWN), PLACES[row["location_quality"]], row["lat"], row["lon"],
                row["location_quality"] == "address", row.name)


def _record(row, told: _Sources) -> Side:
    """A record that is no facility of its own: what its list says."""
    is_placed = not isnan(row.lat)
    address, phone = (text if isinstance(text, str) else UNSAID for text in (row.address, row.phone))
    return Side(row.record_id, row.name, UNSAID, row.full_name, row.unit_code, address, UNSAID, phone, told.of_source[row.source_id],
                RECORD_PLACE if is_placed else UNKNOWN, row.lat if is_placed else None, row.lon if is_placed else None, is_placed, None)


def _km(a: Side, b: Side) -> float | None:
    return float(great_circle_km(a.lon, a.lat, b.lon, b.lat)) if a.sure and b.sure else None
