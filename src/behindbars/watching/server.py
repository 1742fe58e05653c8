"""Serves the edition and the page around it to the browsers of this machine, and to nobody else."""

from __future__ import annotations

import os
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from behindbars.errors import ParameterError
from behindbars.watching.reading import media_type, read_file
from behindbars.watching.status import Board

LOOPBACK = "127.0.0.1"
PORT = 8124
NEXT_PORTS = 20
"""How many ports are tried from the usual one on."""
EDITION = "/edition/"
"""Beginning of the addresses of the edition's files."""
BEAT_SECONDS = 10.0
"""How often a browser that waits is sent a sign of life: so we notice that it is gone."""


class _Server(socketserver.ThreadingTCPServer):  # that of HTTP also asks the network for a name
    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # on Windows it would share a port with another program

    def __init__(self, port: int, folder: Path, page: bytes, policy: str, board: Board) -> None:
        self.folder, self.page, self.policy, self.board = folder, page, policy, board
        self.ended = False
        super().__init__((LOOPBACK, port), _Handler)
        self.port = self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # a browser that went away is no error
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 60

    def do_GET(self) -> None:
        path, host = urlsplit(self.path).path, self.headers.get("Host")
        # A foreign page can make its own name lead to this machine, and would then read what is served.
        if host not in {f"{name}:{self.server.port}" for name in (LOOPBACK, "localhost")}:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
        elif path == "/":
            self._send(self.server.page, "text/html", {"Content-Security-Policy": self.server.policy})
        elif path == "/events":
            self._send_events()
        else:
            self._send_file(path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the terminal is for builds."""

    def _send_file(self, path: str) -> None:
        inside = path.startswith(EDITION)
        content = read_file(self.server.folder, path.removeprefix(EDITION)) if inside else None
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(content, media_type(path))

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(f"{status.phrase}\n".encode(), "text/plain", status=status)

    def _send(
        self, content: bytes, kind: str, more: dict[str, str] | None = None, status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self._begin(kind, {"Content-Length": str(len(content)), **(more or {})}, status)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, kind: str, headers: dict[str, str], status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response_only(status)
        always = {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        for name, value in (always | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _send_events(self) -> None:
        self._begin("text/event-stream", {})
        known = -1
        while self.command != "HEAD" and not self.server.ended:
            number, status = self.server.board.read(known, BEAT_SECONDS)
            self.wfile.write(b": still here\n\n" if number == known else f"data: {status.json()}\n\n".encode())
            known = number


@contextmanager
def serving(folder: Path, page: bytes, policy: str, board: Board, port: int | None = None) -> Iterator[int]:
    """Serve a folder and the page around it, as long as the context lasts.

    Parameters
    ----------
    folder : Path
        Folder of the edition; it may be missing.
    page, policy, board
        The page around it, its content security policy, and what it is told.
    port : int, optional
        The port; by default `PORT`, or the next one that is free.

    Yields
    ------
    int
        The port.

    Raises
    ------
    ParameterError
        If the port is taken, or all that were tried.
    """
    server = _free_server([port] if port else list(range(PORT, PORT + NEXT_PORTS)), folder, page, policy, board)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield server.port
    finally:
        server.ended = True
        board.tell()  # whoever waits for news sees that there will be none
        server.shutdown()
        server.server_close()


def _free_server(ports: list[int], *arguments: Any) -> _Server:
    for port in ports:
        try:
            return _Server(port, *arguments)
        except OSError:
            continue
    which = f"Port {ports[0]} is" if len(ports) == 1 else f"The ports {ports[0]} to {ports[-1]} are"
    raise ParameterError(f"{which} taken by another program, or not allowed. Choose another one with --port.")
