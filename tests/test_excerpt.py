"""A chapter's excerpt holds all that the chapter can see, and nothing that it cannot."""

from __future__ import annotations

import ast
import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behindbars.beginning import COUNTRY, TEMPLATES
from behindbars.chapter import open_chapter
from behindbars.dataset import load
from behindbars.excerpt import changes, describe, excerpt, read_original
from behindbars.questions import row_questions
from behindbars.wording import NOT_MENTIONED
from tests.conftest import CODES, DATA, NEXT_STATEMENT, PROJECT, SYNTHETIC, SyntheticPackage

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
OF_COUNTRIES = {
    "countries": "iso3",
    **dict.fromkeys(("observations", "safeguards", "cases", "events", "signatories", "corrections"), "country"),
}
"""Tables whose rows are of a country, and the column that says of which."""


def bundles(notebook: Path, **parameters: Any) -> list[Any]:
    """Run the code cells of a notebook, and give what each of them shows."""
    shown, names = [], {}
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        *statements, last = ast.parse(cell.source).body
        exec(compile(ast.Module([*statements, last], []), notebook.name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= parameters
        elif isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), notebook.name, "eval"), names)._repr_mimebundle_())
    return shown


def cut(data: Path, folder: Path, country: str | None, year: int = 2024) -> Path:
    """Write an excerpt into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in excerpt(read_original(data), country, year).items():
        (folder / name).write_bytes(content)
    return folder


def country_of(notebook: Path) -> str | None:
    cells = nbformat.read(notebook, as_version=4).cells
    source = next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
    names: dict[str, Any] = {}
    exec(source, names)
    return names.get("country")


def edit(data: Path, table: str, change: Any) -> None:
    """Rewrite a table after changing its rows in place."""
    path = data / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the real data, with a correction and an answer for each country."""
    folder = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("published"))
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        for number, code in enumerate((*CODES, ""), 1):
            file.write(f"{number},2024,events,D03,{code},Synthetic.,Synthetic.,Nobody,2026-07-01\n")
    load(folder)
    return folder


@pytest.fixture
def drafted(data: Path) -> Path:
    """The same with a second edition: some rows stay, some are no longer mentioned, the others are open."""
    with (data / "references.bib").open("a", encoding="utf-8") as file:
        file.write(NEXT_STATEMENT.replace(", synthetic", ""))
    # Every fourth value comes again, every third row is answered as no longer mentioned.
    asked = [question.id for question in row_questions(load(data), 2025)]
    edit(
        data,
        "observations",
        lambda rows: rows.extend(
            {**row, "year": "2025", "period": "2025", "source": "made_up_statement_2025"}
            for row in rows[::4]
            if row["source"] == "statement2025" and row["breakdown"] == "total" and not row["outcome_of"]
        ),
    )
    with (data / "answers.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"2025,{question},Asked?,{NOT_MENTIONED},Nobody,2026-07-01\n" for question in asked[::3])
    load(data)
    return data


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_the_same_on_its_excerpt(notebook: Path, data: Path, tmp_path: Path) -> None:
    part = cut(data, tmp_path / "excerpt", country_of(notebook))
    whole = bundles(notebook, data=str(data))
    assert len(whole) > 10
    assert bundles(notebook, data=str(part)) == whole


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_draft_and_the_edition_before_it_are_the_same_too(
    notebook: Path, drafted: Path, tmp_path: Path, year: int
) -> None:
    part = cut(drafted, tmp_path / "excerpt", country := country_of(notebook), year)
    open_ = open_chapter(country=country, year=year, data=str(drafted)).open
    assert bool(open_) == (year == 2025)
    if country:
        assert len([one for one in row_questions(load(drafted), year) if one.country == country]) >= len(open_)
    assert [one.id for one in open_chapter(country=country, year=year, data=str(part)).open] == [
        one.id for one in open_
    ]
    assert bundles(notebook, data=str(part), year=year) == bundles(notebook, data=str(drafted), year=year)


@pytest.mark.parametrize("country", ["XXA", "XXB", "XXC", "XCA", None])
@pytest.mark.parametrize("year", [2024, 2025])
def test_an_excerpt_is_a_valid_package(
    package: SyntheticPackage, tmp_path: Path, country: str | None, year: int
) -> None:
    package.add("countries", 2, iso3="XXC", slug="celand", section="C", name_en="Synthetic C")
    package.tables["events"] = package.tables["events"][1:]  # the first country has none
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    package.repeat_in_2025("cases", 3)
    load(cut(package.folder, tmp_path / "excerpt", country, year))
    notebook = tmp_path / "chapter.ipynb"
    notebook.write_bytes((TEMPLATES / COUNTRY).read_bytes())
    if country:
        shown = [
            bundles(notebook, data=str(folder), country=country, year=year)
            for folder in (package.folder, tmp_path / "excerpt")
        ]
        assert shown[0] == shown[1]


def test_a_package_of_one_country_is_seen_whole(package: SyntheticPackage, tmp_path: Path) -> None:
    for table, column in OF_COUNTRIES.items():
        package.tables[table] = [row for row in package.tables[table] if row.get(column) != "XXB"]
    package.descriptor["resources"] = [
        {**table, "behindbars:mayBeEmpty": True} if table["name"] == "events" else table
        for table in package.descriptor["resources"]
    ]
    package.write()
    seen = load(cut(package.folder, tmp_path / "excerpt", "XXA"))
    whole = package.load()
    assert (seen.observation_rows, seen.cases, seen.countries) == (
        whole.observation_rows,
        whole.cases,
        whole.countries,
    )


def test_a_row_may_need_one_of_a_later_year(package: SyntheticPackage, tmp_path: Path) -> None:
    package.begin_2025()
    later = package.repeat_in_2025("cases", 3, id="C9")
    package.add("events", 3, id="D9", source="made_up_context", case="C9")
    package.load()
    assert later == 4
    assert "C9" in [case.id for case in load(cut(package.folder, tmp_path / "excerpt", "XXB")).cases]


@pytest.mark.parametrize("code", [None, "XCA"])
def test_the_region_sees_every_file_as_it_is(code: str | None, data: Path) -> None:
    tables = {resource["path"] for resource in json.loads((data / "datapackage.json").read_bytes())["resources"]}
    found = excerpt(read_original(data), code, 2024)
    assert found.keys() == tables | {"datapackage.json", "references.bib"}
    assert found == {name: (data / name).read_bytes() for name in found}


@pytest.mark.parametrize(
    ("ending", "mark"), [("\n", b""), ("\r\n", b"\xef\xbb\xbf"), ("\r", b"")], ids=["unix", "spreadsheet", "old"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_keep_their_text(package: SyntheticPackage, ending: str, mark: bytes, delimiter: str) -> None:
    file = package.folder / "safeguards.csv"
    for row, text in ((2, 'A, "b"; c'), (3, "Other, text")):
        package.put("safeguards", row, finding_en=text)
    with file.open("wb") as stream:
        rows = [list(row) for row in csv.reader(file.with_name("safeguards.csv").open(encoding="utf-8"))]
        rows = rows or [list(package.columns("safeguards"))]
        del rows[:]
        columns = package.columns("safeguards")
        cells = [columns, *([row.get(name, "") for name in columns] for row in package.tables["safeguards"])]
        lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + ending for row in cells]
        stream.write(mark + "".join(lines).encode())
    package.load()
    assert excerpt(read_original(package.folder), "XXA", 2024)["safeguards.csv"] == mark + "".join(lines[:2]).encode()
    whole = excerpt(read_original(package.folder), None, 2024)["safeguards.csv"]
    assert whole == file.read_bytes()


def test_a_row_of_no_known_country_is_in_every_excerpt(package: SyntheticPackage) -> None:
    package.put("events", 3, country="XXQ")
    package.put("signatories", 2, country="")
    original = read_original(package.folder)
    for country in ("XXA", "XXB"):
        found = excerpt(original, country, 2024)
        assert b"XXQ" in found["events.csv"]
        assert b"made_up," in found["signatories.csv"]


def test_an_answer_is_kept_with_the_row_that_asks(drafted: Path) -> None:
    questions = {question.id: question.country for question in row_questions(load(drafted), 2025)}
    with (drafted / "answers.csv").open("a", encoding="utf-8") as file:
        answered = {line.split(",")[1] for line in (drafted / "answers.csv").read_text("utf-8").splitlines()}
        file.writelines(f"2025,{one},Asked?,Yes.,Nobody,2026-07-01\n" for one in questions if one not in answered)
    load(drafted)
    for country in CODES:
        text = excerpt(read_original(drafted), country, 2025)["answers.csv"].decode()
        kept = {line.split(",")[1] for line in text.splitlines()[1:]}
        own = {one for one, of in questions.items() if of == country}
        assert own
        assert own <= kept
        assert not {one for one, of in questions.items() if of not in (country, "XCA", None)} & kept
        assert not kept - questions.keys()  # no answer to what behindbars check asks of an edition


def test_the_statement_of_a_later_edition_is_not_seen_before_it_is_cited(package: SyntheticPackage) -> None:
    before = excerpt(read_original(package.folder), "XXA", 2024)
    package.begin_2025()
    original = read_original(package.folder)
    assert excerpt(original, "XXA", 2024) == before
    assert b"made_up_statement_2025" in excerpt(original, "XXA", 2025)["references.bib"]
    package.repeat_in_2025("cases", 2)
    package.load()
    assert b"made_up_statement_2025" in excerpt(read_original(package.folder), "XXA", 2024)["references.bib"]
    assert excerpt(read_original(package.folder), "XXB", 2024) == excerpt(original, "XXB", 2024)


def test_a_source_is_seen_where_it_is_cited(data: Path) -> None:
    references = data / "references.bib"
    text = references.read_text("utf-8")
    before = read_original(data)
    references.write_text(text.replace("title = {{Concluding observations on the fifth", "title = {{Another"), "utf-8")
    now = read_original(data)
    differ = {code: changes(describe(before, code, 2024), describe(now, code, 2024)) for code in (*CODES, None)}
    assert differ.pop("UZB") == ["data/references.bib, sources cited"]
    assert differ.pop(None) == ["data/references.bib"]
    assert set(map(tuple, differ.values())) == {()}


def change_cell(rows: list[dict[str, str]], number: int, column: str, text: str) -> None:
    rows[number][column] = text


@pytest.mark.parametrize(
    ("table", "change", "of_kaz", "of_region"),
    [
        ("observations", lambda rows: rows[0].update(note="Other."), ["observations.csv, rows of KAZ"] * 1, None),
        ("observations", lambda rows: rows.append(rows[0]), ["observations.csv, rows of KAZ"], None),
        ("observations", lambda rows: rows.pop(0), ["observations.csv, rows of KAZ"], None),
        ("observations", lambda rows: rows[-1].update(note="Other."), [], ["observations.csv, rows of UZB"]),
        ("observations", lambda rows: rows.append(rows[-1]), [], ["observations.csv, rows of UZB"]),
        ("countries", lambda rows: rows[-1].update(name_ru="Другое"), ["countries.csv, rows of XCA"], None),
        ("countries", lambda rows: rows[1].update(name_ru="Другое"), [], ["countries.csv, rows of KGZ"]),
        ("countries", lambda rows: rows.insert(0, rows.pop()), ["countries.csv, order of rows"], None),
        ("countries", lambda rows: rows.insert(1, rows.pop(2)), [], ["countries.csv, order of rows"]),
        ("signatories", lambda rows: rows[-1].update(note="Other."), ["signatories.csv, rows of no country"], None),
        ("indicators", lambda rows: rows[0].update(label_en="other"), ["indicators.csv"], None),
        ("labels", lambda rows: rows.pop(), [], ["labels.csv"]),
        ("answers", lambda rows: rows.pop(), [], ["answers.csv"]),
    ],
)
def test_the_parts_that_differ_are_named(
    data: Path, table: str, change: Any, of_kaz: list[str], of_region: list[str] | None
) -> None:
    edit(data, table, lambda rows: None)  # as the writer quotes
    before = read_original(data)
    edit(data, table, change)
    now = read_original(data)
    for country, expected in (("KAZ", of_kaz), (None, of_kaz if of_region is None else of_region)):
        assert changes(describe(before, country, 2024), describe(now, country, 2024)) == [
            f"data/{name}" for name in expected
        ]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SyntheticPackage:
    """A synthetic package with a row of every kind, for many changes one after the other."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    folder.mkdir()
    package = SyntheticPackage(folder)
    package.begin_2025()
    return package


def full_tables() -> dict[str, list[dict[str, str]]]:
    """Rows of both countries, the region and none in every table that may have them."""
    tables = {name: [dict(row) for row in rows] for name, rows in SYNTHETIC.items()}
    for table, column in OF_COUNTRIES.items():
        if table not in ("countries", "corrections"):
            tables[table] += [
                {**tables[table][0], "id": f"{table}_{code}", column: code} for code in ("XCA", "XXA", "XXB")
            ]
    tables["signatories"].append({**tables["signatories"][0], "id": "abroad", "country": ""})
    tables["answers"] = [
        {"year": "2025", "question": question, "asked": "Synthetic?", "answer": NOT_MENTIONED, "name": "Nobody"}
        for question in ("observations/O02", "observations/O11", "safeguards/XXA/Q2", "safeguards/XXB/Q3")
    ] + [{"year": "2024", "question": "few/O03", "asked": "Synthetic?", "answer": "Yes.", "name": "Nobody"}]
    tables["corrections"] = [
        {"id": str(number), "year": "2024", "table": "events", "row": "D2", "country": code}
        for number, code in enumerate(("XXA", "XXB", "XCA", ""))
    ]
    return tables


def excerpts(package: SyntheticPackage, tables: dict[str, list[dict[str, str]]]) -> dict[str | None, Any]:
    package.tables = tables
    package.write()
    original = read_original(package.folder)
    return {code: (excerpt(original, code, 2025), describe(original, code, 2025)) for code in ("XXA", "XXB", None)}


@given(st.data())
@settings(max_examples=150)
def test_a_change_is_in_the_excerpts_of_those_who_see_it_and_in_no_other(
    shared: SyntheticPackage, data: st.DataObject
) -> None:
    before = excerpts(shared, full_tables())
    tables = full_tables()
    table = data.draw(st.sampled_from(sorted(OF_COUNTRIES)))
    number = data.draw(st.integers(0, len(tables[table]) - 1))
    row = tables[table][number]
    of = row.get(OF_COUNTRIES[table], "")
    column = data.draw(st.sampled_from([name for name in shared.columns(table) if name != OF_COUNTRIES[table]]))
    kind = data.draw(st.sampled_from(["cell", "delete", "repeat"]))
    if (table, column) == ("countries", "kind") or (table, kind) in {("countries", "delete"), ("countries", "repeat")}:
        column, kind = "name_en", "cell"  # what is a country is not changed here
    if kind == "cell":
        row[column] = data.draw(TEXTS.filter(lambda text: text != row.get(column, "")))
    elif kind == "delete":
        tables[table].pop(number)
    else:
        tables[table].insert(data.draw(st.integers(0, len(tables[table]))), dict(row))
    now = excerpts(shared, tables)
    see = {"XXA", "XXB", None} if of in ("XCA", "") else {of, None}
    assert {code for code in now if now[code][0] != before[code][0]} == see
    assert {code for code in now if now[code][1] != before[code][1]} == see
    for code in see:
        named = changes(before[code][1], now[code][1])
        assert f"data/{table}.csv, rows of {of or 'no country'}" in named
        assert {name.partition(", ")[0] for name in named} <= {
            f"data/{table}.csv",
            "data/answers.csv",
            "data/references.bib",
        }


@given(st.data())
@settings(max_examples=100)
def test_excerpts_are_the_same_exactly_when_their_descriptions_are(
    shared: SyntheticPackage, data: st.DataObject
) -> None:
    before = excerpts(shared, full_tables())
    tables = full_tables()
    for table in data.draw(st.lists(st.sampled_from(sorted(tables)), min_size=1, max_size=2)):
        tables[table] = data.draw(st.permutations(tables[table]))
    now = excerpts(shared, tables)
    for code in now:
        assert (now[code][0] == before[code][0]) == (now[code][1] == before[code][1])
        assert bool(changes(before[code][1], now[code][1])) == (now[code][0] != before[code][0])


def test_nothing_slow_is_loaded() -> None:
    code = "import sys, behindbars.excerpt; print(*sorted({'altair', 'edtf', 'pandas'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
