"""What all commands share: foreseen errors as one message, the project, the options."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path
from typing import Any

import click

from behindbars.errors import BehindBarsError


class Commands(click.Group):
    """Commands whose foreseen errors are one message, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print a foreseen error and end with exit code 1, or 128 and the signal's number."""
        from behindbars.build.processes import Stopped, stoppable

        try:
            with stoppable():
                return super().invoke(ctx)
        except Stopped as stopped:
            click.echo("Stopped; the edition in place is a whole one.", err=True)
            ctx.exit(stopped.exit_code)
        except (BehindBarsError, OSError) as error:
            click.secho(message_of(error), err=True, fg="red")
            ctx.exit(1)


def message_of(error: Exception) -> str:
    """Say what an error means to the person at the terminal; one that nobody foresaw is named with its place."""
    if isinstance(error, BehindBarsError):
        return str(error)
    if isinstance(error, OSError):
        return _refusal(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"The program itself failed, which nobody foresaw: {type(error).__name__}: {error} "
        f"({Path(place.filename).name}, line {place.lineno}). Please report it."
    )


def _refusal(error: OSError) -> str:
    from behindbars.build.running import DISK_FULL

    if error.errno in DISK_FULL:
        return "The disk is full. Make room on it and try again; nothing was changed."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return (
            f"The system denies access to {error.filename or 'a file'}. Close the programs that have it open, or see "
            "that you may read and write there, and try again; nothing was changed."
        )
    where = f" ({error.filename})" if error.filename else ""
    return f"The system refused: {error.strerror or error}{where}."


def project_of(ctx: click.Context) -> Path:
    """Find the project that a command works on, with every move finished that a killed process left."""
    from behindbars.build.project import settle
    from behindbars.package import find_project

    project = find_project(ctx.obj)
    settle(project)
    return project


def year_option(command: Any) -> Any:
    """Let a command take the edition year."""
    return click.option(
        "--year", type=int, help="Year that the edition reports on; by default the one named in _quarto.yml."
    )(command)


def shown(file: Path) -> str:
    """Name a file as a person in the current folder would."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)
