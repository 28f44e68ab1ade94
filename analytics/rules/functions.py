"""At least one candidate for each 医療機関機能 in each group, else where the nearest is."""

import pandas as pd

from ..medical_functions import MedicalFunction, functions, matrix, where_nearest
from .finding import Case, Finding, passed


def candidates(case: Case) -> list[Finding]:
    if not case.groups:
        return []
    table = matrix(case.store, case.grouping)
    found = []
    for function in functions().values():
        rows = table[table["function"] == function.code]
        found += _of_prefecture(case, function, rows) if function.scope == "prefecture" else _of_areas(case, function, rows)
    return found


def _of_areas(case: Case, function: MedicalFunction, rows: pd.DataFrame) -> list[Finding]:
    rule, title = f"function_{function.code}", f"{function.name}の候補が1つ以上"
    found = []
    for row in rows[rows["count"] == 0].itertuples():
        more = "未報告の医療機関があり、増えることがあります。" if row.unreported else ""
        found.append(case.about(rule, title, case.options.no_candidate, row.group_id,
                                f"「{row.name}」に{function.name}の候補がありません。{where_nearest(row)}。{more}"))
    waiting = rows[rows["count"].isna()]
    if len(waiting):
        units = tuple(u for g in waiting["group_id"] for u in case.grouping.members[g])
        found.append(Finding(rule, title, "waiting", None, units,
                             f"{len(waiting)}区域はデータ待ちです（都道府県の積極的医療機関の一覧を読み込むと分かります）。"))
    have = int((rows["count"] > 0).sum())
    return [*found, passed(rule, title, f"{have}区域に候補があります。")] if have else found


def _of_prefecture(case: Case, function: MedicalFunction, rows: pd.DataFrame) -> list[Finding]:
    """A wide-area function is asked of the trial as a whole."""
    rule, title = f"function_{function.code}", f"{function.name}の候補が都道府県に1つ以上"
    has = {}
    for group, count in zip(rows["group_id"], rows["count"], strict=True):
        for code in {u[:2] for u in case.grouping.members[group]}:
            has[code] = has.get(code, 0) + count
    lacking = [code for code, count in has.items() if not count]
    if not lacking:
        return [passed(rule, title, f"広域の機能なので区域ごとには求めません。案の範囲に{int(rows['count'].sum())}施設あります。")]
    units = tuple(u for u in case.grouping.units if u[:2] in lacking)
    return [Finding(rule, title, case.options.no_candidate, None, units, f"案の範囲に{function.name}の候補がありません（広域の機能）。")]
