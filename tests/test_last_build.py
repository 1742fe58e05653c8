"""What is known of the last build counts only if it is whole, and only while all is as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from behindbars.last_build import FOLDER, LastBuild, read_last_build, state_of, write_last_build
from behindbars.manifest import checksums

BUILD = LastBuild("a" * 64, "embedded", {"outputs/2024/x.pdf": "b" * 64}, ("outputs/2024/x.pdf",), {"PDF": {"a": "b"}})


def test_it_is_read_as_it_was_written(tmp_path):
    assert read_last_build(tmp_path, 2024) == LastBuild()
    write_last_build(tmp_path, 2024, BUILD)
    assert read_last_build(tmp_path, 2024) == BUILD
    assert read_last_build(tmp_path, 2023) == LastBuild()


def test_what_is_known_of_another_year_counts_for_nothing(tmp_path):
    write_last_build(tmp_path, 2024, BUILD)
    file = tmp_path / FOLDER / "2024.json"
    file.rename(file.with_name("2023.json"))
    assert read_last_build(tmp_path, 2023) == LastBuild()


def test_what_was_damaged_or_edited_counts_for_nothing(tmp_path):
    write_last_build(tmp_path, 2024, BUILD)
    file = tmp_path / FOLDER / "2024.json"
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place])
        assert read_last_build(tmp_path, 2024) == LastBuild()
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_last_build(tmp_path, 2024) == LastBuild()


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{}", b'{"answer": null}', b"\xff", b"[" * 10_000])
def test_what_is_something_else_counts_for_nothing(tmp_path, content):
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "2024.json").write_bytes(content)
    assert read_last_build(tmp_path, 2024) == LastBuild()


@pytest.mark.parametrize("change", [{"more": 1}, {"files": 1}, {"files": None}])
def test_what_another_version_wrote_counts_for_nothing(tmp_path, monkeypatch, change):
    monkeypatch.setattr("behindbars.last_build.asdict", lambda build: {**vars(build), **change})
    write_last_build(tmp_path, 2024, BUILD)
    assert "checksum" in json.loads((tmp_path / FOLDER / "2024.json").read_bytes())
    assert read_last_build(tmp_path, 2024) == LastBuild()


def test_every_input_and_every_version_counts():
    inputs, surroundings = {"a.csv": "1", "b.csv": "2"}, {"behindbars/a.py": "3", "typst": "0.15.0"}
    others = [
        ({"a.csv": "2", "b.csv": "1"}, surroundings),
        ({"a.csv": "1"}, surroundings),
        ({**inputs, "c.csv": ""}, surroundings),
        (inputs, {**surroundings, "typst": "0.15.1"}),
        (inputs, {"typst": "0.15.0"}),
        ({**inputs, **surroundings}, {}),
    ]
    states = {state_of(*each) for each in [(inputs, surroundings), *others]}
    assert len(states) == 1 + len(others)
    assert state_of(dict(reversed(inputs.items())), surroundings) == state_of(inputs, surroundings)


def test_it_is_in_place_while_each_of_its_files_is_as_it_was_made(tmp_path: Path):
    files = [tmp_path / "outputs" / name for name in ("a.pdf", "b.pdf")]
    files[0].parent.mkdir()
    for file in files:
        file.write_bytes(b"made up")
    build = replace(BUILD, products=checksums(tmp_path, files))
    assert build.is_in_place(tmp_path)
    files[1].write_bytes(b"edited!")
    assert not build.is_in_place(tmp_path)
    files[1].unlink()
    assert not build.is_in_place(tmp_path)
    files[1].mkdir()
    assert not build.is_in_place(tmp_path)
    assert not LastBuild().is_in_place(tmp_path)
