"""The one path from the data to an edition that is in place: read it from top to bottom.

Check the data, run the notebooks, draw the charts, write the formats, put it in place. All of it is made in a folder
aside (`project.stage`), each part by a process of its own (`apart`), and moved into place in one step at the end: until
then, the last edition stands. What each notebook was made from is written in it; one made from the same is kept.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from behindbars.brand import FILE as BRAND
from behindbars.build import manifest, notebooks
from behindbars.build.apart import LIMIT, Files, Team, Work, WorkError, open_team, write
from behindbars.build.book import PROFILE, Book, read_book
from behindbars.build.formats import DOCUMENT, FACT_SHEETS, PARTIALS, quarto
from behindbars.build.manifest import Manifest, checksum, checksums, read_manifest, together
from behindbars.build.processes import processors
from behindbars.build.project import FAILED, FONTS, copy, put_in_place, source_files, stage, visible_files
from behindbars.errors import ProjectError, RenderError, RunError, refuse
from behindbars.fonts import copy_fonts
from behindbars.package import MARK, load
from behindbars.package.edition_files import edition_files

RUN, DRAW = "behindbars.build.running:run_notebook", "behindbars.build.pictures:draw_all"
FORMATS = "behindbars.build.formats"
"""What is done in processes of their own; each format is the function `make` of a module."""
DATA = "data/"
DESIGN = "_extensions/edition"
DESIGN_FILES = ("_extension.yml", "edition.lua", "factsheet.typ", *PARTIALS)
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


def build(project: Path, year: int, *, renderer: str = "auto", how: How | None = None) -> list[Path]:
    """Make an edition and put it in place; give the files to open.

    Parameters
    ----------
    renderer : {"auto", "quarto", "embedded"}
        ``auto`` is Quarto where it is found, else the embedded renderer.

    Raises
    ------
    BehindBarsError
        Of the kind that fits; whatever was in place before is then still there.
    """
    how = how or How()
    book = read_book(project, year)
    _check_files(project, book)
    chosen = quarto.find_quarto(required=renderer == "quarto") if renderer != "embedded" else None
    out, figures = f"outputs/{year}", f"figures/{year}"
    last, now = read_manifest(project / out / manifest.FILE), _manifest_of(project, book, chosen)
    if replace(last, outputs={}) == now and all(_is_whole(project, name, last) for name in last.outputs):
        how.told("nothing has changed since the last build")
        return _to_open(project, book)
    with open_making(project, year, how, last) as making:
        copy_fonts(project / FONTS)  # for Quarto, whoever calls it
        kept = making.run_notebooks()
        making.draw_charts(kept, read=True)
        making.write_formats(chosen)
        if manifest.what_runs() != (now.program, now.packages):
            raise RunError("The program was changed while it ran: nobody can say what made this edition. Build again.")
        made = checksums(making.folder, [*visible_files(making.out), *visible_files(making.figures)])
        replace(now, inputs=making.sums, outputs=made).write(making.out / manifest.FILE)
        put_in_place(making.folder, project, [out, figures])
    return _to_open(project, book)


def make_references(project: Path, year: int, how: How | None = None) -> tuple[Files, Files]:
    """Run the notebooks as they stand, in their own folder, and draw their charts; nothing is put in place.

    A notebook whose default year is another one is run with this as its default.

    Returns
    -------
    tuple of mapping of str to bytes
        The executed notebooks, and the files of their charts, by name.
    """
    _check_files(project, read_book(project, year))
    with open_making(project, year, how or How()) as making:
        making.run_references()
        making.draw_charts(set())
        notebooks, charts = (
            {file.name: file.read_bytes() for file in visible_files(folder)} for folder in (making.out, making.figures)
        )
        return notebooks, charts


@contextmanager
def open_making(project: Path, year: int, how: How, last: Manifest | None = None) -> Iterator[Making]:
    """Gather who does the work, and in a folder aside all that an edition is made from, its data checked."""
    with open_team(how.workers, how.scheduler) as team, stage(project) as folder:
        book = read_book(folder, year)  # from here on, nothing that somebody saves meanwhile gets into the edition
        for name in named_files(book):
            copy(project / name, folder / name)
        sources = own_sources(folder, book)
        write(sources, folder)
        load(folder / "data")  # meanwhile, the process that all others are forked from gets warm
        making = Making(project, folder, book, how, team, last or Manifest(), _sums(sources))
        making.out.mkdir(parents=True)
        making.figures.mkdir(parents=True)
        yield making


def _sums(sources: Files) -> dict[str, str]:
    return {name: checksum(content) for name, content in sources.items()}


def reference_notebooks(project: Path, book: Book) -> list[Path]:
    """List the notebooks that a book's chapters are made from."""
    return [project / "notebooks" / PurePosixPath(chapter).name for chapter in book.notebooks]


def named_files(book: Book) -> list[str]:
    """List the files that the configuration of a book names, but for what is made by a run."""
    return [*(chapter for chapter in book.chapters if chapter.endswith(".qmd")), book.bibliography, book.csl]


def own_sources(project: Path, book: Book) -> dict[str, bytes]:
    """Read all that an edition is made from; what is there for other editions alone is left out.

    Returns
    -------
    dict of str to bytes
        Contents by name, in the order of the names. They stay the same when a later edition is begun.
    """
    own = {f"_quarto-{book.year}.yml", *(f"notebooks/{file.name}" for file in reference_notebooks(project, book))}
    files = {file.relative_to(project).as_posix(): file for file in source_files(project)}
    files |= {name: project / name for name in named_files(book)}
    sources = {
        name: file.read_bytes()
        for name, file in sorted(files.items())
        if file.is_file() and (name in own or not (PROFILE.fullmatch(name) or name.endswith(".ipynb")))
    }
    text = "".join(content.decode("utf-8", "replace") for name, content in sources.items() if name.endswith(".qmd"))
    data = {name.removeprefix(DATA): content for name, content in sources.items() if name.startswith(DATA)}
    return sources | {f"{DATA}{name}": content for name, content in edition_files(data, book.year, text).items()}


def _check_files(project: Path, book: Book) -> None:
    """Stop before anything runs if a file is missing that would be needed at the end."""
    own = [f"notebooks/{notebook.name}" for notebook in reference_notebooks(project, book)]
    needed = [*named_files(book), *own, BRAND, *(f"{DESIGN}/{name}" for name in DESIGN_FILES)]
    missing = [name for name in needed if not (project / name).is_file()]
    refuse(
        ProjectError,
        "The project lacks files that the edition needs; restore them from the last good version:",
        missing,
    )


def _manifest_of(project: Path, book: Book, chosen: quarto.Quarto | None) -> Manifest:
    """Say what an edition would be made from now."""
    return Manifest(
        renderer=f"quarto {chosen.version}" if chosen else "embedded",
        packages=manifest.versions(),
        program=manifest.program(),
        parameters={"year": book.year, "lang": LANG},
        inputs=_sums(own_sources(project, book)),
    )


def _is_whole(project: Path, name: str, last: Manifest) -> bool:
    """Whether a file of the last edition is there, as it was made."""
    file = project / name
    return name in last.outputs and file.is_file() and checksum(file.read_bytes()) == last.outputs[name]


def _to_open(project: Path, book: Book) -> list[Path]:
    """List the files that a reader opens, the page first."""
    out = project / "outputs" / str(book.year)
    by_quarto = [out / quarto.BOOK / name for name in ("index.html", f"{book.output_file}.pdf")]
    alone = [out / f"{book.output_file}{ending}" for ending in (".html", ".pdf", ".docx", ".xlsx", "-data.zip")]
    sheets = sorted((out / FACT_SHEETS).glob("*.pdf"))
    return [file for file in (*by_quarto, *alone[:3], *sheets, *alone[3:]) if file.is_file()]


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
        if not all(_is_whole(self.project, name, self.last) for name in names):
            return False
        for name in names:
            copy(self.project / name, self.folder / name)
        return True

    def _source(self, notebook: Path, parameters: Mapping[str, Any]) -> str:
        """Compute the checksum of a notebook's cells, its parameters, and all but the data that it can read."""
        beside = {name: self.sums[name] for name in self._beside}
        return together({**beside, notebook.name: notebooks.source_of(notebook), "parameters": json.dumps(parameters)})

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
        names = [f"figures/{self.book.year}/{figure}.svg" for figure in (notebooks.COVER, *found)]
        document = self._format("the document", "pandoc", self._chapters | dict.fromkeys(names, b"-"))
        failed = self.done([*([document] if read else []), *shared_out(wanted, self.how.workers)])
        if document.name in failed:
            raise RenderError(_not_made(failed))
        refuse(RunError, "Some charts were not drawn:", failed.values())
        if wanted:
            self.how.told(f"drew {len(wanted)} of {len(found)} charts")

    def write_formats(self, chosen: quarto.Quarto | None) -> None:
        """Write all that is to be read, handed out or calculated with, the longest first, so that nobody is idle."""
        design = self._chapters | self._files(DOCUMENT, f"figures/{self.book.year}")
        page, paper = ("the HTML", "web"), ("the PDF", "pdf")
        formats = [self._format(name, make, design) for name, make in (paper, page, ("the Word edition", "word"))]
        if chosen:
            rest = self._files("notebooks", "data", *(file.name for file in self.folder.glob("_quarto*.yml")))
            formats[:2] = [self._format("Quarto's book", "quarto", {**design, **rest}, path=chosen.path)]
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
        design = self._files("_quarto.yml", f"_quarto-{self.book.year}.yml", BRAND, DESIGN)
        return Work(name, f"{FORMATS}.{module}:make", {**design, **files}, {"year": self.book.year, **given})

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
