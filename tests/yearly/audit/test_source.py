"""Files of each kind give the same paragraphs, and whatever else is refused with a remedy."""

from __future__ import annotations

import codecs
from pathlib import Path

import docx
import pikepdf
import pytest
import typst
from tests.yearly.audit.made_up_statement import (
    A1,
    A2,
    BLOCKS,
    ITEMS,
    PARAGRAPHS,
    TITLE,
    WRITERS,
    write_docx,
    write_html,
    write_pdf,
    write_txt,
)

from behindbars.errors import SourceError
from behindbars.yearly.audit import source
from behindbars.yearly.audit.passage import clean
from behindbars.yearly.audit.sections import split
from behindbars.yearly.audit.source import read_blocks

COUNTRIES = {"A": ("Synthetic A",), "B": ("Synthetic B",)}


def paragraphs(path: Path) -> dict[str, str]:
    return split(read_blocks(path), COUNTRIES, "I", TITLE)


@pytest.mark.parametrize("suffix", WRITERS)
def test_each_kind_of_file_gives_the_same_paragraphs(tmp_path: Path, suffix: str) -> None:
    found = paragraphs(WRITERS[suffix](tmp_path / f"statement{suffix}"))
    assert {code: text for code, text in found.items() if code[-1].isdigit()} == {
        code: clean(text) for code, text in PARAGRAPHS.items()
    }
    assert found["title"] == TITLE
    assert found["B"] == "Synthetic B: a Longer Heading"
    assert found["R"] == "Our recommendations to both countries:"


def test_a_pdf_joins_a_paragraph_over_two_pages_and_leaves_page_numbers_out(tmp_path: Path) -> None:
    page = 'width: 10cm, height: 6cm, margin: 1cm, numbering: "1 / 1"'
    found = paragraphs(write_pdf(tmp_path / "statement.pdf", page=page))
    assert found["A1"] == clean(A1)
    assert list(found) == ["title", "I1", "A", "A1", "A2", "B", "B1", "R", "R0", "R1", "R2", "C1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_utf8_and_with_a_byte_order_mark_in_utf16(tmp_path: Path, encoding: str) -> None:
    path = write_txt(tmp_path / "statement.txt")
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert paragraphs(path)["A1"] == clean(A1)


def test_a_text_may_be_wrapped_or_have_a_paragraph_on_each_line(tmp_path: Path) -> None:
    path = write_txt(tmp_path / "statement.txt")
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n\n", "\n"), "utf-8")
    assert paragraphs(path)["A2"] == clean(PARAGRAPHS["A2"])
    words = [" ".join(line.split(" ")[:8]) + "\n" + " ".join(line.split(" ")[8:]) for line in text.split("\n\n")]
    wrapped = "\n\n".join(words)
    for _ in range(5):
        wrapped = "\n".join(
            line if len(line) < 80 else line[:60] + line[60:].replace(" ", "\n", 1) for line in wrapped.split("\n")
        )
    path.write_text(wrapped, "utf-8")
    assert paragraphs(path)["A1"] == clean(A1)


def test_a_dash_at_the_start_of_a_line_begins_an_item_only_after_the_end_of_another(tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text("A sentence\n– with a dash – goes on.\n\nA list:\n– one thing;\n– another.\n", "utf-8")
    assert [(block.text, block.kind) for block in read_blocks(path)] == [
        ("A sentence - with a dash - goes on.", "text"),
        ("A list:", "text"),
        ("one thing;", "item"),
        ("another.", "item"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("s.doc", b"x", "ends in .txt, .md, .html, .htm, .docx, .pdf"),
        ("s", b"x", "ends in .txt"),
        ("s.txt", b"", "is empty"),
        ("s.txt", b" \n ", "is empty"),
        ("s.txt", codecs.BOM_UTF8, "holds no text"),
        ("s.txt", "Пытки".encode("cp1251"), "save it as UTF-8"),
        ("s.txt", "“naïve”".encode("cp1252"), "save it as UTF-8"),
        ("s.txt", codecs.BOM_UTF16_LE + b"x", "save it as UTF-8"),
        ("s.txt", b"%PDF-1.7", "Give it the right ending"),
        ("s.txt", b"PK\x03\x04", "Give it the right ending"),
        ("s.txt", b"a\x00b", "is not a text"),
        ("s.txt", b"<!doctype html><p>x</p>", "is not .txt but HTML"),
        ("s.html", b"plain words", "is not HTML"),
        ("s.html", "<p>Пытки</p>".encode("cp1251"), "save it as UTF-8"),
        ("s.html", b"<html><body></body></html>", "holds no text"),
        ("s.docx", b"plain words", "is not a Word document"),
        ("s.docx", b"PK\x03\x04 broken", "is not a Word document"),
        ("s.docx", b"\xd0\xcf\x11\xe0 old", "save it as .docx"),
        ("s.pdf", b"plain words", "is not a PDF that can be read"),
        ("s.pdf", b"%PDF-1.7 broken", "is not a PDF that can be read"),
    ],
)
def test_any_other_file_is_refused_with_a_remedy(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=message):
        read_blocks(tmp_path / name)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file"):
        read_blocks(tmp_path / "nowhere.txt")


def test_a_pdf_of_pictures_and_a_locked_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "scan.typ").write_text("#rect(width: 4cm, height: 4cm, fill: gray)", "utf-8")
    typst.compile(str(tmp_path / "scan.typ"), output=str(tmp_path / "scan.pdf"))
    with pytest.raises(SourceError, match="may be a scan"):
        read_blocks(tmp_path / "scan.pdf")
    with pikepdf.open(write_pdf(tmp_path / "open.pdf")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="made up", user="made up"))
    with pytest.raises(SourceError, match="is locked"):
        read_blocks(tmp_path / "locked.pdf")


SENTENCES = "It was read in full. In all there were 347. Of these, four were made up, e.g. by us."


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_item_of_several_sentences_is_whole(tmp_path: Path, suffix: str) -> None:
    blocks = tuple((kind, SENTENCES if text == ITEMS[0] else text) for kind, text in BLOCKS)
    assert paragraphs(WRITERS[suffix](tmp_path / f"statement{suffix}", blocks))["R1"] == SENTENCES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</main>", "</main><article><p>Synthetic advertisement of 1999.</p></article>"),
        (f"<p>{A2}</p>", f"<article><p>{A2}</p></article>"),
        ("<main>", "<main><script>document.write('<article>7</article></main>')</script><main>"),
        ("<main>", "<main><script>'</article>'</script><article>"),
        ("<body>", "<body><form action='/'><label>Search</label><input><select><option>8</option></select>"),
        ("main>", "article>"),
    ],
)
def test_a_web_page_built_in_other_ways_is_read_to_its_end(tmp_path: Path, old: str, new: str) -> None:
    path = write_html(tmp_path / "statement.html")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    found = paragraphs(path)
    assert {code: text for code, text in found.items() if code[-1].isdigit()} == {
        code: clean(text) for code, text in PARAGRAPHS.items()
    }


def test_a_heading_that_word_numbers_begins_a_section(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "statement.docx")
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("Synthetic A"):
            paragraph.style = document.styles["List Number"]
    document.save(str(path))
    found = paragraphs(path)
    assert (found["A"], found["A1"]) == ("Synthetic A", clean(A1))


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_heading_may_end_in_a_colon(tmp_path: Path, suffix: str) -> None:
    blocks = tuple(
        (kind if kind == "item" else "paragraph", f"{text}:" if kind == "heading" else text) for kind, text in BLOCKS
    )
    found = paragraphs(WRITERS[suffix](tmp_path / f"statement{suffix}", blocks))
    assert (found["A"], found["A1"], found["B1"]) == ("Synthetic A:", clean(A1), clean(PARAGRAPHS["B1"]))


def test_a_table_is_one_paragraph_and_a_country_in_it_begins_no_section(tmp_path: Path) -> None:
    table = "<table><tr><td>Synthetic B</td><td>12</td></tr><tr><td>Synthetic A</td><td>570</td></tr></table>"
    path = write_html(tmp_path / "statement.html")
    path.write_text(path.read_text("utf-8").replace(f"<p>{A2}</p>", f"{table}<p>{A2}</p>"), "utf-8")
    found = paragraphs(path)
    assert found["A2"] == "| Synthetic B | 12 | Synthetic A | 570"
    assert (found["A3"], found["B1"]) == (clean(A2), clean(PARAGRAPHS["B1"]))


@pytest.mark.parametrize("raised", ["typographic: true", "typographic: false"])
def test_a_footnote_of_a_pdf_follows_its_paragraph(tmp_path: Path, raised: str) -> None:
    path = write_pdf(tmp_path / "statement.pdf")
    source = path.with_suffix(".typ").read_text("utf-8")
    for words, note in (("20 complaints", "Synthetic note of 2019, page 12."), ("one synthetic study", "Made up too.")):
        before, after = source.split(words)
        source = f"#set super({raised})\n" + before + words + '" + [#footnote[' + note + ']] + "' + after
    path.with_suffix(".typ").write_text(source, "utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))
    found = paragraphs(path)
    assert found["A1"] == f"{clean(A1)} Synthetic note of 2019, page 12. Made up too."
    assert found["C1"] == clean(PARAGRAPHS["C1"])


def test_footnotes_of_a_pdf_may_be_numbered_anew_on_each_page(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "statement.pdf")
    source = path.with_suffix(".typ").read_text("utf-8").replace("#heading", "#pagebreak(weak: true)\n#heading")
    for words, note in (("20 complaints", "Synthetic note of 2019."), ("four and six complaints", "Made up too.")):
        before, after = source.split(words)
        source = before + words + '" + [#footnote[' + note + ']] + "' + after
    reset = "#set page(header: counter(footnote).update(0))\n"
    path.with_suffix(".typ").write_text(source.replace("#set par", reset + "#set par", 1), "utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))
    found = paragraphs(path)
    assert found["A1"] == f"{clean(A1)} Synthetic note of 2019."
    assert found["B1"] == f"{clean(PARAGRAPHS['B1'])} Made up too."


def test_the_mark_of_a_footnote_makes_no_number(tmp_path: Path) -> None:
    path = write_html(tmp_path / "statement.html")
    path.write_text(path.read_text("utf-8").replace("20 complaints", "20<sup>3</sup> complaints"), "utf-8")
    assert paragraphs(path)["A1"] == clean(A1)


def test_a_page_without_a_main_part_and_a_title_in_its_header_are_read(tmp_path: Path) -> None:
    path = write_html(tmp_path / "statement.html")
    page = path.read_text("utf-8")
    path.write_text(page.replace("main>", "div>"), "utf-8")
    assert paragraphs(path)["I1"] == clean(PARAGRAPHS["I1"])
    title = f"<h2>{TITLE}</h2>"
    path.write_text(page.replace(title, f"<header>{title}</header>"), "utf-8")
    assert paragraphs(path)["title"] == TITLE


def test_a_title_of_a_word_document_may_have_the_style_of_one(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "statement.docx")
    document = docx.Document(str(path))
    document.paragraphs[0].style = document.styles["Title"]
    document.save(str(path))
    assert paragraphs(path)["title"] == TITLE


def test_a_broken_word_document_is_refused(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "statement.docx", BLOCKS)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(SourceError, match="is not a Word document"):
        read_blocks(path)


def test_an_error_that_nobody_foresaw_is_told_as_one_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr("resource.setrlimit", lambda *_: None)  # it would hold for all tests after this one
    monkeypatch.setattr(source, "_main_part", fails)
    write_html(tmp_path / "statement.html")
    with pytest.raises(SourceError, match=r"is not a web page that can be read \(ZeroDivisionError\)\. Open it in"):
        source.read_apart(tmp_path, name="statement.html")
