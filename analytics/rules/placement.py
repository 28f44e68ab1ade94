"""Every unit stands in a group; no group crosses the border of a prefecture unless that is allowed."""

from .finding import Case, Finding, names, passed, prefecture_names

PLACED, PREFECTURE = "すべての市区町村がいずれかの区域に入る", "都道府県の中で完結する"


def placed(case: Case) -> list[Finding]:
    outside = case.trial.outside
    if not outside:
        return [passed("placed", PLACED, f"{len(case.trial.scope)}市区町村すべてが区域に入っています。")]
    return [Finding("placed", PLACED, "fail", None, outside,
                    f"{len(outside)}市区町村がどの区域にも入っていません: {names(case.store, outside)}")]


def within_prefecture(case: Case) -> list[Finding]:
    crossing = {g: sorted({u[:2] for u in case.grouping.members[g]}) for g in case.groups}
    crossing = {g: prefs for g, prefs in crossing.items() if len(prefs) > 1}
    if not crossing:
        return [passed("within_prefecture", PREFECTURE, f"{len(case.groups)}区域すべてが1つの都道府県の中にあります。")]
    level, end = ("pass", "（設定で認めています）。") if case.options.cross_prefecture else ("fail", "。")
    return [case.about("within_prefecture", PREFECTURE, level, g,
                       f"「{case.grouping.names[g]}」は{prefecture_names(case.store, prefs)}にまたがります{end}")
            for g, prefs in crossing.items()]
