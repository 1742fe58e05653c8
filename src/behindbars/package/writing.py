"""Writing into the files of a data package: a row or an entry that did not change keeps its text and its place.

The list of sources is read and written as a table here: a row for each entry.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import replace

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry

from behindbars.errors import Fault
from behindbars.package.descriptor import Table
from behindbars.package.reading import delimiter_of
from behindbars.package.references import FILE, address, authors, parse_references, plain
from behindbars.package.rows import Row

Pair = tuple[Row | None, Row | None]
"""A row as it was (None for a new one) and as it is to be (None where it is left out)."""
BARE = ("url", "date", "urldate", "type")
"""Fields of a source whose text is no prose, and is written as it is."""
PROTECTED = ("title", "shorttitle")
"""Fields in braces of their own, which keep a citation style from changing capitals."""
_THREE_DECIMALS = re.compile(r"-?[0-9]+,[0-9]{3}")


def rewrite(data: bytes, table: Table, rows: Sequence[Pair]) -> bytes:
    """Write the rows of a table into the bytes of its file, or of the list of sources; a byte order mark stays."""
    write = rewrite_references if table.file == FILE else rewrite_csv
    text = write(data.decode("utf-8-sig"), table, rows)
    return text.encode("utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8")


def rewrite_csv(text: str, table: Table, rows: Sequence[Pair]) -> str:
    """Write the rows of a table into its file, as it is written: delimiter, quotation marks, ends of line, columns.

    Parameters
    ----------
    text : str
        The file as it is, which has no fault; without a byte order mark.
    table : Table
        Its schema.
    rows : sequence of (Row or None, Row or None)
        Its rows, in order.
    """
    delimiter = delimiter_of(text, table)
    heading = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    newline = "\r\n" if "\r\n" in text else "\n"
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        lineterminator=newline,
        quoting=csv.QUOTE_ALL if text[0] == '"' else csv.QUOTE_MINIMAL,
    )
    writer.writerow(heading)
    writer.writerows([_cell(name.strip(), old, new, delimiter) for name in heading] for old, new in rows if new)
    return stream.getvalue() if text.endswith(("\n", "\r")) else stream.getvalue().rstrip("\r\n")


def _cell(name: str, old: Row | None, new: Row, delimiter: str) -> str:
    if old and old.values.get(name) == new.values.get(name):
        return old.texts.get(name, "")
    text = new.texts.get(name, "")
    if delimiter == "," or isinstance(new.values.get(name), str):
        return text
    text = text.replace(".", ",")
    # Where a comma separates decimals, three of them could be thousands: a fourth tells them apart.
    return text + "0" if _THREE_DECIMALS.fullmatch(text) else text


def reference_rows(text: str, table: Table) -> list[Row]:
    """Read the entries of a BibTeX file without faults; a row's number is the line where its entry begins."""
    rows = []
    for entry in parse_string(text).entries:
        raw = {field.key.lower(): str(field.value) for field in entry.fields}
        raw = {"date": raw.get("year", ""), **raw, "key": entry.key, "type": entry.entry_type.lower()}
        texts = {name: _read(name, raw.get(name, "")) for name in table.columns}
        values = {name: text or None for name, text in texts.items()}
        rows.append(Row(table, FILE, (entry.start_line or 0) + 1, texts, values))
    return rows


def _read(name: str, value: str) -> str:
    """Give the text that a field of an entry stands for."""
    match name:
        case "key":
            return value
        case "url":
            return address(value)
        case "author":
            return "; ".join(authors(value))
        case _:
            return plain(value)


def _written(name: str, text: str) -> str:
    """Give a text as the value of a field; what may be a list of authors, or has capitals, in braces of its own."""
    if name in BARE or not text:
        return text
    escaped = re.sub(r"[&%$#_{}]", r"\\\g<0>", text)
    if name == "author":
        names = (author.strip() for author in escaped.split(";"))
        return " and ".join(author if author == "others" else f"{{{author}}}" for author in names)
    return f"{{{escaped}}}" if name in PROTECTED else escaped


def rewrite_references(text: str, _: Table, rows: Sequence[Pair]) -> str:
    """Write the changed and the new entries into a BibTeX file, and leave out those that are no longer there.

    Parameters
    ----------
    text : str
        The file as it is, without a byte order mark.
    rows : sequence of (Row or None, Row or None)
        Each source. What stands between the entries keeps its text too.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    entries = parse_string(text).entries_dict
    added = [entry_text(new) for old, new in rows if new and not old]
    for old, new in rows:
        raw = (entries[old.text("key")].raw or "") if old else ""
        if old and not new:
            text = re.sub(rf"\s*{re.escape(raw)}", "", text, count=1)
        elif old and new and old.values != new.values:
            changed = entry_text(new, entries[new.text("key")], old)
            text = text.replace(raw, changed.replace("\n", newline), 1)
    return (newline * 2).join([text.strip(), *(entry.replace("\n", newline) for entry in added)]).lstrip() + newline


def entry_text(row: Row, entry: Entry | None = None, old: Row | None = None) -> str:
    """Write an entry, a line for each field; what did not change keeps its text."""
    fields = {field.key: field.value for field in (entry.fields if entry else ())}
    spelled = {key.lower(): key for key in fields}
    for name, text in row.texts.items():
        if name in ("key", "type") or (old and old.texts[name] == text):
            continue
        if name == "date":
            fields.pop(spelled.get("year", ""), None)
        fields[spelled.get(name, name)] = _written(name, row.text(name))
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join([f"@{row.text('type')}{{{row.text('key')},", *lines, "}"])


def entry_faults(row: Row, table: Table) -> list[Fault]:
    """Find what a list of sources cannot hold of a row, and what an entry of it may not say."""
    lost = {"url": "{}\\ ", "date": "{}\\", "urldate": "{}\\"}
    texts = {name: row.text(name) for name in table.columns[2:]}
    held = {name for name, text in texts.items() if _read(name, _written(name, text)) == text}
    held = {name for name in held if texts[name].isprintable() and not {*texts[name]} & {*lost.get(name, "\\~^")}}
    alone = {"key": "key", "type": "misc", **{name: texts[name] if name in held else "" for name in texts}}
    found = parse_references(entry_text(replace(row, texts=alone, values=alone)))[1]
    own = repr(row.text("key"))
    faults = [row.fault(each.column, each.expected, each.remedy.replace("'key'", own)) for each in found if each.value]
    for name in (name for name in texts if name not in held):
        kind = "an address or a date" if name in BARE else "text"
        remedy = r"Leave out \ ~ ^, double hyphens and hidden signs, in addresses { } too; write two spaces as one."
        faults.append(row.fault(name, f"{kind} that the list of sources can hold", remedy))
    return faults
