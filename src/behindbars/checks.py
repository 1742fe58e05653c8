"""Checks across rows and tables: what a table's schema cannot say, and a wrong figure could slip through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from unicodedata import category

from behindbars.codes import suggest
from behindbars.contents import Contents
from behindbars.dates import Period, readable
from behindbars.errors import Fault
from behindbars.tables import Row
from behindbars.value_checks import (
    each_value_once,
    later_stages_are_fewer,
    numbers_fit_status,
    numbers_fit_unit,
    outcomes_exist,
    parts_fit_total,
    parts_have_a_total,
)
from behindbars.written_dates import date_meant

DATE_COLUMNS = (("observations", "period"), ("events", "date"), ("answers", "date"), ("corrections", "date"))
OF_A_COUNTRY = ("observations", "safeguards", "cases", "events")
ID_LISTS = (("recommendations", "topics", "topics"), ("recommendations", "indicators", "indicators"))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FEW = 12  # codes that a message lists
# Control and format characters (escapes, bidirectional overrides, zero width), separators, unassigned ones.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SAVE_AS_TEXT = "Correct it; give the column the format 'text', so that a spreadsheet leaves it as it is."

_THINGS = (
    ("observations", ("id",), ("country",)),
    ("safeguards", ("id", "country"), ("topic",)),
    ("cases", ("id",), ("country", "person")),
)
"""What identifies a thing through the editions, and what must then be the same, by table."""

Check = Callable[[Contents], Iterable[Fault]]


def foreign_keys(contents: Contents) -> Iterator[Fault]:
    """Find codes that do not stand in the table they belong to."""
    for table in contents.package.tables:
        for key in table.foreign_keys:
            known = contents.keys(key.table, key.target)
            for row in contents.table(table.name) if known else ():
                values = tuple(row.values.get(column) for column in key.columns)
                if known and None not in values and values not in known:
                    remedy = _remedy(str(values[0]), [str(code[0]) for code in known], key.table)
                    yield row.fault(key.columns[0], f"a value of {key.table}.{key.target[0]}", remedy)


def id_lists(contents: Contents) -> Iterator[Fault]:
    """Find identifiers in a list, separated by single spaces, that do not exist or stand twice."""
    for table, column, target in ID_LISTS:
        known = contents.by(target)
        for row in contents.table(table) if contents.keys(target, ["id"]) else ():
            listed = row.text(column).split(" ") if row.text(column) else []
            for code in dict.fromkeys(listed):
                if code not in known:
                    remedy = _remedy(code, known, target)
                    yield row.fault(column, f"identifiers of {target}; {code!r} is none", remedy)
                elif listed.count(code) > 1:
                    yield row.fault(column, f"each identifier once; {code!r} stands twice", "Delete one.")


def sources_exist(contents: Contents) -> Iterator[Fault]:
    """Find sources that are not in the list of references, or are made up in a package that is not."""
    synthetic_package = contents.package.name.startswith("synthetic")
    for row in contents.all_rows() if contents.references else ():
        key = row.text("source")
        if key and key not in contents.references:
            remedy = _remedy(key, contents.references, "references.bib")
            yield row.fault("source", "the key of an entry in references.bib", remedy)
        elif key and contents.references[key].is_synthetic and not synthetic_package:
            yield row.fault("source", "a source that is not marked synthetic", "Delete the made-up row.")


def one_statement_an_edition(contents: Contents) -> Iterator[Fault]:
    """Find two statements of one edition, and rows that cite the statement of another edition as their own."""
    editions: dict[int, str] = {}
    for key, reference in contents.references.items():
        if reference.edition is not None and (first := editions.setdefault(reference.edition, key)) != key:
            expected = f"one statement for the edition of {reference.edition}; {first} is one"
            yield Fault("references.bib", 0, "keywords", key, expected, "Correct the keywords of one of them.")
    for row in contents.all_rows():
        source, year = contents.references.get(row.text("source")), row.values.get("year")
        if source and source.edition is not None and isinstance(year, int) and year != source.edition:
            expected = f"{source.edition}, the edition that {source.key} is the statement of"
            yield row.fault("year", expected, "Correct the year or the source.")


def one_thing_an_identifier(contents: Contents) -> Iterator[Fault]:
    """Find rows of several editions that share an identifier, but not the country, the person or the topic."""
    for table, names, columns in _THINGS:
        first: dict[tuple[str, ...], Row] = {}
        for row in contents.table(table) if not contents.lacks(table, *names) else ():
            before = first.setdefault(tuple(row.text(name) for name in names), row)
            for column in columns:
                if row.readable(column) and before.readable(column) and row.text(column) != before.text(column):
                    expected = f"{before.text(column)!r}, as in {before.place(row)}, which has the same id"
                    yield row.fault(column, expected, "Correct it, or give the row an id of its own.")


def locators(contents: Contents) -> Iterator[Fault]:
    """Find sources without a place in them, places without a source, and facts without either."""
    for table in contents.package.tables:
        optional = {field.name for field in table.fields if not field.required}
        for row in contents.table(table.name):
            if "locator" in optional and row.text("source") and row.empty("locator"):
                yield row.fault("locator", "the place in the source", "Write it, or 'not recorded'.")
            if "source" in optional and row.text("locator") and row.empty("source"):
                yield row.fault("source", "the source to which the locator belongs", "Write its key.")
            if row.text("torture_article") and row.empty("source"):
                yield row.fault("source", "the source of torture_article", "Write its key, and the locator.")


def paragraphs_are_of_the_country(contents: Contents) -> Iterator[Fault]:
    """Find places in a statement that are in the section on another country."""
    if contents.lacks("countries", "kind"):
        return
    countries = contents.by("countries", "iso3")
    shared = {row.text("section") for row in countries.values() if row.text("kind") == "region"} | {"R", "C"}
    for row in (row for table in OF_A_COUNTRY for row in contents.table(table)):
        country, source = countries.get(row.text("country")), contents.references.get(row.text("source"))
        section, place = country.text("section") if country else "", row.text("locator")
        numbered = any(letter.isdigit() for letter in place)  # 'title' is in no section
        if section and source and source.is_statement and numbered and place[0] not in shared | {section}:
            expected = f"a paragraph of section {section}, or of {', '.join(sorted(shared))}"
            yield row.fault("locator", expected, "Correct the locator or the country.")


def sources_know_the_past(contents: Contents) -> Iterator[Fault]:
    """Find dates and periods that start after their source was published."""
    for table, column in DATE_COLUMNS:
        for row in contents.table(table):
            source = contents.references.get(row.text("source"))
            # Where the start is open, the end is what the source dates.
            period = readable(row.text(column).removeprefix("../"))
            published = readable(source.date) if source else None
            if period and period.start and published and published.end and period.start > published.end:
                expected = f"a start no later than the source, which is of {published.text}"
                yield row.fault(column, expected, "Correct it, or the source and its date in references.bib.")


def dates_are_edtf(contents: Contents) -> Iterator[Fault]:
    """Find dates and periods that cannot be read."""
    days = {(table.name, field.name) for table in contents.package.tables for field in table.fields if field.pattern}
    for table, column in DATE_COLUMNS:
        for row in contents.table(table):
            text = row.text(column)
            try:
                if text:
                    Period.parse(text)
            except ValueError as error:
                meant = date_meant(text)
                if (table, column) in days and not _DAY.fullmatch(text):
                    continue  # what is no day at all is a fault of the table by itself
                remedy = f"Write {meant}. {_SAVE_AS_TEXT}" if meant else _SAVE_AS_TEXT
                yield row.fault(column, f"a date or period in EDTF: {error}", remedy)


def findings_have_a_status(contents: Contents) -> Iterator[Fault]:
    """Find findings on neither law nor practice."""
    for row in contents.table("safeguards"):
        if row.empty("law") and row.empty("practice"):
            yield row.fault("law", "a status of law, of practice, or of both", "Fill in at least one.")


def cases_are_of_the_country(contents: Contents) -> Iterator[Fault]:
    """Find rows that belong to a case of another country."""
    cases = contents.by("cases")
    for row in (*contents.table("observations"), *contents.table("events")):
        case = cases.get(row.text("case"))
        if case and row.text("country") and case.text("country") not in ("", row.text("country")):
            expected = f"a case of {row.text('country')}; this one is of {case.text('country')}"
            yield row.fault("case", expected, "Correct the case or the country.")


def one_region(contents: Contents) -> Iterator[Fault]:
    """Find more than one region, or none."""
    rows = contents.table("countries")
    regions = [row for row in rows if row.text("kind") == "region"]
    for row in regions[1:]:
        expected = f"one region only; {regions[0].place(row)} is one"
        yield row.fault("kind", expected, "Correct the kind of one of them.")
    if rows and all(row.text("kind") == "country" for row in rows):
        remedy = "Add the row of the region."
        yield Fault(rows[0].file, 0, "kind", "", "one row of the kind 'region'", remedy)


def cases_name_persons(contents: Contents) -> Iterator[Fault]:
    """Find individual cases without a person, and collective cases with one."""
    for row in contents.table("cases"):
        if row.text("kind") == "individual" and row.empty("person"):
            yield row.fault("person", "the person of an individual case", "Write the name, as the source does.")
        if row.text("kind") == "collective" and row.text("person"):
            yield row.fault("person", "no person, as the case is collective", "Empty the cell or correct kind.")


def texts_are_plain(contents: Contents) -> Iterator[Fault]:
    """Find characters that nobody sees, and texts that a spreadsheet would run as a formula."""
    for row in contents.all_rows():
        for column, text in row.texts.items():
            hidden = [] if text.isprintable() else [c for c in text.strip() if category(c) in _HIDDEN]
            if hidden:
                remedy = "Delete the character; write the text on one line."
                yield row.fault(column, f"visible characters only, not U+{ord(hidden[0]):04X}", remedy)
            if text.strip().startswith(("=", "@", "+", "-")) and isinstance(row.values[column], str):
                remedy = "Begin with a letter, a digit or a quotation mark."
                yield row.fault(column, "text that a spreadsheet does not take for a formula", remedy)


CHECKS: tuple[Check, ...] = (
    foreign_keys,
    id_lists,
    sources_exist,
    one_statement_an_edition,
    one_thing_an_identifier,
    locators,
    paragraphs_are_of_the_country,
    sources_know_the_past,
    numbers_fit_status,
    numbers_fit_unit,
    parts_fit_total,
    parts_have_a_total,
    each_value_once,
    outcomes_exist,
    later_stages_are_fewer,
    dates_are_edtf,
    findings_have_a_status,
    cases_are_of_the_country,
    one_region,
    cases_name_persons,
    texts_are_plain,
)
"""Every check; each takes the whole contents and yields its faults."""


def _remedy(text: str, known: Iterable[str], place: str) -> str:
    codes = sorted(known)
    listed = f"Use one of {', '.join(codes)}, or add it to {place}." if len(codes) <= _FEW else f"Add it to {place}."
    return suggest(text, codes, listed)
