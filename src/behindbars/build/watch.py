"""Keeps an edition up to date while somebody works on it: built again after every save, and shown in the browser."""

from __future__ import annotations

import json
import subprocess
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import dropwhile
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any

import watchfiles

from behindbars.build import manifest
from behindbars.build.book import Book, read_book
from behindbars.build.formats.quarto import BOOK
from behindbars.build.project import HIDDEN, settle
from behindbars.errors import ParameterError, ProjectError

LOOPBACK, PORT, NEXT_PORTS = "127.0.0.1", 8124, 20
"""Where the page is: to this computer only, at this port or the next one that no other program uses."""
PROGRAM = Path(__file__).parents[1]
AROUND = PROGRAM / "build" / "watch.html"
"""The page around the edition: it asks for the state, and shows the edition in a frame."""
TEMPORARY = ("~", "#", ".tmp", ".temp", ".bak", ".part", ".swp", ".swx", ".pyc")
"""How the names of files end that an editor puts beside a file for a moment."""
AGAIN = 5
"""After how long to try again what failed, if nothing is saved, s: the disk was full, or another build ran."""


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

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    arguments : sequence of str
        Options of ``behindbars build``, which is called each time: a change of the program counts at once, too.
    told : callable
        Called with each line for the terminal.
    port : int, optional
        Port to serve at.
    open_browser : bool
        Whether to open the page in the person's browser.

    Raises
    ------
    BehindBarsError
        If there is no such edition, it cannot be served, or the system does not tell what is saved. That it cannot be
        built ends nothing.
    """
    book, outputs = read_book(project, year), project / "outputs" / str(year)
    state = {"title": f"{book.title}, {year}", "building": False, "message": "", "page": "", "version": ""}
    state.update(_in_place(outputs, book))
    command = [sys.executable, "-m", "behindbars", "--project", str(project), "build", "--year", str(year), *arguments]

    def build(changed: Iterable[str]) -> None:
        state.update(building=True)
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        message = _why_not(done.stderr) if done.returncode else ""
        if message != state["message"] or not message:
            what = f"{', '.join(sorted(changed))} changed: built" if changed else "Built"
            told(message or f"{what}; look at {address}")
        state.update(building=False, message=message, **_in_place(outputs, book))

    try:
        with serving(outputs, state, port) as at, saves(project) as saved:
            address = f"http://{LOOPBACK}:{at}/"
            told(f"Watching the edition of {year}: look at {address} (Ctrl-C ends it)")
            if open_browser:
                webbrowser.open(address)
            build(())
            for changed in saved:
                if changed or state["message"]:
                    build(changed)
    finally:
        settle(project, everything=True)  # a build that was ended with this


def _why_not(said: str) -> str:
    """Say why a build failed, in its own words but for those on its way; of a broken program, the place."""
    lines = list(dropwhile(lambda line: line.startswith(("Building ", "  ")), said.strip().splitlines()))
    if lines and lines[0].startswith("Traceback"):
        where = [line.strip() for line in lines if line.startswith("  File ")][-1:]
        lines = ["The program was changed and cannot start:", *where, lines[-1]]
    return "\n".join(lines) or "The build ended without a word. Build again."


def _in_place(outputs: Path, book: Book) -> dict[str, str]:
    """Say which page of an edition is in place, and of which version it is; neither if there is none."""
    pages = [name for name in (f"{BOOK}/index.html", f"{book.output_file}.html") if (outputs / name).is_file()]
    made = outputs / manifest.FILE
    return {"page": pages[0], "version": manifest.checksum(made.read_bytes())} if pages and made.is_file() else {}


@contextmanager
def saves(project: Path) -> Iterator[Iterator[set[str]]]:
    """Listen for what is saved, whatever else is done meanwhile, as long as the context lasts.

    Yields
    ------
    iterator of set of str
        Names of the files that were saved since the last ones, or none after some time in which nothing was.
    """
    places = [project, *(project / name for name in ("data", "notebooks", "_extensions")), PROGRAM]
    inside = [folder for place in places[1:] for folder in place.rglob("*/") if "__pycache__" not in folder.parts]
    heard: Queue[set[str] | Exception] = Queue()
    stop = Event()

    def listen() -> None:
        try:
            for changes in watchfiles.watch(
                *{folder for folder in [*places, *inside] if folder.is_dir()},
                watch_filter=lambda change, path: is_lasting(Path(path)),
                recursive=False,
                stop_event=stop,
            ):
                heard.put({Path(path).name for _, path in changes})
        except Exception as error:  # told where it is heard
            heard.put(error)

    def hear() -> Iterator[set[str]]:
        while True:
            names: set[str] = set()
            try:
                while not names or not heard.empty():
                    news = heard.get(timeout=AGAIN)
                    if isinstance(news, Exception):
                        hint = "With WATCHFILES_FORCE_POLLING=true in the environment, the program looks by itself."
                        raise ProjectError(f"The system does not tell what is saved: {news}. {hint}")
                    names |= news
            except Empty:
                pass
            yield names

    listening = Thread(target=listen, daemon=True)
    listening.start()
    try:
        yield hear()
    finally:
        stop.set()
        listening.join()


def is_lasting(file: Path) -> bool:
    """Whether a file is, by its name, more than a note of an editor to itself, which often has no ending."""
    return bool(file.suffix) and not file.name.startswith((*HIDDEN, "#")) and not file.name.endswith(TEMPORARY)


@contextmanager
def serving(folder: Path, state: dict[str, Any], port: int | None = None) -> Iterator[int]:
    """Serve an edition and the page around it as long as the context lasts, and give the port.

    Raises
    ------
    ParameterError
        If the port is taken, or all that were tried.
    """
    ports = [port] if port else range(PORT, PORT + NEXT_PORTS)
    for each in ports:
        try:
            server = ThreadingHTTPServer((LOOPBACK, each), partial(_Handler, state, directory=str(folder)))
            break
        except OSError:
            continue
    else:
        raise ParameterError(f"Port {ports[0]} is taken by another program. Choose another one with --port.")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Gives the page around the edition, the state of its build, and the files of the edition."""

    def __init__(self, state: dict[str, Any], *arguments: Any, **options: Any) -> None:
        self.state = state
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in (LOOPBACK, "localhost")}  # type: ignore[attr-defined]
        # A foreign page can make its own name lead to this machine, and would then read what is served.
        if self.headers.get("Host") not in hosts:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.path in ("/", "/state"):
            content = AROUND.read_bytes() if self.path == "/" else json.dumps(self.state).encode()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8" if self.path == "/" else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        elif not self._is_served():
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def _is_served(self) -> bool:
        """Whether what is asked for is a file of the edition, and neither hidden nor by a link somewhere else."""
        try:
            file = Path(self.translate_path(self.path)).resolve(strict=True)
            inside = file.relative_to(Path(self.directory).resolve())
        except (OSError, ValueError):
            return False
        return file.is_file() and not any(part.startswith(HIDDEN) for part in inside.parts)

    def do_HEAD(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the terminal is for builds."""
