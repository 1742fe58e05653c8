"""The order of the folders: each imports only from those before it, at the top of a module or inside a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import behindbars

SOURCE = Path(behindbars.__file__).parent
ORDER = ("errors", "package", "words", "measures", "charts", "report", "build", "files", "yearly", "cli")
LEAVES = ("brand", "fonts", "excel")
"""Modules that anything may import, and that import nothing but the errors."""
ENTRANCES = ("__init__", "__main__", "doctor")
"""What a notebook imports, what ``python -m behindbars`` starts, and what looks at all parts of an installation."""


def parts_of(module: str) -> str:
    """Give the folder, or the module at the top, that a module belongs to."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Go through the modules of ours that are imported anywhere in a file, ``from behindbars import x`` as x."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            names = [f"{package}.{node.module or ''}"]
        elif isinstance(node, ast.ImportFrom) and node.module == "behindbars":
            names = [f"behindbars.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "behindbars")


def backward(part: str, source: str) -> list[str]:
    """List the imports of a module in a part that are not allowed there."""
    allowed: set[str] = {"errors", "__version__"}
    if part in ORDER:
        allowed |= {*ORDER[: ORDER.index(part) + 1], *LEAVES}
    if part == "cli":
        allowed |= {*ENTRANCES}
    found = {parts_of(name) for name in imported(ast.parse(source), f"behindbars.{part}")}
    return sorted(found - allowed - {part})


MODULES = [file.relative_to(SOURCE) for file in sorted(SOURCE.rglob("*.py"))]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_what_stands_before_it(module: Path) -> None:
    part = module.parts[0].removesuffix(".py")
    assert part in (*ORDER, *LEAVES, *ENTRANCES), f"{module} has no place in the order"
    if part not in ENTRANCES:
        assert backward(part, (SOURCE / module).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("part", "source", "found"),
    [
        ("charts", "from behindbars.report import text", ["report"]),
        ("charts", "from behindbars import report", ["report"]),
        ("charts", "import behindbars.report.text", ["report"]),
        ("charts", "def draw():\n    from behindbars.report import text", ["report"]),
        ("charts", "if True:\n    from behindbars.yearly.site import site", ["yearly"]),
        ("fonts", "from behindbars.package import load", ["package"]),
        ("charts", "from behindbars.measures import gap\nfrom behindbars.brand import find_brand", []),
    ],
)
def test_an_import_backwards_is_found(part: str, source: str, found: list[str]) -> None:
    assert backward(part, source) == found
