"""Saved trials: every save is a new version, none is ever lost; a deleted trial can be taken back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from .database import new_id, reading, writing
from .errors import StaleWrite, WorkspaceError
from .schema import trial, trial_version


class NoSuchTrial(WorkspaceError):
    """No trial, or no version of it, has this id."""

    def __init__(self):
        super().__init__("この案は見つかりません。リンクが途中で切れていないか確かめてください。")


class DeletedTrial(WorkspaceError):
    """The trial was deleted; it can be taken back. row: its newest version."""

    def __init__(self, row: "TrialRow"):
        super().__init__(f"案「{row.name}」は{row.deleted_at:%Y-%m-%d %H:%M}に削除されています。"
                         "「はじめる・開く」→「保存した案」→「削除した案を見る」から元に戻せます。")
        self.row = row


class StaleTrial(StaleWrite):
    """Someone saved a newer version meanwhile. theirs: that version."""

    def __init__(self, theirs: "TrialRow"):
        super().__init__()
        self.theirs = theirs


@dataclass(frozen=True)
class Content:
    """What a save keeps. prefs: prefecture codes. body, summary: JSON."""

    name: str
    note: str
    author: str
    prefs: tuple[str, ...]
    body: Mapping
    summary: Mapping
    data_version: str


@dataclass(frozen=True)
class TrialRow:
    """One version of a trial. newest: the number of the newest one. body: None in lists."""

    trial_id: str
    version: int
    newest: int
    name: str
    note: str
    author: str
    prefs: tuple[str, ...]
    body: Mapping | None
    summary: Mapping
    data_version: str
    saved_at: datetime
    restored_from: int | None
    created_at: datetime
    deleted_at: datetime | None


def create(content: Content) -> TrialRow:
    """A new trial, version 1."""
    now, trial_id = datetime.now(), new_id()
    with writing() as connection:
        connection.execute(insert(trial).values(trial_id=trial_id, prefs=joined(content.prefs), version=1, created_at=now,
                                                changed_at=now))
        _add_version(connection, trial_id, 1, content, now, None)
        return _read(connection, trial_id, None)


def save(trial_id: str, read_version: int, content: Content) -> TrialRow:
    """The next version, after `read_version`. Raises StaleTrial when that is no longer the newest, DeletedTrial,
    NoSuchTrial; then nothing is changed.
    """
    with writing() as connection:
        now = datetime.now()
        changed = connection.execute(
            update(trial).where(trial.c.trial_id == trial_id, trial.c.version == read_version, trial.c.deleted_at.is_(None))
            .values(version=read_version + 1, prefs=joined(content.prefs), changed_at=now)).rowcount
        if not changed:
            theirs = _read(connection, trial_id, None)
            if theirs.deleted_at:
                raise DeletedTrial(theirs)
            raise StaleTrial(theirs)
        _add_version(connection, trial_id, read_version + 1, content, now, None)
        return _read(connection, trial_id, None)


def restore(trial_id: str, version: int, author: str) -> TrialRow:
    """An old version once more, as the newest. Raises NoSuchTrial, DeletedTrial."""
    with writing() as connection:
        old = _read(connection, trial_id, version)
        newest = _read(connection, trial_id, None)
        if newest.deleted_at:
            raise DeletedTrial(newest)
        now = datetime.now()
        if not connection.execute(update(trial).where(trial.c.trial_id == trial_id, trial.c.version == newest.version)
                                  .values(version=newest.version + 1, prefs=joined(old.prefs), changed_at=now)).rowcount:
            raise StaleTrial(_read(connection, trial_id, None))
        content = Content(old.name, old.note, author, old.prefs, old.body, old.summary, old.data_version)
        _add_version(connection, trial_id, newest.version + 1, content, now, version)
        return _read(connection, trial_id, None)


def read(trial_id: str, version: int | None = None) -> TrialRow:
    """A version with its body, the newest by default; of a deleted trial too. Raises NoSuchTrial."""
    with reading() as connection:
        return _read(connection, trial_id, version)


def listed(pref: str | None = None, deleted: bool = False) -> list[TrialRow]:
    """Newest version of each trial that has units in `pref` (two digits; None: all), last changed first."""
    rows = _rows(bodies=False).where(trial_version.c.version == trial.c.version,
                                     trial.c.deleted_at.isnot(None) if deleted else trial.c.deleted_at.is_(None))
    if pref is not None:
        rows = rows.where(trial.c.prefs.contains(f",{pref},", autoescape=True))
    with reading() as connection:
        return [_row(r) for r in connection.execute(rows.order_by(trial.c.changed_at.desc(), trial.c.trial_id))]


def versions(trial_id: str) -> list[TrialRow]:
    """Every version of a trial, newest first, without bodies. Raises NoSuchTrial."""
    with reading() as connection:
        rows = connection.execute(_rows(bodies=False).where(trial.c.trial_id == trial_id)
                                  .order_by(trial_version.c.version.desc())).all()
    if not rows:
        raise NoSuchTrial
    return [_row(r) for r in rows]


def set_deleted(trial_id: str, deleted: bool) -> None:
    """Delete a trial, or take it back; its versions stay. Raises NoSuchTrial."""
    with writing() as connection:
        if not connection.execute(update(trial).where(trial.c.trial_id == trial_id).values(
                deleted_at=datetime.now() if deleted else None)).rowcount:
            raise NoSuchTrial


def joined(prefs: Iterable[str]) -> str:
    """Prefecture codes as they are kept: ',46,47,'."""
    return f",{','.join(sorted(prefs))},"


def parted(prefs: str) -> tuple[str, ...]:
    """What `joined` joined."""
    return tuple(code for code in prefs.split(",") if code)


def _add_version(connection: Connection, trial_id: str, version: int, content: Content, now: datetime,
                 restored_from: int | None) -> None:
    connection.execute(insert(trial_version).values(
        trial_id=trial_id, version=version, name=content.name, note=content.note, author=content.author,
        body=json.dumps(content.body, ensure_ascii=False), summary=json.dumps(content.summary, ensure_ascii=False),
        data_version=content.data_version, saved_at=now, restored_from=restored_from))


def _rows(bodies: bool) -> Select:
    columns = [c for c in trial_version.c if bodies or c.name != "body"]
    return select(*columns, trial.c.version.label("newest"), trial.c.prefs, trial.c.created_at,
                  trial.c.deleted_at).join(trial)


def _read(connection: Connection, trial_id: str, version: int | None) -> TrialRow:
    found = connection.execute(_rows(bodies=True).where(
        trial.c.trial_id == trial_id,
        trial_version.c.version == (trial.c.version if version is None else version))).one_or_none()
    if found is None:
        raise NoSuchTrial
    return _row(found)


def _row(found) -> TrialRow:
    values = found._mapping
    return TrialRow(**{**values, "prefs": parted(values["prefs"]), "summary": json.loads(values["summary"]),
                       "body": json.loads(values["body"]) if "body" in values else None})
