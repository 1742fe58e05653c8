"""Checks across rows and tables: what a table's schema cannot say, and a wrong figure could slip through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from unicodedata import category

from behindbars.contents import Contents
from behindbars.dates import Period
from behindbars.errors import Fault
from behindbars.tables import Row, suggest
from behindbars.values import COUNTED_UNITS, Status, contradiction

DATE_COLUMNS = (("observations", "period"), ("events", "date"))
ID_LISTS = (("recommendations", "topics", "topics"), ("recommendations", "indicators", "indicators"))
PEOPLE = frozenset({"women", "men", "children"})  # breakdowns that share out a total between them
_NEEDS_LOW = frozenset(
    {Status.EXACT, Status.ABOUT, Status.RANGE, Status.AT_LEAST, Status.MORE_THAN, Status.REPORTED_ZERO}
)
# Control and format characters (escapes, bidirectional overrides, zero width), separators, unassigned ones.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SAVE_AS_TEXT = "Correct it; give the column the format 'text', so that a spreadsheet leaves it as it is."

Check = Callable[[Contents], Iterable[Fault]]


def foreign_keys(contents: Contents) -> Iterator[Fault]:
    """Find codes that do not stand in the table they belong to."""
    for table in contents.package.tables:
        for key in table.foreign_keys:
            if key.table not in contents.rows:
                continue
            known = {tuple(row.values.get(name) for name in key.target) for row in contents.rows[key.table]}
            for row in contents.table(table.name):
                values = tuple(row.values.get(column) for column in key.columns)
                if None not in values and values not in known:
                    codes = [str(code[0]) for code in known]
                    remedy = suggest(str(values[0]), codes, f"Add it to {key.table}.")
                    yield row.fault(key.columns[0], f"a value of {key.table}.{key.target[0]}", remedy)


def id_lists(contents: Contents) -> Iterator[Fault]:
    """Find identifiers in a list, separated by single spaces, that do not exist or stand twice."""
    for table, column, target in ID_LISTS:
        known = contents.by(target)
        for row in contents.table(table) if target in contents.rows else ():
            listed = row.text(column).split(" ") if row.text(column) else []
            for code in dict.fromkeys(listed):
                if code not in known:
                    remedy = suggest(code, known, f"Add it to {target}.")
                    yield row.fault(column, f"identifiers of {target}; {code!r} is none", remedy)
                elif listed.count(code) > 1:
                    yield row.fault(column, f"each identifier once; {code!r} stands twice", "Delete one.")


def sources_exist(contents: Contents) -> Iterator[Fault]:
    """Find sources that are not in the list of references, or are made up in a package that is not."""
    synthetic_package = contents.package.name.startswith("synthetic")
    for row in contents.all_rows() if contents.references else ():
        key = row.text("source")
        if key and key not in contents.references:
            remedy = suggest(key, contents.references, "Add the source to references.bib.")
            yield row.fault("source", "the key of an entry in references.bib", remedy)
        elif key and contents.references[key].is_synthetic and not synthetic_package:
            yield row.fault("source", "a source that is not marked synthetic", "Delete the made-up row.")


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


def numbers_fit_status(contents: Contents) -> Iterator[Fault]:
    """Find numbers that contradict the status."""
    for row, status in _observations_with_status(contents):
        low, high = row.amount("low"), row.amount("high")
        if not (row.readable("low") and row.readable("high")):
            continue
        if reason := contradiction(low, high, status):
            not_zero = status is Status.REPORTED_ZERO and low != 0
            low_wrong = not_zero or (low is None) == (status in _NEEDS_LOW)
            remedy = "Correct the number or the status; never write a number that the source does not give."
            yield row.fault("low" if low_wrong else "high", f"numbers that fit: {reason}", remedy)


def numbers_fit_unit(contents: Contents) -> Iterator[Fault]:
    """Find shares above 100 per cent and counts that are not whole."""
    indicators = contents.by("indicators")
    for row in contents.table("observations"):
        indicator = indicators.get(row.text("indicator"))
        unit = indicator.text("unit") if indicator else ""
        for column in ("low", "high"):
            amount = row.amount(column)
            if amount is not None and unit == "percent" and amount > 100:
                yield row.fault(column, "at most 100 per cent", "Correct the number.")
            if amount is not None and unit in COUNTED_UNITS and amount % 1:
                yield row.fault(column, f"a whole number, as {unit} are counted", "Correct the number.")


def parts_fit_total(contents: Contents) -> Iterator[Fault]:
    """Find parts above their total, and women, men and children that do not add up to it."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row, status in _observations_with_status(contents):
        counted = status in (Status.EXACT, Status.REPORTED_ZERO) and row.amount("low") == row.amount("high")
        if counted and row.amount("low") is not None and (period := _period(row)):
            key = (period, *_texts(row, "country", "indicator", "series", "source", "case"))
            groups.setdefault(key, []).append(row)
    for rows in groups.values():
        parts = [row for row in rows if row.text("breakdown") != "total"]
        for total in (row for row in rows if row.text("breakdown") == "total"):
            yield from _parts_faults(total, parts)


def _parts_faults(total: Row, parts: Sequence[Row]) -> Iterator[Fault]:
    whole = total.amount("low") or 0
    too_large = [part for part in parts if (part.amount("low") or 0) > whole]
    for part in too_large:
        yield part.fault("low", f"at most {whole:g}, the total in row {total.number}", "Correct one of them.")
    people = [part for part in parts if part.text("breakdown") in PEOPLE]
    added = sum(part.amount("low") or 0 for part in people)
    shared_out = {"women", "men"} <= {part.text("breakdown") for part in people}
    incomplete = any("incomplete" in row.text("note") for row in (total, *people))
    if not too_large and (added > whole or (shared_out and added < whole and not incomplete)):
        rows = ", ".join(f"{part.text('breakdown')} in row {part.number}" for part in people)
        remedy = "Parts may be fewer than the total only if a note says that the breakdown is incomplete."
        yield total.fault("low", f"{added:g}, the sum of its parts ({rows})", remedy)


def each_value_once(contents: Contents) -> Iterator[Fault]:
    """Find values of one source that stand in two rows."""
    seen: dict[tuple[object, ...], int] = {}
    for row in contents.table("observations"):
        period = _period(row)
        key = (period, *_texts(row, "country", "indicator", "series", "breakdown", "source", "case"))
        if period is None or not all(key[1:-1]):
            continue
        if key in seen:
            same = "country, period, indicator, series, breakdown and source"
            expected = f"one row for each value; row {seen[key]} has the same {same}"
            yield row.fault("", expected, "Delete one of the two rows.")
        seen.setdefault(key, row.number)


def outcomes_exist(contents: Contents) -> Iterator[Fault]:
    """Find outcomes of an observation that is not there."""
    rows = contents.table("observations")
    known = {(_period(row), *_texts(row, "country", "series", "indicator")) for row in rows}
    for row in rows:
        outcome_of, period = row.text("outcome_of"), _period(row)
        key = (period, *_texts(row, "country", "series"), outcome_of)
        if outcome_of and period and (key not in known or outcome_of == row.text("indicator")):
            expected = "an indicator with an observation of the same country, period and series"
            yield row.fault("outcome_of", expected, "Add that observation, or leave the cell empty.")


def later_stages_are_fewer(contents: Contents) -> Iterator[Fault]:
    """Find a later stage of the cascade that exceeds an earlier one in the same unit, without a note."""
    indicators = contents.by("indicators")
    groups: dict[tuple[object, ...], list[tuple[float, Row]]] = {}
    for row in contents.table("observations"):
        indicator, period = indicators.get(row.text("indicator")), _period(row)
        stage = indicator.amount("stage") if indicator else None
        if indicator and period and stage is not None:
            key = (period, indicator.text("unit"), *_texts(row, "country", "series", "breakdown", "case"))
            groups.setdefault(key, []).append((stage, row))
    for staged in groups.values():
        for (before, earlier), (after, later) in combinations(sorted(staged, key=lambda pair: pair[0]), 2):
            most, least = earlier.amount("high"), later.amount("low")
            exceeds = before < after and most is not None and least is not None and least > most
            if exceeds and later.empty("note"):
                expected = f"at most {most:g}, the {earlier.text('indicator')} in row {earlier.number}"
                yield later.fault("low", expected, "Correct one of the two, or explain it in the note.")


def dates_are_edtf(contents: Contents) -> Iterator[Fault]:
    """Find dates and periods that cannot be read."""
    for table, column in DATE_COLUMNS:
        for row in contents.table(table):
            try:
                if row.text(column):
                    Period.parse(row.text(column))
            except ValueError as error:
                yield row.fault(column, f"a date or period in EDTF: {error}", _SAVE_AS_TEXT)


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
    locators,
    numbers_fit_status,
    numbers_fit_unit,
    parts_fit_total,
    each_value_once,
    outcomes_exist,
    later_stages_are_fewer,
    dates_are_edtf,
    findings_have_a_status,
    cases_are_of_the_country,
    cases_name_persons,
    texts_are_plain,
)
"""Every check; each takes the whole contents and yields its faults."""


def _observations_with_status(contents: Contents) -> Iterator[tuple[Row, Status]]:
    codes = frozenset(Status)
    for row in contents.table("observations"):
        if row.text("status") in codes:
            yield row, Status(row.text("status"))


def _texts(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(row.text(column) for column in columns)


def _period(row: Row) -> Period | None:
    try:
        return Period.parse(row.text("period"))
    except ValueError:
        return None
