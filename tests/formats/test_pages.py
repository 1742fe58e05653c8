"""Where the pages of the PDF break, and that each chart stays with its text."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.formats.tags import Element, Tags
from tests.formats.test_pdf import POINTS, needs_poppler


def make_tall(project: Path, name: str, height: int) -> None:
    chart = project / f"figures/2023/{name}.svg"
    text = chart.read_text(encoding="utf-8").replace("624 200", f"624 {height}").replace('"200"', f'"{height}"')
    chart.write_text(text.replace("</svg>", f'<text x="9" y="{height - 5}">lowest</text></svg>'), encoding="utf-8")


@needs_poppler
def test_chart_taller_than_a_page_is_shown_whole(project: Path, make_pdf: Callable[[], Path]) -> None:
    make_tall(project, "region-grid", 4000)
    done = subprocess.run(["pdftotext", "-bbox", make_pdf(), "-"], capture_output=True, text=True, check=True)
    # The last words of the chart, and those of its caption below it.
    places = re.findall(r'yMax="([\d.]+)">(?:lowest|2\.1:)<', done.stdout)
    assert len(places) == 3  # of the table, too
    assert all(0 < float(place) < 842 - 23 * POINTS for place in places)


def chapters(tags: Tags) -> list[Element]:
    """List the blocks of the chapters, in reading order."""
    return tags.blocks[next(place for place, block in enumerate(tags.blocks) if tags.words(block) == "1Reading") :]


def page(tags: Tags, words: str) -> int:
    """Page of the first block that begins with these words."""
    return next(block.page for block in chapters(tags) if tags.words(block).startswith(words))


def test_text_goes_on_beside_a_tall_chart(
    project: Path, add: Callable[[str], None], make_pdf: Callable[[], Path]
) -> None:
    make_tall(project, "region-second", 600)
    add("## After\n\nSynthetic words after the chart.\n\n" + "Synthetic words. " * 60)
    tags = Tags.of(make_pdf())
    chart = page(tags, "Figure 2.2")
    assert page(tags, "Synthetic words after the chart.") == chart - 1  # not moved on with the chart
    assert page(tags, "2The region") < chart < page(tags, "3Atlantis")


def test_no_chart_crosses_into_the_next_chapter(project: Path, make_pdf: Callable[[], Path]) -> None:
    make_tall(project, "region-second", 800)  # the last of its chapter
    tags = Tags.of(make_pdf())
    assert page(tags, "2The region") < page(tags, "Figure 2.2") < page(tags, "3Atlantis")


def heights(tags: Tags) -> dict[str, float]:
    """How high on its page each heading begins, pt, by its words."""
    found = {}
    with tags.pdf.open_outline() as outline:
        entries = list(outline.root)
        for entry in entries:
            entries += entry.children
            found[entry.title] = float(entry.destination[3])
    return found


def test_nothing_is_torn_from_what_follows(
    project: Path, add: Callable[[str], None], make_pdf: Callable[[], Path]
) -> None:
    """Sections of all lengths: heads, charts and tables, short and long, meet the foot of the page at every height."""
    sections = []
    for number in range(40):
        name = f"chart-{number}"
        shutil.copy(project / "figures/2023/region-grid.svg", project / f"figures/2023/{name}.svg")
        make_tall(project, name, 150 + 65 * (3 * number % 10))
        rows = "\n".join(f"| Stage {row} | {row} |" for row in range(2 if number % 3 else 30))
        sections.append(
            f'## Section {number}\n\n![Chart](../../figures/2023/{name}.svg){{#fig-{name} fig-alt="Synthetic"}}\n\n'
            f"| Stage | Value |\n|:----------|----:|\n{rows}\n\n: Values {{#tbl-{name}}}\n\n"
            + "Synthetic words.\n\n"
            * (7 * number % 23)
        )
    add("\n\n".join(sections))
    tags = Tags.of(make_pdf())
    blocks = chapters(tags)
    tops = heights(tags)
    charts = []
    for heading, chart, table in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if tags.words(heading).startswith("Section"):
            [figure] = [element for element in chart.walk() if element.tag == "Figure"]
            top = float(figure.attribute("/BBox")[3])
            charts.append((chart.page, -top))
            # A chart comes after its heading, if not on the same page then on a later one; then the table is beside it.
            assert (heading.page, -tops[tags.words(heading)]) < charts[-1]
            assert heading.page in {chart.page, table.page}
            rows = [element for element in table.walk() if element.tag == "TR"][:4]
            assert {element.page for element in rows} == {table.page}  # that of the caption
    assert len(charts) == 40
    assert charts == sorted(charts)


def test_a_part_opens_with_its_first_chapter(project: Path, make_pdf: Callable[[], Path]) -> None:
    before = len(Tags.of(make_pdf()).pdf.pages)
    profile = project / "_quarto-2023.yml"
    text = profile.read_text(encoding="utf-8").replace(
        "    - outputs/2023/region.ipynb\n",
        "    - part: Synthetic part\n      chapters:\n        - outputs/2023/region.ipynb\n",
    )
    profile.write_text(text, encoding="utf-8")
    tags = Tags.of(make_pdf())
    assert len(tags.pdf.pages) == before
    blocks = chapters(tags)
    place = next(number for number, block in enumerate(blocks) if tags.words(block) == "Synthetic part")
    assert tags.words(blocks[place + 1]) == "2The region"
    assert blocks[place].page == blocks[place + 1].page
    [contents] = tags.named("TOC")
    assert "Synthetic part 2The region" in " ".join(tags.words(part) for part in contents.walk() if part.tag == "P")
