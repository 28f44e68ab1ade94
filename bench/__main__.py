"""make bench: every measured line with its limit or peer. `--raw DIR` adds the build from raw official files."""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from . import board, editor, figures, peers, planner, screen, store
from .table import Line, heading


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--raw", type=Path, help="folder of the raw official files")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(heading())
    with tempfile.TemporaryDirectory() as home:
        os.environ["KENIKI_HOME"] = home
        _show(store.lines(options.raw))
        from data import build
        from data import store as stores
        build.build()
        _show(figures.lines(stores.current()))
        _show(board.lines(stores.current()))
        _show(planner.lines(stores.current()))
        shown = _show(screen.lines())
        ours = next(line.value for line in shown if "1,892 units painted" in line.what)
        _show(editor.lines())
        _show(peers.lines(ours))
    return 0


def _show(lines) -> list[Line]:
    shown = []
    for line in lines:
        shown.append(line)
        print(line.text(), flush=True)
    return shown


if __name__ == "__main__":
    sys.exit(main())
