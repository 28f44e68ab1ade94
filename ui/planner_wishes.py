"""What is asked of the planner: year, objective and number of plans in one row; wishes and hard limits in a form."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import areas, merge
from analytics.grouping import Grouping
from analytics.merge import OBJECTIVES, WEIGHTS, Ask
from analytics.quantities import years
from analytics.thresholds import Limits, size_flags
from data.store import Store
from ui import state, trial_desk
from ui.number_boxes import NumberBoxes
from ui.planner_terms import LABELS, RANGES, Wishes, as_link, from_link, pairs
from ui.sidebar import Place
from ui.words import people

# What was last sent for pieces (scope, key of their grouping), the pieces looked at last; how often a form was sent.
_SENT, _AT, _TIMES = "planner wishes sent", "planner wishes at", "planner wishes times"
PIECES = {"concept": "今の構想区域", "secondary": "今の二次医療圏", "desk": "組み替え中の案の区域", "unit": "市区町村（探索）"}
WEIGHT_WORDS = {"total": "総人口", "65": "65歳以上", "75": "75歳以上"}
MOST_SHOWN = 10
SEARCH_SECONDS = 30.0
AT_ONCE = 12  # pieces of a trial or of one area
EASY_POPULATION = 300_000
OF_FLOW = "self_sufficiency"  # the objective that needs the flow of patients
UNKNOWN = "不明（分割）"


def plan_years(store: Store) -> list[str]:
    """Years a plan may be made for."""
    return [str(y) for y in years(store, "pop_total") if y >= 2025]


def choose(store: Store, place: Place, limits: Limits, form_at: DeltaGenerator) -> Ask:
    """Draw the choices, the form of wishes in `form_at`, and return the ask. Raises merge.AskError for one without meaning."""
    labels = {"label_visibility": "collapsed" if state.meeting() else "visible"}
    is_japan = place.pref == areas.ALL_JAPAN
    year_column, goal_column, count_column, pieces_column = st.columns([2, 4, 2, 4])
    with year_column:
        year = state.select("planyear", "人口の年", plan_years(store), lambda y: f"{y}年", **labels)
    with count_column:
        count = "1" if is_japan else state.select("plans", "案の数", [str(n) for n in range(1, MOST_SHOWN + 1)], lambda n: f"{n}案まで", **labels)
    with pieces_column:
        pieces = "concept" if is_japan else state.select("pieces", "組み合わせるもの", list(PIECES), PIECES.__getitem__, **labels)
    base: str | Grouping = trial_desk.desk(store).trial.grouping if pieces == "desk" else pieces
    if pieces == "unit":
        base = _within(store, place, limits) or base
    asked = Ask(_prefs(place, base), int(year), base=base)
    goals = list(OBJECTIVES) if is_japan else merge.objectives(store, asked)
    knows_flow = OF_FLOW in goals
    with goal_column:
        goal = state.select("goal", "区域の数の次に重んじること", goals, OBJECTIVES.__getitem__, **labels)
    if not knows_flow:
        st.caption(f"「{OBJECTIVES[OF_FLOW]}」と推計自足率の条件は、ここでは選べません。患者の流れは構想区域ごとに公表され、構想区域を分けると"
                   f"不明（分割）になるためです。「{OBJECTIVES[goal]}」で探します。")
    with form_at:
        wishes = _none_for_japan() if is_japan else _form(store, base, limits, knows_flow)
    return _ask(place, base, int(year), goal, int(count), wishes, limits)


def is_search(ask: Ask) -> bool:
    """May take longer than a second: many pieces, several prefectures, or wishes under which few groups can be left out."""
    many = ask.base == "unit" or len(ask.prefs) > 1 or (isinstance(ask.base, Grouping) and len(ask.base) > AT_ONCE)
    hard = ask.max_km or ask.min_self_sufficiency or ask.together or ask.min_population > EASY_POPULATION
    return many or bool(hard)


def _within(store: Store, place: Place, limits: Limits) -> Grouping | None:
    """The municipalities of one large area that is to be split; None: of the whole prefecture."""
    concept = areas.grouping(store, "concept", place.pref)
    large = [g for g, flag in size_flags(store, concept, limits)[2025].items() if flag == "large"]
    if not large:
        state.expect("within", (), lambda asked: f"アドレスの「市区町村の範囲」にある「{asked}」だけを分けることはできません。県の全体で探します。")
        return None
    words = {"": "県の全体", **{g: f"{concept.names[g]}だけを分ける（{people(limits.large)}以上）" for g in large}}
    area = state.select("within", "市区町村の範囲", list(words), words.__getitem__)
    return areas.grouping(store, "unit").restrict(concept.members[area]) if area else None


def _prefs(place: Place, base: str | Grouping) -> tuple[str, ...]:
    return () if place.pref == areas.ALL_JAPAN or isinstance(base, Grouping) else trial_desk.scope()


def _ask(place: Place, base: str | Grouping, year: int, goal: str, count: int, wishes: Wishes, limits: Limits) -> Ask:
    def share(percent: float | None) -> float | None:
        return None if percent is None else percent / 100
    return Ask(
        prefs=_prefs(place, base), year=year, base=base,
        min_population=wishes.min_population or limits.small, max_population=wishes.max_population,
        locked=tuple(frozenset({code}) for code in wishes.locked), locked_free=wishes.locked_free, together=wishes.together,
        apart=wishes.apart, max_size=wishes.max_size, max_km=wishes.max_km, min_self_sufficiency=share(wishes.min_self_sufficiency),
        exempt_self_sufficiency=share(wishes.exempt_self_sufficiency), weights=wishes.weights, objective=goal, k=count,
        allow_fewer_groups=wishes.allow_fewer_groups, seconds=SEARCH_SECONDS)


def _form(store: Store, base: str | Grouping, limits: Limits, knows_flow: bool) -> Wishes:
    """Wishes and hard limits, folded away; what is sent is kept in the link. What a number box refuses keeps the whole form
    from being taken."""
    grouping = base if isinstance(base, Grouping) else areas.grouping(store, base).restrict(trial_desk.units(store, trial_desk.scope()))
    now = _of_link(grouping, knows_flow)
    said = summary(now, grouping, limits)
    label = f"条件（{said}）" if said else "条件を加える（固定、いっしょに、別に、距離・自足率の限度など）"
    boxes, times = NumberBoxes(), st.session_state.get(_TIMES, 0)
    with st.expander(label), st.form(f"planner wishes form {times}", border=False):
        sent = _fields(grouping, now, limits, boxes, knows_flow, times)
        with st.container(horizontal=True):
            taken, cleared = st.form_submit_button("この条件で探す", type="primary"), st.form_submit_button("条件をなくす")
    if cleared or (taken and not boxes.refused):
        state.choose("wishes", as_link(sent) if taken else "")
        st.session_state[_TIMES] = times + 1  # another form, of what is in force: what was refused or emptied does not stay in its box
        st.rerun()
    return now


def _of_link(grouping: Grouping, knows_flow: bool) -> Wishes:
    """The wishes of the link; those last sent for these pieces where other pieces were chosen meanwhile."""
    key = (trial_desk.scope(), grouping.key)
    sent: dict = st.session_state.setdefault(_SENT, {})
    if not state.is_fresh("wishes") and st.session_state.get(_AT) != key:
        state.put("wishes", sent.get(key, ""))
    st.session_state[_AT] = key
    found, left_out = from_link(state.get("wishes"), grouping, knows_flow)
    if left_out:
        rest = "残りの条件で探しています" if found != Wishes() else "条件なしで探しています"
        state.unmet("wishes", f"アドレスの条件のうち使えないものを除き、{rest}。{state.some_of(left_out)}")
        state.put("wishes", as_link(found))
    sent[key] = state.get("wishes")
    return found


def _none_for_japan() -> Wishes:
    if state.is_fresh("wishes") and state.get("wishes"):
        state.unmet("wishes", "アドレスの条件は使っていません。全国の最適な統合案に条件は付けられません。")
    st.session_state[_AT] = None
    state.put("wishes", "")
    return Wishes()


def _fields(grouping: Grouping, now: Wishes, limits: Limits, boxes: NumberBoxes, knows_flow: bool, times: int) -> Wishes:
    codes = list(grouping.groups)
    couples = pairs(grouping)
    code_words = state.told_apart(codes, grouping.names.__getitem__)
    pair_words = state.told_apart(couples, lambda pair: "＋".join(map(grouping.names.__getitem__, pair)))

    def number(name: str, now: float | None, step: float, **arguments) -> float | None:
        return boxes.draw_limit(LABELS[name], *RANGES[name], now, step, f"planner {name} {times}", **arguments)
    left, right = st.columns(2)
    with left:
        floor = number("min_population", now.min_population or limits.small, 10_000)
        locked = st.multiselect(LABELS["locked"], codes, list(now.locked), code_words, placeholder="なし", select_all=False)
        locked_free = st.checkbox(LABELS["locked_free"], now.locked_free)
        together, apart = (st.multiselect(LABELS[name], couples, list(chosen), pair_words, placeholder="なし", disabled=not couples,
                                          select_all=False) for name, chosen in (("together", now.together), ("apart", now.apart)))
        fewer = st.checkbox(LABELS["allow_fewer_groups"], now.allow_fewer_groups)
    with right:
        ceiling = number("max_population", now.max_population, 10_000, placeholder=f"なし（例 {limits.large:,}）")
        size = number("max_size", now.max_size, 1, placeholder="なし（例 3）")
        km = number("max_km", now.max_km, 5.0, placeholder="なし（例 60）")
        least, exempt = (number(name, chosen, 1.0, disabled=not knows_flow, placeholder=f"なし（例 {example}）" if knows_flow else UNKNOWN)
                         for name, chosen, example in (("min_self_sufficiency", now.min_self_sufficiency, 70),
                                                       ("exempt_self_sufficiency", now.exempt_self_sufficiency, 90)))
        weights = st.radio(LABELS["weights"], list(WEIGHTS), list(WEIGHTS).index(now.weights), WEIGHT_WORDS.__getitem__, horizontal=True,
                           disabled=not knows_flow)
    return Wishes(None if floor == limits.small else floor, ceiling, tuple(locked), locked_free, tuple(together), tuple(apart), size, km,
                  least, exempt, weights, fewer)


def summary(wishes: Wishes, grouping: Grouping, limits: Limits) -> str:
    """The wishes in a few words; '' when there are none."""
    def names(codes) -> str:
        return "・".join(grouping.names[c] for c in codes)
    parts = [wishes.min_population and f"下限{people(wishes.min_population)}", wishes.max_population and f"上限{people(wishes.max_population)}",
             wishes.locked and f"固定 {names(wishes.locked)}", wishes.together and f"いっしょに {'、'.join(map(names, wishes.together))}",
             wishes.apart and f"別に {'、'.join(map(names, wishes.apart))}", wishes.max_size and f"{wishes.max_size}区域まで",
             wishes.max_km and f"{wishes.max_km:g}km以内", wishes.min_self_sufficiency and f"自足率{wishes.min_self_sufficiency:g}％以上",
             wishes.exempt_self_sufficiency and f"自足率{wishes.exempt_self_sufficiency:g}％以上は下限を問わない",
             wishes.weights != "total" and f"重みは{WEIGHT_WORDS[wishes.weights]}", wishes.allow_fewer_groups and "区域が一つ少ない案も"]
    return "、".join(filter(None, parts))


def command(ask: Ask) -> str | None:
    """The command that gives the same plans; None where an ask has wishes that no command takes."""
    plain = Ask(prefs=ask.prefs, year=ask.year, min_population=ask.min_population, objective=ask.objective, k=ask.k,
                allow_fewer_groups=ask.allow_fewer_groups, seconds=ask.seconds)
    if ask != plain or len(ask.prefs) > 1:
        return None
    pref = ask.prefs[0] if ask.prefs else areas.ALL_JAPAN
    return (f"python -m analytics merge --pref {pref} --year {ask.year} --min-population {ask.min_population} --objective {ask.objective}"
            f" --k {ask.k}{' --allow-fewer-groups' if ask.allow_fewer_groups else ''} --json")
