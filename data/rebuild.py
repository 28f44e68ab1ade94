"""A build of the store asked for on screen: in a process of its own, so that its memory is given back and no page is held up."""

import os
import subprocess
import sys

from .build import BuildError
from .home import PROJECT, home


def rebuild() -> None:
    """`python -m data build`. Raises BuildError with what it said; then the store is as before."""
    done = subprocess.run([sys.executable, "-m", "data", "build"], cwd=PROJECT, env={**os.environ, "KENIKI_HOME": str(home().resolve())},
                          capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise BuildError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "データを作れませんでした。")
