"""What was made is given back as it was, or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.steps import store as module
from behindbars.steps.store import ASIDE, DAY, KEPT_DAYS, Store

KEY, OTHER = "ab" + "0" * 62, "ab" + "1" * 62
FILES = {"a.json": b'{"made": "up"}\n', "folder/b.png": bytes(range(256)), "empty": b""}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that does not exist yet."""
    return Store(tmp_path / "made")


def entries(folder: Path) -> list[Path]:
    """List all that a store holds."""
    return sorted(path for path in (folder / "made").rglob("*") if path.is_file())


@given(st.dictionaries(st.text(max_size=40), st.binary(max_size=300), max_size=5))
def test_any_files_come_back_as_they_were(files):
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        assert store.get(KEY) is None
        store.put(KEY, files)
        found = store.get(KEY)
        assert found == files
        assert list(found) == list(files)


def test_what_is_put_again_takes_the_place_of_what_was_there(store, tmp_path):
    store.put(KEY, {"a": b"old"})
    store.put(KEY, FILES)
    assert store.get(KEY) == FILES
    assert store.get(OTHER) is None
    assert len(entries(tmp_path)) == 1


def test_an_entry_that_is_cut_short_is_none(store, tmp_path):
    store.put(KEY, FILES)
    [entry] = entries(tmp_path)
    whole = entry.read_bytes()
    for length in range(len(whole)):
        entry.write_bytes(whole[:length])
        assert store.get(KEY) is None, length
    entry.write_bytes(whole + b"\n")
    assert store.get(KEY) is None
    entry.write_bytes(whole)
    assert store.get(KEY) == FILES


def test_an_entry_with_one_wrong_bit_is_none(store, tmp_path):
    store.put(KEY, FILES)
    [entry] = entries(tmp_path)
    whole = entry.read_bytes()
    for place in range(len(whole)):
        entry.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        assert store.get(KEY) is None, place


def test_the_entry_of_another_step_is_none(store, tmp_path):
    store.put(KEY, FILES)
    [entry] = entries(tmp_path)
    entry.rename(entry.with_name(OTHER[2:]))
    assert store.get(OTHER) is None


@pytest.mark.parametrize("content", [b"", b"made up", b"PK\x05\x06" + bytes(18), bytes(10_000)])
def test_what_is_no_entry_is_none(store, tmp_path, content):
    store.put(KEY, FILES)
    [entry] = entries(tmp_path)
    entry.write_bytes(content)
    assert store.get(KEY) is None


def test_an_entry_that_cannot_be_read_is_none(store, tmp_path):
    store.put(KEY, FILES)
    [entry] = entries(tmp_path)
    entry.unlink()
    entry.mkdir()
    assert store.get(KEY) is None


def test_an_entry_whose_time_cannot_be_noted_counts(store, monkeypatch):
    store.put(KEY, FILES)

    def refuse(*arguments: object) -> None:
        raise PermissionError(errno.EACCES, "made up")

    monkeypatch.setattr(os, "utime", refuse)
    assert store.get(KEY) == FILES


def test_many_who_write_the_same_leave_one_whole_entry(store, tmp_path):
    contents = [{"a": str(number).encode() * 50_000} for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        for put in [pool.submit(store.put, KEY, files) for files in contents]:
            assert store.get(KEY) in (None, *contents)
            put.result()
    assert store.get(KEY) in contents
    assert len(entries(tmp_path)) == 1


def test_nothing_is_left_where_nothing_can_be_written(store, tmp_path, monkeypatch):
    store.put(KEY, FILES)

    def fail(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "made up")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="made up"):
        store.put(KEY, {"a": b"new"})
    assert store.get(KEY) == FILES
    assert len(entries(tmp_path)) == 1


def test_the_folder_may_be_deleted_at_any_time(store, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        deleting = pool.submit(delete_often, tmp_path / "made")
        while not deleting.done():
            store.put(KEY, FILES)
            assert store.get(KEY) in (None, FILES)
        deleting.result()
    store.put(KEY, FILES)
    assert store.get(KEY) == FILES


def delete_often(folder: Path) -> None:
    for _ in range(200):
        for path in sorted(folder.rglob("*"), reverse=True):
            try:
                path.rmdir() if path.is_dir() else path.unlink()
            except OSError:
                continue


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_who_is_killed_while_writing_leaves_nothing_that_counts(store, tmp_path):
    code = (
        "import sys; from pathlib import Path; from behindbars.steps.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "files = [{'a': bytes([number]) * 3_000_000} for number in range(2)]\n"
        "print('begun', flush=True)\n"
        f"while True:\n    for made in files: store.put({KEY!r}, made)"
    )
    allowed = [{"a": bytes([number]) * 3_000_000} for number in range(2)]
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path / "made"], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.05)
            writer.send_signal(signal.SIGKILL)
        assert store.get(KEY) in allowed
        assert all(path.name in (KEY[2:],) or path.name.startswith(ASIDE) for path in entries(tmp_path))


def test_only_what_nobody_has_needed_for_long_is_removed(store, tmp_path):
    old, used, new = ("cd" + str(number) * 62 for number in range(3))
    for key in (old, used, new):
        store.put(key, FILES)
    long_ago = time.time() - (KEPT_DAYS + 1) * DAY
    for key in (old, used):
        os.utime(tmp_path / "made" / key[:2] / key[2:], (long_ago, long_ago))
    place = tmp_path / "made" / "cd"
    (place / f"{ASIDE}old").write_bytes(b"")
    (place / f"{ASIDE}new").write_bytes(b"")
    os.utime(place / f"{ASIDE}old", (time.time() - 2 * DAY,) * 2)
    assert store.get(used) == FILES
    store.tidy()
    assert [store.get(key) for key in (old, used, new)] == [None, FILES, FILES]
    assert [path.name for path in entries(tmp_path) if path.name.startswith(ASIDE)] == [f"{ASIDE}new"]
    Store(tmp_path / "nowhere").tidy()
    assert module.KEPT_DAYS > 7, "longer than a holiday"
