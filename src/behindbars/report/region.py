"""The sections of the regional overview, one function each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars import measures
from behindbars.measures.cascade import STAGES
from behindbars.measures.frames import STATE_REPORTERS, of_edition, rows, value_of
from behindbars.measures.grids import UNMET, Publication
from behindbars.report.display import Text
from behindbars.report.edition import Edition
from behindbars.report.text import bullets, citation, cite_all, labelled, lacking, text
from behindbars.words import capital
from behindbars.words.markdown import Table, escape

PUBLIC = (Publication.PUBLISHED, Publication.REPORTED_TO_UN)


def finding(edition: Edition) -> Text:
    """State the finding of the edition in three sentences."""
    words = edition.words
    head = f"## {words.say('section-finding')}"
    if len(edition.questions):
        return text(edition, head, words.say("finding.draft", n=len(edition.questions)))
    gaps = measures.gap(edition)
    sentences = [_followed(edition, gaps), _empty_ends(edition, gaps), _silence(edition)]
    return text(edition, head, " ".join(sentence for sentence in sentences if sentence))


def _followed(edition: Edition, gaps: pd.DataFrame) -> str:
    words = edition.words
    computed = gaps[gaps["reason"].isna()]
    if computed.empty:
        return words.say("finding.none-linked")
    cells = of_edition(edition.observations, edition)
    clauses = []
    for row in rows(computed):
        whole, part = (rows(cells[cells["id"].eq(one)])[0] for one in row.ids.split())
        value = value_of(part)
        none = value.high == 0
        by_state = part.reporter in STATE_REPORTERS
        message = (
            "finding.clause-none-by-state" if none and by_state else "finding.clause-none" if none else "finding.clause"
        )
        clauses.append(
            words.say(
                message,
                complaints=escape(row.whole_words),
                period=whole.when,
                convictions=escape(row.part_words),
                unit=part.unit,
                n=1,
                reporter=part.reporter,
                frequency=escape(row.frequency),
                cited=cite_all([whole, part]),
            )
        )
    message = "finding.linked-only" if len(computed) < len(gaps) else "finding.linked"
    return words.say(message, places=escape(words.listing(computed["country_name"])), clauses=words.clauses(clauses))


def _empty_ends(edition: Edition, gaps: pd.DataFrame) -> str:
    """Say how far the statement goes where it does not link complaints to convictions."""
    words = edition.words
    without = gaps[gaps["reason"].notna()]
    if without.empty:
        return ""
    some = len(without) < len(gaps)
    stages = measures.cascade(edition)
    spoken = stages[stages["id"].notna() & ~stages["status"].isin(["not_published", "unknown"])]
    clauses = []
    for country in without["country"]:
        last = spoken[spoken["country"].eq(country)].sort_values("stage", ascending=False, kind="stable")[:1]
        clauses += [
            words.say(
                "finding.place",
                place=escape(row.country_name),
                ending=escape(_ending(edition, row)),
                cited=citation(row, words),
            )
            for row in rows(last)
        ]
    if not clauses:
        return words.say("finding.no-ends-elsewhere" if some else "finding.no-ends")
    return words.say("finding.ends-elsewhere" if some else "finding.ends", clauses=words.clauses(clauses))


def _ending(edition: Edition, row: Any) -> str:
    words = edition.words
    given = {
        "one": row.indicator_one,
        "label": row.indicator_name,
        "period": row.when,
        "reporter": row.reporter,
        "context": False,
    }
    match row.status:
        case "reported_zero":
            return words.say("ending.state-zero" if row.reporter == "state_to_cat" else "ending.zero", **given)
        case "none_known":
            return words.say("ending.none-known", **given)
        case "some":
            return str(row.words)
    return labelled(row, words)


def _silence(edition: Edition) -> str:
    """Count the figures that the statement passes on from the states themselves."""
    words = edition.words
    cells = measures.transparency(edition)
    if cells.empty:
        return ""
    public = cells[cells["status"].isin(PUBLIC)]
    own = of_edition(edition.observations, edition)
    own = own[own["reporter"].isin(STATE_REPORTERS)]
    told = []
    for place, found in public.groupby("country_name", observed=True, sort=False):
        ids = " ".join(found["ids"]).split()
        given = [
            row for row in rows(own[own["id"].isin(ids)].sort_values("stage", kind="stable")) if value_of(row).known
        ]
        said = [
            words.say("silence-zero", label=row.indicator_name)
            if row.status == "reported_zero"
            else labelled(row, words)
            for row in given
        ]
        told.append(
            words.say(
                "silence-place", place=escape(str(place)), figures=escape(words.listing(said)), cited=cite_all(given)
            )
        )
    return words.say(
        "silence" if told else "silence.none",
        cells=len(cells),
        stages=len(STAGES),
        countries=len(edition.countries),
        public=len(public),
        figures=words.clauses(told),
    )


def recommendations(edition: Edition) -> Text:
    """List the recommendations, each in full."""
    words = edition.words
    found = _asked(edition, "recommendation")
    cells = [[escape(row.short), escape(row.text), citation(row, words)] for row in found]
    head = f"## {words.say('section-recommendations')}"
    if not cells:
        return text(edition, head, lacking(edition, "recommendations-none"))
    columns = [words.say(f"column-{name}") for name in ("subject", "recommendation", "source")]
    caption = words.say("recommendations.caption", n=len(cells))
    return text(edition, head, Table("recommendations", caption, columns, cells, (22, 60, 18)).markdown())


def _asked(edition: Edition, kind: str) -> list[Any]:
    found = edition.recommendations
    return rows(found[found["year"].eq(edition.year) & found["kind"].eq(kind)])


def unmet(edition: Edition) -> Text:
    """Set beside each recommendation the evidence in this edition that it is unmet."""
    words = edition.words
    parts = []
    for row in _asked(edition, "recommendation"):
        lines = [*_unmet_topics(edition, row), *_unmet_indicators(edition, row)]
        parts += [f"### {escape(row.short)}", bullets(lines) or lacking(edition, "unmet-none")]
    head = f"## {words.say('section-unmet')}"
    return text(edition, head, *(parts or [lacking(edition, "recommendations-none")]))


def _unmet_topics(edition: Edition, recommendation: Any) -> list[str]:
    """Name the countries where the topics of a recommendation are found wanting, the gravest status first."""
    words = edition.words
    found = of_edition(edition.safeguards, edition)
    found = found.assign(status=found["practice"].astype(object).fillna(found["law"].astype(object)))
    found = found[found["status"].isin(UNMET)]
    found = found.assign(gravity=found["status"].map(UNMET.index)).sort_values(["gravity", "country"], kind="stable")
    lines = []
    for topic in (recommendation.topics or "").split():
        # The gravest of the findings stands for the country; all of them are in its chapter.
        gravest = found[found["topic"].eq(topic)].drop_duplicates("country")
        label = edition.package.row("topics", topic)[f"label_{words.lang}"]
        clauses = []
        for status, countries in gravest.groupby("status", sort=False, observed=True):
            places = [
                words.say("unmet-place", place=escape(row.country_name), cited=citation(row, words))
                for row in rows(countries)
            ]
            said = status_words(edition, topic, str(status))
            clauses.append(words.say("unmet-clause", status=escape(said), places=words.listing(places)))
        if clauses:
            lines.append(words.say("unmet-line", what=escape(capital(label)), clauses=words.clauses(clauses)))
    return lines


def status_words(edition: Edition, topic: str, status: str) -> str:
    """Print a status of law or practice in the words of its topic."""
    harmful = edition.package.row("topics", topic)[f"harmful_{edition.words.lang}"]
    return str(harmful) if status == "harmful" and pd.notna(harmful) else edition.words.say("safeguard", status=status)


def _unmet_indicators(edition: Edition, recommendation: Any) -> list[str]:
    """Tell what is not known of the indicators of a recommendation, and the numbers that are evidence by themselves."""
    words = edition.words
    found = of_edition(edition.observations, edition)
    found = found[~found["context"] & found["breakdown"].eq("total")]
    lines = []
    for indicator in (recommendation.indicators or "").split():
        told = [
            words.say(
                "unmet-value" if row.status == "not_published" else "unmet-value.dated",
                place=escape(row.country_name),
                period=escape(row.when),
                words=escape(row.words),
                cited=citation(row, words),
            )
            for row in rows(found[found["indicator"].eq(indicator)])
            if not value_of(row).known or _is_final(row)
        ]
        label = edition.package.row("indicators", indicator)[f"label_{words.lang}"]
        if told:
            lines.append(words.say("unmet-line", what=escape(capital(label)), clauses=words.clauses(told)))
    return lines


def _is_final(row: Any) -> bool:
    """Whether a number is evidence by itself: a zero, or an outcome; a count of complaints or cases is not."""
    return row.status == "reported_zero" or row.stage in (None, STAGES[-1])


def closing(edition: Edition) -> Text:
    """Close with the statement's own call, restated."""
    words = edition.words
    told = [f"{escape(row.text)} {citation(row, words)}" for row in _asked(edition, "closing")]
    return text(edition, f"## {words.say('section-closing')}", *told) if told else text(edition)


def this_edition(edition: Edition) -> Text:
    """Tell what this edition is made from, and how to cite it."""
    words, reference = edition.words, edition.statement
    written = edition.observations[edition.observations["status"].ne("to_be_completed")]
    own = written[written["year"].eq(edition.year) & ~written["context"]]
    others = written[written["context"]]
    signed = of_edition(edition.signatories, edition)
    signed = signed[signed["note"].ne(words.say("value-to-be-completed")) | signed["note"].isna()]
    date = words.period(reference.date) if reference.date else words.say("edition-undated")
    dates = [edition.package.references[key].date or "" for key in others["source"]]
    cited = f"[@{reference.key}]"
    given: dict[str, Any] = {
        "title": escape(reference.title),
        "date": date,
        "cited": cited,
        "year": str(edition.year),
        "own": len(own),
        "others": len(others),
        "newest": max(dates, default="")[:4],
        "n": len(signed),
    }
    asked = edition.questions["table"].eq("signatories").any()
    signed_by = "edition-signed.draft" if asked and signed.empty else "edition-signed"
    told = {
        "statement": words.say("edition-statement", **given),
        "year": str(edition.year),
        "paragraphs": _sections(edition),
        "signed": words.say(signed_by, **given),
        "data": words.say("edition-data", **given),
        "cite": words.say("edition-cite", **given),
        "words": words.say("edition-words"),
        "licence": words.say("edition-licence"),
    }
    cells = [[words.say(f"edition-row-{name}"), said] for name, said in told.items()]
    columns = [words.say("column-what"), words.say("column-this-edition")]
    table = Table("edition", words.say("edition.caption"), columns, cells, (22, 78)).markdown()
    return text(edition, f"## {words.say('section-this-edition')}", table)


def _sections(edition: Edition) -> str:
    """Explain the letters of paragraph codes."""
    words, region = edition.words, edition.package.row("countries", edition.code)
    sections = [(row.section, row.country_name) for row in rows(edition.countries)]
    named = [(region["section"], words.say("edition-introduction")), *sections]
    named += [("R", words.say("edition-recommendations")), ("C", words.say("edition-closing"))]
    letters = words.listing(words.say("edition-letter", letter=letter, name=name) for letter, name in named)
    letter, name = sections[0] if sections else named[0]
    return escape(words.say("edition-paragraphs", letters=letters, letter=letter, name=name))


def signatories(edition: Edition) -> Text:
    """List who signed the statement, and say which country has no signatory of its own."""
    words = edition.words
    signed = of_edition(edition.signatories, edition)
    places = edition.package.frames["countries"].set_index("iso3")[f"name_{words.lang}"]
    cells = []
    for row in rows(signed):
        place = places[row.country] if row.country else words.say("signatory-international")
        name = words.say("signatory-short", name=row.name, short=row.short) if row.short else row.name
        note = words.say("signatory-note", place=place, note=row.note) if row.note else place
        cells.append([escape(name), escape(note), citation(row, words)])
    without = edition.countries[~edition.countries["country"].isin(signed["country"])]["country_name"]
    asked = edition.questions["table"].eq("signatories").any()
    note = words.say("signatories-without", places=escape(words.listing(without))) if len(without) and not asked else ""
    columns = [words.say(f"column-{name}") for name in ("organisation", "works-on", "source")]
    table = Table("signatories", words.say("signatories.caption"), columns, cells, (56, 24, 20))
    return text(edition, table.markdown() if cells else "", note)


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
    return text(edition, f"## {words.say('section-corrections')}", bullets(lines)) if lines else text(edition)
