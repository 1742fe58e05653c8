"""Hearing what is saved."""

import threading
import time

import pytest
import watchfiles

from behindbars.errors import ProjectError
from behindbars.watching.changes import QUIET_SECONDS, Changes


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def changes(folder):
    with Changes() as changes:
        changes.listen_to([folder, folder / "missing"])
        # It listens as soon as it heard something.
        for number in range(50):
            (folder / f"begin{number}.csv").touch()
            if changes.wait(0.2):
                break
        yield changes


def test_nothing_is_heard_where_nothing_is_saved(changes):
    assert not changes.wait(0.3)


def test_a_save_by_rename_is_heard_once(folder, changes):
    aside = folder / ".aside.tmp"
    aside.write_text("synthetic", encoding="utf-8")
    aside.replace(folder / "observations.csv")
    assert changes.wait(5)
    assert not changes.wait(0.5)


def test_a_save_in_several_steps_is_heard_once_and_as_a_whole(folder, changes):
    def save():
        for number in range(6):
            (folder / "observations.csv").write_text("synthetic" * number, encoding="utf-8")
            time.sleep(QUIET_SECONDS / 3)

    saving = threading.Thread(target=save)
    saving.start()
    assert changes.wait(5)
    assert not saving.is_alive()
    assert not changes.wait(0.5)


def test_what_is_saved_while_nobody_waits_is_heard_later(folder, changes):
    (folder / "observations.csv").touch()
    time.sleep(0.5)
    assert changes.wait(0.1)


def test_notes_of_editors_are_not_heard(folder, changes):
    for name in (".~lock.observations.csv#", "~$observations.xlsx", "4913"):
        (folder / name).touch()
    assert not changes.wait(0.5)


def test_another_folder_is_heard_once_it_is_listened_to(folder, changes):
    new = folder / "new"
    new.mkdir()
    changes.listen_to([folder, new])
    for number in range(50):
        (new / f"{number}.csv").touch()
        if changes.wait(0.2):
            return
    pytest.fail("nothing was heard")


def test_a_system_that_does_not_listen_is_one_message(folder, monkeypatch):
    def full(*folders, **options):
        raise OSError("no space left for watches")

    monkeypatch.setattr(watchfiles, "watch", full)
    with Changes() as changes:
        changes.listen_to([folder])
        with pytest.raises(ProjectError, match=r"no space left for watches.*WATCHFILES_FORCE_POLLING"):
            changes.wait(5)
