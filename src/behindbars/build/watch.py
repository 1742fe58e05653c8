"""Keeps an edition up to date while somebody works on it: built again after every save, and shown in the browser."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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

LOOPBACK = "127.0.0.1"
PROGRAM = Path(__file__).parents[1]
AROUND = PROGRAM / "build" / "watch.html"
"""The page around the edition: it asks for the state, and shows the edition in a frame."""
LASTING = re.compile(r"[^.~#].*\.(?!(tmp|temp|bak|part|sw[px]|pyc)$)\w+")
"""Names of files, but for what an editor puts beside a file for a moment."""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN"}
TICK = 200
"""How long the first build waits until the system listens, ms."""


def watch(project: Path, year: int, port: int, arguments: Sequence[str], told: Callable[[str], None]) -> None:
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
    command = [sys.executable, "-m", "behindbars", "--project", str(project), "build", "--year", str(year), *arguments]

    def in_place() -> dict[str, str]:
        made, page = outputs / manifest.FILE, next(filter(Path.is_file, pages), None)
        if page is None or not made.is_file():
            return {"page": "", "version": ""}
        return {"page": page.relative_to(outputs).as_posix(), "version": manifest.checksum(made.read_bytes())}

    state = {"title": f"{book.title}, {year}", "building": True, "message": "", **in_place()}
    try:
        with serving(outputs, state, port) as address:
            told(f"Watching the edition of {year}: look at {address} (Ctrl-C ends it)")
            for changed in saves(project):
                state["building"] = True
                done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
                message = _why_not(done.stderr.splitlines()) if done.returncode else ""
                if message != state["message"] or not message:
                    what = f"{', '.join(sorted(changed))} changed: built" if changed else "Built"
                    told(message or f"{what}; look at {address}")
                state.update(building=False, message=message, **in_place())
    finally:
        settle(project, everything=True)  # a build that was ended with this


def _why_not(said: Sequence[str]) -> str:
    """Say why a build failed, but not what was done before; of a broken program, the place."""
    lines = [*dropwhile(lambda line: line.startswith(("Building ", "  ")), said)]
    broken = lines[:1] == ["Traceback (most recent call last):"]
    return "\n".join(["The program was changed and cannot start:", *lines[-4:]] if broken else lines)


def saves(project: Path) -> Iterator[set[str]]:
    """Listen: give nothing as soon as the system does, then the names of files that were saved since the last ones."""
    places = [*(project / name for name in ("data", "notebooks", "_extensions")), PROGRAM]
    inside = [folder for place in places for folder in place.rglob("*/") if "__pycache__" not in folder.parts]
    try:
        for number, changes in enumerate(
            watchfiles.watch(
                *{folder for folder in (project, *places, *inside) if folder.is_dir()},
                watch_filter=lambda change, path: LASTING.fullmatch(Path(path).name) is not None,
                recursive=False,
                rust_timeout=TICK,
                yield_on_timeout=True,
            )
        ):
            if changes or not number:
                yield {Path(path).name for _, path in changes}
    except KeyboardInterrupt:  # what watchfiles makes of any signal
        raise Stopped(signal.SIGINT) from None
    except (OSError, RuntimeError) as error:
        hint = "With WATCHFILES_FORCE_POLLING=true in the environment, the program looks by itself."
        raise ProjectError(f"The system does not tell what is saved: {error}. {hint}") from error


@contextmanager
def serving(folder: Path, state: dict[str, Any], port: int) -> Iterator[str]:
    """Serve an edition and the page around it as long as the context lasts, and give its address.

    Raises
    ------
    ParameterError
        If the port is taken.
    """
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), type("Handler", (_Handler,), {"folder": folder, "state": state}))
    except OSError as error:
        raise ParameterError(f"Port {port} is taken by another program. Choose another one with --port.") from error
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{LOOPBACK}:{port}/"
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
        path = unquote(urlsplit(self.path).path)[1:]
        try:
            if path == "state":  # asked for once a second
                kind, content = "application/json", json.dumps(self.state).encode()
            elif path:
                found = (file for file in visible_files(self.folder) if not file.is_symlink())
                files = {file.relative_to(self.folder).as_posix(): file for file in found}
                kind, content = guess_type(path)[0] or "application/octet-stream", files[path].read_bytes()
            else:
                kind, content = "text/html; charset=utf-8", AROUND.read_bytes()
        except (OSError, LookupError):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the terminal is for builds."""
