"""The tags of the PDF: nothing is at fault in them, and each check notices the damage that it is there for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Pdf
from tests.formats.rendering import render_pdf
from tests.formats.tag_checks import CHECKS
from tests.formats.tags import Tags

from behindbars.build.book import read_book
from behindbars.build.formats.collect import collect

MORE = """
## Lists

- First synthetic point
- Second [synthetic address](https://example.org/)
    - Nested synthetic point

### Deeper

1. Synthetic step
2. Another step
"""


@pytest.fixture(scope="module")
def rendered(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with everything that the edition may hold; one chart is tall, so that it floats."""
    project = tmp_path_factory.mktemp("tags") / "project"
    shutil.copytree(shared_project, project)
    index = project / "index.qmd"
    index.write_text(index.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    chart = project / "figures/2023/region-grid.svg"
    chart.write_text(chart.read_text(encoding="utf-8").replace('200"', '640"'), encoding="utf-8")
    render_pdf(read_book(project, 2023), project, project / "out.pdf")
    return project


@pytest.fixture
def pdf(rendered: Path) -> Pdf:
    return pikepdf.open(BytesIO((rendered / "out.pdf").read_bytes()))


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_at_fault(check: Callable[[Tags], Any], pdf: Pdf) -> None:
    assert list(check(Tags(pdf))) == []


def anchors(markdown: str) -> list[str]:
    """List the beginnings of headings, paragraphs, captions and items of a chapter, in its order."""
    found = []
    for block in re.split(r"\n\n+", markdown):
        caption = re.search(r"^: (.+?) \{#|^!\[(.+?)(?: \[@.*)?\]\(", block, re.M)
        text = (caption[1] or caption[2]) if caption else block.lstrip("#-1. ")
        words = re.match(r"[\w ,’]+", text)
        if words and not block.startswith(":::\n"):
            found.append(words[0].strip())
    return found


def order(rendered: Path, pdf: Pdf) -> tuple[list[str], list[str]]:
    """Give what the chapters say and what the structure says, as far as the structure says it in the same order."""
    edition = read_book(rendered, 2023)
    written = [anchor for chapter in collect(edition, rendered) for anchor in anchors(chapter.markdown)]
    tags = Tags(pdf)
    chapters = [number for number, element in enumerate(tags.root.kids[0].kids) if element.tag == "H1"]
    said = " ".join(tags.words(element) for element in tags.root.kids[0].kids[chapters[1] :])
    read, at = [], 0
    for anchor in written:
        found = said.find(anchor, at)
        if found >= 0:
            read.append(anchor)
            at = found + len(anchor)
    return written, read


def test_it_is_read_in_the_order_of_its_chapters(rendered: Path, pdf: Pdf) -> None:
    written, read = order(rendered, pdf)
    assert len(written) > 15
    assert read == written


def test_running_heads_are_not_read(pdf: Pdf) -> None:
    tags = Tags(pdf)
    said = [tags.words(element) for element in tags.named("P")]
    assert said.count("Synthetic Title, Made Up") == 1  # the cover
