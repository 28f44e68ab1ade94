"""An independent reading of the planner's data and an independent checker: own code, only the store's tables are shared."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from math import asin, cos, radians, sin, sqrt

import networkx as nx
import pytest


@dataclass
class World:
    """The 構想区域 of all Japan in plain dictionaries, for one year."""

    people: dict = field(default_factory=lambda: defaultdict(float))
    rate: dict = field(default_factory=dict)
    listed: dict = field(default_factory=lambda: defaultdict(float))
    patients: dict = field(default_factory=lambda: defaultdict(float))
    centre: dict = field(default_factory=dict)
    roads: nx.Graph = field(default_factory=nx.Graph)
    area_of: dict = field(default_factory=dict)
    unit_people: dict = field(default_factory=dict)
    unit_roads: nx.Graph = field(default_factory=nx.Graph)

    def areas(self, pref: str) -> list[str]:
        return sorted(a for a in self.people if a[:2] == pref)

    def graph(self, pref: str) -> nx.Graph:
        return self.roads.subgraph(self.areas(pref))

    def km(self, a: str, b: str) -> float:
        (lat1, lon1), (lat2, lon2) = ([radians(v) for v in self.centre[x]] for x in (a, b))
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
        return 2 * 6371.0088 * asin(sqrt(half))

    def main(self, group) -> str:
        return max(sorted(group), key=lambda a: self.patients[a])

    def group_people(self, group) -> float:
        return sum(self.people[a] for a in group)

    def kept(self, group) -> float:
        """Residents times the listed share of their admissions that stay in the group."""
        return sum(self.people[a] * self.rate.get((a, b), 0) for a in group for b in group)

    def kept_high(self, group) -> float:
        (first, *others) = group
        if not others and self.rate.get((first, first), 0) > 0:
            return self.kept(group)
        return self.kept(group) + sum(self.people[a] * max(0, 1 - self.listed[a]) for a in group)

    def travelled(self, group) -> float:
        return sum(self.people[a] * self.km(a, self.main(group)) for a in group)

    def changed(self, group) -> float:
        return self.group_people(group) - max(self.people[a] for a in group)


@pytest.fixture(scope="session")
def world(board):
    """Year → World."""
    @cache
    def read(year: int) -> World:
        found = World()
        found.area_of = dict(board.rows("SELECT unit_code, area_code FROM area_member WHERE area_kind = 'concept'"))
        source = "juki_2025" if year == 2025 else "ipss_2023"
        for unit, persons in board.rows("SELECT unit_code, persons FROM population WHERE source_id = ? AND year = ? "
                                        "AND sex = 'total' AND age_from IS NULL", [source, year]):
            found.people[found.area_of[unit]] += persons
            found.unit_people[unit] = persons
        found.roads.add_nodes_from(found.people)
        found.unit_roads.add_nodes_from(found.unit_people)
        for a, b, kind in board.rows("SELECT from_code, to_code, kind FROM link"):
            if kind in ("border", "bridge", "tunnel"):
                found.unit_roads.add_edge(a, b)
                if found.area_of[a] != found.area_of[b]:
                    found.roads.add_edge(found.area_of[a], found.area_of[b])
        for a, b, rate in board.rows("SELECT area_code, partner_area_code, rate FROM patient_flow WHERE phase = 'acute' "
                                     "AND direction = 'outflow' AND published_fy = 'R7'"):
            found.rate[a, b] = rate
            found.listed[a] += rate
        for unit, value, masked in board.rows("SELECT unit_code, value, masked FROM unit_activity WHERE published_fy = 'R7' "
                                              "AND item IN ('new_patients_acute_intensive', 'new_patients_acute')"):
            found.patients[found.area_of[unit]] += value + 5 * masked
        sums = defaultdict(lambda: [0.0, 0.0, 0.0])
        for unit, lat, lon, persons in board.rows("SELECT unit_code, lat, lon, persons FROM mesh"):
            for place, part in enumerate((1, lat, lon)):
                sums[found.area_of[unit]][place] += persons * part
        found.centre = {a: (lat / n, lon / n) for a, (n, lat, lon) in sums.items()}
        return found
    return read


@pytest.fixture(scope="session")
def check():
    """Assert that an answer (as `merge --json` prints it) is a plan, and that what it states is so."""
    def run(world: World, answer: dict, threshold: int) -> None:
        graph = world.graph(answer["pref"])
        islands = {frozenset(c) for c in nx.connected_components(graph) if world.group_people(c) < threshold}
        for plan in answer["plans"]:
            groups = [g["areas"] for g in plan["groups"]]
            assert sorted(a for g in groups for a in g) == world.areas(answer["pref"]), "every area once"
            for stated in plan["groups"]:
                areas = stated["areas"]
                assert nx.is_connected(graph.subgraph(areas)), f"{areas} hang together by road"
                assert stated["population"] == pytest.approx(world.group_people(areas), abs=.51)
                assert stated["exempt"] == (frozenset(areas) in islands)
                assert stated["exempt"] or world.group_people(areas) >= threshold
            assert plan["group_count"] == len(groups)
            everyone = sum(world.people[a] for a in graph)
            assert plan["self_sufficiency"] == pytest.approx(sum(map(world.kept, groups)) / everyone, abs=1e-9)
            assert plan["self_sufficiency_upper"] == pytest.approx(sum(map(world.kept_high, groups)) / everyone, abs=1e-9)
            assert plan["distance_km"] == pytest.approx(sum(map(world.travelled, groups)) / everyone, rel=1e-4)
            sizes = [world.group_people(g) for g in groups if frozenset(g) not in islands]
            assert plan["balance"] == pytest.approx(max(sizes) - min(sizes) if sizes else 0, abs=.51)
            assert plan["change"] == pytest.approx(sum(map(world.changed, groups)), abs=.51)
        partitions = [frozenset(tuple(g["areas"]) for g in p["groups"]) for p in answer["plans"]]
        assert len(set(partitions)) == len(partitions), "no plan twice"
    return run
