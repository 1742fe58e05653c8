"""Reading the list of sources; every source here is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from behindbars.errors import Fault
from behindbars.references import Reference, read_references

GOOD = """\
@misc{synthetic2025,
  title = {Synthetic {Statement} \\& more -- in two parts},
  author = {{Made Up and Partners} and {Nobody}},
  date = {2025-06-26},
  url = {https://example.org/a_b},
  shorttitle = {Synthetic},
  keywords = {Statement, edition 2024, other},
  note = {made up}
}
@report{context1, title = "Synthetic context", author = {Person, A.}, YEAR = 2019}
"""


def read(folder: Path, text: str | bytes) -> tuple[dict[str, Reference], list[Fault]]:
    path = folder / "references.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_references(path)


def test_reads_entries_as_plain_text(tmp_path: Path) -> None:
    references, faults = read(tmp_path, GOOD)
    assert faults == []
    assert references["synthetic2025"] == Reference(
        key="synthetic2025",
        title="Synthetic Statement & more – in two parts",
        author="Made Up and Partners; Nobody",
        date="2025-06-26",
        url="https://example.org/a_b",
        short_title="Synthetic",
        is_statement=True,
        edition=2024,
        note="made up",
    )
    assert references["context1"] == Reference("context1", "Synthetic context", "Person, A.", date="2019")


@pytest.mark.parametrize(
    ("text", "row", "column", "value"),
    [
        (GOOD + "@misc{context1, title = {Again}, author = {X}}\n", 11, "", "context1"),
        (GOOD + "@misc{x, title = {A}, title = {B}, author = {X}}\n", 11, "", "title"),
        (GOOD + "@misc{x, author = {X}}\n", 11, "title", ""),
        (GOOD + "@misc{x, title = {X}}\n", 11, "author", ""),
        (GOOD + "@misc{x, title = {}, author = {X}}\n", 11, "title", ""),
        (GOOD + "@misc{x, title = {X}, author = {X}, date = {June 2025}}\n", 11, "date", "June 2025"),
        ("@misc{open, title = {X}, author = {X\n" + GOOD, 1, "", "@misc{open, title = {X}, author = {X"),
        ("", 0, "", ""),
        (GOOD.encode() + b"@misc{x, title = {caf\xe9}, author = {X}}\n", 11, "", ""),
    ],
)
def test_a_fault_is_reported_at_its_line(tmp_path: Path, text: str | bytes, row: int, column: str, value: str) -> None:
    _, faults = read(tmp_path, text)
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(row, column, value)]


def test_a_faulty_entry_is_still_known(tmp_path: Path) -> None:
    references, _ = read(tmp_path, "@misc{open, title = {X}, author = {X\n@misc{x, author = {X}}\n" + GOOD)
    assert list(references) == ["open", "x", "synthetic2025", "context1"]


def test_a_missing_file(tmp_path: Path) -> None:
    references, faults = read_references(tmp_path / "references.bib")
    assert references == {}
    assert [(fault.file, fault.row) for fault in faults] == [("references.bib", 0)]


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(tmp_path, "@misc{open, title = {X}, author = {X\n")
    assert capfd.readouterr() == ("", "")
