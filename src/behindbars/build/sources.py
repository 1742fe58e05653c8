"""What an edition is made from: the files of the project that are its own, and their checksums."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from behindbars.build.book import PROFILE, SHARED, Book, with_default_year
from behindbars.build.manifest import checksum
from behindbars.build.notebooks import source_of
from behindbars.build.project import source_files
from behindbars.package.edition_files import edition_files

DATA = "data/"


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
        Contents by name, in the order of the names. They stay the same when a later edition is begun, is the default
        of the book and the notebooks, and is published.
    """
    own = {f"_quarto-{book.year}.yml", *(f"notebooks/{file.name}" for file in reference_notebooks(project, book))}
    files = {file.relative_to(project).as_posix(): file for file in source_files(project)}
    files |= {name: project / name for name in named_files(book)}
    sources = {
        name: source_of(file, book.year) if name.endswith(".ipynb") else file.read_bytes()
        for name, file in sorted(files.items())
        if file.is_file() and (name in own or not (PROFILE.fullmatch(name) or name.endswith(".ipynb")))
    }
    sources[SHARED] = with_default_year(sources[SHARED].decode("utf-8"), book.year).encode()
    text = "".join(content.decode("utf-8", "replace") for name, content in sources.items() if name.endswith(".qmd"))
    data = {name.removeprefix(DATA): content for name, content in sources.items() if name.startswith(DATA)}
    return sources | {f"{DATA}{name}": content for name, content in edition_files(data, book.year, text).items()}


def sums_of(sources: Mapping[str, bytes]) -> dict[str, str]:
    """Compute the checksums of files, by their names."""
    return {name: checksum(content) for name, content in sources.items()}
