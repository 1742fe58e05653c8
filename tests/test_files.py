"""All files or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from behindbars.files import write_all


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    same, other, new = tmp_path / "same", tmp_path / "other", tmp_path / "new"
    same.write_bytes(b"1")
    other.write_bytes(b"1")
    moment = same.stat().st_mtime_ns
    assert write_all({same: b"1", other: b"2", new: b"3"}) == [other, new]
    assert (same.stat().st_mtime_ns, other.read_bytes(), new.read_bytes()) == (moment, b"2", b"3")
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("failing", ["a", "b", "c"])
def test_a_failing_move_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    for name in "ab":
        (tmp_path / name).write_text("old")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == failing:
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write_all({tmp_path / name: b"new" for name in "abc"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": "old", "b": "old"}
