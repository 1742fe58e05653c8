"""What a cell of a notebook shows: figures with their tables, and the sections of the chapters."""

from behindbars.report.changes import asked_and_signed, changes, changes_by_country
from behindbars.report.country import (
    cases,
    listed,
    names,
    not_known,
    reading_notes,
    situation,
    to_be_completed,
    who_counts_what,
)
from behindbars.report.edition import Edition, open_edition
from behindbars.report.region import (
    closing,
    corrections,
    key_findings,
    recommendations,
    this_edition,
)
from behindbars.report.text import heading, title
from behindbars.report.years import year_on_year

__all__ = [
    "Edition",
    "asked_and_signed",
    "cases",
    "changes",
    "changes_by_country",
    "closing",
    "corrections",
    "heading",
    "key_findings",
    "listed",
    "names",
    "not_known",
    "open_edition",
    "reading_notes",
    "recommendations",
    "situation",
    "this_edition",
    "title",
    "to_be_completed",
    "who_counts_what",
    "year_on_year",
]
