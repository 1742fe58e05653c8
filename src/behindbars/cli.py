"""The command line: thin over the functions of the package."""

from __future__ import annotations

import errno
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from behindbars import __version__
from behindbars.errors import BehindBarsError

RENDERERS = click.Choice(["auto", "quarto", "embedded"])


class Commands(click.Group):
    """Commands whose foreseen errors are one message, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print a foreseen error and end with exit code 1, or 128 and the signal's number."""
        from behindbars.processes import Stopped, stoppable

        try:
            with stoppable():
                return super().invoke(ctx)
        except Stopped as stopped:
            click.echo("Stopped; the edition in place is a whole one.", err=True)
            ctx.exit(stopped.exit_code)
        except BehindBarsError as error:
            click.secho(str(error), err=True, fg="red")
            ctx.exit(1)
        except OSError as error:
            click.secho(_refusal(error), err=True, fg="red")
            ctx.exit(1)


def _refusal(error: OSError) -> str:
    from behindbars.run import DISK_FULL

    if error.errno in DISK_FULL:
        return "The disk is full. Make room on it and try again; the last edition is untouched."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"The system denies access to {error.filename or 'a file'}. Close the programs that have it open, or see "
            "that you may read and write there, and try again; the last edition is untouched."
        )
    where = f" ({error.filename})" if error.filename else ""
    return f"The system refused: {error.strerror or error}{where}."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="behindbars")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder; by default the current folder or one above it.",
)
@click.pass_context
def main(ctx: click.Context, project: Path | None) -> None:
    """Build the yearly edition of the joint NGO statement on torture in Central Asia.

    Most days you need only two commands: "behindbars check" after you changed the data, and
    "behindbars build" to make the edition.
    """
    ctx.obj = project
    for stream in (sys.stdout, sys.stderr):
        # A console or a log that knows no Cyrillic gets an escape instead of an error.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _project(ctx: click.Context) -> Path:
    from behindbars.project import find_project, settle

    project = find_project(ctx.obj)
    settle(project)
    return project


def _year_option(command: Any) -> Any:
    return click.option(
        "--year", type=int, help="Year that the edition reports on; by default the one named in _quarto.yml."
    )(command)


def _renderer_option(command: Any) -> Any:
    return click.option(
        "--renderer",
        type=RENDERERS,
        default="auto",
        show_default=True,
        help="quarto needs Quarto on this machine; embedded needs nothing else; auto takes Quarto if it is there.",
    )(command)


def _workers_option(command: Any) -> Any:
    return click.option(
        "--workers",
        type=click.IntRange(1, 32),
        default=2,
        show_default=True,
        help="How many notebooks run at the same time.",
    )(command)


def _build(ctx: click.Context, year: int | None, **options: Any) -> None:
    from behindbars.build import Progress, build
    from behindbars.edition import default_year

    project = _project(ctx)
    year = year or default_year(project)
    click.echo(f"Building the edition of {year} in {_shown(project / 'outputs' / str(year))}", err=True)
    # Where nobody watches, as in a log, a bar is noise: the steps are enough.
    with tqdm(
        desc=f"Edition {year}", unit="step", bar_format="{desc} |{bar:30}| {n_fmt}/{total_fmt}", disable=None
    ) as bar:

        def total(steps: int) -> None:
            bar.total = steps
            bar.refresh()

        def step(name: str) -> None:
            tqdm.write(f"  {name}", file=sys.stderr)
            bar.update()

        files = build(project, year, progress=Progress(total, step), **options)
    if not options.get("render", True):
        click.echo("What is to be read, if anything, is still that of the last build; behindbars render makes it anew.")
    click.echo("Ready to open:")
    for file in files:
        click.echo(f"  {_shown(file)}")


def _shown(file: Path) -> str:
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


@main.command()
@_year_option
@_renderer_option
@_workers_option
@click.pass_context
def build(ctx: click.Context, year: int | None, renderer: str, workers: int) -> None:
    """Make the whole edition: run the notebooks, draw the charts, write every file that is to be read."""
    _build(ctx, year, renderer=renderer, workers=workers)


@main.command()
@_year_option
@_workers_option
@click.pass_context
def run(ctx: click.Context, year: int | None, workers: int) -> None:
    """Run the notebooks and draw the charts, without making what is to be read."""
    _build(ctx, year, render=False, workers=workers)


@main.command()
@_year_option
@_renderer_option
@click.pass_context
def render(ctx: click.Context, year: int | None, renderer: str) -> None:
    """Make what is to be read (HTML, PDF, Word, fact sheets, data) from notebooks that were run before."""
    _build(ctx, year, run=False, renderer=renderer)


@main.command()
@click.option("--year", type=int, help="Edition year: check also whether this edition can be published.")
@click.pass_context
def check(ctx: click.Context, year: int | None) -> None:
    """Check every table of the data and list all faults at once.

    With --year also list what must be mended or answered before the edition of that year is published.
    """
    from behindbars.dataset import load
    from behindbars.review import review

    project = _project(ctx)
    dataset = load(project / "data")
    click.echo(
        f"No fault: {len(dataset.observation_rows)} values, {len(dataset.safeguards)} findings, "
        f"{len(dataset.cases)} cases, {len(dataset.events)} events, {len(dataset.references)} sources."
    )
    if year is not None:
        found = review(project, year)
        click.echo(found.report(year))
        if not found.ready:
            ctx.exit(1)


@main.command()
@_year_option
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    required=True,
    help="The statement's text: a file .txt, .html, .docx or .pdf.",
)
@click.pass_context
def audit(ctx: click.Context, year: int | None, source: Path) -> None:
    """Compare the data with the text of the statement: each value stands there, each number is in the data."""
    from behindbars.audit.audit import audit as compare
    from behindbars.edition import default_year

    project = _project(ctx)
    result = compare(project / "data", source, year or default_year(project))
    for line in result.lines():
        click.echo(line)
    if not result.passed:
        ctx.exit(1)


@main.command()
@_year_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--all", "everything", is_flag=True, help="Show every change, however many there are.")
@click.pass_context
def accept(ctx: click.Context, year: int | None, yes: bool, everything: bool) -> None:
    """Show what would change in the reference notebooks and charts, ask, and write.

    With the year of a new edition, the references move to it.
    """
    from behindbars import accept as references
    from behindbars.cell_changes import told
    from behindbars.edition import default_year

    project = _project(ctx)
    year = year or default_year(project)
    with references.compare_references(project, year) as proposal:
        if not proposal:
            click.echo("The references are up to date: nothing to accept.")
            return
        for line in told(proposal.changes, everything=everything):
            click.echo(line)
        if proposal.left:
            click.echo(
                f"The references move from {' and '.join(map(str, proposal.left))} to {year}: the notebooks will show "
                f"{year} when they are opened, and _quarto.yml will name {year}. Charts of other years stay."
            )
        if not yes and not references.somebody_answers():
            click.echo(
                "Nobody can be asked here (in continuous integration, or without a terminal), so nothing was written. "
                "Look at the changes above and run behindbars accept on your own machine, or add --yes if you have "
                "read them.",
                err=True,
            )
            ctx.exit(1)
        if not yes and not click.confirm("Accept these changes as the new references?"):
            click.echo("Nothing was written.")
            return
        references.write_references(proposal, project)
        click.echo(f"Accepted: notebooks/ and figures/{year}/ are the new references.")


@main.command()
@click.argument("earlier", type=int)
@click.argument("later", type=int)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; by default outputs/compare in the project.",
)
@click.pass_context
def compare(ctx: click.Context, earlier: int, later: int, folder: Path | None) -> None:
    """Write what changed from the edition of EARLIER to that of LATER, as Markdown and as a page."""
    from behindbars.comparison.pages import write_comparison

    for file in write_comparison(_project(ctx), earlier, later, folder.resolve() if folder else None):
        click.echo(f"Written: {_shown(file)}")


@main.command("new-year")
@click.argument("year", type=int)
@click.pass_context
def new_year(ctx: click.Context, year: int) -> None:
    """Begin the edition of a new YEAR: everything that the last one said becomes a question to answer."""
    from behindbars.beginning import begin_year
    from behindbars.review import review
    from behindbars.worksheet.book import export_worksheet

    project = _project(ctx)
    written = begin_year(project, year)
    if not written:
        click.echo(f"The edition of {year} exists and was left alone.")
        return
    worksheet = project / f"worksheet-{year}.xlsx"
    if not worksheet.exists():
        export_worksheet(project, year, worksheet, review(project, year).open)
        written.append(worksheet)
    click.echo(f"The edition of {year} is begun, as a draft:")
    for file in written:
        click.echo(f"  {_shown(file)}")
    click.echo(f"Next: fill in {worksheet.name} and save it; then behindbars import {worksheet.name}")


@main.command("new-country")
@click.argument("iso3")
@click.option("--year", type=int, help="Edition year; by default the newest edition.")
@click.pass_context
def new_country(ctx: click.Context, iso3: str, year: int | None) -> None:
    """Make the notebook of a country that data/countries.csv has, by its code ISO3, and put it into an edition."""
    from behindbars.beginning import add_country
    from behindbars.edition import available_years

    project = _project(ctx)
    written = add_country(project, iso3, year or max(available_years(project)))
    for file in written:
        click.echo(f"Written: {_shown(file)}")
    if not written:
        click.echo("The country has its chapter; nothing was written.")


@main.command()
@_year_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder for a static host; editions that are in it already stay.",
)
@click.option("--url", help="Address that the folder will be found at, or the edition's DOI; for the citation.")
@click.pass_context
def publish(ctx: click.Context, year: int | None, folder: Path, url: str | None) -> None:
    """Put a finished edition into a folder that any web host can serve."""
    from behindbars.edition import default_year
    from behindbars.project import PUBLISHED
    from behindbars.publishing.publish import publish as put

    project = _project(ctx)
    year = year or default_year(project)
    done = put(project, year, folder, site=url)
    if done.is_new:
        click.echo(f"Published the edition of {year}: {len(done.changes.added)} files in {_shown(done.folder)}")
    elif done.changes:
        click.echo(f"Published the edition of {year} again in {_shown(done.folder)}. What changed there:")
        for line in done.changes.lines():
            click.echo(f"  {line}")
    else:
        click.echo(f"The edition of {year} was published before, and nothing in it has changed: {_shown(done.folder)}")
    kept = (PUBLISHED / str(year)).as_posix()
    click.echo(
        {
            "new": f"The data as they were published are kept in {kept}; add that folder to the repository.",
            "same": f"The data are those that were published before ({kept}).",
            "replaced": f"The data differ from those published before: {kept} was replaced. Commit it.",
        }[done.data]
    )
    click.echo(f"To look at it: {_shown(folder / 'index.html')}")


@main.command()
@_year_option
@click.option(
    "--to",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The workbook; by default worksheet-YEAR.xlsx in the project's folder.",
)
@click.option("--replace", is_flag=True, help="Write over a worksheet that is there.")
@click.pass_context
def export(ctx: click.Context, year: int | None, out: Path | None, replace: bool) -> None:
    """Write the worksheet of an edition: an Excel workbook in which the new statement is entered."""
    from behindbars.edition import default_year
    from behindbars.review import review
    from behindbars.worksheet.book import export_worksheet
    from behindbars.worksheet.importing import is_imported

    project = _project(ctx)
    year = year or default_year(project)
    out = out or project / f"worksheet-{year}.xlsx"
    replace = replace or (out.exists() and is_imported(project, out))
    worksheet = export_worksheet(project, year, out, review(project, year).open, replace=replace)
    asked = sum(line.is_question for sheet in worksheet.sheets for line in sheet.lines)
    click.echo(f"{asked} questions; fill in and save, then: behindbars import {_shown(out)}")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Put what was entered in a worksheet (FILE.xlsx) into the data; nothing is written if it has a fault."""
    from datetime import date

    from behindbars.errors import DataError
    from behindbars.worksheet.importing import import_worksheet

    try:
        lines = import_worksheet(_project(ctx), file, date.today())
    except DataError:
        click.echo(f"Nothing was written. Correct {file.name}, save it, and import it again.", err=True)
        raise
    for line in lines:
        click.echo(line)


@main.command()
def doctor() -> None:
    """Say what this machine has, and what each missing part would add."""
    from behindbars.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding)
    if any(finding.needed and not finding.found for finding in findings):
        sys.exit(1)
