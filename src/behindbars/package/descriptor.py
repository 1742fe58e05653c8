"""The data package's descriptor: which tables there are, and what each column may hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from behindbars.errors import ProjectError

DESCRIPTOR = "datapackage.json"
SCHEMA = Path(__file__).with_name("descriptor.schema.json")
"""What a descriptor may say, beyond what Data Package itself demands: what this program would pass over is refused."""
_LONGEST = 300  # characters of a message, which may quote a part of the descriptor


@dataclass(frozen=True)
class Field:
    """One column: its name, its type, an example and its constraints, as Table Schema defines them.

    ``form`` says in words what the pattern says in signs, for people.
    """

    name: str
    type: str
    description: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    example: str = ""
    form: str = ""

    @property
    def required(self) -> bool:
        """Whether a cell must be filled in."""
        return bool(self.constraints.get("required"))

    @property
    def enum(self) -> tuple[str, ...]:
        """The codes that may stand there; empty where there is no list of them."""
        return tuple(map(str, self.constraints.get("enum", ())))

    @property
    def form_words(self) -> str:
        """Say in words what a text must look like."""
        words = self.form or ("text" if self.example else f"text of the pattern {self.constraints.get('pattern')}")
        return f"{words}, such as {self.example}" if self.example else words


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values must stand in the column ``target`` of another table."""

    column: str
    table: str
    target: str


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

    def field(self, column: str) -> Field:
        """Give a column by its name."""
        return next(field for field in self.fields if field.name == column)


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


def read_package(folder: Path, *, checked: bool = False) -> Package:
    """Read the tables and columns that ``datapackage.json`` of a folder describes.

    Parameters
    ----------
    folder : Path
        The folder.
    checked : bool
        Whether it is known to have no fault.

    Raises
    ------
    ProjectError
        The descriptor is missing, or says what `SCHEMA` does not allow.
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
    if not checked and (found := list(_problems(descriptor))):
        raise ProjectError("\n".join([f"{path} is broken:", *(f"  {one}" for one in found)]))
    tables = tuple(map(table_of, descriptor["resources"]))
    return Package(descriptor["name"], descriptor["title"], descriptor["version"], tables)


def table_of(resource: Mapping[str, Any]) -> Table:
    """Read the description of one table."""
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        file=resource["path"],
        description=resource.get("description", ""),
        fields=tuple(map(_field, schema["fields"])),
        primary_key=_names(schema.get("primaryKey", [])),
        foreign_keys=tuple(
            ForeignKey(_names(key["fields"])[0], key["reference"]["resource"], _names(key["reference"]["fields"])[0])
            for key in schema.get("foreignKeys", [])
        ),
        may_be_empty=resource.get("behindbars:mayBeEmpty", False),
    )


def _field(item: Mapping[str, Any]) -> Field:
    description, example, form = (str(item.get(key, "")) for key in ("description", "example", "behindbars:form"))
    return Field(item["name"], item["type"], description, item.get("constraints", {}), example, form)


def _names(names: str | list[str]) -> tuple[str, ...]:
    """Give column names; Table Schema allows a single one too."""
    return (names,) if isinstance(names, str) else tuple(names)


def _problems(descriptor: Any) -> Iterator[str]:
    """Say what the schema of descriptors does not allow, and which names and keys lead nowhere."""
    from jsonschema import Draft202012Validator as Validator  # which a package without fault must not wait for

    schema = json.loads(SCHEMA.read_text("utf-8"))
    errors = list(Validator(schema, format_checker=Validator.FORMAT_CHECKER).iter_errors(descriptor))
    for error in errors:
        where, comment = _place(descriptor, error.absolute_path), error.schema.get("$comment")
        message = f"{where} is {error.instance!r}: {comment}" if comment else f"{where}: {error.message}"
        yield message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
    if errors:
        return
    tables = list(map(table_of, descriptor["resources"]))
    columns = {table.name: table.columns for table in tables}
    yield from _repeated([table.name for table in tables], "resources")
    for table in tables:
        yield from _repeated(table.columns, f"fields of table {table.name!r}")
        for column in (*table.primary_key, *(key.column for key in table.foreign_keys)):
            if column not in table.columns:
                yield f"a key of table {table.name!r} names the column {column!r}, which is not there"
        for key in table.foreign_keys:
            if key.target not in columns.get(key.table, ()):
                yield f"foreignKeys of table {table.name!r} point to {key.table}.{key.target}, which is not there"


def _place(descriptor: Any, path: Iterable[str | int]) -> str:
    """Name a part of a descriptor: minimum of constraints of field 'age' of table 'members'."""
    words, part = ["the descriptor"], descriptor
    for key in path:
        part = part[key]
        if isinstance(key, str):
            words.insert(0, key)
        else:  # the place in a list of what has a name
            name = part.get("name") if isinstance(part, dict) else None
            words[0] = f"{words[0].removesuffix('s')} {name or key + 1!r}"
    named = [word.replace("resource ", "table ") for word in words if word != "schema"]
    return " of ".join(named[:-1] or named)


def _repeated(names: Sequence[str], where: str) -> Iterator[str]:
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"{name!r} stands twice in {where}"
