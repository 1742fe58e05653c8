"""Running notebooks: parameters are checked, every failure is reported, nothing of the machine is kept."""

import json

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


def test_every_failure_is_reported_with_its_cell_and_its_last_line(tmp_path):
    notebooks = [
        notebook(tmp_path / "bad.ipynb", "1", "1 / 0"),
        notebook(tmp_path / "good.ipynb", "1"),
        notebook(tmp_path / "worse.ipynb", "raise KeyError('complaints')"),
    ]
    ended = []
    with pytest.raises(RunError) as caught:
        run_notebooks(notebooks, tmp_path / "out", {}, failed=tmp_path / ".cache" / "failed", finished=ended.append)
    message = str(caught.value)
    assert message.startswith("2 notebooks failed:")
    assert "bad, cell 3: ZeroDivisionError: division by zero" in message
    assert "worse, cell 2: KeyError: 'complaints'" in message
    assert "good" not in message
    assert sorted(ended) == ["bad", "good", "worse"]
    assert (tmp_path / ".cache" / "failed" / "bad.ipynb").is_file()


def test_a_kernel_that_dies_is_a_failure_and_not_the_end(tmp_path):
    dying = notebook(tmp_path / "dying.ipynb", "import os\nos._exit(1)")
    with pytest.raises(RunError, match="dying"):
        run_notebooks([dying], tmp_path / "out", {})


def attempts_of(monkeypatch, tmp_path, error):
    """Run a notebook whose kernel fails in this way, and count how often it was started."""
    starts = []

    def failing(notebook, output, parameters):
        starts.append(notebook)
        raise error

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "_papermill", failing)
    failure = run._execute(tmp_path / "a.ipynb", tmp_path / "out.ipynb", {})
    assert str(error) in failure.message
    return len(starts)


def test_a_kernel_that_does_not_start_is_tried_once_more(monkeypatch, tmp_path):
    assert attempts_of(monkeypatch, tmp_path, RuntimeError("Kernel didn't respond in 30 seconds")) == 2


def test_a_kernel_that_dies_while_running_is_not_started_again(monkeypatch, tmp_path):
    assert attempts_of(monkeypatch, tmp_path, DeadKernelError("Kernel died")) == 1
