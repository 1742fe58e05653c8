"""Publish an edition: a folder that any static host can serve, and the data as they were published."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from behindbars.archive import CHECKSUMS
from behindbars.dataset import Dataset, load
from behindbars.edition import read_edition
from behindbars.errors import ParameterError, ProjectError
from behindbars.lock import locked
from behindbars.manifest import checksums
from behindbars.moving import move_into, undone, write_through
from behindbars.processes import unstoppable
from behindbars.project import CACHE, FINISHED, LOCK, OLD, PUBLISHED, visible_files
from behindbars.publishing.destination import (
    MARKER,
    SITE,
    destination_faults,
    read_published,
)
from behindbars.publishing.differences import Differences, compare
from behindbars.publishing.edition_site import edition_files, sums
from behindbars.publishing.readiness import blockers
from behindbars.references import FILE as REFERENCES
from behindbars.render.site import list_page, wrong_address_page
from behindbars.schema import DESCRIPTOR

WORK = ".behindbars-work"
"""Folder inside the destination where everything is made that is then moved into place."""
MARK = "Editions made by behindbars publish, one folder a year. Whatever else lies here is left alone.\n"


@dataclass(frozen=True)
class Published:
    """What publishing has done.

    Attributes
    ----------
    folder : Path
        Folder of the edition.
    is_new : bool
        Whether the edition was not there before.
    changes : Differences
        Files of the edition that differ from what was there.
    data : {"new", "same", "replaced"}
        What became of the data as they were published.
    """

    folder: Path
    is_new: bool
    changes: Differences
    data: Literal["new", "same", "replaced"]


def publish(project: Path, year: int, folder: Path, *, site: str | None = None) -> Published:
    """Put an edition into a folder for any static host, beside the editions that are there.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    folder : Path
        The folder; made where it is missing.
    site : str, optional
        Address that the folder will be found at, or the DOI of the edition (https://doi.org/…).

    Raises
    ------
    ParameterError
        If the address is none.
    ProjectError
        With every reason why the edition may not be published, or not there; nothing is changed then.
    OSError
        If the system refuses; the folder is then as it was.
    """
    site = _checked(site)
    (project / CACHE).mkdir(exist_ok=True)
    with locked(project / CACHE / LOCK, f"process {os.getpid()}"):
        _finish(folder)
        reasons = destination_faults(folder, project, year)
        others, unreadable = read_published(folder)
        reasons += [fault for fault in unreadable if not fault.startswith(f"{year}/")]
        reasons += blockers(project, year)
        if reasons:
            listed = ["  - " + reason.replace("\n", "\n    ") for reason in reasons]
            raise ProjectError("\n".join([f"The edition of {year} cannot be published:", *listed]))
        others = [edition for edition in others if edition.year != year]
        before = _sums(folder / str(year))
        dataset = load(project / "data")
        with _work_folder(folder) as work, _aside(project) as aside:
            gathered = work / "gathered"
            files = edition_files(project, read_edition(project, year), dataset, site)
            _write(gathered / str(year), files)
            _write(gathered, _around(project, folder, gathered, year))
            frozen = aside / "data"
            _write(frozen, _data(project, dataset))
            for made in (gathered, frozen):
                write_through(made)
            with unstoppable(), _kept(project / PUBLISHED / str(year), frozen) as data:
                _move(folder, gathered, work)
        after = _sums(folder / str(year))
        return Published(folder / str(year), not before, compare(before, after), data)


def _checked(site: str | None) -> str | None:
    if site is not None and not SITE.fullmatch(site):
        raise ParameterError(
            f"{site!r} is no address of a site, such as https://example.org/editions or https://doi.org/10.1234/5678."
        )
    return site.rstrip("/") if site else None


def _around(project: Path, folder: Path, gathered: Path, year: int) -> dict[str, bytes]:
    """Write what belongs to all editions: their list, the page for wrong addresses, the checksums."""
    [edition], _ = read_published(gathered)
    others = [other for other in read_published(folder)[0] if other.year != year]
    editions = sorted([edition, *others], key=lambda other: -other.year)
    site = next((other.site for other in editions if other.site and "//doi.org/" not in other.site), None)
    pages = {
        "index.html": list_page(project, editions).encode("utf-8"),
        "404.html": wrong_address_page(project, editions[0].title, editions[0].lang, site).encode("utf-8"),
    }
    lines = sums(pages).splitlines()
    for each in editions:
        place = (gathered if each.year == year else folder) / str(each.year) / CHECKSUMS
        for line in place.read_text(encoding="utf-8").splitlines():
            digest, _, name = line.partition("  ")
            lines.append(f"{digest}  {each.year}/{name}")
    listed = "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.partition("  ")[2]))
    return pages | {CHECKSUMS: listed.encode("utf-8"), ".nojekyll": b"", MARKER: MARK.encode("utf-8")}


def _data(project: Path, dataset: Dataset) -> dict[str, bytes]:
    """Read the data package: tables, descriptor and list of sources."""
    names = [*(table.file for table in dataset.package.tables), DESCRIPTOR, REFERENCES]
    return {name: (project / "data" / name).read_bytes() for name in names}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _finish(folder: Path) -> None:
    """Finish the move of an edition whose process was killed, and remove what it left."""
    work = folder / WORK
    if work.is_dir():
        with unstoppable():
            if (work / FINISHED).exists():
                move_into(folder, work / FINISHED, (work / FINISHED).iterdir(), work)
            shutil.rmtree(work)


@contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    """Make a folder inside the destination, which is on its disk; what is not needed goes away at the end."""
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        (folder / WORK).mkdir(parents=True)
        yield folder / WORK
    finally:
        with unstoppable():
            shutil.rmtree(folder / WORK, ignore_errors=True)
            with suppress(OSError):  # they hold something now
                for place in made:
                    place.rmdir()


@contextmanager
def _aside(project: Path) -> Iterator[Path]:
    """Make a folder on the disk of the project; what a killed process leaves of it, the next build removes."""
    aside = Path(tempfile.mkdtemp(prefix="build-", dir=project / CACHE))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _kept(place: Path, frozen: Path) -> Iterator[Literal["new", "same", "replaced"]]:
    """Put the data in place as they are published; what follows fails, and everything is as it was."""
    if place.is_dir() and not compare(_sums(place), _sums(frozen)):
        yield "same"
        return
    existed, old = place.exists(), place.with_name(f"{OLD}{place.name}")
    with undone() as move:
        if existed:
            move(place, old)
        move(frozen, place)
        yield "replaced" if existed else "new"
    shutil.rmtree(old, ignore_errors=True)


def _sums(folder: Path) -> dict[str, str]:
    return checksums(folder, visible_files(folder))


def _move(folder: Path, gathered: Path, work: Path) -> None:
    """Move what was gathered into place in one step: from its renaming on, the next publishing finishes it."""
    finished = work / FINISHED
    gathered.replace(finished)
    try:
        move_into(folder, finished, finished.iterdir(), work)
    except OSError:
        finished.replace(gathered)
        raise
