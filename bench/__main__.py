"""make bench: every measured line with its limit or peer; with names of parts, only these. `--raw DIR` adds the build from raw official files."""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from . import board, editor, figures, indicators, peers, planner, reach, reports, screen, store
from .table import Line, heading

PARTS = {"store": store, "figures": figures, "board": board, "planner": planner, "indicators": indicators, "reach": reach, "reports": reports,
         "screen": screen, "editor": editor, "peers": peers}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (all without one)")
    parser.add_argument("--raw", type=Path, help="folder of the raw official files")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    wanted = options.parts or PARTS
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(heading())
    with tempfile.TemporaryDirectory() as home:
        os.environ["KENIKI_HOME"] = home
        if "store" in wanted:
            _show(store.lines(options.raw))
        from data import build
        from data import store as stores
        build.build()
        for part in ("figures", "board", "planner", "indicators", "reach", "reports"):
            if part in wanted:
                _show(PARTS[part].lines(stores.current()))
        shown = _show(screen.lines()) if {"screen", "peers"} & {*wanted} else []
        if "editor" in wanted:
            _show(editor.lines())
        if "peers" in wanted:
            _show(peers.lines(next(line.value for line in shown if "1,892 units painted" in line.what)))
    return 0


def _show(lines) -> list[Line]:
    shown = []
    for line in lines:
        shown.append(line)
        print(line.text(), flush=True)
    return shown


if __name__ == "__main__":
    sys.exit(main())
