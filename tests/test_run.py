"""Running notebooks: parameters are checked, every failure is reported, nothing of the machine is kept."""

import errno
import json
import os

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from behindbars import run
from behindbars.errors import ParameterError, ProjectError, RunError
from behindbars.run import check_parameters, declared_parameters, run_notebooks


def notebook(path, *sources, parameters='year = 2024\nlang = "en"'):
    """Write a notebook whose first cell is the parameters cell."""
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[first, *map(new_code_cell, sources)]), path)
    return path


def test_declared_parameters_have_their_defaults(tmp_path):
    assert declared_parameters(notebook(tmp_path / "a.ipynb")) == {"year": 2024, "lang": "en"}


def test_an_unknown_parameter_names_the_nearest_one(tmp_path):
    with pytest.raises(ParameterError, match="no parameter 'yaer': did you mean year"):
        check_parameters(notebook(tmp_path / "a.ipynb"), {"yaer": 2024})


def test_all_faulty_parameters_are_listed_at_once(tmp_path):
    with pytest.raises(ParameterError) as caught:
        check_parameters(notebook(tmp_path / "a.ipynb"), {"yaer": 2024, "lang": 7, "year": "2024"})
    assert str(caught.value).count("\n") == 2


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("year = 2024")]), tmp_path / "a.ipynb")
    with pytest.raises(ProjectError, match="exactly one cell tagged 'parameters'; it has 0"):
        check_parameters(tmp_path / "a.ipynb", {})


def test_a_parameters_cell_that_computes_is_refused(tmp_path):
    with pytest.raises(ProjectError, match="only plain values"):
        declared_parameters(notebook(tmp_path / "a.ipynb", parameters="year = 2000 + len('x')"))


def test_a_missing_notebook_is_named_before_anything_runs(tmp_path):
    good = notebook(tmp_path / "good.ipynb", "1")
    with pytest.raises(ProjectError, match=r"gone\.ipynb does not exist"):
        run_notebooks([good, tmp_path / "gone.ipynb"], tmp_path / "out", {})
    assert not (tmp_path / "out").exists()


def test_notebooks_run_in_their_own_folder_with_their_parameters(tmp_path):
    source = notebook(tmp_path / "a.ipynb", "from pathlib import Path\nprint(year, lang, Path.cwd().name)")
    [executed] = run_notebooks([source], tmp_path / "out", {"year": 2031})
    cells = nbformat.read(executed, as_version=4).cells
    assert [cell.metadata.get("tags") for cell in cells[:2]] == [["parameters"], ["injected-parameters"]]
    assert cells[-1].outputs[0].text == "2031 en out\n"


def test_an_executed_notebook_tells_nothing_of_machine_or_time(tmp_path):
    source = notebook(tmp_path / "a.ipynb", "1 + 1")
    texts = []
    for folder in ("one", "two"):
        [executed] = run_notebooks([source], tmp_path / folder, {"year": 2031})
        texts.append(executed.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    content = json.loads(texts[0])
    assert "papermill" not in content["metadata"]
    assert all("execution" not in cell["metadata"] for cell in content["cells"])


def test_every_failure_is_reported_with_its_cell_its_last_line_and_its_partial_notebook(tmp_path):
    notebooks = [
        notebook(tmp_path / "bad.ipynb", "1", "1 / 0"),
        notebook(tmp_path / "good.ipynb", "1"),
        notebook(tmp_path / "worse.ipynb", "raise KeyError('complaints')"),
    ]
    ended = []
    failed = tmp_path / "outputs" / "failed"
    with pytest.raises(RunError) as caught:
        run_notebooks(notebooks, tmp_path / "out", {"year": 2031}, failed=failed, finished=ended.append)
    assert str(caught.value).splitlines() == [
        "2 notebooks failed:",
        "  bad, cell 3: ZeroDivisionError: division by zero",
        "    as far as it ran: outputs/failed/bad.ipynb",
        "  worse, cell 2: KeyError: 'complaints'",
        "    as far as it ran: outputs/failed/worse.ipynb",
    ]
    assert sorted(ended) == ["bad", "good", "worse"]
    assert (failed / "bad.ipynb").is_file()
    assert not (failed / "good.ipynb").exists()


def test_a_kernel_that_dies_is_a_failure_at_its_cell_and_nobody_else_speaks(tmp_path, capfd):
    notebooks = [notebook(tmp_path / "dying.ipynb", "1", "import os\nos._exit(1)", "2"), notebook(tmp_path / "a.ipynb")]
    with pytest.raises(RunError, match=r"^1 notebook failed:\n  dying, cell 3: its kernel died: the memory was full"):
        run_notebooks(notebooks, tmp_path / "out", {"year": 2031})
    assert capfd.readouterr() == ("", "")


def test_a_kernel_that_does_not_start_is_one_line(tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ipykernel_launcher.py").write_text("raise SystemExit(1)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"), prepend=os.pathsep)
    with pytest.raises(RunError, match=r"^1 notebook failed:\n  a: its kernel did not start: [^\n]+$"):
        run_notebooks([notebook(tmp_path / "a.ipynb")], tmp_path / "out", {}, failed=tmp_path / "failed")
    assert not (tmp_path / "failed").exists()


def test_a_process_that_is_ended_from_outside_is_one_message(tmp_path):
    killer = notebook(tmp_path / "a.ipynb", "import os\nos.kill(os.getppid(), 9)")
    with pytest.raises(RunError, match=r"ended from outside.*--workers 1"):
        run_notebooks([killer], tmp_path / "out", {})


def test_a_full_disk_is_no_failure_of_a_notebook(monkeypatch, tmp_path):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "_papermill", full)
    with pytest.raises(OSError, match="No space left"):
        run._execute(tmp_path / "a.ipynb", tmp_path / "out.ipynb", {})


def test_a_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "{year} %d $HOME"
    folder.mkdir()
    [executed] = run_notebooks([notebook(folder / "a.ipynb", "year")], folder / "out", {"year": 2031})
    assert nbformat.read(executed, as_version=4).cells[-1].outputs[0].data == {"text/plain": "2031"}


def attempts_of(monkeypatch, tmp_path, error):
    """Run a notebook whose kernel fails in this way, and count how often it was started."""
    starts = []
    notebook(tmp_path / "out.ipynb")

    def failing(*arguments):
        starts.append(arguments)
        raise error

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "_papermill", failing)
    failure = run._execute(tmp_path / "a.ipynb", tmp_path / "out.ipynb", {})
    return len(starts), failure.message


def test_a_kernel_that_does_not_start_is_tried_once_more(monkeypatch, tmp_path):
    error = RuntimeError("Kernel didn't respond in 30 seconds")
    assert attempts_of(monkeypatch, tmp_path, error) == (2, f"its kernel did not start: {error}")


def test_a_kernel_that_dies_while_running_is_not_started_again(monkeypatch, tmp_path):
    assert attempts_of(monkeypatch, tmp_path, DeadKernelError("Kernel died")) == (1, run.DIED)
