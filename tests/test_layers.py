"""Arrows run one way: pages → ui, exports → analytics → data → geo. Only app.py, pages and ui know Streamlit."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LEVEL = {"geo": 0, "data": 1, "analytics": 2, "exports": 3, "ui": 3, "pages": 4, "app": 4}
FILES = sorted([ROOT / "app.py", *(p for layer in LEVEL for p in (ROOT / layer).rglob("*.py"))])


def imported(path: Path) -> set[str]:
    """Top-level names a file imports; a relative import counts as its own layer."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_layer_knows_only_the_layers_below_it(path):
    mine = layer(path)
    for name in imported(path) & set(LEVEL):
        same_layer = name == mine
        # Where the screen hands out files: the button and the bytes behind it. A trial's files are made from the trial in
        # the session, which no page holds.
        ui_uses_exports = path in (ROOT / "ui" / "downloads.py", ROOT / "ui" / "trial_files.py") and name == "exports"
        assert same_layer or ui_uses_exports or LEVEL[name] < LEVEL[mine], f"{path.name} must not know {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_screens_know_streamlit(path):
    if layer(path) not in ("app", "pages", "ui"):
        assert "streamlit" not in imported(path)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.name)
def test_pages_hold_no_sql(path):
    assert "SELECT" not in path.read_text("utf-8").replace('query \\"SELECT', "")
