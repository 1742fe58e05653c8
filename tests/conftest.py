"""Shared fixtures. Every figure and name of the synthetic package is made up."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from behindbars.errors import DataError, Fault
from behindbars.package import MARK, DataPackage, load
from behindbars.report.edition import Edition

settings.register_profile("any machine", deadline=None)  # a busy one is no fault of the code
settings.load_profile("any machine")

collect_ignore_glob = ["notebooks/*", "formats/sample/*", "edition/*"]
"""Notebooks that are no references: edge cases, a sample for both renderers, and those of the edition for tests."""
ROOT = Path(__file__).parents[1]
"""The project, whose edition and data change with the years: what is in it is checked, but no program by it."""
LONGEST = ("test_new_year", "test_yearly_path", "test_interruption", "test_kept", "test_worksheet", "test_cluster")
"""Files that take minutes: they come first, so that all workers end together."""
_PLACE = TemporaryDirectory(prefix="edition-")


def _assembled(folder: Path) -> Path:
    """Put the edition of 2024 as it was, from `tests/edition`, beside the design and the settings of the program."""
    shutil.copytree(ROOT / "tests" / "edition", folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "_extensions", folder / "_extensions")
    for name in ("_brand.yml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    (folder / MARK).parent.mkdir()  # so that data that was checked is not checked again
    return folder


PROJECT = _assembled(Path(_PLACE.name).resolve())
"""A project with the edition of 2024 and nothing later, for tests of the program."""
DATA = PROJECT / "data"
WAIT_SECONDS = 600
"""How long one worker of the tests waits for what the other makes for both, s."""
ODD = "_проект_ o'brien -- a...b *y* 100%20 c:d;e #f?"
"""A folder whose name would be markup if anything took it for text."""

_SOURCE = {"source": "made_up_statement", "locator": "A1", "confidence": "high"}
_SOURCE_B = _SOURCE | {"locator": "B1"}
_CONTEXT = {"source": "made_up_context", "locator": "para 1", "confidence": "medium"}


def _label(identifier: str, **cells: str) -> dict[str, str]:
    return {"id": identifier, "label_en": f"synthetic {identifier}", **cells}


def _indicator(identifier: str, **cells: str) -> dict[str, str]:
    return _label(identifier, one_en=f"synthetic {identifier}", definition_en="Synthetic.", **cells)


def _value(identifier: str, country: str, period: str, indicator: str, series: str, **cells: str) -> dict[str, str]:
    row = {"id": identifier, "country": country, "year": "2024", "period": period, "indicator": indicator}
    place = {"locator": f"{country[-1]}1"}
    return {**row, "series": series, "breakdown": "total", "reporter": "ngo", **_SOURCE, **place, **cells}


def _exactly(number: int) -> dict[str, str]:
    return {"low": str(number), "high": str(number), "status": "exact"}


SYNTHETIC: dict[str, list[dict[str, str]]] = {
    "countries": [
        {"iso3": "XXA", "slug": "aland", "kind": "country", "section": "A", "name_en": "Synthetic A"}
        | {"torture_article": "Article 1", "source": "made_up_statement", "locator": "A1"},
        {"iso3": "XXB", "slug": "beland", "kind": "country", "section": "B", "name_en": "Synthetic B"},
        {"iso3": "XCA", "slug": "region", "kind": "region", "section": "I", "name_en": "Synthetic region"},
    ],
    "indicators": [
        _indicator("complaints", unit="complaints", stage="1"),
        _indicator("cases_registered", unit="cases", stage="2"),
        _indicator("victims", unit="persons", stage="3"),
        _indicator("suspects", unit="persons", stage="4"),
        _indicator("cases_in_court", unit="cases", stage="5"),
        _indicator("convictions", unit="convictions", stage="6"),
        _indicator("share", unit="percent"),
        _indicator("sentence", unit="years"),
    ],
    "series": [
        _label("coalition", definition_en="Synthetic."),
        _label("register", definition_en="Synthetic."),
    ],
    "topics": [_label("definition", grid="1"), _label("amnesty", grid="2", harmful_en="applies")],
    "observations": [
        _value("O02", "XXA", "2024", "complaints", "coalition", **_exactly(20)),
        _value("O03", "XXA", "2024", "complaints", "coalition", **_exactly(5) | {"breakdown": "women"}),
        _value("O04", "XXA", "2024", "complaints", "coalition", **_exactly(12) | {"breakdown": "men"}),
        _value("O05", "XXA", "2024", "complaints", "coalition", **_exactly(3) | {"breakdown": "children"}),
        _value("O06", "XXA", "2024", "convictions", "coalition", **_exactly(2), outcome_of="complaints"),
        _value("O07", "XXA", "2024", "cases_registered", "register", **_exactly(9)),
        _value("O08", "XXA", "2024", "cases_in_court", "register", status="unknown"),
        _value("O09", "XXA", "2024", "victims", "register", **_exactly(8)),
        _value("O10", "XXA", "2024", "suspects", "register", **_exactly(7)),
        _value("O11", "XXB", "2023-01/2024-06", "complaints", "register", low="4", high="6", status="range"),
        _value("O12", "XXB", "../2025-06", "share", "coalition", low="20.5", status="more_than"),
        _value("O13", "XXB", "2024", "convictions", "register", low="0", high="0", status="reported_zero"),
        _value("O14", "XXB", "2024", "sentence", "coalition", high="10", status="up_to", case="C2"),
        _value("O15", "XXB", "2022", "complaints", "coalition", low="90", high="90", status="about")
        | {"year": "2022"}
        | _CONTEXT,
        _value("O16", "XXB", "2021", "complaints", "coalition", low="30", status="at_least")
        | {"year": "2021"}
        | _CONTEXT,
    ],
    "safeguards": [
        {"id": "Q2", "country": "XXA", "year": "2024", "topic": "definition", "law": "partial", **_SOURCE}
        | {"finding_en": "Synthetic finding."},
        {"id": "Q3", "country": "XXB", "year": "2024", "topic": "amnesty", "practice": "harmful", **_SOURCE_B}
        | {"finding_en": "Synthetic finding."},
    ],
    "cases": [
        {"id": "C1", "country": "XXA", "year": "2024", "kind": "collective", "title_en": "Synthetic group"}
        | {"summary_en": "Synthetic.", "answer_en": "Synthetic.", **_SOURCE},
        {"id": "C2", "country": "XXB", "year": "2024", "kind": "individual", "title_en": "Synthetic person"}
        | {"person": "Made Up", "summary_en": "Synthetic.", "answer_en": "Synthetic.", **_SOURCE_B},
    ],
    "events": [
        {"id": "D2", "country": "XXA", "year": "2024", "date": "2024-09-13", "kind": "law", **_SOURCE}
        | {"event_en": "synthetic law"},
        {"id": "D3", "country": "XXB", "year": "2024", "date": "2025-04?", "kind": "verdict", **_SOURCE_B}
        | {"event_en": "synthetic verdict", "case": "C2"},
    ],
    "recommendations": [
        {
            "id": "R1",
            "year": "2024",
            "kind": "recommendation",
            "short_en": "Synthetic",
            "text_en": "Synthetic.",
        }
        | {"topics": "definition amnesty", "indicators": "complaints"}
        | {"source": "made_up_statement", "locator": "R1"},
    ],
    "signatories": [
        {"id": "made_up", "year": "2024", "name_en": "Synthetic organisation", "country": "XXA"}
        | {"source": "made_up_statement", "locator": "I1"},
    ],
    "labels": [{"year": "2024", "locator": "A1", "text": "one synthetic study", "reason": "Synthetic."}],
    "answers": [],
    "corrections": [],
}

REFERENCES = """\
@misc{made_up_statement,
  title = {Synthetic statement}, author = {{Made Up and Partners} and {Nobody}}, date = {2025-06-26},
  url = {https://example.org/statement_1}, shorttitle = {Synthetic}, keywords = {statement, edition 2024, synthetic}
}
@misc{made_up_context,
  title = {Synthetic context}, author = {Nobody}, date = {2025}, keywords = {synthetic}
}
"""


NEXT_STATEMENT = """
@misc{made_up_statement_2025,
  title = {Synthetic statement again}, author = {Nobody}, date = {2026-06-26}, shorttitle = {Synthetic 2026},
  url = {https://example.org/statement_2}, keywords = {statement, edition 2025, synthetic}
}
"""


class SyntheticPackage:
    """A data package in a folder, of which single cells can be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = {name: [dict(row) for row in rows] for name, rows in SYNTHETIC.items()}
        self.descriptor: dict[str, Any] = json.loads((DATA / "datapackage.json").read_text("utf-8"))
        self.descriptor["name"] = "synthetic-package"
        (folder / "references.bib").write_text(REFERENCES, "utf-8")
        self.write()

    def columns(self, table: str) -> list[str]:
        resource = next(item for item in self.descriptor["resources"] if item["name"] == table)
        return [field["name"] for field in resource["schema"]["fields"]]

    def write(self) -> None:
        (self.folder / "datapackage.json").write_text(json.dumps(self.descriptor), "utf-8")
        for name, rows in self.tables.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, self.columns(name), restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def put(self, table: str, row: int, **cells: str) -> None:
        """Overwrite cells of a row, numbered as a spreadsheet numbers it."""
        self.tables[table][row - 2].update(cells)
        self.write()

    def add(self, table: str, like: int, **cells: str) -> int:
        """Append a copy of a row with other cells, and give its number."""
        self.tables[table].append(self.tables[table][like - 2] | cells)
        self.write()
        return len(self.tables[table]) + 1

    def begin_2025(self) -> None:
        """Add the statement of a second edition, without any row of it."""
        with (self.folder / "references.bib").open("a", encoding="utf-8") as stream:
            stream.write(NEXT_STATEMENT)

    def repeat_in_2025(self, table: str, row: int, **cells: str) -> int:
        """Append a row of 2024 as it is in 2025, with other cells, and give its number."""
        return self.add(table, row, **{"year": "2025", "source": "made_up_statement_2025"} | cells)

    def load(self) -> DataPackage:
        return load(self.folder)

    def faults(self) -> tuple[Fault, ...]:
        with pytest.raises(DataError) as caught:
            self.load()
        return caught.value.faults

    def cells(self) -> list[tuple[str, int, str]]:
        """Load, and give the cell of every fault."""
        return [(fault.file, fault.row, fault.column) for fault in self.faults()]


@pytest.fixture
def package(tmp_path: Path) -> SyntheticPackage:
    """A small valid data package, all of it made up."""
    folder = tmp_path / "data"
    folder.mkdir()
    return SyntheticPackage(folder)


@pytest.fixture
def project_data() -> Path:
    """The project's real data package."""
    return DATA


@pytest.fixture(scope="session", autouse=True)
def typeface_of_charts() -> None:
    """Let charts be drawn in it: vl-convert looks for fonts once, at the first chart of a process."""
    from behindbars.charts.picture import use_typeface

    use_typeface()


@pytest.fixture(scope="session", autouse=True)
def few_spare_rows() -> Iterator[None]:
    """Let worksheets be small, which are read sooner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("behindbars.yearly.worksheet.layout.SPARE_ROWS", 10)
        yield


def copy_project(folder: Path) -> Path:
    """Copy what an edition is built from into an empty folder, with the mark that its data was checked."""
    for name in ("data", "notebooks", "_extensions"):
        shutil.copytree(PROJECT / name, folder / name)
    for pattern in ("_*.yml", "*.qmd", "requirements.lock"):
        for file in PROJECT.glob(pattern):
            shutil.copy(file, folder)
    if not (PROJECT / MARK).is_file():
        load(DATA)
    (folder / MARK).parent.mkdir()
    shutil.copy(PROJECT / MARK, folder / MARK)
    return folder


def keep_one_chapter(project: Path, slug: str) -> Path:
    """Leave one notebook in an edition, which is then built in seconds."""
    profile = project / "_quarto-2024.yml"
    lines = profile.read_text(encoding="utf-8").splitlines()
    around = ("reading.qmd", "method.qmd")
    dropped = [line for line in lines if line.endswith(around) or (".ipynb" in line and f"/{slug}.ipynb" not in line)]
    profile.write_text("\n".join(line for line in lines if line not in dropped), encoding="utf-8")
    # The first page itself refers to chapters that are not there.
    (project / "index.qmd").write_text("# How to read this edition\n\nSynthetic.\n", encoding="utf-8")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project without its outputs."""
    return copy_project(tmp_path / ODD)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], object]], Path]:
    """Make a folder once for all workers; no test changes what is in it."""
    root = tmp_path_factory.getbasetemp()

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place = (root if worker_id == "master" else root.parent) / name
        place.mkdir(exist_ok=True)
        with FileLock(place / "lock", timeout=WAIT_SECONDS):
            if not (place / "made").exists():
                shutil.rmtree(place / ODD, ignore_errors=True)
                make(place / ODD)
                (place / "made").touch()
        return place / ODD

    return made


@pytest.fixture(scope="session")
def built(once: Callable[..., Path]) -> Path:
    """A copy of the project with its edition."""
    from behindbars.build import build

    return once("built", lambda folder: build(copy_project(folder), 2024, renderer="embedded"))


@pytest.fixture(scope="session")
def small(once: Callable[..., Path]) -> Path:
    """A small edition, built."""
    from behindbars.build import build
    from tests.small import small_edition

    return once("small", lambda folder: build(small_edition(folder), 2024, renderer="embedded"))


CODES = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
"""The countries of the edition of 2024."""


@pytest.fixture(scope="session")
def editions() -> dict[str, Edition]:
    """The editions of the real countries."""
    from tests.editions import opened

    return {code: opened(code) for code in CODES}


@pytest.fixture(scope="session")
def region() -> Edition:
    """The edition of the region."""
    from tests.editions import opened

    return opened()


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edition]:
    """The editions of the synthetic countries and of all of them; of 2025, a draft in which one value is answered."""
    from tests.editions import opened

    package, following = (SyntheticPackage(tmp_path_factory.mktemp(name)) for name in ("made_up", "following"))
    following.put("indicators", 2, label_en="complaints", one_en="complaint")
    following.begin_2025()
    following.repeat_in_2025("observations", 2, period="2025")
    countries = {"A": "XXA", "B": "XXB", "all": None}
    found = {name: opened(code, package.folder) for name, code in countries.items()}
    return found | {f"{name}25": opened(code, following.folder, 2025) for name, code in countries.items()}
