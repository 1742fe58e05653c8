"""Writing into the files of a data package: a row or an entry that did not change keeps its text and its place.

The list of sources is read and written as a table here: a row for each entry.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry

from behindbars.errors import Fault
from behindbars.package.descriptor import Table
from behindbars.package.reading import Row, delimiter_of
from behindbars.package.references import AUTHORS, FILE, parse_references, plain

Pair = tuple[Row | None, Row]
"""A row as it was and as it is to be; None for a new one."""
BARE = ("url", "date", "urldate")
"""Fields of a source whose text is no prose, and is written as it is."""
PROTECTED = ("title", "shorttitle")
"""Fields in braces of their own, which keep a citation style from changing capitals."""
_THREE_DECIMALS = re.compile(r"-?[0-9]+,[0-9]{3}")


def rewrite_csv(text: str, table: Table, rows: Sequence[Pair]) -> str:
    """Write the changed and the new rows of a table into its file, and leave out those that are no longer there.

    Parameters
    ----------
    text : str
        The file as it is, which has no fault; without a byte order mark.
    table : Table
        Its schema.
    rows : sequence of (Row or None, Row)
        Its rows, in order.

    Returns
    -------
    str
        The file, with the delimiter, the ends of line and the order of columns that it had.
    """
    delimiter = delimiter_of(text, table)
    (heading, names), *records = records_of(text, delimiter)
    newline = "\r\n" if heading.endswith("\r\n") else "\n"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline)
    stream.write(_ended(heading, newline))
    for old, new in rows:
        if old and old.values == new.values:
            stream.write(_ended(records[old.number - 2][0], newline))
        else:
            writer.writerow([_cell(name.strip(), old, new, delimiter) for name in names])
    written = stream.getvalue()
    return written if text.endswith(("\n", "\r")) else written.rstrip("\r\n")


def _ended(line: str, newline: str) -> str:
    return line if line.endswith(("\n", "\r")) else line + newline


def records_of(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it stands in the file, and its cells."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter, strict=True):
        yield "".join(taken), cells
        taken.clear()


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
    return [_entry_row(entry, table) for entry in parse_string(text).blocks if isinstance(entry, Entry)]


def _entry_row(entry: Entry, table: Table) -> Row:
    raw = {field.key.lower(): str(field.value) for field in entry.fields}
    raw.setdefault("date", raw.get("year", ""))
    texts = {name: raw.get(name, "").strip() if name == "url" else plain(raw.get(name, "")) for name in table.columns}
    texts["author"] = "; ".join(plain(name) for name in AUTHORS.split(raw.get("author", "")))
    texts |= {"key": entry.key, "type": entry.entry_type.lower()}
    return Row(FILE, (entry.start_line or 0) + 1, texts, {name: text or None for name, text in texts.items()})


def rewrite_references(text: str, table: Table, rows: Sequence[Pair]) -> str:
    """Write the changed and the new entries into a BibTeX file, and leave out those that are no longer there.

    Parameters
    ----------
    text : str
        The file as it is, without a byte order mark.
    table : Table
        Its columns.
    rows : sequence of (Row or None, Row)
        Each source, the new ones at the end. What stands between the entries keeps its text too.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    kept = {old.text("key"): (old, new) for old, new in rows if old}
    begins_with_space = text[:1].isspace()
    for entry in parse_string(text).blocks:
        if not isinstance(entry, Entry) or not entry.raw:
            continue
        old, new = kept.get(entry.key, (None, None))
        if new is None:
            text = re.sub(rf"\s*{re.escape(entry.raw)}", "", text, count=1)
        elif old and old.values != new.values:
            text = text.replace(entry.raw, entry_text(new, entry, old).replace("\n", newline), 1)
    if not begins_with_space:
        text = text.lstrip()  # where the first entry is gone
    before = text.rstrip()
    added = [newline * 2 + entry_text(new).replace("\n", newline) for old, new in rows if not old]
    return before + "".join(added) + (text[len(before) :] or newline)


def entry_text(row: Row, entry: Entry | None = None, old: Row | None = None) -> str:
    """Write an entry, a line for each field; what did not change keeps its text."""
    fields = {field.key: f"{{{field.value}}}" for field in (entry.fields if entry else ())}
    spelled = {key.lower(): key for key in fields}
    for name, text in row.texts.items():
        if name in ("key", "type") or (old and old.texts[name] == text):
            continue
        key = spelled.get(name, name)
        if name == "date":
            fields.pop(spelled.get("year", ""), None)
        if row.empty(name):
            fields.pop(key, None)
        else:
            fields[key] = _value(name, row.text(name))
    lines = [f"  {key} = {value}," for key, value in fields.items()]
    return "\n".join([f"@{row.text('type')}{{{row.text('key')},", *lines, "}"])


def _value(name: str, text: str) -> str:
    if name in BARE:
        return f"{{{text}}}"
    if name == "author":
        return "{" + " and ".join(f"{{{_escaped(author.strip())}}}" for author in text.split(";")) + "}"
    return f"{{{{{_escaped(text)}}}}}" if name in PROTECTED else f"{{{_escaped(text)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text)


def entry_faults(row: Row, table: Table) -> list[Fault]:
    """Find what a list of sources cannot hold of a row: each cell is written as an entry by itself, and read back."""
    faults = []
    is_key = re.fullmatch(table.field("key").constraints["pattern"], row.text("key"))
    for name in table.columns[2:]:
        key = row.text("key") if is_key else "key"
        alone = dict.fromkeys(table.columns, "") | {"key": key, "type": "misc", name: row.text(name)}
        entry = entry_text(Row(row.file, row.number, alone, alone))
        again = reference_rows(entry, table)
        lost = {"url": "{}\\ ", "date": "{}\\", "urldate": "{}\\"}.get(name, "\\~^")
        if set(row.text(name)) & set(lost) or not again or again[0].texts != alone:
            kind = "an address or a date" if name in BARE else "text"
            remedy = r"Leave out \ ~ ^ and double hyphens, in addresses { } too; write two spaces as one."
            faults.append(row.fault(name, f"{kind} that the list of sources can hold", remedy))
            continue
        found = [fault for fault in parse_references(entry)[1] if fault.column == name and fault.value]
        faults += [row.fault(name, fault.expected, fault.remedy) for fault in found]
    return faults
