"""The trial on the desk: what is being edited in this session, one for each scope (a prefecture, or several together).

Every edit is kept at once as a draft in the workspace; the link of the page (``?draft=``, ``?trial=``) opens it again.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

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
MISCOPIED = "リンクが途中で切れていないか確かめてください。"
_ADDRESS = "desk address"  # what of _NAMING the address of the page named when it was last dealt with
_NAMING = ("draft", "trial", "version")  # choices that name a desk; without a version the newest is meant


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

    @property
    def is_untouched(self) -> bool:
        """Nothing was opened or begun here, and nothing done."""
        return not (self.history.steps or self.saved or self.draft)

    def put(self, history: History) -> None:
        """A history that Python made: the browser takes it over."""
        self.history, self.epoch, self.said = history, self.epoch + 1, ""

    def keep(self) -> None:
        """Keep the draft. Another window's edits of the same draft are never written over."""
        info = self.saved.info if self.saved else None
        try:
            self.draft = trials.keep_draft(self.history, info.name if info else "", info.author if info else "", key=self.draft,
                                           trial_id=info and info.trial_id, trial_version=info and info.version)
        except TrialError as error:
            notice(f"下書きを自動保存できません。{error}")
            return
        if self.draft.dropped:
            notice("この下書きは別の画面で捨てられたため、この画面の内容は新しい下書きとして保存しています。")
        elif self.draft.forked:
            notice("同じ下書きが別の画面で変更されたため、この画面の内容は新しい下書きとして保存しています。どちらも残っています。")

    def save(self, store: Store, name: str, note: str, author: str, is_new: bool) -> None:
        """Save as a new trial or as the next version of the one opened. Raises TrialConflict, TrialError; then nothing changes."""
        at = {} if is_new else {"trial_id": self.saved.info.trial_id, "read_version": self.saved.info.version}
        self.saved = trials.save(self.trial, name, note, author, data_version=store.data_version, **at)
        self._keep_begun()

    def look(self) -> None:
        """See what has become of the saved trial meanwhile, in this window or another: newer versions, deleted, taken back."""
        if self.saved:
            try:
                now = trials.versions(self.saved.info.trial_id)[0]
            except TrialError:
                return  # what cannot be read now is as it was
            self.saved = replace(self.saved, info=replace(self.saved.info, newest=now.newest, deleted_at=now.deleted_at))

    def settle(self, store: Store, conflict: TrialConflict, is_new: bool) -> None:
        """Save mine after a conflict: over theirs, or as a trial of its own."""
        mine = conflict.mine
        at = {} if is_new else {"trial_id": mine.trial_id, "read_version": conflict.theirs.info.version}
        self.saved = trials.save(mine.trial, mine.name, mine.note, mine.author, data_version=store.data_version, **at)
        self._keep_begun()

    def _keep_begun(self) -> None:
        if self.draft or self.history.steps:
            self.keep()


def scope() -> tuple[str, ...]:
    """Prefectures that are edited together: the shared choices `pref` and `beside`."""
    pref = state.get("pref")
    if pref == areas.ALL_JAPAN:
        return (areas.ALL_JAPAN,)
    return tuple(sorted({pref, *filter(None, state.get("beside").split("."))}))


def scope_name(store: Store) -> str:
    """全国, 富山県, or 富山県・石川県 where they are edited together."""
    return "全国" if scope() == (areas.ALL_JAPAN,) else "・".join(areas.prefectures(store)[pref] for pref in scope())


def units(store: Store, prefs: tuple[str, ...]) -> tuple[str, ...]:
    """Units of a scope, in code order."""
    return tuple(unit for pref in prefs for unit in areas.units(store, pref))


def desk(store: Store) -> Desk:
    """The desk of the scope chosen now. On a new one stands what was drawn for prefectures that others have joined."""
    now = _own_desk(store)
    if now.is_untouched and (parts := _parts(now.scope)):
        names = "・".join(areas.prefectures(store)[pref] for part in parts for pref in part.scope)
        now.put(_carried(now.history, parts, f"{names}の案を引き継ぐ"))
        now.keep()
        notice(f"{names}の案を引き継ぎました。{names}だけの案もそのまま残っています。")
    return now


def _own_desk(store: Store) -> Desk:
    desks, prefs = _desks(), scope()
    if prefs not in desks:
        desks[prefs] = Desk(prefs, History(started(store, areas.grouping(store, "concept"), prefs)))
    return desks[prefs]


def _desks() -> dict[tuple[str, ...], Desk]:
    return st.session_state.setdefault(_KEY, {})


def _parts(prefs: tuple[str, ...]) -> list[Desk]:
    """Desks of a part of the scope on which something is, the largest first, none over another."""
    parts: list[Desk] = []
    for one in sorted(_desks().values(), key=lambda d: -len(d.scope)):
        if set(one.scope) < set(prefs) and not one.is_untouched and not any(set(one.scope) & set(part.scope) for part in parts):
            parts.append(one)
    return parts


def _carried(history: History, parts: Iterable[Desk], label: str) -> History:
    trial = history.trial
    for part in parts:
        trial = trial.with_part(part.trial)
    return history.to(trial, label)


def started(store: Store, grouping: Grouping, prefs: tuple[str, ...]) -> Trial:
    """A trial of a scope that starts as `grouping`."""
    wanted = units(store, prefs)
    return coloured(store, Trial.of(areas.named_apart(store, grouping.restrict(wanted)), wanted))


def notice(text: str) -> None:
    """Tell something above the map in the next run."""
    st.session_state.setdefault(_NOTICES, []).append(text)


def show_notices() -> None:
    """What there is to tell, once. The place is always there: what came and went beside a map would begin the map anew."""
    with st.container():
        for text in st.session_state.pop(_NOTICES, []):
            st.warning(text)


def arrive(store: Store) -> None:
    """Open what the address asks for, once: in a new session and when the address was changed (a link, back, forward), not
    when the desk has gone on meanwhile. To be called before the sidebar, whose prefecture follows."""
    for name, words in (("draft", "この下書きは"), ("trial", "この案は")):
        state.expect(name, [state.get(name)], lambda asked, words=words: f"{words}見つかりません（「{asked}」）。{MISCOPIED}")
    state.expect("version", [state.get("version")], lambda asked: f"案の版「{asked}」はありません。最新の版を開きます。")
    asked = draft, trial, version = tuple(map(state.get, _NAMING))
    if asked == st.session_state.get(_ADDRESS):
        return
    st.session_state[_ADDRESS] = asked
    if found := next((one for one in _desks().values() if _is_of(one, draft, trial, version)), None):
        turn_to(store, found.scope)
        return
    try:
        if draft:
            open_draft(store, draft)
        elif trial:
            open_saved(store, _version(trial, version))
    except TrialDeleted as error:
        turn_to(store, trials.versions(error.trial_id)[0].prefs)
        notice(str(error))
    except TrialError as error:
        notice(str(error))


def _is_of(one: Desk, draft: str, trial: str, version: str) -> bool:
    """An address names this desk by its draft, else by the version of its saved trial."""
    if draft:
        return one.draft is not None and one.draft.draft_id == draft
    return bool(trial) and one.saved is not None and (one.saved.info.trial_id, str(one.saved.info.version)) == (trial, version)


def _version(trial_id: str, version: str) -> SavedTrial:
    """The version that an address names; the newest where it names none, or one that there is not (which is told)."""
    newest = trials.load(trial_id)
    if version and not 1 <= int(version) <= newest.info.newest:
        notice(f"「{newest.info.name}」に版{int(version)}はありません。最新の版{newest.info.newest}を開いています。")
    elif version:
        return trials.load(trial_id, int(version))
    return newest


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


def take_back(store: Store, saved: SavedTrial) -> None:
    """An old version was saved once more, as `saved`: where its trial is on the desk, that version stands there now."""
    now, info = desk(store), saved.info
    if now.saved and now.saved.info.trial_id == info.trial_id:
        kept = "それまでの変更は下書きに残っています。" if now.is_changed else ""
        open_saved(store, saved)
        notice(f"版{info.restored_from}の内容に戻し、版{info.version}として開きました。{kept}")


def _put_on_desk(store: Store, prefs: tuple[str, ...], history: History, saved: SavedTrial | None, draft: DraftKey | None) -> None:
    turn_to(store, prefs)
    now = _own_desk(store)
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
    now.keep()


def take_in(store: Store, read: Trial, name: str) -> None:
    """Put what a file holds in the place of the trial: an edit that can be undone like any other, and that tells what it was."""
    now = desk(store)
    outside = f"、区域外{len(read.outside)}" if read.outside else ""
    history = now.history.to(coloured(store, read), f"読み込み: {name}（{len(read.groups)}区域{outside}）")
    if history is now.history:
        notice(f"「{name}」はいまの案と同じ内容です。何も変わりません。")
        return
    now.put(history)
    now.keep()


def adopt(prefs: Iterable[str], make: Callable[[Trial], Trial], label: str, fresh: Grouping | None = None) -> None:
    """Take what another page made (a join, a plan) into the trial on the desk, as one edit, for the page 区域の組み替え.

    The scope grows to `prefs`, and the trial with it. fresh: what a desk begins with on which nothing was done yet.
    Raises GroupingError of `make`; then the trial and the scope stay as they were.
    """
    store, before = frame.board(), scope()
    was = desk(store)
    if before != (areas.ALL_JAPAN,):
        turn_to(store, tuple(sorted({*before, *prefs})))
    desks, wide = _desks(), scope()
    is_other = wide in desks and not desks[wide].is_untouched and desks[wide] is not was
    now = desk(store)
    history = History(started(store, fresh, wide)) if now.is_untouched and fresh else now.history
    try:
        made = history.to(coloured(store, make(history.trial)), label)
    except GroupingError:
        turn_to(store, before)
        st.session_state.pop(_NOTICES, None)  # of a scope that is not shown
        raise
    now.put(made)
    now.keep()
    if is_other and not was.is_untouched:
        notice("これらの都道府県をいっしょに組み替える案がすでにあったため、その案の中で変更しました。直前の案は下書きに残っています。")


def take(now: Desk, told: Told) -> None:
    """Take what the browser did. What does not fit is left out and said; nothing of it is half-taken."""
    if told.seq <= now.seq:
        return
    now.seq, now.said = told.seq, ""
    steps = len(now.history.steps)
    is_same = told.epoch == now.epoch and told.base <= steps
    if told.desk != now.token:  # told to the desk before a restart: the draft kept what was told, perhaps the answer was lost
        kept = [step.as_json() for step in now.history.steps[told.base:]]
        is_same = told.start == now.history.start_key and told.base <= steps and kept == list(told.steps[:len(kept)])
    history = History(now.history.start, now.history.steps[:told.base], told.base) if is_same else now.history
    try:
        for step in told.steps:
            history = history.do(Step.from_json(step))
        now.history = history.move_to(told.position) if is_same else history
    except GroupingError as error:
        now.said = str(error)
    if not is_same or now.said:
        now.epoch += 1
    if now.history.steps:
        now.keep()


def link(now: Desk) -> None:
    """Let the address of the page open this desk again, from the beginning of the run on: who reloads does not wait for its end."""
    now.look()
    state.put("draft", now.draft.draft_id if now.draft else "")
    state.put("trial", now.saved.info.trial_id if now.saved else "")
    state.put("version", str(now.saved.info.version) if now.saved else "")
    st.session_state[_ADDRESS] = tuple(map(state.get, _NAMING))
    state.finish()
