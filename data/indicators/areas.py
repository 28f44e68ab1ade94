"""Areas made of other areas: a figure of the whole is the sum of its parts, where the parts are whole and none is missing."""

from functools import cache
from typing import Protocol

import pandas as pd

FIGURE = ["area_kind", "area_code", "year", "value", "flag", "source_id"]
# Kinds of area that parts may be of, the finest first.
FINEST_FIRST = ("unit", "municipality", "insurer", "concept", "secondary", "homecare", "kyoten", "health_center", "tertiary", "prefecture", "nation")
NATION = "00"  # code of the one area of kind nation
_MEMBERS = f"""
    SELECT area_kind, area_code, unit_code FROM area_member WHERE valid_to IS NULL
    UNION ALL SELECT 'unit', unit_code, unit_code FROM unit
    UNION ALL SELECT 'nation', '{NATION}', unit_code FROM unit"""


class Readable(Protocol):
    """A Store, or the tables of one that is being written."""

    def frame(self, sql: str, parameters: list) -> pd.DataFrame: ...

    def rows(self, sql: str, parameters: list) -> list[tuple]: ...


class Areas:
    """The areas of a store by the units they are made of."""

    def __init__(self, store: Readable):
        self._units = {kind: rows[["area_code", "unit_code"]] for kind, rows in store.frame(_MEMBERS, []).groupby("area_kind")}
        self._parts = cache(self._find_parts)  # of this store only

    def at(self, figures: pd.DataFrame, kind: str) -> pd.DataFrame:
        """The figures (FIGURE) at the areas of a kind: those printed for it, else the sums of its parts, of the finest kind that is whole.

        An area that cuts a part (a joint insurer), or lacks the figure of one, is left out.
        """
        own = figures[figures["area_kind"] == kind]
        found = [own]
        for part in FINEST_FIRST:
            if part != kind and part in set(figures["area_kind"]):
                found.append(self._sums(figures[figures["area_kind"] == part], part, kind))
        return pd.concat(found, ignore_index=True).drop_duplicates(["area_code", "year"]) if len(found) > 1 else own

    def _sums(self, figures: pd.DataFrame, part: str, kind: str) -> pd.DataFrame:
        parts = self._parts(part, kind)
        rows = parts.merge(figures.drop(columns="area_kind").rename(columns={"area_code": "part_code"}), on="part_code")
        groups = rows.groupby(["area_code", "year"])
        sums = groups.agg(value=("value", "sum"), known=("value", "count"), flag=("flag", "first"), source_id=("source_id", "first"),
                          parts=("parts", "first")).reset_index()
        whole = sums[sums["known"] == sums["parts"]]
        return whole.assign(area_kind=kind)[FIGURE]

    def _find_parts(self, part: str, kind: str) -> pd.DataFrame:
        """area_code, part_code, parts (how many): the areas of `kind` that are made of areas of kind `part`, none of them cut."""
        if part not in self._units or kind not in self._units:
            return pd.DataFrame(columns=["area_code", "part_code", "parts"])
        pairs = self._units[kind].merge(self._units[part].rename(columns={"area_code": "part_code"}), on="unit_code")
        shared = pairs.groupby(["area_code", "part_code"]).size().rename("shared").reset_index()
        shared["size"] = shared["part_code"].map(self._units[part].groupby("area_code").size())
        shared["cut"] = shared["shared"] < shared["size"]
        areas = shared.groupby("area_code").agg(cut=("cut", "any"), units=("shared", "sum"), parts=("part_code", "size"))
        areas["wanted"] = self._units[kind].groupby("area_code").size()
        whole = areas[~areas["cut"] & (areas["units"] == areas["wanted"])]
        return shared[["area_code", "part_code"]].merge(whole["parts"].reset_index(), on="area_code")
