"""The fact sheets of the real edition as files: one page each, whole, tagged, the same bytes each time."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.conftest import CODES, ODD, copy_project

from behindbars.build.apart import WorkError, write
from behindbars.build.book import Book, read_book
from behindbars.build.formats.factsheets import imprint, make, render_sheet
from behindbars.measures.cascade import STAGES
from behindbars.report.edition import Edition, open_edition
from behindbars.report.factsheet import fact_sheet

NAMES = ("kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan")
HOSTILE = '#import "x": y $x^2$ *bold* _it_ <script>alert(1)</script> \\u{41} [x] @ref // c /* d */ `r` = #panic()'
"""Synthetic text that would be markup if anything took it for that."""
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")


def copied(folder: Path) -> Path:
    """Copy the project; its notebooks stand in for the executed ones, which declare the same parameters."""
    project = copy_project(folder)
    shutil.copytree(project / "notebooks", project / "outputs" / "2024")
    return project


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("real") / ODD)


@pytest.fixture(scope="module")
def book(real: Path) -> Book:
    return read_book(real, 2024)


@pytest.fixture(scope="module")
def chapters(real: Path) -> dict[str, Edition]:
    return {name: open_edition(2024, code, project=real) for name, code in zip(NAMES, CODES, strict=True)}


@pytest.fixture(scope="module")
def files(real: Path, book: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(zip(NAMES, sheets(real, tmp_path_factory.mktemp("sheets")), strict=True))


def sheets(project: Path, folder: Path) -> list[Path]:
    """Make the sheets of all countries."""
    made = {name: page for code in CODES for name, page in make(project, year=2024, country=code).items()}
    return write(made, folder)


def text_of(file: Path) -> str:
    """Read a page in reading order, without the layout's own breaks."""
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True)
    return flat(done.stdout)


def flat(text: str) -> str:
    """Drop white space and the hyphen-like breaks that a line's end makes of it."""
    return re.sub(r"[\s\u200b]+", "", text)


def tags(node: Any) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node.K)


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_one_a4_page(files: dict[str, Path], name: str) -> None:
    assert files[name].name == f"{name}-2024.pdf"
    with pikepdf.open(files[name]) as pdf:
        [page] = pdf.pages
        assert [round(float(length)) for length in page.MediaBox] == [0, 0, 595, 842]
        fonts = {str(font.BaseFont).partition("+")[2] for font in page.Resources.Font.values()}
    assert all(font.startswith("FiraSans") for font in fonts)


@needs_pdftotext
@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_says_everything(files: dict[str, Path], chapters: dict[str, Edition], book: Book, name: str) -> None:
    sheet = fact_sheet(chapters[name])
    text = text_of(files[name])
    said = [sheet["country"], sheet["finding"], *sheet["support"], *sheet["track"]["stages"], book.title]
    said += [row[part] for row in sheet["findings"] for part in ("topic", "finding", "source")]
    said += [row[part] for row in sheet["asks"] for part in ("subject", "text", "source")]
    said += [words for _, words in imprint(sheet, book)]
    said += [sheet["case"][part] for part in ("title", "summary", "answer", "source")]
    said += [sheet["finding_source"], sheet["findings_note"], sheet["case_note"], sheet["asks_note"]]
    assert len(sheet["track"]["stages"]) == len(STAGES)
    assert len(sheet["findings"]) == 3
    assert [words for words in said if flat(words) not in text] == []


@needs_pdftotext
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_set_over_anything_or_off_the_page(files: dict[str, Path], name: str) -> None:
    done = subprocess.run(["pdftotext", "-bbox", files[name], "-"], capture_output=True, text=True, check=True)
    pattern = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"'
    boxes = [tuple(map(float, found)) for found in re.findall(pattern, done.stdout)]
    assert len(boxes) > 200
    assert all(x0 > 45 and x1 < 550 and y0 > 25 and y1 < 820 for x0, y0, x1, y1 in boxes)
    # A word's box is as high as its line; two lines of one column share at most a third of a line.
    for number, (x0, y0, x1, y1) in enumerate(boxes):
        for a0, b0, a1, b1 in boxes[number + 1 :]:
            if min(x1, a1) - max(x0, a0) > 1:
                assert min(y1, b1) - max(y0, b0) < 0.5 * min(y1 - y0, b1 - b0)


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_is_accessible(files: dict[str, Path], chapters: dict[str, Edition], name: str) -> None:
    country = chapters[name].name
    with pikepdf.open(files[name]) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == f"{country}: fact sheet, Behind Bars, Beyond Justice, 2024"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250626")
        found = [str(tag.S) for tag in tags(pdf.Root.StructTreeRoot.K)]
        levels = [int(name[2]) for name in found if re.fullmatch(r"/H\d", name)]
        assert levels == [1, 2, 2, 3, 3, 3, 2, 3, 2, 3, 3, 3, 3]
        assert "/Table" not in found
        [track] = [tag for tag in tags(pdf.Root.StructTreeRoot.K) if tag.S == "/Figure"]
        assert str(track.Alt) == fact_sheet(chapters[name])["track"]["alt"]


def test_imprint_names_statement_edition_and_file(chapters: dict[str, Edition], book: Book) -> None:
    renamed = replace(book, output_file="synthetic-file")
    text = " ".join(words for _, words in imprint(fact_sheet(chapters["tajikistan"]), renamed))
    assert "“Behind Bars, Beyond Justice: Torture Persists in Central Asia”" in text
    assert "26 June 2025" in text
    assert "T1 is its first paragraph on Tajikistan, R1 its first recommendation" in text
    silent = " ".join(words for _, words in imprint(fact_sheet(chapters["tajikistan"]) | {"section": "none"}, renamed))
    assert ". R1 is its first recommendation;" in silent
    assert "first paragraph" not in silent
    assert "synthetic-file.pdf" in text


@needs_pdftotext
def test_hostile_text_is_only_text(real: Path, book: Book, chapters: dict[str, Edition], tmp_path: Path) -> None:
    sheet = hostile(fact_sheet(chapters["uzbekistan"]), HOSTILE)
    file = tmp_path / "out.pdf"
    file.write_bytes(render_sheet(sheet, book, real))
    assert text_of(file).count(flat(HOSTILE)) >= 5
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 1


@needs_pdftotext
def test_a_bidirectional_override_ends_with_its_paragraph(
    real: Path, book: Book, chapters: dict[str, Edition], tmp_path: Path
) -> None:
    sheet = fact_sheet(chapters["uzbekistan"])
    file = tmp_path / "out.pdf"
    file.write_bytes(render_sheet(sheet | {"finding": "Synthetic \u202efinding"}, book, real))
    assert flat(sheet["support"][0]) in text_of(file)


def hostile(sheet: dict[str, Any], text: str) -> dict[str, Any]:
    return sheet | {
        "finding": text,
        "support": [text],
        "track": sheet["track"] | {"stages": [text, *sheet["track"]["stages"][1:]], "alt": text},
        "findings": [row | {"topic": "Synthetic", "finding": text} for row in sheet["findings"][:1]],
        "case": sheet["case"] | {"title": text, "summary": text},
        "asks": [row | {"text": text} for row in sheet["asks"][:1]],
    }


def test_a_word_without_a_space_stays_in_its_column(
    real: Path, book: Book, chapters: dict[str, Edition], tmp_path: Path
) -> None:
    sheet = fact_sheet(chapters["uzbekistan"])
    long = sheet | {"case": sheet["case"] | {"summary": "https://example.org/" + "W" * 60}}
    file = tmp_path / "out.pdf"
    file.write_bytes(render_sheet(long, book, real))
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True)
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">[^<]*W\u200bW', done.stdout)]
    assert ends
    assert max(ends) < 292  # the left half of the page, less the space beside it


def test_a_sheet_without_case_findings_and_asks_is_set_too(
    real: Path, book: Book, chapters: dict[str, Edition], tmp_path: Path
) -> None:
    sheet = fact_sheet(chapters["uzbekistan"]) | {"case": None, "findings": [], "asks": [], "finding_source": ""}
    file = tmp_path / "out.pdf"
    file.write_bytes(render_sheet(sheet, book, real))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 1
        found = [str(tag.S) for tag in tags(pdf.Root.StructTreeRoot.K)]
    assert [name for name in found if re.fullmatch(r"/H\d", name)] == ["/H1", "/H2", "/H2", "/H2"]


def test_too_much_text_is_refused_by_name(tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    table = project / "data" / "cases.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["sheet"] and row["country"] in {"KGZ", "UZB"}:
            row["summary_en"] = " ".join(["Synthetic sentence."] * 200)
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for code, name in (("KGZ", "Kyrgyzstan"), ("UZB", "Uzbekistan")):
        with pytest.raises(WorkError) as caught:
            make(project, year=2024, country=code)
        assert str(caught.value).startswith(f"{name}: ")
    assert re.search(
        r"by \d+ mm \(finding \d+ mm, .*case and asks \d+ mm.*the case 'Valijon Rakhmanov'", str(caught.value)
    )
    assert make(project, year=2024, country="TKM")
