"""One facility: where it is, its roles, what it can do, and all its reports over the years in words.

Not reported, left empty, masked and zero are told apart: a report that is not there says 未報告, an item without a value 記載なし.
"""

import json
from dataclasses import dataclass

import pandas as pd

from data.derive.activity_items import activity_items
from data.report_definitions import STATUS, ReportItem, report_kinds
from data.store import Store

from .cache import cached
from .care_functions import NOTIFIED as NOTIFIED_BASIS
from .care_functions import SAYS, bases, functions, items, register

KINDS = {"hospital": "病院", "clinic_with_beds": "有床診療所", "clinic": "診療所", "dental": "歯科", "pharmacy": "薬局", "unknown": "種別不明"}
SEPARATOR = "、"
STATUS_WORDS = {code: words for words, code in STATUS.items()}
PLACES = {"address": "所在地の位置", "unit_centre": "市区町村の人口の重心（所在地の位置は不明）", "none": "不明"}
ROLES = {"active": "在宅医療において積極的役割を担う医療機関", "hub": "在宅医療に必要な連携を担う拠点"}
MARKS = {"三次": "三次救急", "二次": "二次救急", "地域支援": "地域医療支援病院", "特定": "特定機能病院",
         "在支": "在宅療養支援病院・診療所（病床機能報告の印）"}
FLAGS = {"*": "1～9（非公表）", "-": "該当なし", "未報告": "未報告", "": "記載なし"}
QUALITIES = {"code": "医療機関コード", "name": "名称と市区町村", "name_without_body": "名称（法人名などを除く）と市区町村",
             "former_name": "以前の名称と市区町村", "name_and_address": "名称と所在地", "decided": "人の決定（施設の照合）",
             "own": "この資料だけにある"}
NOT_REPORTED, EMPTY, MASKED, NOT_ASKED = "未報告", "記載なし", FLAGS["*"], "この年度の公表にない"
NOTIFIED, BEDS = "届出受理", "病床機能報告"
REPORT_ORDER = ("かかりつけ医機能報告", "医療機関機能報告", BEDS, NOTIFIED, "医療情報ネット")
SHORT = {"かかりつけ医機能報告": "かかりつけ医", "医療機関機能報告": "医療機関機能", BEDS: "病床機能", NOTIFIED: "届出",
         "医療情報ネット": "情報ネット"}
SILENT = ("not_yet", "ordered")


@dataclass(frozen=True)
class Facility:
    """kind, place: in words. former: names it had. doubts: what people are to settle (Japanese)."""

    facility_id: str
    code: str | None
    name: str
    kind: str
    pref: str
    municipality: str
    areas: str
    address: str | None
    phone: str | None
    place: str
    closed_on: object
    former: tuple[str, ...]
    doubts: tuple[str, ...]


def facilities(store: Store, pref: str) -> pd.DataFrame:
    """Facilities of a prefecture ('all': of Japan) by municipality and name: index facility_id; name, kind, municipality, phone, code,
    reports (病床機能 R6・R7、届出 R7)."""
    def read() -> pd.DataFrame:
        frame = store.frame("""
            WITH said AS (SELECT facility_id, report_kind, fiscal_year FROM report WHERE status NOT IN (SELECT unnest(?::VARCHAR[]))
                          UNION SELECT DISTINCT facility_id, '病床機能報告', published_fy FROM facility_activity
                          WHERE flag IS DISTINCT FROM '未報告'),
                kinds AS (SELECT facility_id, report_kind || ' ' || string_agg(fiscal_year, '・' ORDER BY CAST(fiscal_year[2:] AS INTEGER)) AS years
                          FROM said GROUP BY facility_id, report_kind),
                reports AS (SELECT facility_id, string_agg(years, '、' ORDER BY years) AS reports FROM kinds GROUP BY 1)
            SELECT facility_id, facility.name, kind, coalesce(full_name, municipality, '') AS municipality, coalesce(phone, '') AS phone,
                coalesce(facility_code, '') AS code, coalesce(reports, '') AS reports, area_code
            FROM facility LEFT JOIN unit USING (unit_code) LEFT JOIN reports USING (facility_id)
            WHERE ? IN ('all', left(coalesce(unit_code, area_code), 2)) ORDER BY unit_code, facility.name, facility_id""", [list(SILENT), pref])
        for kind, words in SHORT.items():
            frame["reports"] = frame["reports"].str.replace(kind, words)
        return frame.assign(kind=frame["kind"].map(KINDS)).set_index("facility_id")
    return cached(store, ("facility list", pref), read)


def find(store: Store, facility_id: str) -> Facility | None:
    """The facility of an id, or of an id it had before; None where there is none."""
    found = store.rows("""
        SELECT f.facility_id, facility_code, f.name, kind, left(coalesce(unit_code, f.area_code), 2), coalesce(full_name, municipality, '不明'),
            f.address, phone, location_quality, closed_on,
            (SELECT string_agg(label || ' ' || area.name, '　' ORDER BY label) FROM (VALUES ('concept', '構想区域'), ('secondary', '二次医療圏'))
                k(area_kind, label) JOIN area USING (area_kind) JOIN area_member m USING (area_kind, area_code)
                WHERE m.unit_code = f.unit_code AND m.valid_to IS NULL)
        FROM facility f LEFT JOIN unit USING (unit_code)
        WHERE f.facility_id = ? OR f.facility_id IN (SELECT facility_id FROM facility_alias WHERE alias_id = ?)""", [facility_id, facility_id])
    if not found:
        return None
    own, code, name, kind, pref, municipality, address, phone, quality, closed_on, area = found[0]
    former = store.rows("SELECT DISTINCT name FROM facility_alias WHERE facility_id = ? AND name <> ? ORDER BY 1", [own, name])
    doubts = [f"「{other}」（{title}）と同じかもしれない: {reason}" for other, title, reason in store.rows("""
        SELECT facility_doubt.name, title, reason FROM facility_doubt JOIN source USING (source_id) WHERE facility_id = ?
        UNION ALL SELECT facility.name, title, reason FROM facility_doubt JOIN facility USING (facility_id) JOIN source USING (source_id)
        WHERE other_id = ? ORDER BY 1""", [own, own])]
    doubts += [f"位置が資料によって {km:.1f}km 違うため、使っていない（{first}、{second}）" for km, first, second in store.rows("""
        SELECT km, a.title, b.title FROM position_conflict c JOIN source a USING (source_id) JOIN source b ON b.source_id = other_source_id
        WHERE facility_id = ? ORDER BY km DESC""", [own])]
    return Facility(own, code, name, KINDS[kind], pref, municipality, area or "不明", address, phone, PLACES.get(quality, "不明"), closed_on,
                    tuple(row[0] for row in former), tuple(doubts))


def records(store: Store, facility_id: str) -> pd.DataFrame:
    """Records of lists that were told to be this facility: 資料 (with its date), 名称 (as the list writes it), 結び付け (by what)."""
    rows = store.rows("""
        SELECT title || coalesce('（' || as_of || '）', ''), name, quality FROM facility_match JOIN source USING (source_id)
        WHERE facility_id = ? ORDER BY 1, 2""", [facility_id])
    return pd.DataFrame([(title, name, QUALITIES[quality]) for title, name, quality in rows], columns=["資料", "名称", "結び付け"])


def roles(store: Store, facility_id: str) -> list[tuple[str, str]]:
    """(role in words, source with its date) of home care, university hospitals, and marks of the newest 病床機能報告."""
    found = [(f"{ROLES[role]}（担当する区域: {area}）", f"{title}（{as_of}）") for role, area, title, as_of in store.rows("""
        SELECT role, served_area, title, coalesce(as_of, '') FROM home_care_role JOIN source USING (source_id) WHERE facility_id = ?
        ORDER BY role, served_area""", [facility_id])]
    found += [("大学病院本院（医育及び広域診療）", f"{title}（{as_of}）") for title, as_of in store.rows(
        "SELECT title, as_of FROM university_hospital JOIN source USING (source_id) WHERE facility_id = ?", [facility_id])]
    found += [(MARKS[item], title) for item, title in store.rows("""
        SELECT item, title FROM facility_activity JOIN source USING (source_id) WHERE facility_id = ? AND value = 1
            AND item IN (SELECT unnest(?::VARCHAR[])) AND published_fy = (SELECT max_by(published_fy, CAST(published_fy[2:] AS INTEGER))
            FROM facility_activity) ORDER BY item""", [facility_id, list(MARKS)])]
    return found


def abilities(store: Store, facility: Facility) -> tuple[str, pd.DataFrame]:
    """(basis in words or '', functions of かかりつけ医機能): 機能, 有無 (有り, あと一歩, なし, 対象外), 項目.

    時間外 is notified by clinics only: a hospital does not lack it (domain rule 10). On the basis of its prefecture; empty where the
    prefecture has none or the facility is not in its 名簿 or confirmed reports.
    """
    basis = bases(store).get(facility.pref)
    columns = ["機能", "有無", "項目"]
    if basis is None or not (register(store)["facility_id"] == facility.facility_id).any():
        return (basis.words if basis else ""), pd.DataFrame(columns=columns)
    rows = store.frame("""SELECT function, item, strength FROM facility_function WHERE facility_id = ? AND basis = ? AND fiscal_year = ?
        ORDER BY function, item""", [facility.facility_id, basis.code, basis.fiscal_year])
    made = []
    for code, function in functions(store).items():
        words = {item.code: item.label for item in items(store, basis.code, code)}
        mine = rows[rows["function"] == code]
        has = (mine["strength"] == SAYS).any()
        shown = mine[mine["strength"] == SAYS] if has else mine[mine["strength"] == "B"]
        exempt = code == "after_hours" and basis.code == NOTIFIED_BASIS and facility.kind == KINDS["hospital"]
        made.append((function.short, "有り" if has else "あと一歩" if len(shown) else "対象外" if exempt else "なし",
                     SEPARATOR.join(words.get(item, item) for item in shown["item"]) or ("診療所だけの届出のため" if exempt and not has else "")))
    return basis.words, pd.DataFrame(made, columns=columns)


def history(store: Store, facility_id: str) -> pd.DataFrame:
    """Its reports, newest year first within a kind: report_kind, fiscal_year, code (of the state), status, received_at, confirmed_at,
    published_at, source. 病床機能報告 is there when its facility figures are."""
    frame = store.frame("""
        SELECT report_kind, fiscal_year, status AS code, received_at, confirmed_at, published_at, title AS source
        FROM report JOIN source USING (source_id) WHERE facility_id = ?
        UNION ALL BY NAME
        SELECT '病床機能報告' AS report_kind, published_fy AS fiscal_year,
            CASE WHEN bool_and(flag IS NOT DISTINCT FROM '未報告') THEN 'not_yet' ELSE 'published' END AS code, min(title) AS source
        FROM facility_activity JOIN source USING (source_id) WHERE facility_id = ? AND published_fy NOT IN
            (SELECT fiscal_year FROM report WHERE facility_id = ? AND report_kind = '病床機能報告') GROUP BY published_fy""", [facility_id] * 3)
    order = {kind: place for place, kind in enumerate(REPORT_ORDER)}
    frame["status"] = frame["code"].map(STATUS_WORDS)
    frame["place"], frame["year"] = frame["report_kind"].map(order), frame["fiscal_year"].str[1:].astype(int)
    return frame.sort_values(["place", "year"], ascending=[True, False]).drop(columns=["place", "year"]).reset_index(drop=True)


def answers(store: Store, facility_id: str, kind: str) -> pd.DataFrame:
    """What its reports of a kind say: a row an item in the order of the form, part, item_code, label, checked, then a column a year
    (oldest first) in words. Of 病床機能報告 what is said of the whole facility; wards are counted by `wards`."""
    told = history(store, facility_id)
    told = told[told["report_kind"] == kind].iloc[::-1]
    rows = store.frame("""SELECT fiscal_year, item_code, value, flag FROM report_value
        WHERE facility_id = ? AND report_kind = ? AND ward IS NULL""", [facility_id, kind])
    said = dict(iter(rows.groupby(["item_code", "fiscal_year"])))
    made = []
    for item in _form(store, kind, rows["item_code"]):
        line = {"part": part_words(store, item), "item_code": item.code, "label": item.label, "checked": item.checked or ""}
        for report in told.itertuples():
            mine = said.get((item.code, report.fiscal_year))
            line[report.fiscal_year] = (STATUS_WORDS[report.code] if report.code in SILENT else EMPTY if mine is None
                                        else _words(item, mine["value"].tolist(), mine["flag"].tolist()))
        made.append(line)
    return pd.DataFrame(made, columns=["part", "item_code", "label", "checked", *told["fiscal_year"]])


def part_words(store: Store, item: ReportItem) -> str:
    """2号　時間外; 1号."""
    second = functions(store).get(item.function) if item.part == "2号" else None
    return f"{item.part}　{second.short}" if second else item.part


def standards(store: Store, facility_id: str) -> pd.DataFrame:
    """届出 of its newest list: 受理記号, 名称, 算定開始 (a day, the first where several are printed), 備考."""
    rows = store.frame("""
        SELECT item_code, label, min(v.since) AS since, string_agg(DISTINCT value, '、') AS value FROM report_value v
        JOIN report_item USING (report_kind, item_code) WHERE facility_id = ? AND report_kind = ? AND fiscal_year =
            (SELECT max_by(fiscal_year, CAST(fiscal_year[2:] AS INTEGER)) FROM report WHERE facility_id = ? AND report_kind = ?)
        GROUP BY ALL ORDER BY item_code""", [facility_id, NOTIFIED] * 2)
    parts = rows["item_code"].str.partition("／")
    remarks = rows[parts[1] != ""].assign(symbol=parts[0], remark=parts[2])
    remarks = remarks.assign(text=remarks["remark"] + remarks["value"].map(lambda value: f": {value}" if value else ""))
    notes = remarks.groupby("symbol")["text"].agg("　".join)
    own = rows[parts[1] == ""]
    return pd.DataFrame({"受理記号": own["item_code"], "名称": own["label"], "算定開始": own["since"],
                         "備考": own["item_code"].map(notes).fillna("")}).reset_index(drop=True)


def activity(store: Store, facility_id: str) -> pd.DataFrame:
    """Figures of 病床機能報告 as MHLW publishes them by 構想区域: 項目, 単位, then a column a year in words. A ward function that the
    facility does not have is 記載なし, an item that nobody has in a year is not asked for."""
    rows = store.frame("""
        SELECT published_fy, item, label, coalesce(unit, '') AS unit, value, flag FROM facility_activity JOIN activity_item USING (item)
        WHERE facility_id = ? AND item NOT IN (SELECT unnest(?::VARCHAR[]))""", [facility_id, list(MARKS)])
    rows = rows.sort_values("item", key=lambda item: item.map({name: place for place, name in enumerate(activity_items()["item"])}))
    years = sorted({*rows["published_fy"]}, key=lambda year: int(year[1:]))
    printed = set(cached(store, ("printed activity",), lambda: store.rows("SELECT DISTINCT published_fy, item FROM facility_activity")))
    made = []
    for (item, label, unit), mine in rows.groupby(["item", "label", "unit"], sort=False):
        of_year = mine.set_index("published_fy")
        made.append({"項目": label, "単位": unit} | {
            year: _figure(of_year.loc[year]) if year in of_year.index else EMPTY if (year, item) in printed else NOT_ASKED for year in years})
    return pd.DataFrame(made, columns=["項目", "単位", *years])


def wards(store: Store, facility_id: str) -> pd.DataFrame:
    """What 病床機能報告 says of its wards: 年度, 病棟, 項目, 値."""
    rows = store.frame("""SELECT fiscal_year, ward, item_code, value, flag FROM report_value
        WHERE facility_id = ? AND report_kind = ? AND ward IS NOT NULL ORDER BY fiscal_year DESC, ward""", [facility_id, BEDS])
    form = {item.code: item for item in _form(store, BEDS, rows["item_code"])}
    return pd.DataFrame([(row.fiscal_year, int(row.ward), form[row.item_code].label, _words(form[row.item_code], [row.value], [row.flag]))
                         for row in rows.itertuples()], columns=["年度", "病棟", "項目", "値"])


def _form(store: Store, kind: str, used: pd.Series) -> list[ReportItem]:
    """Items of a kind as its definition file orders them; of a published list those that are used."""
    kinds = cached(store, ("report kinds",), report_kinds)
    if kind in kinds:
        return list(kinds[kind].items)
    rows = store.rows("SELECT item_code, label, type, codes FROM report_item WHERE report_kind = ? AND item_code IN "
                      "(SELECT unnest(?::VARCHAR[])) ORDER BY item_code", [kind, [*set(used)]])
    return [ReportItem(kind, code, label, "", type_, codes=json.loads(codes) if codes else {}) for code, label, type_, codes in rows]


def _words(item: ReportItem, values: list, flags: list) -> str:
    told = [FLAGS.get(flag, flag) if value is None or pd.isna(value) else _value(item, value) for value, flag in zip(values, flags, strict=True)]
    return SEPARATOR.join(told)


def _value(item: ReportItem, value: str) -> str:
    if item.type == "number":
        return f"{float(value):,.10g}"
    if item.type == "text":
        return value or EMPTY
    return item.codes.get(value, value)


def _figure(row: pd.Series) -> str:
    if pd.isna(row["value"]):
        return FLAGS.get(row["flag"] or "", row["flag"])
    return f"{row['value']:,.1f}".removesuffix(".0")
