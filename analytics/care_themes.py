"""The four themes of かかりつけ医機能 in a trial: facilities with a function, and people 75+ who live in a group without it.

One path for the live board, the comparison and the rules; what a gap is says analytics.gaps.
"""

import numpy as np
import pandas as pd

from data.store import Store

from .gaps import STATES, YEAR, held
from .grouping import Grouping
from .quantities import vector
from .unit_links import labels

THEMES = ("after_hours", "admission_discharge", "home_care", "care_liaison")
SOURCE = "届出受理医療機関名簿（地方厚生局）またはかかりつけ医機能報告、住民基本台帳（総務省、2025年1月1日）"
CAVEAT = "届出ベースは体制の届出で、実績ではない。届出ベースと報告ベースの区域は比べられない。"


def places(function: str) -> str:
    """Item code of the facilities that have it."""
    return f"care_{function}_places"


def without_it(function: str) -> str:
    """Item code of the people 75+ without it."""
    return f"care_{function}_without"


def people_without(store: Store, over: Grouping, function: str, borders: Grouping | None = None) -> np.ndarray:
    """People 75+ (住基 2025) of each group of `over`, in id order, who live in a group of `borders` (None: of `over`) where no
    facility has the function. NaN where that is not known of some of them (データ待ち, two bases)."""
    frame = held(store, borders or over, function)
    of_group = pd.Series(np.where(frame["with_function"].isna(), np.nan, frame["gap"]).astype(float), frame["group_id"])
    missing = labels(store, borders or over)
    at = np.where(missing >= 0, of_group.to_numpy()[missing], np.nan)
    label, people = labels(store, over), vector(store, "pop_75", YEAR).low
    inside = label >= 0
    return np.bincount(label[inside], (at * people)[inside], len(over))


def facilities(store: Store, grouping: Grouping, function: str) -> tuple[np.ndarray, dict[str, str]]:
    """(facilities with the function of each group, in id order, NaN unknown; group → its basis or why there is none)."""
    frame = held(store, grouping, function)
    words = {row.group_id: row.basis_words or STATES[row.state] for row in frame.itertuples()}
    return frame["with_function"].astype(float).to_numpy(np.float64, na_value=np.nan), words


def closed_and_opened(store: Store, before: Grouping, after: Grouping, function: str) -> tuple[list[str], list[str]]:
    """(names of the groups of before whose gap is closed: no resident lives in one now; names of those of after that open: no
    resident lived in one before)."""
    def found(there: Grouping, other: Grouping) -> list[str]:
        frame = held(store, other, function)
        empty = set(frame.loc[frame["gap"], "group_id"])
        units = {u for group in empty for u in other.members[group]}
        mine = held(store, there, function)
        return [row.name for row in mine[mine["gap"]].itertuples(index=False) if not units & set(there.members[row.group_id])]
    return found(before, after), found(after, before)


def gap_areas(store: Store, grouping: Grouping, function: str) -> tuple[list[str], int]:
    """(names of the groups without it, number of groups of which it is not known)."""
    frame = held(store, grouping, function)
    return frame.loc[frame["gap"], "name"].tolist(), int(frame["with_function"].isna().sum())
