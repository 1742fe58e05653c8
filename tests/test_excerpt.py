"""A chapter's excerpt holds all that the chapter can see, and nothing that it cannot."""

from __future__ import annotations

import ast
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from behindbars.beginning import COUNTRY, TEMPLATES
from behindbars.chapter import open_chapter
from behindbars.dataset import load
from behindbars.errors import ProjectError
from behindbars.excerpt import changes, describe, excerpt, read_original
from behindbars.parameters import declared_parameters
from behindbars.questions import row_questions
from behindbars.wording import NOT_MENTIONED
from tests.conftest import CODES, DATA, NEXT_STATEMENT, PROJECT, SyntheticPackage

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


def country_of(notebook: Path) -> str | None:
    return declared_parameters(notebook).get("country")


def cut(data: Path, folder: Path, country: str | None, year: int = 2024) -> Path:
    """Write an excerpt into a folder."""
    folder.mkdir()
    for name, content in excerpt(read_original(data), country, year).items():
        (folder / name).write_bytes(content)
    return folder


def edit(data: Path, table: str, change: Callable[[list[dict[str, str]]], Any]) -> None:
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


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real data, with a correction for each country and one for none; no test changes it."""
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("real") / "data")
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        for number, code in enumerate((*CODES, ""), 1):
            file.write(f"{number},2024,events,D03,{code},Synthetic.,Synthetic.,Nobody,2026-07-01\n")
    load(folder)
    return folder


@pytest.fixture(scope="module")
def draft(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a second edition: some rows come again, some are no longer mentioned, others are open."""
    folder = shutil.copytree(real, tmp_path_factory.mktemp("draft") / "data")
    with (folder / "references.bib").open("a", encoding="utf-8") as file:
        file.write(NEXT_STATEMENT.replace(", synthetic", ""))
    questions = row_questions(load(folder), 2025)
    edit(
        folder,
        "observations",
        lambda rows: rows.extend(
            {**row, "year": "2025", "period": "2025", "source": "made_up_statement_2025"}
            for row in rows[::4]
            if row["source"] == "statement2025" and row["breakdown"] == "total" and not row["outcome_of"]
        ),
    )
    with (folder / "answers.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"2025,{one.id},Asked?,{NOT_MENTIONED},Nobody,2026-07-01\n" for one in questions[::3])
    load(folder)
    return folder


@pytest.fixture
def data(real: Path, tmp_path: Path) -> Path:
    """A copy of the real data that a test may change."""
    return shutil.copytree(real, tmp_path / "data")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_the_same_on_its_excerpt(notebook: Path, real: Path, tmp_path: Path) -> None:
    part = cut(real, tmp_path / "excerpt", country_of(notebook))
    whole = bundles(notebook, data=str(real))
    assert len(whole) > 10
    assert bundles(notebook, data=str(part)) == whole


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("notebook", [one for one in NOTEBOOKS if country_of(one)], ids=lambda path: path.stem)
def test_a_draft_and_the_edition_before_it_are_the_same_too(
    notebook: Path, draft: Path, tmp_path: Path, year: int
) -> None:
    part = cut(draft, tmp_path / "excerpt", country := country_of(notebook), year)
    whole, seen = (open_chapter(country=country, year=year, data=str(folder)) for folder in (draft, part))
    assert [one.id for one in seen.open] == [one.id for one in whole.open]
    assert bool(seen.open) == (year == 2025)
    assert bundles(notebook, data=str(part), year=year) == bundles(notebook, data=str(draft), year=year)


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


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_rows_keep_their_text(package: SyntheticPackage, mark: str, ending: str, delimiter: str) -> None:
    package.tables["safeguards"][0]["finding_en"] = 'A, "b"; c'
    columns = package.columns("safeguards")
    rows = [columns, *([row.get(name, "") for name in columns] for row in package.tables["safeguards"])]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + ending for row in rows]
    (package.folder / "safeguards.csv").write_bytes((mark + "".join(quoted)).encode())
    countries = package.folder / "countries.csv"
    countries.write_bytes(mark.encode() + countries.read_bytes())
    original = read_original(package.folder)
    assert package.load().safeguards[0].finding_en == 'A, "b"; c'
    assert excerpt(original, "XXA", 2024)["safeguards.csv"].decode() == mark + quoted[0] + quoted[1]
    assert excerpt(original, "XXB", 2024)["safeguards.csv"].decode() == mark + quoted[0] + quoted[2]
    assert excerpt(original, None, 2024)["safeguards.csv"].decode() == mark + "".join(quoted)


def test_a_row_of_no_known_country_is_in_every_excerpt(package: SyntheticPackage) -> None:
    package.put("events", 3, country="XXQ")
    package.put("signatories", 2, country="")
    original = read_original(package.folder)
    for country in ("XXA", "XXB"):
        found = excerpt(original, country, 2024)
        assert b"XXQ" in found["events.csv"]
        assert b"made_up," in found["signatories.csv"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("countries.csv", None),
        ("references.bib", b"\xff"),
        ("events.csv", b""),
        ("events.csv", b'id,country\nD2,"XXA\n'),
        ("datapackage.json", b"{}"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_message(
    package: SyntheticPackage, file: str, content: bytes | None
) -> None:
    (package.folder / file).unlink()
    if content is not None:
        (package.folder / file).write_bytes(content)
    with pytest.raises(ProjectError, match=file):
        read_original(package.folder)


def test_an_answer_is_kept_with_the_row_that_asks(draft: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(draft, tmp_path / "data")
    questions = {question.id: question.country for question in row_questions(load(folder), 2025)}
    with (folder / "answers.csv").open("w", encoding="utf-8") as file:
        file.write("year,question,asked,answer,name,date\n")
        file.writelines(f"2025,{one},Asked?,{NOT_MENTIONED},Nobody,2026-07-01\n" for one in questions)
        file.write("2025,threefold/N02,Asked?,Yes.,Nobody,2026-07-01\n")  # which no chapter looks up
    for country in CODES:
        text = excerpt(read_original(folder), country, 2025)["answers.csv"].decode()
        kept = [line.split(",")[1] for line in text.splitlines()[1:]]
        assert [one for one in kept if questions[one]] == [
            one for one, of in questions.items() if of in (country, "XCA")
        ]
        assert f"safeguards/{country}/" in text


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


@pytest.mark.parametrize(
    ("table", "change", "of_kaz", "of_region"),
    [
        ("observations", lambda rows: rows[0].update(note="Other."), ["observations.csv, rows of KAZ"], None),
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


def test_nothing_slow_is_loaded() -> None:
    code = "import sys, behindbars.excerpt; print(*sorted({'altair', 'edtf', 'pandas'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
