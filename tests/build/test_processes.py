"""Processes end together, and what they write for themselves stays in one folder."""

import os
import signal
import subprocess
import sys
import tempfile
import time

import psutil
import pytest

from behindbars.build.processes import Stopped, end_children, own_temporary_files, stoppable, unstoppable

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _others_live(monkeypatch):
    """Hide what runs already: the browser of other tests is to live on."""
    children = psutil.Process.children
    others = set(psutil.Process().children(recursive=True))
    monkeypatch.setattr(
        psutil.Process, "children", lambda self, **how: [each for each in children(self, **how) if each not in others]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_a_signal_kills_what_was_started_and_ends_with_its_own_exit_code():
    before = signal.getsignal(signal.SIGTERM)
    child = subprocess.Popen(SLEEPER)
    with pytest.raises(Stopped) as caught, stoppable():
        signal.raise_signal(signal.SIGTERM)
    assert caught.value.exit_code == 143
    assert child.wait(timeout=20) != 0
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_second_signal_does_not_disturb_the_stopping():
    def stop_twice():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Stopped) as caught, stoppable():
        stop_twice()
    assert caught.value.exit_code == 130


def test_what_must_not_end_halfway_hears_no_signal():
    with stoppable():
        with unstoppable():
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(Stopped):
            signal.raise_signal(signal.SIGINT)


def test_grandchildren_end_too():
    child = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.run({SLEEPER!r})"],
    )
    while not (grandchildren := psutil.Process(child.pid).children()):
        time.sleep(0.01)
    end_children()
    child.wait(timeout=20)
    assert not grandchildren[0].is_running() or grandchildren[0].status() == psutil.STATUS_ZOMBIE


def test_what_processes_write_for_themselves_is_written_in_one_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", "mine")
    monkeypatch.delenv("JUPYTER_RUNTIME_DIR", raising=False)
    before = tempfile.gettempdir()
    show = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
    with own_temporary_files(tmp_path), tempfile.NamedTemporaryFile() as file:
        assert file.name.startswith(str(tmp_path))
        assert {os.environ[name] for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")} == {str(tmp_path)}
        assert subprocess.run(show, capture_output=True, text=True, check=True).stdout.strip() == str(tmp_path)
    assert tempfile.gettempdir() == before
    assert os.environ["IPYTHONDIR"] == "mine"
    assert "JUPYTER_RUNTIME_DIR" not in os.environ
