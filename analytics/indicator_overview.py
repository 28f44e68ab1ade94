"""All indicators of one stage (段階) for one area: where it stands among the areas of Japan, its prefecture and the nation, the worst first."""

import numpy as np
import pandas as pd

from data.store import Store

from .grouping import Grouping
from .indicator_status import BETTER, SIMILAR, UNKNOWN, WORSE, status
from .indicators import Indicator, indicators, worth, years
from .suppression import LIMIT

STAGES = ("退院支援", "日常の療養支援", "急変時", "看取り", "資源", "全体")
NOW = 2025
FEWEST_PEERS = 5
ORDER = (WORSE, SIMILAR, BETTER, UNKNOWN)


def shown_year(store: Store, code: str, upto: int = NOW) -> int | None:
    """The newest year of an indicator that is no look ahead; the first one where all are; None without any."""
    known = years(store, code)
    return max((y for y in known if y <= upto), default=known[0] if known else None)


def of_stage(store: Store, stage: str) -> list[Indicator]:
    return [indicator for indicator in indicators(store).values() if indicator.stage == stage]


def overview(store: Store, grouping: Grouping, japan: Grouping, group: str, stage: str, limit: int = LIMIT) -> pd.DataFrame:
    """A row an indicator of the stage that has a figure anywhere: code, year, then the columns of indicator_status.status of the group, then
    lowest, quarter, three_quarters, highest (of the areas of `japan` with a value; NaN of fewer than FEWEST_PEERS), peers (how many).

    Worse ones first (those that get worse on top), then what is similar, what is better, what is not compared; in the order of the files.
    """
    rows = []
    for indicator in of_stage(store, stage):
        if (year := shown_year(store, indicator.code)) is None:
            continue
        mine = status(store, grouping, indicator, year, limit).set_index("group_id").loc[group]
        others = worth(store, japan, indicator, year, limit).value
        others = others[~np.isnan(others)]
        spread = np.quantile(others, [0, .25, .75, 1]) if len(others) >= FEWEST_PEERS else [np.nan] * 4
        rows.append({"code": indicator.code, "year": year, **mine.to_dict(),
                     **dict(zip(("lowest", "quarter", "three_quarters", "highest"), spread, strict=True)), "peers": len(others)})
    found = pd.DataFrame(rows)
    if found.empty:
        return found
    place = [ORDER.index(versus) if versus in ORDER else ORDER.index(UNKNOWN) for versus in against(found)]
    has_none = found["value"].isna()  # last: there is nothing to be read
    return found.assign(_place=place, _none=has_none).sort_values(["_none", "_place", "worsening"], ascending=[True, True, False],
                                                                kind="stable", ignore_index=True).drop(columns=["_place", "_none"])


def against(found: pd.DataFrame) -> pd.Series:
    """The comparison that counts: with the prefecture, else with the nation."""
    return found["versus_prefecture"].where(found["versus_prefecture"] != UNKNOWN, found["versus_nation"])
