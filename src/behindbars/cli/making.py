"""The commands that make an edition, keep it up to date, and say what the machine has for it."""

from __future__ import annotations

import sys
from typing import Any

import click

from behindbars.cli.common import project_of, shown, year_option


def how_options(command: Any) -> Any:
    """Let a command take how an edition is made; but for the renderer, none of it shows in the edition."""
    options = (
        click.option(
            "--renderer",
            type=click.Choice(["auto", "quarto", "embedded"]),
            default="auto",
            show_default=True,
            help="quarto makes a book of web pages besides, and the PDF, and needs Quarto on this machine; "
            "embedded makes all else and needs nothing; auto takes Quarto if it is there.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            help="How much is done at the same time; each needs some 200 MB of memory. By default as many as this "
            "machine has processors, 4 at most.",
        ),
        click.option(
            "--timeout",
            "limit",
            type=click.FloatRange(min=1),
            metavar="SECONDS",
            help="How long a notebook may run before it is ended; by default 600.",
        ),
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help="Have the workers of a Dask cluster do the work, such as tcp://10.0.0.5:8786.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@year_option
@how_options
@click.pass_context
def build(ctx: click.Context, /, year: int | None, renderer: str, **given: Any) -> None:
    """Make the whole edition: run the notebooks, draw the charts, write every file that is to be read.

    A notebook that was run before from the same source, data, program and libraries is not run again.
    """
    from behindbars.build import How, build, default_year

    project = project_of(ctx)
    year = year or default_year(project)
    click.echo(f"Building the edition of {year} in {shown(project / 'outputs' / str(year))}", err=True)
    chosen = {name: value for name, value in given.items() if value is not None}
    files = build(
        project, year, renderer=renderer, how=How(told=lambda said: click.echo(f"  {said}", err=True), **chosen)
    )
    click.echo("Ready to open:")
    for file in files:
        click.echo(f"  {shown(file)}")


@click.command()
@year_option
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    default=8124,
    show_default=True,
    help="Number in the page's address; choose another one if a program uses it.",
)
@how_options
@click.pass_context
def watch(ctx: click.Context, /, year: int | None, port: int, **given: Any) -> None:
    """Keep the edition up to date while you work: it is built again whenever you save a file.

    Open the address that the command prints in your browser, and leave it open. Save a table, a chapter or
    a notebook: after the build the page shows the new edition by itself, at the place where you were. If
    there is a fault in what you saved, the page says what to mend, above the last good edition.

    The page is served to this computer only, and nothing on it is published. Ctrl-C ends it.
    """
    from behindbars.build import default_year
    from behindbars.build.watch import watch

    project = project_of(ctx)
    given["timeout"] = given.pop("limit")
    arguments = [word for name, value in given.items() if value is not None for word in (f"--{name}", str(value))]
    watch(project, year or default_year(project), port, arguments, click.echo)


@click.command()
def doctor() -> None:
    """Say what this machine has, and what each missing part would add."""
    from behindbars.cli.machine import examine

    findings = examine()
    for finding in findings:
        click.echo(finding)
    if any(finding.needed and not finding.found for finding in findings):
        sys.exit(1)
