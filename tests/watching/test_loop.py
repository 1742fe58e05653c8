"""The loop, with builds that are made up: each does something to the project, and the last one ends the loop."""

import threading
from itertools import pairwise
from types import SimpleNamespace

import pytest
from tests.watching.test_server import free_port

from behindbars.cli.common import message_of
from behindbars.errors import DataError, Fault, ParameterError, ProjectError, RenderError
from behindbars.lock import LockedError
from behindbars.steps.step import Step
from behindbars.watching import inputs, loop, watch
from behindbars.watching.server import serving
from behindbars.watching.status import Board

FAULT = DataError([Fault("cases.csv", 2, "kind", "odd", "a kind", "Correct it.")])


SOON = 0.6
"""When something is saved after a build (s)."""


class End(BaseException):
    """Ends the loop, as a signal does."""


class History(Board):
    """A board that remembers."""

    def __init__(self):
        super().__init__()
        self.told = []

    def tell(self, **news):
        super().tell(**news)
        self.told.append(self.read()[1])


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A program of one file, in place of the real one."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "bars.py").write_text("synthetic = 1\n", encoding="utf-8")
    monkeypatch.setattr(inputs, "PACKAGE", folder)
    return folder


@pytest.fixture
def begin(project, package, monkeypatch):
    """Give a function that watches the project with the builds given, until all were made."""

    def begin(*builds, **options):
        board, said, left = History(), [], list(builds)

        def build(project, year, *, renderer, how, progress):
            if not left:
                raise End
            left.pop(0)(progress)

        def complain(error):
            said.append(message_of(error))
            return said[-1]

        monkeypatch.setattr(watch, "build", build)
        monkeypatch.setattr(watch, "Board", lambda: board)
        monkeypatch.setattr(loop, "TRY_SECONDS", 0.01)
        monkeypatch.setattr(watch, "write_page", lambda project: (b"", ""))
        with pytest.raises(End):
            watch.watch(project, 2024, loop.Voice(said.append, complain), port=free_port(), **options)
        assert left == []
        return SimpleNamespace(said=said, told=board.told)

    return begin


def save(project, name="data/cases.csv", text="\n"):
    with (project / name).open("a", encoding="utf-8") as stream:
        stream.write(text)


def later(project, *arguments):
    threading.Timer(SOON, save, [project, *arguments]).start()


def put_edition(project, text):
    folder = project / "outputs" / "2024"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("x.html", "manifest.json"):
        (folder / name).write_text(text, encoding="utf-8")


def test_each_save_is_one_build_and_one_line(project, begin):
    seen = begin(
        lambda progress: (put_edition(project, "first"), later(project)),
        lambda progress: (put_edition(project, "second"), later(project, "index.qmd")),
    )
    assert seen.said[0].startswith("Watching the edition of 2024: look at http://127.0.0.1:")
    assert seen.said[1].startswith("Built in 0.0 s; look at http://127.0.0.1:")
    assert seen.said[2].startswith("cases.csv changed: built in 0.0 s; look at")
    assert len(seen.said) == 3
    versions = [status.version for status in seen.told if not status.building]
    assert len(versions) == len(set(versions)) == 2


def test_changes_during_a_build_lead_to_one_more(project, begin):
    def disturbed(progress):
        for _ in range(3):
            save(project)
            save(project, "notebooks/turkmenistan.ipynb")

    seen = begin(disturbed, lambda progress: later(project))
    assert seen.said[2].startswith("cases.csv and turkmenistan.ipynb changed: built")


def test_a_build_that_fails_is_told_and_the_next_good_one_mends_it(project, begin):
    def fail(error):
        later(project)
        raise error

    seen = begin(
        lambda progress: (put_edition(project, "first"), later(project)),
        lambda progress: fail(FAULT),
        lambda progress: fail(OSError(28, "No space left on device")),
        lambda progress: fail(KeyError("odd")),
        lambda progress: later(project),
    )
    messages = [status.message for status in seen.told]
    distinct = [messages[0]] + [later for earlier, later in pairwise(messages) if later != earlier]
    assert distinct[:3] == ["", str(FAULT), "The disk is full. Make room on it and try again; nothing was changed."]
    assert "KeyError: 'odd' (test_loop.py, line " in distinct[3]
    assert distinct[4:] == [""]
    # The page keeps the last good edition all the while.
    assert {status.page for status in seen.told[4:]} == {"x.html"}
    assert [line for line in seen.said if "built in" in line.lower()] == [seen.said[1], seen.said[-1]]


def test_a_save_without_a_change_is_no_build_but_after_a_failed_one(project, begin):
    touched, built = [], threading.Event()

    def touch():
        (project / "data" / "cases.csv").touch()
        touched.append("after the good build" if built.is_set() else "after the failed build")
        if not built.is_set():  # on a busy machine, listening may not have begun yet
            threading.Timer(SOON, touch).start()

    def failing(progress):
        threading.Timer(SOON, touch).start()
        raise RenderError("synthetic")

    def good(progress):
        built.set()
        threading.Timer(SOON, touch).start()
        threading.Timer(2.0, save, [project, "index.qmd"]).start()

    seen = begin(failing, good)
    assert set(touched) == {"after the failed build", "after the good build"}
    assert seen.said[1] == "synthetic"
    assert len(seen.said) == 3


def test_a_change_that_nobody_heard_is_seen_all_the_same(project, begin, monkeypatch):
    monkeypatch.setattr(watch.Changes, "listen_to", lambda self, folders: None)
    monkeypatch.setattr(loop, "LOOK_SECONDS", 0.2)
    assert len(begin(lambda progress: later(project)).said) == 2


def test_another_build_is_waited_for(project, begin):
    def locked(progress):
        raise LockedError("Another build of this project is running (process 1). Wait for it to end.")

    seen = begin(locked, locked, locked, lambda progress: later(project))
    assert [line for line in seen.said if "Another build" in line] == [seen.said[1]]
    assert seen.said[2].startswith("Built in")
    assert not any(status.message for status in seen.told)


def test_the_page_hears_of_every_step(project, begin):
    def build(progress):
        progress.more(3)
        progress.more(1)
        progress.step(Step("aland", "", {}, did="ran aland"), "not built before")
        progress.step(Step("faroe", "", {}, did="ran faroe"), None)
        progress.said("drew the charts")
        later(project)

    told = [(status.step, status.share) for status in begin(build).told if status.building]
    assert ("ran aland", 0.25) in told
    assert ("drew the charts", 0.5) in told
    assert told[-1] == ("", 0.0)


def test_a_changed_program_begins_anew_at_the_same_port(project, package, begin, monkeypatch):
    class Begun(End):
        """In place of a new process."""

    def restart(port):
        raise Begun(port)

    monkeypatch.setattr(loop, "check_code", lambda: None)
    monkeypatch.setattr(loop, "restart", restart)
    seen = begin(lambda progress: save(project, package / "bars.py"))
    assert seen.said[-1] == "bars.py changed: the program begins anew"


def test_a_program_that_cannot_start_builds_nothing_until_it_is_mended(project, package, begin, monkeypatch):
    good = (package / "bars.py").read_text(encoding="utf-8")

    def check_code():
        threading.Timer(SOON, (package / "bars.py").write_text, [good]).start()
        raise ProjectError("The program cannot start.")

    monkeypatch.setattr(loop, "check_code", check_code)
    seen = begin(lambda progress: save(project, package / "bars.py"), lambda progress: later(project))
    assert seen.said[2] == "The program cannot start."
    assert seen.said[3].startswith("bars.py changed: built")
    assert seen.told[-1].message == ""


def test_the_browser_is_opened_only_when_asked_for(project, begin, monkeypatch):
    opened = []
    monkeypatch.setattr(watch.webbrowser, "open", opened.append)
    begin(lambda progress: later(project))
    assert opened == []
    seen = begin(lambda progress: later(project), open_browser=True)
    [address] = opened
    assert address in seen.said[0]


def test_what_cannot_be_watched_is_refused_at_once(project):
    voice = loop.Voice(print, str)
    with pytest.raises(ProjectError, match="no edition 1999"):
        watch.watch(project, 1999, voice)
    with (
        serving(project, b"", "", Board()) as port,
        pytest.raises(ParameterError, match=f"Port {port} is taken"),
    ):
        watch.watch(project, 2024, voice, port=port)


def test_without_colours_there_is_no_page(project):
    (project / "_brand.yml").write_text("color: {}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"_brand\.yml is not as it must be"):
        watch.watch(project, 2024, loop.Voice(print, str))
