"""The map a plan is made on: base areas with their residents, roads, flow, distances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from data.quantities import year_of
from data.store import Store
from geo.distance import great_circle_km

from .. import areas
from ..cache import cached
from ..grouping import Grouping
from ..mesh_cells import cells
from ..quantities import newest_report, unit_index, vector, years
from ..unit_links import OUTSIDE, UnitLinks, labels, unit_links
from . import masks
from .ask import WEIGHTS, Ask, AskError
from .patient_flow import Flow, patient_flow

ACUTE = ("new_patients_acute_intensive", "new_patients_acute")


@dataclass(frozen=True, eq=False)
class BaseMap:
    """Base areas in sweep order (each near those before it). Arrays by area; masks of areas are Python integers.

    population: residents of the planner's year. flow: of patients. acute: new inpatients of 高度急性期＋急性期 a year. km: between the
    population-weighted centres. roads: neighbours by border, bridge or tunnel; over_sea: by ferry or air. home: today's area (a
    number) of each. home_name: its name, where base areas are units, pieces of today's areas.
    """

    grouping: Grouping
    codes: tuple[str, ...]
    population: np.ndarray
    flow: Flow
    acute: np.ndarray
    km: np.ndarray
    roads: tuple[int, ...]
    over_sea: tuple[int, ...]
    home: np.ndarray
    home_name: Mapping[int, str] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.codes)) - 1

    @property
    def is_of_units(self) -> bool:
        """Whether today's areas are taken apart into units."""
        return bool(self.home_name)

    def mask(self, codes) -> int:
        """Raises AskError for a code that is no base area here."""
        at = {code: i for i, code in enumerate(self.codes)}
        if unknown := sorted(set(codes) - set(at)):
            raise AskError(f"この地域の区域にないコードです: {'、'.join(unknown)}")
        return masks.of(at[code] for code in codes)

    def codes_of(self, mask: int) -> tuple[str, ...]:
        return tuple(sorted(self.codes[i] for i in masks.bits(mask)))


def base_map(store: Store, ask: Ask) -> BaseMap:
    """The map of an ask. Raises AskError for a prefecture or year that the store does not have."""
    grouping = _grouping(store, ask)
    weight = WEIGHTS[ask.weights]
    common = [year for year in years(store, "pop_total") if year in years(store, weight)]
    if ask.year not in common:
        raise AskError(f"{ask.year}年の人口のデータがありません（{'、'.join(map(str, common))}）。")
    return cached(store, ("base map", grouping.key, ask.year, weight), lambda: _read(store, grouping, ask.year, weight))


def _grouping(store: Store, ask: Ask) -> Grouping:
    if isinstance(ask.base, Grouping):
        return ask.base
    known = areas.prefectures(store)
    if not ask.prefs or (unknown := [p for p in ask.prefs if p not in known]):
        raise AskError(f"都道府県コード「{'、'.join(unknown) if ask.prefs else ''}」はありません。01～47 か all を指定してください。")
    if len(ask.prefs) == 1:
        return areas.grouping(store, ask.base, ask.prefs[0])
    return areas.grouping(store, ask.base).restrict(u for p in set(ask.prefs) for u in areas.units(store, p))


def _read(store: Store, grouping: Grouping, year: int, weight: str) -> BaseMap:
    index, links = unit_index(store), unit_links(store)
    item = labels(store, grouping)
    roads, over_sea = (_neighbours(links, used, item, len(grouping)) for used in (links.road, links.over_sea))
    order = _sweep(roads)
    number = np.full(len(grouping) + 1, OUTSIDE)
    number[order] = np.arange(len(order))
    item = number[item]
    codes = tuple(grouping.groups[i] for i in order)

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(item[item != OUTSIDE], values[item != OUTSIDE], len(codes))
    population, weighing = total(vector(store, "pop_total", year).low), vector(store, weight, year).low
    if np.isnan(population + total(weighing)).any():
        unknown = [grouping.names[codes[i]] for i in np.flatnonzero(np.isnan(population + total(weighing)))]
        raise AskError(f"{year}年の人口が分からない区域があります: {'、'.join(unknown)}")
    report = year_of(newest_report(store))
    acute = sum(total((v.low + v.high) / 2) for v in (vector(store, code, report) for code in ACUTE))
    lat, lon = _centres(store, item, len(codes))
    home, home_name = np.arange(len(codes)), {}
    if len(grouping) == len(grouping.units):
        of_unit = {label: index.area_of_unit[index.position[unit]] for unit, label in grouping.group_of.items()}
        area = np.array([of_unit[code] for code in codes])
        if len(set(area.tolist())) < len(codes):
            names = areas.grouping(store, "concept").names
            home, home_name = area, {number: names[index.areas[number]] for number in set(area.tolist())}
    roads, over_sea = (_neighbours(links, used, item, len(codes)) for used in (links.road, links.over_sea))
    return BaseMap(grouping, codes, population.round(6), patient_flow(store, item, len(codes), weighing), np.nan_to_num(acute),
                   great_circle_km(lon[:, None], lat[:, None], lon, lat), roads, over_sea, home, home_name)


def _neighbours(links: UnitLinks, used: np.ndarray, item: np.ndarray, size: int) -> tuple[int, ...]:
    found = [0] * size
    a, b = item[links.start[used]], item[links.end[used]]
    apart = (a != b) & (a != OUTSIDE) & (b != OUTSIDE)
    for i, j in zip(a[apart].tolist(), b[apart].tolist(), strict=True):
        found[i] |= 1 << j
        found[j] |= 1 << i
    return tuple(found)


def _sweep(roads: Sequence[int]) -> list[int]:
    """Areas in breadth-first order from an edge of the map, so that what is left of a half-covered map is compact."""
    order, waiting, seen = [], [], 0
    for start in sorted(range(len(roads)), key=lambda i: (roads[i].bit_count(), i)):
        if not seen >> start & 1:
            waiting.append(start)
            seen |= 1 << start
        while waiting:
            order.append(here := waiting.pop(0))
            fresh = roads[here] & ~seen
            seen |= fresh
            waiting.extend(masks.bits(fresh))
    return order


def _centres(store: Store, item: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """(lat, lon) of the mean resident of each area (census mesh); of its offices where the mesh has nobody."""
    persons, lat, lon, office_lat, office_lon = cached(store, ("mean residents",), lambda: _mean_residents(store))
    used = item != OUTSIDE
    at = item[used]
    people, places = np.bincount(at, persons[used], size), np.bincount(at, minlength=size)

    def mean(of_people: np.ndarray, of_office: np.ndarray) -> np.ndarray:
        office = np.bincount(at, of_office[used], size) / places
        return np.divide(np.bincount(at, of_people[used], size), people, out=office, where=people > 0)
    return mean(lat, office_lat), mean(lon, office_lon)


def _mean_residents(store: Store) -> tuple[np.ndarray, ...]:
    """By unit: persons of the mesh, persons × lat, persons × lon, lat and lon of the office."""
    mesh, size = cells(store), len(unit_index(store).codes)
    office = store.numbers("SELECT office_lat AS lat, office_lon AS lon FROM unit ORDER BY unit_code")
    return (*(np.bincount(mesh.unit, mesh.persons * part, size) for part in (1, mesh.lat, mesh.lon)), office["lat"], office["lon"])


def with_ties(base: BaseMap, least: float) -> BaseMap:
    """Units that no road joins to enough people, though their area reaches further, move with the rest of that area.

    The tie goes to the unit of the same area that a ferry or an air route reaches and where most people live; without
    such a route to the area's largest unit. So an island town stays with its area as it does today; an area that is
    nothing but islands remains one piece.
    """
    roads = list(base.roads)
    for piece in masks.pieces(base.everything, base.roads):
        inside = list(masks.bits(piece))
        if base.population[inside].sum() >= least:
            continue
        for home in np.unique(base.home[inside]):
            beyond = [i for i in np.flatnonzero(base.home == home).tolist() if not piece >> i & 1]
            if not beyond:
                continue
            mine = [i for i in inside if base.home[i] == home]
            by_sea = [(a, b) for a in mine for b in beyond if base.over_sea[a] >> b & 1]
            a, b = max(by_sea or [(a, b) for a in mine for b in beyond], key=lambda pair: (base.population[pair[1]], base.population[pair[0]]))
            roads[a] |= 1 << b
            roads[b] |= 1 << a
    return replace(base, roads=tuple(roads))
