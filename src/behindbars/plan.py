"""The steps of an edition: what is made from what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from behindbars.brand import FILE as BRAND_FILE
from behindbars.dependencies import PACKAGE, Code, Package
from behindbars.edition import SHARED, Edition
from behindbars.errors import RunError
from behindbars.excerpt import REFERENCES, describe, excerpt, read_original
from behindbars.libraries import libraries
from behindbars.notebook import read_cells
from behindbars.parameters import check_parameters, declared_parameters
from behindbars.project import CACHE
from behindbars.render import DOCUMENT, PARTIALS
from behindbars.render.quarto import Quarto
from behindbars.run import LIMIT, notebook_step
from behindbars.schema import DESCRIPTOR
from behindbars.specification import COVER, NARROW, SPECIFICATION, specifications
from behindbars.steps.maker import checksum
from behindbars.steps.step import Files, Step

LANG = "en"
SHEET = "fact sheet"
"""How the names of their steps begin."""
IMPORTS, LIBRARIES = Path(CACHE, "imports.json"), Path(CACHE, "libraries.json")
"""Keep what was found out about the code; they may be deleted at any time."""
DATA = "data/**/*"
DESIGN = "_extensions/edition"
RUNNERS = ("ipykernel", "ipython", "nbclient", "nbformat", "papermill")
"""What a notebook runs with, beside what it imports."""


def reference_notebooks(project: Path, edition: Edition) -> list[Path]:
    """List the notebooks that an edition's chapters are made from."""
    return [project / "notebooks" / Path(chapter).name for chapter in edition.chapters if chapter.endswith(".ipynb")]


class Plan:
    """The steps of one edition: each has all that it is made from, and nothing else.

    Parameters
    ----------
    folder : Path
        Folder with the project's layout: all that the edition is made from.
    edition : Edition
        The edition.
    project : Path
        The project folder, which keeps what was found out about the code.
    """

    def __init__(self, folder: Path, edition: Edition, project: Path) -> None:
        self._folder = folder
        self._edition = edition
        self._package = Package(cache=project / IMPORTS)
        self._libraries = project / LIBRARIES
        self._original = read_original(folder / "data")
        # Whatever a tool dates, it dates by the edition: no output depends on the day, nor on who builds.
        self._moment = int(edition.moment.timestamp())
        # How steps are done may show in what they make; so all of it counts for each.
        self._doing = {
            f"behindbars/steps/{file.name}": checksum(file.read_bytes()) for file in (PACKAGE / "steps").glob("*.py")
        }

    def is_sure(self) -> bool:
        """Whether what runs is the code that the steps say."""
        return self._package.is_what_runs()

    def notebooks(self, parameters: Mapping[str, Any] | None, limit: float = LIMIT) -> list[Step]:
        """Make a step of each notebook, the longest first.

        Parameters
        ----------
        parameters : mapping or None
            For every notebook; None to run each as it stands, in its own folder.
        limit : float
            How long each may run, s.

        Raises
        ------
        ParameterError, ProjectError
            If a notebook does not declare a parameter, or is none.
        """
        notebooks = reference_notebooks(self._folder, self._edition)
        steps = [self._notebook(notebook, parameters, limit) for notebook in notebooks]
        return sorted(steps, key=lambda step: -sum(map(len, step.files.values())))

    def _notebook(self, notebook: Path, parameters: Mapping[str, Any] | None, limit: float) -> Step:
        check_parameters(notebook, parameters or {})
        given = {**declared_parameters(notebook), **(parameters or {})}
        files, parts = self._seen(given.get("country"), given["year"])
        beside = self._files("notebooks/*.py")
        where = "notebooks" if parameters is None else f"outputs/{self._edition.year}"
        step = notebook_step(notebook, {**files, **beside, **self._files(BRAND_FILE)}, where, parameters or {}, limit)
        source = "\n".join(cell["source"] for cell in read_cells(notebook) if cell["cell_type"] == "code")
        code = [self._package.notebook_code(source, beside), self._package.code(["behindbars.run"])]
        return replace(step, parts=parts, code=self._code(code, RUNNERS))

    def _seen(self, country: str | None, year: int) -> tuple[Files, Mapping[str, str]]:
        """Give the data that the chapter of a country sees, and the checksums of its parts."""
        files = excerpt(self._original, country, year)
        return {f"data/{name}": content for name, content in files.items()}, describe(self._original, country, year)

    def charts(self, executed: Mapping[str, bytes]) -> list[Step]:
        """Make a step of each chart of the executed notebooks, and of the picture on the cover.

        Parameters
        ----------
        executed : mapping of str to bytes
            The executed notebooks by name, in the order of the edition.

        Raises
        ------
        RunError
            If two figures have the same identifier.
        """
        found: dict[str, str] = {}
        steps = []
        code = self._code([self._package.code(["behindbars.export"])])
        for notebook, content in executed.items():
            for spec in specifications(content):
                figure = spec["usermeta"]["figure"]
                if figure in found:
                    raise RunError(f"Figure {figure} is in {found[figure]} and in {notebook}: each needs its own id.")
                found[figure] = notebook
                drawn = json.dumps(spec).encode("utf-8")
                files = {SPECIFICATION: drawn}
                parts = {f"{SPECIFICATION}, the specification in {notebook}": checksum(drawn)}
                steps.append(Step(f"chart {figure}", "behindbars.export:make", files, code, parts))
                if len(found) == 1:
                    steps.append(Step("cover", "behindbars.export:make", files, code, parts, {"cover": True}))
        return steps

    def document(self) -> Step:
        """Make a step of the document that page, PDF and Word edition are written from; the notebooks were run."""
        notebooks = [chapter for chapter in self._edition.chapters if chapter.endswith(".ipynb")]
        specs = [spec for content in self._files(*notebooks).values() for spec in specifications(content)]
        # They need not be drawn for it: it only says where they stand.
        names = [COVER, *(spec["usermeta"]["figure"] for spec in specs)]
        charts = {f"figures/{self._edition.year}/{name}.svg": b"-" for name in names}
        step = self._rendered("document", "behindbars.render.pandoc", "", *self._chapters(), *self._citations())
        return replace(step, files={**step.files, **charts})

    def sheets(self) -> list[Step]:
        """Make a step of the fact sheet of each country that the edition has a notebook on."""
        code = self._code([self._package.code(["behindbars.render.factsheets"])])
        shared = self._files(*self._configuration(), BRAND_FILE, f"{DESIGN}/factsheet.typ")
        steps = []
        for notebook in reference_notebooks(self._folder, self._edition):
            if country := declared_parameters(notebook).get("country"):
                files, parts = self._seen(country, self._edition.year)
                steps.append(
                    Step(
                        f"{SHEET} {notebook.stem}",
                        "behindbars.render.factsheets:make",
                        {**shared, **files},
                        code,
                        parts,
                        {"year": self._edition.year, "country": country},
                        moment=self._moment,
                    )
                )
        return steps

    def workbook(self) -> Step:
        """Make a step of the workbook."""
        package = self._original.package
        files = (DESCRIPTOR, REFERENCES, *(table.file for table in package.tables))
        return self._rendered("workbook", "behindbars.workbook", "", *(f"data/{name}" for name in files))

    def page(self) -> Step:
        """Make a step of the page, from document and charts."""
        charts = self._charts("*.svg", "*.png", "*.csv")
        return self._written("HTML", "web", "wrote the HTML", *self._chapters(), *charts)

    def pdf(self) -> Step:
        """Make a step of the PDF, from document and charts."""
        design = (f"{DESIGN}/{name}" for name in PARTIALS)
        return self._written("PDF", "pdf", "wrote the PDF", *design, *self._charts("*.svg"), without=NARROW)

    def word(self) -> Step:
        """Make a step of the Word edition, from document and charts."""
        return self._written("Word", "word", "wrote the Word edition", *self._charts("*.svg", "*.png"), without=NARROW)

    def book(self, quarto: Quarto) -> Step:
        """Make a step of what Quarto renders, from the executed notebooks and their charts."""
        everything = ("*.qmd", "_*.yml", DATA, "notebooks/**/*", "_extensions/**/*", *self._charts("*"))
        how = {"path": quarto.path, "version": quarto.version}
        read = (*self._chapters(), *self._citations(), *everything)
        return self._rendered("Quarto", "behindbars.render.quarto", "rendered with Quarto", *read, **how)

    def archive(self) -> Step:
        """Make a step of the zip of the data; the workbook was made, the notebooks run, and the charts drawn."""
        out, figures = f"outputs/{self._edition.year}", f"figures/{self._edition.year}"
        contents = (DATA, f"{out}/*.ipynb", f"{out}/*.xlsx", f"{figures}/*")
        return self._rendered("data", "behindbars.archive", "packed the data", *contents)

    def _written(self, name: str, module: str, did: str, *patterns: str, without: str = "") -> Step:
        read = (BRAND_FILE, DOCUMENT, *self._citations(), *patterns)
        step = self._rendered(name, f"behindbars.render.{module}", did, *read)
        files = {path: content for path, content in step.files.items() if not without or without not in path}
        return replace(step, files=files)

    def _rendered(self, name: str, module: str, did: str, *patterns: str, **arguments: Any) -> Step:
        files = self._files(*self._configuration(), *patterns)
        code = self._code([self._package.code([module])])
        given = {"year": self._edition.year, **arguments}
        return Step(name, f"{module}:make", files, code, arguments=given, did=did, moment=self._moment)

    def _configuration(self) -> list[str]:
        return [SHARED, f"_quarto-{self._edition.year}.yml"]

    def _chapters(self) -> tuple[str, ...]:
        return self._edition.chapters

    def _citations(self) -> tuple[str, str]:
        return self._edition.bibliography, self._edition.csl

    def _charts(self, *patterns: str) -> list[str]:
        return [f"figures/{self._edition.year}/{pattern}" for pattern in patterns]

    def _files(self, *patterns: str) -> Files:
        found = {file for pattern in patterns for file in self._found(pattern) if file.is_file()}
        return {file.relative_to(self._folder).as_posix(): file.read_bytes() for file in sorted(found)}

    def _found(self, pattern: str) -> Iterable[Path]:
        return self._folder.glob(pattern) if "*" in pattern else [self._folder / pattern]

    def _code(self, code: Iterable[Code], runners: Iterable[str] = ()) -> dict[str, str]:
        files: dict[str, str] = dict(self._doing)
        outside = set(runners)
        for part in code:
            files |= part.files
            outside |= part.outside
        return {**files, **libraries(outside, self._libraries)}
