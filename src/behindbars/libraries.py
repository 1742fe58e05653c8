"""What a step depends on of installed libraries: their versions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import distributions, packages_distributions
from pathlib import Path
from typing import Any

from behindbars.imports import ANYTHING, VERSION_OF
from behindbars.recollection import recall, remember

UNKNOWN = "not of an installed distribution"
"""Stands for the version where there is none to know: nothing of the name is installed, or nobody installed it."""
_NAME = re.compile(r"[\w.-]+")
ENDINGS = (".dist-info", ".egg-info", ".egg")


def libraries(names: Iterable[str], cache: Path | None = None) -> dict[str, str]:
    """Find the versions of all that imports lead to: the distributions, what they require, and Python.

    What a distribution can do without, but uses where it is installed (its extras), counts as well.

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
        elif held_by := modules.get(name) or [_normal(name)] * (_normal(name) in versions):
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


def _index(cache: Path | None) -> dict[str, Any]:
    """Look up, or find out, what is installed: modules, requirements and versions."""
    question = sha256(repr((Path(__file__).read_bytes(), sys.version, _folders())).encode()).hexdigest()
    known: dict[str, Any] | None = recall(cache, question)
    if known is not None:
        return known
    versions: dict[str, str] = {}
    requires: dict[str, list[str]] = {}
    for distribution in distributions():
        name = _normal(distribution.name)
        if name not in versions:  # the first on the path is the one that is imported
            versions[name] = distribution.version
            requires[name] = sorted({_normal(_NAME.findall(text)[0]) for text in distribution.requires or ()})
    modules = {name: sorted({_normal(held) for held in by}) for name, by in packages_distributions().items()}
    found = {"modules": modules, "requires": requires, "versions": versions}
    remember(cache, question, found)
    return found


def _folders() -> list[list[str]]:
    """List the folders of distributions on Python's path; their names hold name and version."""
    places = [Path(place) for place in sys.path]
    return [
        sorted(name for name in os.listdir(place) if name.endswith(ENDINGS)) if place.is_dir() else [] for place in places
    ]


def _normal(name: str) -> str:
    """Write the name of a distribution as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()
