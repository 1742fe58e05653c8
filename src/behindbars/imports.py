"""What Python code imports, read from its text: nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

ANYTHING = "*"
"""Stands for every module there is: the code may import what its text does not say."""
FILES = "/"
"""Stands for files: the code may read files that lie beside its package's modules."""
OPEN = re.compile(
    r"\b(?:__import__|__builtins__|import_module|exec|eval|entry_points|get_ipython|sys\.modules|executable)\b"
)
"""Words with which code imports, or starts, what it names in no import."""
OPENING = re.compile(
    r"(?:importlib|builtins|runpy|pkgutil|pkg_resources|imp|zipimport|pickle|shelve|marshal|pydoc|code|sys:modules)\b"
)
"""How the imports begin with which it can do so."""
PLACES = re.compile(r"\b(?:__file__|__path__|__spec__|__loader__|getfile|getsourcefile|locate_file|inspect)\b")
"""Words with which code finds the folder that its module lies in."""
RESOURCES = ("importlib.resources", "importlib:resources", "importlib_resources")
VERSION_OF = "="
"""Stands before the name of a distribution whose version is asked for."""
VERSION = "importlib.metadata:version"
HARMLESS = {VERSION, "importlib.metadata:PackageNotFoundError"}
"""The only parts of `importlib`, but for its resources, that load nothing."""


def imports(code: bytes) -> list[str]:
    """List what code imports, wherever it does: at its head, in a function, after a condition.

    What stands under ``if TYPE_CHECKING:`` is never imported, so it is left out.

    Parameters
    ----------
    code : bytes
        The code, as a file holds it. A word in a comment or a text counts as if it were code.

    Returns
    -------
    list of str
        ``a.b`` of ``import a.b``; ``a.b:c`` of ``from a.b import c`` and ``import a.b.c as d``; relative ones with
        their dots. ``=name`` of a distribution whose version it may ask for. `FILES` if it may look for files beside
        a module; `ANYTHING` if it may import what it does not name, or is not plain Python.
    """
    text = code.decode("utf-8", errors="replace")
    try:
        tree = ast.parse(code)
        found = set(_statements(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [ANYTHING, FILES]
    if VERSION in found:
        found |= set(_names(tree))
    resources = {name for name in found if name.startswith(RESOURCES)}
    if PLACES.search(text) or resources:
        found.add(FILES)
    if OPEN.search(text) or any(OPENING.match(name) for name in found - resources - HARMLESS):
        found |= {ANYTHING, FILES}
    return sorted(found)


def _statements(tree: ast.AST) -> Iterator[str]:
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            for alias in node.names:
                package, _, name = alias.name.rpartition(".")
                yield f"{package}:{name}" if alias.asname and package else alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{'.' * node.level}{node.module or ''}:{alias.name}"
        elif isinstance(node, ast.If) and _checks_types(node.test):
            nodes += node.orelse
        else:
            nodes += ast.iter_child_nodes(node)


def _names(tree: ast.AST) -> Iterator[str]:
    """List the texts that may name a distribution."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"\w[\w.-]*", node.value):
            yield f"{VERSION_OF}{node.value}"


def _checks_types(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
