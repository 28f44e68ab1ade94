"""Grouping (区割り): a partition of units (単位) into named groups (区域). Immutable; every change is a new one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

import pandas as pd


class GroupingError(ValueError):
    """A change that would not leave every unit in exactly one group. The text is Japanese."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """Units and the group each stands in.

    units: sorted unit codes. labels: group id of each unit, in the same order. names: group id → name on
    screen. base: what it was made from (an area kind such as 'concept', or a trial's id). Two groupings are
    equal when they put the same units into the same groups; names and base do not count.
    """

    units: tuple[str, ...]
    labels: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    def __post_init__(self):
        if len(self.units) != len(self.labels):
            raise GroupingError("単位と区域の数が合いません。")
        if any(a >= b for a, b in pairwise(self.units)):
            raise GroupingError("同じ単位が二度あるか、順が乱れています。")
        if not all(self.labels):
            raise GroupingError("区域に入っていない単位があります。")
        present = dict.fromkeys(self.labels)
        object.__setattr__(self, "names", MappingProxyType({g: self.names.get(g, g) for g in sorted(present)}))

    @classmethod
    def of(cls, groups: Mapping[str, str], names: Mapping[str, str] | None = None, base: str = "") -> "Grouping":
        """From unit → group id."""
        pairs = sorted(groups.items())
        return cls(tuple(u for u, _ in pairs), tuple(g for _, g in pairs), names or {}, base)

    @cached_property
    def key(self) -> str:
        """Digest of the sorted (unit, group) pairs: the cache key. Names are left out."""
        pairs = "".join(f"{unit}\0{group}\n" for unit, group in zip(self.units, self.labels, strict=True))
        return hashlib.blake2b(pairs.encode(), digest_size=16).hexdigest()

    def __eq__(self, other) -> bool:
        return isinstance(other, Grouping) and self.units == other.units and self.labels == other.labels

    def __hash__(self) -> int:
        return hash(self.key)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Group ids, sorted."""
        return tuple(self.names)

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """Unit → group id."""
        return MappingProxyType(dict(zip(self.units, self.labels, strict=True)))

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Group id → its units, sorted."""
        found: dict[str, list[str]] = {g: [] for g in self.groups}
        for unit, group in zip(self.units, self.labels, strict=True):
            found[group].append(unit)
        return MappingProxyType({g: tuple(us) for g, us in found.items()})

    def same_partition(self, other: "Grouping") -> bool:
        """True when the groups hold the same units, whatever their ids."""
        return set(self.members.values()) == set(other.members.values())

    def merge(self, groups: Iterable[str], name: str | None = None) -> "Grouping":
        """One group of several. It takes the smallest id, so that the order of merges makes no difference."""
        chosen = sorted(self._known(groups))
        if len(chosen) < 2:
            raise GroupingError("統合するには区域を2つ以上選んでください。")
        kept = chosen[0]
        merged = dict.fromkeys(chosen, kept)
        names = {**self.names, kept: name or "・".join(self.names[g] for g in chosen)}
        return self._with(tuple(merged.get(g, g) for g in self.labels), names)

    def split(self, group: str, units: Iterable[str], name: str | None = None) -> "Grouping":
        """Take `units` out of `group` as a new group, whose id is `<group>.<n>`."""
        taken = self._within(group, units)
        if len(taken) == len(self.members[group]):
            raise GroupingError("区域のすべての単位を選んでいます。一部だけを選んでください。")
        number = 1
        while (new := f"{group}.{number}") in self.names:
            number += 1
        labels = tuple(new if u in taken else g for u, g in zip(self.units, self.labels, strict=True))
        return self._with(labels, {**self.names, new: name or f"{self.names[group]}（分割{number}）"})

    def move(self, units: Iterable[str], to: str) -> "Grouping":
        """Put `units`, from wherever they are, into the group `to`. A group left without units is gone."""
        self._known([to])
        moved = set(units)
        if unknown := moved - set(self.units):
            raise GroupingError(f"この区割りにない単位です: {'、'.join(sorted(unknown))}")
        if not moved:
            raise GroupingError("移す単位を選んでください。")
        labels = tuple(to if u in moved else g for u, g in zip(self.units, self.labels, strict=True))
        return self._with(labels, dict(self.names))

    def rename(self, group: str, name: str) -> "Grouping":
        """Another name for a group; the partition and so every figure stay."""
        self._known([group])
        if not name.strip():
            raise GroupingError("区域の名前を入れてください。")
        return self._with(self.labels, {**self.names, group: name.strip()})

    def restrict(self, units: Iterable[str]) -> "Grouping":
        """The same groups over only these units (a prefecture, say)."""
        wanted = set(units)
        pairs = [(u, g) for u, g in zip(self.units, self.labels, strict=True) if u in wanted]
        return Grouping(tuple(u for u, _ in pairs), tuple(g for _, g in pairs), self.names, self.base)

    def difference(self, other: "Grouping") -> pd.DataFrame:
        """Units that stand elsewhere in `other`: columns unit_code, before, after (None: outside)."""
        mine, theirs = self.group_of, other.group_of
        changed = [(u, mine.get(u), theirs.get(u)) for u in sorted({*mine, *theirs}) if mine.get(u) != theirs.get(u)]
        return pd.DataFrame(changed, columns=["unit_code", "before", "after"], dtype="object")

    def touched(self, other: "Grouping") -> tuple[str, ...]:
        """Groups of `other` whose set of units is in no group of this one."""
        mine = set(self.members.values())
        return tuple(g for g, units in other.members.items() if units not in mine)

    def problems(self, every_unit: Iterable[str]) -> list[str]:
        """What keeps this from being a grouping of `every_unit`: sentences in Japanese; empty when it is one."""
        wanted, mine = set(every_unit), set(self.units)
        found = []
        if missing := sorted(wanted - mine):
            found.append(f"どの区域にも入っていない単位が{len(missing)}あります: {'、'.join(missing[:10])}")
        if unknown := sorted(mine - wanted):
            found.append(f"対象の外の単位が{len(unknown)}あります: {'、'.join(unknown[:10])}")
        return found

    def _with(self, labels: tuple[str, ...], names: Mapping[str, str]) -> "Grouping":
        return Grouping(self.units, labels, names, self.base)

    def _known(self, groups: Iterable[str]) -> set[str]:
        chosen = set(groups)
        if unknown := chosen - set(self.names):
            raise GroupingError(f"この区割りにない区域です: {'、'.join(sorted(unknown))}")
        return chosen

    def _within(self, group: str, units: Iterable[str]) -> set[str]:
        self._known([group])
        taken = set(units)
        if not taken:
            raise GroupingError("分ける単位を選んでください。")
        if outside := taken - set(self.members[group]):
            raise GroupingError(f"「{self.names[group]}」の外の単位です: {'、'.join(sorted(outside))}")
        return taken
