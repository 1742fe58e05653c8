"""The command line: help that can be understood, and one message instead of a traceback."""

import pytest
from click.testing import CliRunner

from behindbars.cli import main
from tests.small import change


def call(project, *arguments):
    return CliRunner().invoke(main, ["--project", str(project), *arguments])


@pytest.mark.parametrize("command", list(main.commands))
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert command in CliRunner().invoke(main, ["--help"]).output


def test_check_counts_what_it_checked(project):
    result = call(project, "check")
    assert result.exit_code == 0
    assert "No fault: " in result.output
    assert "8 cases" in result.output


def test_check_lists_every_fault_with_its_place(project):
    change(project, "observations", "N01", low="many")
    change(project, "safeguards", "Q42", law="missing")
    result = call(project, "check")
    assert result.exit_code == 1
    assert "2 faults in the data:" in result.output
    assert "observations.csv, row 2, column low: found 'many'" in result.output
    assert "safeguards.csv" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["build", "check", "accept"])
def test_a_year_that_does_not_exist_is_named_with_those_that_do(project, command):
    result = call(project, command, "--year", "2031")
    assert result.exit_code == 1
    assert "2031" in result.output
    assert "2024" in result.output
    assert "Traceback" not in result.output


def test_nothing_is_written_where_the_data_has_a_fault(project):
    change(project, "observations", "N01", low="many")
    result = call(project, "build")
    assert result.exit_code == 1
    assert "column low" in result.output
    assert not (project / "outputs").exists()
    assert not (project / "figures").exists()


def test_quarto_that_is_not_there_is_said(project, monkeypatch):
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    result = call(project, "build", "--renderer", "quarto")
    assert result.exit_code == 1
    assert "Quarto is not on the PATH" in result.output
    assert not (project / "outputs").exists()


def test_a_folder_that_is_no_project_is_said(tmp_path):
    result = call(tmp_path, "check")
    assert result.exit_code == 1
    assert "No project found" in result.output


def test_doctor_names_what_is_there_and_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0
    assert "found    papermill" in result.output
    assert "missing  Quarto: would make" in result.output
