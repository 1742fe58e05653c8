"""Another language is a catalogue and columns of the tables: nothing of the first one is left anywhere.

The language is made up: each letter of the English is another one, of another script.
"""

import json
import re
import shutil
import string

import pandas as pd
import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse, serialize
from fluent.syntax.visitor import Transformer
from tests.conftest import CODES, DATA, NEXT_STATEMENT
from tests.editions import chapter, opened, said_in

from behindbars.report.factsheet import fact_sheet
from behindbars.words import Words
from behindbars.words.words import CATALOGUES

LANG = "eo"
OTHER = str.maketrans(string.ascii_letters, "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ")
FORMATS = {"locale", "date-day", "date-month", "date-year"}
"""Messages that hold no words: a locale, and how Babel writes a date."""
WITHOUT_LANGUAGE = {
    "observations": ["note", "verbatim", "locator"],
    "cases": ["person"],
    "events": ["note"],
    "signatories": ["short", "note"],
    "countries": ["name_own", "torture_article"],
    "safeguards": ["locator"],
}
"""Columns of names, of places in sources, and of what sources and editors say in one language for all editions."""
DRAWN = re.compile("_(name|words)$|^(words|short|said|label|lane|category|panel|when|who|frequency|note)$")
"""Columns that a chart may draw."""
CODES_OF_SHEET = ("slug", "section", "code", "status")
"""Parts of a fact sheet that are codes, which nobody reads."""
MARKUP = re.compile(r"\]\([^)]*\.svg\)|\{#(fig|tbl)-\S+|fig-alt=|::: \{\.callout-\S+( \.context)? title=|\{lang=\w+\}")


class Translator(Transformer):
    """Write the words of a catalogue in other letters; what is in braces stays."""

    def visit_Message(self, node):
        return node if node.id.name in FORMATS else self.generic_visit(node)

    def visit_TextElement(self, node):
        return ftl.TextElement(node.value.translate(OTHER))

    def visit_StringLiteral(self, node):
        return ftl.StringLiteral(node.value.translate(OTHER))


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """A catalogue in the made-up language, with the months and lists of a third one."""
    folder = tmp_path_factory.mktemp("words")
    english = (CATALOGUES / "en.ftl").read_text("utf-8").replace("locale = en_GB", "locale = ru_RU")
    (folder / f"{LANG}.ftl").write_text(serialize(Translator().visit(parse(english))), "utf-8")
    return Words(LANG, folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A copy of the data with columns in the made-up language, and with the statement of another edition."""
    folder = tmp_path_factory.mktemp("translated") / "data"
    shutil.copytree(DATA, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        frame = pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False)
        fields = resource["schema"]["fields"]
        for field in [field for field in fields if field["name"].endswith("_en")]:
            column = field["name"].removesuffix("en") + LANG
            frame[column] = frame[field["name"]].map(lambda text: text.translate(OTHER))
            fields.append(field | {"name": column})
        frame.to_csv(folder / resource["path"], index=False, lineterminator="\n")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    with (folder / "references.bib").open("a", encoding="utf-8") as stream:
        stream.write(NEXT_STATEMENT)
    return folder


def left_over(texts, package):
    """List the words in Latin letters, apart from codes, sources, names and notes, which have no language."""
    kept = {text for table, names in WITHOUT_LANGUAGE.items() for text in package.frames[table][names].stack().dropna()}
    for source in package.references.values():
        kept |= {text for text in (source.title, source.short_title, source.author, source.url) if text}
    text = re.sub(r"\\(.)", r"\1", "\n".join(texts))
    for one in sorted(kept, key=len, reverse=True):
        for said in (one, one.rstrip("."), one[:1].upper() + one[1:].rstrip(".")):
            text = text.replace(said, "")
    return re.findall(r"\S*[A-Za-z]{2,}\S*", MARKUP.sub("", re.sub(r"\[-?@[^]]*\]", "", text)))


def in_words(sheet):
    """List the texts of a fact sheet."""
    if isinstance(sheet, dict):
        return [text for name, part in sheet.items() if name not in CODES_OF_SHEET for text in in_words(part)]
    if isinstance(sheet, list):
        return [text for part in sheet for text in in_words(part)]
    return [sheet] if isinstance(sheet, str) else []


@pytest.mark.parametrize(("country", "year"), [*((code, 2024) for code in (*CODES, None)), ("KGZ", 2025), (None, 2025)])
def test_no_word_of_the_first_language_is_left(words, data, country, year):
    edition = opened(country, data, year, words)
    _, frames = chapter(edition)
    cells = [cell for frame in frames for cell in frame.filter(regex=DRAWN).astype(object).stack().dropna()]
    sheet = in_words(fact_sheet(edition)) if country else []
    assert left_over([said_in(edition), *sheet, *map(str, cells)], edition.package) == []


def test_words_of_the_first_language_would_be_found(editions):
    package = editions["KAZ"].package
    assert len(left_over([said_in(editions["KAZ"])], package)) > 500
    assert len(left_over(in_words(fact_sheet(editions["KAZ"])), package)) > 100
