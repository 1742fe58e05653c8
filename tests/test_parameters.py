"""Parameters are checked by name and type before a notebook runs."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from behindbars.errors import ParameterError, ProjectError
from behindbars.parameters import check_parameters, declared_parameters
from tests.running import notebook


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


def test_a_missing_notebook_is_named(tmp_path):
    with pytest.raises(ProjectError, match=r"gone\.ipynb does not exist"):
        declared_parameters(tmp_path / "gone.ipynb")


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', '{"cells": [{}]}', '{"cells": ['])
def test_what_is_no_notebook_is_named(tmp_path, content):
    (tmp_path / "a.ipynb").write_text(content)
    with pytest.raises(ProjectError, match=r"a\.ipynb in .* is no readable notebook"):
        declared_parameters(tmp_path / "a.ipynb")
