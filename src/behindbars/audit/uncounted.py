"""Words in the place of a number: none, none known, unknown, not published, some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from behindbars.values import Status

_COUNTED = (
    "acquittals? cases? charges? complaints? convictions? deaths? detainees? indictments? inquir(?:y|ies) "
    "investigations? judges? officers? officials? perpetrators? persons? people prisoners? proceedings? prosecutions? "
    "sentences? suspects? trials? verdicts? victims?"
)
_NOUN = rf"(?:{'|'.join(_COUNTED.split())})\b"
_LEARNT = r"(?:learnt|learned|heard|hear|aware|informed|know|knew)"
_DATA = r"(?:\w+ ){0,3}(?:statistics|data|figures|information)\b"
_PUBLISH = r"(?:publish|disclose|release)"
_NUMBER = (
    r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
    r"|hundred|thousand|million)\b"
)

# Status, whether a row must hold it wherever it stands, and the words.
_WORDINGS: tuple[tuple[Status, bool, str], ...] = (
    (Status.NONE_KNOWN, True, rf"(?:not|never)(?: been)? {_LEARNT} of (?:any|a single|one)\b"),
    (Status.NONE_KNOWN, True, rf"{_LEARNT} of no\b|no(?:ne)?\b(?=[^.;]{{0,40}}? known (?:to|of)\b)"),
    (Status.UNKNOWN, True, r"(?:not(?: \w+)? known|unknown|unclear|not clear)(?: exactly)? how many\b"),
    (Status.UNKNOWN, True, r"unknown number\b"),
    (Status.UNKNOWN, False, r"not(?: \w+)? known\b|unknown\b|unclear\b|not clear\b"),
    (Status.NOT_PUBLISHED, False, rf"(?:lack|absence) of {_DATA}|no {_DATA}|unpublished\b"),
    (Status.NOT_PUBLISHED, False, r"(?:not|never)(?: been)? (?:published|made public|disclosed|released)\b"),
    (Status.NOT_PUBLISHED, False, rf"(?:not|never) {_PUBLISH}\b|(?:refus|fail)\w* to {_PUBLISH}\b"),
    (Status.REPORTED_ZERO, True, r"(?:not|without) (?:a single|one)(?: \w+)?|none\b|nil\b"),
    (Status.REPORTED_ZERO, True, rf"no (?:(?!more |fewer |less |longer )[\w-]+ ){{0,2}}?{_NOUN}"),
    (Status.REPORTED_ZERO, False, r"nobody\b|no one\b"),
    (Status.SOME, True, r"handful\b|several\b|dozens\b|scores of\b|hundreds\b|thousands\b|millions\b"),
    (Status.SOME, True, r"(?:a )?few\b|a couple\b|only some\b|a number of\b"),
    (Status.SOME, False, rf"some\b(?! (?:{_NUMBER}))|(?<!how )many\b|most\b|majority\b"),
    (Status.SOME, False, r"multiple\b|numerous\b|various\b|often\b|frequently\b|regularly\b"),
    (Status.SOME, False, r"usually\b|sometimes\b|occasional(?:ly)?\b|rare(?:ly)?\b"),
)
_PATTERNS = tuple(
    (status, counted, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for status, counted, words in _WORDINGS
)


def find_uncounted(text: str) -> Iterator[tuple[int, int, Status, bool]]:
    """Find words in the place of a number in a clean text.

    Yields
    ------
    tuple of int, int, Status and bool
        Start, end, how the value is known by them, and whether they stand for a value wherever they
        stand: "a handful" does, "many" only where a row cites it.
    """
    for status, counted, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield *match.span(), status, counted
            text = text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]
