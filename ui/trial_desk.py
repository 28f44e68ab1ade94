"""The trial on the desk: what is being edited in this session, one for each scope (a prefecture, or several together).

Every edit is kept at once as a draft in the workspace; the link of the page (``?draft=``, ``?trial=``) opens it again.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from analytics import areas, trials
from analytics.grouping import Grouping, GroupingError
from analytics.trial import History, Step, Trial
from analytics.trial_colours import coloured
from analytics.trials import DraftKey, SavedTrial, TrialConflict, TrialDeleted, TrialError
from data.store import Store
from ui import frame, state
from ui.trial_editor import Told

_KEY = "desks"
_NOTICES = "desk notices"


@dataclass
class Desk:
    """history: the trial and its edits. epoch: counts what Python itself changed; seq: the last edit of the browser that is
    in. said: why an edit could not be taken. saved: the version it was opened from or saved as; draft: where it is kept.
    token: tells a browser that stayed open over a restart that this is another desk."""

    scope: tuple[str, ...]
    history: History
    epoch: int = 1
    seq: int = 0
    said: str = ""
    saved: SavedTrial | None = None
    draft: DraftKey | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def trial(self) -> Trial:
        return self.history.trial

    @property
    def is_changed(self) -> bool:
        """Edited since it was opened or saved."""
        return self.trial != (self.saved.trial if self.saved else self.history.start)

    def put(self, history: History) -> None:
        """A history that Python made: the browser takes it over."""
        self.history, self.epoch, self.said = history, self.epoch + 1, ""

    def keep(self) -> None:
        """Keep the draft. Another window's edits of the same draft are never written over."""
        if not self.history.steps and self.draft is None:
            return
        info = self.saved.info if self.saved else None
        try:
            self.draft = trials.keep_draft(self.history, info.name if info else "", info.author if info else "", key=self.draft,
                                           trial_id=info and info.trial_id, trial_version=info and info.version)
        except TrialError as error:
            notice(f"下書きを自動保存できません。{error}")
            return
        if self.draft.forked:
            notice("同じ下書きが別の画面で変更されたため、この画面の内容は新しい下書きとして保存しています。どちらも残っています。")

    def save(self, store: Store, name: str, note: str, author: str, is_new: bool) -> None:
        """Save as a new trial or as the next version of the one opened. Raises TrialConflict, TrialError; then nothing changes."""
        at = {} if is_new else {"trial_id": self.saved.info.trial_id, "read_version": self.saved.info.version}
        self.saved = trials.save(self.trial, name, note, author, data_version=store.data_version, **at)
        self.keep()

    def settle(self, store: Store, conflict: TrialConflict, is_new: bool) -> None:
        """Save mine after a conflict: over theirs, or as a trial of its own."""
        mine = conflict.mine
        at = {} if is_new else {"trial_id": mine.trial_id, "read_version": conflict.theirs.info.version}
        self.saved = trials.save(mine.trial, mine.name, mine.note, mine.author, data_version=store.data_version, **at)
        self.keep()


def scope() -> tuple[str, ...]:
    """Prefectures that are edited together: the shared choices `pref` and `beside`."""
    pref = state.get("pref")
    if pref == areas.ALL_JAPAN:
        return (areas.ALL_JAPAN,)
    return tuple(sorted({pref, *filter(None, state.get("beside").split("."))}))


def units(store: Store, prefs: tuple[str, ...]) -> tuple[str, ...]:
    """Units of a scope, in code order."""
    return tuple(unit for pref in prefs for unit in areas.units(store, pref))


def desk(store: Store) -> Desk:
    """The desk of the scope chosen now; a new one begins with today's 構想区域."""
    desks: dict[tuple[str, ...], Desk] = st.session_state.setdefault(_KEY, {})
    prefs = scope()
    if prefs not in desks:
        desks[prefs] = Desk(prefs, History(started(store, areas.grouping(store, "concept"), prefs)))
    return desks[prefs]


def started(store: Store, grouping: Grouping, prefs: tuple[str, ...]) -> Trial:
    """A trial of a scope that starts as `grouping`."""
    wanted = units(store, prefs)
    return coloured(store, Trial.of(areas.named_apart(store, grouping.restrict(wanted)), wanted))


def notice(text: str) -> None:
    """Tell something above the map in the next run."""
    st.session_state.setdefault(_NOTICES, []).append(text)


def notices() -> list[str]:
    """What there is to tell, once."""
    return st.session_state.pop(_NOTICES, [])


def arrive(store: Store) -> None:
    """Open what the link asks for, if it is on no desk yet, and turn to its prefecture. To be called before the sidebar."""
    desks: dict[tuple[str, ...], Desk] = st.session_state.setdefault(_KEY, {})
    draft, trial = state.get("draft"), state.get("trial")
    on_desks = [d for d in desks.values() if (d.draft and d.draft.draft_id == draft) or (d.saved and d.saved.info.trial_id == trial)]
    if on_desks or not (draft or trial):
        return
    try:
        if draft:
            open_draft(store, draft)
        else:
            open_saved(store, trials.load(trial))
    except TrialDeleted as error:
        notice(f"{error} 「保存した案」の「削除した案」から元に戻せます。")
    except TrialError as error:
        notice(str(error))
    if st.session_state.get(_NOTICES):
        state.put("draft", "")
        state.put("trial", "")


def open_draft(store: Store, draft_id: str) -> None:
    """Go on with a draft. Raises TrialError when it is gone."""
    opened = trials.open_draft(draft_id)
    info = opened.info
    saved = None
    if info.trial_id:
        try:
            saved = trials.load(info.trial_id, info.trial_version)
        except TrialError:
            notice("この下書きのもとになった案は削除されています。保存すると新しい案になります。")
    _put_on_desk(store, info.prefs, opened.history, saved, info.key)


def open_saved(store: Store, saved: SavedTrial) -> None:
    """Put a saved trial on the desk."""
    _put_on_desk(store, saved.info.prefs, History(coloured(store, saved.trial)), saved, None)


def _put_on_desk(store: Store, prefs: tuple[str, ...], history: History, saved: SavedTrial | None, draft: DraftKey | None) -> None:
    turn_to(store, prefs)
    now = desk(store)
    fitted = history.trial.fit(units(store, now.scope))
    if fitted != history.trial:
        notice("市区町村の変更があったため、今の単位に合わせました。なくなった単位は外し、新しい単位は「区域外」にしています。")
        history = History(coloured(store, fitted))
    now.put(history)
    now.saved, now.draft = saved, draft


def turn_to(store: Store, prefs: tuple[str, ...]) -> None:
    """Choose the prefectures that are edited together."""
    if len(prefs) == len(areas.prefectures(store)):
        prefs = (areas.ALL_JAPAN,)
    if state.get("pref") not in prefs:
        state.put("pref", prefs[0])
    state.put("beside", ".".join(p for p in prefs if p != state.get("pref")))


def begin(store: Store, grouping: Grouping) -> None:
    """Start anew from a grouping on the desk of the scope chosen now; what was there stays as its draft."""
    now = desk(store)
    now.put(History(started(store, grouping, now.scope)))
    now.saved = now.draft = None


def change(store: Store, make: Callable[[Trial], Trial], label: str) -> None:
    """An edit made by Python: it can be undone like any other."""
    now = desk(store)
    now.put(now.history.to(coloured(store, make(now.trial)), label))
    now.keep()


def adopt(grouping: Grouping, label: str) -> None:
    """Take a grouping (a plan, a candidate) into the trial of its prefectures, as one edit, for the page 区域の組み替え.

    Units that it leaves out stay where they are.
    """
    store = frame.board()
    turn_to(store, tuple(sorted({unit[:2] for unit in grouping.units})))
    change(store, lambda trial: trial.with_grouping(laid_over(trial, grouping)), label)


def laid_over(trial: Trial, grouping: Grouping) -> Grouping:
    """`grouping` where it says something, the trial's own groups elsewhere."""
    kept = {u: g for u, g in trial.unit_group.items() if g is not None and u not in grouping.group_of}
    names = {g: state.name for g, state in trial.groups.items()}
    return Grouping.of({**kept, **grouping.group_of}, {**names, **grouping.names}, trial.base)


def take(now: Desk, told: Told) -> None:
    """Take what the browser did. What does not fit is left out and said; nothing of it is half-taken."""
    if told.seq <= now.seq:
        return
    now.seq, now.said = told.seq, ""
    steps = len(now.history.steps)
    is_same = told.epoch == now.epoch and told.base <= steps
    if told.desk != now.token:  # told to the desk before a restart; the draft kept all that was shared
        is_same = told.start == now.history.start_key and told.base == steps
    history = History(now.history.start, now.history.steps[:told.base], told.base) if is_same else now.history
    try:
        for step in told.steps:
            history = history.do(Step.from_json(step))
        now.history = history.move_to(told.position) if is_same else history
    except GroupingError as error:
        now.said = str(error)
    if not is_same or now.said:
        now.epoch += 1
    now.keep()


def link(now: Desk) -> None:
    """Let the address of the page open this desk again."""
    state.put("draft", now.draft.draft_id if now.draft else "")
    state.put("trial", now.saved.info.trial_id if now.saved else "")
