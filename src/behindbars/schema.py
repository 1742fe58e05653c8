"""The data package's descriptor: which tables there are, and what each column may hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from behindbars.errors import ProjectError

DESCRIPTOR = "datapackage.json"
TYPES = ("string", "integer", "number")
_NUMBER = (int, float)
_CONSTRAINTS: Mapping[str, Any] = {
    "required": bool,
    "unique": bool,
    "enum": list,
    "pattern": str,
    "minimum": _NUMBER,
    "maximum": _NUMBER,
}


@dataclass(frozen=True)
class Field:
    """One column: its name, its type, an example and its constraints, as Table Schema defines them.

    ``form`` says in words what ``pattern`` says in signs, for people.
    """

    name: str
    type: str
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    example: str = ""
    form: str = ""

    @property
    def form_words(self) -> str:
        """Say in words what a text must look like."""
        words = self.form or ("text" if self.example else f"text of the pattern {self.pattern}")
        return f"{words}, such as {self.example}" if self.example else words


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in the columns ``target`` of another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table and its columns in order; ``file`` is relative to the descriptor's folder.

    Most tables have at least one row; ``may_be_empty`` says which need not.
    """

    name: str
    file: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    may_be_empty: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True)
class Package:
    """The descriptor of a data package."""

    name: str
    title: str
    version: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Give the table of that name.

        Raises
        ------
        ProjectError
            The descriptor has no such table.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise ProjectError(f"{DESCRIPTOR} describes no table {name!r}.")


def read_package(folder: Path) -> Package:
    """Read ``datapackage.json`` of a folder.

    Raises
    ------
    ProjectError
        The descriptor is missing, broken, or uses a property that this reader does not know
        and would otherwise have to pass over in silence.
    """
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise ProjectError(f"{path} is not JSON: {error.msg} in line {error.lineno}.") from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path} is not written in UTF-8.") from error
    try:
        return _package(descriptor)
    except _BrokenError as broken:
        raise ProjectError(f"{path} is broken: {broken}.") from broken


class _BrokenError(Exception):
    """What is wrong in the descriptor, and where."""


def _package(descriptor: object) -> Package:
    where = "the descriptor"
    tables = tuple(_table(resource) for resource in _get(descriptor, "resources", list, where))
    _refuse_repeats([table.name for table in tables], "resources")
    by_name = {table.name: table for table in tables}
    for table in tables:
        for key in table.foreign_keys:
            known = by_name[key.table].columns if key.table in by_name else ()
            if not set(key.target) <= set(known) or len(key.target) != len(key.columns):
                raise _BrokenError(
                    f"foreignKeys of table {table.name!r} point to {key.table}.{', '.join(key.target)}, "
                    "which is not there"
                )
    return Package(
        name=_get(descriptor, "name", str, where),
        title=_get(descriptor, "title", str, where),
        version=_get(descriptor, "version", str, where),
        tables=tables,
    )


def _table(resource: object) -> Table:
    name = _get(resource, "name", str, "a resource")
    where = f"table {name!r}"
    file = _get(resource, "path", str, where)
    if Path(file).name != file or "\\" in file:
        raise _BrokenError(f"path of {where} is {file!r}; it must be the name of a file beside the descriptor")
    if _get(resource, "dialect", dict, where, {}):
        raise _BrokenError(f"{where} has a dialect; leave it out, the file is comma-separated")
    if _get(resource, "encoding", str, where, "utf-8").lower() != "utf-8":
        raise _BrokenError(f"encoding of {where} must be utf-8")
    schema = _get(resource, "schema", dict, where)
    if _get(schema, "missingValues", list, where, [""]) != [""]:
        raise _BrokenError(f'missingValues of {where} must be [""]: an empty cell is the only missing value')
    fields = tuple(_field(field, where) for field in _get(schema, "fields", list, where))
    columns = [field.name for field in fields]
    _refuse_repeats(columns, f"fields of {where}")
    table = Table(
        name=name,
        file=file,
        description=_get(resource, "description", str, where, ""),
        fields=fields,
        primary_key=_names(schema, "primaryKey", where),
        foreign_keys=tuple(_foreign_key(key, where) for key in _get(schema, "foreignKeys", list, where, [])),
        may_be_empty=_get(resource, "behindbars:mayBeEmpty", bool, where, False),
    )
    for column in (*table.primary_key, *(column for key in table.foreign_keys for column in key.columns)):
        if column not in columns:
            raise _BrokenError(f"a key of {where} names the column {column!r}, which is not there")
    return table


def _field(field: object, table: str) -> Field:
    name = _get(field, "name", str, f"a field of {table}")
    where = f"field {name!r} of {table}"
    kind = _get(field, "type", str, where)
    if kind not in TYPES:
        raise _BrokenError(f"type of {where} is {kind!r}; it must be one of {', '.join(TYPES)}")
    constraints = _get(field, "constraints", dict, where, {})
    for constraint, value in constraints.items():
        expected = _CONSTRAINTS.get(constraint)
        if expected is None:
            raise _BrokenError(f"{where} has the constraint {constraint!r}, which this program does not check")
        if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
            raise _BrokenError(f"constraint {constraint!r} of {where} has the wrong kind of value: {value!r}")
    if kind == "string" and {"minimum", "maximum"} & set(constraints):
        raise _BrokenError(f"{where} is text and cannot have a minimum or maximum")
    if kind != "string" and {"enum", "pattern"} & set(constraints):
        raise _BrokenError(f"{where} is a number and cannot have an enum or a pattern")
    if not all(isinstance(code, str) for code in constraints.get("enum", [])):
        raise _BrokenError(f"every code in the enum of {where} must be text")
    try:
        re.compile(constraints.get("pattern", ""))
    except re.error as error:
        raise _BrokenError(f"pattern of {where} is not a regular expression: {error.msg}") from error
    sample = _get(field, "example", (str, int, float), where, "")
    if "pattern" in constraints and sample and not re.fullmatch(constraints["pattern"], str(sample)):
        raise _BrokenError(f"example of {where} is {sample!r}, which its pattern does not allow")
    constraints = {**constraints, "enum": tuple(constraints.get("enum", ()))}
    words = {"description": _get(field, "description", str, where, ""), "example": str(sample)}
    return Field(name=name, type=kind, **words, form=_get(field, "behindbars:form", str, where, ""), **constraints)


def _foreign_key(key: object, where: str) -> ForeignKey:
    reference = _get(key, "reference", dict, f"foreignKeys of {where}")
    return ForeignKey(
        columns=_names(key, "fields", where),
        table=_get(reference, "resource", str, f"foreignKeys of {where}"),
        target=_names(reference, "fields", where),
    )


def _names(parent: object, key: str, where: str) -> tuple[str, ...]:
    """Read a column name or a list of column names; Table Schema allows both."""
    value = _get(parent, key, (str, list), where, [])
    names = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(name, str) for name in names):
        raise _BrokenError(f"{key} of {where} must hold column names")
    return names


def _get(parent: object, key: str, kind: Any, where: str, default: Any = None) -> Any:
    """Give a property of an object of the descriptor; required where there is no default."""
    if not isinstance(parent, Mapping):
        raise _BrokenError(f"{where} must be an object")
    value = parent.get(key, default)
    if value is None:
        raise _BrokenError(f"{where} has no {key!r}")
    if not isinstance(value, kind):
        raise _BrokenError(f"{key!r} of {where} has the wrong kind of value: {value!r}")
    return value


def _refuse_repeats(names: list[str], where: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise _BrokenError(f"{name!r} stands twice in {where}")
