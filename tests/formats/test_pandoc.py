"""What the embedded renderer does not know, or what leads nowhere, is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.formats.rendering import render_html, render_pdf

from behindbars.build.book import read_book
from behindbars.errors import RenderError

from .conftest import make_project

CHAPTER = "outputs/2023/region.ipynb"
IMAGE = "../../figures/2023/region-grid.svg"
PIPES = "| a | b |\n|---|---|\n| c | d |\n\n"

REFUSED = {
    # What no renderer but Quarto knows.
    "shortcode": ("{{< video synthetic.mp4 >}}", "a shortcode"),
    "cell": ("```{python}\n1\n```", "an executable cell: {python}"),
    "inline cell": ("Value `{python} x`", "an executable cell: {python} x"),
    "raw html": ("A <b>bold</b> word.", "raw html: <b>"),
    "script": ("<script>\nx()\n</script>", "raw html: <script>"),
    "raw typst": ("```{=typst}\n#x\n```", "raw typst: #x"),
    "raw typst inline": ("`#x`{=typst}", "raw typst: #x"),
    "mathematics": ("So $x^2$.", "mathematics: x^2"),
    "equation": ("$$x$$ {#eq-x}", "mathematics: x"),
    "tabset": ("::: {.panel-tabset}\nx\n:::", "a div that is no callout: {.panel-tabset}"),
    "layout": ("::: {layout-ncol=2}\nx\n:::", "a div that is no callout: {layout-ncol}"),
    "margin": ("::: {.column-margin}\nx\n:::", "a div that is no callout: {.column-margin}"),
    "margin words": ("[x]{.column-margin}", "the class 'column-margin' of 'x'"),
    "aside": ("[x]{.aside}", "the class 'aside' of 'x'"),
    "conditional": ('::: {.content-visible when-format="html"}\nx\n:::', "{.content-visible when-format}"),
    "subfigures": ("::: {#fig-two}\nx\n:::", "a div that is no callout: {#fig-two}"),
    "table div": ("::: {#tbl-two}\nx\n:::", "a div that is no callout: {#tbl-two}"),
    "theorem": ("::: {#thm-x}\nx\n:::", "a div that is no callout: {#thm-x}"),
    "any class": ("::: {.mine}\nx\n:::", "a div that is no callout: {.mine}"),
    "highlight": ("[x]{.mark}", "the class 'mark' of 'x'"),
    "callout kind": ("::: {.callout-joke}\nx\n:::", "a div that is no callout: {.callout-joke}"),
    "callout of no kind": ("::: {.callout}\nx\n:::", "a div that is no callout: {.callout}"),
    "two callouts": ("::: {.callout-tip .callout-note}\nx\n:::", "a div that is no callout"),
    "folded callout": ('::: {.callout-note collapse="true"}\nx\n:::', "the attribute 'collapse' of a callout"),
    "look of a callout": ('::: {.callout-tip appearance="simple"}\nx\n:::', "the attribute 'appearance'"),
    "numbered callout": ("::: {#nte-x .callout-note}\nx\n:::", "the id 'nte-x' of a callout"),
    # What Markdown knows and no chapter has needed.
    "block of code": ("```\nx\n```", "a block of code: x"),
    "quotation": ("> x", "a block quotation: x"),
    "definition": ("x\n:   y", "a list of definitions: x"),
    "lines": ("| x\n| y", "a block of lines"),
    "rule": ("***", "a rule"),
    "forced line break": ("x\\\ny", "a forced line break"),
    "struck out": ("~~x~~", "struck-out text: x"),
    "subscript": ("H~2~O", "a subscript: 2"),
    "class of code": ("`x`{.python}", "the class 'python' of `x`"),
    # Headings
    "second title": ("# Again", "a chapter begins with its one # heading"),
    "skipped level": ("## A\n\n#### B", "the heading 'B' skips a level"),
    "heading in a list": ("- ## A", "the heading 'A' is inside something else"),
    "heading in a callout": ("::: {.callout-note}\nx\n\n## A\n:::", "the heading 'A' is inside something else"),
    "two titles of a callout": ('::: {.callout-note title="x"}\n## A\n:::', "the heading 'A' is inside"),
    "unlisted section": ("## A {.unlisted}", "the class 'unlisted' of the heading 'A'"),
    "section without a number": ("## A {.unnumbered}", "the class 'unnumbered' of the heading 'A'"),
    # Figures and tables
    "missing image": (
        '![c](../../figures/2023/none.svg){#fig-none fig-alt="a"}',
        "figures/2023/none.svg does not exist",
    ),
    "image outside": ('![c](../../../x.svg){#fig-out fig-alt="a"}', "../x.svg is outside the project"),
    "image of the machine": ('![c](/etc/x.svg){#fig-abs fig-alt="a"}', "/etc/x.svg is outside the project"),
    "image of the network": ('![c](https://x.org/a.gif){#fig-net fig-alt="a"}', "is neither svg nor png"),
    "picture of the network": ('![c](https://x.org/a.svg){#fig-net fig-alt="a"}', "x.org/a.svg does not exist"),
    "no alternative text": (f"![c]({IMAGE}){{#fig-mute}}", "fig-mute: no alternative text"),
    "image without id": (f'![c]({IMAGE}){{fig-alt="a"}}', "an image without an id"),
    "image in a paragraph": ("Text ![c](../../figures/2023/x.svg) text.", "an image inside a paragraph"),
    "image attribute": (f'![c]({IMAGE}){{#fig-w fig-alt="a" width=50%}}', "the attribute 'width' of fig-w"),
    "image class": (f'![c]({IMAGE}){{#fig-w .lightbox fig-alt="a"}}', "the class 'lightbox' of fig-w"),
    "figure id twice": (f'![c]({IMAGE}){{#fig-region-grid fig-alt="a"}}', "'fig-region-grid' is also in"),
    "table id twice": (PIPES + ": c {#tbl-edition}", "the id 'tbl-edition' is also in"),
    "table without caption": (PIPES, "a table without an id"),
    "table attribute": (PIPES + ': c {#tbl-w tbl-colwidths="[1,2]"}', "the attribute 'tbl-colwidths' of tbl-w"),
    # What leads nowhere
    "unknown figure": ("See @fig-nowhere.", "nothing has the id of @fig-nowhere"),
    "unknown table": ("See [@tbl-nowhere].", "nothing has the id of @tbl-nowhere"),
    "section reference": ("See @sec-finding.", "nothing has the id of @sec-finding"),
    "unknown source": ("So [@nobody, para. 3].", "the source @nobody is not in the list of sources"),
    "bracket beside a reference": (
        "See @tbl-edition [@synthetic_statement, para. 3].",
        "a citation beside @tbl-edition; put text between the two",
    ),
    "words before a reference": ("[see @tbl-edition]", "words inside the bracket of @tbl-edition"),
    "words after a reference": ("[@tbl-edition, row 2]", "words inside the bracket of @tbl-edition"),
    "reference and citation": ("[@tbl-edition; @synthetic_statement]", "a citation beside @tbl-edition"),
    "link to nowhere": ("[x](nowhere.qmd)", "a link that leads nowhere: outputs/2023/nowhere.qmd"),
    "link to a heading": ("[x](#finding)", "a link to a place in a chapter: #finding"),
    "link to a place elsewhere": ("[x](../../index.qmd#x)", "a link that leads nowhere: index.qmd#x"),
    "link with a class": ("[x](../../index.qmd){.btn}", "the class 'btn' of the link to index.qmd"),
    "script link": ("[x](javascript:x)", "a link to javascript:x"),
    "unclosed div": ("::: {.callout-note}\nx", "Div at line"),
}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The faults of a project that has a chapter for each case, all from one run."""
    project = make_project(tmp_path_factory.mktemp("refused"))
    files = [f"outputs/2023/case-{number}.qmd" for number in range(len(REFUSED))]
    profile = yaml.safe_load((project / "_quarto-2023.yml").read_text(encoding="utf-8"))
    profile["book"]["chapters"][-1:-1] = files
    (project / "_quarto-2023.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    for file, (markdown, _) in zip(files, REFUSED.values(), strict=True):
        (project / file).write_text(f"# Case\n\n{markdown}\n", encoding="utf-8")
    with pytest.raises(RenderError) as error:
        render_html(read_book(project, 2023), project, project / "out.html")
    assert not (project / "out.html").exists()
    lines = [line.strip().partition(": ") for line in str(error.value).splitlines()]
    return {case: [text for at, _, text in lines if at == file] for case, file in zip(REFUSED, files, strict=True)}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(faults: dict[str, list[str]], case: str) -> None:
    assert any(REFUSED[case][1] in fault for fault in faults[case]), faults[case]


def test_one_fault_is_said_once(faults: dict[str, list[str]]) -> None:
    assert {case: said for case, said in faults.items() if len(said) != len(set(said))} == {}


def test_second_list_of_sources_is_refused(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add("::: {#refs}\n:::")
    with pytest.raises(RenderError, match=r"one chapter must hold the list of sources, .*; here are 2"):
        render_html(read_book(project, 2023), project, tmp_path / "out.html")


def test_chapter_without_a_number_holds_no_figure(project: Path, tmp_path: Path) -> None:
    index = project / "index.qmd"
    index.write_text("# Preface {.unnumbered}\n\n" + PIPES + ": c {#tbl-p}\n", encoding="utf-8")
    with pytest.raises(RenderError, match="tbl-p: no figure or table can be numbered"):
        render_html(read_book(project, 2023), project, tmp_path / "out.html")


def test_all_faults_are_listed_with_their_chapter(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add("See @fig-nowhere, [@nobody] and {{< pagebreak >}}.")
    (project / "index.qmd").write_text("---\ntitle: x\n---\n\n# One\n\n<br>\n", encoding="utf-8")
    with pytest.raises(RenderError) as error:
        render_pdf(read_book(project, 2023), project, tmp_path / "out.pdf")
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
        render_html(read_book(project, 2023), project, tmp_path / "out.html")


def test_escaped_data_is_text(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add(r"Data: \<script\> \{\{\< x \>\}\} \$5 \@fig-x \[a\]\(b\) <!-- a remark -->")
    out = tmp_path / "out.html"
    render_html(read_book(project, 2023), project, out)
    text = out.read_text(encoding="utf-8")
    assert "Data: &lt;script&gt; {{&lt; x &gt;}} $5 @fig-x [a](b)" in text
    assert "a remark" not in text


def test_other_languages_are_refused(project: Path, tmp_path: Path) -> None:
    config = project / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("lang: en", "lang: ru"), encoding="utf-8")
    with pytest.raises(RenderError, match="English only"):
        render_html(read_book(project, 2023), project, tmp_path / "out.html")
