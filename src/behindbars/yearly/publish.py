"""Publish an edition: a copy with a list of editions, that any static host can serve, and the data as published."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from behindbars.build import Book, read_book
from behindbars.build.apart import write
from behindbars.build.formats.archive import CHECKSUMS
from behindbars.build.manifest import FILE as MANIFEST
from behindbars.build.manifest import checksum, checksums, read_manifest
from behindbars.build.processes import unstoppable
from behindbars.build.project import CACHE, PUBLISHED, finish, placed, stage, visible_files
from behindbars.build.sources import DATA, own_sources
from behindbars.errors import BehindBarsError, ParameterError, ProjectError
from behindbars.package import load
from behindbars.package.descriptor import DESCRIPTOR
from behindbars.package.references import FILE as REFERENCES
from behindbars.yearly.citation import DOI
from behindbars.yearly.review import review, shortened
from behindbars.yearly.site import EDITION, GENERATOR, INDEX, TOLD, folder_of, page

WORK = ".behindbars-work"
"""Folder inside the destination where everything is made that is then moved into place."""
WRONG_ADDRESS = "404.html"
SITE = re.compile(r"https?://[^\s\"'<>\\\\?#]+")
"""Address of a site, or of a DOI."""
DATA_KEPT = {
    (False, False): "The data as they were published are kept in {}; add that folder to the repository.",
    (False, True): "The data differ from those published before: {} was replaced. Commit it.",
    (True, True): "The data are those that were published before ({}).",
}
"""What became of the data as they were published: whether they are the same, and whether there were any before."""
QUESTIONS = 5
"""How many open questions are told by name."""


def publish(project: Path, year: int, folder: Path, *, site: str | None = None) -> list[str]:
    """Put an edition into a folder for any static host, beside the editions that are there; say what was done.

    Parameters
    ----------
    site : str, optional
        Address that the folder will be found at, or the DOI of the edition (https://doi.org/…).

    Raises
    ------
    ParameterError
        If the address is none.
    ProjectError
        With every reason why the edition may not be published, or not there; nothing is changed then.
    OSError
        If the system refuses; everything is then as it was.
    """
    if site is not None and not SITE.fullmatch(site):
        raise ParameterError(
            f"{site!r} is no address of a site, such as https://example.org/editions or https://doi.org/10.1234/5678."
        )
    site = site.rstrip("/") if site else None
    with stage(project) as aside:
        _finish(folder)
        reasons = place_faults(folder, project, year)
        others = _published(folder, year, reasons)
        reasons += blockers(project, year)
        if reasons:
            listed = ["  - " + reason.replace("\n", "\n    ") for reason in reasons]
            raise ProjectError("\n".join([f"The edition of {year} cannot be published:", *listed]))
        book = read_book(project, year)
        data, kept = _data(project, book), project / PUBLISHED / str(year)
        data_before, before = (checksums(place, visible_files(place)) for place in (kept, folder / str(year)))
        is_same = data_before == _sums(data)
        with _work_folder(folder) as work:
            files = folder_of(project, book, load(project / "data"), site)
            files[CHECKSUMS] = _listed(_sums(files))
            write(files, work / "made" / str(year))
            write(_around(project, folder, files, others), work / "made")
            write({} if is_same else data, aside / PUBLISHED / str(year))
            names = sorted(path.name for path in (work / "made").iterdir())
            keeping = [] if is_same else [(PUBLISHED / str(year)).as_posix()]
            with placed(aside, project, keeping, project / CACHE), placed(work / "made", folder, names, work):
                pass
        return [
            *_said(year, folder / str(year), before, _sums(files)),
            f"It was rendered by: {read_manifest(project / 'outputs' / str(year) / MANIFEST).renderer}.",
            DATA_KEPT[is_same, bool(data_before)].format((PUBLISHED / str(year)).as_posix()),
            f"To look at it: {folder / INDEX}",
        ]


def _said(year: int, place: Path, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Say what became of the edition in its place."""
    if not before:
        return [f"Published the edition of {year}: {len(after)} files in {place}"]
    if changed := differences(before, after):
        return [
            f"Published the edition of {year} again in {place}. What changed there:",
            *(f"  {one}" for one in changed),
        ]
    return [f"The edition of {year} was published before, and nothing in it has changed: {place}"]


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Say what differs between two sets of files, given as checksums by name: a line for each kind of difference."""
    kinds = {
        "new": new.keys() - old.keys(),
        "changed": {name for name in old.keys() & new.keys() if old[name] != new[name]},
        "gone": old.keys() - new.keys(),
    }
    return [f"{kind}: {shortened(sorted(names))}" for kind, names in kinds.items() if names]


def blockers(project: Path, year: int) -> list[str]:
    """List what keeps an edition from being published, each with its remedy, some of several lines."""
    try:
        book = read_book(project, year)
    except ProjectError as error:
        return [str(error)]
    reasons = []
    try:
        reasons += review(project, year).reasons(QUESTIONS)
    except BehindBarsError as error:
        reasons.append(str(error))
    return [*reasons, *_not_built(project, book)]


def _not_built(project: Path, book: Book) -> Iterator[str]:
    """Compare the edition in place with its manifest, and the manifest with the project as it is now."""
    folders = [project / name / str(book.year) for name in ("outputs", "figures")]
    manifest = read_manifest(folders[0] / MANIFEST)
    if not manifest.outputs:
        yield (
            f"outputs/{book.year} holds no edition with a {MANIFEST}. Build it: behindbars build --year {book.year}."
        )
        return
    if changed := differences(manifest.inputs, _sums(own_sources(project, book))):
        heading = "The project is no longer what the edition was made from. Build it again, or undo the change:"
        yield "\n  ".join([heading, *changed])
    files = {file for folder in folders for file in visible_files(folder)} - {folders[0] / MANIFEST}
    if changed := differences(manifest.outputs, checksums(project, files)):
        heading = "Files of the edition are not those that were built. Keep your changes elsewhere, and build it again:"
        yield "\n  ".join([heading, *changed])


def place_faults(folder: Path, project: Path, year: int) -> list[str]:
    """List why an edition may not be published in a folder: what is not ours is never overwritten."""
    if folder.is_symlink() and not folder.exists():
        return [f"{folder} is a link that leads nowhere. Name another folder."]
    if folder.exists() and not folder.is_dir():
        return [f"{folder} is a file. Name a folder."]
    if folder.resolve().is_relative_to(project.resolve()):
        parts = folder.resolve().relative_to(project.resolve()).parts
        if len(parts) != 1 or parts[0].startswith("."):
            return [f"{folder} is the project itself, or deep inside it. Name another folder, such as site."]
    visible = [path.name for path in sorted(folder.glob("*")) if not path.name.startswith(".")]
    pages = [folder / name for name in (INDEX, WRONG_ADDRESS) if name in visible]
    strange = [file for file in pages if GENERATOR not in file.read_text(encoding="utf-8", errors="replace")]
    if visible and not any(folder.glob(f"*/{EDITION}")) and (strange or not pages):
        return [f"{folder} is not empty and holds no editions: {shortened(visible)}. Name an empty or a new folder."]
    faults = [f"{file} was not made by this program. Move it away, or name another folder." for file in strange]
    place = folder / str(year)
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        return [*faults, f"{place} is a link or a file. Move it away."]
    found = [file.relative_to(place).as_posix() for file in visible_files(place)]
    if unknown := sorted({*found} - {*_read_sums(place), CHECKSUMS}):
        faults.append(
            f"{place} holds files that were not published: {shortened(unknown)}. Move them away: the folder of an "
            "edition is replaced as a whole."
        )
    return faults


def _published(folder: Path, year: int, faults: list[str]) -> list[dict[str, Any]]:
    """Read what the list of editions tells of the other ones in a folder; a message for each that cannot be read."""
    editions = []
    for file in sorted(folder.glob(f"*/{EDITION}")):
        if file.parent.name == str(year):
            continue
        try:
            edition = json.loads(file.read_text(encoding="utf-8"))
            if str(edition["year"]) != file.parent.name:
                raise ValueError(f"it is of {edition['year']}")
            if lacking := set(TOLD) - edition.keys():
                raise ValueError(f"it lacks {', '.join(sorted(lacking))}")
            if not file.with_name(CHECKSUMS).is_file():
                raise ValueError(f"there is no {CHECKSUMS} beside it")
            editions.append(edition)
        except (OSError, ValueError, TypeError, KeyError) as error:
            name = f"{file.parent.name}/{EDITION}"
            faults.append(f"{name} is no description of an edition ({error}). Restore it, or move its folder away.")
    return editions


def _around(
    project: Path, folder: Path, files: Mapping[str, bytes], others: Sequence[dict[str, Any]]
) -> dict[str, bytes]:
    """Write what belongs to all editions: their list, the page for wrong addresses, the checksums."""
    edition = json.loads(files[EDITION])
    editions = sorted([edition, *others], key=lambda each: -int(each["year"]))
    title, lang = editions[0]["title"], editions[0]["lang"]
    site = next((each["site"] for each in editions if each["site"] and not DOI.fullmatch(each["site"])), None)
    pages = {
        INDEX: page(project, INDEX, title=title, lang=lang, editions=editions),
        WRONG_ADDRESS: page(project, WRONG_ADDRESS, title=title, lang=lang, site=site),
    }
    sums = _sums(pages) | {f"{edition['year']}/{name}": digest for name, digest in _sums(files).items()}
    for other in others:
        place = folder / str(other["year"])
        sums |= {f"{place.name}/{name}": digest for name, digest in _read_sums(place).items()}
    sums.pop(f"{edition['year']}/{CHECKSUMS}")
    return pages | {CHECKSUMS: _listed(sums), ".nojekyll": b""}


def _data(project: Path, book: Book) -> dict[str, bytes]:
    """Read the data of an edition: tables, descriptor and list of sources."""
    files = {
        name.removeprefix(DATA): file for name, file in own_sources(project, book).items() if name.startswith(DATA)
    }
    return {name: file for name, file in files.items() if name.endswith(".csv") or name in (DESCRIPTOR, REFERENCES)}


def _sums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: checksum(content) for name, content in files.items()}


def _listed(sums: Mapping[str, str]) -> bytes:
    """List checksums in the form that ``sha256sum --check`` reads."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode("utf-8")


def _read_sums(folder: Path) -> dict[str, str]:
    """Read the list of checksums in a folder; nothing if there is none."""
    file = folder / CHECKSUMS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else ()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


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


def _finish(folder: Path) -> None:
    """Finish the move of an edition whose process was killed, and remove what it left."""
    if (folder / WORK).is_dir():
        finish(folder, folder / WORK)
        shutil.rmtree(folder / WORK)
