"""Saved trials (案), their drafts (下書き) and the decision log: the typed face of the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from data import workspace
from data.workspace import StaleWrite, WorkspaceError, decisions, drafts, trials
from data.workspace.decisions import DecisionRow
from data.workspace.drafts import DraftContent, DraftRow
from data.workspace.trials import Content, DeletedTrial, StaleTrial, TrialRow

from .grouping import GroupingError
from .trial import NAME_LENGTH, History, Trial
from .written_text import TextError, lines, one_line

NOTE_LENGTH, AUTHOR_LENGTH, DECISION_LENGTH = 2_000, 40, 4_000
# Moves of units and changes of groups that a draft keeps; older ones cannot be undone after a restart.
DRAFT_MOVES = 100_000
KINDS = {"opinion": "意見", "agreed": "合意", "decided": "決定", "held": "保留", "dropped": "見送り"}


class TrialError(Exception):
    """What was asked of a saved trial cannot be done; the text is Japanese and says what to do."""


class TrialDeleted(TrialError):
    """The trial was deleted; `undelete(trial_id)` takes it back."""

    def __init__(self, message: str, trial_id: str):
        super().__init__(message)
        self.trial_id = trial_id


class TrialConflict(TrialError):
    """There is a newer version than the one that was read, whoever saved it. Nothing was written: take that one (theirs), save
    mine over it, or save a copy."""

    def __init__(self, theirs: "SavedTrial", mine: "Mine"):
        info = theirs.info
        super().__init__(f"版{mine.read_version}より新しい版{info.version}があります（{info.saved_at:%Y-%m-%d %H:%M}、"
                         f"{info.author or '名前なし'}が保存）。どの内容を残すかを選んでください。")
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True)
class TrialInfo:
    """What lists show of one version. newest: number of the newest version. groups, placed, outside: how many groups,
    and units in and out of them. newest and deleted_at are as of the reading.
    """

    trial_id: str
    version: int
    newest: int
    name: str
    note: str
    author: str
    prefs: tuple[str, ...]
    groups: int
    placed: int
    outside: int
    data_version: str
    saved_at: datetime
    restored_from: int | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class SavedTrial:
    """One version of a trial as it was saved."""

    trial: Trial
    info: TrialInfo


@dataclass(frozen=True)
class Mine:
    """What a person wanted to save over version `read_version`."""

    trial: Trial
    name: str
    note: str
    author: str
    trial_id: str
    read_version: int


@dataclass(frozen=True)
class DraftKey:
    """Where a draft is kept. forked, dropped: another window wrote the one before, or threw it away, so this one was begun."""

    draft_id: str
    revision: int
    forked: bool = False
    dropped: bool = False


@dataclass(frozen=True)
class DraftInfo:
    """What lists show of a draft. trial_id, trial_version: the saved version it was begun from (None: of none)."""

    key: DraftKey
    trial_id: str | None
    trial_version: int | None
    name: str
    author: str
    prefs: tuple[str, ...]
    groups: int
    placed: int
    outside: int
    edits: int
    changed_at: datetime


@dataclass(frozen=True)
class OpenDraft:
    """A draft to go on with."""

    history: History
    info: DraftInfo


def save(trial: Trial, name: str, note: str = "", author: str = "", *, data_version: str, trial_id: str | None = None,
         read_version: int | None = None) -> SavedTrial:
    """Save as a new trial, or as the next version of `trial_id` after `read_version`.

    Raises TrialConflict, TrialDeleted, and TrialError for a name that cannot be; then nothing is written.
    """
    with _trial_errors():
        content = Content(one_line(name, "案の名前", NAME_LENGTH), lines(note, "メモ", NOTE_LENGTH, may_be_empty=True),
                          one_line(author, "作成者", AUTHOR_LENGTH, may_be_empty=True), prefs_of(trial), trial.as_json(),
                          _summary(trial), data_version)
        if trial_id is None:
            return _saved(trials.create(content))
        try:
            return _saved(trials.save(trial_id, read_version, content))
        except StaleTrial as stale:
            mine = Mine(trial, content.name, content.note, content.author, trial_id, read_version)
            raise TrialConflict(_saved(stale.theirs), mine) from None


def load(trial_id: str, version: int | None = None) -> SavedTrial:
    """A version, the newest by default. Raises TrialDeleted, and TrialError when there is none."""
    with _trial_errors():
        row = trials.read(trial_id, version)
        if row.deleted_at:
            raise DeletedTrial(row)
        return _saved(row)


def list_trials(pref: str | None = None, deleted: bool = False) -> list[TrialInfo]:
    """Newest version of each trial with units in `pref` (two digits; None: all), last changed first."""
    with _trial_errors():
        return [_info(row) for row in trials.listed(pref, deleted)]


def versions(trial_id: str) -> list[TrialInfo]:
    """Every version, newest first. Raises TrialError when there is no such trial."""
    with _trial_errors():
        return [_info(row) for row in trials.versions(trial_id)]


def restore(trial_id: str, version: int, author: str = "") -> SavedTrial:
    """Save an old version once more as the newest one. Raises TrialDeleted, TrialError."""
    with _trial_errors():
        return _saved(trials.restore(trial_id, version, one_line(author, "作成者", AUTHOR_LENGTH, may_be_empty=True)))


def delete(trial_id: str) -> None:
    """Delete a trial; `undelete` takes it back. Raises TrialError when there is none."""
    with _trial_errors():
        trials.set_deleted(trial_id, True)


def undelete(trial_id: str) -> None:
    """Take a deleted trial back with all its versions. Raises TrialError when there is none."""
    with _trial_errors():
        trials.set_deleted(trial_id, False)


def keep_draft(history: History, name: str = "", author: str = "", *, trial_id: str | None = None,
               trial_version: int | None = None, key: DraftKey | None = None) -> DraftKey:
    """Keep what is being edited; call it after every edit with the key it gave before (None: a new draft).

    When another window wrote that draft meanwhile, a new one is begun (key.forked), so that both are kept; also when one
    threw it away (key.dropped).
    """
    with _trial_errors():
        shortened = _shortened(history)
        content = DraftContent(trial_id, trial_version, name.strip()[:NAME_LENGTH], author.strip()[:AUTHOR_LENGTH],
                               prefs_of(history.trial), shortened.as_json(),
                               {**_summary(history.trial), "edits": history.position})
        if key is not None:
            try:
                return DraftKey(key.draft_id, drafts.write(key.draft_id, key.revision, content))
            except StaleWrite:
                return _apart(key, content)
        row = drafts.create(content)
        return DraftKey(row.draft_id, row.revision)


def _apart(key: DraftKey, content: DraftContent) -> DraftKey:
    """A draft of its own; the one there is when what was written meanwhile is the very same: a page that was loaded anew told
    it again."""
    try:
        theirs = drafts.read(key.draft_id)
    except drafts.NoSuchDraft:
        row = drafts.create(content)
        return DraftKey(row.draft_id, row.revision, dropped=True)
    if History.from_json(theirs.body) == History.from_json(content.body):
        return DraftKey(theirs.draft_id, theirs.revision)
    row = drafts.create(content)
    return DraftKey(row.draft_id, row.revision, forked=True)


def open_draft(draft_id: str) -> OpenDraft:
    """A draft with its edits. Raises TrialError when it is gone."""
    with _trial_errors():
        row = drafts.read(draft_id)
        return OpenDraft(History.from_json(row.body), _draft_info(row))


def recent_drafts(pref: str | None = None, limit: int = 20) -> list[DraftInfo]:
    """Drafts with units in `pref` (None: all), last changed first."""
    with _trial_errors():
        return [_draft_info(row) for row in drafts.recent(pref, limit)]


def discard_draft(key: DraftKey) -> None:
    """The draft was saved or given up."""
    with _trial_errors():
        drafts.discard(key.draft_id)


def log_decision(text: str, who: str, kind: str, *, prefs: tuple[str, ...], trial_id: str | None = None,
                 version: int | None = None) -> None:
    """Add a line to the decision log; lines are never changed. kind: of KINDS. Raises TrialError."""
    with _trial_errors():
        if kind not in KINDS:
            raise TextError("記録の種類を選んでください。")
        decisions.log(trial_id, version, prefs, kind, one_line(who, "発言者・決定者", AUTHOR_LENGTH),
                      lines(text, "記録の内容", DECISION_LENGTH))


def decision_log(trial_id: str | None = None, pref: str | None = None) -> list[DecisionRow]:
    """Lines about one trial, a prefecture (two digits), or all; newest first."""
    with _trial_errors():
        return decisions.listed(trial_id, pref)


def workspace_notice() -> str | None:
    """What people should know about where all this is kept; None when all is well."""
    with _trial_errors():
        return workspace.notice()


def prefs_of(trial: Trial) -> tuple[str, ...]:
    """Prefectures of the units, sorted."""
    return tuple(sorted({unit[:2] for unit in trial.scope}))


def _shortened(history: History) -> History:
    """Without the oldest edits when all of them together are more than DRAFT_MOVES."""
    room, first = DRAFT_MOVES, len(history.steps)
    for step in reversed(history.steps):
        room -= len(step.units) + len(step.groups)
        if room < 0:
            break
        first -= 1
    first = min(first, history.position)
    return history if first == 0 else History(history.move_to(first).trial, history.steps[first:], history.position - first)


def _summary(trial: Trial) -> dict:
    return {"groups": len(trial.groups), "placed": len(trial.scope) - len(trial.outside), "outside": len(trial.outside)}


def _saved(row: TrialRow) -> SavedTrial:
    return SavedTrial(Trial.from_json(row.body), _info(row))


def _info(row: TrialRow) -> TrialInfo:
    return TrialInfo(row.trial_id, row.version, row.newest, row.name, row.note, row.author, row.prefs, row.summary["groups"],
                     row.summary["placed"], row.summary["outside"], row.data_version, row.saved_at, row.restored_from,
                     row.deleted_at)


def _draft_info(row: DraftRow) -> DraftInfo:
    return DraftInfo(DraftKey(row.draft_id, row.revision), row.trial_id, row.trial_version, row.name, row.author, row.prefs,
                     row.summary["groups"], row.summary["placed"], row.summary["outside"], row.summary["edits"], row.changed_at)


@contextmanager
def _trial_errors() -> Iterator[None]:
    """What the layers below say, as TrialError."""
    try:
        yield
    except DeletedTrial as error:
        raise TrialDeleted(str(error), error.row.trial_id) from None
    except (WorkspaceError, GroupingError, TextError) as error:
        raise TrialError(str(error)) from error
