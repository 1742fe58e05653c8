"""Reading the list of sources; every source here is made up."""

from __future__ import annotations

from pathlib import Path

import pypandoc
import pytest

from behindbars.errors import Fault
from behindbars.package.references import Reference, for_pandoc, read_references
from tests.conftest import SyntheticPackage

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


ZOTERO = r"""
@article{zotero,
  title = {{Caf{\'e} {\v C}ervena} \textendash{} \& 100\%, \#1\_a, \textquotedblleft{}q\textquotedblright{}},
  author = {Ko{\v{c}}i, {\O}ystein and {Org A and B} and others},
  date = {2024},
  url = {https://example.org/a\_b?c=1\&d=2\%20{\textasciitilde}x--y},
  abstract = {\LaTeX{} \unknown{a}},
}
"""


def test_what_zotero_writes_becomes_plain_text(tmp_path: Path) -> None:
    references, faults = read(tmp_path, ZOTERO)
    assert faults == []
    assert references["zotero"] == Reference(
        key="zotero",
        title="Café Červena – & 100%, #1_a, “q”",
        author="Koči, Øystein; Org A and B; et al.",
        date="2024",
        url="https://example.org/a_b?c=1&d=2%20~x--y",
    )


def test_pandoc_prints_what_zotero_wrote_as_plain_text(tmp_path: Path) -> None:
    file, text = tmp_path / "references.bib", "---\nnocite: '@zotero'\n---\n"
    file.write_text(for_pandoc(ZOTERO), "utf-8")
    options = ["--citeproc", f"--bibliography={file}", "--wrap=none"]
    page, plain = (pypandoc.convert_text(text, to, "markdown", extra_args=options) for to in ("html", "plain"))
    address = "https://example.org/a_b?c=1&amp;d=2%20~x--y"
    assert f'<a href="{address}">{address}</a>' in page
    assert plain.startswith("Koči, Øystein, Org A and B, et al. 2024. Café Červena – & 100%, #1_a, “q”. https:")
    assert for_pandoc(GOOD) == GOOD


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("note = {\\unknown{a}}", "note"),
        ("note = {of \\today}", "note"),
        ("shorttitle = {\\url{https://example.org}}", "shorttitle"),
        ("url = {https://example.org/\\unknown}", "url"),
    ],
)
def test_a_command_that_stands_for_no_letter_is_a_fault_at_its_line(tmp_path: Path, field: str, column: str) -> None:
    [fault] = read(tmp_path, with_field(field))[1]
    assert (fault.row, fault.column) == (14, column)
    assert "commands of LaTeX" in fault.expected


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


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(tmp_path, "@misc{open, title = {X}, author = {X\n")
    assert capfd.readouterr() == ("", "")


def with_field(field: str) -> str:
    return GOOD + f"@misc{{x,\n  title = {{X}},\n  author = {{X}},\n  {field},\n  keywords = {{context}},\n}}\n"


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("url = {javascript:alert(1)}", "url"),
        ("URL = {JavaScript:alert(1)}", "url"),
        ("url = {data:text/html,<b>x</b>}", "url"),
        ("url = {file:///etc/passwd}", "url"),
        ("url = {ftp://example.org/a}", "url"),
        ("url = {//example.org/a}", "url"),
        ("url = {www.example.org}", "url"),
        ("url = {../secret.html}", "url"),
        ("doi = {javascript:alert(1)}", "doi"),
        ("doi = {https://example.org/10.1000/182}", "doi"),
        ("howpublished = {\\url{javascript:alert(1)}}", "howpublished"),
        ("note = {see \\href{vbscript:x}{here}}", "note"),
        ("note = {<a href=file:///etc/passwd>}", "note"),
        ("eprint = {data:text/html;base64,PGI+}", "eprint"),
        ("file = {ftp://example.org/a.pdf}", "file"),
    ],
)
def test_an_address_that_does_not_lead_to_the_web_is_refused(tmp_path: Path, field: str, column: str) -> None:
    references, faults = read(tmp_path, with_field(field))
    [fault] = faults
    assert (fault.row, fault.column) == (14, column)
    assert "expected an address that begins with https://" in str(fault) or "expected a DOI" in str(fault)
    assert "x" in references


@pytest.mark.parametrize(
    "field",
    [
        "url = {https://example.org/a_b?c=d&e=f:g#h}",
        "url = {http://example.org}",
        "url = {HTTPS://EXAMPLE.ORG}",
        "url = {}",
        "doi = {10.1000/182}",
        "doi = {doi:10.1000/182}",
        "doi = {https://doi.org/10.1000/182}",
        "howpublished = {\\url{https://example.org}}",
        "note = {Annex 2: data: official, see https://example.org}",
        "note = {Kazakhstan: file of 10:30, part 2:3}",
    ],
)
def test_addresses_of_the_web_and_what_is_none(tmp_path: Path, field: str) -> None:
    assert read(tmp_path, with_field(field))[1] == []


def test_a_package_with_such_an_address_is_refused(package: SyntheticPackage) -> None:
    path = package.folder / "references.bib"
    path.write_text(path.read_text("utf-8").replace("https://example.org/statement_1", "javascript:alert(1)"), "utf-8")
    assert package.cells() == [("references.bib", 3, "url")]
