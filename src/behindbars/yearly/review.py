"""Whether an edition may be published: its faults, and the questions that a person must answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from behindbars.build import Book, read_book
from behindbars.build.notebooks import KERNEL, declared_parameters, kernel_of
from behindbars.errors import Fault
from behindbars.measures.changes import NOT_MENTIONED
from behindbars.measures.frames import rows, value_of, words_in
from behindbars.package import DataPackage, load
from behindbars.package.periods import readable
from behindbars.package.references import FILE as REFERENCES
from behindbars.report.draft import AS_LAST_YEAR, CARRIED, open_questions, questions_after
from behindbars.words import capital
from behindbars.yearly.audit.mentions import PERCENT, fits
from behindbars.yearly.audit.passage import Passage, clean
from behindbars.yearly.beginning import OPEN, imprint
from behindbars.yearly.revisions import revision_faults
from behindbars.yearly.suspicions import suspicions

ANSWERS = "answers.csv"


@dataclass(frozen=True, eq=False)
class Review:
    """What stands between an edition and its publication; each fault, and each row without an answer, blocks.

    Attributes
    ----------
    faults : sequence of Fault
        To be mended.
    unanswered : DataFrame
        What the last edition had, and nobody has answered for yet, as `open_questions` gives it.
    questions : DataFrame
        What a person must look at, as `suspicions` gives it.
    """

    faults: Sequence[Fault]
    unanswered: pd.DataFrame
    questions: pd.DataFrame

    @property
    def open(self) -> pd.DataFrame:
        """The questions that have no answer: ``question`` (the identifier) and ``asked`` (in words)."""
        return self.questions.loc[self.questions["answer"].isna(), ["question", "asked"]]

    def reasons(self, most: int | None = None) -> list[str]:
        """List what blocks, each kind under its heading; of the questions of a kind at most so many."""
        heading = f"{_counted(len(self.faults), 'fault')} in the edition:"
        reasons = ["\n".join([heading, *(f"  {fault}" for fault in self.faults)])] if self.faults else []
        for ending, asked in (
            ("of the last edition without an answer:", self.unanswered),
            ("to look at, and to answer once:", self.open),
        ):
            shown = [f"  {row.question}: {row.asked}" for row in rows(asked[:most])]
            more = [f"  and {len(asked) - len(shown)} more"] if len(asked) > len(shown) else []
            if shown:
                reasons.append("\n".join([f"{_counted(len(asked), 'question')} {ending}", *shown, *more]))
        return reasons

    def report(self, year: int) -> str:
        """Say in words what blocks, and where it is answered."""
        lines = self.reasons()
        if len(self.unanswered) or len(self.open):
            lines += [f"Answer them in Excel (behindbars export --year {year}), or as rows of data/{ANSWERS}."]
        if answered := len(self.questions) - len(self.open):
            lines += [f"{_counted(answered, 'question')} answered before, in data/{ANSWERS}."]
        lines += ["The edition can be published." if self.ready else "The edition cannot be published yet."]
        return "\n".join(lines)

    @property
    def ready(self) -> bool:
        """Whether nothing blocks."""
        return not (self.faults or len(self.unanswered) or len(self.open))


def _counted(count: int, noun: str) -> str:
    spelled = capital(words_in("en").say("spelled", n=count))
    return f"{spelled} {noun}" if count == 1 else f"{spelled} {noun}s"


def shortened(names: Sequence[str], most: int = 10) -> str:
    """List names, the first of them and a count of the others if they are many."""
    more = f", and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def review(project: Path, year: int, lang: str = "en") -> Review:
    """Look at an edition as it stands in the project.

    Raises
    ------
    DataError
        If a table has a fault in itself.
    ProjectError
        If there is no such edition, or its configuration is broken.
    """
    book, package, words = read_book(project, year), load(project / "data"), words_in(lang)
    if year not in package.years:
        expected = f"the statement of {year}, with the keywords 'statement, edition {year}'"
        fault = Fault(REFERENCES, 0, "keywords", "", expected, f"Begin the year with behindbars new-year {year}.")
        return Review([fault], pd.DataFrame(), pd.DataFrame(columns=["question", "asked", "answer"]))
    faults = [
        *statement_faults(package, year),
        *profile_faults(package, book),
        *answer_faults(package, year),
        *chapter_faults(project, package, book),
        *word_faults(package, year),
        *revision_faults(package),
    ]
    return Review(sorted(faults), open_questions(package, year, words), suspicions(package, year, words))


def statement_faults(package: DataPackage, year: int) -> Iterator[Fault]:
    """Find what is not recorded yet of the statement of an edition."""
    statement = package.statements[year]
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


def profile_faults(package: DataPackage, book: Book) -> Iterator[Fault]:
    """Find where the cover would say something else than the data."""
    file = f"_quarto-{book.year}.yml"
    cover, words = imprint(package, book.year, book.lang), words_in(book.lang)
    published = readable(package.statements[book.year].date)
    if published and published.is_day and book.date != cover.date:
        expected = f"{cover.date.isoformat()}, the date of the statement in {REFERENCES}"
        yield Fault(file, 0, "date", book.date.isoformat(), expected, "Correct one of the two.")
    if book.signatories != cover.signatories and OPEN not in cover.signatories:
        expected = f"the organisations that signed: {'; '.join(cover.signatories)}"
        remedy = "Write them as in data/signatories.csv, in the same order."
        yield Fault(file, 0, "signatories", "; ".join(book.signatories), expected, remedy)
    draft = words.say("value-to-be-completed")
    needed = [str(book.year), words.period(published.text)] if published else []
    lacks = [text for text in needed if text not in book.subtitle]
    if not cover.is_draft and (draft in book.subtitle or lacks):
        yield Fault(file, 0, "subtitle", book.subtitle, f"“{cover.subtitle}”", "Write the subtitle.")


def answer_faults(package: DataPackage, year: int) -> Iterator[Fault]:
    """Find answers "not mentioned" to what the edition does have, and other answers to what has no row."""
    asked = pd.concat([questions_after(package, table, year)[["question", "state"]] for table in CARRIED])
    asked = asked.astype({"question": "str"})  # without a question, pandas does not know that they are texts
    answers = package.frames["answers"]
    answers = answers[answers["year"].eq(year)].merge(asked, how="left", on="question")
    for row in rows(answers[answers["question"].str.split("/").str[0].isin(CARRIED)]):
        expected, remedy = "", "Correct the answer."
        if row.answer not in (NOT_MENTIONED, AS_LAST_YEAR):
            expected = f"“{NOT_MENTIONED}”, or a row in the table in place of this answer"
        elif row.state is None:
            expected, remedy = "something that the last edition had", "Delete the answer, or correct its identifier."
        elif row.answer == NOT_MENTIONED and row.state == "answered":
            expected = "no row of this edition, as the answer is that it is not mentioned"
            remedy = "Delete the answer or the row."
        elif row.answer == AS_LAST_YEAR and row.state != "answered":
            expected, remedy = "a row of this edition, as in the last one", "Add the row, or delete the answer."
        if expected:
            yield Fault(ANSWERS, 0, row.question, row.answer, expected, remedy)


def chapter_faults(project: Path, package: DataPackage, book: Book) -> Iterator[Fault]:
    """Find countries of the edition without a chapter, and chapters that another machine could not run."""
    notebooks = [project / "notebooks" / Path(name).name for name in book.notebooks]
    notebooks = [notebook for notebook in notebooks if notebook.is_file()]
    for notebook in notebooks:
        if (kernel := kernel_of(notebook)) != KERNEL:
            remedy = "Run behindbars accept, which puts it right, or choose Python 3 as its kernel and save it."
            expected = f"the kernel {KERNEL}, which every machine has"
            yield Fault(f"notebooks/{notebook.name}", 0, "kernelspec", kernel, expected, remedy)
    told = {declared_parameters(notebook).get("country") for notebook in notebooks}
    for country in rows(package.countries_of(book.year)):
        if country.iso3 not in told:
            remedy = f"Make it with behindbars new-country {country.iso3} --year {book.year}."
            expected = f"a chapter on {country.name_en}"
            yield Fault(f"_quarto-{book.year}.yml", 0, "chapters", "", expected, remedy)


def word_faults(package: DataPackage, year: int) -> Iterator[Fault]:
    """Find values that are not those of the words that they are said to stand in."""
    frame, words = package.frames["observations"], words_in("en")
    for row in rows(frame[frame["year"].eq(year) & ~frame["context"] & frame["verbatim"].notna()]):
        value = value_of(row)
        bare = replace(value, unit=PERCENT if value.unit == PERCENT else "")
        told = [mention.value for mention in Passage(clean(row.verbatim)).mentions if mention.value]
        if told and not any(fits(bare, other) for other in told):
            said = words.value(value, row.reporter, context=row.context, verbatim=row.verbatim)
            remedy = "Correct the numbers and the status, or copy the words from the statement again."
            expected = f"words that tell the value, {said}"
            yield Fault("observations.csv", 0, f"verbatim of {row.id}", row.verbatim, expected, remedy)
