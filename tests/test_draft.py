"""What is not answered yet stands in a draft as such: neither as silence nor as a number."""

from __future__ import annotations

import pytest

from behindbars import country_text, region_figures, region_text
from behindbars.cascade import cascades
from behindbars.chapter import Chapter, open_chapter, words
from behindbars.country_figures import cascade
from behindbars.dataset import load
from behindbars.draft import with_placeholders, without_placeholders
from behindbars.errors import DataError
from behindbars.factsheet import fact_sheet
from behindbars.gap import NoGap, impunity_gap
from behindbars.grids import Publication, transparency
from behindbars.questions import row_questions, still_open
from tests.conftest import SyntheticPackage


@pytest.fixture
def drafted(package: SyntheticPackage) -> SyntheticPackage:
    package.begin_2025()
    return package


def chapter_of(package: SyntheticPackage, country: str | None = "XXA") -> Chapter:
    return open_chapter(country=country, year=2025, data=str(package.folder))


def test_a_stage_without_an_answer_is_to_be_completed(drafted: SyntheticPackage) -> None:
    found = cascades(chapter_of(drafted).dataset, "XXA", 2025)
    said = {one.series: [words(row) if row else None for row in one.stages.values()] for one in found}
    assert said["coalition"] == ["to be completed", None, None, None, None, "to be completed"]
    figure = cascade(chapter_of(drafted))
    assert figure.alt.startswith("To be completed: 11 questions of the last edition still open")
    assert '"status": "to_be_completed"' in str(figure.spec).replace("'", '"')


def test_placeholders_are_in_no_table(drafted: SyntheticPackage) -> None:
    assert not [row for row in load(drafted.folder).observation_rows if row.year == 2025]
    drafted.repeat_in_2025("observations", 2, period="2025", low="", high="", status="to_be_completed")
    with pytest.raises(DataError, match="found 'to_be_completed', expected one of exact"):
        drafted.load()


def test_an_answer_takes_the_place_of_the_question(drafted: SyntheticPackage) -> None:
    drafted.repeat_in_2025("observations", 2, period="2025", low="30", high="30")
    chapter = chapter_of(drafted)
    assert words(cascades(chapter.dataset, "XXA", 2025)[0].observations[0]) == "30"
    assert len(chapter.open) == 10  # nine values, a finding and a case of the country, without O02
    assert isinstance(impunity_gap(chapter.dataset, "XXA", 2025), NoGap)


def test_the_callout_lists_what_is_open(drafted: SyntheticPackage) -> None:
    text = str(country_text.to_be_completed(chapter_of(drafted)))
    assert text.startswith("::: {.callout-warning title=")
    assert "- Synthetic complaints: synthetic coalition, Synthetic A, 2025?" in text
    of_region = str(country_text.to_be_completed(chapter_of(drafted, None)))
    assert "- Synthetic A: " in of_region
    assert "- Synthetic region: two questions" in of_region  # the recommendation and the signatory


def test_a_finished_edition_has_no_callout(package: SyntheticPackage) -> None:
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    assert chapter.open == ()
    assert str(country_text.to_be_completed(chapter)) == ""
    assert chapter.headline("Synthetic") == "Synthetic"


def test_a_draft_states_no_finding(drafted: SyntheticPackage) -> None:
    region = chapter_of(drafted, None)
    assert str(region_text.finding(region)).startswith("To be completed: ")
    for figure in (
        region_figures.gaps,
        region_figures.cascades,
        region_figures.transparency,
        region_figures.safeguards,
    ):
        assert figure(region).alt.startswith("To be completed: "), figure
    assert str(country_text.situation(chapter_of(drafted))) == "To be completed."


def test_what_states_publish_is_open_too(drafted: SyntheticPackage) -> None:
    cells = transparency(chapter_of(drafted, None).dataset, 2025)
    publications = {cell.publication for cell in cells if cell.country == "XXA"}
    assert publications == {Publication.TO_BE_COMPLETED}


def test_the_fact_sheet_says_that_it_is_a_draft(drafted: SyntheticPackage, package: SyntheticPackage) -> None:
    sheet = fact_sheet(chapter_of(drafted))
    assert sheet.draft
    assert sheet.asks_note == "To be completed."
    assert not fact_sheet(open_chapter(country="XXA", year=2024, data=str(package.folder))).draft


def test_placeholders_can_be_taken_out_again(drafted: SyntheticPackage) -> None:
    drafted.repeat_in_2025("observations", 2, period="2025")
    dataset = drafted.load()
    questions = still_open(row_questions(dataset, 2025))
    filled = with_placeholders(dataset, questions)
    assert len(filled.safeguards) == 4
    assert without_placeholders(filled, questions) == dataset
