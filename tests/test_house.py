"""The rules of the house: who may import whom, and how large a file or a function may grow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["app", "pages", "components", "studio", "nemo", "engine"]
MAY_IMPORT = {
    "app": set(FLOORS),
    "pages": {"components", "studio", "nemo"},
    "components": {"studio", "nemo"},
    "studio": {"nemo"},
    "nemo": set(),
    "engine": {"nemo"},
}
FILES = [ROOT / "app.py", *(f for floor in FLOORS[1:] for f in sorted((ROOT / floor).rglob("*.py")))]


def imported(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_a_file_imports_only_from_below(file: Path) -> None:
    floor = file.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imported(ast.parse(file.read_text())):
        top = name.split(".")[0]
        if top in FLOORS and top != floor:
            assert top in MAY_IMPORT[floor], f"{floor} must not import {name}"
        if floor == "engine" and top == "nemo":
            assert name.startswith("nemo.draft"), f"the engine shares only nemo.draft with the client, not {name}"
        if floor in ("studio", "nemo", "engine"):
            assert top != "streamlit", "only the app, its pages and its components know Streamlit"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_files_and_functions_stay_small(file: Path) -> None:
    text = file.read_text()
    assert len(text.splitlines()) <= 400, "a file is one idea: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 80, f"{node.name} has {length} lines"
