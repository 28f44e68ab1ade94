"""つながり: who needs a partner (home care a bed behind it, a care home a hospital), who can be one, who named whom, who is near.

Named partners come from かかりつけ医機能報告 only; 届出 tells no names. The nearest is a straight line on one land (domain rule 19) and
says nothing of an agreement. Definitions: definitions/partner_networks.toml (checklist S47, S49, S54).
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.definition_files import read_definition
from data.derive.facility_name import cores, simple
from data.official_file import BadFile
from data.store import Store
from geo import distance

from .cache import cached
from .care_functions import COUNTED, KINDS, REPORTED, bases, functions, having
from .mesh_cells import NOWHERE

FILE = "partner_networks.toml"
PLACE = ["id", "name", "unit_code", "municipality", "phone", "lat", "lon", "land", "sure"]
PAIR = ["id", "name", "written", "partner_id", "partner_name"]
_FIELDS = {"code": str, "name": str, "themes": list, "seekers": str, "services": list, "seeker_name": str, "function": str, "notified": list,
           "reported": list, "supporter_name": str, "partners": list, "far_km": (int, float), "file": str}
_NEEDED = ("name", "themes", "seeker_name", "function", "supporter_name", "partners", "far_km")
_BETWEEN = re.compile(r"[、,，;；／/\n]+")


@dataclass(frozen=True)
class Network:
    """One entry of the definition file. items: what partners have any of, on either basis."""

    code: str
    name: str
    themes: tuple[str, ...]
    seeker_name: str
    function: str
    items: tuple[str, ...]
    supporter_name: str
    partners: tuple[str, ...]
    far_km: float
    seekers: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Connections:
    """Of the seekers of some units. seekers: PLACE, named (partners it named or that named it), nearest_id, nearest_name, nearest_km,
    nearest_sure (None, NaN where none is on its land). supporters: PLACE, nearest_of (seekers that it is the nearest to), named (by how
    many), those with the most seekers first; of other units too where they are somebody's nearest or named. pairs: PAIR, who wrote
    whom, as written; partner_id None where nobody of that name is known. is_reported: partners' names can be known."""

    seekers: pd.DataFrame
    supporters: pd.DataFrame
    pairs: pd.DataFrame
    is_reported: bool

    def far(self, km: float) -> pd.DataFrame:
        """Seekers that no partner is named for and whose nearest is farther, or none on their land; the farthest first."""
        alone = self.seekers[(self.seekers["named"] == 0) & ~(self.seekers["nearest_km"] <= km)]
        return alone.sort_values(["nearest_km", "id"], ascending=[False, True], na_position="first")


def networks() -> dict[str, Network]:
    """Code → network, in the order of the file. Raises BadFile that names file, entry and what is wrong."""
    return {entry["code"]: _network(entry) for entry in read_definition(FILE, {"network": ("code",)})["network"]}


def _network(entry: dict) -> Network:
    place, file = f"「{entry['code']}」", entry["file"]
    if unknown := sorted(set(entry) - set(_FIELDS)):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(set(_FIELDS) - {'file'}))} です。", file)
    if missing := [field for field in _NEEDED if not entry.get(field)]:
        raise BadFile(f"{place}: {missing[0]} がありません。", file)
    if wrong := [field for field, value in entry.items() if not isinstance(value, _FIELDS[field])]:
        raise BadFile(f"{place}: {wrong[0]} の書き方が違います（ファイルの先頭の説明を見てください）。", file)
    if bool(entry.get("seekers")) == bool(entry.get("services")):
        raise BadFile(f"{place}: seekers（機能）か services（介護サービスのコード）の、どちらか1つを書いてください。", file)
    items = (*entry.get("notified", ()), *entry.get("reported", ()))
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
             if key not in ("file", "notified", "reported")}
    return Network(**given, items=items)


def of_theme(store: Store, theme: str) -> Network | None:
    """The network shown with a function; None where there is none."""
    found = cached(store, ("partner networks",), networks)
    return next((network for network in found.values() if theme in network.themes and network.function in functions(store)), None)


def connections(store: Store, network: Network, units: tuple[str, ...]) -> Connections:
    """Who needs, can be and has a partner in these units."""
    return cached(store, ("connections", network, units), lambda: _connections(store, network, units))


def _connections(store: Store, network: Network, units: tuple[str, ...]) -> Connections:
    supporters, seekers = _supporters(store, network), _seekers(store, network)
    seekers = seekers[seekers["unit_code"].isin(set(units))].reset_index(drop=True)
    pairs = _pairs(store, network, seekers, supporters)
    placed = supporters[supporters["lat"].notna() & (supporters["land"] >= 0)].reset_index(drop=True)
    # A hospital is not its own partner: the nearest other one.
    to, km = _nearest_others(seekers, placed)
    there = to != NOWHERE
    seekers = seekers.assign(
        named=seekers["id"].map(_times(pairs)).fillna(0).astype(int),
        nearest_id=np.where(there, placed["id"].reindex(to).to_numpy(object), None),
        nearest_name=np.where(there, placed["name"].reindex(to).to_numpy(object), None), nearest_km=np.where(there, km, np.nan),
        nearest_sure=there & (placed["sure"].reindex(to).eq(True).to_numpy() & seekers["sure"].to_numpy(bool)))
    load = seekers["nearest_id"].value_counts()
    supporters = supporters.assign(nearest_of=supporters["id"].map(load).fillna(0).astype(int),
                                   named=supporters["id"].map(_times(pairs)).fillna(0).astype(int))
    used = supporters["unit_code"].isin(set(units)) | (supporters["nearest_of"] > 0) | (supporters["named"] > 0)
    order = ["nearest_of", "named", "id"]
    known = bases(store)
    return Connections(seekers, supporters[used].sort_values(order, ascending=[False, False, True]).reset_index(drop=True), pairs,
                       any(pref in known and known[pref].code == REPORTED for pref in {unit[:2] for unit in units}))


def _times(pairs: pd.DataFrame) -> pd.Series:
    """How many others a facility or office is joined with by name, in either direction."""
    both = pd.concat([pairs[["id", "partner_id"]], pairs[["partner_id", "id"]].set_axis(["id", "partner_id"], axis=1)]).dropna(subset="id")
    other = both["partner_id"].fillna(both.index.to_series().map(lambda at: f"written {at}"))
    return other.groupby(both["id"]).nunique()


def _nearest_others(seekers: pd.DataFrame, placed: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Position in `placed` of the nearest that is not the seeker itself, and km; NOWHERE, inf where there is none."""
    to, km = np.full(len(seekers), NOWHERE), np.full(len(seekers), np.inf)
    known = np.flatnonzero(seekers["lat"].notna() & (seekers["land"] >= 0))
    mine = seekers.iloc[known]

    def ask(of: np.ndarray, among: np.ndarray) -> None:
        rows, places = mine.iloc[of], placed.iloc[among]
        found, far = distance.nearest(rows["lon"], rows["lat"], places["lon"], places["lat"], rows["land"], places["land"].to_numpy())
        to[known[of]], km[known[of]] = np.where(found == NOWHERE, NOWHERE, among[found]), far
    if placed.empty or mine.empty:
        return to, km
    everyone = np.arange(len(placed))
    ask(np.arange(len(mine)), everyone)
    own = np.flatnonzero((to[known] != NOWHERE) & (placed["id"].to_numpy()[to[known]] == mine["id"].to_numpy()))
    for one in own:
        others = everyone[everyone != to[known[one]]]
        to[known[one]], km[known[one]] = NOWHERE, np.inf
        if len(others):
            ask(np.array([one]), others)
    return to, km


def _supporters(store: Store, network: Network) -> pd.DataFrame:
    return _facilities(store, having(store, network.function, network.items)["facility_id"].tolist())


def _seekers(store: Store, network: Network) -> pd.DataFrame:
    if network.seekers:
        return _facilities(store, having(store, network.seekers)["facility_id"].tolist())
    if store.is_sample:
        return pd.DataFrame(columns=PLACE)  # real offices never stand beside made-up reports
    rows = store.frame("""
        SELECT service || '-' || office_no AS id, care_office.name, unit_code, unit.full_name AS municipality, phone, lat, lon,
            coalesce(land, -1) AS land, lat IS NOT NULL AS sure FROM care_office JOIN unit USING (unit_code)
        WHERE service IN (SELECT unnest(?::VARCHAR[])) ORDER BY id""", [list(network.services)])
    return rows[PLACE]


def _facilities(store: Store, ids: list[str]) -> pd.DataFrame:
    return store.frame("""
        SELECT facility_id AS id, name, unit_code, municipality, phone, lat, lon, coalesce(land, -1) AS land,
            location_quality IS NOT DISTINCT FROM 'address' AS sure FROM facility
        WHERE facility_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY id""", [ids])[PLACE]


def _pairs(store: Store, network: Network, seekers: pd.DataFrame, supporters: pd.DataFrame) -> pd.DataFrame:
    """Partners as reports of 報告ベース prefectures write them, by seekers or supporters, found among the other side of the prefecture."""
    rows = store.frame("""
        SELECT facility_id, facility.name, unit_code, fiscal_year, value FROM report_value JOIN report USING (facility_id, report_kind, fiscal_year)
        JOIN facility USING (facility_id) WHERE report_kind = ? AND item_code IN (SELECT unnest(?::VARCHAR[])) AND value <> ''
            AND status IN (SELECT unnest(?::VARCHAR[])) ORDER BY facility_id, item_code""",
                       [KINDS[REPORTED], list(network.partners), list(COUNTED)])
    known = bases(store)
    is_now = [pref in known and (known[pref].code, known[pref].fiscal_year) == (REPORTED, year)
              for pref, year in zip(rows["unit_code"].str[:2], rows["fiscal_year"], strict=True)]
    rows = rows[np.array(is_now, dtype=bool)]
    sides = {"seeker": (set(seekers["id"]), _names(supporters)), "supporter": (set(supporters["id"]), _names(seekers))}
    prefectures = {unit[:2] for unit in seekers["unit_code"]}
    found = []
    for row in rows[rows["unit_code"].str[:2].isin(prefectures)].itertuples():
        side = "seeker" if row.facility_id in sides["seeker"][0] else "supporter" if row.facility_id in sides["supporter"][0] else None
        if side is None:
            continue
        for written in filter(None, (part.strip() for part in _BETWEEN.split(row.value))):
            keys = [(row.unit_code[:2], core) for core in cores(written) | {simple(written)}]
            partners = {who for key in keys for who in sides[side][1].get(key, ())} - {(row.facility_id, row.name)}
            partner = partners.pop() if len(partners) == 1 else (None, None)
            found.append((row.facility_id, row.name, written, *partner))
    return pd.DataFrame(found, columns=PAIR).drop_duplicates(["id", "written"], ignore_index=True)


def _names(places: pd.DataFrame) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """(prefecture, part of a name that may stand for it) → (id, name) of those it may be."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in places.itertuples():
        for core in cores(row.name) | {simple(row.name)}:
            found.setdefault((row.unit_code[:2], core), set()).add((row.id, row.name))
    return found
