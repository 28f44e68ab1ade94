"""What people settled about facilities: who is the same, which position is right, how far a report is. The log only grows.

A build of the store applies what is in force (data.settled).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from .database import new_id, reading, writing
from .errors import StaleWrite, WorkspaceError
from .schema import facility_decision

SAME, DIFFERENT, POSITION, REPORT_STATE, UNDO = "same", "different", "position", "report_state", "undo"
KINDS = (SAME, DIFFERENT, POSITION, REPORT_STATE)


@dataclass(frozen=True)
class FacilityDecision:
    """One decision. facility_id: as it was then. subject: of `same` and `different` the other record, of `position` the source that is
    right, of `report_state` the report and its year. body: what else was decided, and the names of then. undone: it was taken back.
    undoes: of an undo, the decision it took back."""

    decision_id: str
    at: datetime
    pref: str
    kind: str
    facility_id: str
    subject: str
    body: Mapping
    who: str
    note: str
    undone: bool = False
    undoes: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """What can be decided in one way only: a pair, the position of a facility, a report of a year."""
        if self.kind == POSITION:
            return POSITION, self.facility_id
        return "pair" if self.kind in (SAME, DIFFERENT) else self.kind, self.facility_id, self.subject


def record(pref: str, kind: str, facility_id: str, subject: str, body: Mapping, who: str, note: str) -> str:
    """Add a decision, at the time of now; returns its id. Raises ValueError for a kind that there is not."""
    if kind not in KINDS:
        raise ValueError(kind)
    with writing() as connection:
        decision_id = new_id()
        connection.execute(insert(facility_decision).values(
            decision_id=decision_id, at=datetime.now(), pref=pref, kind=kind, facility_id=facility_id, subject=subject,
            body=json.dumps(body, ensure_ascii=False), who=who, note=note))
    return decision_id


def undo(decision_id: str, who: str, note: str) -> None:
    """Take a decision back: the one before it about the same, if any, is in force again.

    Raises StaleWrite when it was taken back already, WorkspaceError when there is no such decision.
    """
    with writing() as connection:
        made = connection.execute(select(facility_decision).where(
            facility_decision.c.decision_id == decision_id, facility_decision.c.kind != UNDO)).one_or_none()
        if made is None:
            raise WorkspaceError("取り消す決定がありません。画面を開き直してください。")
        try:
            connection.execute(insert(facility_decision).values(
                decision_id=new_id(), at=datetime.now(), pref=made.pref, kind=UNDO, facility_id=made.facility_id, subject=made.subject,
                body=made.body, who=who, note=note, undoes=decision_id))
        except IntegrityError:
            raise StaleWrite from None


def listed(pref: str | None = None) -> list[FacilityDecision]:
    """Every decision, of a prefecture or of all, newest first, the undone ones too; an undo is a line of its own (kind undo)."""
    rows = select(facility_decision).order_by(facility_decision.c.at.desc(), facility_decision.c.decision_id)
    if pref is not None:
        rows = rows.where(facility_decision.c.pref == pref)
    with reading() as connection:
        found = connection.execute(rows).all()
    undone = {row.undoes for row in found}
    return [FacilityDecision(row.decision_id, row.at, row.pref, row.kind, row.facility_id, row.subject, json.loads(row.body), row.who,
                             row.note, row.decision_id in undone, row.undoes) for row in found]


def in_force(pref: str | None = None) -> list[FacilityDecision]:
    """The newest decision about each thing that was not taken back, oldest first."""
    newest: dict[tuple[str, ...], FacilityDecision] = {}
    for made in reversed(listed(pref)):
        if made.kind != UNDO and not made.undone:
            newest.pop(made.about, None)
            newest[made.about] = made
    return list(newest.values())
