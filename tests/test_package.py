"""The data package as frames, and that it is checked once, whatever happens to the mark that says so."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.package import DataPackage, load
from behindbars.package.package import MARK
from tests.conftest import DATA, SYNTHETIC, SyntheticPackage


@pytest.fixture
def data(package: SyntheticPackage) -> DataPackage:
    return load(package.folder)


def test_each_table_is_a_frame_in_the_order_of_its_file(data: DataPackage) -> None:
    assert data.name == "synthetic-package"
    assert data.frames.keys() == SYNTHETIC.keys()
    for name, rows in SYNTHETIC.items():
        key = "iso3" if name == "countries" else "id"
        if rows and key in rows[0]:
            assert data.frames[name][key].tolist() == [row[key] for row in rows]
        table = data.descriptor.table(name)
        assert [*data.frames[name]][: len(table.columns)] == [*table.columns]


def test_columns_are_typed_by_the_descriptor(data: DataPackage) -> None:
    observations = data.frames["observations"].set_index("id")
    kinds = observations.dtypes.astype(str)
    assert kinds[["country", "year", "low", "note"]].tolist() == ["str", "Int64", "Float64", "str"]
    assert kinds[["context", "stage"]].tolist() == ["bool", "Int64"]
    assert observations.loc["O11", ["low", "high"]].tolist() == [4.0, 6.0]
    assert observations["high"].isna()["O12"]
    assert observations["note"].isna().all()
    status = observations["status"].cat
    assert status.ordered
    assert status.categories[:3].tolist() == ["exact", "range", "at_least"]
    assert observations["series"].cat.categories.tolist() == ["coalition", "register"]
    assert observations["series"].min() == "coalition"
    assert observations.loc["O12", "unit"] == "percent"
    assert observations["stage"].fillna(0)[["O02", "O06", "O12"]].tolist() == [1, 6, 0]


def test_editions_and_countries(data: DataPackage) -> None:
    assert data.years == (2024,)
    assert data.statements[2024].key == "made_up_statement"
    assert data.countries_of(2024)["iso3"].tolist() == ["XXA", "XXB"]
    assert data.countries_of(2000).empty
    assert data.country("XCA")["name_en"] == "Synthetic region"
    with pytest.raises(ParameterError, match="perhaps XXA was meant"):
        data.country("xxa")
    for unknown in ("France", "XA"):  # XA is as near to XXA as to XCA
        with pytest.raises(ParameterError, match="there are XXA, XXB, XCA"):
            data.country(unknown)


def loaded(folder: Path, code: str = "load(Path(sys.argv[1]))") -> set[str]:
    """Load a data package in a process of its own, and say what large libraries that took."""
    script = f"""
import sys
from pathlib import Path
from behindbars.package import load
{code}
print(*({{"pandas", "frictionless", "altair", "lark"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.fixture
def cached(package: SyntheticPackage) -> Path:
    """The mark of the synthetic package, in a project with a cache."""
    mark = package.folder.parent / MARK
    mark.parent.mkdir()
    return mark


def test_to_import_the_package_takes_no_large_library(package: SyntheticPackage) -> None:
    assert loaded(package.folder, "") == set()
    assert loaded(package.folder, "import behindbars.build") == set()


def test_what_was_checked_is_not_checked_again_and_what_changed_is(package: SyntheticPackage, cached: Path) -> None:
    assert loaded(package.folder) == {"pandas", "frictionless"}
    assert [file.name for file in cached.parent.iterdir()] == [cached.name]
    assert loaded(package.folder) == {"pandas"}
    before = load(package.folder)
    for file in ("observations.csv", "references.bib", "datapackage.json"):
        path, mark = package.folder / file, cached.read_text()
        path.write_bytes(path.read_bytes() + b"\n")
        frames = load(package.folder).frames
        assert cached.read_text() != mark
        pd.testing.assert_frame_equal(frames["observations"], before.frames["observations"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"0" * 64, None], ids=["empty", "bytes", "other", "folder"])
def test_a_damaged_mark_means_to_check_again(package: SyntheticPackage, cached: Path, content: bytes | None) -> None:
    package.put("observations", 11, high="3")
    if content is None:
        cached.mkdir()
    else:
        cached.write_bytes(content)
    with pytest.raises(DataError):
        load(package.folder)
    package.put("observations", 11, high="6")
    load(package.folder)


def test_faulty_data_is_never_marked(package: SyntheticPackage, cached: Path) -> None:
    package.put("observations", 11, high="3")
    for _ in range(2):
        with pytest.raises(DataError):
            load(package.folder)
    assert not cached.exists()


def test_another_version_checks_again(package: SyntheticPackage, cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(package.folder)
    before = cached.read_text()
    monkeypatch.setattr("behindbars.package.package.__version__", "2099.1.0")
    load(package.folder)
    assert cached.read_text() != before


def test_no_cache_is_no_error_and_none_is_made(package: SyntheticPackage) -> None:
    load(package.folder)
    assert [file.name for file in package.folder.parent.iterdir()] == ["data"]
    (package.folder.parent / ".cache").write_text("a file where a folder should be")
    load(package.folder)


def test_a_mark_that_cannot_be_written_is_no_error(package: SyntheticPackage, cached: Path) -> None:
    cached.mkdir()  # a file cannot take its place
    load(package.folder)
    assert [file.name for file in cached.parent.iterdir()] == [cached.name]


DESCRIPTOR: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text("utf-8"))
Change = Callable[[dict[str, Any]], object]


def column(descriptor: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    fields = schema(descriptor, table)["fields"]
    return next(field for field in fields if field["name"] == name)  # type: ignore[no-any-return]


def schema(descriptor: dict[str, Any], table: str) -> dict[str, Any]:
    return next(one for one in descriptor["resources"] if one["name"] == table)["schema"]  # type: ignore[no-any-return]


def codes(descriptor: dict[str, Any], table: str, name: str) -> list[str]:
    return column(descriptor, table, name)["constraints"]["enum"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: codes(d, "observations", "status").append("guessed"), "'guessed' of column 'status'"),
        (lambda d: codes(d, "observations", "status").remove("some"), "'status' of table 'observations' lack 'some'"),
        (lambda d: codes(d, "observations", "status").append("to_be_completed"), "'to_be_completed'"),
        (lambda d: codes(d, "indicators", "unit").append("litres"), "'litres' of column 'unit'"),
        (lambda d: column(d, "observations", "reporter").pop("constraints"), "'reporter' of table 'observations'"),
        (lambda d: column(d, "observations", "year")["constraints"].pop("required"), "'year' of table"),
        (lambda d: column(d, "observations", "low").update(type="string"), "'low' of table 'observations'"),
        (lambda d: column(d, "observations", "year").update(type="number"), "'year' of table 'observations'"),
        (lambda d: schema(d, "events")["fields"].pop(2), "no column 'year' of table 'events'"),
        (lambda d: schema(d, "events").pop("primaryKey"), "primary key of table 'events' must be id"),
        (lambda d: schema(d, "events").pop("foreignKeys"), "'country' of table 'events' must have a foreign key"),
        (lambda d: d["resources"].pop(4), "no table 'observations'"),
    ],
)
def test_a_descriptor_that_was_edited_by_hand_is_answered_with_a_name(
    package: SyntheticPackage, change: Change, message: str
) -> None:
    descriptor = copy.deepcopy(DESCRIPTOR) | {"name": "synthetic-package"}
    change(descriptor)
    (package.folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    with pytest.raises(ProjectError) as caught:
        load(package.folder)
    assert message in str(caught.value)
    assert "datapackage.json" in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: schema(d, "events")["fields"].append({"name": "place", "type": "string"}),
        lambda d: codes(d, "events", "kind").append("protest"),
        lambda d: column(d, "events", "event_en")["constraints"].update(pattern=".*law|.*verdict"),
        lambda d: d.update(keywords=["torture"], created="2026-07-01T00:00:00Z"),
    ],
)
def test_a_descriptor_may_say_more(package: SyntheticPackage, change: Change) -> None:
    change(package.descriptor)
    package.write()
    load(package.folder)
