"""The one path from the data to an edition that is in place: read it from top to bottom.

Check the data, run the notebooks, draw the charts, write the formats, put it in place. All of it is made in a folder
aside (`project.stage`), each part by a process of its own (`apart`), and moved into place in one step at the end: until
then, the last edition stands. What each notebook was made from is written in it; one made from the same is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from behindbars.brand import FILE as BRAND
from behindbars.build import manifest
from behindbars.build.apart import Files, open_team, write
from behindbars.build.book import Book, read_book
from behindbars.build.formats import FACT_SHEETS, PARTIALS, quarto
from behindbars.build.making import DESIGN, LANG, How, Making, is_whole
from behindbars.build.manifest import Manifest, checksums, read_manifest
from behindbars.build.project import FONTS, copy, put_in_place, stage, visible_files
from behindbars.build.sources import named_files, own_sources, reference_notebooks, sums_of
from behindbars.errors import ProjectError, RunError, refuse
from behindbars.fonts import copy_fonts
from behindbars.package import load

DESIGN_FILES = ("_extension.yml", "edition.lua", "factsheet.typ", *PARTIALS)


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
    is_same = replace(last, outputs={}) == now and (project / FONTS).is_dir()
    if is_same and all(is_whole(project, name, last) for name in last.outputs):
        how.told("nothing has changed since the last build")
        return _to_open(project, book)
    with open_making(project, year, how, last) as making:
        kept = making.run_notebooks()
        making.draw_charts(kept, read=True)
        making.write_formats(chosen)
        if manifest.what_runs() != (now.program, now.packages):
            raise RunError("The program was changed while it ran: nobody can say what made this edition. Build again.")
        made = checksums(making.folder, [*visible_files(making.out), *visible_files(making.figures)])
        replace(now, inputs=making.sums, outputs=made).write(making.out / manifest.FILE)
        copy_fonts(making.folder / FONTS)  # for Quarto, whoever calls it
        put_in_place(making.folder, project, [out, figures, FONTS])
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
        making = Making(project, folder, book, how, team, last or Manifest(), sums_of(sources))
        making.out.mkdir(parents=True)
        making.figures.mkdir(parents=True)
        yield making


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
        inputs=sums_of(own_sources(project, book)),
    )


def _to_open(project: Path, book: Book) -> list[Path]:
    """List the files that a reader opens, the page first."""
    out = project / "outputs" / str(book.year)
    by_quarto = out / quarto.BOOK / "index.html"
    alone = [out / f"{book.output_file}{ending}" for ending in (".html", ".pdf", ".docx", ".xlsx", "-data.zip")]
    sheets = sorted((out / FACT_SHEETS).glob("*.pdf"))
    return [file for file in (by_quarto, *alone[:3], *sheets, *alone[3:]) if file.is_file()]
