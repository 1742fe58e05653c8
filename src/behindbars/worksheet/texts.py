"""What the worksheet says to the person who fills it in."""

from __future__ import annotations

from behindbars.dataset import Case, Dataset, Observation, Recommendation, Safeguard, Signatory
from behindbars.questions import RowQuestion
from behindbars.schema import Field
from behindbars.wording import REPORTER_WORDS, SAFEGUARD_WORDS, unit_words

TITLE = "Worksheet of the edition on {year}"
ABOUT = (
    "Here the new statement goes into the data. Each question asks what the new statement says of something "
    "that the last edition had; beside it stands what the last edition said. Nothing is filled in for you."
)
STEPS = (
    "Write your name in the yellow cell below. It is kept with the answers that you give.",
    "Go through the sheets from left to right. Write in the yellow cells only; grey cells say what a row is about.",
    "For each question, find the place in the new statement and fill in the row, with its paragraph (locator).",
    "If the statement no longer speaks of it, choose x in the column “not mentioned” and leave the row empty.",
    "If you are not sure, leave the row as it is: the question stays open, and you can go on another day.",
    "Something new goes into the empty rows below the questions. Leave its id empty: it gets the next free one.",
    "Never write a number that the statement does not give. Unknown, not published, none known and zero are four "
    "different things; the sheet “codes” says what each code means.",
    "Save the file as an Excel workbook (.xlsx) and close it. Then type: behindbars import {file}",
)
NAME = "Your name"
OPEN = "Open questions"
SPARE = "Something that the last edition did not have goes here and below, one row each. Leave id empty."
MUST, MAY = "Must be filled in.", "May stay empty."
GUIDE_MEANINGS = {
    "question": "What is asked of the new statement",
    "last edition": "What the last edition said, and where that is written",
    "help": "What to fill in",
    "not mentioned": "x if the new statement no longer speaks of it; then leave the row empty",
}

CODES: dict[str, dict[str, str]] = {
    "status": {
        "exact": "counted: one number, the same in low and high",
        "range": "between two numbers: low and high",
        "at_least": "that many or more: low only",
        "more_than": "strictly more than that: low only",
        "up_to": "that many or fewer: high only",
        "about": "approximate: the same number in low and high",
        "reported_zero": "the reporter says that there was none: 0 in low and high",
        "none_known": "the reporter has learnt of none, though there may be some: no number",
        "some": "at least one, but no number is given: no number",
        "unknown": "the source says that it is not known: no number",
        "not_published": "the source says that it is not published: no number",
    },
    "reporter": REPORTER_WORDS,
    "law": {**SAFEGUARD_WORDS, "harmful": "works against victims, such as an amnesty that covers torture"},
}
"""Codes in words, by the column in which they stand; others explain themselves."""
CODES["practice"] = CODES["law"]


def code_meant(column: str, text: str, dataset: Dataset) -> str | None:
    """Find the code of a column of which somebody wrote the words, as a sheet prints them; None if it is none."""
    written = " ".join(text.casefold().split())
    words = {code: {said.casefold(), said.partition(":")[0].casefold()} for code, said in CODES.get(column, {}).items()}
    if "harmful" in words:
        words["harmful"] |= {topic.harmful_en.casefold() for topic in dataset.topics.values() if topic.harmful_en}
    meant = [code for code, said in words.items() if written in said or written.endswith(f"({code})")]
    return meant[0] if len(meant) == 1 else None


def meaning(field: Field) -> str:
    """Say what a column holds, and whether it may stay empty."""
    return f"{field.description or field.name}. {MUST if field.required else MAY}"


def help_words(dataset: Dataset, question: RowQuestion) -> str:
    """Say how to answer one question, in plain words."""
    last = question.last
    place = f"Last time it stood in {last.locator}."
    match last:
        case Observation():
            unit = unit_words(dataset.indicators[last.indicator].unit)
            part = "" if last.breakdown == "total" else f" This is a part of a total: {last.breakdown}."
            outcome = f" If the source says that it came of {last.outcome_of}, write that in outcome_of."
            return (
                f"Write the number ({unit}) in low and high, how it is known in status, and the time it covers in "
                f"period.{part}{outcome if last.outcome_of else ''} {place}"
            )
        case Safeguard():
            return (
                "Choose the status in law, in practice, or in both, and write the finding in your own words, as one "
                f"or two full sentences. {place}"
            )
        case Case():
            return (
                "Write what happened (summary) and what the authorities did or said (answer), in your own words and "
                f"with no detail that the statement does not give. {place}"
            )
        case Recommendation():
            return (
                "If the statement repeats it, write it in your own words, with a heading of a few words. "
                f"If it says something else instead, choose x here and add a new row. {place}"
            )
        case Signatory():
            return f"If it signed, fill in source and locator. If it did not, choose x. {place}"
