"""How a 2号 function is covered: 時間外 always, in the evening or by cooperation; home care around the clock. In any grouping.

The kinds and what stands for them are in definitions/cover.toml. A facility counts once, in the first kind that it meets; clinics
only for 時間外 (domain rule 10).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.definition_files import read_definition
from data.official_file import BadFile
from data.store import Store

from .cache import cached
from .care_functions import CLINICS, COUNTED, KINDS, NOTIFIED, REPORTED, bases, having, items, items_of_all
from .gaps import MIXED, WAITS, gaps
from .grouping import Grouping
from .unit_links import counted, labels

FILE, OTHER = "cover.toml", "other"
OTHER_WORDS = "区分が分からない"
_FIELDS = {"function", "code", "label", "cover", "notified", "reported", "file"}


@dataclass(frozen=True)
class Kind:
    """A way of covering a function. held: items that say it, on either basis. reported: (item, values) of かかりつけ医機能報告."""

    code: str
    label: str
    held: frozenset[str]
    reported: tuple[tuple[str, tuple[str, ...]], ...]


def kinds(store: Store, function: str) -> tuple[Kind, ...]:
    """Kinds of a function that its definition names, first come first counted. Raises BadFile for an item that there is not."""
    entries = cached(store, ("cover kinds",), lambda: read_definition(FILE, {"kind": ("function", "code", "label")})["kind"])
    return tuple(_kind(store, entry) for entry in entries if entry["function"] == function)


def cover(store: Store, grouping: Grouping, function: str) -> pd.DataFrame:
    """A row a group, in id order: group_id, name, basis_words, state, people_75, then a column a kind and `other` (has the
    function, of no kind): facilities; NaN where it is not known."""
    def compute() -> pd.DataFrame:
        frame = gaps(store, grouping, function)[["group_id", "name", "basis_words", "state", "people_75"]]
        unknown, label, own = frame["state"].isin((WAITS, MIXED)).to_numpy(), labels(store, grouping), facilities(store, function)
        for code in (*(kind.code for kind in kinds(store, function)), OTHER):
            number = counted(label, own.loc[own["cover"] == code, "unit"].to_numpy(), len(grouping)).astype(float)
            frame[code] = np.where(unknown, np.nan, number)
        return frame
    return cached(store, ("cover", grouping.key, tuple(grouping.names.values()), function), compute)


def facilities(store: Store, function: str) -> pd.DataFrame:
    """Who has the function: facility_id, unit (position), cover (code of its kind, or `other`); a row a facility."""
    return cached(store, ("cover of facilities", function), lambda: _facilities(store, function))


def _facilities(store: Store, function: str) -> pd.DataFrame:
    said, own = _said(store), having(store, function)
    if function == "after_hours":
        own = own[own["kind"].isin(CLINICS)]
    kind_of = pd.Series(OTHER, own["facility_id"], dtype=object)
    for kind in reversed(kinds(store, function)):
        mine = having(store, function, tuple(sorted(kind.held)))["facility_id"] if kind.held else own["facility_id"][:0]
        told = [said.loc[(said["item_code"] == item) & said["value"].isin(values), "facility_id"] for item, values in kind.reported]
        kind_of[kind_of.index.isin(pd.concat([mine, *told]))] = kind.code
    return pd.DataFrame({"facility_id": own["facility_id"].to_numpy(), "unit": own["unit"].to_numpy(), "cover": kind_of.to_numpy()})


def _said(store: Store) -> pd.DataFrame:
    """facility_id, item_code, value of the confirmed reports that are the basis of their prefecture, of the items asked for."""
    def read() -> pd.DataFrame:
        wanted = sorted({item for function in ("after_hours", "home_care") for kind in kinds(store, function) for item, _ in kind.reported})
        rows = store.frame("""
            SELECT facility_id, item_code, value, fiscal_year, unit_code FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
            JOIN facility USING (facility_id) WHERE report_kind = ? AND item_code IN (SELECT unnest(?::VARCHAR[])) AND unit_code IS NOT NULL
                AND status IN (SELECT unnest(?::VARCHAR[])) AND value IS NOT NULL""", [KINDS[REPORTED], wanted, list(COUNTED)])
        year = {pref: basis.fiscal_year for pref, basis in bases(store).items() if basis.code == REPORTED}
        return rows.loc[rows["unit_code"].str[:2].map(year) == rows["fiscal_year"], ["facility_id", "item_code", "value"]]
    return cached(store, ("cover said",), read)


def _kind(store: Store, entry: dict) -> Kind:
    place = f"[[kind]] {entry['function']}／{entry['code']}"
    if unknown := sorted(set(entry) - _FIELDS):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(_FIELDS - {'file'}))} です。", entry["file"])
    known = {basis: {item.code for item in items(store, basis, entry["function"])} for basis in (NOTIFIED, REPORTED)}
    reported = tuple((told["item"], tuple(told["values"])) for told in entry.get("reported", ()))
    named = [(NOTIFIED, code) for code in entry.get("notified", ())] + [(REPORTED, item) for item, _ in reported]
    if wrong := [code for basis, code in named if code not in known[basis]]:
        raise BadFile(f"{place}: 項目「{wrong[0]}」が定義にありません。", entry["file"])
    by_cover = {item.code for item in items_of_all(store, entry["function"]) if item.cover and item.cover == entry.get("cover")}
    return Kind(entry["code"], entry["label"], frozenset({*by_cover, *entry.get("notified", ())}), reported)
