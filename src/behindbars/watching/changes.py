"""Hears when something is saved. What was heard is only a hint: whether a file changed, its content decides."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

import watchfiles

from behindbars.errors import ProjectError
from behindbars.watching.inputs import is_lasting

QUIET_SECONDS = 0.3
"""How long nothing more is saved before a save has ended: some programs write in several steps."""
TURN_SECONDS = 0.5
"""How long one waits in one go: on Windows, Ctrl+C is heard only in between."""


class Changes:
    """Hears what is saved in some folders, also while nobody waits for it."""

    def __init__(self) -> None:
        self._heard: SimpleQueue[Exception | None] = SimpleQueue()
        self._folders: frozenset[Path] = frozenset()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(TURN_SECONDS)

    def listen_to(self, folders: Iterable[Path]) -> None:
        """Listen to these folders from now on, and to no other; not to the folders in them."""
        wanted = frozenset(folder for folder in folders if folder.is_dir())
        if wanted == self._folders:
            return
        self._stop.set()
        self._folders, self._stop = wanted, threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(wanted, self._stop), daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until something was saved and the saving has ended.

        Parameters
        ----------
        seconds : float
            Longest time to wait for the first hint.

        Returns
        -------
        bool
            Whether something was heard.

        Raises
        ------
        ProjectError
            If the system does not let us listen.
        """
        heard = False
        left = seconds
        while left > 0:
            turn = QUIET_SECONDS if heard else min(left, TURN_SECONDS)
            try:
                if error := self._heard.get(timeout=turn):
                    raise ProjectError(
                        f"The system does not say when a file is saved: {error}. With the environment variable "
                        "WATCHFILES_FORCE_POLLING=true, the program looks by itself."
                    )
                heard = True
            except Empty:
                if heard:
                    break
                left -= turn
        return heard

    def _listen(self, folders: frozenset[Path], stop: threading.Event) -> None:
        try:
            for _ in watchfiles.watch(
                *folders,
                watch_filter=lambda change, path: is_lasting(Path(path)),
                recursive=False,
                stop_event=stop,
                rust_timeout=1000,
            ):
                self._heard.put(None)
        except Exception as error:  # of several kinds, by system; whoever waits is told
            self._heard.put(error)
