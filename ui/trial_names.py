"""Saved trials may have the same name: what tells them apart wherever they are listed or chosen."""

from collections import defaultdict
from collections.abc import Iterable

from analytics.trials import TrialInfo


def facts_apart(infos: Iterable[TrialInfo]) -> dict[str, tuple[str, ...]]:
    """Trial id → what must stand beside its name: nothing where no other has that name, else author and time saved, and a
    number where these are the same too.
    """
    by_name: dict[str, list[TrialInfo]] = defaultdict(list)
    for info in infos:
        by_name[info.name].append(info)
    found: dict[str, tuple[str, ...]] = {}
    for same in by_name.values():
        by_facts: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for info in sorted(same, key=lambda each: (each.saved_at, each.trial_id)):
            facts = tuple(filter(None, (info.author, saved_words(info))))
            by_facts[facts if len(same) > 1 else ()].append(info.trial_id)
        for facts, ids in by_facts.items():
            found |= {one: (*facts, f"{len(ids)}件のうち{number}") if len(ids) > 1 else facts for number, one in enumerate(ids, 1)}
    return found


def saved_words(info: TrialInfo) -> str:
    """When a version was saved: 2026-04-01 09:30."""
    return f"{info.saved_at:%Y-%m-%d %H:%M}"
