"""Whether an edition may be published: its faults, and the questions that a person must answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from behindbars.audit.from_data import agree
from behindbars.audit.numerals import Quantity
from behindbars.audit.quoting import clean
from behindbars.audit.statement import quantities_of
from behindbars.beginning import OPEN
from behindbars.chapter import words
from behindbars.comparison.definitions import DefinitionChange, definition_changes
from behindbars.comparison.revisions import revision_faults
from behindbars.dataset import Dataset, load
from behindbars.dates import readable
from behindbars.edition import Edition, read_edition
from behindbars.errors import DataError, Fault
from behindbars.notebook import read_notebook
from behindbars.parameters import declared_parameters
from behindbars.profile import DRAFT, imprint
from behindbars.questions import CARRIED, RowQuestion, is_not_mentioned, last_edition, row_questions, still_open
from behindbars.references import FILE as REFERENCES
from behindbars.suspicions import Question, suspicions
from behindbars.wording import NOT_MENTIONED, capital, counted

ANSWERS = "answers.csv"
TYPED_YEAR = re.compile(r"(?<![\w/])(?:19|20)\d\d(?![\w/])")
"""A year in prose; not one in the name of a file or a link."""
NOT_PROSE = re.compile(r"(?m)^(?:```|:::|---|<!--).*$|\]\([^)]*\)|`[^`]*`|\{[^}]*\}")


@dataclass(frozen=True)
class Review:
    """What stands between an edition and its publication.

    Attributes
    ----------
    faults : tuple of Fault
        To be mended; each blocks.
    unanswered : tuple of RowQuestion
        What the last edition had, and nobody has answered for yet; each blocks.
    questions : tuple of Question
        What a person must look at; each blocks until it is answered.
    """

    faults: tuple[Fault, ...]
    unanswered: tuple[RowQuestion, ...]
    questions: tuple[Question, ...]

    @property
    def open(self) -> list[Question]:
        """The questions that have no answer."""
        return [question for question in self.questions if question.answer is None]

    def reasons(self, most: int | None = None) -> list[str]:
        """List what blocks, each kind under its heading; of the questions of a kind at most so many."""
        asked = (
            (" of the last edition without an answer:", [f"{one.id}: {one.asked}" for one in self.unanswered]),
            (" to look at, and to answer once:", [f"{one.id}: {one.asked}" for one in self.open]),
        )
        faults = [f"  {fault}" for fault in self.faults]
        reasons = ["\n".join([f"{capital(counted(len(faults), 'fault'))} in the edition:", *faults])] if faults else []
        for heading, questions in asked:
            shown = [f"  {question}" for question in questions[:most]]
            more = [f"  and {len(questions) - len(shown)} more"] if len(questions) > len(shown) else []
            if questions:
                reasons.append("\n".join([capital(counted(len(questions), "question")) + heading, *shown, *more]))
        return reasons

    def report(self, year: int) -> str:
        """Say in words what blocks, and where it is answered."""
        lines = self.reasons()
        if self.unanswered or self.open:
            lines += [f"Answer them in Excel (behindbars export --year {year}), or as rows of data/{ANSWERS}."]
        answered = len(self.questions) - len(self.open)
        if answered:
            lines += [f"{capital(counted(answered, 'question'))} answered before, in data/{ANSWERS}."]
        lines += ["The edition can be published." if self.ready else "The edition cannot be published yet."]
        return "\n".join(lines)

    @property
    def ready(self) -> bool:
        """Whether nothing blocks."""
        return not (self.faults or self.unanswered or self.open)


def review(project: Path, year: int) -> Review:
    """Look at an edition as it stands in the project.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.

    Raises
    ------
    DataError
        If a table has a fault in itself.
    ProjectError
        If there is no such edition, or its configuration is broken.
    """
    edition = read_edition(project, year)
    dataset = load(project / "data")
    if year not in dataset.years:
        expected = f"the statement of {year}, with the keywords 'statement, edition {year}'"
        fault = Fault(REFERENCES, 0, "keywords", "", expected, f"Begin the year with behindbars new-year {year}.")
        return Review((fault,), (), ())
    faults = [
        *statement_faults(dataset, year),
        *profile_faults(dataset, edition),
        *answer_faults(dataset, year),
        *chapter_faults(project, dataset, edition),
        *page_faults(project, edition),
        *word_faults(dataset, year),
        *revision_faults(project / "data", dataset),
    ]
    return Review(
        tuple(sorted(faults)),
        tuple(still_open(row_questions(dataset, year))),
        tuple(suspicions(dataset, year, _definitions(project, dataset, year))),
    )


def _definitions(project: Path, dataset: Dataset, year: int) -> list[DefinitionChange]:
    before = last_edition(dataset, year)
    try:
        return [] if before is None else definition_changes(project / "data", dataset, before)
    except DataError:  # a broken copy is among the faults already
        return []


def statement_faults(dataset: Dataset, year: int) -> Iterator[Fault]:
    """Find what is not recorded yet of the statement of an edition."""
    statement = dataset.statements[year]
    for column, value in (("title", statement.title), ("author", statement.author), ("date", statement.date)):
        if not value or value == OPEN:
            remedy = f"Write it into the entry {statement.key!r}."
            yield Fault(REFERENCES, 0, column, value or "", f"the {column} of the statement of {year}", remedy)
    published = readable(statement.date)
    if published and not published.is_day:
        expected = f"the day on which the statement {statement.key} was published, such as 2025-06-26"
        yield Fault(REFERENCES, 0, "date", published.text, expected, "Write the day; the cover prints it.")
    if not statement.url:
        yield Fault(REFERENCES, 0, "url", "", f"the address of the statement {statement.key}", "Write it as url = {…}.")


def profile_faults(dataset: Dataset, edition: Edition) -> Iterator[Fault]:
    """Find where the cover would say something else than the data."""
    file = f"_quarto-{edition.year}.yml"
    cover = imprint(dataset, edition.year)
    published = readable(dataset.statements[edition.year].date)
    if published and published.is_day and edition.date != cover.date:
        expected = f"{cover.date.isoformat()}, the date of the statement in {REFERENCES}"
        yield Fault(file, 0, "date", edition.date.isoformat(), expected, "Correct one of the two.")
    if edition.authors != cover.authors and not any(name == OPEN for name in cover.authors):
        expected = f"the organisations that signed: {'; '.join(cover.authors)}"
        remedy = "Write them as in data/signatories.csv, in the same order."
        yield Fault(file, 0, "author", "; ".join(edition.authors), expected, remedy)
    needed = (str(edition.year), published.words()) if published else ()
    lacks = [text for text in needed if text not in edition.subtitle]
    if DRAFT not in cover.subtitle and (DRAFT in edition.subtitle or lacks):
        yield Fault(file, 0, "subtitle", edition.subtitle, f"“{cover.subtitle}”", "Write the subtitle.")


def answer_faults(dataset: Dataset, year: int) -> Iterator[Fault]:
    """Find answers "not mentioned" to what the edition does have, and other answers to what needs a row."""
    states = {question.id: question.state for question in row_questions(dataset, year)}
    for answer in dataset.answers:
        if answer.year != year or answer.question.partition("/")[0] not in CARRIED:
            continue
        if not is_not_mentioned(answer):
            expected = f"“{NOT_MENTIONED}”, or a row in the table in place of this answer"
            yield Fault(ANSWERS, 0, answer.question, answer.answer, expected, "Correct the answer.")
        elif states.get(answer.question) == "answered":
            expected = "no row of this edition, as the answer is that it is not mentioned"
            yield Fault(ANSWERS, 0, answer.question, answer.answer, expected, "Delete the answer or the row.")
        elif answer.question not in states:
            remedy = "Delete the answer, or correct its identifier."
            yield Fault(ANSWERS, 0, answer.question, "", "something that the last edition had", remedy)


def chapter_faults(project: Path, dataset: Dataset, edition: Edition) -> Iterator[Fault]:
    """Find countries of the edition without a chapter."""
    notebooks = [project / "notebooks" / Path(name).name for name in edition.chapters if name.endswith(".ipynb")]
    told = {declared_parameters(notebook).get("country") for notebook in notebooks if notebook.is_file()}
    for country in dataset.countries_of(edition.year):
        if country.iso3 not in told:
            expected = f"a chapter on {country.name_en}"
            remedy = f"Make it with behindbars new-country {country.iso3} --year {edition.year}."
            yield Fault(f"_quarto-{edition.year}.yml", 0, "chapters", "", expected, remedy)


def word_faults(dataset: Dataset, year: int) -> Iterator[Fault]:
    """Find values that are not those of the words that they are said to stand in."""
    for row in dataset.observations(year=year, statement_only=True):
        value = Quantity(0, 0, row.value.low, row.value.high, row.value.status, "", row.value.unit == "percent")
        told = quantities_of(clean(row.verbatim or ""))
        if told and not any(agree(value, quantity) for quantity in told):
            expected = f"words that tell the value, {words(row)}"
            remedy = "Correct the numbers and the status, or copy the words from the statement again."
            yield Fault("observations.csv", 0, f"verbatim of {row.id}", row.verbatim or "", expected, remedy)


def page_faults(project: Path, edition: Edition) -> Iterator[Fault]:
    """Find years typed into the prose of pages and notebooks: they would stay when the year changes."""
    for chapter in edition.chapters:
        if chapter.endswith(".ipynb"):
            file = project / "notebooks" / Path(chapter).name
            cells = enumerate(read_notebook(file).cells, 1) if file.is_file() else ()
            prose = ((number, f"cell {number}", cell.source) for number, cell in cells if cell.cell_type == "markdown")
        else:
            file = project / chapter
            lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else ()
            prose = ((number, "", line) for number, line in enumerate(lines, 1))
        for number, cell, text in prose:
            if match := TYPED_YEAR.search(NOT_PROSE.sub("", text)):
                expected = "no year in the text, which is the same for all editions"
                remedy = "Say it without the year, or let a cell print what the data has."
                yield Fault(file.name, 0 if cell else number, cell, match[0], expected, remedy)
