"""The commands that make an edition, and say what the machine has for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from behindbars.cli.common import project_of, shown, year_option

if TYPE_CHECKING:
    from behindbars.how import How
    from behindbars.steps.step import Step

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


def steps_options(command: Any) -> Any:
    """Let a command take how notebooks are run and charts drawn; none of it shows in an edition."""
    options = (
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            default=_processors,
            show_default="the processors of this machine, 4 at most",
            help="How much is done at the same time; each needs some 200 MB of memory.",
        ),
        click.option(
            "--kernel",
            type=click.Choice(["forked", "ordinary"]),
            help="How notebooks are started: forked is fast, and the default where the system allows it; "
            "ordinary is what Jupyter does. Both write the same.",
        ),
        click.option(
            "--timeout",
            "limit",
            type=click.FloatRange(min=1),
            default=600,
            show_default=True,
            metavar="SECONDS",
            help="How long a notebook may run before it is ended.",
        ),
        click.option(
            "--scheduler",
            metavar="ADDRESS",
            help="Have the workers of a Dask cluster run the notebooks and draw the charts, such as tcp://10.0.0.5:8786.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


_explain_option = click.option(
    "--explain", is_flag=True, help="Say of each step why it is done, or that it need not be."
)


def _processors() -> int:
    from behindbars.processes import processors

    return min(4, processors())


def how_of(options: dict[str, Any]) -> How:
    """Take the options of `steps_options` out of those of a command."""
    from behindbars.how import How

    names = ("workers", "kernel", "limit", "scheduler")
    return How(**{name: value for name in names if (value := options.pop(name, None)) is not None})


def _build(ctx: click.Context, year: int | None, *, explain: bool = False, **options: Any) -> None:
    from behindbars.build import build
    from behindbars.edition import default_year
    from behindbars.how import Progress

    project = project_of(ctx)
    year = year or default_year(project)
    click.echo(f"Building the edition of {year} in {shown(project / 'outputs' / str(year))}", err=True)
    how = how_of(options)
    # Where nobody watches, as in a log, a bar is noise: the steps are enough.
    with tqdm(
        desc=f"Edition {year}",
        unit="step",
        bar_format="{desc} |{bar:30}| {n_fmt}/{total_fmt}, {remaining} left",
        disable=None,
    ) as bar:

        def more(steps: int) -> None:
            bar.total = (bar.total or 0) + steps
            bar.refresh()

        def said(words: str) -> None:
            tqdm.write(f"  {words}", file=sys.stderr)

        def step(done: Step, why: str | None) -> None:
            if explain:
                said(f"{done.name}: {why or 'nothing changed'}")
            elif why and done.did:
                said(done.did)
            bar.update()

        if how.note:
            said(how.note)
        files = build(project, year, how=how, progress=Progress(more, step, said), **options)
    if not options.get("render", True):
        click.echo("What is to be read, if anything, is still that of the last build; behindbars render makes it anew.")
    click.echo("Ready to open:")
    for file in files:
        click.echo(f"  {shown(file)}")


@click.command()
@year_option
@renderer_option
@steps_options
@_explain_option
@click.pass_context
def build(ctx: click.Context, /, year: int | None, **options: Any) -> None:
    """Make the whole edition: run the notebooks, draw the charts, write every file that is to be read.

    What was made before from the same data, notebooks and program is not made again.
    """
    _build(ctx, year, **options)


@click.command()
@year_option
@steps_options
@_explain_option
@click.pass_context
def run(ctx: click.Context, /, year: int | None, **options: Any) -> None:
    """Run the notebooks and draw the charts, without making what is to be read."""
    _build(ctx, year, render=False, **options)


@click.command()
@year_option
@renderer_option
@_explain_option
@click.pass_context
def render(ctx: click.Context, /, year: int | None, **options: Any) -> None:
    """Make what is to be read (HTML, PDF, Word, fact sheets, data) from notebooks that were run before."""
    _build(ctx, year, run=False, **options)


@click.command()
def doctor() -> None:
    """Say what this machine has, and what each missing part would add."""
    from behindbars.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(finding)
    if any(finding.needed and not finding.found for finding in findings):
        sys.exit(1)
