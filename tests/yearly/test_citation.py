"""A work is cited in forms that programs of references read; every work here is made up."""

import json
from dataclasses import replace

import pytest
from bibtexparser.entrypoint import parse_string
from tests.conftest import PROJECT

from behindbars.build import read_book
from behindbars.yearly.citation import bibtex, csl, edition_work, plain, work

AUTHORS = ("A & B {Union}", "C_D")
WORK = work("made_up", "book", AUTHORS, r"50 % of #1: \ ~ y^2", "2025-06-26", version="1.0", URL=None, language="en")


def test_bibtex_is_read_back_whatever_stands_in_the_text():
    [entry] = parse_string(bibtex(WORK)).entries
    assert (entry.entry_type, entry.key) == ("book", "made_up")
    fields = {field.key: field.value for field in entry.fields}
    assert fields["author"] == r"{A \& B \{Union\}} and {C\_D}"
    assert fields["title"] == r"50 \% of \#1: \textbackslash{} \textasciitilde{} y\^{}2"
    assert fields["date"] == "2025-06-26"
    assert fields["version"] == "1.0"
    assert "url" not in fields


def test_csl_holds_the_same():
    [item] = json.loads(csl(WORK))
    assert item["author"] == [{"literal": "A & B {Union}"}, {"literal": "C_D"}]
    assert item["issued"] == {"date-parts": [[2025, 6, 26]]}
    assert (item["title"], item["version"]) == (r"50 % of #1: \ ~ y^2", "1.0")
    assert "URL" not in item


@pytest.mark.parametrize(
    ("date", "parts", "words"),
    [("2025", [2025], "2025"), ("2025-04", [2025, 4], "April 2025"), (None, None, "no date")],
)
def test_a_date_is_cited_as_far_as_it_is_known(date, parts, words):
    cited = work("made_up", "report", ("Nobody",), "Made up", date)
    assert cited.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert plain(cited) == f"Nobody. Made up. {words}."
    assert bibtex(cited).startswith("@report{made_up,")


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1234/a.b", "10.1234/a.b"),
        ("http://dx.doi.org/10.1/x", "10.1/x"),
        ("https://a.org/10.1/x", None),
    ],
)
def test_a_doi_is_known_by_its_address(url, doi):
    cited = work("made_up", "report", ("Nobody",), "Made up", "2025", URL=url)
    assert cited.get("DOI") == doi
    assert plain(cited).endswith(f"2025. {url}")


def test_an_edition_is_cited_by_what_its_profile_says():
    book = read_book(PROJECT, 2024)
    cited = plain(edition_work(book))
    assert cited.startswith(f"The authors of the reproducible edition of {book.title}. {book.title}. ")
    assert cited.endswith(". Version 1. 26 June 2025.")
    published = replace(book, publisher="Made Up", version="2", issued="2026-07-01")
    assert plain(edition_work(published)).startswith("Made Up. ")
    assert plain(edition_work(published)).endswith(". Version 2. 1 July 2026.")
