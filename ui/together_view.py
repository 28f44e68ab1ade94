"""Which of today's areas the planner's best plans nearly always put together: as a map of bundles, and pair by pair."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd
import streamlit as st

from analytics import compare_trials
from analytics.grouping import Grouping
from analytics.legend import TRIAL_COLOURS
from analytics.trial import Trial
from analytics.trial_colours import coloured
from data.store import Store
from ui import downloads, state
from ui.plain_table import plain_table
from ui.region_map import MapGroup, MapLegend, region_map

ALWAYS = 0.8  # share of the best plans that counts as 「ほぼいつも」
OFTEN = 0.5  # pairs in fewer of the plans are in the file only
MAP_HEIGHT = 460
ALONE = {"color": "#eceeef", "label": "決まった相手なし"}


def draw(store: Store, base: Grouping, plans: Sequence[Grouping], title: str) -> None:
    """Map and table. base: today's areas; title: of the file."""
    pairs = compare_trials.together(base, plans)
    st.write(f"区域の数が最も多い案のうち、よい順に{len(plans)}案を調べ、{ALWAYS:.0%}以上の案で同じ区域になる今の構想区域を同じ組にしました。")
    map_column, table_column = st.columns([6, 5], gap="medium")
    with map_column:
        _map(store, base, pairs)
    with table_column:
        often = pairs[pairs["share"] >= OFTEN]
        plain_table(table(base, often, len(plans)))
        if len(often) < len(pairs):
            st.caption(f"ほかに{len(pairs) - len(often)}の組み合わせ（割合{OFTEN:.0%}未満）があります。")
        notes = [f"区域の数が最も多い案のうち、よい順に{len(plans)}案（「最適な統合案」の年と人口の下限、流出率による推計自足率の順）。",
                 f"データの版: {store.data_version}（{store.built_at.replace('T', ' ')} 作成）"]
        st.caption("  \n".join(notes))
        downloads.download_panel("together", title, lambda: table(base, pairs, len(plans)).reset_index(), notes, "同じ区域になる割合")


def table(base: Grouping, pairs: pd.DataFrame, count: int) -> pd.DataFrame:
    """Pairs of areas as words."""
    return pd.DataFrame({"区域の組み合わせ": [f"{base.names[r.a]} ― {base.names[r.b]}" for r in pairs.itertuples()],
                         f"同じ区域になる案（{count}案のうち）": [f"{r.times}" for r in pairs.itertuples()],
                         "割合": [f"{r.share:.0%}" for r in pairs.itertuples()]}).set_index("区域の組み合わせ")


def _map(store: Store, base: Grouping, pairs: pd.DataFrame) -> None:
    """A colour and a number each bundle; the legend names its areas and in how many plans at least two of them meet."""
    bundles = compare_trials.bundles(base, pairs, ALWAYS)
    shares = {(r.a, r.b): r.share for r in pairs.itertuples()}
    heads = {area: members[0] for area, members in bundles.items()}
    colours = coloured(store, Trial.of(Grouping.of({u: heads[g] for u, g in base.group_of.items()}))).groups
    several = [members for area, members in bundles.items() if members[0] == area and len(members) > 1]
    number = {members[0]: at for at, members in enumerate(several)}
    classes = [{"color": TRIAL_COLOURS[colours[members[0]].colour][1], "label": _label(at, members, base.names, shares)}
               for at, members in enumerate(several)] + [ALONE]

    def group(area: str, name: str) -> MapGroup:
        at = number.get(heads[area])
        return MapGroup(area, name, len(several)) if at is None else MapGroup(area, name, at, f"組{at + 1}")
    prefectures = {unit[:2] for unit in base.units}
    region_map(key="together", view=min(prefectures) if len(prefectures) == 1 else "japan", unit_group=base.group_of,
               groups=[group(*item) for item in base.names.items()], legend=MapLegend("ほぼいつも同じ組になる区域", classes=classes),
               labels="value", toolbar=False, meeting=state.meeting(), height=MAP_HEIGHT, aria_label="ほぼいつも同じ組になる区域の地図")


def _label(at: int, members: Sequence[str], names: Mapping[str, str], shares: Mapping[tuple[str, str], float]) -> str:
    least = min(shares.get(pair, 0.0) for pair in combinations(members, 2))
    return f"組{at + 1}: {'・'.join(names[m] for m in members)}（{least:.0%}{'' if least == 1 else '以上'}）"
