"""Figures by a code of any year → figures by today's unit."""

import pandas as pd

from ..official_file import BadFile
from .changes import APPORTIONED

UNKNOWN_SHARE = 0.01  # of a file's codes may be unknown (they are listed); more refuses it


def on_todays_units(
    figures: pd.DataFrame, unit_change: pd.DataFrame, units: set[str], values: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    """(figures with `unit_code` in place of `code`, messages).

    figures: code, the columns of `values` (counts, summed; times the share where a unit was split) and keys.
    A column flag is added, '按分' where a share was used. Messages (Japanese) name the codes that were mapped
    and those that are unknown. Raises BadFile when more than 1 % of the codes are unknown.
    """
    known = figures["code"].isin(units)
    today = figures[known].rename(columns={"code": "unit_code"}).assign(flag=None)
    former = figures[~known].merge(unit_change[["old_code", "unit_code", "share"]], left_on="code", right_on="old_code")
    unknown = sorted(set(figures.loc[~known, "code"].dropna()) - set(former["code"]))
    codes = figures["code"].nunique()
    if len(unknown) > UNKNOWN_SHARE * codes:
        raise BadFile(
            f"今の市区町村に結び付かないコードが{len(unknown)}個あります（{'、'.join(unknown[:5])} など、全{codes}個の1%を超過）。"
            "市区町村コードの列を確かめてください。", figures["source_id"].iloc[0])
    messages = [f"今の市区町村に結び付かないため除いたコード: {'、'.join(unknown)}"] if unknown else []
    if former.empty:
        return today.reset_index(drop=True), messages
    pairs = former[["code", "unit_code"]].drop_duplicates()
    messages.append(f"以前のコードを今の単位に読み替えました: {'、'.join(pairs['code'] + '→' + pairs['unit_code'])}")
    split = set(former.loc[former["share"] < 1, "unit_code"])
    former = former.assign(**{v: former[v] * former["share"] for v in values})
    changed = set(former["unit_code"])
    touched = today["unit_code"].isin(changed)
    together = pd.concat([today[touched].drop(columns="flag"), former.drop(columns=["code", "old_code", "share"])])
    keys = [c for c in together.columns if c not in values]
    together = together.groupby(keys, dropna=False, sort=False, observed=True)[values].sum().reset_index()
    together["flag"] = together["unit_code"].map(lambda unit: APPORTIONED if unit in split else None)
    return pd.concat([today[~touched], together], ignore_index=True), messages
