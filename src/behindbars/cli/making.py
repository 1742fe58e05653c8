"""The commands that make an edition, and say what the machine has for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from behindbars.cli.common import project_of, shown, year_option

if TYPE_CHECKING:
    from behindbars.steps.step import Step

RENDERERS = click.Choice(["auto", "quarto", "embedded"])


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
    from behindbars.build import build
    from behindbars.edition import default_year
    from behindbars.workshop import Progress

    project = project_of(ctx)
    year = year or default_year(project)
    click.echo(f"Building the edition of {year} in {shown(project / 'outputs' / str(year))}", err=True)
    # Where nobody watches, as in a log, a bar is noise: the steps are enough.
    with tqdm(
        desc=f"Edition {year}", unit="step", bar_format="{desc} |{bar:30}| {n_fmt}/{total_fmt}", disable=None
    ) as bar:

        def more(steps: int) -> None:
            bar.total = (bar.total or 0) + steps
            bar.refresh()

        def said(words: str) -> None:
            tqdm.write(f"  {words}", file=sys.stderr)

        def step(done: Step, why: str | None) -> None:
            if why and done.did:
                said(done.did)
            bar.update()

        files = build(project, year, progress=Progress(more, step, said), **options)
    if not options.get("render", True):
        click.echo("What is to be read, if anything, is still that of the last build; behindbars render makes it anew.")
    click.echo("Ready to open:")
    for file in files:
        click.echo(f"  {shown(file)}")


@click.command()
@year_option
@_renderer_option
@_workers_option
@click.pass_context
def build(ctx: click.Context, year: int | None, renderer: str, workers: int) -> None:
    """Make the whole edition: run the notebooks, draw the charts, write every file that is to be read."""
    _build(ctx, year, renderer=renderer, workers=workers)


@click.command()
@year_option
@_workers_option
@click.pass_context
def run(ctx: click.Context, year: int | None, workers: int) -> None:
    """Run the notebooks and draw the charts, without making what is to be read."""
    _build(ctx, year, render=False, workers=workers)


@click.command()
@year_option
@_renderer_option
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
