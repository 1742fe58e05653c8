"""Pandoc: one run turns the chapters of an edition into a document, and one more writes it in each format."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypandoc

from behindbars.build.apart import Files, write
from behindbars.build.book import Book, read_book
from behindbars.build.cover import read_cover
from behindbars.build.formats import DOCUMENT, FACT_SHEETS
from behindbars.build.formats.collect import ChapterText, collect
from behindbars.build.notebooks import declared_parameters
from behindbars.errors import ProjectError, RenderError, refuse
from behindbars.package.references import for_pandoc

HERE = Path(__file__).parent
DESIGN = "_design"
BIBLIOGRAPHY, STYLE, METADATA = (f"{DESIGN}/{name}" for name in ("references.bib", "style.csl", "metadata.json"))
"""Folder beside the chapters, and files in it."""
FAULTS_EXIT = 65
"""Exit code with which targets.lua reports the list of faults."""
FAULT, CHAPTER = "FAULT\t", "CHAPTER\t"
"""How the filters mark a fault, and the chapter that Pandoc's own warnings then belong to."""
HEADINGS = {
    0: "Pandoc warned, so nothing was written:",
    FAULTS_EXIT: "The chapters hold what this renderer does not know, or what leads nowhere:",
}
FILTERS = ("check.lua", "targets.lua", "crossref.lua", "callouts.lua")
"""What every format has in common, in this order."""


def make(folder: Path, *, year: int) -> Files:
    """Read the chapters of an edition as one document, in Pandoc's JSON: checked, numbered, the same for every format.

    It holds no path of this machine. Of the charts, only their names count: nobody has to wait until they are drawn.

    Raises
    ------
    RenderError
        Listing every fault of the chapters, or everything that Pandoc warned of.
    """
    book = read_book(folder, year)
    if book.lang.partition("-")[0] != "en":
        raise RenderError(f"The embedded renderer has words for English only, not for {book.lang!r}.")
    chapters = collect(book, folder)
    return {DOCUMENT: read_texts(chapters, book, folder, _metadata(book, folder, chapters))}


def read_texts(texts: Sequence[ChapterText], book: Book, project: Path, metadata: Mapping[str, Any]) -> bytes:
    """Read texts that need not be the chapters of an edition, one of which holds its list of sources, as `make` does.

    `metadata` is what templates need; where ``single`` is true, the one chapter has no number, and its heading is that
    of the page.
    """
    return _run(
        project,
        {**_sources(book, project), **{text.path: text.markdown.encode() for text in texts}},
        metadata,
        f"--from={DESIGN}/chapters.lua",
        "--to=json",
        *(f"--lua-filter={DESIGN}/{name}" for name in FILTERS),
        *(text.path for text in texts),
    )


def write_document(
    book: Book,
    project: Path,
    *,
    to: str,
    template: str,
    partials: Sequence[Path] = (),
    metadata: Mapping[str, Any] | None = None,
    document: bytes | None = None,
) -> bytes:
    """Write a document in a format.

    Parameters
    ----------
    book : Book
        For its sources and its style of citations.
    to : {"html", "typst", "docx"}
        Format.
    template : str
        Pandoc template of the format, beside this module.
    partials : sequence of Path
        Files that the template includes.
    metadata : mapping, optional
        What the template needs beside that of the document.
    document : bytes, optional
        As `read_texts` gives it; by default that of the edition, which stands in the folder.

    Raises
    ------
    RenderError
        Listing everything that Pandoc warned of.
    """
    design = {file.name: file.read_bytes() for file in (HERE / template, *partials)}
    return _run(
        project,
        {**_sources(book, project), **{f"{DESIGN}/{name}": content for name, content in design.items()}},
        metadata or {},
        "--from=json",
        f"--to={to}",
        f"--template={DESIGN}/{template}",
        "--output=-",
        "--wrap=none",
        "--syntax-highlighting=none",
        "--reference-location=section",
        f"--lua-filter={DESIGN}/layout-{to}.lua",
        "--citeproc",
        f"--csl={STYLE}",
        document=document or (project / DOCUMENT).read_bytes(),
    )


def _sources(book: Book, project: Path) -> Files:
    """Give the list of sources, and the style of citations."""
    sources = for_pandoc((project / book.bibliography).read_text("utf-8"))
    return {BIBLIOGRAPHY: sources.encode(), STYLE: (project / book.csl).read_bytes()}


def _run(project: Path, files: Files, metadata: Mapping[str, Any], *arguments: str, document: bytes = b"") -> bytes:
    """Run Pandoc in a folder of all that it reads, under plain names.

    In the name of a project's folder, it would take some characters for something else.
    """
    filters = {f"{DESIGN}/{file.name}": file.read_bytes() for file in HERE.glob("*.lua")}
    with tempfile.TemporaryDirectory() as folder:
        write({**filters, METADATA: json.dumps(metadata).encode(), **files}, Path(folder))
        command = [
            bundled(),
            f"--data-dir={DESIGN}",  # the user's own Pandoc settings stay out of the edition
            f"--metadata-file={METADATA}",
            # As an argument, a path stays as it is; in a metadata file it would be read as Markdown.
            f"--metadata=project={project}",
            f"--bibliography={BIBLIOGRAPHY}",
            "--eol=lf",
            *arguments,
        ]
        done = subprocess.run(command, cwd=folder, input=document, capture_output=True, check=False)
    heading = HEADINGS.get(done.returncode, "Pandoc failed:")
    refuse(RenderError, heading, _faults(done.stderr.decode("utf-8")))
    if done.returncode:
        raise RenderError(f"Pandoc failed (exit code {done.returncode}).")
    return done.stdout


def bundled() -> str:
    """Find the Pandoc of the wheel: pypandoc itself would take any newer one on the PATH."""
    files = Path(pypandoc.__file__).parent / "files"
    for file in files.glob("pandoc*"):
        if file.stem == "pandoc":
            return str(file)
    raise RenderError("The package pypandoc-binary lacks its Pandoc; install it anew (behindbars doctor says more).")


def _metadata(book: Book, project: Path, chapters: Sequence[ChapterText]) -> dict[str, Any]:
    return {
        "title": book.title,
        "subtitle": book.subtitle,
        "date": f"{book.date.day} {book.date:%B %Y}",
        "date-iso": book.date.isoformat(),
        "edition": {"signatories": book.signatories},
        "lang": book.lang,
        "link-citations": True,
        # Each before the chapter at this place in the list; the title is Markdown, as it is for Quarto.
        "parts": [{"before": book.chapters.index(part.chapters[0]) + 1, "title": part.title} for part in book.parts],
        "cover": read_cover(book, project).markdown,
        "files": [
            {"file": f"{book.output_file}{ending}", "name": name}
            for ending, name in ((".pdf", "PDF"), (".docx", "Word"), (".xlsx", "Excel"), ("-data.zip", "Data"))
        ],
        "sheets": [
            {"file": f"{FACT_SHEETS}/{Path(chapter.path).stem}-{book.year}.pdf", "name": chapter.title}
            for chapter in chapters
            if chapter.path in book.notebooks and _is_of_a_country(project / chapter.path)
        ],
    }


def _is_of_a_country(notebook: Path) -> bool:
    """Whether a chapter has a fact sheet: one that says of no country that it is of it has none."""
    with suppress(ProjectError):
        return bool(declared_parameters(notebook).get("country"))
    return False


def _faults(stderr: str) -> list[str]:
    faults = []
    chapter = "the edition"
    for line in stderr.splitlines():
        if line.startswith(CHAPTER):
            chapter = line.removeprefix(CHAPTER)
        elif line.startswith(FAULT):
            faults.append(line.removeprefix(FAULT))
        elif line.strip():
            faults.append(f"{chapter}: {line}")
    return faults
