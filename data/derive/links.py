"""Table link: units that share a border (with or without a road), and the named bridges, tunnels, ferries and flights between units."""

import pandas as pd

from geo import adjacency
from geo.land import Land
from geo.outlines import Outlines

from ..home import DEFINITIONS


def links(outlines: Outlines, land: Land) -> pd.DataFrame:
    """Rows from_code < to_code, kind, name, km (of a shared border)."""
    listed = adjacency.read_links(DEFINITIONS / "links.csv")
    is_roadless = listed["kind"] == "roadless"
    borders = adjacency.without_road(adjacency.borders(outlines, land), listed[is_roadless])
    named = listed[~is_roadless].rename(columns={"unit_from": "from", "unit_to": "to"})
    named = named.assign(km=None)[["from", "to", "kind", "km", "name"]]
    swap = named["from"] > named["to"]
    named.loc[swap, ["from", "to"]] = named.loc[swap, ["to", "from"]].to_numpy()
    both = pd.concat([borders[borders["from"] < borders["to"]].assign(name=None), named], ignore_index=True)
    return both.rename(columns={"from": "from_code", "to": "to_code"}).drop_duplicates()
