"""The command itself: begun, used and stopped as a person does, with real builds of an edition of one chapter."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.build.test_interruption import STOPPED, kernel_runs, left, wait_until_gone
from tests.build.test_watch_server import free_port
from tests.conftest import copy_project, keep_one_chapter

import behindbars

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")

COMMAND = [sys.executable, "-c", "from behindbars.cli import main; main()", "watch", "--renderer", "embedded"]
SECONDS = 300
STUB = """

def build(project, year, **options):
    folder = project / "outputs" / str(year)
    folder.mkdir(parents=True, exist_ok=True)
    for name in (f"{read_book(project, year).output_file}.html", manifest.FILE):
        (folder / name).write_text("made by the old program", encoding="utf-8")
    return []
"""
"""A build that takes no time, for a copy of the program."""


class Watching:
    """A command that runs, and what it tells its page."""

    def __init__(self, process, port):
        self.process, self.port = process, port
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8")

    def wait(self, fits):
        """Ask for the state, as a browser does, until it fits."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None
            if fits(state := json.loads(self.ask("/state"))):
                return state
            time.sleep(0.1)
        pytest.fail(f"this did not come: {fits}")

    def page(self, state):
        return self.ask(f"/{state['page']}")


@contextlib.contextmanager
def watching(project, **variables):
    port = free_port()
    with subprocess.Popen(
        [*COMMAND, "--port", str(port)],
        cwd=project,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Watching(process, port)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def stop(seen, project):
    """Stop it as Ctrl-C does, in all processes of the terminal, and see that nothing is left."""
    os.killpg(seen.process.pid, signal.SIGINT)
    said, complained = seen.process.communicate(timeout=SECONDS)
    assert seen.process.returncode == 130
    assert complained.endswith(STOPPED)
    assert "Traceback" not in said + complained
    wait_until_gone(project)
    assert left(project) == set()
    return said, complained


def replace(file, old, new):
    """Change a file as an office program saves it: by rename, with a note of who has it open."""
    note = file.with_name(f".~lock.{file.name}#")
    note.touch()
    text = file.read_text(encoding="utf-8")
    assert old in text
    aside = file.with_name("lu31875dq2.tmp")
    aside.write_text(text.replace(old, new), encoding="utf-8")
    aside.replace(file)
    note.unlink()


def test_saved_built_seen_broken_mended_stopped(tmp_path):
    project = keep_one_chapter(copy_project(tmp_path / "project"), "kyrgyzstan")
    zero = "N16,KGZ,2024,2015-06~/2025-06,officials_convicted,statement,total,0,0,reported_zero"
    observations = project / "data" / "observations.csv"
    with watching(project) as seen:
        first = seen.wait(lambda status: status["page"] and not status["building"])
        assert first["title"] == "Behind Bars, Beyond Justice, 2024"
        assert "3 officials convicted" not in seen.page(first)
        chart = (project / "figures" / "2024" / "kyrgyzstan-complaints-trend.png").read_bytes()
        replace(observations, zero, zero.replace("reported_zero", "no <b>such</b> status"))
        broken = seen.wait(lambda status: status["message"] and not status["building"])
        assert "found 'no <b>such</b> status'" in broken["message"]
        assert broken["message"].startswith("1 fault in the data"), "what was done before is not told again"
        assert (broken["page"], broken["version"]) == (first["page"], first["version"])
        replace(observations, "0,0,no <b>such</b> status", "3,3,exact")
        seen.wait(lambda status: status["building"])
        mended = seen.wait(lambda status: not status["building"] and not status["message"])
        assert (mended["message"], mended["version"] != first["version"]) == ("", True)
        assert "3 officials convicted" in seen.page(mended)
        # A chart of other data has the same bytes, also when one process draws it again.
        assert (project / "figures" / "2024" / "kyrgyzstan-complaints-trend.png").read_bytes() == chart
        said, complained = stop(seen, project)
    lines = [line.partition("; look at")[0] for line in said.splitlines()]
    assert (lines[0], lines[-1]) == ("Built", "observations.csv changed: built")
    assert said.count("observations.csv, row 17, column status") == 1, "a fault that stays is told once"
    assert complained == STOPPED


@pytest.fixture
def program(tmp_path):
    """A copy of the program, whose builds take no time."""
    folder = tmp_path / "src" / "behindbars"
    shutil.copytree(Path(behindbars.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "build" / "build.py").open("a", encoding="utf-8") as stream:
        stream.write(STUB)
    return folder


def test_a_changed_program_counts_at_once_and_the_page_survives(project, program):
    with watching(project, PYTHONPATH=str(program.parent), PYTHONDONTWRITEBYTECODE="1") as seen:
        first = seen.wait(lambda status: status["page"] and not status["building"])
        assert seen.page(first) == "made by the old program"
        good = (program / "build" / "build.py").read_text(encoding="utf-8")
        (program / "build" / "build.py").write_text(good + "def\n", encoding="utf-8")
        broken = seen.wait(lambda status: status["message"])
        assert broken["message"].startswith("The program was changed and cannot start:")
        assert "build.py" in broken["message"]
        assert broken["message"].endswith("SyntaxError: invalid syntax")
        replace(program / "build" / "build.py", "def\n", "")
        seen.wait(lambda status: not status["message"] and not status["building"])
        replace(program / "build" / "build.py", "the old program", "the new program")
        again = seen.wait(lambda status: status["version"] not in {first["version"], ""} and not status["building"])
        assert seen.page(again) == "made by the new program"
        said, _ = stop(seen, project)
    assert f"build.py changed: built; look at http://127.0.0.1:{seen.port}/" in said


def test_stopped_in_the_middle_of_a_build_it_leaves_nothing(tmp_path):
    project = keep_one_chapter(copy_project(tmp_path / "project"), "kyrgyzstan")
    with watching(project) as seen:
        while not kernel_runs(project):
            assert seen.process.poll() is None
            time.sleep(0.05)
        said, _ = stop(seen, project)
    assert said == ""
    assert not (project / "outputs").exists()


def test_a_port_that_is_taken_is_refused_in_one_message(project):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "--port", str(port)], cwd=project, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken by another program")
    assert len(done.stderr.splitlines()) == 1
