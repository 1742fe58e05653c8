"""Checking rows: by the schema of their table, which frictionless does, and by our own rules."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from frictionless import Error, Schema, errors
from frictionless.resources import TableResource

from behindbars.errors import Fault, ProjectError
from behindbars.package.codes import cyrillic_in, in_latin, remedy_for, suggest
from behindbars.package.descriptor import DESCRIPTOR, Field, Package, Table
from behindbars.package.periods import date_meant
from behindbars.package.rows import Cell, Contents, Row

Rule = Callable[[Contents], Iterator[Fault]]
"""One of our own rules: what the schema of a table cannot say, and a wrong figure could slip through."""


def check(contents: Contents, rules: Iterable[Rule]) -> list[Fault]:
    """Check what was read by rules, and by the schema of each table: types, constraints and keys.

    Returns
    -------
    list of Fault
        All that the rules find, and every fault of a cell and of a key.
    """
    faults = [fault for rule in rules for fault in rule(contents)]
    for table in contents.package.tables:
        if table.name in contents.rows:
            for error in _resource(table, contents).validate(limit_errors=sys.maxsize).tasks[0].errors:
                faults += _faults(error, table, contents)
    return faults


def check_table(rows: Sequence[Row], table: Table) -> list[Fault]:
    """Check rows by the schema of their table alone."""
    return check(Contents(Package("", "", "", (table,)), {table.name: rows}, {}), [no_space_around])


def no_space_around(contents: Contents) -> Iterator[Fault]:
    """Nothing stands before or after a value, where nobody would see it."""
    for row in contents.of():
        for column, text in row.texts.items() if row.is_whole else ():
            if text.strip() != text:
                yield row.fault(column, "no space before or after the value", "Delete the space.")


def _resource(table: Table, contents: Contents) -> TableResource:
    """Give frictionless the columns of a table that could be read."""
    rows = contents.rows[table.name]
    there = set().union(*(row.texts for row in rows)) if rows else {*table.columns}
    fields = [field for field in table.fields if field.name in there]
    schema: dict[str, Any] = {"fields": [_described(field, table, contents) for field in fields]}
    schema["primaryKey"] = [*table.primary_key] if there.issuperset(table.primary_key) else []
    data = [[field.name for field in fields], *([_cell(row, field.name) for field in fields] for row in rows)]
    return TableResource(name=table.name, data=data, schema=Schema.from_descriptor(schema))


def _described(field: Field, table: Table, contents: Contents) -> dict[str, Any]:
    """Describe a column; what its foreign key may be is one list of codes more."""
    constraints = dict(field.constraints)
    if "pattern" in constraints:  # frictionless would take the ends of a | b for those of a and of b
        constraints["pattern"] = f"(?:{constraints['pattern']})"
    for key in table.foreign_keys:
        if key.column == field.name and (codes := contents.codes(key.table, key.target)):
            constraints["enum"] = [code for code in codes if code in constraints.get("enum", codes)]
    return {"name": field.name, "type": field.type, "constraints": constraints}


def _cell(row: Row, column: str) -> Cell:
    """Give a typed value; what is no number stays none: frictionless would read 1e3, nan and ٢٠٢٤ too."""
    value = row.values.get(column)
    return value if value is not None or not row.texts.get(column, "").strip() else f"'{row.texts[column]}'"


def _faults(error: Error, table: Table, contents: Contents) -> Iterator[Fault]:
    """Say what frictionless found, as an analyst needs it: what was expected, and what to do."""
    if not isinstance(error, errors.RowError):
        raise ProjectError(f"{DESCRIPTOR} is broken: table {table.name!r}: {error.note}.")
    rows = contents.rows[table.name]
    row = rows[error.row_number - 2]  # as frictionless counts them
    match error:
        case errors.UniqueError():
            yield _repeated(row, rows, [error.field_name])
        case errors.PrimaryKeyError() if all(row.values.get(column) is not None for column in table.primary_key):
            yield _repeated(row, rows, table.primary_key)
        case errors.TypeError() if row.is_whole:
            kind = "a whole number" if table.field(error.field_name).type == "integer" else "a number"
            yield row.fault(error.field_name, kind, "Write digits only, no unit, no mark between thousands.")
        case errors.ConstraintError() if row.is_whole:
            yield _constraint(row, table.field(error.field_name), error.note.split('"')[1], contents)


def _constraint(row: Row, field: Field, constraint: str, contents: Contents) -> Fault:
    text = row.text(field.name)
    limit: Any = field.constraints.get(constraint)
    match constraint:
        case "required":
            return row.fault(field.name, "a value", f"Fill in the cell: {field.description or field.name}.")
        case "enum" if text in field.enum or not field.enum:
            key = next(key for key in row.table.foreign_keys if key.column == field.name)
            remedy = remedy_for(text, map(str, contents.codes(key.table, key.target)), key.table)
            return row.fault(field.name, f"a value of {key.table}.{key.target}", remedy)
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
