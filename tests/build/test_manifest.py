"""The manifest names inputs, outputs and versions, and nothing of the machine."""

from __future__ import annotations

import hashlib
import json
import sys

import pytest

from behindbars.build import manifest
from behindbars.build.manifest import Manifest, checksums, read_manifest, together, versions

MADE = Manifest("embedded", {"typst": "0.15.0"}, "a" * 64, {"year": 2024}, {"data.csv": "b" * 64}, {"x.pdf": "c" * 64})


def test_a_manifest_holds_checksums_and_no_path_of_the_machine(tmp_path):
    (tmp_path / "data.csv").write_bytes(b"synthetic")
    sums = checksums(tmp_path, [tmp_path / "data.csv"])
    Manifest(inputs=sums, packages=versions()).write(tmp_path / "manifest.json")
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["inputs"] == {"data.csv": hashlib.sha256(b"synthetic").hexdigest()}
    assert content["packages"]["papermill"]
    assert set(content) == {"inputs", "outputs", "packages", "parameters", "program", "renderer"}
    assert str(tmp_path) not in text


def test_it_is_read_as_it_was_written(tmp_path):
    MADE.write(tmp_path / "manifest.json")
    assert read_manifest(tmp_path / "manifest.json") == MADE


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"1", b'{"more": 1}', b'{"outputs": 1}', b"\xff", b"{", b"[" * 10_000]
)
def test_what_is_no_manifest_counts_for_nothing(tmp_path, content):
    assert read_manifest(tmp_path / "manifest.json") == Manifest()
    (tmp_path / "manifest.json").write_bytes(content)
    assert read_manifest(tmp_path / "manifest.json") == Manifest()


def test_every_name_and_every_checksum_counts():
    sums = {"a.csv": "1", "b.csv": "2"}
    others = [{"a.csv": "2", "b.csv": "1"}, {"a.csv": "1"}, {**sums, "c.csv": ""}, {"a.csv": "1", "b": "2"}, {}]
    assert len({together(each) for each in [sums, *others]}) == 1 + len(others)
    assert together(dict(reversed(sums.items()))) == together(sums)


def test_every_library_that_the_program_needs_is_named_with_its_version(tmp_path, monkeypatch):
    found = versions()
    assert found.keys() >= {"altair", "behindbars", "numpy", "pandas", "papermill", "python", "typst"}
    assert "distributed" not in found, "it is nothing that an edition's bytes depend on"
    other = tmp_path / "typst-999.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: typst\nVersion: 999.0\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert versions() == {**found, "typst": "999.0"}


def test_the_program_is_every_file_of_the_package(monkeypatch):
    """As it was when it was first asked for, and as it is now."""
    before = manifest.program()
    listed = manifest.checksums
    monkeypatch.setattr(manifest, "checksums", lambda *of: listed(*of) | {"words/en.ftl": "another"})
    assert manifest.program() == before
    assert manifest.what_runs() != (before, versions())
    monkeypatch.undo()
    assert manifest.what_runs() == (before, versions())
