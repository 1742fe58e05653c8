"""Starts the command anew in its place, when the program itself was changed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from behindbars.errors import ProjectError
from behindbars.processes import end_children

TRIAL = "import behindbars.cli, behindbars.watching.watch"
"""Loads everything that a watch consists of."""


def check_code() -> None:
    """See that the program can start as it is now.

    Raises
    ------
    ProjectError
        If not, with the last words of the attempt.
    """
    done = subprocess.run([sys.executable, "-c", TRIAL], capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        where = [line for line in lines if line.startswith("File ")][-1:]
        raise ProjectError("\n  ".join(["The program was changed and cannot start:", *where, *lines[-1:]]))


def restart(port: int) -> None:
    """Start this command anew, with the same arguments and the same port, in the same process.

    Raises
    ------
    ProjectError
        Where the system knows no such way.
    """
    if os.name != "posix":
        raise ProjectError("The program itself was changed. Start behindbars watch again to use it.")
    more = ["--port", str(port), "--no-open"]
    arguments = sys.orig_argv[1:]
    sys.stdout.flush()
    sys.stderr.flush()
    end_children()
    with suppress(ChildProcessError):  # none of them is left as a dead child of the new program
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    os.execv(sys.executable, [sys.executable, *arguments, *(more if arguments[-len(more) :] != more else ())])
