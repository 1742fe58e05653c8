"""Reading tables: every figure here is made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from behindbars.errors import Fault
from behindbars.package.checking import check_table
from behindbars.package.codes import nearest
from behindbars.package.descriptor import Field, Table
from behindbars.package.periods import date_meant
from behindbars.package.reading import read_rows, read_table
from behindbars.package.rows import Row

TABLE = Table(
    name="sample",
    file="sample.csv",
    description="Synthetic.",
    fields=(
        Field(
            "id",
            "string",
            constraints={"required": True, "pattern": "[a-z][a-z0-9_]*"},
            example="cases_in_court",
            form="lower-case letters and digits",
        ),
        Field("slug", "string", constraints={"unique": True}),
        Field("status", "string", constraints={"enum": ["exact", "range", "unknown"]}),
        Field("year", "integer", constraints={"minimum": 1990, "maximum": 2100}),
        Field("low", "number", constraints={"minimum": 0}),
        Field("note", "string"),
    ),
    primary_key=("id",),
)
HEADING = "id,slug,status,year,low,note"


def read(folder: Path, text: str | bytes) -> tuple[list[Row], list[Fault]]:
    path = folder / "sample.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    rows, faults = read_table(path, TABLE)
    return rows, faults + check_table(rows, TABLE)


def cells(
    heading: str, records: list[tuple[int, list[str]]], table: Table = TABLE, **options: bool
) -> tuple[list[Row], list[Fault]]:
    rows, faults = read_rows(heading.split(","), records, table, "sheet", **options)
    return rows, faults + check_table(rows, table)


def only(found: tuple[list[Row], list[Fault]]) -> Fault:
    _, faults = found
    assert len(faults) == 1, faults
    return faults[0]


GOOD = f'{HEADING}\na,x,exact,2024,2.5,"comma, text"\nb,y,unknown,2023,,\n'
VALUES = [
    {"id": "a", "slug": "x", "status": "exact", "year": 2024, "low": 2.5, "note": "comma, text"},
    {"id": "b", "slug": "y", "status": "unknown", "year": 2023, "low": None, "note": None},
]


@pytest.mark.parametrize(
    "text",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.rstrip("\n").encode(),
        (GOOD + ",,,,,\n,,,,,\n\n").encode(),
        (GOOD + ",,,,,,,,\n").encode(),
        GOOD.replace("\n", ",,\n").encode(),
        b"note,low,id,slug,status,year\n" + b'"comma, text",2.5,a,x,exact,2024\n,,b,y,unknown,2023\n',
        b"id;slug;status;year;low;note\r\na;x;exact;2024;2,5;comma, text\r\nb;y;unknown;2023;;\r\n",
        b"id;slug;status;year;low;note\r\na;x;exact;2024;2.5;comma, text\r\nb;y;unknown;2023;;\r\n",
        b'"id";"slug";"status";"year";"low";"note"\na;x;exact;2024;2,5;"comma, text"\nb;y;unknown;2023;;\n',
        b"id\tslug\tstatus\tyear\tlow\tnote\na\tx\texact\t2024\t2,5\tcomma, text\nb\ty\tunknown\t2023\t\t\n",
    ],
    ids=[
        *("utf8", "bom", "crlf", "no-end", "empty-end", "wide-empty-end"),
        *("extra-columns", "order", "semicolon", "point", "quoted", "tab"),
    ],
)
def test_every_way_in_which_a_good_table_is_written(tmp_path: Path, text: bytes) -> None:
    rows, faults = read(tmp_path, text)
    assert faults == []
    assert [dict(row.values) for row in rows] == VALUES
    assert [row.number for row in rows] == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    rows, faults = read(tmp_path, f'{HEADING}\na,,,,,"two\nlines\nof three"\nb,,,,x,\n')
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].text("note") == "two\nlines\nof three"
    assert [(fault.row, fault.column) for fault in faults] == [(3, "low")]


@pytest.mark.parametrize(
    ("encoding", "row"), [("cp1251", 3), ("cp1252", 3), ("utf-16", 0), ("utf-16-le", 0), ("utf-16-be", 0)]
)
def test_a_wrong_encoding_is_one_fault_that_says_how_to_save(tmp_path: Path, encoding: str, row: int) -> None:
    word = "пытка" if encoding == "cp1251" else "café"
    text = f'{HEADING}\na,,,,,"line\nbreak"\nb,,,,,{word}\nc,,,,,{word}\n'
    fault = only(read(tmp_path, text.encode(encoding)))
    assert (fault.row, "CSV UTF-8" in fault.remedy) == (row, True)
    if row:
        assert fault.value.startswith("byte 0x")


def test_a_file_without_the_heading_is_one_fault(tmp_path: Path) -> None:
    fault = only(read(tmp_path, "a,x,exact,2024,1,\nb,y,exact,2024,1,\n"))
    assert (fault.row, fault.column) == (1, "")
    assert HEADING.replace(",", ", ") in fault.expected


@pytest.mark.parametrize(
    ("heading", "column", "expected"),
    [
        ("id,slug,status,year,low", "note", "the column 'note'"),
        ("id,slug,status,year,low,note,extra", "extra", "a column of this table"),
        ("id,slug,status,year,low,notes", "notes", "the column 'note'"),
        ("id,slug,status,Year,low,note", "Year", "the column 'year'"),
        ("id,slug,status,year ,low,note", "year ", "the column 'year'"),
        ("id,slug,status,year,low,note,note", "note", "each column once"),
        ("id,slug,status,year,low,,note", "number 6, without a name", "a column of this table"),
    ],
)
def test_a_wrong_heading(tmp_path: Path, heading: str, column: str, expected: str) -> None:
    fault = only(read(tmp_path, heading + "\n" + "a" + "," * heading.count(",") + "\n"))
    assert (fault.row, fault.column, fault.expected) == (1, column, expected)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("b,y,exact,2024,1", "5 cells"),
        ("b,y,exact,2024,1,text, with a comma", "7 cells"),
        ("", "an empty row"),
        (",,,,,", "an empty row"),
    ],
)
def test_a_misshapen_row_is_one_fault(tmp_path: Path, line: str, found: str) -> None:
    rows, faults = read(tmp_path, f"{HEADING}\na,,,,,\n{line}\nc,,,,,\n")
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(3, "", found)]
    assert rows[-1].number == 4
    if line.startswith("b"):
        assert rows[1].text("id") == "b"  # what refers to b is no fault
        assert not rows[1].readable("low")


def test_an_unclosed_quotation_mark_does_not_swallow_the_table(tmp_path: Path) -> None:
    fault = only(read(tmp_path, f'{HEADING}\na,,,,,\nb,,,,,"open\nc,,,,,\nd,,,,,\n'))
    assert (fault.row, "quotation mark" in fault.remedy) == (3, True)


def test_a_cell_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    fault = only(read(tmp_path, f"{HEADING}\na,,,,,\nb,,,,,{'n' * 140_000}\n"))
    assert (fault.row, fault.value) == (3, "a cell that is too long")
    assert fault.expected == "at most 131,072 characters in a cell"


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("id", "", "a value"),
        ("id", "A1", "lower-case letters and digits, such as cases_in_court"),
        ("id", "a1!", "lower-case letters and digits, such as cases_in_court"),
        ("status", "exactly", "one of exact, range, unknown"),
        ("status", "exact ", "no space before or after the value"),
        ("note", "\u00a0text", "no space before or after the value"),
        ("note", "\ttext", "no space before or after the value"),
        ("year", "2024.0", "a whole number"),
        ("year", "next", "a whole number"),
        ("year", "1989", "at least 1990"),
        ("year", "2101", "at most 2100"),
        ("year", "9" * 5000, "a whole number"),
        ("year", "٢٠٢٤", "a whole number"),
        ("low", "-1", "at least 0"),
        ("low", "12 people", "a number"),
        ("low", "2,5", "a number"),
        ("low", "1 234", "a number"),
        ("low", "1e3", "a number"),
        ("low", "nan", "a number"),
        ("low", "inf", "a number"),
    ],
)
def test_one_wrong_cell_is_one_fault_at_that_cell(column: str, text: str, expected: str) -> None:
    wrong = {"id": "b", "slug": "y", "status": "exact", "year": "2024", "low": "1", "note": "n"} | {column: text}
    good = ["a", "x", "exact", "2024", "1", ""]
    rows = [(2, good), (3, list(wrong.values()))]
    fault = only(cells(HEADING, rows))
    assert (fault.file, fault.row, fault.column) == ("sheet", 3, column)
    assert (fault.value, fault.expected) == (text, expected)


@pytest.mark.parametrize("text", ["1.234", "1,234", "1.234,5", "1,2,3"])
def test_a_number_that_may_hide_a_mark_between_thousands_is_refused(text: str) -> None:
    row = ["a", "", "", "", text, ""]
    fault = only(cells(HEADING, [(2, row)], decimal_comma=True))
    assert (fault.column, fault.expected) == ("low", "a number")


def test_the_nearest_code_is_suggested(tmp_path: Path) -> None:
    fault = only(read(tmp_path, f"{HEADING}\na,,Exakt,,,\n"))
    assert "'exact'" in fault.remedy
    assert nearest("zzzz", ["exact"]) is None
    assert nearest("exact", []) is None


def test_a_code_is_not_suggested_when_another_is_as_near_or_it_is_short() -> None:
    assert nearest("joint2020", ["joint2019", "joint2024", "joint2025"]) is None
    assert nearest("KGB", ["KAZ", "KGZ", "TJK"]) is None
    assert nearest("ZK", ["KAZ", "KGZ", "TJK"]) is None
    assert nearest(" kgz", ["KAZ", "KGZ", "TJK"]) == "KGZ"  # differs in case and space only


def test_repeated_keys_name_the_other_row(tmp_path: Path) -> None:
    _, faults = read(tmp_path, f"{HEADING}\na,x,,,,\nb,y,,,,\na,z,,,,\nc,y,,,,\nd,,,,,\ne,,,,,\n")
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(4, "id", "a"), (5, "slug", "y")]
    assert ["row 2" in faults[0].expected, "row 3" in faults[1].expected] == [True, True]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    notes=st.lists(texts, min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_survives_writing_and_reading(tmp_path: Path, notes: list[str], delimiter: str, end: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADING.split(","))
    writer.writerows([f"r{number}", "", "", "", "1", note] for number, note in enumerate(notes, start=2))
    rows, faults = read(tmp_path, stream.getvalue())
    assert [row.texts["note"] for row in rows] == notes
    assert [row.number for row in rows] == list(range(2, len(notes) + 2))
    assert {(fault.row, fault.column) for fault in faults} == {
        (number, "note") for number, note in enumerate(notes, start=2) if note != note.strip()
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(data=st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    _, faults = read(tmp_path, HEADING.encode() + b"\n" + data)
    assert all(fault.expected and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("26 June 2026", "2026-06-26"), ("June 26th, 2026", "2026-06-26"), ("26.06.2026", "2026-06-26")),
        *(
            ("26/06/2026", "2026-06-26"),
            ("2026/6/26", "2026-06-26"),
            ("Sept. 2026", "2026-09"),
            ("1 May 2026", "2026-05-01"),
        ),
        *(("06/07/2026", None), ("31 June 2026", None), ("26 Juno 2026", None), ("soon", None), ("junk 2026", None)),
    ],
)
def test_a_date_that_is_written_otherwise_is_told_as_it_must_be(text: str, meant: str | None) -> None:
    assert date_meant(text) == meant
    field = Field("day", "string", constraints={"pattern": r"\d{4}-\d{2}-\d{2}"}, example="2026-07-01", form="a day")
    [fault] = cells("day", [(2, [text])], Table("days", "days.csv", "", (field,)))[1]
    assert fault.expected == "a day, such as 2026-07-01"
    assert fault.remedy == (f"Write {meant}." if meant and len(meant) == 10 else "Write it in this form.")


@pytest.mark.parametrize(("text", "code"), [("KZ", "KAZ"), ("kg", "KGZ"), ("TM", "TKM"), ("UA", None)])
def test_a_country_code_of_two_letters_means_that_of_three(text: str, code: str | None) -> None:
    assert nearest(text, ["KAZ", "KGZ", "TJK", "TKM", "UZB", "XCA"]) == code
