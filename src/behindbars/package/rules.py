"""Our own rules, but for those of values: each is a check of frictionless, and finds one kind of fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from behindbars.errors import Fault
from behindbars.fonts import lacking
from behindbars.package.checking import NoSpaceAround, Rule, remedy_for
from behindbars.package.codes import is_blank
from behindbars.package.periods import Period, date_meant, readable
from behindbars.package.reading import Row
from behindbars.package.references import OTHER_LETTERS
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


class IdentifiersExist(Rule, tables="recommendations"):
    """Each identifier of a list exists and stands once; a single space is between two."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        for column in ("topics", "indicators"):
            known = [str(key[0]) for key in self.contents.keys(column, ["id"])]
            listed = row.text(column).split(" ") if row.text(column) and known else []
            for code in dict.fromkeys(listed):
                if code not in known:
                    remedy = remedy_for(code, known, column)
                    yield row.fault(column, f"identifiers of {column}; {code!r} is none", remedy)
                elif listed.count(code) > 1:
                    yield row.fault(column, f"each identifier once; {code!r} stands twice", "Delete one.")


class SourcesExist(Rule):
    """Each source is in the list of references, and is not made up unless the package is."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        references, key = self.contents.references, row.text("source")
        if references and key and key not in references:
            remedy = remedy_for(key, references, "references.bib")
            yield row.fault("source", "the key of an entry in references.bib", remedy)
        elif (
            key in references
            and references[key].is_synthetic
            and not self.contents.package.name.startswith("synthetic")
        ):
            yield row.fault("source", "a source that is not marked synthetic", "Delete the made-up row.")


class SourcesAreOfTheEdition(Rule):
    """A row that cites the statement of an edition is a row of that edition."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        source, year = self.source(row), row.values.get("year")
        if source and source.edition is not None and isinstance(year, int) and year != source.edition:
            expected = f"{source.edition}, the edition that {source.key} is the statement of"
            yield row.fault("year", expected, "Correct the year or the source.")


class OneThingAnIdentifier(Rule, tables="observations safeguards cases"):
    """Rows of several editions that share an identifier share the country, the person or the topic too."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        names, columns = _ONE_THING[self.table.name]
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            key = tuple(row.text(name) for name in names)
            before = first.setdefault(key, row) if all(key) else row
            for column in columns:
                if row.readable(column) and before.readable(column) and row.text(column) != before.text(column):
                    expected = f"{before.text(column)!r}, as in {before.place(row)}, which has the same id"
                    yield row.fault(column, expected, "Correct it, or give the row an id of its own.")


class SourcesHavePlaces(Rule):
    """A source comes with a place in it, a place with a source, and a fact of a country with both."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        optional = {field.name for field in self.table.fields if not field.required}
        if "locator" in optional and row.text("source") and row.empty("locator"):
            yield row.fault("locator", "the place in the source", "Write it, or 'not recorded'.")
        if "source" in optional and row.text("locator") and row.empty("source"):
            yield row.fault("source", "the source to which the locator belongs", "Write its key.")
        if row.text("torture_article") and row.empty("source"):
            yield row.fault("source", "the source of torture_article", "Write its key, and the locator.")


class PlacesAreOfTheCountry(Rule, tables="observations safeguards cases events"):
    """A place in a statement is in its section on the country, or in one on all of them."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        countries = self.contents.by("countries", "iso3")
        regions = {row.text("section") for row in countries.values() if row.text("kind") == "region"}
        shared = regions | {"R", "C"}
        for row in rows if regions else ():
            country, source, place = countries.get(row.text("country")), self.source(row), row.text("locator")
            section = country.text("section") if country else ""
            numbered = any(letter.isdigit() for letter in place)  # 'title' is in no section
            if section and source and source.is_statement and numbered and place[0] not in shared | {section}:
                expected = f"a paragraph of section {section}, or of {', '.join(sorted(shared))}"
                yield row.fault("locator", expected, "Correct the locator or the country.")


class SourcesKnowThePast(Rule, tables=" ".join(_DATED)):
    """No date or period starts after its source was published."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        source, column = self.source(row), _DATED[self.table.name]
        # Where the start is open, the end is what the source dates.
        period = readable(row.text(column).removeprefix("../"))
        published = readable(source.date) if source else None
        if period and period.start and published and published.end and period.start > published.end:
            expected = f"a start no later than the source, which is of {published.text}"
            yield row.fault(column, expected, "Correct it, or the source and its date in references.bib.")


class DatesAreEdtf(Rule, tables=" ".join(_DATED)):
    """Dates and periods can be read."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        column = _DATED[self.table.name]
        text, pattern = row.text(column), self.table.field(column).constraints.get("pattern", "(?s:.+)")
        try:
            if re.fullmatch(pattern, text):  # what should be a day and is none is a fault already
                Period.parse(text)
        except ValueError as error:
            meant = date_meant(text)
            remedy = f"Write {meant}. {_SAVE_AS_TEXT}" if meant else _SAVE_AS_TEXT
            yield row.fault(column, f"a date or period in EDTF: {error}", remedy)


class FindingsHaveAStatus(Rule, tables="safeguards"):
    """A finding is on law, on practice, or on both."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        if row.empty("law") and row.empty("practice"):
            yield row.fault("law", "a status of law, of practice, or of both", "Fill in at least one.")


class CasesAreOfTheCountry(Rule, tables="observations events"):
    """A row that belongs to a case is of the country of the case."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        case = self.contents.by("cases").get(row.text("case"))
        if case and row.text("country") and case.text("country") not in ("", row.text("country")):
            expected = f"a case of {row.text('country')}; this one is of {case.text('country')}"
            yield row.fault("case", expected, "Correct the case or the country.")


class OneRegion(Rule, tables="countries"):
    """There is one region."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        regions = [row for row in rows if row.text("kind") == "region"]
        for row in regions[1:]:
            expected = f"one region only; {regions[0].place(row)} is one"
            yield row.fault("kind", expected, "Correct the kind of one of them.")
        if rows and all(row.text("kind") == "country" for row in rows):
            yield Fault(rows[0].file, 0, "kind", "", "one row of the kind 'region'", "Add the row of the region.")


class CasesNamePersons(Rule, tables="cases"):
    """An individual case has a person, a collective one has none."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        if row.text("kind") == "individual" and row.empty("person"):
            yield row.fault("person", "the person of an individual case", "Write the name, as the source does.")
        if row.text("kind") == "collective" and row.text("person"):
            yield row.fault("person", "no person, as the case is collective", "Empty the cell or correct kind.")


class TextsArePlain(Rule):
    """Each text can be seen and printed, is none that a spreadsheet would run as a formula, and says something."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        codes = {name for key in self.table.foreign_keys for name in key.columns} | _CODES
        codes |= {field.name for field in self.table.fields if field.enum or "pattern" in field.constraints}
        for column, text in row.texts.items():
            if column not in codes and (lacks := lacking(text)):
                yield row.fault(column, f"letters that the typeface has, not {lacks}", OTHER_LETTERS)
            hidden = [] if text.isprintable() else [c for c in text.strip() if category(c) in _HIDDEN]
            if hidden:
                remedy = "Delete the character; write the text on one line."
                yield row.fault(column, f"visible characters only, not U+{ord(hidden[0]):04X}", remedy)
            if text.strip().startswith(("=", "@", "+", "-")) and isinstance(row.values[column], str):
                remedy = "Begin with a letter, a digit or a quotation mark."
                yield row.fault(column, "text that a spreadsheet does not take for a formula", remedy)
            elif is_blank(text) and isinstance(row.values[column], str) and column not in codes:
                yield row.fault(column, "a text", "Write the text.")


RULES: tuple[type[Rule], ...] = (
    NoSpaceAround,
    IdentifiersExist,
    SourcesExist,
    SourcesAreOfTheEdition,
    OneThingAnIdentifier,
    SourcesHavePlaces,
    PlacesAreOfTheCountry,
    SourcesKnowThePast,
    DatesAreEdtf,
    FindingsHaveAStatus,
    CasesAreOfTheCountry,
    OneRegion,
    CasesNamePersons,
    TextsArePlain,
    *VALUE_RULES,
)
"""Every rule."""
