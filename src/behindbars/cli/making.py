"""The commands that make an edition, and say what the machine has for it."""

from __future__ import annotations

import sys
from typing import Any

import click
from tqdm import tqdm

from behindbars.cli.common import project_of, shown, year_option

RENDERERS = click.Choice(["auto", "quarto", "embedded"])


def renderer_option(command: Any) -> Any:
    """Let a command take the renderer."""
    return click.option(
        "--renderer",
        type=RENDERERS,
        default="auto",
        show_default=True,
        help="quarto needs Quarto on this machine; embedded needs nothing else; auto takes Quarto if it is there.",
    )(command)


def workers_option(command: Any) -> Any:
    """Let a command take the number of notebooks that run at the same time."""
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

    project = project_of(ctx)
    year = year or default_year(project)
    click.echo(f"Building the edition of {year} in {shown(project / 'outputs' / str(year))}", err=True)
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
        click.echo(f"  {shown(file)}")


@click.command()
@year_option
@renderer_option
@workers_option
@click.pass_context
def build(ctx: click.Context, year: int | None, renderer: str, workers: int) -> None:
    """Make the whole edition: run the notebooks, draw the charts, write every file that is to be read."""
    _build(ctx, year, renderer=renderer, workers=workers)


@click.command()
@year_option
@workers_option
@click.pass_context
def run(ctx: click.Context, year: int | None, workers: int) -> None:
    """Run the notebooks and draw the charts, without making what is to be read."""
    _build(ctx, year, render=False, workers=workers)


@click.command()
@year_option
@renderer_option
@click.pass_context
def render(ctx: click.Context, year: int | None, renderer: str) -> None:
    """Make what is to be read (HTML, PDF, Word, fact sheets, data) from notebooks that were run before."""
    _build(ctx, year, run=False, renderer=renderer)


@click.command()
def doctor() -> None:
    """Say what this machine has, and what each missing part would add."""
    from behindbars.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding)
    if any(finding.needed and not finding.found for finding in findings):
        sys.exit(1)
