"""The workspace: what people made (settings, trials, drafts, decisions about trials and facilities). Precious, small and transactional.

SQLite by default, PostgreSQL when several servers share it. What two people may change carries a version number: a
stale write is refused, never lost. What a trial is stays unknown here: bodies are JSON.
"""

from . import decisions, drafts, facility_decisions, trials
from .database import engine, notice
from .errors import StaleWrite, WorkspaceError
from .settings import read_settings, write_settings

__all__ = ["StaleWrite", "WorkspaceError", "decisions", "drafts", "engine", "facility_decisions", "notice", "read_settings", "trials",
           "write_settings"]
