"""Drafts: what is being edited, kept after every edit, so that a refresh or a restart loses nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from .database import new_id, reading, writing
from .errors import StaleWrite, WorkspaceError
from .schema import draft
from .trials import joined, parted

# Drafts of no saved trial are forgotten only when they are old and there are very many.
KEPT_DRAFTS, KEPT_DAYS = 2_000, 90


class NoSuchDraft(WorkspaceError):
    """The draft was finished or forgotten."""

    def __init__(self):
        super().__init__("この下書きはもうありません。")


@dataclass(frozen=True)
class DraftContent:
    """What is kept. trial_id, trial_version: the saved version it was begun from (None: none). body, summary: JSON."""

    trial_id: str | None
    trial_version: int | None
    name: str
    author: str
    prefs: tuple[str, ...]
    body: Mapping
    summary: Mapping


@dataclass(frozen=True)
class DraftRow:
    """A draft as it was kept last. body: None in lists."""

    draft_id: str
    trial_id: str | None
    trial_version: int | None
    name: str
    author: str
    prefs: tuple[str, ...]
    body: Mapping | None
    summary: Mapping
    revision: int
    changed_at: datetime


def create(content: DraftContent) -> DraftRow:
    """A new draft, revision 1."""
    with writing() as connection:
        _forget_old(connection)
        draft_id = new_id()
        connection.execute(insert(draft).values(draft_id=draft_id, revision=1, **_values(content)))
        return _read(connection, draft_id)


def write(draft_id: str, revision: int, content: DraftContent) -> int:
    """Keep a newer state of the draft read at `revision`; returns its new revision.

    Raises StaleWrite when another window wrote it meanwhile or it is gone: the caller then begins a draft of its own.
    """
    with writing() as connection:
        if not connection.execute(update(draft).where(draft.c.draft_id == draft_id, draft.c.revision == revision)
                                  .values(revision=revision + 1, **_values(content))).rowcount:
            raise StaleWrite
    return revision + 1


def read(draft_id: str) -> DraftRow:
    """Raises NoSuchDraft."""
    with reading() as connection:
        return _read(connection, draft_id)


def recent(pref: str | None = None, limit: int = 20) -> list[DraftRow]:
    """Drafts with units in `pref` (two digits; None: all), last changed first, without bodies."""
    rows = select(*(c for c in draft.c if c.name != "body")).order_by(draft.c.changed_at.desc(), draft.c.draft_id).limit(limit)
    if pref is not None:
        rows = rows.where(draft.c.prefs.contains(f",{pref},", autoescape=True))
    with reading() as connection:
        return [_row(r) for r in connection.execute(rows)]


def discard(draft_id: str) -> None:
    """The draft is finished (saved or given up). One that is gone already is no error."""
    with writing() as connection:
        connection.execute(delete(draft).where(draft.c.draft_id == draft_id))


def _values(content: DraftContent) -> dict:
    return {"trial_id": content.trial_id, "trial_version": content.trial_version, "name": content.name,
            "author": content.author, "prefs": joined(content.prefs), "changed_at": datetime.now(),
            "body": json.dumps(content.body, ensure_ascii=False), "summary": json.dumps(content.summary, ensure_ascii=False)}


def _read(connection: Connection, draft_id: str) -> DraftRow:
    found = connection.execute(select(draft).where(draft.c.draft_id == draft_id)).one_or_none()
    if found is None:
        raise NoSuchDraft
    return _row(found)


def _row(found) -> DraftRow:
    values = found._mapping
    return DraftRow(**{**values, "prefs": parted(values["prefs"]), "summary": json.loads(values["summary"]),
                       "body": json.loads(values["body"]) if "body" in values else None})


def _forget_old(connection: Connection) -> None:
    too_many = connection.execute(select(func.count()).select_from(draft)).scalar_one() - KEPT_DRAFTS + 1
    if too_many > 0:
        oldest = select(draft.c.draft_id).where(
            draft.c.trial_id.is_(None), draft.c.name == "", draft.c.changed_at < datetime.now() - timedelta(days=KEPT_DAYS),
        ).order_by(draft.c.changed_at).limit(too_many)
        connection.execute(delete(draft).where(draft.c.draft_id.in_(oldest)))
