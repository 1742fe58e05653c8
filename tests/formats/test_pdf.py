"""The PDF of a synthetic edition: what it says, how large, and how its cover looks."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from PIL import Image
from syrupy.assertion import SnapshotAssertion
from tests.formats.rendering import render_pdf
from tests.formats.tags import Tags
from tests.pictures import TOLERANCE, worst_block

from behindbars.build.book import read_book
from behindbars.errors import RenderError

ALT = 'Synthetic: 4 of 10 <units> & "more", a range'
POINTS = 72 / 25.4
COVER = Path(__file__).parent / "cover.png"
COVER_RESOLUTION = 24
needs_poppler = pytest.mark.skipif(
    not (shutil.which("pdftotext") and shutil.which("pdftoppm")), reason="needs pdftotext and pdftoppm (Poppler)"
)


@pytest.fixture(scope="module")
def tags(pdf_file: Path) -> Iterator[Tags]:
    tags = Tags.of(pdf_file)
    yield tags
    tags.pdf.close()


def test_who_and_when(tags: Tags) -> None:
    assert str(tags.pdf.docinfo["/Title"]) == "Synthetic Title, Made Up"
    assert "/Author" not in tags.pdf.docinfo  # who signed the statement did not write this edition
    assert str(tags.pdf.docinfo["/CreationDate"]).startswith("D:20230626")


def test_cover_says_the_finding_and_shows_it(tags: Tags) -> None:
    cover = tags.blocks[:6]
    assert [(element.tag, tags.words(element)) for element in cover] == [
        ("P", "Synthetic Title, Made Up"),
        ("P", "A synthetic subtitle"),
        ("P", "A synthetic finding: 4 of 10"),
        ("Figure", "Synthetic chart"),
        ("P", "A reader’s reproduction; not a publication of the organisations that signed the statement."),
        ("P", "The statement of 26 June 2023 is by the First Synthetic Signatory and Second Synthetic Signatory."),
    ]
    assert str(cover[3].node.Alt) == ALT
    assert {element.page for element in cover if element.tag == "P"} == {1}


def test_contents_are_one_page_and_give_the_right_numbers(tags: Tags) -> None:
    [contents] = tags.named("TOC")
    links = [element for element in contents.walk() if element.tag == "Link"]
    assert {link.page for link in links} == {2}
    headings = [(tags.words(heading), heading.page) for heading in tags.named("H1", "H2")[1:]]
    for link in links:
        words, number = re.fullmatch(r"(.*?) ?(\d+)", tags.words(link)).groups()
        assert headings.pop(0) == (words, int(number))
        [note] = link.annotations
        assert tags.target(note.Dest) + 1 == int(number)
        assert str(note.Contents).startswith(words.lstrip("123456789"))  # what a screen reader says of the link
    assert not headings


PAIR = """See @tbl-region-second-data.

| Stage | Value |
|:------|------:|
| First | 4 |

: The values of the chart {#tbl-region-second-data}
"""


def test_the_table_of_a_chart_stands_in_an_annex(add: Callable[[str], None], make_pdf: Callable[[], Path]) -> None:
    add(PAIR)
    tags = Tags.of(make_pdf())
    captions = [tags.words(caption) for caption in tags.named("Caption")]
    assert captions[-2:] == ["Table 3.1: Synthetic values", "Table 2.2: The values of the chart"]
    assert captions.index("Figure 2.2: A synthetic figure") < captions.index("Table 3.1: Synthetic values")
    headings = [(tags.words(heading), heading.page) for heading in tags.named("H1")]
    assert headings[-1][0] == "The tables of the charts"
    [table] = [one for one in tags.named("Table") if "First" in tags.words(one)]
    assert table.page == headings[-1][1] == len(tags.pdf.pages)
    said = [tags.words(element) for element in tags.blocks]
    assert f"Table 2.2, p. {table.page}, lists what Figure 2.2 shows." in said
    assert "See Table 2.2." in said


def test_it_is_a4_in_the_brand_s_typeface(tags: Tags) -> None:
    assert {tuple(round(float(edge)) for edge in page.MediaBox) for page in tags.pdf.pages} == {(0, 0, 595, 842)}
    fonts = {str(font.BaseFont).partition("+")[2] for page in tags.pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all(font.startswith("FiraSans") for font in fonts)


def test_charts_are_168_mm_wide(tags: Tags) -> None:
    boxes = [[float(edge) for edge in figure.attribute("/BBox")] for figure in tags.named("Figure")]
    assert [round((box[2] - box[0]) / POINTS) for box in boxes] == [168] * 4


def text_sizes(page: pikepdf.Page) -> set[float]:
    """Sizes of all text on a page, pt, as they are printed: charts are drawn larger or smaller than they say."""
    found, scale, stack, size = set(), 1.0, [], 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            stack.append(scale)
        elif name == "Q":
            scale = stack.pop()
        elif name == "cm":
            scale *= abs(float(operands[3]))
        elif name == "Tf":
            size = float(operands[1])
        elif name in {"Tj", "TJ"}:
            found.add(round(size * scale, 2))
    return found


def test_no_text_is_smaller_than_9_points(tags: Tags, project: Path, make_pdf: Callable[[], Path]) -> None:
    chart = project / "figures/2023/region-grid.svg"
    chart.write_text(chart.read_text(encoding="utf-8").replace("<text", '<text font-size="12"'), encoding="utf-8")
    sizes = set.union(*(text_sizes(page) for page in Tags.of(make_pdf()).pdf.pages))
    assert min(sizes) == 9
    assert 9.16 in sizes  # 12 px of a chart


def test_typst_s_warnings_stop_the_edition(project: Path, tmp_path: Path) -> None:
    template = project / "_extensions/edition/typst-template.typ"
    template.write_text(
        template.read_text(encoding="utf-8").replace("set text(font: font)", 'set text(font: "Synthetic Font")'),
        encoding="utf-8",
    )
    with pytest.raises(RenderError, match="unknown font family"):
        render_pdf(read_book(project, 2023), project, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


AS_QUARTO_WRITES = """
#show: edition.with(title: [Title], lang: "en", colors: brand-color)
= Chapter
<chapter>
#block[#callout(body: [Text], title: [Note], background_color: rgb("#dae6fb"), icon_color: rgb("#0758E5"),
icon: none, body_background_color: white)]
== Section
See #ref(<fig-one>, supplement: [Figure]).
#figure([
#box(image("/figures/2023/region-grid.svg", alt: "Synthetic"))
], caption: figure.caption(
position: bottom,
[
Caption
]),
kind: "quarto-float-fig",
supplement: "Figure",
)
<fig-one>
"""


def test_the_design_takes_what_quarto_writes_and_no_cover(shared_project: Path, tmp_path: Path) -> None:
    design, sheet = (
        (shared_project / "_extensions/edition" / name).read_text(encoding="utf-8")
        for name in ("typst-template.typ", "page.typ")
    )
    project = tmp_path / "project"
    shutil.copytree(shared_project / "figures", project / "figures")
    main = project / "main.typ"
    sheet = "\n".join(line for line in sheet.splitlines() if not line.startswith("$--"))
    main.write_text(f"#let brand-color = (:)\n{design}\n{sheet}\n{AS_QUARTO_WRITES}", encoding="utf-8")
    pdf = tmp_path / "out.pdf"
    typst.compile(main, root=project, output=pdf, format="pdf", pdf_standards=["ua-1"])
    tags = Tags.of(pdf)
    assert [tags.words(caption) for caption in tags.named("Caption")] == ["Figure 1.1: Caption"]
    assert [tags.words(element) for element in tags.blocks[:2]] == ["Title", "Contents"]


@needs_poppler
def test_text_of_every_page(pdf_file: Path, snapshot: SnapshotAssertion) -> None:
    """Renew with --snapshot-update."""
    done = subprocess.run(["pdftotext", "-layout", pdf_file, "-"], capture_output=True, text=True, check=True)
    pages = [[" ".join(line.split()) for line in page.splitlines()] for page in done.stdout.split("\f")[:-1]]
    assert ["\n".join(line for line in page if line) for page in pages] == snapshot


def picture(pdf: Path, folder: Path) -> Image.Image:
    size = ["-r", str(COVER_RESOLUTION), "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *size, pdf, folder / "cover"], check=True, capture_output=True)
    return Image.open(folder / "cover.png").convert("RGB")


@needs_poppler
def test_picture_of_the_cover(pdf_file: Path, tmp_path: Path, request: Any) -> None:
    """Renew with --snapshot-update, and look at the new picture."""
    drawn = picture(pdf_file, tmp_path)
    if request.config.option.update_snapshots:
        drawn.save(COVER, optimize=True)
    assert worst_block(drawn, Image.open(COVER).convert("RGB")) < TOLERANCE
