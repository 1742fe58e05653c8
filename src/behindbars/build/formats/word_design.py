"""The design of the Word edition: page, styles and palette, with the brand's colours and typeface."""

from __future__ import annotations

import re
from string import Template
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Length

from behindbars.brand import ROLES, Brand
from behindbars.build.book import Book
from behindbars.build.formats.pandoc import HERE
from behindbars.build.formats.word_structure import TEXT_WIDTH, locale

PAGE_WIDTH, PAGE_HEIGHT = Cm(21), Cm(29.7)
MARGIN = Length((PAGE_WIDTH - TEXT_WIDTH) // 2)
FONTS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="$family">\
<w:altName w:val="Calibri,Arial"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>\
</w:font></w:fonts>
"""
"""The typeface, and what Word takes where it is not installed."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/>\
<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>\
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>\
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat><w:themeFontLang w:val="$locale"/>\
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" \
w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" \
w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>
"""
"""Without a compatibility mode, Word opens a file as one of 2007."""
PALETTE = {
    "dk1": "ink",
    "lt1": "background",
    "dk2": "muted",
    "lt2": "pale",
    "accent1": "statement",
    "accent2": "outline",
    "accent3": "pale",
    "accent4": "muted",
    "accent5": "ink",
    "accent6": "gap",
    "hlink": "statement",
    "folHlink": "statement",
}
"""Which colour of the brand stands where in Word's palette."""
TINT = 0.4
"""How much of the brand's pale colour is in the fill of a callout."""


def set_page(document: Document, book: Book) -> None:
    """Set the page: A4, with the edition's title and the page number at the foot of all but the cover."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.gutter = Cm(0)
    section.header_distance = section.footer_distance = Cm(1.25)
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{' '.join(book.title.split())}\t")
    footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def design_parts(document: Document, brand: Brand, book: Book) -> dict[str, bytes]:
    """Make the parts of a docx that say how it looks, by their names inside it."""
    words = {role: getattr(brand, role).removeprefix("#") for role in ROLES}
    words |= {"tint": _tint(brand), "family": escape(brand.family, {'"': "&quot;"}), "locale": locale(book.lang)}
    styles = re.sub(r"<!--.*?-->\n", "", (HERE / "edition-styles.xml").read_text(encoding="utf-8"), flags=re.DOTALL)
    templates = {"word/styles.xml": styles, "word/fontTable.xml": FONTS, "word/settings.xml": SETTINGS}
    theme = document.part.part_related_by(RELATION.THEME)
    return {
        str(theme.partname).removeprefix("/"): _theme(theme.blob.decode("utf-8"), words),
        **{name: Template(text).substitute(words).encode("utf-8") for name, text in templates.items()},
    }


def _tint(brand: Brand) -> str:
    pairs = zip(bytes.fromhex(brand.pale[1:]), bytes.fromhex(brand.background[1:]), strict=True)
    return bytes(round(TINT * pale + (1 - TINT) * background) for pale, background in pairs).hex().upper()


def _theme(theme: str, words: dict[str, str]) -> bytes:
    """Put the brand's colours and typeface in the theme: Word offers them to whoever edits the document."""
    for place, role in PALETTE.items():
        color = f'<a:{place}><a:srgbClr val="{words[role]}"/></a:{place}>'
        theme = re.sub(rf"<a:{place}>.*?</a:{place}>", color, theme, flags=re.DOTALL)
    latin = f'<a:latin typeface="{words["family"]}"/>'
    return re.sub(r"<a:latin [^>]*>", lambda _: latin, theme).encode("utf-8")
