"""How long a command takes, and how much memory it and all that it starts hold at the same time."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

EVERY = 0.1
"""Time between two looks at the memory, s."""
MEASURE = "PSS" if psutil.LINUX else "USS"
"""Forked processes share pages: PSS counts a page that n processes share as 1/n in each; USS leaves it out."""


class FailedCommandError(Exception):
    """A command that is measured did not end well; its last words are the message."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Run a command, and give how long it took, s.

    Raises
    ------
    FailedCommandError
        If it ends with an error.
    """
    begun = time.perf_counter()
    _finish(_start(command, folder, environment), command)
    return time.perf_counter() - begun


def peak(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Run a command, and give the most memory that it and its descendants held together, MB, as `MEASURE`.

    Looking takes time, so that this run is not one to be timed.
    """
    process = _start(command, folder, environment)
    most = 0.0
    ended = threading.Event()

    def look() -> None:
        nonlocal most
        while not ended.wait(EVERY):
            most = max(most, _memory(process.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        _finish(process, command)
    finally:
        ended.set()
        watcher.join()
    return most


def _memory(pid: int) -> float:
    held = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                held += getattr(each.memory_full_info(), MEASURE.lower())
    return held / 1e6


def _start(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _finish(process: subprocess.Popen[str], command: Sequence[str]) -> None:
    said, _ = process.communicate()
    if process.returncode:
        raise FailedCommandError(f"{' '.join(command)}:\n{said[-2000:]}")
