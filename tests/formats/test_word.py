"""The Word edition of a synthetic project, looked at as Word reads it."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml import etree
from PIL import Image
from tests.formats.conftest import append, make_project
from tests.formats.rendering import render_docx

from behindbars.build.book import read_book
from behindbars.errors import RenderError
from behindbars.words.markdown import attribute, escape

EXTRA = """## Beside the other forms of text

- A list
- of two

1. First
2. Second

::: {.callout-note .context}
In a box:

- listed
:::

::: {.callout-warning title="Warned"}
Synthetic.
:::

A word in [Қазақша]{lang=kk}, and [Deutsch]{lang=de}; `code` as it stands.

### A third level, with a name that is longer than Word lets a bookmark be

#### A fourth
"""
HOSTILE = (
    '{ HYPERLINK "https://example.org/x" } and { INCLUDETEXT C:/x }',
    "</w:t></w:r><w:fldSimple w:instr='DDEAUTO x'/>",
    "=cmd|' /C calc'!A0 and @SUM(1+1)",
    "https://example.org/nobody file:///etc/passwd",
    "a\u202eb\u202c \u2066c\u2069",
    "&lt; &#x202e; ]]> %PAGE% $title$",
)


def render(project: Path, folder: Path) -> Document:
    render_docx(read_book(project, 2023), project, folder / "out.docx")
    return docx.Document(str(folder / "out.docx"))


@pytest.fixture(scope="session")
def docx_file(shared_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docx") / "out.docx"
    render_docx(read_book(shared_project, 2023), shared_project, out)
    return out


@pytest.fixture(scope="session")
def document(docx_file: Path) -> Document:
    return docx.Document(str(docx_file))


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition with every other form of text in it."""
    project = make_project(tmp_path_factory.mktemp("full"))
    append(project, EXTRA)
    render(project, project)
    return project / "out.docx"


@pytest.fixture(scope="module")
def full(full_file: Path) -> Document:
    return docx.Document(str(full_file))


def part(file: Path, name: str) -> Any:
    with zipfile.ZipFile(file) as opened:
        return parse_xml(opened.read(name))


def find(root: Any, path: str) -> Any:
    return etree.XPath(path, namespaces=nsmap)(root)


def values(root: Any, path: str) -> list[str]:
    return [str(value) for value in find(root, path)]


def styled(document: Document, style: str) -> list[Paragraph]:
    found = find(document.element.body, f".//w:p[w:pPr/w:pStyle/@w:val='{style}']")
    return [Paragraph(element, document._body) for element in found]


def texts(document: Document, style: str) -> list[str]:
    return [paragraph.text for paragraph in styled(document, style)]


def look(document: Document, style: str, path: str) -> list[str]:
    """Values of a style's own definition."""
    return values(document.styles.element, f"w:style[@w:styleId='{style}']/{path}")


def test_cover(document: Document) -> None:
    assert texts(document, "Title") == ["Synthetic Title, Made Up"]
    assert texts(document, "Subtitle") == ["A synthetic subtitle"]
    assert texts(document, "Finding") == ["A synthetic finding: 4 of 10"]
    assert texts(document, "Author") == ["First Synthetic Signatory", "Second Synthetic Signatory"]
    reproduction = "A reader’s reproduction; not a publication of the organisations that signed the statement."
    assert texts(document, "Date") == [reproduction, "26 June 2023"]
    [picture] = styled(document, "Figure")
    assert values(picture._p, ".//wp:docPr/@descr")[0].startswith("Synthetic: 4 of 10 <units> &")


def test_parts_stand_before_their_chapters(project: Path, tmp_path: Path) -> None:
    profile = project / "_quarto-2023.yml"
    listed = "    - part: Countries\n      chapters:\n        - outputs/2023/atlantis.ipynb\n"
    text = profile.read_text(encoding="utf-8").replace("    - outputs/2023/atlantis.ipynb\n", listed)
    profile.write_text(text, encoding="utf-8")
    sources = project / "sources.qmd"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace("# Sources", "# Sources {.unnumbered}"), encoding="utf-8"
    )
    document = render(project, tmp_path)
    assert texts(document, "Part") == ["Countries"]
    assert texts(document, "TOC1") == ["1\tReading", "2\tThe region", "Countries", "3\tAtlantis", "Sources"]
    assert texts(document, "Heading1") == ["1\tReading", "2\tThe region", "3\tAtlantis", "Sources"]
    assert look(document, "Part", "w:pPr/w:outlineLvl/@w:val") == ["0"]
    assert set(values(document.element, "//w:hyperlink/@w:anchor")) <= set(values(document.element, "//@w:name"))


def test_headings_carry_the_number_of_their_chapter_alone(document: Document) -> None:
    assert texts(document, "Heading1") == ["1\tReading", "2\tThe region", "3\tAtlantis", "4\tSources"]
    assert texts(document, "Heading2") == ["Finding", "Finding"]
    assert document.styles["Heading 1"].paragraph_format.page_break_before
    assert all(document.styles[f"Heading {level}"].paragraph_format.keep_with_next for level in range(1, 5))


def test_contents_are_filled_and_lead_to_the_headings(document: Document, docx_file: Path) -> None:
    assert texts(document, "TOC1") == texts(document, "Heading1")
    assert texts(document, "TOC2") == texts(document, "Heading2")
    targets = values(document.element, "//w:sdtContent//w:hyperlink/@w:anchor")
    assert len(set(targets)) == 6
    for target in targets:
        [heading] = find(document.element, f"//w:bookmarkStart[@w:name='{target}']/following-sibling::w:p[1]")
        assert heading.style in {"Heading1", "Heading2"}
    # A field that asks to be updated makes Word warn whoever opens the file.
    assert "updateFields" not in part(docx_file, "word/settings.xml").xml
    assert not find(document.element, "//@w:dirty")


def test_only_contents_and_page_number_are_fields(document: Document, docx_file: Path) -> None:
    assert values(document.element, "//w:instrText/text()") == [' TOC \\o "1-2" \\h \\z \\u ']
    assert values(document.element, "//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]
    assert values(part(docx_file, "word/footer1.xml"), "//w:fldSimple/@w:instr") == [" PAGE "]
    assert not find(document.element, "//w:fldSimple | //w:object | //w:altChunk | //w:subDoc")


def test_captions_are_numbered_by_chapter_and_stay_with_what_they_name(document: Document) -> None:
    assert texts(document, "ImageCaption") == [
        "Figure\u00a02.1: A synthetic figure",
        "Figure\u00a02.2: A synthetic figure",
        "Figure\u00a03.1: Bars (K1)",
    ]
    assert texts(document, "TableCaption") == ["Table\u00a02.1: Synthetic values", "Table\u00a03.1: Synthetic values"]
    for caption in styled(document, "ImageCaption"):
        assert values(caption._p, "preceding-sibling::w:p[1]/w:pPr/w:pStyle/@w:val") == ["CaptionedFigure"]
    for caption in styled(document, "TableCaption"):
        assert caption._p.getnext().tag == qn("w:tbl")
    assert look(document, "CaptionedFigure", "w:pPr/w:keepNext")
    assert look(document, "TableCaption", "w:pPr/w:keepNext")


PAIR = """See @tbl-region-second-data.

| Stage | Value |
|:------|------:|
| First | 4 |

: The values of the chart {#tbl-region-second-data}
"""


def test_the_table_of_a_chart_stands_in_an_annex(project: Path, add: Callable[[str], None], tmp_path: Path) -> None:
    add(PAIR)
    document = render(project, tmp_path)
    assert texts(document, "Heading1")[-2:] == ["4\tSources", "The tables of the charts"]
    assert texts(document, "TOC1") == texts(document, "Heading1")
    body = list(document.element.body)
    captions = {paragraph.text: body.index(paragraph._p) for paragraph in styled(document, "TableCaption")}
    assert list(captions) == [
        "Table\u00a02.1: Synthetic values",
        "Table\u00a03.1: Synthetic values",
        "Table\u00a02.2: The values of the chart",
    ]
    annex = body.index(styled(document, "Heading1")[-1]._p)
    assert [at > annex for at in captions.values()] == [False, False, True]
    [line] = [one for one in document.paragraphs if one.text.startswith("Table\u00a02.2,")]
    assert line.text == "Table\u00a02.2, at the end, lists what Figure\u00a02.2 shows."
    assert values(line._p, ".//w:hyperlink/@w:anchor") == ["tbl-region-second-data", "fig-region-second"]
    assert set(values(document.element, "//w:hyperlink/@w:anchor")) <= set(values(document.element, "//@w:name"))


def test_references_and_citations_lead_to_their_place(document: Document) -> None:
    names = set(values(document.element, "//w:bookmarkStart/@w:name"))
    links = find(document.element, "//w:body/w:p//w:hyperlink[@w:anchor] | //w:tbl//w:hyperlink[@w:anchor]")
    assert {link.get(qn("w:anchor")) for link in links} <= names
    seen = {(link.text, link.get(qn("w:anchor")), values(link, ".//w:rStyle/@w:val")[0]) for link in links}
    assert seen >= {
        ("Table\u00a02.1", "tbl-edition", "InternalLink"),
        ("Figure\u00a03.1", "fig-atlantis-bars", "InternalLink"),
        ("K3", "ref-synthetic_statement", "Citation"),
    }
    [entry] = find(document.element, "//w:bookmarkStart[@w:name='ref-synthetic_statement']/following-sibling::w:p[1]")
    assert entry.style == "Bibliography"
    assert "A synthetic statement. 26 June 2023. https://example.org/statement" in Paragraph(entry, document._body).text


def test_a_figure_is_bookmarked_where_it_stands(document: Document) -> None:
    [figure] = find(document.element, "//w:bookmarkStart[@w:name='fig-region-second']/following-sibling::w:p[1]")
    assert figure.style == "CaptionedFigure"
    assert find(figure, ".//w:drawing")


def test_notes_are_footnotes(document: Document, docx_file: Path) -> None:
    [reference] = values(document.element, "//w:footnoteReference/@w:id")
    [note] = find(part(docx_file, "word/footnotes.xml"), f"w:footnote[@w:id='{reference}']")
    assert "".join(values(note, ".//w:t/text()")).strip() == "A synthetic note."


def test_context_is_told_apart(document: Document) -> None:
    boxes = [table for table in document.tables if table._tbl.tblStyle_val in {"Callout", "Context"}]
    assert [(box._tbl.tblStyle_val, *[p.text for p in box.cell(0, 0).paragraphs]) for box in boxes] == [
        ("Callout", "The statement’s own figures", "Synthetic."),
        ("Context", "Context from other public sources", "Synthetic context (Report 2018, para.\u00a07)."),
    ]
    assert [values(box._tbl, "w:tblPr/w:tblCaption/@w:val") for box in boxes] == [
        ["The statement’s own figures"],
        ["Context from other public sources"],
    ]
    assert look(document, "Context", "w:tblPr/w:tblBorders/*/@w:val") == ["dashed"] * 4
    assert look(document, "Callout", "w:tblPr/w:tblBorders/*/@w:val") == ["single"]
    assert [p._p.style for p in boxes[1].cell(0, 0).paragraphs] == ["ContextTitle", "ContextText"]
    # Word would make one table of two that touch.
    assert boxes[0]._tbl.getnext().style == "Spacer"


def test_boxes_hold_lists_and_take_the_name_of_their_kind(full: Document) -> None:
    [context] = find(full.element, "//w:tbl[w:tblPr/w:tblCaption/@w:val='Note']")
    assert values(context, ".//w:pStyle/@w:val") == ["ContextTitle", "ContextText", "ContextText"]
    assert len(find(context, ".//w:numPr")) == 1
    assert find(full.element, "//w:tbl[w:tblPr/w:tblCaption/@w:val='Warned']")


def test_lists_are_lists(full: Document, full_file: Path) -> None:
    numbering = part(full_file, "word/numbering.xml")

    def kind(text: str) -> str:
        [paragraph] = [paragraph for paragraph in full.paragraphs if paragraph.text == text]
        [number] = values(paragraph._p, "w:pPr/w:numPr/w:numId/@w:val")
        [abstract] = values(numbering, f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
        [form] = values(numbering, f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='0']/w:numFmt/@w:val")
        return form

    assert [kind(text) for text in ("A list", "of two", "First", "Second")] == ["bullet"] * 2 + ["decimal"] * 2


def test_tables_repeat_their_head_and_keep_rows_whole(document: Document) -> None:
    short, long = [table for table in document.tables if table._tbl.tblStyle_val == "Table"]
    for table, rows in ((short, 3), (long, 71)):
        assert len(table.rows) == rows
        assert [len(find(row._tr, "w:trPr/w:tblHeader")) for row in table.rows] == [1] + [0] * (rows - 1)
        assert all(find(row._tr, "w:trPr/w:cantSplit") for row in table.rows)
        assert values(table._tbl, "w:tblPr/w:tblLook/@w:firstRow") == ["1"]
        assert values(table._tbl, "w:tblPr/w:tblLook/@w:firstColumn") == ["1"]
        assert {p._p.style for cell in table.rows[0].cells for p in cell.paragraphs} == {"TableHeading"}
        assert {p._p.style for cell in table.rows[1].cells for p in cell.paragraphs} == {"TableText"}
    assert values(short._tbl, "w:tblPr/w:tblCaption/@w:val") == ["Table\u00a02.1: Synthetic values"]
    assert [cell.paragraphs[0].paragraph_format.keep_with_next for cell in short.columns[0].cells] == [True, True, None]
    together = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in long.columns[0].cells]
    assert together == [True] * 3 + [None] * 68


def test_columns_have_the_widths_of_the_markdown(document: Document) -> None:
    table = next(table for table in document.tables if table._tbl.tblStyle_val == "Table")
    widths = [column.width for column in table.columns]
    assert sum(widths) == pytest.approx(Cm(16.8), rel=0.001)
    assert widths[0] / widths[1] == pytest.approx(31 / 10, rel=0.02)
    assert [cell.width for cell in table.rows[1].cells] == widths
    assert values(table._tbl, ".//w:tr[2]/w:tc[2]//w:jc/@w:val") == ["right"]


def test_pictures_have_alternative_text_and_no_name_of_a_file(document: Document, docx_file: Path) -> None:
    described = values(document.element, "//wp:docPr/@descr")
    assert described[1:] == ["Synthetic: 4 of 10 <units> & ”more”, a range"] * 3
    assert values(document.element, "//wp:docPr/@name") == [f"Picture {number}" for number in range(1, 5)]
    assert not find(document.element, "//pic:cNvPr/@descr | //wp:docPr/@title")
    assert {shape.width for shape in document.inline_shapes} == {Cm(16.8)}
    assert b"region-grid.png" not in docx_file.read_bytes()
    assert b"figures/" not in document.element.xml.encode()
    assert {Path(name).suffix for name in zipfile.ZipFile(docx_file).namelist() if "/media/" in name} == {".png"}


def test_a_chart_taller_than_a_page_is_made_smaller(project: Path, tmp_path: Path) -> None:
    Image.new("P", (1000, 4000)).save(project / "figures/2023/region-grid.png")
    shape = render(project, tmp_path).inline_shapes[1]
    assert shape.height == Cm(21.5)
    assert shape.width / shape.height == pytest.approx(1 / 4, rel=0.001)


def test_colours_and_typeface_are_the_brand_s(project: Path, tmp_path: Path) -> None:
    brand = project / "_brand.yml"
    text = brand.read_text(encoding="utf-8").replace("#12436D", "#0A0B0C").replace("#D6DEE8", "#00FF00")
    brand.write_text(text.replace("family: Fira Sans", "family: A & B"), encoding="utf-8")
    document = render(project, tmp_path)
    assert look(document, "Hyperlink", "w:rPr/w:color/@w:val") == ["0A0B0C"]
    assert look(document, "Callout", "w:tcPr/w:shd/@w:fill") == ["99FF99"]
    assert set(values(document.styles.element, "//w:rFonts/@w:*")) == {"A & B"}
    fonts = part(tmp_path / "out.docx", "word/fontTable.xml")
    assert values(fonts, "w:font/@w:name") == ["A & B"]
    assert values(fonts, "w:font/w:altName/@w:val") == ["Calibri,Arial"]
    theme = part(tmp_path / "out.docx", "word/theme/theme1.xml")
    assert values(theme, "//a:accent1/a:srgbClr/@val") == ["0A0B0C"]
    assert set(values(theme, "//a:latin/@typeface")) == {"A & B"}


def test_page(document: Document, docx_file: Path) -> None:
    [section] = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert round(section.page_width.cm - section.left_margin.cm - section.right_margin.cm, 1) == 16.8
    assert section.different_first_page_header_footer
    assert section.footer.paragraphs[0].text.startswith("Synthetic Title, Made Up\t")
    settings = part(docx_file, "word/settings.xml")
    assert values(settings, "w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]


def test_languages_are_named_as_word_knows_them(full: Document) -> None:
    assert values(full.styles.element, "w:docDefaults//w:lang/@w:val") == ["en-GB"]
    spoken = {run.text: values(run, "w:rPr/w:lang/@w:val") for run in find(full.element, "//w:r[w:rPr/w:lang]")}
    assert spoken == {"Қазақша": ["kk-KZ"], "Deutsch": ["de"]}


def test_properties_name_the_edition_and_nobody_else(document: Document) -> None:
    properties = document.core_properties
    assert (properties.title, properties.subject) == ("Synthetic Title, Made Up", "A synthetic subtitle")
    assert properties.author == ""  # who signed the statement did not write this edition
    assert properties.language == "en-GB"
    assert properties.last_modified_by == ""
    for date in (properties.created, properties.modified):
        assert date is not None
        assert date.replace(tzinfo=None) == datetime(2023, 6, 26)


def test_properties_may_be_long(project: Path, tmp_path: Path) -> None:
    profile = project / "_quarto-2023.yml"
    text = profile.read_text(encoding="utf-8").replace("A synthetic subtitle", "Synthetic <words> & more. " * 20)
    profile.write_text(text, encoding="utf-8")
    assert render(project, tmp_path).core_properties.subject.endswith("Synthetic <words> & more.")


def test_nothing_of_the_machine_is_in_the_file(docx_file: Path, shared_project: Path) -> None:
    with zipfile.ZipFile(docx_file) as opened:
        names = opened.namelist()
        content = b"\n".join(opened.read(name) for name in names)
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in opened.infolist())
        assert all(info.external_attr for info in opened.infolist())  # Word on a Mac calls a file without it damaged
    for secret in (str(shared_project), shared_project.name, str(Path.home()), "andoc", "Microsoft Word"):
        assert secret.encode() not in content, secret


def test_ids_are_unique_and_short_enough_for_word(full: Document) -> None:
    for path in ("//wp:docPr/@id | //pic:cNvPr/@id", "//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name"):
        counts = Counter(name.lower() for name in values(full.element, path))
        assert counts
        assert not {name for name, count in counts.items() if count > 1}
    names = values(full.element, "//w:bookmarkStart/@w:name")
    assert max(map(len, names)) <= 40
    assert set(values(full.element, "//w:hyperlink/@w:anchor")) <= set(names)
    ends = values(full.element, "//w:bookmarkEnd/@w:id")
    assert sorted(ends) == sorted(values(full.element, "//w:bookmarkStart/@w:id"))


def test_every_style_and_relationship_in_use_exists(full: Document, full_file: Path) -> None:
    notes = part(full_file, "word/footnotes.xml")
    known = set(values(full.styles.element, "w:style/@w:styleId"))
    for root in (full.element, notes, full.sections[0].footer._element):
        assert set(values(root, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")) <= known
    assert set(values(full.styles.element, "//w:basedOn/@w:val | //w:next/@w:val")) <= known
    assert set(values(full.element, "//@r:id | //@r:embed")) <= set(full.part.rels)


def test_every_cell_ends_with_a_paragraph_and_none_stands_empty_between(full: Document) -> None:
    assert all(cell[-1].tag == qn("w:p") for cell in find(full.element, "//w:tc"))
    assert not [p for p in full.paragraphs if len(p._p) == 0]
    assert not find(full.element, "//w:tbl[following-sibling::*[1][self::w:tbl]]")


def test_hostile_text_stays_text(project: Path, add: Callable[[str], None], document: Document, tmp_path: Path) -> None:
    added = []
    for number, text in enumerate(HOSTILE):
        picture = f'![{escape(text)}](../../figures/2023/region-grid.svg){{#fig-{number} fig-alt="{attribute(text)}"}}'
        table = f"| {escape(text)} | b |\n|---|---|\n| {escape(text)} | ^[{escape(text)}] |"
        added += [f"Data: {escape(text)}.", f"## {escape(text)}", picture, table, f": {escape(text)} {{#tbl-{number}}}"]
    add("\n\n".join(added))
    made = render(project, tmp_path)
    shown = [paragraph.text.replace("‘", "’") for paragraph in styled_all(made)]
    for text in HOSTILE:
        quoted = text.replace("'", "’").replace(' "', " “").replace('" ', "” ")
        # In the paragraph, the heading and the contents, two captions, and two cells.
        assert sum(quoted in line for line in shown) == 7, (text, shown)
    for path in ("count(//w:fldSimple | //w:instrText)", "count(//w:hyperlink[@r:id])"):
        assert find(made.element, path) == find(document.element, path)
    assert outside(made) == outside(document)


def styled_all(document: Document) -> list[Paragraph]:
    return [Paragraph(element, document._body) for element in find(document.element.body, ".//w:p")]


def outside(document: Document) -> set[tuple[str, str]]:
    return {
        (relation.reltype, relation.target_ref)
        for part in document.part.package.iter_parts()
        for relation in part.rels.values()
        if relation.is_external
    }


def test_only_sources_lead_out_of_the_document(document: Document) -> None:
    assert outside(document) == {(RELATION.HYPERLINK, "https://example.org/statement")}


def test_an_address_that_word_would_not_open_safely_is_refused(project: Path, tmp_path: Path) -> None:
    bib = project / "data/references.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("https://example.org", "file://x"), encoding="utf-8")
    with pytest.raises(RenderError, match="cannot link to these:\n  file://x/statement"):
        render(project, tmp_path)
    assert not (tmp_path / "out.docx").exists()


def test_a_chart_without_png_is_named(project: Path, tmp_path: Path) -> None:
    (project / "figures/2023/region-second.png").unlink()
    with pytest.raises(RenderError, match=r"figures/2023/region-second\.png"):
        render(project, tmp_path)
    assert not (tmp_path / "out.docx").exists()


def test_image_outside_the_project_is_refused_even_through_a_link(project: Path, tmp_path: Path) -> None:
    chart = project / "figures/2023/region-grid.png"
    outer = tmp_path.parent / f"{tmp_path.name}-outside.png"
    shutil.move(chart, outer)
    chart.symlink_to(outer)
    with pytest.raises(RenderError, match=r"region-grid\.png is outside the project"):
        render(project, tmp_path)
