"""Decisions of people about facilities: taken, taken back, and how far each has got into the store."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from data.build import BuildError
from data.rebuild import rebuild
from data.store import Store
from data.workspace import StaleWrite, WorkspaceError
from data.workspace import facility_decisions as log
from data.workspace.facility_decisions import DIFFERENT, POSITION, REPORT_STATE, SAME, UNDO, FacilityDecision

from .written_text import TextError, one_line

__all__ = ["DIFFERENT", "POSITION", "REPORT_STATE", "SAME", "UNDO", "DecisionError", "FacilityDecision", "Told", "apply", "decide", "in_force",
           "told", "undo", "waiting"]
WHO_LENGTH, NOTE_LENGTH = 60, 400
APPLIED, WAITS, UNDONE, UNDO_WAITS = "データに反映済み", "まだデータに反映していない", "取り消した", "取り消した（まだデータに反映していない）"


class DecisionError(Exception):
    """A decision that cannot be kept or applied; the text is Japanese."""


@dataclass(frozen=True)
class Told:
    """A decision and where it stands, in words; can_be_undone: it is in force. is_waiting: the store does not yet go by it."""

    decision: FacilityDecision
    state: str
    can_be_undone: bool
    is_waiting: bool


def decide(pref: str, kind: str, facility_id: str, subject: str, body: Mapping, who: str, note: str) -> None:
    """Keep a decision (data.workspace.facility_decisions). Raises DecisionError, when nobody puts their name to it too."""
    with _told():
        log.record(pref, kind, facility_id, subject, body, one_line(who, "決めた人", WHO_LENGTH),
                   one_line(note, "メモ", NOTE_LENGTH) if note.strip() else "")


def undo(decision_id: str, who: str) -> None:
    """Take a decision back. Raises DecisionError, when somebody did so before too."""
    with _told():
        log.undo(decision_id, one_line(who, "決めた人", WHO_LENGTH), "")


def in_force(pref: str | None, *kinds: str) -> dict[tuple[str, ...], FacilityDecision]:
    """What is decided of these kinds, by what it is about (FacilityDecision.about). pref: None for all. Raises DecisionError."""
    with _told():
        return {made.about: made for made in log.in_force(pref) if made.kind in kinds}


def told(store: Store, pref: str | None, *kinds: str) -> list[Told]:
    """Every decision of these kinds and every undo of one, newest first, and where it stands in this store. Raises DecisionError."""
    with _told():
        force = {made.decision_id for made in log.in_force(pref)}
        every = log.listed(pref)
    asked = {m.decision_id for m in every if m.kind in kinds}
    made = [m for m in every if m.decision_id in asked or m.undoes in asked]
    unmet = dict(store.rows("SELECT decision_id, unmet FROM facility_decision"))
    return [Told(m, _state(m, m.decision_id in force, unmet), m.decision_id in force, (m.decision_id in force) != (m.decision_id in unmet))
            for m in made]


def _state(made: FacilityDecision, is_in_force: bool, unmet: Mapping[str, str | None]) -> str:
    if is_in_force and made.decision_id in unmet:
        return f"反映できない: {unmet[made.decision_id]}" if unmet[made.decision_id] else APPLIED
    if is_in_force:
        return WAITS
    ended = UNDONE if made.undone else "後の決定に替わった"
    return UNDO_WAITS if made.decision_id in unmet and made.undone else ended


def waiting(store: Store) -> int:
    """Decisions and undos, of any prefecture and kind, that the store does not go by yet. Raises DecisionError."""
    with _told():
        force = {made.decision_id for made in log.in_force()}
    return len(force ^ {decision_id for (decision_id,) in store.rows("SELECT decision_id FROM facility_decision")})


def apply() -> None:
    """Build the store anew with what is in force. Raises DecisionError; then the store is as before."""
    try:
        rebuild()
    except BuildError as error:
        raise DecisionError(str(error)) from None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StaleWrite:
        raise DecisionError("この決定は、ほかの人が先に取り消しています。") from None
    except (WorkspaceError, TextError) as error:
        raise DecisionError(str(error)) from None
