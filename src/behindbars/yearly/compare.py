"""The comparison of two editions as a document: once in Markdown, and from it a page."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from behindbars.build.apart import write
from behindbars.build.formats.collect import ChapterText
from behindbars.build.formats.web import document
from behindbars.build.project import placed
from behindbars.errors import ParameterError
from behindbars.package import DataPackage, load
from behindbars.report import asked_and_signed, changes, changes_by_country, corrections, open_edition
from behindbars.report.edition import Edition
from behindbars.report.text import callout
from behindbars.words.markdown import escape

FOLDER = Path("outputs", "compare")
"""Where a comparison is written unless another folder is named, in the project."""


def write_comparison(project: Path, first: int, last: int, folder: Path | None = None, lang: str = "en") -> list[Path]:
    """Compare two editions, and write what changed as Markdown and as a page; give the two files.

    Raises
    ------
    DataError, ProjectError
        If the data or the configuration has faults.
    ParameterError
        If there is no such edition, or the second is not the later one.
    RenderError
        If the page cannot be made.
    OSError
        If a file cannot be written; nothing has changed then.
    """
    check_years(load(project / "data"), first, last)
    text = comparison(open_edition(last, lang=lang, project=project), first)
    folder, name = folder or project / FOLDER, f"compare-{first}-{last}"
    page = document(ChapterText(f"{name}.md", text), project)
    contents = {f"{name}.md": text.encode("utf-8"), f"{name}.html": page.encode("utf-8")}
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".") as aside:
        write(contents, Path(aside, "made"))
        with placed(Path(aside, "made"), folder, contents, Path(aside)):
            return [folder / name for name in contents]


def check_years(package: DataPackage, first: int, last: int) -> None:
    """Refuse two years that are not those of an earlier and a later edition, by a ParameterError."""
    for year in (first, last):
        if year not in package.years:
            there_are = ", ".join(map(str, package.years))
            raise ParameterError(f"There is no edition of {year}; the data has these: {there_are}.")
    if first == last:
        raise ParameterError(f"An edition is compared with another one: name two years, not {first} twice.")
    if first > last:
        raise ParameterError(f"Name the earlier edition first: {last} {first}.")


def comparison(edition: Edition, first: int) -> str:
    """Write the comparison of an edition with an earlier one, in Markdown."""
    words, years = edition.words, {"first": str(first), "last": str(edition.year)}
    statements = edition.package.statements
    made_from = {
        "first_title": escape(statements[first].title),
        "first_cited": f"[@{statements[first].key}]",
        "last_title": escape(edition.statement.title),
        "last_cited": f"[@{edition.statement.key}]",
    }
    draft = {"n": len(edition.questions), "year": str(edition.year)}
    note = callout("warning", words.say("compare.draft", **draft), words.say("compare.note", **draft))
    parts = [
        f"# {words.say('compare.title', **years)}",
        words.say("compare.opening", **years, **made_from),
        note if len(edition.questions) else "",
        changes(edition, first).markdown,
        changes_by_country(edition, first).markdown,
        asked_and_signed(edition, first).markdown,
        corrections(edition, since=first).markdown,
        f"## {words.say('compare-sources')}",
        "::: {#refs}\n:::",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
