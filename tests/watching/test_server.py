"""The server: this machine only, this folder only, whole files only."""

import http.client
import json
import random
import socket
import threading
import time

import pytest

from behindbars.errors import ParameterError
from behindbars.watching import reading, server
from behindbars.watching.reading import read_file
from behindbars.watching.server import LOOPBACK, serving
from behindbars.watching.status import Board

POLICY = "default-src 'none'"


def free_port():
    """A port that nobody uses: other tests, and people, may use the usual one."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "2024"
    (folder / "book").mkdir(parents=True)
    for name, text in {"x.html": "<p>page", "book/a b.css": "p {}", "empty.csv": "", ".hidden": "secret"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def port(folder, board):
    with serving(folder, b"around", POLICY, board) as port:
        yield port


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def test_the_page_around_comes_with_its_policy(port):
    answer, content = ask(port, "/")
    assert (answer.status, content) == (200, b"around")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/edition/x.html", "text/html; charset=utf-8", b"<p>page"),
        ("/edition/x.html?again#part", "text/html; charset=utf-8", b"<p>page"),
        ("/edition/book/a%20b.css", "text/css; charset=utf-8", b"p {}"),
        ("/edition/empty.csv", "text/csv; charset=utf-8", b""),
    ],
)
def test_files_of_the_edition_are_served_and_never_kept(port, path, kind, content):
    answer, found = ask(port, path)
    assert (answer.status, found, answer.headers["Content-Type"]) == (200, content, kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # The edition has its own policy, in the file.
    assert answer.headers["Content-Security-Policy"] is None
    answer, nothing = ask(port, path, "HEAD")
    assert (answer.status, nothing, answer.headers["Content-Length"]) == (200, b"", str(len(content)))


@pytest.mark.parametrize(
    "path",
    [
        "/edition/../secret.txt",
        "/edition/%2e%2e/secret.txt",
        "/edition/book/..%2f..%2fsecret.txt",
        "/edition/..%5csecret.txt",
        "/edition//etc/passwd",
        "/edition/%2fetc/passwd",
        "/edition/c:/secret.txt",
        "/edition/.hidden",
        "/edition/",
        "/edition/book",
        "/edition/book/",
        "/edition/x.html%00",
        "/edition/link.txt",
        "/edition/linked/secret.txt",
        "/secret.txt",
        "/edition",
    ],
)
def test_nothing_else_is_served_and_no_folder_is_listed(folder, port, path, monkeypatch):
    monkeypatch.setattr(reading, "TRIES", 1)
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    answer, content = ask(port, path)
    assert (answer.status, content) == (404, b"Not Found\n")


@pytest.mark.parametrize("host", ["example.org", "example.org:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", ""])
@pytest.mark.parametrize("path", ["/", "/events", "/edition/x.html"])
def test_a_foreign_name_of_this_machine_is_refused(port, host, path):
    answer, content = ask(port, path, Host=host.format(port=port))
    assert (answer.status, content) == (421, b"Misdirected Request\n")
    assert ask(port, path, "HEAD", Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_sent(port, method):
    assert ask(port, "/edition/x.html", method)[0].status == 501


def test_only_this_machine_is_served(port):
    [own] = {address[4][0] for address in socket.getaddrinfo(LOOPBACK, port)}
    assert own == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):  # another address of this machine
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_events_begin_with_the_status_and_tell_each_news(port, board, monkeypatch):
    board.tell(title="Synthetic, 2024")
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", "/events")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert json.loads(answer.readline().removeprefix(b"data: "))["title"] == "Synthetic, 2024"
    assert answer.readline() == b"\n"
    board.tell(message="two\nlines")
    assert json.loads(answer.readline().removeprefix(b"data: "))["message"] == "two\nlines"


def test_a_browser_that_waits_is_sent_a_sign_of_life(port, monkeypatch):
    monkeypatch.setattr(server, "BEAT_SECONDS", 0.05)
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", "/events")
    answer = connection.getresponse()
    lines = [answer.readline() for _ in range(4)]
    assert lines[2:] == [b": still here\n", b"\n"]


def test_a_file_that_is_replaced_meanwhile_is_always_whole(folder):
    contents = [letter * 2_000_000 for letter in (b"a", b"b")]
    (folder / "x.html").write_bytes(contents[0])
    stop, chance = threading.Event(), random.Random(26062025)

    def replace():
        number = 0
        while not stop.is_set():
            number += 1
            new = folder.with_name("new")
            new.mkdir()
            (new / "x.html").write_bytes(contents[number % 2])
            folder.replace(folder.with_name(f"old{number}"))
            time.sleep(chance.uniform(0, 0.01))
            new.replace(folder)
            time.sleep(chance.uniform(0, 0.03))

    moving = threading.Thread(target=replace)
    moving.start()
    read = [read_file(folder, "x.html") for _ in range(60)]
    while len(set(read)) < 2 and len(read) < 5000:
        read.append(read_file(folder, "x.html"))
    stop.set()
    moving.join()
    assert set(read) == set(contents)


def test_the_next_free_port_is_taken_and_a_named_one_that_is_taken_refused(folder, board, monkeypatch):
    with serving(folder, b"", POLICY, board) as first:
        monkeypatch.setattr(server, "PORT", first)
        with serving(folder, b"", POLICY, board) as second:
            assert second > first
        with pytest.raises(ParameterError, match=f"Port {first} is taken"), serving(folder, b"", POLICY, board, first):
            pass
        monkeypatch.setattr(server, "NEXT_PORTS", 1)
        with pytest.raises(ParameterError, match=r"taken by another program.*--port"):
            server._free_server([first], folder, b"", POLICY, board)
    with serving(folder, b"", POLICY, board, first) as again:
        assert again == first
