"""The manifest names inputs, outputs and versions, and nothing of the machine."""

from __future__ import annotations

import sys

import pytest

from behindbars.build import manifest
from behindbars.build.manifest import Manifest, read_manifest, versions

MADE = Manifest("embedded", {"typst": "0.15.0"}, "a" * 64, {"year": 2024}, {"data.csv": "b" * 64}, {"x.pdf": "c" * 64})


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"1", b'{"more": 1}', b'{"outputs": 1}', b"\xff", b"{", b"[" * 10_000]
)
def test_what_is_no_manifest_counts_for_nothing(tmp_path, content):
    assert read_manifest(tmp_path / "manifest.json") == Manifest()
    (tmp_path / "manifest.json").write_bytes(content)
    assert read_manifest(tmp_path / "manifest.json") == Manifest()


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
