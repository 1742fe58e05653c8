"""Text from a table is only ever text."""

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from behindbars.words.markdown import Table, attribute, cite, escape, foreign

HOSTILE = [
    "# heading",
    "1. item",
    "(a) item",
    "i. item",
    "a) item",
    "1--2 and ... and ---",
    "- item",
    "> quote",
    "**bold** and _emphasis_",
    "[link](http://example.org)",
    "![image](x.svg)",
    "<script>alert(1)</script>",
    "{{< include /etc/passwd >}}",
    "`code` and ```fence",
    "a | b | c",
    "@statement2025 and [@statement2025]",
    "note^[inside]",
    "H~2~O and x^2^",
    "$x$ and \\alpha",
    "::: div",
    "~~~",
    ": Caption {#tbl-x}",
    "text {.class #id}",
    "&lt;b&gt; and &amp;",
    "a -- b ... 'c' \"d\"",
]


def shown(markdown):
    """Return what a reader sees of a Markdown paragraph."""
    return pypandoc.convert_text(markdown, "plain", "markdown", extra_args=["--wrap=none"]).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_shows_as_itself(text):
    plain = text.replace("'c'", "‘c’").replace('"d"', "“d”")  # only quotation marks take a printer's shape
    assert shown("x " + escape(text)) == "x " + plain
    assert shown(escape(text)).replace("\xa0", " ") == plain


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_no_text_becomes_markup(text):
    document = pypandoc.convert_text("x " + escape(text), "native", "markdown-smart")
    for construct in (
        "Header",
        "Link",
        "Image",
        "RawInline",
        "RawBlock",
        "Code",
        "Emph",
        "Strong",
        "Cite",
        "Math",
        "Note",
    ):
        assert f"{construct} " not in document.replace(escape(text), "")


def test_an_attribute_stays_on_one_line_and_inside_its_quotes():
    assert attribute('one\ntwo "three"') == "one two ”three”"


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("K3", "[@s, {K3}]"),
        ("para 7", "[@s, para 7]"),
        ("not recorded", "[@s]"),
        ("x] [@other", "[@s, x\\] \\[\\@other]"),
    ],
)
def test_cite(locator, expected):
    assert cite("s", locator) == expected


def test_a_table_keeps_its_widths_and_its_caption():
    table = Table("x", "Caption with | and #", ("A", "B"), [["1", escape("a | b")]], (30, 70))
    text = table.markdown()
    assert text.splitlines()[1] == "| " + "-" * 30 + " | " + "-" * 70 + " |"
    assert text.endswith(": Caption with \\| and \\# {#tbl-x}")
    html = pypandoc.convert_text(text, "html", "markdown")
    assert html.count("<td") == 2
    assert "a | b" in html


def test_foreign_text_says_its_language_and_stays_text():
    html = pypandoc.convert_text(foreign("Синтетика] *x*", "ru"), "html", "markdown")
    assert html.strip() == '<p><span lang="ru">Синтетика] *x*</span></p>'
