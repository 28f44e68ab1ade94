"""Trial (案): a grouping drawn by people, with the colours and locks of its groups. Immutable; every edit is a Step.

A trial knows its scope (the units it has to place); a unit that stands in no group is outside, which the rules report.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .grouping import Grouping, GroupingError
from .legend import TRIAL_COLOURS
from .written_text import printable, unprintable

FORMAT = 1
NAME_LENGTH = 60


def distinct_name(name: str, taken: Collection[str]) -> str:
    """`name`, or with （2）, （3）… behind it when it is `taken`; never longer than NAME_LENGTH."""
    found, number = name, 1
    while found in taken:
        number += 1
        tail = f"（{number}）"
        found = name[:NAME_LENGTH - len(tail)] + tail
    return found


@dataclass(frozen=True)
class TrialGroup:
    """What people set of a group. colour: place in legend.TRIAL_COLOURS, None: not chosen yet (any other number becomes
    None). A name loses its control signs and half characters; one longer than NAME_LENGTH is cut and says so by 「ほか」."""

    name: str
    colour: int | None = None
    locked: bool = False

    def __post_init__(self):
        object.__setattr__(self, "name", printable(self.name))
        if len(self.name) > NAME_LENGTH:
            object.__setattr__(self, "name", self.name[:NAME_LENGTH - 2] + "ほか")
        if self.colour is not None and not 0 <= self.colour < len(TRIAL_COLOURS):
            object.__setattr__(self, "colour", None)

    def as_json(self) -> dict:
        return {"name": self.name, "colour": self.colour, "locked": self.locked}


@dataclass(frozen=True)
class Step:
    """One edit as what changed. units: code → (group before, group after), None: outside. groups: id → (before, after),
    None: not there. Undone by swapping the sides."""

    label: str
    units: Mapping[str, tuple[str | None, str | None]]
    groups: Mapping[str, tuple[TrialGroup | None, TrialGroup | None]]

    def as_json(self) -> dict:
        def state(group: TrialGroup | None):
            return group and group.as_json()
        return {"label": self.label, "units": {u: list(pair) for u, pair in self.units.items()},
                "groups": {g: [state(a), state(b)] for g, (a, b) in self.groups.items()}}

    @classmethod
    def from_json(cls, data: Mapping) -> "Step":
        """Raises GroupingError for what is no step."""
        try:
            return cls(printable(_text(data["label"])), {_code(u): _pair(p, _code) for u, p in data["units"].items()},
                       {_code(g): _pair(p, _group) for g, p in data["groups"].items()})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GroupingError("案の変更の記録を読めません。") from error


@dataclass(frozen=True, eq=False)
class Trial:
    """unit_group: group id of each unit of the scope, in code order (None: outside). groups: id → TrialGroup, each with
    at least one unit. base: what it was started from."""

    unit_group: Mapping[str, str | None]
    groups: Mapping[str, TrialGroup]
    base: str = ""

    def __post_init__(self):
        object.__setattr__(self, "unit_group", dict(sorted(self.unit_group.items())))
        used = {g for g in self.unit_group.values() if g is not None}
        if unknown := used - set(self.groups):
            raise GroupingError(f"名前のない区域があります: {'、'.join(sorted(unknown))}")
        object.__setattr__(self, "groups", {g: self.groups[g] for g in sorted(used)})

    @classmethod
    def of(cls, grouping: Grouping, scope: Iterable[str] = ()) -> "Trial":
        """A trial that starts as `grouping`; units of `scope` that it leaves out are outside."""
        units = {**dict.fromkeys(scope), **grouping.group_of}
        return cls(units, {g: TrialGroup(name) for g, name in grouping.names.items()}, grouping.base)

    def __eq__(self, other) -> bool:
        return isinstance(other, Trial) and (self.unit_group, self.groups) == (other.unit_group, other.groups)

    __hash__ = None

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(self.unit_group)

    @property
    def outside(self) -> tuple[str, ...]:
        """Units in no group."""
        return tuple(u for u, g in self.unit_group.items() if g is None)

    @property
    def locked(self) -> frozenset[str]:
        return frozenset(g for g, state in self.groups.items() if state.locked)

    @cached_property
    def grouping(self) -> Grouping:
        """The partition of the units that are placed. Raises GroupingError when none is."""
        placed = {u: g for u, g in self.unit_group.items() if g is not None}
        return Grouping.of(placed, {g: state.name for g, state in self.groups.items()}, self.base)

    def with_grouping(self, grouping: Grouping) -> "Trial":
        """The same scope under another partition; groups that stay keep colour and lock, a locked one whose units stay its
        name too. Two groups with one name are told apart (distinct_name): the one whose name is new gives way."""
        def wanted(group: str) -> TrialGroup:
            now = self.groups.get(group, TrialGroup(""))
            stays = now.locked and self.grouping.members[group] == grouping.members[group]
            return now if stays else replace(now, name=grouping.names[group])

        groups, taken = {}, set()
        for group in sorted(grouping.names, key=lambda g: (wanted(g) != self.groups.get(g), g)):
            state = wanted(group)
            groups[group] = replace(state, name=distinct_name(state.name, taken))
            taken.add(groups[group].name)
        return Trial({**dict.fromkeys(self.unit_group), **grouping.group_of}, groups, self.base)

    def with_part(self, part: "Trial") -> "Trial":
        """The same scope with the units of `part` standing as there: its groups with their names, colours and locks. Ids and
        names that other groups have are told apart."""
        rest = {u: g for u, g in self.unit_group.items() if u not in part.unit_group}
        groups = {g: self.groups[g] for g in rest.values() if g is not None}
        ids = {}
        for group, state in part.groups.items():
            made, number = group, 1
            while made in groups:
                number += 1
                made = f"{group}.{number}"
            ids[group] = made
            groups[made] = replace(state, name=distinct_name(state.name, {other.name for other in groups.values()}))
        return Trial({**rest, **{u: ids.get(g) for u, g in part.unit_group.items() if u in self.unit_group}}, groups, self.base)

    def fit(self, scope: Iterable[str]) -> "Trial":
        """The same groups over exactly these units: others are dropped, new ones are outside."""
        units = {unit: self.unit_group.get(unit) for unit in scope}
        return self if units.keys() == self.unit_group.keys() else Trial(units, self.groups, self.base)

    def step_to(self, other: "Trial", label: str) -> Step:
        """The edit that makes `other` of this trial."""
        units = {u: (self.unit_group.get(u), other.unit_group.get(u)) for u in sorted({*self.unit_group, *other.unit_group})}
        groups = {g: (self.groups.get(g), other.groups.get(g)) for g in sorted({*self.groups, *other.groups})}
        return Step(label, {u: p for u, p in units.items() if p[0] != p[1]}, {g: p for g, p in groups.items() if p[0] != p[1]})

    def after(self, step: Step) -> "Trial":
        """This trial with `step` done. Raises GroupingError, and changes nothing, when it was made of another state."""
        for unit, (before, _) in step.units.items():
            if unit not in self.unit_group:
                raise GroupingError(f"この案の対象ではない単位です: {unit}")
            if self.unit_group[unit] != before:
                raise GroupingError(f"ほかの変更が先に入ったため、「{step.label}」は重ねられません。")
        for group, (before, after) in step.groups.items():
            if self.groups.get(group) != before:
                raise GroupingError(f"ほかの変更が先に入ったため、「{step.label}」は重ねられません。")
            if after and not after.name.strip():
                raise GroupingError("区域の名前を入れてください。")
        units = {**self.unit_group, **{u: after for u, (_, after) in step.units.items()}}
        groups = {**self.groups, **{g: after for g, (_, after) in step.groups.items() if after}}
        return Trial(units, groups, self.base)

    def as_json(self) -> dict:
        return {"format": FORMAT, "base": self.base, "units": self.unit_group,
                "groups": {g: state.as_json() for g, state in self.groups.items()}}

    @classmethod
    def from_json(cls, data: Mapping) -> "Trial":
        """Raises GroupingError for what is no trial."""
        try:
            if data["format"] != FORMAT:
                raise GroupingError(f"この案は新しい版の書式（{data['format']}）で書かれています。プログラムを新しくしてください。")
            return cls({_code(u): _code(g) for u, g in data["units"].items()},
                       {_code(g): _group(state) for g, state in data["groups"].items()}, _code(data.get("base", "")))
        except (KeyError, TypeError, AttributeError) as error:
            raise GroupingError("案の記録を読めません。") from error


@dataclass(frozen=True)
class History:
    """A trial with every edit since it was opened; position: how many of them are done (the rest can be redone)."""

    start: Trial
    steps: tuple[Step, ...] = ()
    position: int = 0

    @cached_property
    def trial(self) -> Trial:
        return self._at(self.position)

    @cached_property
    def start_key(self) -> str:
        """Digest of the state it began with: two histories with the same one can share steps."""
        return hashlib.blake2b(json.dumps(self.start.as_json(), sort_keys=True).encode(), digest_size=8).hexdigest()

    def do(self, step: Step) -> "History":
        """With one more edit; what was undone before is gone. Raises GroupingError as Trial.after, and for a name that
        another group has."""
        done = History(self.start, (*self.steps[:self.position], step), self.position + 1)
        done.__dict__["trial"] = trial = self.trial.after(step)
        for group, (before, after) in step.groups.items():
            is_named = after and (before is None or before.name != after.name)
            if is_named and any(g != group and state.name == after.name for g, state in trial.groups.items()):
                raise GroupingError(f"「{after.name}」という名前の区域がほかにあるため、「{step.label}」は重ねられません。")
        return done

    def to(self, trial: Trial, label: str) -> "History":
        """With the edit that makes `trial`; unchanged when it is the same."""
        return self if trial == self.trial else self.do(self.trial.step_to(trial, label))

    def move_to(self, position: int) -> "History":
        """Undo or redo until `position` edits are done."""
        return History(self.start, self.steps, min(max(position, 0), len(self.steps)))

    def _at(self, position: int) -> Trial:
        trial = self.start
        for step in self.steps[:position]:
            trial = trial.after(step)
        return trial

    def as_json(self) -> dict:
        return {"start": self.start.as_json(), "steps": [s.as_json() for s in self.steps], "position": self.position}

    @classmethod
    def from_json(cls, data: Mapping) -> "History":
        """Raises GroupingError for what is no history."""
        try:
            history = cls(Trial.from_json(data["start"]), tuple(Step.from_json(s) for s in data["steps"]), int(data["position"]))
        except (KeyError, TypeError, ValueError) as error:
            raise GroupingError("案の記録を読めません。") from error
        return history.move_to(history.position)


def _text(value):
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return value


def _code(value):
    """The code of a unit or the id of a group: people do not write it, so what cannot be printed is no code."""
    if value is not None and any(map(unprintable, _text(value))):
        raise TypeError(value)
    return value


def _group(state: Mapping | None) -> TrialGroup | None:
    if state is None:
        return None
    colour = state.get("colour")
    if colour is not None and not isinstance(colour, int):
        raise TypeError(colour)
    return TrialGroup(_text(state["name"]), colour, bool(state.get("locked", False)))


def _pair(pair, read):
    before, after = pair
    return read(before), read(after)
