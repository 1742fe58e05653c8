"""The program begins anew: with the same arguments, and only if it can."""

import os
import sys

import pytest

from behindbars.errors import ProjectError
from behindbars.watching import restart


def test_the_program_as_it_is_can_start():
    restart.check_code()


def test_a_program_with_a_mistake_says_where(tmp_path, monkeypatch):
    (tmp_path / "mistaken.py").write_text("fine = 1\nif fine\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(restart, "TRIAL", "import mistaken")
    with pytest.raises(ProjectError, match=r"cannot start:\n  File .*mistaken.py\", line 2\n  SyntaxError"):
        restart.check_code()


@pytest.mark.skipif(os.name != "posix", reason="a process cannot become another one")
def test_arguments_and_port_stay_the_same(monkeypatch):
    called = []
    monkeypatch.setattr(os, "execv", lambda path, arguments: called.append((path, arguments)))
    monkeypatch.setattr(sys, "orig_argv", ["python", "-B", "behindbars", "watch", "--year", "2024", "--open"])
    expected = [sys.executable, "-B", "behindbars", "watch", "--year", "2024", "--open", "--port", "8125", "--no-open"]
    monkeypatch.setattr(restart, "end_children", lambda: None)  # those of the tests are needed by others
    restart.restart(8125)
    monkeypatch.setattr(sys, "orig_argv", ["python", *expected[1:]])
    restart.restart(8125)
    assert called == [(sys.executable, expected)] * 2


def test_where_it_cannot_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(restart, "os", type("Windows", (), {"name": "nt"}))
    with pytest.raises(ProjectError, match="Start behindbars watch again"):
        restart.restart(8125)
