"""What a new edition must answer of the last one: each of its values, findings and cases is a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from behindbars.dataset import Answer, Case, Dataset, Observation, Recommendation, Safeguard, Signatory
from behindbars.grids import status_words
from behindbars.wording import NOT_MENTIONED, capital, value_words

CARRIED = ("observations", "safeguards", "cases", "recommendations", "signatories")
"""Tables whose rows are asked for again in the next edition."""

Row = Observation | Safeguard | Case | Recommendation | Signatory
State = Literal["open", "answered", "not_mentioned"]


@dataclass(frozen=True)
class RowQuestion:
    """What became, in a new edition, of one row of the last one.

    Attributes
    ----------
    year : int
        The new edition.
    table : str
        Name of the row's table.
    last : Row
        The row of the last edition.
    asked, said : str
        The question, and the last edition's answer, in words.
    state : {"open", "answered", "not_mentioned"}
        Answered by a row with the same identifier in the new edition; or a person answered that the
        new statement does not mention it; or neither.
    """

    year: int
    table: str
    last: Row
    asked: str
    said: str
    state: State

    @property
    def country(self) -> str | None:
        """The country in whose chapter the answer will stand; None where it stands in that of the region."""
        return None if isinstance(self.last, Recommendation | Signatory) else self.last.country

    @property
    def id(self) -> str:
        """Its identifier in the table of answers: ``observations/N01``, ``safeguards/KAZ/Q15``."""
        return question_id(self.table, self.last.id, getattr(self.last, "country", None))


def question_id(table: str, row: str, country: str | None = None) -> str:
    """Name the question after a row of a table; the country counts where it is part of the table's key."""
    return f"{table}/{country}/{row}" if table == "safeguards" else f"{table}/{row}"


def last_edition(dataset: Dataset, year: int) -> int | None:
    """Give the year of the edition before another one; None for the first."""
    return max((other for other in dataset.years if other < year), default=None)


def row_questions(dataset: Dataset, year: int) -> list[RowQuestion]:
    """Ask after every row that the last edition had.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    year : int
        Edition year.

    Returns
    -------
    list of RowQuestion
        In the order of `CARRIED` and of the tables; none for the first edition.
    """
    before = last_edition(dataset, year)
    given = {answer.question for answer in dataset.answers if answer.year == year and is_not_mentioned(answer)}
    questions = []
    for table in CARRIED:
        rows = dataset.rows(table)
        here = {question_id(table, row.id, getattr(row, "country", None)) for row in rows if row.year == year}
        for row in rows:
            if row.year != before:
                continue
            identifier = question_id(table, row.id, getattr(row, "country", None))
            state: State = "answered" if identifier in here else "not_mentioned" if identifier in given else "open"
            asked, said = _asked(dataset, row, year), _said(dataset, row)
            questions.append(RowQuestion(year, table, row, asked, said, state))
    return questions


def is_not_mentioned(answer: Answer) -> bool:
    """Whether a person answered that the statement no longer speaks of what the last edition had."""
    return answer.answer == NOT_MENTIONED


def _asked(dataset: Dataset, row: Row, year: int) -> str:
    match row:
        case Observation():
            what = dataset.indicators[row.indicator].label_en
            if row.breakdown != "total":
                what += f", {row.breakdown}"
            if row.case:
                what += f", case {row.case}"
            return f"{capital(what)}: {dataset.series[row.series].label_en}, {_country(dataset, row)}, {year}?"
        case Safeguard():
            return f"{capital(dataset.topics[row.topic].label_en)} in {_country(dataset, row)}: the finding of {year}?"
        case Case():
            return f"{row.title_en} ({_country(dataset, row)}): what is said of this case in {year}?"
        case Recommendation():
            return f"{capital(row.kind)} {row.id}, “{row.short_en}”: does the statement on {year} repeat it?"
        case Signatory():
            return f"{row.name_en}: did it sign the statement on {year}?"


def _said(dataset: Dataset, row: Row) -> str:
    place = f"({dataset.references[row.source].short_title}, {row.locator})"
    match row:
        case Observation():
            told = value_words(row.value, row.reporter, context=row.is_context, verbatim=row.verbatim, unit=True)
            return f"{told}, {row.period.words()} {place}"
        case Safeguard():
            sides = (("law", row.law), ("practice", row.practice))
            coded = [f"{side}: {_with_code(dataset, row.topic, status)}" for side, status in sides if status]
            return f"{'; '.join(coded)}. {row.finding_en} {place}"
        case Case():
            return f"{row.answer_en} {place}"
        case Recommendation():
            return f"{row.text_en} {place}"
        case Signatory():
            return f"signed {place}"


def _with_code(dataset: Dataset, topic: str, status: str) -> str:
    """Print a status in words, and the code where it is another word: the new answer is chosen by its code."""
    words = status_words(dataset, topic, (status,))
    return words if words == status else f"{words} ({status})"


def _country(dataset: Dataset, row: Observation | Safeguard | Case) -> str:
    return dataset.countries[row.country].name_en


def still_open(questions: Sequence[RowQuestion]) -> list[RowQuestion]:
    """Keep the questions that nobody has answered."""
    return [question for question in questions if question.state == "open"]
