"""What a cell of a notebook shows: figures with their tables, and the sections of the chapters."""

from behindbars.report.changes import asked_and_signed, changes, changes_by_country
from behindbars.report.country import (
    cases,
    law_and_practice,
    listed,
    names,
    not_known,
    reading_notes,
    said_and_found,
    set_beside,
    situation,
    sources,
    to_be_completed,
    warning,
    who_counts_what,
)
from behindbars.report.edition import Edition, open_edition
from behindbars.report.region import (
    closing,
    corrections,
    finding,
    recommendations,
    signatories,
    this_edition,
    unmet,
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
    "finding",
    "heading",
    "law_and_practice",
    "listed",
    "names",
    "not_known",
    "open_edition",
    "reading_notes",
    "recommendations",
    "said_and_found",
    "set_beside",
    "signatories",
    "situation",
    "sources",
    "this_edition",
    "title",
    "to_be_completed",
    "unmet",
    "warning",
    "who_counts_what",
    "year_on_year",
]
