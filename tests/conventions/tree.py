"""The files of the project, as the house rules look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("intake", "matching", "web")

#: Made by tools or by running the loket; see .gitignore.
MADE = {"build", "dist", "loket-checkpoints", "loket-data", "test-results", "__pycache__"}


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield every file that somebody wrote, hidden folders other than ``.ci`` left out."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE or path.suffix == ".egg-info" or (path.name[0] == "." and path.name != ".ci"):
            continue
        if path.is_dir():
            yield from files(path)
        elif not path.name.endswith((".db", ".db-shm", ".db-wal")):
            yield path


@cache
def texts() -> dict[str, str]:
    """Return the text of every file that is text, by its path from the root."""
    found = {}
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[str(path.relative_to(ROOT))] = content.decode()
    return found


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the three packages, parsed, by its path from the root."""
    return {name: ast.parse(text) for name, text in texts().items() if is_module(name)}


def is_module(name: str) -> bool:
    """Is this the path of a module of ours? Numbered migrations are frozen, and judged by nobody."""
    top = name.split("/", maxsplit=1)[0]
    return top in PACKAGES and name.endswith(".py") and "/versions/0" not in name


def docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that are docstrings."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string in a module that is not a docstring."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value
