"""Former municipality codes → today's units: chains of mergers followed, splits only where the share is known."""

from collections.abc import Mapping

import pandas as pd

SPLIT_REASONS = {"分割", "分離"}
APPORTIONED = "按分"


def unit_changes(
    code_change: pd.DataFrame, units: set[str], projected: Mapping[str, float], residents: Mapping[str, float]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(unit_change, left out).

    code_change: date, reason, old_code, old_name, new_code. units: codes of today. projected: 社人研 population of
    2025 by former code; residents: 住基 of 2025 by unit; from both comes the share of a ward that was split in two
    (浜松市北区): the one with which the new wards stand to each other as their residents do.
    unit_change: old_code, unit_code, share, since (when the old code ended), reason. left out: old_code,
    old_name, reason (Japanese): split without a known share, or gone into a city of wards. A code that is in use
    today is never mapped, whatever it meant before.
    """
    steps = _steps(code_change)
    shares = {code: _shares(code, steps, projected, residents) for code in steps}
    found, left_out = [], []
    for code, step in steps.items():
        if code in units:
            continue
        ends = _follow(code, steps, shares, units)
        if ends is None:
            why = "分割され割合が不明" if shares[code] is None else "区に分かれた市などへ移り、今の単位が決まらない"
            left_out.append((code, step["name"], why))
        else:
            apportioned = f"（{APPORTIONED}）" if len(ends) > 1 else ""
            found += [(code, unit, share, step["date"], "・".join(step["reasons"]) + apportioned) for unit, share in ends.items()]
    return (pd.DataFrame(found, columns=["old_code", "unit_code", "share", "since", "reason"]).astype({"share": float}),
            pd.DataFrame(left_out, columns=["old_code", "old_name", "reason"]))


def _steps(code_change: pd.DataFrame) -> dict[str, dict]:
    """What became of each code when it first changed: date, reason, name, the codes it went to (several: a split)."""
    steps: dict[str, dict] = {}
    for row in code_change.sort_values(["old_code", "date"], kind="stable").itertuples():
        step = steps.setdefault(row.old_code, {"date": row.date, "reasons": [], "name": row.old_name, "to": []})
        if row.date == step["date"]:
            step["reasons"] += [row.reason] if row.reason not in step["reasons"] else []
            step["to"] += [row.new_code] if row.new_code not in step["to"] else []
    return steps


def _shares(
    code: str, steps: dict[str, dict], projected: Mapping[str, float], residents: Mapping[str, float]
) -> dict[str, float] | None:
    """Share of a former unit that went to each code; None when it is not known."""
    to = steps[code]["to"]
    if len(to) == 1 and not SPLIT_REASONS & set(steps[code]["reasons"]):
        return {to[0]: 1.0}
    if len(to) != 2 or code not in projected or not all(new in residents for new in to):
        return None
    whole = {new: [old for old, step in steps.items() if step["to"] == [new] and step["date"] == steps[code]["date"]]
             for new in to}
    if not all(old in projected for olds in whole.values() for old in olds):
        return None
    before = {new: sum(projected[old] for old in olds) for new, olds in whole.items()}
    everyone = sum(before.values()) + projected[code]
    first = everyone * residents[to[0]] / (residents[to[0]] + residents[to[1]])
    share = (first - before[to[0]]) / projected[code]
    return {to[0]: share, to[1]: 1 - share} if 0 < share < 1 else None


def _follow(code: str, steps: dict[str, dict], shares: dict[str, dict | None], units: set[str],
            passed: frozenset[str] = frozenset()) -> dict[str, float] | None:
    """Today's units a code ends in, with shares; None when one of the ways ends nowhere."""
    if code in units:
        return {code: 1.0}
    if code in passed or shares.get(code) is None:
        return None
    ends: dict[str, float] = {}
    for new, share in shares[code].items():
        further = _follow(new, steps, shares, units, passed | {code})
        if further is None:
            return None
        for unit, part in further.items():
            ends[unit] = ends.get(unit, 0.0) + share * part
    return ends
