"""Whatever is changed in a data package: exactly the excerpts differ whose chapters see it, and say so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behindbars.excerpt import changes, describe, excerpt, read_original
from behindbars.wording import NOT_MENTIONED
from tests.conftest import SYNTHETIC, SyntheticPackage
from tests.corruptions import SPOILT
from tests.test_excerpt import OF_COUNTRIES

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=9)


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


class Excerpts:
    """A synthetic package with rows of every kind, for many changes one after the other."""

    def __init__(self, folder: Path) -> None:
        self.package = SyntheticPackage(folder)
        self.package.begin_2025()
        self.before = self.of(full_tables())

    def of(self, tables: dict[str, list[dict[str, str]]]) -> dict[str | None, Any]:
        """Give the excerpt of each chapter, and its description."""
        self.package.tables = tables
        self.package.write()
        original = read_original(self.package.folder)
        return {code: (excerpt(original, code, 2025), describe(original, code, 2025)) for code in ("XXA", "XXB", None)}


@pytest.fixture(scope="module")
def excerpts(tmp_path_factory: pytest.TempPathFactory) -> Excerpts:
    return Excerpts(tmp_path_factory.mktemp("data"))


@given(st.data())
@settings(max_examples=100)
def test_a_change_is_in_the_excerpts_of_those_who_see_it_and_in_no_other(
    excerpts: Excerpts, data: st.DataObject
) -> None:
    before, tables = excerpts.before, full_tables()
    table = data.draw(st.sampled_from(sorted(OF_COUNTRIES)))
    number = data.draw(st.integers(0, len(tables[table]) - 1))
    row = tables[table][number]
    of = row.get(OF_COUNTRIES[table], "")
    column = data.draw(
        st.sampled_from([name for name in excerpts.package.columns(table) if name != OF_COUNTRIES[table]])
    )
    kind = data.draw(st.sampled_from(["cell", "delete", "repeat"]))
    if (table, column) == ("countries", "kind") or (table, kind) in {("countries", "delete"), ("countries", "repeat")}:
        column, kind = "name_en", "cell"  # what is a country is not changed here
    if kind == "cell":
        row[column] = data.draw(TEXTS.filter(lambda text: text != row.get(column, "")))
    elif kind == "delete":
        tables[table].pop(number)
    else:
        tables[table].insert(data.draw(st.integers(0, len(tables[table]))), dict(row))
    now = excerpts.of(tables)
    see = {"XXA", "XXB", None} if of in ("XCA", "") else {of, None}
    assert {code for code in now if now[code][0] != before[code][0]} == see
    assert {code for code in now if now[code][1] != before[code][1]} == see
    folder = excerpts.package.folder.name
    for code in see:
        named = changes(before[code][1], now[code][1])
        assert f"{folder}/{table}.csv, rows of {of or 'no country'}" in named
        assert {name.partition(", ")[0] for name in named} <= {
            f"{folder}/{table}.csv",
            f"{folder}/answers.csv",
            f"{folder}/references.bib",
        }


@given(st.data())
@settings(max_examples=100)
def test_excerpts_are_the_same_exactly_when_their_descriptions_are(excerpts: Excerpts, data: st.DataObject) -> None:
    before, tables = excerpts.before, full_tables()
    for table in data.draw(st.lists(st.sampled_from(sorted(tables)), min_size=1, max_size=2)):
        tables[table] = data.draw(st.permutations(tables[table]))
    now = excerpts.of(tables)
    for code in now:
        assert (now[code][0] == before[code][0]) == (now[code][1] == before[code][1])
        assert bool(changes(before[code][1], now[code][1])) == (now[code][0] != before[code][0])


@pytest.mark.parametrize(("table", "row", "column", "cells"), SPOILT, ids=str)
def test_data_with_faults_differs_for_the_region(
    package: SyntheticPackage, table: str, row: int, column: str, cells: dict[str, str]
) -> None:
    before = describe(read_original(package.folder), None, 2024)
    package.put(table, row or 4, **cells)
    now = read_original(package.folder)
    assert [name for name in changes(before, describe(now, None, 2024)) if name.startswith(f"data/{table}.csv")]
    assert describe(now, "XXA", 2024)
