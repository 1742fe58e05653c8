"""Checking rows by frictionless: by the schema of their table, and by our own rules, which are checks of its kind."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, ClassVar

import frictionless
from frictionless import errors
from frictionless.resources import TableResource

from behindbars.errors import Fault, ProjectError
from behindbars.package.codes import LEAVE_EMPTY, cyrillic_in, in_latin, is_blank, suggest
from behindbars.package.descriptor import DESCRIPTOR, Field, Package, Table
from behindbars.package.periods import date_meant
from behindbars.package.reading import Cell, Contents, Row
from behindbars.package.references import Reference

_FEW = 12  # codes that a message lists


class RuleError(errors.RowError):
    """What one of our own rules found."""

    type = "rule"
    template = "{note}"
    fault: Fault


class Rule(frictionless.Check):
    """One of our own rules: what the schema of a table cannot say, and a wrong figure could slip through.

    A rule names its tables when it is made a class (none stands for all), and has one of the methods `of_row` and
    `faults`. It looks at the rows in ``contents``, where those of other tables are too.
    """

    Errors: ClassVar = [RuleError]
    tables: ClassVar[list[str]] = []

    def __init_subclass__(cls, tables: str = "") -> None:
        cls.type = re.sub(r"\B([A-Z])", r"-\1", cls.__name__).lower()
        cls.tables = tables.split()

    def __init__(self, contents: Contents) -> None:
        super().__init__()
        self.contents = contents

    @property
    def table(self) -> Table:
        """The table that frictionless is at."""
        return self.contents.package.table(self.resource.name or "")

    def source(self, row: Row) -> Reference | None:
        """Give the source of a row, if it is known."""
        return self.contents.references.get(row.text("source"))

    def of_row(self, row: Row) -> Iterable[Fault]:
        """Find what is wrong in one row."""
        return ()

    def faults(self, rows: Sequence[Row]) -> Iterable[Fault]:
        """Find what is wrong in the rows of one table."""
        return chain.from_iterable(map(self.of_row, rows))

    def validate_start(self) -> Iterable[RuleError]:
        """Tell frictionless what is wrong in the table that it is at."""
        if self.table.name in self.tables or not self.tables:
            for fault in self.faults(self.contents.table(self.table.name)):
                error = RuleError(note=str(fault), cells=[], row_number=fault.row)
                error.fault = fault
                yield error


def check(contents: Contents, rules: Iterable[type[Rule]]) -> list[Fault]:
    """Check what was read by the schema of each table, and by rules.

    Returns
    -------
    list of Fault
        Every fault of a cell and of a key, and all that the rules find.
    """
    checklist = frictionless.Checklist(checks=[rule(contents) for rule in rules])
    return [
        _without_blank(fault, table)
        for table in contents.package.tables
        if table.name in contents.rows
        for error in _resource(table, contents).validate(checklist, limit_errors=sys.maxsize).tasks[0].errors
        for fault in _faults(error, table, contents)
    ]


def _without_blank(fault: Fault, table: Table) -> Fault:
    """Say that a cell is left empty, where "NA" or a dash stands and nothing need."""
    may_be_empty = any(field.name == fault.column and not field.required for field in table.fields)
    return replace(fault, remedy=LEAVE_EMPTY) if may_be_empty and is_blank(fault.value) else fault


def check_table(rows: Sequence[Row], table: Table) -> list[Fault]:
    """Check rows by the schema of their table alone."""
    alone = Package("", "", "", (replace(table, foreign_keys=()),))
    return check(Contents(alone, {table.name: rows}, {}), [NoSpaceAround])


class NoSpaceAround(Rule):
    """Nothing stands before or after a value, where nobody would see it."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        for column, text in row.texts.items() if row.is_whole else ():
            if text.strip() != text:
                yield row.fault(column, "no space before or after the value", "Delete the space.")


def _resource(table: Table, contents: Contents) -> frictionless.Resource:
    """Give frictionless a table: the columns that could be read, beside the keys that these refer to."""
    rows = contents.rows[table.name]
    there = set().union(*(row.texts for row in rows)) if rows else {*table.columns}
    fields = [field for field in table.fields if field.name in there]
    schema: dict[str, list[Any]] = {"fields": [_described(field) for field in fields], "foreignKeys": []}
    schema["primaryKey"] = [*table.primary_key] if there.issuperset(table.primary_key) else []
    package = frictionless.Package()
    for key in table.foreign_keys:
        known = contents.keys(key.table, key.target)
        if known and there.issuperset(key.columns):
            name = f"{key.table}.{len(package.resources)}"  # its own, as frictionless reads it anew for each table
            schema["foreignKeys"].append(
                {"fields": [*key.columns], "reference": {"resource": name, "fields": [*key.target]}}
            )
            columns = frictionless.Schema(fields=[frictionless.fields.AnyField(name=column) for column in key.target])
            package.add_resource(TableResource(name=name, data=[[*key.target], *known], schema=columns))
    data = [[field.name for field in fields], *([_cell(row, field.name) for field in fields] for row in rows)]
    resource = TableResource(name=table.name, data=data, schema=frictionless.Schema.from_descriptor(schema))
    package.add_resource(resource)
    return resource


def _described(field: Field) -> dict[str, Any]:
    constraints = dict(field.constraints)
    if "pattern" in constraints:  # frictionless would take the ends of a | b for those of a and of b
        constraints["pattern"] = f"(?:{constraints['pattern']})"
    return {"name": field.name, "type": field.type, "constraints": constraints}


def _cell(row: Row, column: str) -> Cell:
    """Give a typed value; what is no number stays none: frictionless would read 1e3, nan and ٢٠٢٤ too."""
    value = row.values.get(column)
    return value if value is not None or not row.texts.get(column, "").strip() else f"'{row.texts[column]}'"


def _faults(error: frictionless.Error, table: Table, contents: Contents) -> Iterator[Fault]:
    """Say what frictionless found, as an analyst needs it: what was expected, and what to do."""
    if isinstance(error, RuleError):
        yield error.fault
        return
    if not isinstance(error, errors.RowError):
        raise ProjectError(f"{DESCRIPTOR} is broken: table {table.name!r}: {error.note}.")
    rows = contents.rows[table.name]
    row = rows[error.row_number - 2]  # as frictionless counts them
    match error:
        case errors.UniqueError():
            yield _repeated(row, rows, [error.field_name])
        case errors.PrimaryKeyError() if all(row.values.get(column) is not None for column in table.primary_key):
            yield _repeated(row, rows, table.primary_key)
        case errors.ForeignKeyError():
            key = next(key for key in table.foreign_keys if [*key.columns] == error.field_names)
            codes = [str(values[0]) for values in contents.keys(key.table, key.target)]
            remedy = remedy_for(error.field_cells[0], codes, key.table)
            yield row.fault(key.columns[0], f"a value of {key.table}.{key.target[0]}", remedy)
        case errors.TypeError() if row.is_whole:
            kind = "a whole number" if table.field(error.field_name).type == "integer" else "a number"
            yield row.fault(error.field_name, kind, "Write digits only, no unit, no mark between thousands.")
        case errors.ConstraintError() if row.is_whole:
            yield _constraint(row, table.field(error.field_name), error.note.split('"')[1])


def _constraint(row: Row, field: Field, constraint: str) -> Fault:
    text, limit = row.text(field.name), field.constraints[constraint]
    match constraint:
        case "required":
            return row.fault(field.name, "a value", f"Fill in the cell: {field.description or field.name}.")
        case "enum":
            remedy = suggest(text, field.enum, "Use one of these codes.")
            return row.fault(field.name, f"one of {', '.join(field.enum)}", remedy)
        case "pattern":
            meant = date_meant(text) or in_latin(text)
            remedy = f"Write {meant}." if re.fullmatch(limit, meant) else "Write it in this form."
            return row.fault(field.name, field.form_words, cyrillic_in(text) + remedy)
        case _:
            most = "least" if constraint == "minimum" else "most"
            return row.fault(field.name, f"at {most} {limit:g}", "Correct the number.")


def _repeated(row: Row, rows: Sequence[Row], columns: Sequence[str]) -> Fault:
    """Name the first row with the same values."""
    first = next(one for one in rows if all(one.values.get(name) == row.values[name] for name in columns))
    expected = f"{' and '.join(columns)} that no other row has; {first.place(row)} has the same"
    return row.fault(columns[0], expected, "Delete one of the two rows, or rename it.")


def remedy_for(text: str, known: Iterable[str], place: str) -> str:
    """Say what to do about an unknown code: the nearest one, or those that there are, or where to add it."""
    codes = sorted(known)
    listed = f"Use one of {', '.join(codes)}, or add it to {place}." if len(codes) <= _FEW else f"Add it to {place}."
    return suggest(text, codes, listed)
