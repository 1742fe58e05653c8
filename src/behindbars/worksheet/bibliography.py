"""The list of sources as a table: a row for each entry, and entries that are written where a row changed."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry

from behindbars.errors import Fault
from behindbars.references import AUTHORS, FILE, parse_references, plain
from behindbars.schema import Field, Table
from behindbars.tables import Row

NAME = "references"
PROTECTED = frozenset({"title", "shorttitle"})
"""Fields in braces of their own, which keep a citation style from changing capitals."""
BARE = ("url", "date", "urldate")
"""Fields whose text is no prose, and is written as it is."""
_SPECIAL = re.compile(r"[&%$#_{}]")
_COMMANDS = re.compile(r"[\\~^]")  # what BibTeX takes for commands, and no source's name needs
_ADDRESS = re.compile(r"https?://\S")
_KEY = r"[A-Za-z0-9][A-Za-z0-9_.:+-]*"

TABLE = Table(
    name=NAME,
    file=FILE,
    description="One row is a source.",
    fields=(
        Field(
            "key",
            "string",
            "Short name of the source, which other sheets cite: statement2026",
            required=True,
            pattern=_KEY,
            example="statement2026",
            form="letters, digits and . : + - _, without a space",
        ),
        Field(
            "type",
            "string",
            "Kind of source: online, report, book, article; misc if none fits",
            required=True,
            pattern="[a-z]+",
            example="online",
            form="lower-case letters",
        ),
        Field("title", "string", "Full title, as the source has it; in square brackets if it is not its own", True),
        Field(
            "author",
            "string",
            "Organisation or person responsible. Several: a semicolon between them, not a comma, as names may have "
            "commas: Human Rights Watch; Amnesty International",
            required=True,
        ),
        Field("shorttitle", "string", "A few words by which the edition names it: HRW 2022"),
        Field("date", "string", "Day, month or year of publication: 2025-06-26, 2025-06, 2025; empty if not known"),
        Field("url", "string", "Address of the page, with https://"),
        Field("urldate", "string", "Day on which it was read: 2026-07-01"),
        Field("note", "string", "What a reader must know of it, in a few words"),
        Field("keywords", "string", "context; or, for the statement of an edition: statement, edition 2025"),
    ),
    primary_key=("key",),
)
"""The columns of a source. Other fields of an entry stay as they are."""


def reference_rows(text: str) -> list[Row]:
    """Read the entries of a BibTeX file without faults; a row's number is the line where its entry begins."""
    return [_row(entry) for entry in parse_string(text).blocks if isinstance(entry, Entry)]


def _row(entry: Entry) -> Row:
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    raw.setdefault("date", raw.get("year", ""))
    texts = {name: raw.get(name, "").strip() if name == "url" else plain(raw.get(name, "")) for name in TABLE.columns}
    texts["author"] = "; ".join(plain(name) for name in AUTHORS.split(raw.get("author", "")))
    texts |= {"key": entry.key, "type": entry.entry_type.lower()}
    return Row(FILE, (entry.start_line or 0) + 1, texts, {name: text or None for name, text in texts.items()})


def rewrite_references(text: str, rows: Sequence[tuple[Row | None, Row]]) -> str:
    """Write the changed and the new entries into a BibTeX file, and leave out those that are no longer there.

    Parameters
    ----------
    text : str
        The file as it is.
    rows : sequence of (Row or None, Row)
        Each source as it was and as it is to be, the new ones at the end. An entry that did not change keeps
        its text, and so does all that stands between entries.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    entries = {old.text("key"): (old, new) for old, new in rows if old}
    written: list[str] = []
    end = 0
    for block in parse_string(text).blocks:
        raw = block.raw or ""
        start = text.index(raw, end)
        between, end = text[end:start], start + len(raw)
        if isinstance(block, Entry):
            if block.key not in entries:
                continue
            old, new = entries[block.key]
            if old.values != new.values:
                raw = _entry(new, block, old).replace("\r\n", "\n").replace("\n", newline)
        written += [between, raw]
    text_before = "".join(written)
    if not text.startswith(text_before[:1] or " "):
        text_before = text_before.lstrip()  # the first entry is gone
    added = [newline * 2 + _entry(new).replace("\n", newline) for old, new in rows if not old]
    return text_before + "".join(added) + (text[end:] or newline)


def _entry(row: Row, entry: Entry | None = None, old: Row | None = None) -> str:
    """Write an entry, a line for each field; what did not change keeps its text."""
    fields = {field.key: f"{{{field.value}}}" for field in (entry.fields if entry else ())}
    spelled = {key.lower(): key for key in fields}
    for name in TABLE.columns[2:]:
        if old and old.texts[name] == row.texts.get(name, ""):
            continue
        if name == "date":
            fields.pop(spelled.get("year", ""), None)
        key = spelled.get(name, name)
        fields.pop(key, None) if row.empty(name) else fields.__setitem__(key, _value(name, row.text(name)))
    lines = [f"  {key} = {value}," for key, value in fields.items()]
    return "\n".join([f"@{row.text('type')}{{{row.text('key')},", *lines, "}"])


def _value(name: str, text: str) -> str:
    if name in BARE:
        return f"{{{text}}}"
    if name == "author":
        return "{" + " and ".join(f"{{{_escaped(author.strip())}}}" for author in text.split(";")) + "}"
    return f"{{{{{_escaped(text)}}}}}" if name in PROTECTED else f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def check_entry(row: Row, misread: Container[str] = ()) -> list[Fault]:
    """Find all that is wrong with a changed or a new entry: it is also written by itself and read back.

    Parameters
    ----------
    row : Row
        The source.
    misread : container of str
        Columns that are reported already.
    """
    faults = []
    for name in BARE:
        if set(row.text(name)) & set("{}\\ " if name == "url" else "{}\\"):
            expected = "an address or a date that the list of sources can hold"
            faults.append(row.fault(name, expected, "Write it without { } \\ and without spaces."))
        elif name == "url" and row.text(name) and not _ADDRESS.match(row.text(name)):
            faults.append(row.fault(name, "an address that begins with https:// or http://", "Write the whole of it."))
    for name in TABLE.columns:
        if name not in BARE and (_COMMANDS.search(row.text(name)) or not _survives(row, name)):
            remedy = r"Leave out \ ~ ^ and double hyphens; write two spaces as one."
            faults.append(row.fault(name, "text that the list of sources can hold", remedy))
    told = {fault.column for fault in faults} | {name for name in TABLE.columns if name in misread}
    texts = {name: "" if name in told else row.text(name) for name in TABLE.columns}
    texts |= {"key": "key", "type": "misc"}
    entry = Row(row.file, row.number, texts, {name: text or None for name, text in texts.items()})
    for fault in parse_references(_entry(entry), row.file)[1]:
        if fault.column not in told:
            remedy = fault.remedy if fault.value else f"Fill in the cell: {fault.column}."
            faults.append(row.fault(fault.column, fault.expected.replace("'key'", repr(row.text("key"))), remedy))
    return faults


def _survives(row: Row, name: str) -> bool:
    """Whether a text is the same when it is written in an entry of its own and read back."""
    texts = {"key": "key", "type": "misc"} | ({} if name in ("key", "type") else {name: row.text(name)})
    if name in ("key", "type") or row.empty(name):
        return True
    again = reference_rows(_entry(Row(row.file, row.number, texts, dict(texts))))
    return bool(again) and again[0].text(name) == row.text(name)
