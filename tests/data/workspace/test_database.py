"""The workspace as a file: brought up to date, safe on any disk, readable after a crash."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PureWindowsPath

import pytest
from sqlalchemy import inspect

from data import workspace
from data.workspace import WorkspaceError, database, disk, migrations, trials
from data.workspace.schema import metadata
from data.workspace.trials import Content

ROOT = Path(__file__).resolve().parents[3]
CONTENT = Content("案", "", "", ("47",), {"a": 1}, {}, "v1")


def pragma(name: str):
    with workspace.engine().connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def make_workspace_of_the_first_version(path: Path) -> None:
    old = sqlite3.connect(path)
    old.execute("PRAGMA journal_mode=WAL")
    old.execute("CREATE TABLE setting (name VARCHAR(80) NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, "
                "changed_at DATETIME NOT NULL, PRIMARY KEY (name))")
    old.execute("INSERT INTO setting VALUES ('default_pref', '\"47\"', 3, '2026-01-05 10:00:00.000000')")
    old.commit()
    old.close()


def test_a_workspace_of_the_first_version_keeps_what_is_in_it(place):
    make_workspace_of_the_first_version(place)
    assert workspace.read_settings() == {"default_pref": ("47", 3)}
    workspace.write_settings({"default_pref": ("13", 3)})
    assert trials.create(CONTENT).version == 1
    with workspace.engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT version FROM schema_version").all() == [(len(migrations.STEPS),)]


@pytest.mark.parametrize("old", [False, True])
def test_the_steps_make_the_tables_the_program_uses(place, old):
    if old:
        make_workspace_of_the_first_version(place)
    found = inspect(workspace.engine())
    for table in metadata.sorted_tables:
        there = {c["name"]: bool(c["nullable"]) for c in found.get_columns(table.name)}
        assert there == {c.name: bool(c.nullable) for c in table.columns}, table.name
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
        assert {tuple(k["constrained_columns"]) for k in found.get_foreign_keys(table.name)} == {
            tuple(k.column_keys) for k in table.foreign_key_constraints}


def test_a_workspace_of_a_newer_program_is_left_alone(place):
    workspace.engine()
    database._opened.cache_clear()
    file = sqlite3.connect(place)
    file.execute("UPDATE schema_version SET version = 99")
    file.commit()
    with pytest.raises(WorkspaceError, match="新しい版のプログラム"):
        workspace.read_settings()
    assert file.execute("SELECT version FROM schema_version").fetchall() == [(99,)]
    file.close()


def test_many_who_open_a_new_workspace_at_once_all_can(place):
    script = "from data.workspace import trials; from data.workspace.trials import Content; " \
             "print(trials.create(Content('案', '', '', ('47',), {}, {}, 'v')).version)"
    started = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
               for _ in range(3)]
    assert [process.communicate()[0].strip() for process in started] == ["1"] * 3
    assert len(trials.listed()) == 3


def test_readers_are_not_blocked_by_a_writer(place):
    saved = trials.create(CONTENT)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE trial SET version = 7")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(trials.read, saved.trial_id, 1).result().newest == 1


def test_a_writer_that_is_killed_leaves_a_readable_workspace(place):
    saved = trials.create(CONTENT)
    script = f"""
import sys, time
from data.workspace.database import writing
with writing() as connection:
    connection.exec_driver_sql("UPDATE trial SET version = 2")
    connection.exec_driver_sql("UPDATE trial_version SET name = 'half'")
    print("{saved.trial_id}", flush=True)
    time.sleep(60)
"""
    writer = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline().strip() == saved.trial_id
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert trials.read(saved.trial_id) == saved, "nothing half-written"
    assert trials.save(saved.trial_id, 1, CONTENT).version == 2
    assert pragma("integrity_check") == "ok"


def test_rows_that_point_nowhere_are_refused(place):
    with pytest.raises(WorkspaceError), database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES ('d', 'none', 1, '', '', '', '{}', '{}', 1, '2026-01-01')")


def test_a_local_disk_has_wal_and_no_notice(place):
    assert pragma("journal_mode") == "wal" and pragma("foreign_keys") == 1 and workspace.notice() is None


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_disk_has_no_wal_and_says_so(place, kind, monkeypatch, tmp_path_factory):
    mounts = tmp_path_factory.mktemp("proc") / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/share {place.parent} {kind} rw 0 0\n", "utf-8")
    monkeypatch.setattr(disk, "MOUNTS", mounts)
    assert pragma("journal_mode") == "delete"
    assert kind in workspace.notice() and "1台だけ" in workspace.notice() and "PostgreSQL" in workspace.notice()
    assert trials.create(CONTENT).version == 1


def test_the_nearest_mount_counts(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"s:/x {tmp_path}/a\\040b nfs rw 0 0\n/dev/sdb {tmp_path}/a\\040b/local ext4 rw 0 0\n", "utf-8")
    monkeypatch.setattr(disk, "MOUNTS", mounts)
    assert disk.network_disk(tmp_path / "a b" / "w.sqlite") == "nfs"
    assert disk.network_disk(tmp_path / "a b" / "local" / "w.sqlite") is None
    assert disk.network_disk(tmp_path / "elsewhere") is None


def test_a_share_of_a_windows_server_is_a_network_disk(monkeypatch):
    monkeypatch.setattr(Path, "resolve", lambda self: PureWindowsPath(r"\\server\share\workspace.sqlite"))
    assert disk.network_disk(Path("workspace.sqlite")) == "UNC"


def test_a_damaged_file_and_a_bad_address_are_told(place, monkeypatch):
    place.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(WorkspaceError, match="作業データ"):
        workspace.read_settings()
    for url, said in (("no address", "KENIKI_WORKSPACE_URL"), ("postgresql+psycopg2://u:p@localhost/x", "psycopg2")):
        monkeypatch.setenv("KENIKI_WORKSPACE_URL", url)
        with pytest.raises(WorkspaceError, match=said):
            workspace.read_settings()
