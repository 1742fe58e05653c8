"""Quarto: finds it, and has it render the book where it is there."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.cover import read_cover
from behindbars.build.formats.collect import collect
from behindbars.build.product import check_product
from behindbars.build.project import FONTS, visible_files
from behindbars.errors import RenderError
from behindbars.fonts import copy_fonts
from behindbars.words.markdown import attribute

MINIMUM = (1, 9)
MINIMUM_WORDS = "1.9"
VARIABLE = "QUARTO_PATH"
BOOK = "book"
"""Folder of what Quarto makes, inside that of the edition."""
LAST_LINES = 20
"""How much of what Quarto said an error repeats."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Quarto:
    """A Quarto that can render the edition.

    Attributes
    ----------
    path : str
        The program.
    version : str
        As it says itself.
    """

    path: str
    version: str


def find_quarto(*, required: bool = False) -> Quarto | None:
    """Find Quarto where ``QUARTO_PATH`` says, else on the ``PATH``.

    Parameters
    ----------
    required : bool
        Whether to stop if there is none that is new enough.

    Returns
    -------
    Quarto or None
        None if there is none on the ``PATH``, or only one that is too old.

    Raises
    ------
    RenderError
        If ``QUARTO_PATH`` names none that can be used, or if one is required and there is none.
    """
    named = os.environ.get(VARIABLE)
    path = shutil.which(named) if named else shutil.which("quarto")
    if path is None:
        if named:
            raise RenderError(f"{VARIABLE} is {named!r}, which is no program. Correct it, or remove it.")
        if required:
            raise RenderError(
                f"Quarto is not on the PATH. Install Quarto {MINIMUM_WORDS} or newer (https://quarto.org), "
                f"name it with {VARIABLE}, or use the embedded renderer (--renderer embedded)."
            )
        return None
    version = _version(path)
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers >= MINIMUM:
        return Quarto(path, version)
    fault = f"{path} is Quarto {version or 'of an unknown version'}; {MINIMUM_WORDS} or newer is needed."
    if named or required:
        raise RenderError(fault)
    log.warning("%s It is not used.", fault)
    return None


def render_quarto(quarto: Quarto, book: Book, project: Path) -> list[Path]:
    """Render an edition as a book of web pages and a PDF.

    While Quarto runs, the profile in `project` also holds the finding that the cover states.

    Parameters
    ----------
    quarto : Quarto
        From `find_quarto`.
    book : Book
        The edition; its year is the name of Quarto's profile.
    project : Path
        Folder aside with the project's layout: configuration, data, executed notebooks and charts.

    Returns
    -------
    list of Path
        The book's first page and its PDF.

    Raises
    ------
    RenderError
        If Quarto fails or leaves one of them out, with the last lines it said.
    """
    command = [quarto.path, "render", "--profile", str(book.year)]
    last: deque[str] = deque(maxlen=LAST_LINES)
    with (
        _cover_in_profile(book, project),
        subprocess.Popen(
            command,
            cwd=project,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(book.moment.timestamp()))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        for line in process.stdout or ():
            log.info("%s", line.rstrip())
            last.append(line.rstrip())
    if process.returncode:
        raise RenderError(_said(f"Quarto failed (exit code {process.returncode}).", last))
    made = project / "outputs" / str(book.year) / "book"
    files = [made / "index.html", made / f"{book.output_file}.pdf"]
    missing = ", ".join(file.relative_to(project).as_posix() for file in files if not file.is_file())
    if missing:
        raise RenderError(_said(f"Quarto ended without making {missing}.", last))
    return files


def make(folder: Path, *, year: int, path: str, version: str) -> Files:
    """Have Quarto make an edition from a folder that holds all it is made from; as `render_quarto`."""
    book = read_book(folder, year)
    copy_fonts(folder / FONTS)
    first, *_ = render_quarto(Quarto(path, version), book, folder)
    made = first.parent
    notebooks = [folder / chapter for chapter in book.notebooks]
    check_product(made.rglob("*.html"), notebooks, [chapter.title for chapter in collect(book, folder)])
    return {file.relative_to(made.parent).as_posix(): file.read_bytes() for file in visible_files(made)}


@contextmanager
def _cover_in_profile(book: Book, project: Path) -> Iterator[None]:
    """Give Quarto the finding, which its first page and the Typst design take from the profile."""
    file = project / f"_quarto-{book.year}.yml"
    before = file.read_bytes()
    cover = read_cover(book, project)
    profile = yaml.safe_load(before) or {}
    # Quarto puts the alternative text in quotes and reads the whole as Markdown.
    profile.setdefault("book", {}).update({"cover-image": cover.picture, "cover-image-alt": attribute(cover.alt)})
    profile["cover"] = cover.markdown
    file.write_text(yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")
    try:
        yield
    finally:
        file.write_bytes(before)  # it is an input of the book, and the manifest has its checksum


def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderError(f"{path} does not run: {error}") from error
    return done.stdout.strip()


def _said(heading: str, lines: deque[str]) -> str:
    return "\n".join([heading, "It said last:", *(f"  {line}" for line in lines if line.strip())])
