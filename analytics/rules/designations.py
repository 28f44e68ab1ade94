"""What each group should have, by the lists of 指定・手技: がん診療連携拠点病院, 小児中核病院 … (definitions/designations.toml).

Source: 医療計画の見直し等に関する検討会 (がん: 拠点のない二次医療圏に地域がん診療病院; 小児: どちらもない圏域に小児地域支援病院).
"""

from data.designation_kinds import Presence

from .. import designations
from ..areas import prefectures
from ..medical_functions import where_nearest
from .finding import Case, Finding, passed


def presences(case: Case) -> list[Finding]:
    if not case.groups:
        return []
    return [finding for presence in designations.in_rules(case.store) for finding in _of(case, presence)]


def _of(case: Case, presence: Presence) -> list[Finding]:
    """A group without any is warned of, with the nearest that has one; those that a substitute stands in for pass."""
    rule, title = f"presence_{presence.code}", f"{presence.name}が1つ以上{f'（{presence.checked}）' if presence.checked else ''}"
    had, names = designations.had(case.store, case.grouping, presence), case.grouping.names
    there = [g for g, h in had.items() if h.names]
    standing_in = [g for g, h in had.items() if not h.names and h.substitute]
    waiting = [g for g, h in had.items() if g not in standing_in and h.waits]
    lacking = [g for g, h in had.items() if h.is_known and g not in there and g not in standing_in]
    nearest = designations.nearest(case.store, case.grouping, presence, lacking)
    some = len(designations.lists(case.store, presence.fields)) < len(prefectures(case.store))
    neither = f"{'も'.join((presence.name, *presence.substitute))}{'も' if presence.substitute else 'が'}ありません"
    found = [case.about(rule, title, "warn", g, f"「{names[g]}」は{presence.absent}（{neither}）。{where_nearest(nearest.loc[g], presence.name)}"
                        f"{'（一覧を読み込んだ都道府県の中で）' if some else ''}。") for g in lacking]
    if waiting:
        units = tuple(u for g in waiting for u in case.grouping.members[g])
        left_out = sum(had[g].left_out for g in waiting)
        found.append(Finding(rule, title, "waiting", None, units, f"{len(waiting)}区域は{designations.waiting_words(presence.fields, left_out)}。"))
    if standing_in:
        said = (f"「{names[g]}」は{presence.name}がなく、{had[g].substitute[0]}（{'・'.join(presence.substitute)}）があります。" for g in standing_in)
        found.append(passed(rule, title, "".join(said)))
    return [*found, passed(rule, title, f"{len(there)}区域にあります。")] if there else found
