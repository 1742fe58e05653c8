"""What the folder of a published edition holds: its first page, its downloads, charts, notebooks and checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from behindbars.archive import CHECKSUMS
from behindbars.build import MANIFEST
from behindbars.cover import read_cover
from behindbars.dataset import Dataset
from behindbars.dates import readable
from behindbars.edition import Edition
from behindbars.errors import ProjectError
from behindbars.manifest import read_manifest
from behindbars.publishing.citation import DOI, edition_work, read_publication, statement_work
from behindbars.publishing.destination import EDITION, PublishedEdition
from behindbars.render import FACT_SHEETS
from behindbars.render.site import Download, Group, cite_page, downloads_page, link_from

INDEX = "index.html"
WHOLE = "the-whole-edition"
BOOK, CHARTS, NOTEBOOKS = "book", "charts", "notebooks"
WHAT = {
    ".html": ("Web page in one file", "Opens on any screen and without a network; search, charts and tables inside."),
    ".pdf": ("PDF", "A4, for paper and for screen readers: tagged, with bookmarks and links."),
    ".docx": ("Word", "For whoever goes on writing: real headings, captions and notes."),
    ".xlsx": ("Excel", "The tables of the data, a sheet each, and the meaning of every column."),
    ".zip": ("Data", "The data package with the workbook, the charts and the executed notebooks."),
}
"""What each kind of finished file is: its name, and for whom."""
CHART_KINDS = {
    ".svg": "drawing that can be enlarged",
    ".png": "picture",
    ".json": "Vega-Lite specification",
    ".csv": "data",
}


def edition_files(project: Path, edition: Edition, dataset: Dataset, site: str | None) -> dict[str, bytes]:
    """Compose the folder of an edition from what was built.

    Parameters
    ----------
    project : Path
        The project folder, with the edition in place.
    edition : Edition
        The edition.
    dataset : Dataset
        The data package.
    site : str or None
        Address that all editions are found at, or the DOI of this one; None if it is not known.

    Returns
    -------
    dict of str to bytes
        Contents by name; the same project gives the same.

    Raises
    ------
    ProjectError
        If the edition has no first page, or two files go by one name.
    """
    files = _built(project, edition)
    first = INDEX if INDEX in files else f"{edition.output_file}.html"
    page = link_from(files[first].decode("utf-8")) if first in files else None
    if page is None:
        raise ProjectError(f"outputs/{edition.year} has no first page to publish. Build the edition again.")
    files[INDEX] = page.encode("utf-8")
    statement, publication = dataset.statements[edition.year], read_publication(project)
    address = site if site is None or DOI.fullmatch(site) else f"{site}/{edition.year}/"
    works = [
        ("The edition", edition_work(edition, publication, address)),
        ("The statement", statement_work(statement)),
    ]
    groups = _groups(edition, files, {country.slug: country.name_en for country in dataset.countries.values()})
    dated = readable(statement.date)
    described = PublishedEdition(
        year=edition.year,
        title=edition.title,
        subtitle=edition.subtitle,
        date=statement.date or edition.date.isoformat(),
        date_words=dated.words() if dated else str(edition.year),
        finding=read_cover(edition, project).finding,
        lang=edition.lang,
        holds=_holds(edition, files, groups),
        site=site,
    )
    made = {
        EDITION: described.json(),
        "downloads.html": downloads_page(project, edition, groups),
        "cite.html": cite_page(project, edition, works, publication),
    }
    for name, text in made.items():
        if name in files:
            raise ProjectError(f"The book has a page {name}, which publishing needs. Rename the chapter.")
        files[name] = text.encode("utf-8")
    return files | {CHECKSUMS: sums(files).encode("utf-8")}


def sums(files: Mapping[str, bytes]) -> str:
    """List checksums in the form that ``sha256sum --check`` reads."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def _built(project: Path, edition: Edition) -> dict[str, bytes]:
    """Read what was built, by its name in the published folder: pages of a book at the top, charts in a folder."""
    out, figures = PurePosixPath("outputs", str(edition.year)), PurePosixPath("figures", str(edition.year))
    manifest = read_manifest(project / out / MANIFEST)
    files: dict[str, bytes] = {MANIFEST: (project / out / MANIFEST).read_bytes()}
    for name in manifest.outputs if manifest else ():
        path = PurePosixPath(name)
        if path.is_relative_to(figures):
            goal = CHARTS / path.relative_to(figures)
        elif path.is_relative_to(out / BOOK):
            goal = path.relative_to(out / BOOK)
        elif path.suffix == ".ipynb":
            goal = NOTEBOOKS / path.relative_to(out)
        else:
            goal = path.relative_to(out)
        if goal.as_posix() in files:
            raise ProjectError(f"Two files of the edition would be published as {goal}: {name} is one. Rename it.")
        files[goal.as_posix()] = (project / name).read_bytes()
    return files


def _finished(edition: Edition, files: Iterable[str]) -> dict[str, str]:
    """Find the finished files to hand on, by their ending, in the order of `WHAT`."""
    names = {ending: f"{edition.output_file}{'-data' if ending == '.zip' else ''}{ending}" for ending in WHAT}
    return {ending: name for ending, name in names.items() if name in files}


def _holds(edition: Edition, files: Mapping[str, bytes], groups: Iterable[Group]) -> tuple[tuple[str, str], ...]:
    finished = _finished(edition, files)
    return (
        ("Read it", INDEX),
        *((WHAT[ending][0], name) for ending, name in finished.items() if ending != ".html"),
        *((group.title, f"downloads.html#{group.id}") for group in groups if group.id != WHOLE),
        ("How to cite", "cite.html"),
    )


def _groups(edition: Edition, files: Mapping[str, bytes], countries: Mapping[str, str]) -> list[Group]:
    """Sort the files into groups, each file with what it is."""

    def listed(names: Mapping[str, str]) -> list[Download]:
        return [
            Download(name, what, len(files[name]), hashlib.sha256(files[name]).hexdigest())
            for name, what in names.items()
        ]

    inside = {
        folder: sorted(name for name in files if name.startswith(f"{folder}/"))
        for folder in (FACT_SHEETS, CHARTS, NOTEBOOKS)
    }
    stems = {name: PurePosixPath(name).stem for names in inside.values() for name in names}
    sheets = {
        name: f"{_country(stems[name].removesuffix(f'-{edition.year}'), countries)} on one page, A4."
        for name in inside[FACT_SHEETS]
    }
    notebooks = {name: f"{_country(stems[name], countries)}, as it was run." for name in inside[NOTEBOOKS]}
    whole = {name: WHAT[ending][1] for ending, name in _finished(edition, files).items()}
    whole[MANIFEST] = "What the edition was made from: versions, parameters and checksums."
    groups = [
        Group("The whole edition", "", listed(whole)),
        Group("Fact sheets", "", listed(sheets)),
        Group(
            "Charts",
            "Each chart as drawing, picture, specification and data; “narrow” is drawn for a phone.",
            listed(_charts(files, inside[CHARTS])),
            folded=True,
        ),
        Group(
            "Notebooks",
            "They open in JupyterLab in the project, or in the unpacked data.",
            listed(notebooks),
            folded=True,
        ),
    ]
    return [group for group in groups if group.files]


def _charts(files: Mapping[str, bytes], names: Iterable[str]) -> dict[str, str]:
    """Say what each file of a chart is: its caption and its kind."""
    captions = {
        PurePosixPath(name).stem: json.loads(files[name])["usermeta"]["caption"]
        for name in names
        if name.endswith(".json")
    }
    told = {}
    for name in names:
        path = PurePosixPath(name)
        kind, stem = CHART_KINDS.get(path.suffix, "file"), path.stem.removesuffix("-narrow")
        phone = ", for a phone" if path.stem != stem else ""
        told[name] = f"{captions.get(stem, 'The picture on the cover')}: {kind}{phone}."
    return told


def _country(slug: str, countries: Mapping[str, str]) -> str:
    return countries.get(slug, slug.replace("_", " "))
