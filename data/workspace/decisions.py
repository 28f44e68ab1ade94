"""The decision log: what was said and decided about trials. It only grows; nothing in it is changed or taken away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from .database import new_id, reading, writing
from .schema import decision, trial_version
from .trials import NoSuchTrial, joined, parted


@dataclass(frozen=True)
class DecisionRow:
    """One line. trial_id, version: what it is about (None: of no trial); trial_name: as that version was called."""

    decision_id: str
    at: datetime
    trial_id: str | None
    version: int | None
    prefs: tuple[str, ...]
    kind: str
    who: str
    text: str
    trial_name: str | None


def log(trial_id: str | None, version: int | None, prefs: tuple[str, ...], kind: str, who: str, text: str) -> None:
    """Add a line, at the time of now. Raises NoSuchTrial when there is no such version."""
    with writing() as connection:
        try:
            connection.execute(insert(decision).values(decision_id=new_id(), at=datetime.now(), trial_id=trial_id,
                                                       version=version, prefs=joined(prefs), kind=kind, who=who, text=text))
        except IntegrityError:
            raise NoSuchTrial from None


def listed(trial_id: str | None = None, pref: str | None = None) -> list[DecisionRow]:
    """Lines of one trial, of a prefecture, or all; newest first."""
    rows = select(decision, trial_version.c.name.label("trial_name")).join_from(
        decision, trial_version, isouter=True).order_by(decision.c.at.desc(), decision.c.decision_id)
    if trial_id is not None:
        rows = rows.where(decision.c.trial_id == trial_id)
    if pref is not None:
        rows = rows.where(decision.c.prefs.contains(f",{pref},", autoescape=True))
    with reading() as connection:
        return [DecisionRow(**{**r._mapping, "prefs": parted(r.prefs)}) for r in connection.execute(rows)]
