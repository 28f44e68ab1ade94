"""Command line of the store: python -m data build | facts | load | unload | status | query | kpi.

stdout carries the result only; progress and warnings go to stderr; exit status 0 only on success.
"""

import csv
import itertools
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from . import loaded, store
from .build import BuildError, build
from .command_line import Parser, closed_pipe
from .facts import renew_facts
from .harmless import harmless
from .importers.checked import Reject
from .indicators import command as kpi
from .load import PartialFile, load, unload
from .official_file import BadFile
from .store import Store, StoreError
from .workspace import WorkspaceError


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(prog="python -m data", description="圏域ボードのデータ")
    commands = parser.add_subparsers(dest="command", required=True, metavar="build|facts|load|unload|status|query|kpi")
    command = commands.add_parser("build", help="保存ファイルを作る")
    command.add_argument("--from", dest="folder", type=Path, help="公式ファイルの原本のフォルダー（省略時は同梱データ）")
    command.add_argument("--out", type=Path, help="書き出すファイル（省略時は KENIKI_HOME の store）")
    command = commands.add_parser("facts", help="同梱データを原本から作り直す")
    command.add_argument("--from", dest="folder", type=Path, required=True)
    command = commands.add_parser("load", help="公表資料を読み込む")
    command.add_argument("files", nargs="+", type=Path)
    command.add_argument("--fiscal-year", help="公表年度（例 R8）。資料から分からないときに指定")
    command.add_argument("--partial", action="store_true", help="採れない行のある報告や所要時間表を、採れる行だけ読み込む")
    command = commands.add_parser("unload", help="読み込んだ資料を取り消す")
    command.add_argument("sha256")
    commands.add_parser("status", help="データの状態を表示する")
    command = commands.add_parser("query", help="読み取り専用の SQL を実行し CSV で出す")
    command.add_argument("sql")
    command = commands.add_parser("kpi", help="指標の定義を確かめる（check）、指標と値の有無を並べる（list）")
    command.add_argument("what", choices=["check", "list"], metavar="check|list")
    options = parser.parse_args(arguments)
    try:
        status = _COMMANDS[options.command](options)
        sys.stdout.flush()
        return status
    except (BadFile, BuildError, StoreError, WorkspaceError) as error:
        print(error, file=sys.stderr)
        return 1
    except duckdb.Error as error:
        print(f"データの保存ファイルを読めません。「python -m data build」で作り直してください。（{error}）", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return closed_pipe()
    except OSError as error:
        place = f"「{error.filename}」を" if error.filename else ""
        print(f"{place}読み書きできません（{error.strerror or error}）。"
              "KENIKI_HOME などの置き場所、権限、空き容量を確かめてください。", file=sys.stderr)
        return 1


def _build(options) -> int:
    print(build(options.folder, options.out))
    return 0


def _facts(options) -> int:
    tables = renew_facts(options.folder)
    for name, frame in tables.tables.items():
        print(f"{name}\t{len(frame)}")
    return 0


def _load(options) -> int:
    failed = False
    for path in options.files:
        try:
            report = load(path, options.fiscal_year, options.partial)
        except (BadFile, BuildError, StoreError, WorkspaceError) as error:
            print(error, file=sys.stderr)
            _tell_rejects(error.rejects if isinstance(error, PartialFile) else (), "採れない")
            failed = True
            continue
        if report.already_loaded:
            print(f"{report.file}\t{report.title}\tすでに読み込まれています")
            continue
        print(f"{report.file}\t{report.title}\t読込 {report.rows_read}\t採用 {report.rows_kept}\t除外 {len(report.rejects)}")
        for message in report.messages:
            print(message, file=sys.stderr)
        _tell_rejects(report.rejects, "除外")
        for note in report.notes:
            print(f"注意: {note}", file=sys.stderr)
    return 1 if failed else 0


def _tell_rejects(rejects: Iterable[Reject], word: str) -> None:
    for reject in rejects:
        print(f"{word}: {_place(reject)}: {reject.reason}", file=sys.stderr)


def _place(reject: Reject) -> str:
    """Sheet, row, column and value, as far as there are any: a CSV file has no sheets."""
    parts = ((reject.sheet, "シート「{}」"), (reject.row, "{}行目"), (reject.column, "列「{}」"), (reject.value, "値「{}」"))
    return " ".join(text.format(value) for value, text in parts if value is not None)


def _unload(options) -> int:
    if not unload(options.sha256):
        print("その資料は読み込まれていません。「python -m data status」で確かめてください。", file=sys.stderr)
        return 1
    return 0


def _status(options) -> int:
    board = store.current()
    print(f"store\t{board.path}")
    print(f"data_version\t{board.data_version}")
    print(f"built_at\t{board.built_at}")
    for row in board.rows("SELECT source_id, title, as_of, row_count FROM source ORDER BY source_id"):
        print("source\t" + "\t".join("" if cell is None else str(cell) for cell in row))
    for name, count in board.rows("SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY table_name"):
        print(f"table\t{name}\t{count}")
    for report in loaded.reports():
        print(f"loaded\t{report['file']}\t{report['sha256']}\t{report['started_at']}")
    return 0


def _query(options) -> int:
    board: Store = store.current()
    try:
        columns, batches = board.stream(options.sql)
        first = next(batches, [])
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(map(harmless, columns))
        for rows in itertools.chain([first], batches):
            writer.writerows([harmless(cell) for cell in row] for row in rows)
    except duckdb.Error as error:
        print(f"SQL を実行できません: {error}", file=sys.stderr)
        return 1
    return 0


def _kpi(options) -> int:
    return kpi.check() if options.what == "check" else kpi.listed(store.current())


_COMMANDS = {"build": _build, "facts": _facts, "load": _load, "unload": _unload, "status": _status, "query": _query, "kpi": _kpi}

if __name__ == "__main__":
    sys.exit(main())
