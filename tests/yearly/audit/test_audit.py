"""The audit on a made-up statement: every corruption of one row is named, and every number added to the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import SyntheticPackage
from tests.yearly.audit.made_up_statement import A1, BLOCKS, WRITERS, Blocks, with_words, write_txt

from behindbars.build.apart import Files, Work
from behindbars.cli import main
from behindbars.errors import DataError, ParameterError, SourceError
from behindbars.yearly.audit import source
from behindbars.yearly.audit.audit import Audit, audit


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Read the statement in this process, which takes no time; test_source and test_limits read it apart."""

    def do(work: Work) -> Files:
        for name, content in work.files.items():
            (tmp_path / name).write_bytes(content)
        return source.read_apart(tmp_path, **work.arguments)

    monkeypatch.setattr("resource.setrlimit", lambda *_: None)  # it would hold for all tests after this one
    monkeypatch.setattr(source, "do_apart", do)


@pytest.fixture
def stated(package: SyntheticPackage) -> SyntheticPackage:
    """The synthetic package, with the words of the made-up statement."""
    return with_words(package)


def run(package: SyntheticPackage, blocks: Blocks = BLOCKS) -> Audit:
    return audit(package.folder, write_txt(package.folder.parent / "statement.txt", blocks), 2024)


def named(package: SyntheticPackage) -> list[tuple[str, int, str]]:
    return [(mistake.row.table, mistake.row.number, mistake.column) for mistake in run(package).mistakes]


def with_sentence(sentence: str) -> Blocks:
    return tuple((kind, f"{text} {sentence}" if text == A1 else text) for kind, text in BLOCKS)


@pytest.mark.parametrize("suffix", WRITERS)
def test_data_that_fits_its_statement_passes(stated: SyntheticPackage, tmp_path: Path, suffix: str) -> None:
    result = audit(stated.folder, WRITERS[suffix](tmp_path / f"statement{suffix}"), 2024)
    assert list(result.lines()) == [result.counts()]
    assert result.passed
    assert "13 of 13 values, 2 of 2 findings, 2 of 2 cases, 2 of 2 dated events" in result.counts()
    assert result.counts().endswith("; 0 unexplained.")
    assert len(result.mentions) == 21


@pytest.mark.parametrize(
    ("row", "cells", "column"),
    [
        (2, {"low": "21", "high": "21", "status": "exact", "breakdown": "total", "note": "incomplete"}, "low"),
        (6, {"low": "3", "high": "3"}, "low"),
        (6, {"status": "about"}, "status"),
        (6, {"status": "at_least", "high": ""}, "status"),
        (6, {"status": "some", "low": "", "high": ""}, "status"),
        (8, {"status": "some"}, "status"),
        (8, {"status": "none_known"}, "status"),
        (8, {"status": "not_published"}, "status"),
        (11, {"low": "3"}, "low"),
        (11, {"high": "7"}, "high"),
        (12, {"low": "20"}, "low"),
        (12, {"status": "at_least"}, "status"),
        (12, {"indicator": "sentence"}, "indicator"),
        (13, {"status": "none_known", "low": "", "high": ""}, "status"),
        (13, {"status": "unknown", "low": "", "high": ""}, "status"),
        (14, {"high": "11"}, "high"),
        (14, {"status": "exact", "low": "10"}, "status"),
        (7, {"locator": "A2"}, "locator"),
        (7, {"locator": "A9"}, "locator"),
        (7, {"verbatim": "Nine registered cases"}, "verbatim"),
        (7, {"verbatim": "cases were registered"}, "verbatim"),
        (7, {"verbatim": ""}, "verbatim"),
        (11, {"period": "2023-02/2024-06"}, "period"),
        (11, {"period": "2023-01/2024-07"}, "period"),
        (9, {"period": "2023"}, "period"),
        (12, {"period": "../2025-05"}, "period"),
    ],
)
def test_a_wrong_cell_of_a_value_is_named(
    stated: SyntheticPackage, row: int, cells: dict[str, str], column: str
) -> None:
    stated.put("observations", row, **cells)
    assert ("observations", row, column) in named(stated)


@pytest.mark.parametrize(
    ("table", "row", "cells", "column"),
    [
        ("events", 2, {"date": "2024-09-14"}, "date"),
        ("events", 2, {"date": "2024-08-13"}, "date"),
        ("events", 2, {"date": "2023-09-13"}, "date"),
        ("events", 2, {"date": "../2024-10"}, "date"),
        ("events", 3, {"date": "2025-05?"}, "date"),
        ("events", 3, {"date": "2022-04?"}, "date"),
        ("events", 3, {"date": "2025-04"}, "date"),
        ("events", 2, {"locator": "A2"}, "date"),
        ("events", 2, {"event_en": "synthetic law no. 77"}, "event_en"),
        ("events", 2, {"outcome_en": "in force since May 2023"}, "outcome_en"),
        ("safeguards", 2, {"locator": "A3"}, "locator"),
        ("safeguards", 2, {"finding_en": "Synthetic: 21 complaints."}, "finding_en"),
        ("safeguards", 2, {"finding_en": "Synthetic: at least 20 complaints."}, "finding_en"),
        ("safeguards", 2, {"finding_en": "Synthetic: no official was named."}, "finding_en"),
        ("safeguards", 2, {"finding_en": "Synthetic, of 2019."}, "finding_en"),
        ("safeguards", 2, {"finding_en": "Synthetic, in the case of Made Up."}, "finding_en"),
        ("safeguards", 3, {"finding_en": "Synthetic, in the case of Madde Up."}, "finding_en"),
        ("cases", 3, {"person": "Made Upp"}, "person"),
        ("cases", 3, {"answer_en": "Synthetic; 11 years."}, "answer_en"),
        ("cases", 2, {"locator": "A7"}, "locator"),
        ("recommendations", 2, {"locator": "R3"}, "locator"),
        ("recommendations", 2, {"text_en": "Synthetic, within two years."}, "text_en"),
        ("countries", 2, {"torture_article": "Article 2"}, "torture_article"),
        ("countries", 2, {"locator": "A8"}, "locator"),
        ("labels", 2, {"text": "two synthetic studies"}, "text"),
        ("labels", 2, {"locator": "A2"}, "text"),
        ("labels", 2, {"text": "synthetic study"}, "text"),
    ],
)
def test_a_wrong_cell_of_any_other_row_is_named(
    stated: SyntheticPackage, table: str, row: int, cells: dict[str, str], column: str
) -> None:
    stated.put(table, row, **cells)
    assert (table, row, column) in named(stated)


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("safeguards", 2, {"finding_en": "Of twenty complaints five came from women, under Article 1."}),
        ("safeguards", 2, {"finding_en": "In September 2024 a law appeared; so it was in June 2025."}),
        ("safeguards", 3, {"finding_en": "Made Up faces up to ten years; 4–6 complaints, more than 20.5 % refused."}),
        ("observations", 9, {"verbatim": "eight  victims"}),
        ("observations", 11, {"verbatim": "four and six complaints"}),
        ("events", 2, {"date": "2024-09"}),
        ("events", 2, {"date": "../2025-06"}),
    ],
)
def test_what_the_paragraph_says_in_other_words_is_no_fault(
    stated: SyntheticPackage, table: str, row: int, cells: dict[str, str]
) -> None:
    stated.put(table, row, **cells)
    assert named(stated) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("There were 73 people.", "73"),
        ("There were seventy-three people.", "seventy-three"),
        ("There were 1,200 people.", "1,200"),
        ("There were two hundred and five people.", "two hundred and five"),
        ("It was 2.5 percent.", "2.5 percent"),
        ("There were 30–40 people.", "30-40"),
        ("There were dozens.", "dozens"),
        ("A handful came.", "handful"),
        ("None came.", "None"),
        ("No prosecution followed.", "No prosecution"),
        ("It was so in May 2019.", "May 2019"),
        ("It was so in 2021–2023.", "2021-2023"),
        ("It was so in September.", ""),
        ("At the third attempt it was so.", "third"),
        ("The last year was so.", "last year"),
        ("We have not learned of any.", "not learned of any"),
        ("It is unclear how many came.", "unclear how many"),
        ("One synthetic study said so.", "One"),
    ],
)
def test_a_number_or_date_added_to_the_text_is_named(stated: SyntheticPackage, words: str, found: str) -> None:
    result = run(stated, with_sentence(words))
    assert result.mistakes == []
    assert [(mention.locator, mention.words) for mention in result.unexplained] == ([("A1", found)] if found else [])


@pytest.mark.parametrize(
    "words",
    ["no known conviction", "none has come to our attention", "no conviction is known", "we have not learnt of any"],
)
def test_none_known_is_never_zero(stated: SyntheticPackage, words: str) -> None:
    blocks = with_sentence(f"Of 2023 it said: {words}.")
    row = stated.add("observations", like=13, id="X1", country="XXA", period="2023", locator="A1", verbatim=words)
    stated.put("observations", row, status="none_known", low="", high="")
    assert run(stated, blocks).passed
    stated.put("observations", row, status="reported_zero", low="0", high="0")
    (mistake,) = run(stated, blocks).mistakes
    assert (mistake.row.number, mistake.column, mistake.expected[:10]) == (row, "status", "none_known")


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("more than half", {"low": "50", "status": "more_than", "indicator": "share"}),
        ("≥ 20", {"low": "20", "status": "at_least"}),
        ("as many as 20", {"high": "20", "status": "up_to"}),
    ],
)
def test_a_bound_is_kept(stated: SyntheticPackage, words: str, cells: dict[str, str]) -> None:
    blocks = with_sentence(f"In the first half of 2024 it was {words}.")
    row = stated.add("observations", like=7, id="X1", period="2024-01/2024-06", locator="A1", verbatim=words)
    stated.put("observations", row, **({"low": "", "high": ""} | cells))
    assert run(stated, blocks).passed
    stated.put("observations", row, low="20", high="20", status="exact")
    assert [mistake.column for mistake in run(stated, blocks).mistakes] == ["status"]


def test_a_third_defendant_is_no_share(stated: SyntheticPackage) -> None:
    (told,) = run(stated, with_sentence("A third defendant was heard.")).unexplained
    assert told.words == "third"


def test_a_number_that_a_finding_of_the_paragraph_holds_is_explained(stated: SyntheticPackage) -> None:
    stated.put("safeguards", 2, finding_en="Synthetic: some 73 came in May 2019, at the third attempt.")
    assert run(stated, with_sentence("About 73 came in May 2019 at the third attempt.")).passed
    stated.put("safeguards", 2, finding_en="Synthetic finding.")
    assert len(run(stated, with_sentence("About 73 came in May 2019 at the third attempt.")).unexplained) == 3


def test_a_number_without_its_row_is_named(stated: SyntheticPackage) -> None:
    del stated.tables["observations"][8]
    stated.write()
    assert [mention.words for mention in run(stated).unexplained] == ["seven"]


def test_the_items_of_the_list_are_counted(stated: SyntheticPackage) -> None:
    row = stated.add("observations", 9, id="O17", country="XCA", indicator="cases_registered", series="coalition")
    stated.put("observations", row, period="2025-06", locator="R0", verbatim="", low="2", high="2")
    assert named(stated) == []
    stated.put("observations", row, low="3", high="3")
    assert named(stated) == [("observations", row, "low")]


def test_the_length_of_a_time_is_counted_back_from_the_statement(stated: SyntheticPackage) -> None:
    stated.put("events", 3, date="2015-06~/2025-06", case="")
    assert ("events", 3, "date") not in named(stated)  # up to 10 years
    stated.put("events", 3, date="2016-06~/2025-06")
    assert ("events", 3, "date") in named(stated)


def test_the_report_is_in_the_order_of_the_text_and_cites_few_words(stated: SyntheticPackage) -> None:
    stated.put("observations", 13, verbatim="no convictions")
    stated.put("observations", 6, low="3", high="3")
    lines = list(run(stated, with_sentence("There were 73 people.")).lines())
    assert lines[0] == "In the data, but not so in the statement:"
    sheet = "sheet observations, row"
    assert lines[1].startswith(
        f"  A1, {sheet} O06 (row 6 of observations.csv), column low: found '3', expected 2, as in '… "
    )
    assert lines[2].startswith(
        f"  B1, {sheet} O13 (row 13 of observations.csv), column verbatim: found 'no convictions'"
    )
    assert lines[3] == "In the statement, but not in the data:"
    assert lines[4].startswith("  A1: no row of this paragraph holds '73', as in '… notes. There were 73 people.'")
    assert lines[-1].startswith("Found in the statement: 11 of 13 values")
    assert max(map(len, lines)) < 300


def test_a_year_without_a_statement_and_faulty_data_are_refused(stated: SyntheticPackage, tmp_path: Path) -> None:
    path = write_txt(tmp_path / "statement.txt")
    with pytest.raises(ParameterError, match="no row of a statement of 2031"):
        audit(stated.folder, path, 2031)
    with pytest.raises(SourceError, match="no section on Synthetic B"):
        audit(stated.folder, write_txt(path, BLOCKS[:5]), 2024)
    stated.put("observations", 2, low="many")
    with pytest.raises(DataError):
        audit(stated.folder, path, 2024)


def test_the_command_ends_with_one_message(project: Path, tmp_path: Path) -> None:
    (tmp_path / "s.rtf").write_text("made up", "utf-8")
    runner = CliRunner()
    result = runner.invoke(main, ["--project", str(project), "audit", "--source", str(tmp_path / "s.rtf")])
    assert result.exit_code == 1
    assert "s.rtf is not a file that can be read" in result.output
    result = runner.invoke(main, ["--project", str(project), "audit", "--source", str(write_txt(tmp_path / "s.txt"))])
    assert result.exit_code == 1
    assert "The statement has no section on" in result.output
    assert "Traceback" not in result.output


def test_the_command_prints_the_report(stated: SyntheticPackage, project: Path) -> None:
    for file in stated.folder.iterdir():
        (project / "data" / file.name).write_bytes(file.read_bytes())
    path = write_txt(project / "statement.txt")
    arguments = ["--project", str(project), "audit", "--year", "2024", "--source", str(path)]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    write_txt(path, with_sentence("There were 73 people."))
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "'73'" in result.output
