"""What the embedded renderer does not know, or what leads nowhere, is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from behindbars.edition import read_edition
from behindbars.errors import RenderError
from behindbars.render.embedded import render_html, render_pdf

CHAPTER = "outputs/2023/region.ipynb"
IMAGE = "../../figures/2023/region-grid.svg"
PIPES = "| a | b |\n|---|---|\n| c | d |\n\n"

REFUSED = {
    "shortcode": ("{{< video synthetic.mp4 >}}", "a shortcode"),
    "cell": ("```{python}\n1\n```", "an executable cell: {python}"),
    "inline cell": ("Value `{python} x`", "an executable cell: {python} x"),
    "unknown figure": ("See @fig-nowhere.", "nothing has the id of @fig-nowhere"),
    "unknown table": ("See [@tbl-nowhere].", "nothing has the id of @tbl-nowhere"),
    "section reference": ("See @sec-finding.", "nothing has the id of @sec-finding"),
    "unknown source": ("So [@nobody, para. 3].", "the source @nobody is not in the list of sources"),
    "bracket beside a reference": (
        "See @tbl-edition [@synthetic_statement, para. 3].",
        "a bracket beside @tbl-edition",
    ),
    "missing image": (
        '![c](../../figures/2023/none.svg){#fig-none fig-alt="a"}',
        "figures/2023/none.svg does not exist",
    ),
    "image outside": ('![c](../../../x.svg){#fig-out fig-alt="a"}', "../../../x.svg is outside the project"),
    "image of the machine": ('![c](/etc/x.svg){#fig-abs fig-alt="a"}', "/etc/x.svg is outside the project"),
    "image of the network": ('![c](https://x.org/a.gif){#fig-net fig-alt="a"}', "is neither svg nor png"),
    "no alternative text": (f"![c]({IMAGE}){{#fig-mute}}", "fig-mute: no alternative text"),
    "image without id": (f'![c]({IMAGE}){{fig-alt="a"}}', "an image without an id"),
    "image in a paragraph": ("Text ![c](../../figures/2023/x.svg) text.", "an image inside a paragraph"),
    "image attribute": (f'![c]({IMAGE}){{#fig-w fig-alt="a" width=50%}}', "the attribute 'width'"),
    "figure id twice": (f'![c]({IMAGE}){{#fig-region-grid fig-alt="a"}}', "'fig-region-grid' is also in"),
    "table id twice": (PIPES + ": c {#tbl-edition}", "the id 'tbl-edition' is also in"),
    "table without caption": (PIPES, "a table without an id"),
    "raw html": ("A <b>bold</b> word.", "raw html: <b>"),
    "script": ("<script>\nx()\n</script>", "raw html: <script>"),
    "raw typst": ("```{=typst}\n#x\n```", "raw typst: #x"),
    "mathematics": ("So $x^2$.", "mathematics: x^2"),
    "tabset": ("::: {.panel-tabset}\nx\n:::", "a div of class 'panel-tabset'"),
    "layout": ("::: {layout-ncol=2}\nx\n:::", "the attribute 'layout-ncol' of a div"),
    "callout kind": ("::: {.callout-joke}\nx\n:::", "a callout of the unknown kind 'joke'"),
    "callout attribute": ('::: {.callout-note collapse="true"}\nx\n:::', "the attribute 'collapse'"),
    "unclosed div": ("::: {.callout-note}\nx", "Div at line"),
    "second title": ("# Again", "a chapter begins with its one # heading"),
    "skipped level": ("## A\n\n#### B", "the heading 'B' skips a level"),
    "link to nowhere": ("[x](nowhere.qmd)", "a link that leads nowhere: nowhere.qmd"),
    "link to no heading": ("[x](#nowhere)", "a link that leads nowhere: #nowhere"),
    "script link": ("[x](javascript:x)", "a link to javascript:x"),
    "second list of sources": ("::: {#refs}\n:::", "here are 2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(project: Path, add: Callable[[str], None], tmp_path: Path, case: str) -> None:
    markdown, expected = REFUSED[case]
    add(markdown)
    out = tmp_path / "out.html"
    with pytest.raises(RenderError) as error:
        render_html(read_edition(project, 2023), project, out)
    assert expected in str(error.value)
    assert "Traceback" not in str(error.value)
    assert not out.exists()


def test_all_faults_are_listed_with_their_chapter(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add("See @fig-nowhere, [@nobody] and {{< pagebreak >}}.")
    (project / "index.qmd").write_text("---\ntitle: x\n---\n\n# One\n\n<br>\n", encoding="utf-8")
    with pytest.raises(RenderError) as error:
        render_pdf(read_edition(project, 2023), project, tmp_path / "out.pdf")
    lines = [line.strip() for line in str(error.value).splitlines()]
    assert f"{CHAPTER}: nothing has the id of @fig-nowhere" in lines
    assert f"{CHAPTER}: the source @nobody is not in the list of sources" in lines
    assert any(line.startswith(f"{CHAPTER}: a shortcode") for line in lines)
    assert any(line.startswith("index.qmd: metadata 'title'") for line in lines)
    assert any(line.startswith("index.qmd: raw html: <br>") for line in lines)


def test_two_sources_of_one_short_name_are_refused(project: Path, tmp_path: Path) -> None:
    bib = project / "data/references.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("Report 2018", "Statement"), encoding="utf-8")
    with pytest.raises(RenderError, match="are both cited as 'Statement'"):
        render_html(read_edition(project, 2023), project, tmp_path / "out.html")


def test_escaped_data_is_text(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add(r"Data: \<script\> \{\{\< x \>\}\} \$5 \@fig-x \[a\]\(b\) <!-- a remark -->")
    out = tmp_path / "out.html"
    render_html(read_edition(project, 2023), project, out)
    text = out.read_text(encoding="utf-8")
    assert "Data: &lt;script&gt; {{&lt; x &gt;}} $5 @fig-x [a](b)" in text
    assert "a remark" not in text


def test_other_languages_are_refused(project: Path, tmp_path: Path) -> None:
    config = project / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("lang: en", "lang: ru"), encoding="utf-8")
    with pytest.raises(RenderError, match="English only"):
        render_html(read_edition(project, 2023), project, tmp_path / "out.html")
