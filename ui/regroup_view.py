"""The page 区域の組み替え: choices, the sentence on top, and the editor with what it needs of the store."""

import math

import streamlit as st

from analytics import areas, thresholds
from analytics.grouping import Grouping
from analytics.quantities import unit_index, vector, years
from analytics.rules import Finding, RuleOptions, check, problems
from analytics.thresholds import Limits
from analytics.unit_roads import unit_roads
from data.store import Store
from ui import decision_log, long_name, state, trial_choice, trial_desk, trial_files, trial_shelf
from ui.region_map import view_of
from ui.sidebar import Place
from ui.thresholds_view import exempt_words
from ui.trial_conflict import conflict_dialog
from ui.trial_desk import Desk
from ui.trial_editor import Problem, trial_editor
from ui.trial_save import save_panel
from ui.words import people

MAP_HEIGHT = 560
_FIT = "regroup.fit"
NOW = 2025
HOME_CARE_AREAS = {"secondary": "二次医療圏（第8次医療計画の多くの県）", "own": "この案の区域"}
AGAINST = {"concept": "今の構想区域", "secondary": "今の二次医療圏", "start": "はじめたときの区割り"}
STARTS = {"concept": "今の構想区域", "secondary": "今の二次医療圏", "unit": "市区町村ごと", "prefecture": "都道府県で1つ"}


def choices(store: Store, place: Place) -> None:
    """The page's own choices in the sidebar: the year to come, what is compared with, prefectures that join in."""
    later = [str(year) for year in years(store, "pop_total") if year > NOW]
    with st.sidebar:
        state.select("later", "将来の年", later, lambda year: f"{year}年")
        state.select("against", "比べるもと（変更前）", list(AGAINST), AGAINST.__getitem__)
        if place.pref != areas.ALL_JAPAN:
            others = [code for code in place.prefectures if code != place.pref]
            state.several("beside", "いっしょに組み替える都道府県", others, place.prefectures.__getitem__, placeholder="なし（県内だけ）")


def against(store: Store, desk: Desk) -> Grouping:
    """What the trial is compared with."""
    if state.get("against") == "start":
        return desk.history.start.grouping
    return areas.grouping(store, state.get("against")).restrict(desk.trial.scope)


def rule_panel() -> None:
    """「決まり」: settings of the rules."""
    with st.popover("決まり", key="regroup-rules"):
        state.segmented("homecare", "在宅医療の圏域とみなす区域", list(HOME_CARE_AREAS), HOME_CARE_AREAS.__getitem__)
        state.toggle("hubrule", "在宅医療連携拠点の担当区域ごとにも積極的医療機関1か所以上（大阪府の考え方）")
        st.caption("人口の下限・上限は「設定」で変えられます。目安であり、これだけで決まるものではありません。")


def findings(store: Store, desk: Desk, limits: Limits) -> list[Finding]:
    """What the rules say of the trial on the desk."""
    options = RuleOptions(later=int(state.get("later")), cross_prefecture=len(desk.scope) > 1 or desk.scope == (areas.ALL_JAPAN,),
                          home_care_area=state.get("homecare"), hub_areas_need_active=state.get("hubrule") == "1")
    return check(store, desk.trial, options, limits)


def panels(store: Store, place: Place, desk: Desk) -> None:
    """Begin, save, files, rules, log: what is done with a trial as a whole."""
    info = desk.saved.info if desk.saved else None
    with st.popover("はじめる・開く", key="regroup-open"):
        _open_panel(store, place, desk)
    save_panel(info, lambda *given: desk.save(store, *given), lambda conflict: conflict_dialog(
        conflict, lambda c: trial_desk.open_saved(store, c.theirs), lambda c: desk.settle(store, c, is_new=False),
        lambda c: desk.settle(store, c, is_new=True)))
    trial_files.export_panel(desk.trial, info.name if info else f"{trial_desk.scope_name(store)}の案")
    trial_files.import_panel(store, desk.trial, lambda read, name: trial_desk.take_in(store, read, name))
    rule_panel()
    with st.popover("決定の記録", key="regroup-decisions"):
        decision_log.decision_log(place.pref, info)


def _open_panel(store: Store, place: Place, desk: Desk) -> None:
    st.write("いまの案は下書きに残ります。")
    begin, saved, drafts = st.tabs(["区割りから", "保存した案", "下書き"])
    with begin, st.container(horizontal=True):
        for kind, words in STARTS.items():
            st.button(words, key=f"start-{kind}", on_click=lambda kind=kind: trial_desk.begin(store, areas.grouping(store, kind)))
    with saved:
        trial_shelf.saved_trials(place.pref, lambda found: trial_desk.open_saved(store, found),
                                 lambda found: trial_desk.take_back(store, found), desk.saved.info if desk.saved else None)
    with drafts:
        trial_shelf.drafts(place.pref, lambda found: trial_desk.open_draft(store, found.key.draft_id), desk.draft.draft_id if desk.draft else "")


def name_of(desk: Desk) -> str:
    """What is on the desk, as a heading names it (HTML). Of a long name the end is cut, so that the map stays in sight; it is
    read whole under the pointer or the focus."""
    if not desk.saved:
        return "未保存の案" if desk.is_changed else ""
    info = desk.saved.info
    shown = long_name.cut(info.name)
    facts = (f"版{info.version}", "削除済み" if info.deleted_at else info.newest > info.version and f"最新は版{info.newest}",
             desk.is_changed and "未保存の変更あり")
    return f"{shown}（{'、'.join(filter(None, facts))}）"


def lead(store: Store, desk: Desk, limits: Limits) -> None:
    """How many groups the trial has, and how many are under and over the limits, now and later."""
    trial = desk.trial
    if not trial.groups:
        st.html('<p class="lead">どの単位も区域に入っていません。</p>')
        return
    later = int(state.get("later"))
    persons = thresholds.populations(store, trial.grouping)

    small, small_later = (thresholds.small_areas(store, trial.grouping, limits, year) for year in (NOW, later))
    large, large_later = ((persons[year] >= limits.large).sum() for year in (NOW, later))
    exempt = exempt_words(len(small.exempt), len(small_later.exempt))
    name = "　".join(filter(None, (trial_desk.scope_name(store) if state.meeting() else "", name_of(desk))))
    st.html(f'{long_name.STYLE}<p class="lead">{name}{"　" if name else ""}この案は <b>{len(trial.groups)}</b>区域。'
            f'{people(limits.small)}未満 <b>{len(small.groups)}</b>（{later}年 <b>{len(small_later.groups)}</b>{"、" if exempt else ""}{exempt}）、'
            f'{people(limits.large)}以上 <b>{large}</b>（{later}年 <b>{large_later}</b>）。</p>', width="content")


def draw_editor(store: Store, place: Place, desk: Desk, limits: Limits, found: list[Finding]) -> None:
    """The editor of the trial on the desk. A small group's 統合先の候補 are one click away."""
    index = unit_index(store)
    scope = desk.trial.scope
    at = {unit: index.position[unit] for unit in scope}
    shown = (NOW, int(state.get("later")))
    columns = [vector(store, "pop_total", year).low for year in shown]
    trial_editor(
        key=f"editor-{'-'.join(desk.scope)}", view=view_of(scope), history=desk.history, token=desk.token, epoch=desk.epoch, seq=desk.seq,
        said=desk.said, draft=desk.draft.draft_id if desk.draft else None,
        area_of={unit: str(index.areas[index.area_of_unit[i]]) for unit, i in at.items()},
        area_names=areas.named_apart(store, areas.grouping(store, "concept").restrict(scope)).names, years=shown,
        persons={unit: [None if math.isnan(column[i]) else float(column[i]) for column in columns] for unit, i in at.items()},
        roads=unit_roads(store, scope), limits=limits, problems=[Problem(f.level, f.text, f.units) for f in problems(found)],
        full=state.get("full") == "1", meeting=state.meeting(), height=MAP_HEIGHT, label=f"区域の組み替えの地図（{trial_desk.scope_name(store)}）",
        fit=st.session_state.get(_FIT), on_edit=lambda told: trial_desk.take(desk, told),
        on_candidates=lambda group: _ask_candidates(desk, group), on_full=lambda full: state.put("full", "1" if full else "0"))


def zoom_to(units: tuple[str, ...]) -> None:
    """Show units on the map in the next run."""
    count, _ = st.session_state.get(_FIT, (0, ()))
    st.session_state[_FIT] = (count + 1, units)


def _ask_candidates(desk: Desk, group: str) -> None:
    state.put("area", group)
    state.put("zoning", trial_choice.DESK if desk.is_changed or desk.trial.base not in trial_choice.TODAY else desk.trial.base)
    state.put("every", "0")
    st.session_state["regroup.candidates"] = True


def go_where_asked() -> None:
    """Turn to the page that was asked for on the map."""
    if st.session_state.pop("regroup.candidates", False):
        state.finish()
        st.switch_page("pages/candidates.py")
