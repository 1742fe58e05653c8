"""The making of one edition in a folder aside: which notebooks are run, which charts are drawn, what is written."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from behindbars.brand import FILE as BRAND
from behindbars.build import manifest, notebooks
from behindbars.build.apart import LIMIT, Files, Team, Work, WorkError, write
from behindbars.build.book import Book
from behindbars.build.formats import DOCUMENT, quarto
from behindbars.build.manifest import Manifest, checksum, together
from behindbars.build.processes import processors
from behindbars.build.project import FAILED, copy, visible_files
from behindbars.build.sources import DATA, named_files, reference_notebooks
from behindbars.errors import RenderError, RunError, refuse
from behindbars.package import MARK

RUN, DRAW = "behindbars.build.running:run_notebook", "behindbars.build.pictures:draw_all"
FORMATS = "behindbars.build.formats"
"""What is done in processes of their own; each format is the function `make` of a module."""
DESIGN = "_extensions/edition"
READ = "the document"
"""What all formats are written from, as people are told of it."""
LOCK_FILE = "requirements.lock"
MODULE = re.compile(r"notebooks/[^/]+\.py")
TOGETHER = 24
"""How many charts at most share a process: the first one wakes an engine, which takes as long as a few charts."""
LANG = "en"


@dataclass(frozen=True)
class How:
    """How an edition is made; nothing of it shows in what is made.

    Attributes
    ----------
    workers : int
        Processes that work at the same time.
    scheduler : str, optional
        Address of a Dask scheduler whose workers do the work instead.
    limit : float
        How long a notebook may run, s.
    told : callable
        Called with each thing that was done, in words.
    """

    workers: int = min(4, processors())
    scheduler: str | None = None
    limit: float = LIMIT
    told: Callable[[str], None] = lambda words: None


@dataclass(frozen=True)
class Making:
    """The making of one edition in a folder aside; `sums` are the checksums of all that it is made from."""

    project: Path
    folder: Path
    book: Book
    how: How
    team: Team
    last: Manifest
    sums: Mapping[str, str]

    @property
    def out(self) -> Path:
        """Where the edition is made."""
        return self.folder / "outputs" / str(self.book.year)

    @property
    def figures(self) -> Path:
        """Where its charts are made."""
        return self.folder / "figures" / str(self.book.year)

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks that its chapters are made from."""
        return reference_notebooks(self.folder, self.book)

    @cached_property
    def data(self) -> Files:
        """The data, and that it was checked: nobody who gets it need do that again, which takes a second."""
        return self._files("data", *([MARK] if (self.folder / MARK).is_file() else []))

    @cached_property
    def _beside(self) -> Files:
        """What each notebook can read beside the data: the colours, the mark of a project, and modules of its own."""
        return self._files(BRAND, "_quarto.yml", *(name for name in self.sums if MODULE.fullmatch(name)))

    def run_notebooks(self) -> set[str]:
        """Run the notebooks, and make beside them what needs the data alone; give the names of those that were kept."""
        shutil.rmtree(self.project / FAILED, ignore_errors=True)
        parameters = {"year": self.book.year, "lang": LANG}
        shared = self._shared_parts()
        kept: set[str] = set()
        why: dict[str, str] = {}
        work: list[Work] = []
        for notebook in self.notebooks:
            notebooks.check_parameters(notebook, parameters)
            made_from = {"source": self._source(notebook, parameters), **shared}
            name = f"outputs/{self.book.year}/{notebook.name}"
            before = notebooks.provenance_of(self.project / name)
            differing = [part for part, digest in made_from.items() if before.get(part) != digest]
            if differing or not self.keeps(name):
                why[notebook.stem] = _why(before, differing)
                work.append(self.notebook(notebook, f"outputs/{self.book.year}", parameters, made_from))
            else:
                kept.add(notebook.name)
                self.how.told(f"kept {notebook.stem}")
        failed = self.done([*work, *self.from_data()], lambda name: f"ran {name}: {why[name]}" if name in why else "")
        others = {name: error for name, error in failed.items() if name not in why}
        if ran := {name: error for name, error in failed.items() if name in why}:
            raise RunError("\n".join([_report(ran, self.project / FAILED), *([_not_made(others)] if others else [])]))
        if others:
            raise RenderError(_not_made(others))
        return kept

    def run_references(self) -> None:
        """Run the notebooks as they stand, but for the year."""
        for notebook in self.notebooks:
            content = notebooks.read_notebook(notebook)
            notebooks.set_parameter(content, "year", self.book.year)
            notebooks.write_notebook(content, notebook)
        if failed := self.done(self.notebook(notebook, "notebooks", {}, {}) for notebook in self.notebooks):
            raise RunError(_report(failed, self.project / FAILED))

    def keeps(self, *names: str) -> bool:
        """Take files of the last edition as they are, if all of them are whole."""
        if not all(is_whole(self.project, name, self.last) for name in names):
            return False
        for name in names:
            copy(self.project / name, self.folder / name)
        return True

    def _source(self, notebook: Path, parameters: Mapping[str, Any]) -> str:
        """Compute the checksum of a notebook's cells, its parameters, and all but the data that it can read."""
        beside = {name: self.sums[name] for name in self._beside}
        own = self.sums[f"notebooks/{notebook.name}"]
        return together({**beside, notebook.name: own, "parameters": json.dumps(parameters)})

    def _shared_parts(self) -> dict[str, str]:
        """Compute checksums of what all notebooks are made from: the data package, this program, the libraries."""
        data = {name: checksum for name, checksum in self.sums.items() if name.startswith(DATA)}
        lock = {name: checksum for name, checksum in self.sums.items() if name == LOCK_FILE} | manifest.versions()
        return {"data": together(data), "package": manifest.program(), "lock": together(lock)}

    def notebook(self, notebook: Path, out: str, parameters: Mapping[str, Any], made_from: Mapping[str, str]) -> Work:
        """Give the run of a notebook: what it can read, and what will be written in it as what it was made from."""
        name, limit = f"notebooks/{notebook.name}", self.how.limit
        files = {**self.data, **self._beside, name: notebook.read_bytes()}
        given = {"notebook": name, "out": out, "parameters": parameters, "provenance": made_from, "limit": limit}
        return Work(notebook.stem, RUN, files, given, limit)

    def from_data(self) -> Iterator[Work]:
        """Give the fact sheets of the countries that have a chapter, and the workbook."""
        for notebook in self.notebooks:
            if country := notebooks.declared_parameters(notebook).get("country"):
                yield self._format(f"the fact sheet of {notebook.stem}", "factsheets", self.data, country=country)
        yield self._format("the workbook", "workbook", self.data)

    def draw_charts(self, kept: set[str], *, read: bool = False) -> None:
        """Draw the charts of the notebooks that ran; those of the ones that were kept are kept, too, where whole.

        With `read`, what all formats are written from is read beside it: of the charts, it needs the names alone.
        """
        found: dict[str, str] = {}
        wanted: list[dict[str, Any]] = []
        for notebook in self.book.notebooks:
            name = PurePosixPath(notebook).name
            for spec in notebooks.specifications((self.folder / notebook).read_bytes()):
                figure = spec["usermeta"]["figure"]
                if figure in found:
                    raise RunError(f"Figure {figure} is in {found[figure]} and in {name}: each needs its own id.")
                files = [f"figures/{self.book.year}/{figure}{ending}" for ending in notebooks.ENDINGS]
                spec["usermeta"]["cover"] = not found  # drawn each time: another chart may have been the first one
                if not (found and name in kept and self.keeps(*files)):
                    wanted.append(spec)
                found[figure] = name
        work = shared_out(wanted, self.how.workers)
        if read:
            names = [f"figures/{self.book.year}/{figure}.svg" for figure in (notebooks.COVER, *found)]
            chapters = self._chapters | dict.fromkeys(names, b"-")
            work.insert(0, self._format(READ, "pandoc", chapters))
        failed = self.done(work)
        if READ in failed:
            raise RenderError(_not_made(failed))
        refuse(RunError, "Some charts were not drawn:", failed.values())
        if wanted:
            self.how.told(f"drew {len(wanted)} of {len(found)} charts")

    def write_formats(self, chosen: quarto.Quarto | None) -> None:
        """Write all that is to be read, handed out or calculated with, the longest first, so that nobody is idle."""
        design = self._chapters | self._files(DOCUMENT, f"figures/{self.book.year}")
        texts = {"the PDF": "pdf", "the HTML": "web", "the Word edition": "word"}
        formats = [self._format(name, module, design) for name, module in texts.items()]
        if chosen:
            rest = self._files("notebooks", "data", *(file.name for file in self.folder.glob("_quarto*.yml")))
            formats[0] = self._format("Quarto's book and PDF", "quarto", {**design, **rest}, path=chosen.path)
        workbooks = [f"outputs/{self.book.year}/{file.name}" for file in self.out.glob("*.xlsx")]
        packed = self._files("data", *self.book.notebooks, f"figures/{self.book.year}", *workbooks)
        formats.append(self._format("the data", "archive", packed))
        if failed := self.done(formats, lambda name: f"wrote {name}"):
            raise RenderError(_not_made(failed))

    @property
    def _chapters(self) -> dict[str, bytes]:
        return self._files(*named_files(self.book), *self.book.chapters)

    def _files(self, *names: str) -> dict[str, bytes]:
        """Read files of the stage, and all that folders hold."""
        found = [file for name in names for file in visible_files(self.folder / name) or [self.folder / name]]
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in found}

    def _format(self, name: str, module: str, files: Files, **given: Any) -> Work:
        """Give the making of a format from files, the configuration and the design of the edition."""
        return Work(name, f"{FORMATS}.{module}:make", {**self._design, **files}, {"year": self.book.year, **given})

    @cached_property
    def _design(self) -> Files:
        """What every format is made with: the configuration, the colours, the design."""
        return self._files("_quarto.yml", f"_quarto-{self.book.year}.yml", BRAND, DESIGN)

    def done(self, work: Iterable[Work], words: Callable[[str], str] = lambda name: "") -> dict[str, WorkError]:
        """Do work, write what it made into the stage at once, and give what failed, by its name."""
        failed: dict[str, WorkError] = {}
        places = {DRAW: self.figures, f"{FORMATS}.pandoc:make": self.folder}
        for each, outcome in self.team.done(work):
            if isinstance(outcome, WorkError):
                failed[each.name] = outcome
                continue
            write(outcome, places.get(each.do, self.out))
            if said := words(each.name):
                self.how.told(said)
        return dict(sorted(failed.items()))


def _why(before: Mapping[str, str], differing: Sequence[str]) -> str:
    if not before:
        return "not run before"
    return f"{', '.join(differing)} changed" if differing else "its result was changed or lost"


def shared_out(specs: Sequence[dict[str, Any]], workers: int) -> list[Work]:
    """Share out charts, such that all workers end at about the same time; each takes about as long as its text is."""
    count = min(len(specs), max(workers, -(-len(specs) // TOGETHER)))
    longest_first = sorted(specs, key=lambda spec: -len(json.dumps(spec)))
    # The brand's colours stand in each specification: a chart needs nothing else.
    return [Work(f"charts {number + 1}", DRAW, {}, {"specs": longest_first[number::count]}) for number in range(count)]


def _not_made(failed: Mapping[str, WorkError]) -> str:
    """Say which files were not made, and why."""
    return "\n".join(["Some files were not made:", *(f"  {name}: {error}" for name, error in failed.items())])


def _report(failed: Mapping[str, WorkError], folder: Path) -> str:
    """Say which notebooks failed, and keep each as far as it ran."""
    lines = ["1 notebook failed:" if len(failed) == 1 else f"{len(failed)} notebooks failed:"]
    for name, error in failed.items():
        lines.append(f"  {name}, {error}" if error.files else f"  {name}: {error}")
        for file in write(error.files, folder):
            lines.append(f"    as far as it ran: {'/'.join((*folder.parts[-2:], file.name))}")
    return "\n".join(lines)


def is_whole(project: Path, name: str, last: Manifest) -> bool:
    """Whether a file of the last edition is there, as it was made."""
    file = project / name
    return name in last.outputs and file.is_file() and checksum(file.read_bytes()) == last.outputs[name]
