"""Running notebooks: every failure is told, nothing of the machine is kept, nothing is left behind."""

import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from tests.running import KERNELS, cells_of, notebook, run, work_of

from behindbars.build import running as module
from behindbars.build.apart import DIED, can_fork, do_apart

each_kernel = pytest.mark.parametrize("kernel", KERNELS if can_fork() else KERNELS[1:])
DEAD = "its kernel died: the memory was full, or another program ended it"


def test_notebooks_run_in_their_own_folder_with_their_parameters(tmp_path):
    source = notebook(tmp_path / "a.ipynb", "from pathlib import Path\nprint(year, lang, Path.cwd().name)")
    cells = cells_of(run(source, {"year": 2031}))
    assert [cell["metadata"].get("tags") for cell in cells[:2]] == [["parameters"], ["injected-parameters"]]
    assert cells[-1]["outputs"][0]["text"] == ["2031 en notebooks\n"]


def test_a_notebook_sees_the_files_that_it_is_given_and_no_others(tmp_path):
    show = "from pathlib import Path\nsorted(path.name for path in Path('..').rglob('*') if path.is_file())"
    work = work_of(notebook(tmp_path / "a.ipynb", show), files={"data/a.csv": b"1"})
    assert cells_of(do_apart(work))[-1]["outputs"][0]["data"]["text/plain"] == ["['a.csv', 'a.ipynb']"]


def test_an_executed_notebook_tells_nothing_of_machine_or_time(tmp_path):
    source = notebook(tmp_path / "a.ipynb", "1 + 1")
    first, second = (run(source, {"year": 2031}) for _ in range(2))
    assert first == second
    content = json.loads(first["a.ipynb"])
    assert "papermill" not in content["metadata"]
    assert all("execution" not in cell["metadata"] for cell in content["cells"])


def test_a_failure_tells_its_cell_its_last_line_and_how_far_it_came(tmp_path):
    failure = run(notebook(tmp_path / "bad.ipynb", "'before'", "1 / 0", "'after'"), {"year": 2031})
    assert str(failure) == "cell 3: ZeroDivisionError: division by zero"
    assert failure.begun
    partial = json.loads(failure.files["bad.ipynb"])["cells"]
    outputs = [cell["outputs"] for cell in partial if cell["cell_type"] == "code"]
    assert outputs[2][0]["data"]["text/plain"] == ["'before'"]
    assert outputs[3][0]["ename"] == "ZeroDivisionError"
    assert outputs[4] == []


def test_a_kernel_that_dies_is_a_failure_at_its_cell_and_nobody_else_speaks(tmp_path, capfd):
    failure = run(notebook(tmp_path / "dying.ipynb", "1", "import os\nos._exit(1)", "2"), {"year": 2031})
    assert str(failure) == f"cell 3: {DEAD}"
    assert "dying.ipynb" in failure.files
    assert capfd.readouterr() == ("", "")


def test_a_notebook_that_takes_too_long_is_ended_at_its_cell(tmp_path):
    source = notebook(tmp_path / "slow.ipynb", "import time", "time.sleep(600)")
    begun = time.monotonic()
    failure = run(source, {"year": 2031}, limit=4)
    assert str(failure) == "cell 3: it took longer than its limit of 4 s"
    assert time.monotonic() - begun < 30
    assert "slow.ipynb" in failure.files


def test_the_limit_is_that_of_the_whole_notebook(tmp_path):
    source = notebook(tmp_path / "slow.ipynb", "import time", *["time.sleep(2)"] * 20)
    failure = run(source, {"year": 2031}, limit=5)
    cell = re.fullmatch(r"cell (\d+): it took longer than its limit of 5 s", str(failure))[1]
    assert 3 <= int(cell) < 10


def test_a_cell_that_hears_nothing_is_ended_with_its_process(tmp_path, monkeypatch):
    """A kernel that holds on to the interpreter's lock, and a papermill that waits for it for ever."""
    monkeypatch.setattr("behindbars.build.apart.GRACE", 1)
    work = work_of(notebook(tmp_path / "a.ipynb", "import time\ntime.sleep(600)"), limit=600)
    assert str(do_apart(replace(work, limit=3))) == "it took longer than its limit of 3 s"


@each_kernel
def test_no_process_and_no_file_is_left(tmp_path, kernel):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    source = notebook(
        tmp_path / "a.ipynb", "import os, subprocess, sys", "subprocess.Popen(['sleep', '600']); os.getpid()", "1 / 0"
    )
    here = sleepers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(scratch))
        failure = run(source, kernel=kernel)
    cells = json.loads(failure.files["a.ipynb"])["cells"]
    [shown] = [cell["outputs"][0]["data"]["text/plain"] for cell in cells if "Popen" in "".join(cell["source"])]
    pid = int(shown[0])
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    wait_until(lambda: sleepers() <= here)
    assert list(scratch.iterdir()) == []


def sleepers():
    """Processes that sleep for as long as those of the notebooks here; others may come and go meanwhile."""
    return {process.pid for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == ["sleep", "600"]}


def wait_until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


BROKEN = """
import pathlib, sys
tries = pathlib.Path({tries!r})
tries.write_text(str(int(tries.read_text()) + 1))
if int(tries.read_text()) <= {fails}:
    raise SystemExit(1)
from ipykernel import kernelapp
kernelapp.launch_new_instance()
"""


def starts(tmp_path: Path, fails: int):
    """Run a notebook whose kernel does not start as often as this; give what became of it and the number of starts."""
    (tmp_path / "tries").write_text("0")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ipykernel_launcher.py").write_text(
        BROKEN.format(tries=str(tmp_path / "tries"), fails=fails)
    )
    variables = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "broken"), os.environ.get("PYTHONPATH", "")])}
    outcome = run(notebook(tmp_path / "a.ipynb", "6 * 7"), kernel="ordinary", variables=variables)
    return outcome, int((tmp_path / "tries").read_text())


def test_a_kernel_that_does_not_start_is_tried_once_more(tmp_path):
    outcome, tries = starts(tmp_path, fails=1)
    assert cells_of(outcome)[-1]["outputs"][0]["data"]["text/plain"] == ["42"]
    assert tries == 2


def test_a_kernel_that_does_not_start_twice_is_one_line(tmp_path):
    failure, tries = starts(tmp_path, fails=9)
    assert str(failure).startswith("its kernel did not start: ")
    assert "\n" not in str(failure)
    assert not failure.files
    assert tries == 2


DYING = """
import os, pathlib
tries = pathlib.Path({tries!r})
tries.write_text(str(int(tries.read_text()) + 1))
if int(tries.read_text()) <= {dies}:
    os._exit(1)
"""


@pytest.mark.parametrize("dies", [1, 9], ids=["once", "always"])
def test_a_kernel_that_dies_is_tried_once_more(tmp_path, dies):
    tries = tmp_path / "tries"
    tries.write_text("0")
    outcome = run(notebook(tmp_path / "a.ipynb", DYING.format(tries=str(tries), dies=dies), "6 * 7"))
    assert tries.read_text() == "2"
    if dies == 1:
        assert cells_of(outcome)[-1]["outputs"][0]["data"]["text/plain"] == ["42"]
    else:
        assert str(outcome) == f"cell 2: {DEAD}"


def test_a_process_that_is_ended_from_outside_is_a_failure_of_its_notebook(tmp_path):
    failure = run(notebook(tmp_path / "a.ipynb", "import os\nos.kill(os.getppid(), 9)"))
    assert str(failure) == DIED
    assert "--workers 1" in str(failure)


def test_a_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "{year} %d $HOME"
    assert cells_of(run(notebook(folder / "a.ipynb", "year"), {"year": 2031}))[-1]["outputs"][0]["data"] == {
        "text/plain": ["2031"]
    }


def test_a_full_disk_is_no_failure_of_a_notebook(monkeypatch, tmp_path):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BEHINDBARS_OUT", "")  # which the run sets
    monkeypatch.setattr(module, "_papermill", full)
    notebook(tmp_path / "a.ipynb")
    with pytest.raises(OSError, match="No space left"):
        module.run_notebook(tmp_path, notebook="a.ipynb", out="", parameters={}, provenance={}, limit=9)


def test_what_a_notebook_was_made_from_is_written_in_it(tmp_path):
    work = work_of(notebook(tmp_path / "a.ipynb", "1"))
    made = do_apart(replace(work, arguments={**work.arguments, "provenance": {"data": "synthetic"}}))
    assert json.loads(made["a.ipynb"])["metadata"]["behindbars"] == {"data": "synthetic"}
