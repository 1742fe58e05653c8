"""Quarto: finds it, and has it render the book where it is there."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import yaml

from behindbars.build.apart import Files
from behindbars.build.book import Book, read_book
from behindbars.build.cover import read_cover
from behindbars.build.product import check_product
from behindbars.build.project import FONTS, visible_files
from behindbars.errors import RenderError
from behindbars.fonts import copy_fonts
from behindbars.package.references import for_pandoc
from behindbars.words.markdown import attribute

MINIMUM = (1, 9)
MINIMUM_WORDS = "1.9"
VARIABLE = "QUARTO_PATH"
BOOK = "book"
"""Folder of what Quarto makes, inside that of the edition."""
LAST_LINES = 20
"""How much of what Quarto said an error repeats."""

log = logging.getLogger(__name__)


class Quarto(NamedTuple):
    """A Quarto that can render the edition: the program, and its version as it says itself."""

    path: str
    version: str


def find_quarto(*, required: bool = False) -> Quarto | None:
    """Find Quarto where ``QUARTO_PATH`` says, else on the ``PATH``; None if there is none, or one that is too old.

    Raises
    ------
    RenderError
        If ``QUARTO_PATH`` names none that can be used, or if one is required and there is none.
    """
    named = os.environ.get(VARIABLE)
    path = shutil.which(named or "quarto")
    if path is None:
        if named:
            raise RenderError(f"{VARIABLE} is {named!r}, which is no program. Correct it, or remove it.")
        if required:
            raise RenderError(
                f"Quarto is not on the PATH. Install Quarto {MINIMUM_WORDS} or newer (https://quarto.org), "
                f"name it with {VARIABLE}, or use the embedded renderer (--renderer embedded)."
            )
        return None
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderError(f"{path} does not run: {error}") from error
    version = done.stdout.strip()
    if tuple(int(number) for number in re.findall(r"\d+", version)[:2]) >= MINIMUM:
        return Quarto(path, version)
    fault = f"{path} is Quarto {version or 'of an unknown version'}; {MINIMUM_WORDS} or newer is needed."
    if named or required:
        raise RenderError(fault)
    log.warning("%s It is not used.", fault)
    return None


def make(folder: Path, *, year: int, path: str) -> Files:
    """Have Quarto make a book of web pages, and the PDF of the edition, from a folder that holds all it is made from.

    Raises
    ------
    RenderError
        If Quarto fails or leaves one of them out, with the last lines it said; or listing what the book lacks.
    """
    book = read_book(folder, year)
    copy_fonts(folder / FONTS)
    _set_cover(book, folder)
    bibliography = folder / book.bibliography
    bibliography.write_text(for_pandoc(bibliography.read_text("utf-8")), "utf-8", newline="\n")
    done = subprocess.run(
        [path, "render", "--profile", str(year)],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(book.moment.timestamp()))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    last = [line for line in done.stdout.splitlines() if line.strip()][-LAST_LINES:]
    said = "\n".join(["It said last:", *(f"  {line}" for line in last)])
    if done.returncode:
        raise RenderError(f"Quarto failed (exit code {done.returncode}).\n{said}")
    out = folder / "outputs" / str(year)
    files = [out / BOOK / "index.html", out / BOOK / f"{book.output_file}.pdf"]
    if missing := ", ".join(file.relative_to(folder).as_posix() for file in files if not file.is_file()):
        raise RenderError(f"Quarto ended without making {missing}.\n{said}")
    pages = [file.read_text(encoding="utf-8") for file in (out / BOOK).rglob("*.html")]
    check_product(pages, book, folder)
    files[1].replace(out / files[1].name)  # in the place of the one that is made without Quarto
    made = [*visible_files(out / BOOK), out / files[1].name]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in made}


def _set_cover(book: Book, folder: Path) -> None:
    """Add the finding to the profile, from which Quarto's first page and the Typst design take it."""
    file = folder / f"_quarto-{book.year}.yml"
    cover = read_cover(book, folder)
    profile = yaml.safe_load(file.read_bytes()) or {}
    # Quarto puts the alternative text in quotes and reads the whole as Markdown.
    profile.setdefault("book", {}).update({"cover-image": cover.picture, "cover-image-alt": attribute(cover.alt)})
    profile["cover"] = cover.markdown
    file.write_text(yaml.safe_dump(profile, allow_unicode=True, sort_keys=False), encoding="utf-8", newline="\n")
