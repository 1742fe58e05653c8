"""Our own rules, but for those of values: each finds one kind of fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from behindbars.errors import Fault
from behindbars.fonts import lacking
from behindbars.package.checking import Rule, no_space_around
from behindbars.package.codes import is_blank, remedy_for
from behindbars.package.periods import Period, date_meant, readable
from behindbars.package.references import OTHER_LETTERS
from behindbars.package.rows import Contents, Row
from behindbars.package.value_rules import VALUE_RULES

_DATED = {"observations": "period", "events": "date", "answers": "date", "corrections": "date"}
"""Columns that hold a date or period in EDTF, by table."""
_ONE_THING = {
    "observations": (["id"], ["country"]),
    "safeguards": (["id", "country"], ["topic"]),
    "cases": (["id"], ["country", "person"]),
}
"""What identifies a thing through the editions, and what must then be the same, by table."""
# Control and format characters (escapes, bidirectional overrides, zero width), separators, unassigned ones.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_CODES = frozenset({"source", "topics", "indicators", *_DATED.values()})
"""Columns of which other rules say what may stand there, beside those with a list or a form of codes."""
_SAVE_AS_TEXT = "Correct it; give the column the format 'text', so that a spreadsheet leaves it as it is."


def identifiers_exist(contents: Contents) -> Iterator[Fault]:
    """Each identifier of a list exists and stands once; a single space is between two."""
    for column in ("topics", "indicators"):
        known = [*map(str, contents.codes(column, "id"))]
        for row in contents.of("recommendations") if known else ():
            listed = row.text(column).split(" ") if row.text(column) else []
            for code in dict.fromkeys(listed):
                if code not in known:
                    expected = f"identifiers of {column}; {code!r} is none"
                    yield row.fault(column, expected, remedy_for(code, known, column))
                elif listed.count(code) > 1:
                    yield row.fault(column, f"each identifier once; {code!r} stands twice", "Delete one.")


def sources_exist(contents: Contents) -> Iterator[Fault]:
    """Each source is in the list of references, and is not made up unless the package is."""
    is_made_up = contents.package.name.startswith("synthetic")
    for row in contents.of() if contents.references else ():
        key, source = row.text("source"), contents.source(row)
        if key and not source:
            remedy = remedy_for(key, contents.references, "references.bib")
            yield row.fault("source", "the key of an entry in references.bib", remedy)
        elif source and source.is_synthetic and not is_made_up:
            yield row.fault("source", "a source that is not marked synthetic", "Delete the made-up row.")


def sources_are_of_the_edition(contents: Contents) -> Iterator[Fault]:
    """A row that cites the statement of an edition is a row of that edition."""
    for row in contents.of():
        source, year = contents.source(row), row.amount("year")
        if source and source.edition is not None and year not in (None, source.edition):
            expected = f"{source.edition}, the edition that {source.key} is the statement of"
            yield row.fault("year", expected, "Correct the year or the source.")


def one_thing_an_identifier(contents: Contents) -> Iterator[Fault]:
    """Rows of several editions that share an identifier share the country, the person or the topic too."""
    first: dict[tuple[str, ...], Row] = {}
    for row in contents.of(*_ONE_THING):
        names, columns = _ONE_THING[row.table.name]
        key = tuple(row.text(name) for name in names)
        before = first.setdefault((row.table.name, *key), row) if all(key) else row
        for column in columns:
            if row.readable(column) and before.readable(column) and row.text(column) != before.text(column):
                expected = f"{before.text(column)!r}, as in {before.place(row)}, which has the same id"
                yield row.fault(column, expected, "Correct it, or give the row an id of its own.")


def sources_have_places(contents: Contents) -> Iterator[Fault]:
    """A source comes with a place in it, a place with a source, and a fact of a country with both."""
    for row in contents.of():
        optional = {field.name for field in row.table.fields if not field.required}
        if "locator" in optional and row.text("source") and row.empty("locator"):
            yield row.fault("locator", "the place in the source", "Write it, or 'not recorded'.")
        if "source" in optional and row.text("locator") and row.empty("source"):
            yield row.fault("source", "the source to which the locator belongs", "Write its key.")
        if row.text("torture_article") and row.empty("source"):
            yield row.fault("source", "the source of torture_article", "Write its key, and the locator.")


def places_are_of_the_country(contents: Contents) -> Iterator[Fault]:
    """A place in a statement is in its section on the country, or in one on all of them."""
    countries = contents.by("countries", "iso3")
    regions = {row.text("section") for row in countries.values() if row.text("kind") == "region"}
    shared = regions | {"R", "C"}
    for row in contents.of("observations", "safeguards", "cases", "events") if regions else ():
        country, source, place = countries.get(row.text("country")), contents.source(row), row.text("locator")
        section = country.text("section") if country else ""
        numbered = any(letter.isdigit() for letter in place)  # 'title' is in no section
        if section and source and source.is_statement and numbered and place[0] not in shared | {section}:
            expected = f"a paragraph of section {section}, or of {', '.join(sorted(shared))}"
            yield row.fault("locator", expected, "Correct the locator or the country.")


def sources_know_the_past(contents: Contents) -> Iterator[Fault]:
    """No date or period starts after its source was published."""
    for row in contents.of(*_DATED):
        source, column = contents.source(row), _DATED[row.table.name]
        # Where the start is open, the end is what the source dates.
        period = readable(row.text(column).removeprefix("../"))
        published = readable(source.date) if source else None
        if period and period.start and published and published.end and period.start > published.end:
            expected = f"a start no later than the source, which is of {published.text}"
            yield row.fault(column, expected, "Correct it, or the source and its date in references.bib.")


def dates_are_edtf(contents: Contents) -> Iterator[Fault]:
    """Dates and periods can be read."""
    for row in contents.of(*_DATED):
        column = _DATED[row.table.name]
        text, pattern = row.text(column), row.table.field(column).constraints.get("pattern", "(?s:.+)")
        try:
            if re.fullmatch(pattern, text):  # what should be a day and is none is a fault already
                Period.parse(text)
        except ValueError as error:
            meant = date_meant(text)
            remedy = f"Write {meant}. {_SAVE_AS_TEXT}" if meant else _SAVE_AS_TEXT
            yield row.fault(column, f"a date or period in EDTF: {error}", remedy)


def findings_have_a_status(contents: Contents) -> Iterator[Fault]:
    """A finding is on law, on practice, or on both."""
    for row in contents.of("safeguards"):
        if row.empty("law") and row.empty("practice"):
            yield row.fault("law", "a status of law, of practice, or of both", "Fill in at least one.")


def cases_are_of_the_country(contents: Contents) -> Iterator[Fault]:
    """A row that belongs to a case is of the country of the case."""
    cases = contents.by("cases")
    for row in contents.of("observations", "events"):
        case, country = cases.get(row.text("case")), row.text("country")
        if case and country and case.text("country") not in ("", country):
            expected = f"a case of {country}; this one is of {case.text('country')}"
            yield row.fault("case", expected, "Correct the case or the country.")


def one_region(contents: Contents) -> Iterator[Fault]:
    """There is one region."""
    rows = contents.table("countries")
    regions = [row for row in rows if row.text("kind") == "region"]
    for row in regions[1:]:
        expected = f"one region only; {regions[0].place(row)} is one"
        yield row.fault("kind", expected, "Correct the kind of one of them.")
    if rows and all(row.text("kind") == "country" for row in rows):
        yield Fault(rows[0].file, 0, "kind", "", "one row of the kind 'region'", "Add the row of the region.")


def cases_name_persons(contents: Contents) -> Iterator[Fault]:
    """An individual case has a person, a collective one has none."""
    for row in contents.of("cases"):
        if row.text("kind") == "individual" and row.empty("person"):
            yield row.fault("person", "the person of an individual case", "Write the name, as the source does.")
        if row.text("kind") == "collective" and row.text("person"):
            yield row.fault("person", "no person, as the case is collective", "Empty the cell or correct kind.")


def texts_are_plain(contents: Contents) -> Iterator[Fault]:
    """Each text can be seen and printed, is none that a spreadsheet would run as a formula, and says something."""
    for row in contents.of():
        codes = {key.column for key in row.table.foreign_keys} | _CODES
        codes |= {field.name for field in row.table.fields if field.enum or "pattern" in field.constraints}
        for column, text in row.texts.items():
            if column not in codes and (lacks := lacking(text)):
                yield row.fault(column, f"letters that the typeface has, not {lacks}", OTHER_LETTERS)
            hidden = [] if text.isprintable() else [c for c in text.strip() if category(c) in _HIDDEN]
            if hidden:
                remedy = "Delete the character; write the text on one line."
                yield row.fault(column, f"visible characters only, not U+{ord(hidden[0]):04X}", remedy)
            if text.strip().startswith(("=", "@", "+", "-")) and row.text(column):
                remedy = "Begin with a letter, a digit or a quotation mark."
                yield row.fault(column, "text that a spreadsheet does not take for a formula", remedy)
            elif is_blank(text) and row.text(column) and column not in codes:
                yield row.fault(column, "a text", "Write the text.")


RULES: tuple[Rule, ...] = (
    no_space_around,
    identifiers_exist,
    sources_exist,
    sources_are_of_the_edition,
    one_thing_an_identifier,
    sources_have_places,
    places_are_of_the_country,
    sources_know_the_past,
    dates_are_edtf,
    findings_have_a_status,
    cases_are_of_the_country,
    one_region,
    cases_name_persons,
    texts_are_plain,
    *VALUE_RULES,
)
"""Every rule."""
