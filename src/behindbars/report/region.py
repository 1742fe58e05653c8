"""The sections of the regional overview, one function each."""

from __future__ import annotations

from typing import Any

from behindbars import measures
from behindbars.measures.frames import of_edition, rows
from behindbars.report.display import Text
from behindbars.report.edition import Edition
from behindbars.report.facts import own_rows
from behindbars.report.text import bullets, citation, cite_all, section, text
from behindbars.words.markdown import Table, escape

KEY = {
    "independent_investigation": ("law", "absent"),
    "complaints_access": ("practice", "harmful"),
    "independent_access": ("practice", "absent"),
    "npm": ("practice", "threatened"),
}
"""Topics of the key findings: the side, and the status in which they are one."""


def key_findings(edition: Edition) -> Text:
    """State the key findings of the edition, each in one sentence."""
    words = edition.words
    if len(edition.questions):
        return text(edition, words.say("key-draft", n=len(edition.questions)))
    found = of_edition(edition.safeguards, edition)
    said = [_linked(edition)]
    for topic, (side, status) in KEY.items():
        here = found[found["topic"].eq(topic) & found[side].eq(status) & found["country"].ne(edition.code)]
        if len(here):
            places = list(dict.fromkeys(here["country_name"]))
            listed = escape(words.listing(places))
            said.append(words.say(f"key-{topic}", places=listed, n=len(places), cited=cite_all(rows(here), words)))
    return text(edition, bullets(said))


def _linked(edition: Edition) -> str:
    """Say where complaints can be followed to convictions, and what came of them."""
    words, gaps = edition.words, measures.gap(edition)
    linked = gaps[gaps["reason"].isna()]
    if linked.empty:
        return words.say("key-linked.none")
    clauses = []
    for row in rows(linked):
        whole, part = rows(own_rows(edition, row.ids.split()))
        given = {"complaints": escape(row.whole_words), "convictions": escape(row.part_words), "period": whole.when}
        message = "key-linked.clause-none" if row.part_high == 0 else "key-linked.clause"
        clauses.append(words.say(message, **given, cited=cite_all([whole, part], words)))
    message = "key-linked" if len(linked) < len(gaps) else "key-linked.all"
    return words.say(message, places=escape(words.listing(linked["country_name"])), clauses=words.clauses(clauses))


def recommendations(edition: Edition) -> Text:
    """List the recommendations, each in full."""
    words = edition.words
    found = _asked(edition, "recommendation")
    cells = [[escape(row.short), escape(row.text), citation(row, words)] for row in found]
    columns = [words.say(f"column-{name}") for name in ("subject", "recommendation", "source")]
    caption = words.say("recommendations.caption", n=len(cells))
    table = Table("recommendations", caption, columns, cells, (22, 60, 18)).markdown() if cells else ""
    return section(edition, "recommendations", table, none="recommendations-none")


def _asked(edition: Edition, kind: str) -> list[Any]:
    found = of_edition(edition.recommendations, edition)
    return rows(found[found["kind"].eq(kind)])


def closing(edition: Edition) -> Text:
    """Close with the statement's own call, restated."""
    words = edition.words
    told = [f"{escape(row.text)} {citation(row, words)}" for row in _asked(edition, "closing")]
    return section(edition, "closing", *told) if told else text(edition)


def this_edition(edition: Edition) -> Text:
    """Tell what this edition is made from, and how to cite it."""
    words, reference = edition.words, edition.statement
    written = edition.observations[edition.observations["status"].ne("to_be_completed")]
    own = written[written["year"].eq(edition.year) & ~written["context"]]
    others = written[written["context"]]
    date = words.period(reference.date) if reference.date else words.say("edition-undated")
    dates = [edition.package.references[key].date or "" for key in others["source"]]
    cited = f"[@{reference.key}]"
    given: dict[str, Any] = {
        "title": escape(reference.title),
        "date": date,
        "cited": cited,
        "address": escape(reference.url) if reference.url else "none",
        "year": str(edition.year),
        "own": len(own),
        "others": len(others),
        "newest": max(dates, default="")[:4],
    }
    told = {
        "statement": words.say("edition-statement", **given),
        "year": str(edition.year),
        "paragraphs": _sections(edition),
        "signed": _signed(edition),
        "data": words.say("edition-data", **given),
        "cite": words.say("edition-cite", **given),
        "licence": words.say("edition-licence"),
    }
    cells = [[words.say(f"edition-row-{name}"), said] for name, said in told.items()]
    columns = [words.say("column-what"), words.say("column-this-edition")]
    table = Table("edition", words.say("edition.caption"), columns, cells, (22, 78)).markdown()
    return section(edition, "this-edition", table)


def _signed(edition: Edition) -> str:
    """Name who signed the statement, and for which country an organisation does not say that it works."""
    words, signed = edition.words, of_edition(edition.signatories, edition)
    if signed.empty:
        return words.say("edition-signed-by-nobody")
    places = edition.package.frames["countries"].set_index("iso3")[f"name_{words.lang}"]
    names = [
        words.say(
            "signatory",
            name=escape(row.name),
            short=escape(row.short or "none"),
            place=escape(places[row.country]) if row.country and places[row.country] not in row.name else "none",
            note=escape(row.note or "none"),
        )
        for row in rows(signed)
    ]
    without = edition.countries[~edition.countries["country"].isin(signed["country"])]["country_name"]
    asked = edition.questions["table"].eq("signatories").any()
    unnamed = escape(words.listing(without)) if len(without) and not asked else "none"
    return words.say("edition-signed", names=words.clauses(names), cited=cite_all(rows(signed), words), without=unnamed)


def _sections(edition: Edition) -> str:
    """Explain the letters of paragraph codes."""
    words, region = edition.words, edition.package.row("countries", edition.code)
    sections = [(row.section, row.country_name) for row in rows(edition.countries)]
    named = [(region["section"], words.say("edition-introduction")), *sections]
    named += [("R", words.say("edition-recommendations")), ("C", words.say("edition-closing"))]
    letters = words.listing(words.say("edition-letter", letter=letter, name=name) for letter, name in named)
    letter, name = sections[0] if sections else named[0]
    return escape(words.say("edition-paragraphs", letters=letters, letter=letter, name=name))


def corrections(edition: Edition, since: int | None = None) -> Text:
    """List what was corrected, the newest first; nothing where there is no correction.

    Parameters
    ----------
    edition : Edition
        The edition.
    since : int, optional
        Year of the first edition whose corrections are listed, up to those of this one; of this one alone if not given.
    """
    words = edition.words
    found = edition.corrections[edition.corrections["year"].between(since or edition.year, edition.year)]
    found = found.sort_values("date", ascending=False, kind="stable")
    places = edition.package.frames["countries"].set_index("iso3")[f"name_{words.lang}"]
    lines = [
        words.say(
            "correction.of-place" if row.country else "correction",
            date=words.period(row.date),
            year=str(row.year),
            place=escape(places.get(row.country, "")),
            table=row.table,
            row=escape(row.row),
            what=escape(row.what.rstrip(".")),
            why=escape(row.why.rstrip(".")),
            who=escape(row.noticed_by.rstrip(".")),
        )
        for row in rows(found)
    ]
    return section(edition, "corrections", bullets(lines)) if lines else text(edition)
