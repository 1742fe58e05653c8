"""The comparison of two editions as a document: once in Markdown, and from it a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from behindbars.comparison.change_text import as_a_whole, overview_of, sections
from behindbars.comparison.changes import Comparison
from behindbars.comparison.compare import compare
from behindbars.comparison.definitions import definition_changes
from behindbars.comparison.revisions import Revision, is_published, revisions
from behindbars.dataset import Dataset, load
from behindbars.files import write_all
from behindbars.markdown import Table, attribute, escape
from behindbars.region_text import correction_list
from behindbars.render.collect import ChapterText
from behindbars.render.document import document
from behindbars.wording import capital, counted

FOLDER = Path("outputs", "compare")
"""Where a comparison is written unless another folder is named, in the project."""
WHOLE_ROW = {"added": ("not in it", "added"), "removed": ("in it", "no longer there")}


def write_comparison(project: Path, first: int, last: int, folder: Path | None = None) -> list[Path]:
    """Compare two editions, and write what changed as Markdown and as a page.

    Parameters
    ----------
    project : Path
        The project folder.
    first, last : int
        Years of the earlier and of the later edition.
    folder : Path, optional
        Where to write; made where it is missing.

    Returns
    -------
    list of Path
        The two files.

    Raises
    ------
    DataError, ProjectError
        If the data, a copy of published data, or the configuration has faults.
    ParameterError
        If there is no such edition, or the second is not the later one.
    RenderError
        If the page cannot be made.
    OSError
        If a file cannot be written; nothing has changed then.
    """
    dataset = load(project / "data")
    comparison = compare(dataset, first, last)
    text = comparison_markdown(project / "data", dataset, comparison)
    folder = folder or project / FOLDER
    name = f"compare-{first}-{last}"
    page = document(ChapterText(f"{name}.md", text), project)
    folder.mkdir(parents=True, exist_ok=True)
    contents = {folder / f"{name}.md": text.encode("utf-8"), folder / f"{name}.html": page.encode("utf-8")}
    write_all(contents)
    return list(contents)


def comparison_markdown(data: Path, dataset: Dataset, comparison: Comparison) -> str:
    """Write the comparison of two editions, with what was revised since each was published.

    Parameters
    ----------
    data : Path
        Folder of the data package, with the copies of what was published.
    dataset : Dataset
        The same data package, valid.
    comparison : Comparison
        Of the two editions.

    Raises
    ------
    DataError, ProjectError
        If a copy of published data cannot be read.
    """
    first, last = comparison.first, comparison.last
    corrected = correction_list(dataset, [one for one in dataset.corrections if first <= one.year <= last])
    parts = [
        f"# What changed from {first} to {last}",
        _opening(dataset, comparison),
        _draft(comparison),
        overview_of(dataset, comparison),
        *sections(dataset, comparison),
        as_a_whole(comparison),
        _revised(data, dataset, (first, last)),
        _defined(data, dataset, (first, last)),
        f"## Corrections\n\n{corrected}" if corrected else "",
        "## Sources",
        "::: {#refs}\n:::",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(dataset: Dataset, comparison: Comparison) -> str:
    editions = [
        f"the edition of {year} is made from *{escape(statement.title)}* [@{statement.key}]"
        for year in (comparison.first, comparison.last)
        for statement in (dataset.statements[year],)
    ]
    return (
        f"{capital('; '.join(editions))}. Differences are given only between values of one series, unit and length of "
        "period. Figures from other public sources are called context."
    )


def _draft(comparison: Comparison) -> str:
    if not comparison.open:
        return ""
    title = f"The edition of {comparison.last} is a draft: {counted(comparison.open, 'question')} still open"
    body = (
        "What nobody has answered yet is neither there nor gone, and is counted apart. "
        f"The command `behindbars check --year {comparison.last}` lists the questions."
    )
    return f'::: {{.callout-warning title="{attribute(title)}"}}\n{body}\n:::'


def _revised(data: Path, dataset: Dataset, years: Iterable[int]) -> str:
    parts = []
    for year in years:
        if not is_published(data, year):
            continue
        rows = [cells for one in revisions(data, dataset, year) for cells in _revision_rows(one)]
        if rows:
            caption = f"What the edition of {year} published, and what the data says now"
            columns = ("Row", "Column", "Published", "Now")
            parts.append(Table(f"revisions-{year}", caption, columns, rows, (24, 14, 31, 31)).markdown())
        else:
            parts.append(f"The data of the edition of {year} is as it was published.")
    return "\n\n".join(["## Since they were published", *parts]) if parts else ""


def _revision_rows(one: Revision) -> list[list[str]]:
    """Print a revision: a row of the table for each cell that changed."""
    named = f"{one.table}, {one.row}" + (f" ({one.country})" if one.country else "")
    named += ", context" if one.is_context else ""
    if one.kind != "changed":
        return [[escape(named), "the whole row", *WHOLE_ROW[one.kind]]]
    return [[escape(text) or "empty" for text in (named, *cell)] for cell in one.cells]


def _defined(data: Path, dataset: Dataset, years: Iterable[int]) -> str:
    changes = dict.fromkeys(one for year in years for one in definition_changes(data, dataset, year))
    if not changes:
        return ""
    cells = [
        [
            escape(f"{one.table}, {one.row}"),
            escape(one.column.removesuffix("_en")) or "the whole row",
            escape(one.old) or "empty",
            (escape(one.new) or "empty") if one.column else "no longer there",
        ]
        for one in changes
    ]
    caption = "Definitions that changed since: a value may mean something else than it did"
    columns = ("Definition", "Column", "Published", "Now")
    return f"## Definitions\n\n{Table('definitions', caption, columns, cells, (22, 14, 32, 32)).markdown()}"
