"""Why a step is done, in words for whoever changed something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from behindbars.render import DOCUMENT
from behindbars.specification import COVER, NARROW, SPECIFICATION

NAMED = 3
"""How many things of a kind are named at most."""
CHECKSUM = re.compile(r"[0-9a-f]{64}")
CODE = "behindbars/"
OWN = "its "
"""How the names of a step's plain values begin."""
ROWS, ORDER = "rows of ", "order of rows"
"""How the names of parts of a table begin, and one of them."""
Words = Callable[[list[str], Mapping[str, str], Mapping[str, str]], Iterable[str]]


def reason(now: Mapping[str, str], before: Mapping[str, str] | None) -> str:
    """Say why a step is done.

    Parameters
    ----------
    now, before : mapping of str to str
        Checksums and versions of all that it is made from, by name; and those of the last build, None if it had
        no such step.

    Returns
    -------
    str
        Such as ``data/observations.csv, rows of KAZ, changed; typst 0.15.0 is now 0.15.1``.
    """
    if before is None:
        return "not made before"
    names = [name for name in {**now, **before} if now.get(name) != before.get(name)]
    kinds = {name: _kind(name, now.get(name, before.get(name, ""))) for name in names}
    told = [
        said
        for kind, words in KINDS.items()
        if kind in kinds.values()
        for said in words([name for name in names if kinds[name] == kind], now, before)
    ]
    return "; ".join(told) or "what it made is no longer in .cache"


def _kind(name: str, value: str) -> str:
    path = PurePosixPath(name)
    if name.startswith(OWN):
        return "own"
    if not CHECKSUM.fullmatch(value):
        return "library"
    if name.startswith(CODE):
        return "code"
    if name.startswith(SPECIFICATION):
        return "specification"
    if path.parts[0] == "figures":
        return "charts"
    if path.parts[0] == "outputs":
        return "executed"
    if name == DOCUMENT:
        return "document"
    return "files"


def _said(changed: str, names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    """Say of names that they changed, are new, or are gone."""
    for verb, found in (
        (changed, [name for name in names if name in now and name in before]),
        ("is new", [name for name in names if name not in before]),
        ("is gone", [name for name in names if name not in now]),
    ):
        if found:
            yield f"{listed(found)} {verb if len(found) == 1 else verb.replace('is ', 'are ')}"


def _files(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    """Name files and parts of files: the parts of one file together."""
    parts: dict[str, list[str]] = {}
    for name in names:
        file, _, part = name.partition(", ")
        parts.setdefault(file, []).append(part)
    whole = [file for file, found in parts.items() if found == [""]]
    yield from _said("changed", whole, now, before)
    for file, found in parts.items():
        if file not in whole:
            # The order of rows is that of other rows wherever rows are added.
            named = [part for part in found if part != ORDER] or found
            codes = sorted((part.removeprefix(ROWS) for part in named if part.startswith(ROWS)), key=str.islower)
            others = [part for part in named if not part.startswith(ROWS)]
            yield f"{file}, {listed([*([ROWS + listed(codes)] if codes else []), *others])}, changed"


def _charts(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    folder = PurePosixPath(names[0]).parent
    stems = {name: PurePosixPath(name).stem.removesuffix(NARROW) for name in names}
    cover = ["the picture on the cover"] if COVER in stems.values() else []
    charts = list(dict.fromkeys(stem for stem in stems.values() if stem != COVER))
    if charts:
        found = f"{folder}: {_counted(charts, 'chart')}"
        gone = all(name not in now for name, stem in stems.items() if stem != COVER)
        new = all(name not in before for name, stem in stems.items() if stem != COVER)
        yield f"{found} {('gone' if gone else 'new') if gone or new else 'changed'}"
    yield from (f"{one} changed" for one in cover)


def _executed(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    shown = [PurePosixPath(name) for name in names]
    if books := [path.name for path in shown if path.suffix == ".ipynb"]:
        yield f"what {_counted(books, 'notebook')} {'shows' if len(books) == 1 else 'show'} changed"
    yield from (f"{path.name} changed" for path in shown if path.suffix != ".ipynb")


def _code(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    yield f"the program changed: {listed([name.removeprefix(CODE) for name in names])}"


def _specification(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    where = {name.partition(", the specification in ")[2] for name in names if name in now}
    yield f"its specification in {listed(sorted(where))} changed"


def _versions(names: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> Iterable[str]:
    told = []
    for name in names:
        if name not in now:
            told.append(f"{name} {before[name]} is gone")
        elif name not in before:
            told.append(f"{name} {now[name]} is new")
        else:
            told.append(f"{name} {before[name]} is now {now[name]}")
    if len(told) > NAMED + 1:
        told[NAMED:] = [f"{len(told) - NAMED} more libraries have another version"]
    return told


def _counted(names: list[str], kind: str) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} {kind}s"


def listed(names: list[str]) -> str:
    """Name a few things in a line; of many, the first ones are named and the others counted."""
    shown = names if len(names) <= NAMED + 1 else [*names[:NAMED], f"{len(names) - NAMED} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


KINDS: Mapping[str, Words] = {
    "files": _files,
    "specification": _specification,
    "document": lambda *_: ["the text of the edition changed"],
    "executed": _executed,
    "charts": _charts,
    "code": _code,
    "own": lambda names, *_: [f"{listed(names)} changed"],
    "library": _versions,
}
