"""What a step depends on of installed libraries: their versions."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distributions
from pathlib import Path
from typing import Any

from behindbars.imports import ANYTHING, VERSION_OF
from behindbars.recollection import recall, remember

UNKNOWN = "not of an installed distribution"
"""Stands for the version where there is none to know: of a project's own file, or of what is not installed."""
ENDINGS = (".dist-info", ".egg-info", ".egg")
EXTRA = re.compile(r"""extra *== *["']([^"']+)""")
DEVELOPING = re.compile(
    r"all|(?:.*[-_])?(?:tests?|testing|qa|check|cov(?:er(?:age)?)?|types?|typing|mypy|lint|enabler|tox"
    r"|dev|devel|development|docs?|rtd|build|release|bench(?:mark(?:s|ing)?)?|profiling)(?:[-_].*)?"
)
"""Extras that a distribution is tested, documented or built with, and the one that is all of them together."""


def libraries(names: Iterable[str], cache: Path | None = None) -> dict[str, str]:
    """Find the versions of all that imports lead to: the distributions, what they require, and Python.

    What a distribution can do without, but uses where it is installed (its extras), counts as well; what it is only
    developed with does not. Other conditions of a requirement are not asked: what is installed counts.

    Parameters
    ----------
    names : iterable of str
        What is imported: names of modules or distributions, or `behindbars.dependencies.Code.outside`.
    cache : Path, optional
        File that keeps what is installed, by the names and versions in the folders of libraries; it may be deleted
        at any time.

    Returns
    -------
    dict of str to str
        Versions by name, sorted; `UNKNOWN` for a module that no installed distribution holds.
    """
    index = _index(cache)
    modules, requires, versions = index["modules"], index["requires"], index["versions"]
    found: dict[str, str] = {}
    waiting: list[str] = []
    for name in names:
        if name == ANYTHING:
            waiting += versions
        elif name.startswith(VERSION_OF):  # which says nothing of what it requires
            asked = _normal(name.removeprefix(VERSION_OF))
            found |= {asked: versions[asked]} if asked in versions else {}
        elif held_by := {*modules.get(name, ()), _normal(name)} & versions.keys():
            waiting += held_by
        else:
            found[name] = UNKNOWN
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in versions and name not in reached:
            reached.add(name)
            waiting += requires[name]
    found |= {name: versions[name] for name in reached}
    python = f"{sys.implementation.name} {sys.version.partition(' ')[0]}"
    return {**dict(sorted(found.items())), "python": python}


def is_same_as_first() -> bool:
    """Whether the same is installed as when this process first looked: what it has loaded may be of then."""
    return _installed() == _first()


@lru_cache(maxsize=1)
def _first() -> list[str]:
    return _installed()


def _installed() -> list[str]:
    return [name for names in _folders() for name in names]


def _index(cache: Path | None) -> dict[str, Any]:
    """Look up, or find out, what is installed: modules, requirements and versions."""
    _first()
    question = sha256(repr((Path(__file__).read_bytes(), sys.version, _folders())).encode()).hexdigest()
    known: dict[str, Any] | None = recall(cache, question)
    if known is not None:
        return known
    modules: defaultdict[str, set[str]] = defaultdict(set)
    requires: defaultdict[str, set[str]] = defaultdict(set)
    versions: defaultdict[str, set[str]] = defaultdict(set)
    for distribution in distributions():
        if (named := _named(distribution)) is None:
            continue
        name = _normal(named[0])
        # What an upgrade has left behind counts too: one cannot tell which of the two is imported.
        versions[name].add(named[1])
        requires[name].update(_used(distribution.requires or []))
        for top in _tops(distribution):
            modules[top].add(name)
    found = {
        "modules": {name: sorted(held_by) for name, held_by in modules.items()},
        "requires": {name: sorted(others) for name, others in requires.items()},
        "versions": {name: ", ".join(sorted(found)) for name, found in versions.items()},
    }
    remember(cache, question, found)
    return found


def _named(distribution: Distribution) -> tuple[str, str] | None:
    """Read name and version; None for the remains of a distribution, which hold neither."""
    try:
        name, version = distribution.metadata["Name"], distribution.metadata["Version"]
    except (LookupError, OSError, PackageNotFoundError):
        return None
    return (name, version) if name and version else None


def _tops(distribution: Distribution) -> set[str]:
    """List the modules and packages that a distribution brings, and, for simplicity, its own name."""
    files, tops = distribution.read_text("RECORD") or "", distribution.read_text("top_level.txt") or ""
    return {*re.findall(r"^\"?(\w+)[/.]", files, re.MULTILINE), *tops.split()}


def _used(requirements: Iterable[str]) -> Iterator[str]:
    for requirement in requirements:
        extras = EXTRA.findall(requirement)
        if not extras or not all(DEVELOPING.fullmatch(extra) for extra in extras):
            yield _normal(re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0])


def _folders() -> list[list[str]]:
    """List the folders of distributions on Python's path; their names hold name and version."""
    places = [Path(place) for place in sys.path]
    return [
        sorted(path.name for path in place.iterdir() if path.name.endswith(ENDINGS)) if place.is_dir() else []
        for place in places
    ]


def _normal(name: str) -> str:
    """Write the name of a distribution as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
