"""Builds of the store asked for on screen: in a process of their own, so that the memory is given back and no page is held up."""

import os
import subprocess
import sys
from pathlib import Path

from .build import BuildError
from .home import PROJECT, home


class LoadError(BuildError):
    """A file was refused; nothing was changed. lines: all that was said of it, the reason first."""

    def __init__(self, lines: list[str]):
        super().__init__(lines[0])
        self.lines = lines


def rebuild() -> None:
    """`python -m data build`. Raises BuildError with what it said; then the store is as before."""
    done = _run("build")
    if done.returncode:
        raise BuildError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "データを作れませんでした。")


def load_file(path: Path, partial: bool = False) -> list[str]:
    """`python -m data load`: lines of what it took. Raises LoadError; then the store and the kept files are as before."""
    done = _run("load", str(path), *(["--partial"] if partial else []))
    said = [line for line in done.stderr.splitlines() if line.strip()]
    if done.returncode:
        raise LoadError(said or ["読み込めませんでした。"])
    return [*done.stdout.splitlines(), *said]


def _run(*arguments: str) -> subprocess.CompletedProcess:
    mine = {"PYTHONIOENCODING": "utf-8", "KENIKI_HOME": str(home().resolve())}
    return subprocess.run([sys.executable, "-m", "data", *arguments], cwd=PROJECT, env=os.environ | mine,
                          capture_output=True, text=True, encoding="utf-8", check=False)
