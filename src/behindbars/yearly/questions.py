"""What is asked of a new edition in words: the question after a row of the last one, what that said, what to do."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.measures.frames import value_of
from behindbars.package import DataPackage
from behindbars.words import Words


def help_with(table: str, row: Any, words: Words) -> str:
    """Say how to answer the question after a row."""
    if table != "observations":
        return words.say(f"help-{table}")
    outcome = row.outcome_of or "none"
    return words.say("help-observations", unit=row.unit, n=0, breakdown=row.breakdown, outcome_of=outcome)


def said_of(package: DataPackage, table: str, row: Any, words: Words) -> str:
    """Say what an edition said in a row, with the codes of what it names: the new answer is written with them."""

    def labels(named: str, codes: str | None, column: str = "label") -> str:
        found = {code: package.text(named, code, column, words.lang) for code in (codes or "").split()}
        return words.listing(words.say("coded", code=code, label=label) for code, label in found.items()) or "none"

    def text(column: str) -> str:
        return str(getattr(row, f"{column}_{words.lang}"))

    reference = package.references[row.source]
    given = {"where": words.say("where", source=reference.short_title or reference.title, place=row.locator)}
    match table:
        case "observations":
            value = words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim, unit=True)
            given |= {"value": value, "period": words.period(row.period)}
            given |= {"outcome_of": labels("indicators", row.outcome_of), "case": labels("cases", row.case, "title")}
        case "safeguards":
            sides = {side: getattr(row, side) for side in ("law", "practice") if getattr(row, side)}
            told = {side: _status(package, row.topic, status, words) for side, status in sides.items()}
            clauses = words.clauses(words.say("said-side", side=side, words=status) for side, status in told.items())
            given |= {"sides": clauses, "finding": text("finding")}
        case "cases":
            given |= {"summary": text("summary"), "answer": text("answer")}
        case "recommendations":
            listed = {name: labels(name, getattr(row, name)) for name in ("topics", "indicators")}
            given |= {"text": text("text"), **listed}
    return words.say(f"said-{table}", **given)


def _status(package: DataPackage, topic: str, status: str, words: Words) -> str:
    """Name the status of a safeguard, and its code where that is another word."""
    harmful = package.row("topics", topic)[f"harmful_{words.lang}"]
    named = str(harmful) if status == "harmful" and pd.notna(harmful) else words.say("safeguard", status=status)
    return named if named == status else words.say("coded", label=named, code=status)
