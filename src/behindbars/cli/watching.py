"""The command that builds again whenever something is saved."""

from __future__ import annotations

from typing import Any

import click

from behindbars.cli.common import message_of, project_of, year_option
from behindbars.cli.making import how_of, renderer_option, steps_options


@click.command()
@year_option
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    help="Number in the page's address; by default 8124, or the next one that no other program uses.",
)
@click.option("--open/--no-open", "open_browser", help="Open the page in your browser.")
@renderer_option
@steps_options
@click.pass_context
def watch(
    ctx: click.Context, /, year: int | None, port: int | None, open_browser: bool, renderer: str, **options: Any
) -> None:
    """Keep the edition up to date while you work: it is built again whenever you save a file.

    Open the address that the command prints in your browser, and leave it open. Save a table, a chapter or
    a notebook: after the build the page shows the new edition by itself, at the place where you were. If
    there is a fault in what you saved, the page says what to mend, above the last good edition.

    The page is served to this computer only, and nothing on it is published. Ctrl-C ends it.
    """
    from behindbars.edition import default_year
    from behindbars.watching.loop import Voice
    from behindbars.watching.watch import watch as keep_up_to_date

    project = project_of(ctx)

    def complain(error: Exception) -> str:
        message = message_of(error)
        click.secho(message, err=True, fg="red")
        return message

    keep_up_to_date(
        project,
        year or default_year(project),
        Voice(click.echo, complain),
        renderer=renderer,
        how=how_of(options),
        port=port,
        open_browser=open_browser,
    )
