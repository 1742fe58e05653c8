"""What a step depends on of the package's own code: every module that it may import, by its content.

It is found in the text of the modules; nothing is imported. When in doubt, a module counts: a step that runs
once too often costs time, one that does not run leaves a stale page.
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from behindbars import BEGUN
from behindbars.imports import ANYTHING, FILES, VERSION_OF, imports
from behindbars.libraries import is_same_as_first, libraries
from behindbars.recollection import recall, remember

PACKAGE = Path(__file__).parent
GRAIN = 0.02
"""By how much the time of a file may be behind the clock, s."""
NAMED_ELSEWHERE = ("deferral",)
"""Modules that load by name, but only what others import: so the imports of the others say it all."""


@dataclass(frozen=True)
class Code:
    """The code that something depends on.

    Attributes
    ----------
    files : mapping of str to str
        SHA-256 of each file, by its path that begins with the package's name.
    outside : frozenset of str
        What is imported from elsewhere, in the form that `libraries` takes.
    """

    files: Mapping[str, str]
    outside: frozenset[str]


class Package:
    """The package's files as they are when this is made.

    Parameters
    ----------
    folder : Path
        Folder of the package, which has the package's name.
    cache : Path, optional
        File that keeps what each module imports, by its content; it may be deleted at any time.
    """

    def __init__(self, folder: Path = PACKAGE, cache: Path | None = None) -> None:
        self.name = folder.name
        self._folder = folder
        self._state = _state(folder)  # taken first: what changes while it is read will be another one
        content = _contents(folder)
        self._digests = _digests(content)
        self._modules = {_module(label): label for label in content if label.endswith(".py")}
        known = _imports({self._digests[label]: content[label] for label in self._modules.values()}, cache)
        self._imports = {name: known[self._digests[label]] for name, label in self._modules.items()}
        self._imports |= {
            name: [] for name in self._modules if name in {f"{self.name}.{one}" for one in NAMED_ELSEWHERE}
        }
        self._within: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._modules:
            for outer in _with_outer(name) - {name}:
                self._within[outer].add(name)
        self._edges: dict[str, set[str]] = {}

    def code(self, entry: Iterable[str]) -> Code:
        """Find all that modules of the package may import, and themselves.

        Parameters
        ----------
        entry : iterable of str
            Full names of the modules.

        Raises
        ------
        LookupError
            If the package has no such module.
        """
        names = set(entry)
        if missing := names - self._modules.keys():
            raise LookupError(f"The package {self.name} has no module {', '.join(sorted(missing))}.")
        return self._code({outer for name in names for outer in _with_outer(name)}, set())

    def notebook_code(self, source: str, beside: Mapping[str, bytes] | None = None) -> Code:
        """Find all that a notebook may import.

        Parameters
        ----------
        source : str
            Its cells of code, one after the other. What is not plain Python (a magic, say) may import anything.
        beside : mapping of str to bytes, optional
            The project's own Python files, by their names in the project. A notebook may import each of them, so
            they count as if it did.
        """
        beside = beside or {}
        codes = (source.encode("utf-8", "surrogatepass"), *beside.values())
        found = self._code(set(), {name for code in codes for name in imports(code)})
        return Code({**found.files, **{name: _digest(code) for name, code in beside.items()}}, found.outside)

    def is_what_runs(self) -> bool:
        """Whether all that runs in this process, and those that it started, was read from the files as they are here.

        Files say by their times that they may have changed; that is reason enough not to keep what was made
        meanwhile, and never a reason to keep it.
        """
        newest = max(changed for *_, changed in self._state.values())
        return newest < BEGUN - GRAIN and _state(self._folder) == self._state and is_same_as_first()

    def _code(self, modules: set[str], statements: set[str]) -> Code:
        reached: set[str] = set()
        found = set(statements)
        waiting = self._led_to(statements, "") | (modules & self._modules.keys())
        while waiting:
            name = waiting.pop()
            reached.add(name)
            found.update(self._imports[name])
            if name not in self._edges:
                inside = name if self._modules[name].endswith("/__init__.py") else name.rpartition(".")[0]
                self._edges[name] = self._led_to(self._imports[name], inside)
            waiting |= self._edges[name] - reached
        labels = {self._modules[name] for name in reached}
        if FILES in found:
            labels |= self._digests.keys() - set(self._modules.values())
        return Code({label: self._digests[label] for label in sorted(labels)}, self._outside(found))

    def _led_to(self, statements: Iterable[str], inside: str) -> set[str]:
        """List the modules that imports lead to, made in the package `inside`."""
        named: set[str] = set()
        for statement in statements:
            if statement == ANYTHING:
                return set(self._modules)
            base, colon, part = statement.partition(":")
            if base.startswith("."):
                base = _absolute(base, inside)
            if base.partition(".")[0] == self.name:
                named.update(_with_outer(f"{base}.{part}"))
                # Whoever holds a package may take each module in it as an attribute, without another import.
                held = f"{base}.{part}".removesuffix(".*") if colon else self.name
                named.update(self._within.get(held, ()))
        return named & self._modules.keys()

    def _outside(self, statements: Iterable[str]) -> frozenset[str]:
        tops = {
            statement if statement.startswith(VERSION_OF) else statement.partition(":")[0].partition(".")[0]
            for statement in statements
        }
        return frozenset(tops - sys.stdlib_module_names - {"", FILES, self.name})


def everything(names: Iterable[str], cache: Path | None = None) -> dict[str, str]:
    """List all of the package's code, and libraries.

    Parameters
    ----------
    names : iterable of str
        The libraries, as for `libraries`.
    cache : Path, optional
        As for `libraries`.

    Returns
    -------
    dict of str to str
        SHA-256 of each file, and version of each library.
    """
    return {**_digests(_contents(PACKAGE)), **libraries(names, cache)}


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder.parent).as_posix(): file.read_bytes() for file in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file())


def _state(folder: Path) -> Mapping[str, tuple[int, int, int, float]]:
    """Give what changes whenever a file does; the last is when it changed, s."""
    found = {}
    for file in _files(folder):
        with suppress(FileNotFoundError):  # gone since it was listed
            stat = file.stat()
            changed = max(stat.st_mtime, stat.st_ctime) if sys.platform == "win32" else stat.st_ctime
            found[str(file)] = stat.st_size, stat.st_mtime_ns, stat.st_ino, changed
    return found


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {label: _digest(data) for label, data in contents.items()}


def _imports(codes: Mapping[str, bytes], cache: Path | None) -> dict[str, list[str]]:
    """Look up, or find out, what codes import, by their digests."""
    question = _digest((PACKAGE / "imports.py").read_bytes() + sys.version.encode())
    known = recall(cache, question) or {}
    answer = {digest: known[digest] if digest in known else imports(code) for digest, code in codes.items()}
    if answer != known:
        remember(cache, question, answer)
    return answer


def _absolute(base: str, inside: str) -> str:
    name = base.lstrip(".")
    parts = inside.split(".")
    parts = parts[: max(0, len(parts) - (len(base) - len(name) - 1))]
    return ".".join([*parts, name] if name else parts)


def _with_outer(name: str) -> set[str]:
    """Name a module and the packages that it is in: it cannot be imported without them."""
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


def _module(label: str) -> str:
    return label.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
