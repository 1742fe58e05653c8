"""The server: this machine only, this folder only, whole files only; and what is saved is heard."""

import http.client
import json
import random
import socket
import threading
import time

import pytest

from behindbars.build import watch
from behindbars.build.watch import AROUND, LASTING, LOOPBACK, saves, serving
from behindbars.errors import ParameterError, ProjectError


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
def state():
    return {"title": "Synthetic, 2024"}


@pytest.fixture
def port(folder, state):
    port = free_port()
    with serving(folder, state, port):
        yield port


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def test_the_page_around_comes_with_its_policy(port):
    answer, content = ask(port, "/")
    assert (answer.status, content) == (200, AROUND.read_bytes())
    assert b"Content-Security-Policy\" content=\"default-src 'none';" in content
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/x.html", "text/html", b"<p>page"),
        ("/x.html?again#part", "text/html", b"<p>page"),
        ("/book/a%20b.css", "text/css", b"p {}"),
        ("/empty.csv", "text/csv", b""),
    ],
)
def test_files_of_the_edition_are_served_and_never_kept(port, path, kind, content):
    answer, found = ask(port, path)
    assert (answer.status, found, answer.headers["Content-Type"]) == (200, content, kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # The edition has its own policy, in the file.
    assert answer.headers["Content-Security-Policy"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/book/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/c:/secret.txt",
        "/.hidden",
        "/book",
        "/book/",
        "/x.html%00",
        "/link.txt",
        "/linked/secret.txt",
        "/secret.txt",
        "/nothing",
    ],
)
def test_nothing_else_is_served_and_no_folder_is_listed(folder, port, path):
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    answer, content = ask(port, path)
    assert answer.status == 404
    assert not any(word in content for word in (b"secret", b"a b.css", b"root:"))


@pytest.mark.parametrize("host", ["example.org", "example.org:{port}", "127.0.0.1", "127.0.0.1:1", "localhost", ""])
@pytest.mark.parametrize("path", ["/", "/state", "/x.html"])
def test_a_foreign_name_of_this_machine_is_refused(port, host, path):
    answer, content = ask(port, path, Host=host.format(port=port))
    assert answer.status == 421
    assert not any(word in content for word in (b"Synthetic", b"<p>page", b"iframe"))
    assert ask(port, path, Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"])
def test_nothing_can_be_sent(port, method):
    assert ask(port, "/x.html", method)[0].status in (405, 501)


def test_only_this_machine_is_served(port):
    [own] = {address[4][0] for address in socket.getaddrinfo(LOOPBACK, port)}
    assert own == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):  # another address of this machine
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_the_state_is_told_as_it_is_now(port, state):
    assert json.loads(ask(port, "/state")[1]) == {"title": "Synthetic, 2024"}
    state["message"] = "two\nlines"
    assert json.loads(ask(port, "/state")[1])["message"] == "two\nlines"


def test_a_file_that_is_replaced_meanwhile_is_whole_or_not_there(folder, port):
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
    read = []
    while len(read) < 60 or len(set(read)) < 2:
        answer, content = ask(port, "/x.html")
        assert answer.status in (200, 404)
        if answer.status == 200:
            read.append(content)
    stop.set()
    moving.join()
    assert set(read) == set(contents)


@pytest.fixture
def heard(project):
    heard = saves(project)
    assert next(heard) == set()  # from now on the system listens, and nothing was saved
    return heard


def test_a_save_by_rename_is_heard_and_its_note_is_not(project, heard):
    note, aside = project / "data" / ".~lock.cases.csv#", project / "data" / "lu31875dq2.tmp"
    note.touch()
    aside.write_text("synthetic", encoding="utf-8")
    aside.replace(project / "data" / "cases.csv")
    note.unlink()
    assert next(heard) == {"cases.csv"}


def test_what_is_saved_while_nobody_waits_is_heard_later(project, heard):
    for name in ("data/cases.csv", "notebooks/kazakhstan.ipynb", "_brand.yml", "_extensions/edition/page.typ"):
        (project / name).touch()
    time.sleep(1)
    names = set()
    while not names >= {"cases.csv", "kazakhstan.ipynb", "_brand.yml", "page.typ"}:
        names |= next(heard)


def test_what_is_made_is_not_heard(project, heard):
    for name in ("outputs/2024/x.html", "figures/2024/x.svg", ".cache/x.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    time.sleep(0.5)
    (project / "data" / "cases.csv").touch()
    assert next(heard) == {"cases.csv"}


@pytest.mark.parametrize(
    "name", [".~lock.a.csv#", "~$a.xlsx", "a.csv~", ".#a.qmd", "#a.qmd#", "a.csv.tmp", ".a.qmd.swp", "4913", "a.pyc"]
)
def test_a_note_of_an_editor_is_not_lasting(name):
    assert not LASTING.fullmatch(name)


def test_a_system_that_does_not_listen_is_one_message(project, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch.watchfiles, "watch", refuse)
    with pytest.raises(ProjectError, match=r"(?s)does not tell what is saved: .*No space.*WATCHFILES_FORCE_POLLING"):
        next(saves(project))


def test_what_cannot_be_watched_is_refused_at_once(project, folder, state):
    with pytest.raises(ProjectError, match="no edition 1999"):
        watch.watch(project, 1999, free_port(), (), print)
    port = free_port()
    with (
        serving(folder, state, port),
        pytest.raises(ParameterError, match=f"Port {port} is taken by another program.*--port"),
    ):
        watch.watch(project, 2024, port, (), print)
