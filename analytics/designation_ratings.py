"""指定病院の実績 against the rules of their designation: へき地の3事業, 救命救急センターの充実段階 … (definitions/designation_results.toml).

No verdict of an authority: it says what the rule of that year gives for what the prefecture's list holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.designation_rules import DesignationRule, designation_rules
from data.store import Store

from .cache import cached

FORM = "指定病院の実績"  # the template
MET, SHORT, UNKNOWN, NO_RULE = "満たす", "満たさない", "不明", "基準なし"
COLUMNS = ["rule", "kind", "facility_id", "name", "unit_code", "municipality", "fiscal_year", "figures", "verdict", "is_good", "why"]


@dataclass(frozen=True)
class Rating:
    """verdict: MET, SHORT, a grade, UNKNOWN or NO_RULE. is_good: None where it is not known. why: a sentence."""

    verdict: str
    is_good: bool | None
    why: str


def rate(rule: DesignationRule, reported: Mapping[int, Mapping[str, float]], year: int) -> Rating:
    """The rating of a 年度. reported: 年度 → 項目 → value; what is not there is not reported, which is not zero."""
    if not rule.is_for(year):
        return Rating(NO_RULE, None, f"{year}年度の基準は定義ファイルにありません（「{rule.name}」は{_span(rule)}）。")
    return _duty(rule, reported.get(year, {})) if rule.at_least is not None else _grade(rule, reported, year)


def _duty(rule: DesignationRule, of_year: Mapping[str, float]) -> Rating:
    done = [of_year[item] for item in rule.items if item in of_year]
    missing = [item for item in rule.items if item not in of_year]
    total, of = sum(done), f"{rule.unit}（基準 {rule.at_least:g}以上）"
    if total >= rule.at_least:
        return Rating(MET, True, f"合わせて{total:g}{of}。")
    if missing:
        return Rating(UNKNOWN, None, f"{'・'.join(missing)}が未報告。{f'報告された分は{total:g}{of}。' if done else ''}")
    return Rating(SHORT, False, "どの事業も行っていません。" if not total else f"合わせて{total:g}{of}。")


def _grade(rule: DesignationRule, reported: Mapping[int, Mapping[str, float]], year: int) -> Rating:
    """The grade by bad years in a row; where a year is not reported, every grade that it could be."""
    run = 0
    while (bad := _is_bad(rule, reported.get(year - run, {}))) and run < rule.grades[0][1]:
        run += 1
    limit = f"{rule.worse_from:g}{rule.unit}以上"
    sure = next((grade for grade, years in rule.grades if run >= years), rule.otherwise)
    words = f"{limit}が{run}年続いています。" if run else f"{year}年度は{limit}ではありません。"
    if bad is not None or run >= rule.grades[0][1]:
        return Rating(sure, sure == rule.otherwise, words)
    possible = [grade for grade, years in rule.grades if years > run] + [sure]
    words = f"{limit}が{run}年続き、" if run else ""
    return Rating(f"{UNKNOWN}（{'か'.join(reversed(possible))}）", None, f"{words}{year - run}年度の{'・'.join(rule.items)}が未報告。")


def _is_bad(rule: DesignationRule, of_year: Mapping[str, float]) -> bool | None:
    known = [of_year[item] for item in rule.items if item in of_year]
    if sum(known) >= rule.worse_from:
        return True
    return False if len(known) == len(rule.items) else None


def _span(rule: DesignationRule) -> str:
    return f"{rule.valid_from}年度から" + (f"{rule.valid_to}年度まで" if rule.valid_to else "")


def ratings(store: Store, units: Sequence[str]) -> pd.DataFrame:
    """A row a rule and hospital in `units`: its newest 年度 of the prefecture's list; COLUMNS, those short of a rule first.

    Hospitals that the list 指定・手技 names and that no result is of are UNKNOWN. Empty where no list of results is loaded.
    """
    rules = designation_rules()
    found = cached(store, ("designation ratings", rules), lambda: _ratings(store, rules))
    return found[found["unit_code"].isin(set(units))].reset_index(drop=True)


def is_loaded(store: Store, units: Sequence[str]) -> bool:
    """Whether results of a prefecture of `units` are loaded."""
    return store.rows("SELECT count(*) > 0 FROM designation_result WHERE pref_code IN (SELECT unnest(?::VARCHAR[]))",
                      [sorted({u[:2] for u in units})])[0][0]


def _ratings(store: Store, rules: Sequence[DesignationRule]) -> pd.DataFrame:
    rows = store.frame("""
        WITH result AS (SELECT pref_code, kind, facility_id, name, unit_code, fiscal_year, item, value FROM designation_result),
        named AS (SELECT DISTINCT d.pref_code, d.kind, d.facility_id, d.name, d.unit_code FROM facility_designation d
            JOIN designation_list l USING (pref_code, field) JOIN (SELECT DISTINCT pref_code, kind FROM result) USING (pref_code, kind)
            WHERE coalesce(d.valid_from <= l.as_of, true) AND coalesce(d.valid_to >= l.as_of, true)),
        listed AS (SELECT * FROM result UNION ALL BY NAME
            SELECT * FROM named WHERE NOT EXISTS (FROM result r WHERE r.kind = named.kind AND r.unit_code = named.unit_code
                AND coalesce(r.facility_id = named.facility_id, r.name = named.name)))
        SELECT listed.*, unit.name AS municipality FROM listed JOIN unit USING (unit_code) ORDER BY unit_code, listed.name, fiscal_year""")
    newest = rows.groupby(["pref_code", "kind"])["fiscal_year"].max()
    found = []
    for rule in rules:
        of_kind = rows[rows["kind"] == rule.kind]
        who = of_kind["facility_id"].fillna(of_kind["unit_code"] + of_kind["name"])
        for _, own in of_kind.groupby(who, sort=False):
            first, year = own.iloc[0], int(newest[own.iloc[0]["pref_code"], rule.kind])
            reported: dict[int, dict[str, float]] = {}
            for row in own.dropna(subset="item").itertuples():
                reported.setdefault(int(row.fiscal_year), {})[row.item] = row.value
            rating = rate(rule, reported, year)
            found.append([rule.code, rule.kind, first["facility_id"], first["name"], first["unit_code"], first["municipality"], year,
                          _figures(rule, reported, year), rating.verdict, rating.is_good, rating.why])
    order = {False: 0, None: 1, True: 2}
    return pd.DataFrame(sorted(found, key=lambda row: (order[row[9]], row[4], row[3])), columns=COLUMNS)


def _figures(rule: DesignationRule, reported: Mapping[int, Mapping[str, float]], year: int) -> str:
    """巡回診療 4、医師派遣 0、代診医派遣 未報告; of graded ones the years that count."""
    def said(value: float | None) -> str:
        return "未報告" if value is None else f"{value:g}"
    if rule.at_least is not None:
        return "、".join(f"{item} {said(reported.get(year, {}).get(item))}" for item in rule.items) + f"（{rule.unit}）"
    years = range(year - rule.grades[0][1] + 1, year + 1)
    sums = {y: None if _is_bad(rule, reported.get(y, {})) is None else sum(reported[y].get(i, 0) for i in rule.items) for y in years}
    return "、".join(f"{y}年度 {said(value)}" for y, value in sums.items()) + f"（{rule.unit}）"
