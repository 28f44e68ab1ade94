"""Municipalities, small ones joined with a neighbour: where a council looks at several towns as one 圏域."""

from data.store import Store

from . import areas
from .aggregate import measure
from .cache import cached
from .grouping import Grouping
from .measures import measures
from .neighbours import links

YEAR = 2025  # of 住基
LEAST = 10_000  # residents below which a municipality is small
NAMES_IN_FULL = 3


def joined(store: Store, pref: str, least: int = LEAST) -> Grouping:
    """Municipalities of a prefecture (or all), until each has `least` residents or no neighbour is left.

    The smallest goes first, to the neighbour by road with the fewest residents in its own 二次医療圏, by ferry or air where no road
    leads to one; so small towns join each other before they join a city. Ids are those of the most populous member.
    """
    return cached(store, ("joined municipalities", pref, least), lambda: _joined(store, areas.grouping(store, "municipality", pref), least))


def _joined(store: Store, towns: Grouping, least: int) -> Grouping:
    people = measure(store, towns, measures()["population"], YEAR).set_index("group_id")["value"].fillna(0).to_dict()
    area_of = areas.grouping(store, "secondary").group_of
    area = {town: area_of[units[0]] for town, units in towns.members.items()}
    ways: dict[str, dict[str, bool]] = {town: {} for town in towns.groups}
    found = links(store, towns)
    for town, other, way in zip(found["from"], found["to"], found["way"], strict=True):
        if area[town] == area[other]:
            ways[town][other] = ways[town].get(other, False) or way == "road"
    members = {town: [town] for town in towns.groups}
    size = dict(people)
    waiting = {town for town in towns.groups if size[town] < least}
    while waiting:
        small = min(waiting, key=lambda town: (size[town], town))
        if not ways[small]:
            waiting.discard(small)
            continue
        other = min(ways[small], key=lambda town: (not ways[small][town], size[town], town))
        kept, gone = (small, other) if (size[small], other) > (size[other], small) else (other, small)
        _merge(ways, kept, gone)
        members[kept] += members.pop(gone)
        size[kept] += size.pop(gone)
        waiting.discard(gone)
        if size[kept] >= least:
            waiting.discard(kept)
        else:
            waiting.add(kept)
    placed = {unit: group for group, own in members.items() for town in own for unit in towns.members[town]}
    names = {group: _name([towns.names[town] for town in sorted(own, key=lambda t: -people[t])]) for group, own in members.items()}
    return Grouping.of(placed, names, "joined")


def _merge(ways: dict[str, dict[str, bool]], kept: str, gone: str) -> None:
    """The ways of `gone` become those of `kept`."""
    for town, by_road in ways.pop(gone).items():
        del ways[town][gone]
        if town != kept:
            ways[kept][town] = ways[town][kept] = ways[kept].get(town, False) or by_road


def _name(names: list[str]) -> str:
    return "・".join(names) if len(names) <= NAMES_IN_FULL else f"{names[0]}ほか{len(names) - 1}市町村"
