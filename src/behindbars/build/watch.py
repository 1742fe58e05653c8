"""Keeps an edition up to date while somebody works on it: built again after every save, and shown in the browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import dropwhile
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import watchfiles

from behindbars.build import manifest
from behindbars.build.book import read_book
from behindbars.build.formats.quarto import BOOK
from behindbars.build.processes import Stopped
from behindbars.build.project import settle, visible_files
from behindbars.errors import ParameterError, ProjectError

LOOPBACK, PORT, NEXT_PORTS = "127.0.0.1", 8124, 20
"""Where the page is: to this computer only, at this port or the next one that no other program uses."""
PROGRAM = Path(__file__).parents[1]
AROUND = PROGRAM / "build" / "watch.html"
"""The page around the edition: it asks for the state, and shows the edition in a frame."""
LASTING = re.compile(r"[^.~#].*\.(?!(tmp|temp|bak|part|sw[px]|pyc)$)\w+")
"""Names of files, but for what an editor puts beside a file for a moment."""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN"}
TICK, AGAIN = 0.2, 5
"""How often to look up from listening, and after how long to try again what failed, s: another build may have run."""


def watch(
    project: Path,
    year: int,
    arguments: Sequence[str],
    told: Callable[[str], None],
    *,
    port: int | None = None,
    open_browser: bool = False,
) -> None:
    """Build an edition, serve it, and build it again whenever something is saved, until a signal ends it.

    `arguments` are those of ``behindbars build``, which is called each time: a change of the program counts at once,
    too. `told` is called with each line for the terminal.

    Raises
    ------
    BehindBarsError
        If there is no such edition, it cannot be served, or the system does not tell what is saved. That it cannot be
        built ends nothing.
    """
    book, outputs = read_book(project, year), project / "outputs" / str(year)
    pages = [outputs / BOOK / "index.html", outputs / f"{book.output_file}.html"]
    state = {"title": f"{book.title}, {year}", "building": False, "message": "", **_in_place(outputs, pages)}
    command = [sys.executable, "-m", "behindbars", "--project", str(project), "build", "--year", str(year), *arguments]
    built = 0.0
    try:
        with serving(outputs, state, port) as at:
            address = f"http://{LOOPBACK}:{at}/"
            told(f"Watching the edition of {year}: look at {address} (Ctrl-C ends it)")
            if open_browser:
                webbrowser.open(address)
            for changed in saves(project):
                if built and not changed and (not state["message"] or time.monotonic() < built + AGAIN):
                    continue
                state["building"] = True
                done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
                message = _why_not(done.stderr) if done.returncode else ""
                if message != state["message"] or not message:
                    what = f"{', '.join(sorted(changed))} changed: built" if changed else "Built"
                    told(message or f"{what}; look at {address}")
                state.update(building=False, message=message, **_in_place(outputs, pages))
                built = time.monotonic()
    finally:
        settle(project, everything=True)  # a build that was ended with this


def _in_place(outputs: Path, pages: Sequence[Path]) -> dict[str, str]:
    """Say which page of the edition is in place, and of which version it is."""
    made, page = outputs / manifest.FILE, next(filter(Path.is_file, pages), None)
    if page is None or not made.is_file():
        return {"page": "", "version": ""}
    return {"page": page.relative_to(outputs).as_posix(), "version": manifest.checksum(made.read_bytes())}


def _why_not(said: str) -> str:
    """Say why a build failed, in its own words but for those on its way; of a broken program, the place."""
    lines = list(dropwhile(lambda line: line.startswith(("Building ", "  ")), said.strip().splitlines()))
    if lines and lines[0].startswith("Traceback"):
        where = [line.strip() for line in lines if line.startswith("  File ")][-1:]
        lines = ["The program was changed and cannot start:", *where, lines[-1]]
    return "\n".join(lines) or "The build ended without a word. Build again."


def saves(project: Path) -> Iterator[set[str]]:
    """Listen, and give the names of the files that were saved since it was last asked; none after a tick without."""
    places = [*(project / name for name in ("data", "notebooks", "_extensions")), PROGRAM]
    inside = [folder for place in places for folder in place.rglob("*/") if "__pycache__" not in folder.parts]
    try:
        for changes in watchfiles.watch(
            *{folder for folder in (project, *places, *inside) if folder.is_dir()},
            watch_filter=lambda change, path: LASTING.fullmatch(Path(path).name) is not None,
            recursive=False,
            rust_timeout=round(1000 * TICK),
            yield_on_timeout=True,
        ):
            yield {Path(path).name for _, path in changes}
    except KeyboardInterrupt:  # what watchfiles makes of any signal
        raise Stopped(signal.SIGINT) from None
    except (OSError, RuntimeError) as error:
        hint = "With WATCHFILES_FORCE_POLLING=true in the environment, the program looks by itself."
        raise ProjectError(f"The system does not tell what is saved: {error}. {hint}") from error


@contextmanager
def serving(folder: Path, state: dict[str, Any], port: int | None = None) -> Iterator[int]:
    """Serve an edition and the page around it as long as the context lasts, and give the port.

    Raises
    ------
    ParameterError
        If the port is taken, or all that were tried.
    """
    handler = type("Handler", (_Handler,), {"folder": folder, "state": state})
    for each in [port] if port else range(PORT, PORT + NEXT_PORTS):
        with suppress(OSError):
            server = ThreadingHTTPServer((LOOPBACK, each), handler)
            break
    else:
        raise ParameterError(f"Port {port or PORT} is taken by another program. Choose another one with --port.")
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    """Gives the page around the edition, the state of its build, and the files of the edition: nothing else."""

    folder: Path
    state: dict[str, Any]

    def do_GET(self) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in (LOOPBACK, "localhost")}  # type: ignore[attr-defined]
        # A foreign page can make its own name lead to this machine, and would then read what is served.
        if self.headers.get("Host") not in hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        try:
            kind, content = self._asked_for(unquote(urlsplit(self.path).path)[1:])
        except (OSError, LookupError):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _asked_for(self, path: str) -> tuple[str, bytes]:
        if path == "":
            return "text/html; charset=utf-8", AROUND.read_bytes()
        if path == "state":
            return "application/json", json.dumps(self.state).encode()
        files = {file.relative_to(self.folder).as_posix(): file for file in visible_files(self.folder)}
        if files[path].is_symlink():
            raise LookupError(path)
        return guess_type(path)[0] or "application/octet-stream", files[path].read_bytes()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the terminal is for builds."""
