"""At least one facility with each of the four functions of かかりつけ医機能 in each group, else how many people that concerns."""

from ..care_functions import functions
from ..care_themes import THEMES
from ..gaps import MIXED, WAITS, gaps
from .finding import Case, Finding, passed


def care_functions(case: Case) -> list[Finding]:
    if not case.groups:
        return []
    found = []
    for code in THEMES:
        found += _of_function(case, code, functions(case.store)[code].short)
    return found


def _of_function(case: Case, code: str, short: str) -> list[Finding]:
    rule, title = f"care_{code}", f"{short}の機能がある施設が1つ以上"
    frame = gaps(case.store, case.grouping, code)
    found = [case.about(rule, title, "warn", row.group_id, f"「{row.name}」（75歳以上 {row.people_75:,.0f}人、{row.basis_words}）: {row.reason}。")
             for row in frame[frame["gap"]].itertuples()]
    unknown = frame[frame["state"].isin((WAITS, MIXED))]
    if len(unknown):
        units = tuple(u for g in unknown["group_id"] for u in case.grouping.members[g])
        found.append(Finding(rule, title, "waiting", None, units,
                             f"{len(unknown)}区域はデータ待ちです（届出受理医療機関名簿か、かかりつけ医機能報告を読み込むと分かります）。"))
    have = int((~frame["gap"]).sum()) - len(unknown)
    basis = "・".join(sorted(set(frame["basis_words"].dropna())))
    return [*found, passed(rule, title, f"{have}区域にあります（{basis}）。")] if have else found
