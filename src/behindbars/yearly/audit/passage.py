"""A text, spelt the same whichever file it comes from: what stands in it, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category, normalize

from behindbars.yearly.audit.dates import DateMention, find_dates, tells
from behindbars.yearly.audit.numbers import Quantity, find_quantities

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Marks of footnotes: spelt as digits they would be numbers."""
_SPELLINGS = str.maketrans(
    dict.fromkeys("‐‑‒–−", "-") | dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | {"―": "—"}
)
_LETTER = r"[^\W\d_]"


def clean(text: str) -> str:
    """Write a text with plain quotation marks, hyphens and single spaces, and without what cannot be seen."""
    text = text.translate(str.maketrans("", "", SUPERSCRIPTS)).translate(_SPELLINGS)
    text = normalize("NFKC", text).translate(_SPELLINGS)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or category(c) not in ("Cc", "Cf"))
    return " ".join(text.replace("''", '"').split())


@dataclass(frozen=True)
class Passage:
    """A clean text, and what is told in it."""

    text: str

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Its numbers, and the words in the place of numbers."""
        return find_quantities(self.text)

    @cached_property
    def dates(self) -> list[DateMention]:
        """Its dates."""
        return find_dates(self.text)

    def tells(self, date: str) -> bool:
        """Whether one of its dates tells a date in EDTF."""
        return any(tells(end, date) for told in self.dates for end in told.ends)

    def places(self, words: str) -> list[tuple[int, int]]:
        """Find where words stand, whatever their dashes, quotation marks and spaces.

        A hyphen between two letters may be there or not: at the end of a line it may divide the word.
        """
        wanted = re.sub(f"(?<={_LETTER})-(?={_LETTER})", "", clean(words))
        pattern = re.sub(f"(?<={_LETTER})(?={_LETTER})", "-?", re.escape(wanted))
        pattern = re.sub(r"(?:\\ )*(?:\\-|—)(?:\\ )*", r"\\s*[-—]\\s*", pattern)
        return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", self.text)] if wanted else []

    def excerpt(self, start: int, end: int, around: int = 3) -> str:
        """Cite a place: its words, and a few before and after."""
        before, after = self.text[:start].split(" "), self.text[end:].split(" ")
        cited = " ".join(before[-around - 1 :]) + self.text[start:end] + " ".join(after[: around + 1])
        return f"{'… ' if len(before) > around + 1 else ''}{cited}{' …' if len(after) > around + 1 else ''}"
