"""How a workspace became what it is: each step is done once, in order, in one transaction. Steps are never edited.

A new workspace takes every step too, so that an old one and a new one cannot differ. The SQL is for SQLite and
PostgreSQL alike. schema.py holds the tables as they are after the last step; a test compares the two.
"""

from sqlalchemy import Connection, inspect, text

from .errors import WorkspaceError

STEPS: tuple[tuple[str, ...], ...] = (
    # 1: settings. Workspaces from before there were steps have the table already.
    ("""CREATE TABLE IF NOT EXISTS setting (
        name VARCHAR(80) NOT NULL PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL, changed_at TIMESTAMP NOT NULL)""",),
    # 2: trials with all their versions, drafts, the decision log.
    ("""CREATE TABLE trial (
        trial_id VARCHAR(32) NOT NULL PRIMARY KEY, prefs VARCHAR(200) NOT NULL, version INTEGER NOT NULL,
        created_at TIMESTAMP NOT NULL, changed_at TIMESTAMP NOT NULL, deleted_at TIMESTAMP)""",
     """CREATE TABLE trial_version (
        trial_id VARCHAR(32) NOT NULL REFERENCES trial (trial_id), version INTEGER NOT NULL, name TEXT NOT NULL,
        note TEXT NOT NULL, author TEXT NOT NULL, body TEXT NOT NULL, summary TEXT NOT NULL,
        data_version VARCHAR(64) NOT NULL, saved_at TIMESTAMP NOT NULL, restored_from INTEGER,
        PRIMARY KEY (trial_id, version))""",
     """CREATE TABLE draft (
        draft_id VARCHAR(32) NOT NULL PRIMARY KEY, trial_id VARCHAR(32), trial_version INTEGER, name TEXT NOT NULL,
        author TEXT NOT NULL, prefs VARCHAR(200) NOT NULL, body TEXT NOT NULL, summary TEXT NOT NULL,
        revision INTEGER NOT NULL, changed_at TIMESTAMP NOT NULL,
        FOREIGN KEY (trial_id, trial_version) REFERENCES trial_version (trial_id, version))""",
     "CREATE INDEX draft_changed_at ON draft (changed_at)",
     """CREATE TABLE decision (
        decision_id VARCHAR(32) NOT NULL PRIMARY KEY, at TIMESTAMP NOT NULL, trial_id VARCHAR(32), version INTEGER,
        prefs VARCHAR(200) NOT NULL, kind VARCHAR(40) NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL,
        FOREIGN KEY (trial_id, version) REFERENCES trial_version (trial_id, version))"""),
    # 3: what people settled about facilities.
    ("""CREATE TABLE facility_decision (
        decision_id VARCHAR(32) NOT NULL PRIMARY KEY, at TIMESTAMP NOT NULL, pref VARCHAR(2) NOT NULL, kind VARCHAR(20) NOT NULL,
        facility_id VARCHAR(40) NOT NULL, subject VARCHAR(120) NOT NULL, body TEXT NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL,
        undoes VARCHAR(32) UNIQUE REFERENCES facility_decision (decision_id))""",
     "CREATE INDEX facility_decision_pref ON facility_decision (pref, at)"),
)
POSTGRESQL_LOCK = 7_301_947  # any number, the same for every server


def migrate(connection: Connection) -> None:
    """Take the steps that are still to be taken. Raises WorkspaceError for a workspace of a newer program."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRESQL_LOCK})
    done = _version(connection)
    if done > len(STEPS):
        raise WorkspaceError(f"作業データ（案・設定）は新しい版のプログラムで作られています（版 {done}、このプログラムは版 {len(STEPS)}）。"
                             "プログラムを新しくしてください。")
    for statement in (s for step in STEPS[done:] for s in step):
        connection.execute(text(statement))
    if done < len(STEPS):
        connection.execute(text("UPDATE schema_version SET version = :version"), {"version": len(STEPS)})


def _version(connection: Connection) -> int:
    """Steps taken so far; the row that counts them is made when missing."""
    if not inspect(connection).has_table("schema_version"):
        connection.execute(text("CREATE TABLE schema_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO schema_version VALUES (0)"))
    return connection.execute(text("SELECT version FROM schema_version")).scalar_one()
