"""The command line: thin over the functions of the package."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path

import click

from behindbars import __version__
from behindbars.cli import finishing, making, yearly
from behindbars.cli.common import Commands


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


for _command in (
    making.build,
    making.watch,
    making.doctor,
    yearly.new_year,
    yearly.new_country,
    yearly.export,
    yearly.import_,
    yearly.not_mentioned,
    yearly.check,
    yearly.audit,
    yearly.compare,
    finishing.accept,
    finishing.publish,
):
    main.add_command(_command)
