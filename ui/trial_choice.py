"""Which groupings a page looks at: today's 構想区域 and 二次医療圏, the trial on the desk, saved trials; and which area."""

from collections.abc import Sequence

import streamlit as st

from analytics import areas, settings, trials
from analytics.compare_trials import MOST, Contender, fitting, scope_of
from analytics.grouping import Grouping
from analytics.merge import Ask, Plan
from analytics.thresholds import SmallAreas
from analytics.trial import Trial
from analytics.trials import TrialDeleted, TrialError
from data.store import Store
from ui import planner_view, planner_wishes, state, trial_desk
from ui.literal import literal
from ui.sidebar import Place
from ui.trial_names import facts_apart

TODAY = {"concept": "今の構想区域", "secondary": "今の二次医療圏"}
DESK = "desk"
PLAN = "plan"  # plan1, plan2, … of the planner
NO_GROUP = "どの単位も区域に入っていません。"
BEST, OFFERED = 10, 5  # plans asked for, and offered to compare


def offered(store: Store, place: Place, with_plans: bool) -> dict[str, str]:
    """Key → name of every grouping a page may look at here; with_plans: the planner's best, too."""
    found = dict(TODAY)
    desk = trial_desk.desk(store)
    if desk.is_changed and len(desk.trial.groups):
        found[DESK] = "組み替え中の案（未保存）"
    if with_plans:
        count = min(OFFERED, len(best_plans(store, place)))
        found |= {f"{PLAN}{n}": f"最適案{n}（{_plan_year(store)}年）" for n in range(1, count + 1)}
    pref = None if place.pref == areas.ALL_JAPAN else place.pref
    saved = [info for info in trials.list_trials(pref) if info.groups]
    apart = facts_apart(saved)
    return found | {info.trial_id: f"{info.name}（{'、'.join((f'第{info.version}版', *apart[info.trial_id]))}）" for info in saved}


def load(store: Store, place: Place, key: str) -> Trial:
    """The trial of a key of `offered`. Raises TrialError for one that is gone."""
    if key in TODAY:
        return Trial.of(areas.grouping(store, key, place.pref))
    if key == DESK:
        return trial_desk.desk(store).trial
    if key.startswith(PLAN):
        return Trial.of(best_plans(store, place)[int(key.removeprefix(PLAN)) - 1].grouping())
    return trials.load(key).trial


def best_plans(store: Store, place: Place) -> tuple[Plan, ...]:
    """The planner's best plans of a prefecture, all with the most groups, for the year chosen there; () for all Japan."""
    if place.pref == areas.ALL_JAPAN:
        return ()
    return planner_view.answer(store, Ask((place.pref,), _plan_year(store), settings.read().limits.small, k=BEST)).plans


def _plan_year(store: Store) -> int:
    """The shared choice `planyear`; what a link holds that is no such year becomes the default, as on the planner's page."""
    years = planner_wishes.plan_years(store)
    return int(state.get("planyear") if state.get("planyear") in years else state.default("planyear", years))


def one(store: Store, place: Place, name: str, label: str) -> Grouping:
    """Draw the choice of one grouping (kept as the shared choice `name`) and return it."""
    words = offered(store, place, with_plans=False)
    key = state.select(name, label, list(words), words.__getitem__, lambda asked: _why_not(store, place, asked), **_labels())
    _say_what_link_needs(store, [key])
    return fitted(store, place, key)


def fitted(store: Store, place: Place, key: str) -> Grouping:
    """The grouping of a key of `offered` on the units of now. Raises TrialError for a trial that is gone."""
    trial = load(store, place, key)
    return trial.fit(u for u in trial.scope if u in areas.grouping(store, "unit").group_of).grouping


def contenders(store: Store, place: Place) -> list[Contender]:
    """Draw the choice of the trials to compare (the shared choice `contenders`) and return those that fit together."""
    words = offered(store, place, with_plans=True)
    state.expect("planyear", planner_wishes.plan_years(store),
                 lambda asked: f"アドレスにある「{asked}」年の最適案はありません。最適案は{_plan_year(store)}年のものです。")
    chosen = state.several("contenders", "比べる案（2～5）", list(words), words.__getitem__, lambda asked: _why_not(store, place, asked),
                           max_selections=MOST, placeholder="案を選んでください", wrap=True, **_labels())
    _say_what_link_needs(store, chosen)
    loaded = [Contender(words[key], load(store, place, key)) for key in chosen]
    scope = scope_of([c for key, c in zip(chosen, loaded, strict=True) if key not in TODAY], place.shown.units)
    loaded = [Contender(c.name, Trial.of(areas.grouping(store, key).restrict(scope))) if key in TODAY else c
              for key, c in zip(chosen, loaded, strict=True)]
    kept, said = fitting(store, loaded, scope)
    for text in said:
        st.warning(literal(text))
    return kept


def _why_not(store: Store, place: Place, key: str) -> str:
    """A link may name a trial that was deleted, one of another prefecture, the desk of somebody else, or more plans than
    there are."""
    if key == DESK and not trial_desk.desk(store).trial.groups:
        return f"組み替え中の案を除きました。{NO_GROUP}"
    if key == DESK:
        return ("組み替え中の案は、このアドレスでは開けません（下書きがアドレスにないか、変更がありません）。"
                "「区域の組み替え」の「はじめる・開く」で下書きか保存した案を開くと選べます。")
    if key.startswith(PLAN) and key.removeprefix(PLAN).isdigit():
        count = min(OFFERED, len(best_plans(store, place)))
        why = f"{_plan_year(store)}年の最適案は{count}案までです" if count else "最適案は都道府県を選ぶと比べられます"
        return f"最適案{key.removeprefix(PLAN)}を比較から除きました。{why}。"
    try:
        info = trials.load(key).info
        return f"案「{info.name}」を除きました。{'この都道府県の案ではありません。' if info.groups else NO_GROUP}"
    except TrialDeleted as error:
        return f"{error}（「区域の組み替え」の画面）"
    except TrialError as error:
        return str(error)


def _say_what_link_needs(store: Store, keys: Sequence[str]) -> None:
    """The link opens the trial on the desk by its draft; without one it cannot."""
    if DESK in keys and not trial_desk.desk(store).draft:
        st.warning("組み替え中の案を下書きに保存できていないため、このアドレスをほかの画面で開いても案は出ません。"
                   "「区域の組み替え」の「案を保存」で保存し、その案を選んでください。")


def _labels() -> dict:
    """On the projector every line counts: what the boxes hold says what they are."""
    return {"label_visibility": "collapsed" if state.meeting() else "visible"}


def area(place: Place, grouping: Grouping, small: SmallAreas, first: str | None) -> str | None:
    """Draw the choice of a group (the shared choice `area`), small ones first and marked; `first` until one is chosen."""
    marked = dict(zip(small.groups, small.words(), strict=True))
    ids = [*marked, *(g for g in grouping.groups if g not in marked)]

    def words(group: str) -> str:
        prefecture = place.prefectures[grouping.members[group][0][:2]] if place.pref == areas.ALL_JAPAN else ""
        return f"{'▼ ' if group in marked else ''}{prefecture} {marked.get(group, grouping.names[group])}".strip()
    state.expect("area", ids, lambda asked: f"アドレスにある区域「{asked}」は、この区割りにありません。"
                                            + (f"「{grouping.names[first]}」を表示しています。" if first else "区域を選んでください。"))
    now = state.get("area") if state.get("area") in ids else first
    chosen = st.selectbox("区域（▼ 人口の目安未満）", ids, None if now is None else ids.index(now), state.told_apart(ids, words),
                          placeholder="選んでください", **_labels())
    if chosen is not None and chosen != now:
        state.put("area", chosen)
    return chosen
