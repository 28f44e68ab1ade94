"""Tables of the workspace as the program uses them. They are made and changed by migrations.py."""

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

setting = Table(
    "setting", metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),           # JSON
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime, nullable=False))

trial = Table(
    "trial", metadata,
    Column("trial_id", String(32), primary_key=True),  # a token nobody can guess: it is the link
    Column("prefs", String(200), nullable=False),      # prefecture codes of its units, sorted, between commas
    Column("version", Integer, nullable=False),        # the newest
    Column("created_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("deleted_at", DateTime))                    # NULL: not deleted

trial_version = Table(
    "trial_version", metadata,
    Column("trial_id", ForeignKey("trial.trial_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("body", Text, nullable=False),              # JSON
    Column("summary", Text, nullable=False),           # JSON: figures for lists, so that they need no body
    Column("data_version", String(64), nullable=False),
    Column("saved_at", DateTime, nullable=False),
    Column("restored_from", Integer))                  # the version it was taken back from

draft = Table(
    "draft", metadata,
    Column("draft_id", String(32), primary_key=True),
    Column("trial_id", String(32)),                    # NULL: never saved
    Column("trial_version", Integer),                  # the version it was begun from
    Column("name", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("prefs", String(200), nullable=False),
    Column("body", Text, nullable=False),              # JSON, with every edit
    Column("summary", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    ForeignKeyConstraint(["trial_id", "trial_version"], ["trial_version.trial_id", "trial_version.version"]))

decision = Table(
    "decision", metadata,
    Column("decision_id", String(32), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("trial_id", String(32)),                    # NULL: of no trial (stay as today)
    Column("version", Integer),
    Column("prefs", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(["trial_id", "version"], ["trial_version.trial_id", "trial_version.version"]))

facility_decision = Table(
    "facility_decision", metadata,
    Column("decision_id", String(32), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("pref", String(2), nullable=False),
    Column("kind", String(20), nullable=False),        # same, different, position, report_state; undo
    Column("facility_id", String(40), nullable=False),
    Column("subject", String(120), nullable=False),    # the other record, the source of the position, or kind and year of the report
    Column("body", Text, nullable=False),              # JSON: what was decided, and how both sides were called then
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", ForeignKey("facility_decision.decision_id"), unique=True))  # the decision that an undo takes back
