"""What is not answered yet stands in a draft as such: neither as silence nor as a number."""

import re
import shutil
from pathlib import Path

import pytest
from tests.conftest import CODES, DATA, NEXT_STATEMENT
from tests.editions import chapter, edited, row, said_in, texts

from behindbars import measures, report
from behindbars.measures.frames import rows
from behindbars.package import load
from behindbars.report.draft import CARRIED, open_questions
from behindbars.report.edition import edition_of
from behindbars.report.figures import why_nothing
from behindbars.words import Words

WORDS = Words("en")
HEADED = ("furthest", "cascade", "gap", "transparency", "safeguards")
"""Measures of which the headline of a figure is a finding."""
CLAIMS = ("no number here", "The statement", "has no finding", "holds no finding", "more than one date", "no trend")
"""What is said where nothing was found: in a draft nobody has looked yet."""


def test_a_stage_without_an_answer_is_to_be_completed(made_up):
    edition = edited(made_up["A25"], {"O02@2025": None})
    stages = [one.words for one in rows(measures.cascade(edition)) if one.series == "coalition"]
    assert stages == ["to be completed", *["not mentioned"] * 4, "to be completed"]
    told = why_nothing(edition, measures.cascade(edition))  # of fewer than two numbers nothing is drawn
    assert told.count("to be completed [@made_up_statement_2025]") == told.count("\n") + 1 > 1
    cells = measures.transparency(edited(made_up["all25"], {"O02@2025": None})).query("country == 'XXA'")
    assert set(cells["status"]) == {"to_be_completed"}


def test_an_answer_takes_the_place_of_the_question_and_a_placeholder_is_in_no_table(made_up):
    edition = made_up["A25"]
    assert measures.cascade(edition)["words"].iloc[0] == "20"
    assert len(edition.questions) == 10  # nine values, a finding and a case of the country, without O02
    assert measures.gap(edition)["reason"].notna().all()
    new = [frame.query("year == 2025") for name, frame in edition.package.frames.items() if name in CARRIED]
    assert sum(map(len, new)) == 1


def asked(package):
    found = open_questions(load(package.folder), 2025, WORDS)
    return dict(zip(found["question"], found["asked"], strict=True))


def test_questions_are_in_words(package):
    package.begin_2025()
    questions = asked(package)
    assert questions["observations/O02"] == "Synthetic complaints: synthetic coalition, Synthetic A, 2025?"
    assert questions["observations/O03"].startswith("Synthetic complaints, women:")
    assert questions["observations/O14"].startswith("Synthetic sentence, case C2:")
    assert questions["safeguards/XXB/Q3"] == "Synthetic amnesty in Synthetic B: the finding of 2025?"
    assert questions["cases/C2"] == "Synthetic person (Synthetic B): what is said of this case in 2025?"
    assert questions["recommendations/R1"] == "Recommendation R1, “Synthetic”: does the statement on 2025 repeat it?"
    assert questions["signatories/made_up"] == "Synthetic organisation: did it sign the statement on 2025?"
    assert "observations/O15" not in questions  # context of 2022


def test_a_row_or_a_person_answers_for_one_year_and_one_country(package):
    assert open_questions(load(package.folder), 2024, WORDS).empty
    package.begin_2025()
    package.add("safeguards", 2, country="XXB", locator="B1")  # Q2 of another country
    package.repeat_in_2025("safeguards", 2)
    answer = {"asked": "Synthetic?", "answer": "not mentioned", "name": "Nobody", "date": "2026-07-01"}
    answered = [("2025", "cases/C1"), ("2024", "cases/C2")]
    package.tables["answers"] += [answer | {"year": year, "question": question} for year, question in answered]
    package.write()
    assert not {"safeguards/XXA/Q2", "cases/C1"} & asked(package).keys()
    assert {"safeguards/XXB/Q2", "cases/C2"} <= asked(package).keys()


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """Drafts of 2025 on the real data: the statement is there, synthetic, and nothing else."""
    folder = tmp_path_factory.mktemp("draft") / "data"
    shutil.copytree(DATA, folder)
    with (folder / "references.bib").open("a", encoding="utf-8") as stream:
        stream.write(NEXT_STATEMENT)
    package = load(folder)
    return {code: edition_of(package, Path(), 2025, code, WORDS) for code in (*CODES, None)}


def test_a_draft_of_the_real_data_asks_for_all_of_the_last_edition(real):
    region = real[None]
    last = [frame[frame["year"].eq(2024)] for name, frame in region.package.frames.items() if name in CARRIED]
    assert len(region.questions) == sum(map(len, last)) > 100
    assert region.questions["asked"].str.endswith("?").all()
    assert region.questions["question"].is_unique
    for code in CODES:
        assert set(real[code].questions["country"]) == {code}
        assert str(report.to_be_completed(real[code])).count("\n- ") == len(real[code].questions)


def test_placeholders_are_of_the_statement_alone_and_each_has_its_question(real):
    region = real[None]
    for table in CARRIED:
        new = getattr(region, table).query("year == 2025")
        asked_for = region.questions[region.questions["table"].eq(table) & ~region.questions["context"]]
        assert len(new) == len(asked_for) > 0
        assert (set(new["source"]), new["context"].any()) == ({"made_up_statement_2025"}, False)
    observations = region.observations.query("year == 2025")
    assert set(observations["status"]) == {"to_be_completed"}
    assert observations[["low", "high", "verbatim", "note"]].isna().all(axis=None)
    assert row(region, "X16").status == "exact"  # context of 2024 stays, and has no placeholder


@pytest.mark.parametrize("code", [*CODES, None])
def test_a_draft_of_the_real_data_states_no_finding(real, code):
    edition = real[code]
    shown, frames = chapter(edition)
    drawn = [frame for frame in frames if not why_nothing(edition, frame)]
    headlines = {texts(edition, frame).headline for frame in drawn if frame.attrs["measure"] in HEADED}
    draft = f"To be completed: {len(edition.questions)} questions of the last edition still open"
    assert headlines == (set() if code else {draft})
    if not code:
        assert shown["key-findings"].markdown.startswith(draft)
        assert "\n- " not in shown["key-findings"].markdown
    assert not re.search(r"(?i)\bto be completed (came|ended|of|official|complaint)", said_in(edition))
    assert shown["situation"].markdown.endswith("\n\nTo be completed.")
    text = "\n".join(one.markdown for name, one in shown.items() if name not in ("this-edition", "not-known"))
    assert [claim for claim in CLAIMS if claim in text] == []


def test_the_signatories_of_a_draft_are_open(real):
    [signed] = [line for line in str(report.this_edition(real[None])).splitlines() if line.startswith("| Signed by |")]
    assert signed.count(", to be completed") == 7
    assert "is among them" not in signed
