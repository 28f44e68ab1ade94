"""Decisions of people about facilities as a checked table, so that every build of the store applies them."""

import hashlib
import json

import pandas as pd

from .checked_tables import CheckedTables
from .workspace import facility_decisions

NAME = "facility_decision"
COLUMNS = ["decision_id", "decided_at", "pref", "kind", "facility_id", "subject", "body", "who", "note"]


def add_all(tables: CheckedTables) -> None:
    """Put the decisions in force into `tables`, oldest first; without any, nothing changes. Raises WorkspaceError."""
    made = facility_decisions.in_force()
    if not made:
        return
    rows = [[m.decision_id, m.at, m.pref, m.kind, m.facility_id, m.subject, json.dumps(m.body, ensure_ascii=False), m.who, m.note] for m in made]
    tables.tables[NAME] = pd.DataFrame(rows, columns=COLUMNS).astype({name: object for name in COLUMNS if name != "decided_at"})
    tables.digest = hashlib.blake2b(f"{tables.digest}{json.dumps(rows, default=str)}".encode(), digest_size=16).hexdigest()
