"""One builder at a time, and a lock that does not outlive its holder."""

import signal
import subprocess
import sys

import pytest

from behindbars.lock import LockedError, locked


def test_the_second_is_told_who_holds_the_lock(tmp_path):
    with (
        locked(tmp_path / "lock", "process 17"),
        pytest.raises(LockedError, match="process 17"),
        locked(tmp_path / "lock", "process 18"),
    ):
        pass
    with locked(tmp_path / "lock", "process 18"):
        assert (tmp_path / "lock").read_text() == "process 18"


def test_the_lock_of_a_dead_process_is_free(tmp_path):
    holder = (
        "import sys, time; from pathlib import Path; from behindbars.lock import locked\n"
        "with locked(Path(sys.argv[1]), 'the dead'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, tmp_path / "lock"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match="the dead"), locked(tmp_path / "lock", "the living"):
            pass
        process.kill()
    assert process.returncode == -signal.SIGKILL if sys.platform != "win32" else process.returncode
    with locked(tmp_path / "lock", "the living"):
        pass
