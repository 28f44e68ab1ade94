"""What a trial takes over from other pages: two areas joined, or a whole plan. Locks stand, and what else was drawn stays.

An area stands in a trial, which may be drawn otherwise, as the group that most of its residents live in.
"""

from collections.abc import Iterable

from data.store import Store

from .grouping import Grouping, GroupingError
from .moves import residents
from .trial import Trial


def standing_for(store: Store, trial: Trial, units: Iterable[str]) -> str | None:
    """The group that most residents (2025) of `units` live in; None when all of them are outside of every group."""
    held: dict[str, list[str]] = {}
    for unit in units:
        if (group := trial.unit_group.get(unit)) is not None:
            held.setdefault(group, []).append(unit)
    return max(sorted(held), key=lambda g: (residents(store, tuple(held[g])).sum(), len(held[g])), default=None)


def joined(store: Store, trial: Trial, areas: Grouping, one: str, other: str) -> Trial:
    """`trial` with the two groups as one that stand for the areas `one` and `other` of `areas`; all else as it is.

    Raises GroupingError when an area stands in no group, both stand in the same one, or one is locked.
    """
    found = {area: standing_for(store, trial, areas.members[area]) for area in (one, other)}
    if outside := [areas.names[area] for area, group in found.items() if group is None]:
        raise GroupingError(f"{'・'.join(outside)}は、組み替え中の案ではどの区域にも入っていません。"
                            "「区域の組み替え」で区域に入れてから試してください。")
    if found[one] == found[other]:
        raise GroupingError(f"{areas.names[one]}と{areas.names[other]}は、組み替え中の案ではすでに1つの区域「{trial.groups[found[one]].name}」です。"
                            "ほかの区割りで試すには、「区域の組み替え」の「はじめる・開く」でその区割りからはじめてください。")
    return _keeping_locks(trial, trial.with_grouping(trial.grouping.merge(found.values())))


def with_plan(trial: Trial, plan: Grouping) -> Trial:
    """`trial` with `plan` laid over it; units that the plan leaves out stay where they are, a locked group that the plan
    has too stays itself. Raises GroupingError when the plan would change a locked group."""
    planned = set(plan.members.values())
    stays = {u: g for g in trial.locked if trial.grouping.members[g] in planned for u in trial.grouping.members[g]}
    ids = {g: f"{g}.plan" if g in stays.values() else g for g in plan.groups}
    laid = {u: ids[g] for u, g in plan.group_of.items() if u not in stays}
    kept = {u: g for u, g in trial.unit_group.items() if g is not None and u not in laid}
    names = {g: state.name for g, state in trial.groups.items()} | {ids[g]: name for g, name in plan.names.items()}
    return _keeping_locks(trial, trial.with_grouping(Grouping.of({**kept, **laid}, names, trial.base)))


def broken_locks(trial: Trial, made: Trial) -> list[str]:
    """Names of the locked groups of `trial` that would not hold the units they hold if `made` followed it."""
    whole = set(made.grouping.members.values()) if made.groups else set()
    return [trial.groups[g].name for g in sorted(trial.locked) if trial.grouping.members[g] not in whole]


def _keeping_locks(trial: Trial, made: Trial) -> Trial:
    """`made`, which is to follow `trial`. Raises GroupingError when it breaks a lock."""
    if broken := broken_locks(trial, made):
        raise GroupingError(f"「{'」「'.join(broken)}」は組み替え中の案で固定されているため、変えられません。"
                            "変えるには、「区域の組み替え」の「区域の一覧」で「固定を外す」を押してから、もう一度試してください。")
    return made
