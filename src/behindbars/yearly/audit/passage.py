"""A text, spelt the same whichever file it comes from: what stands in it, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import category, normalize

from behindbars.yearly.audit.mentions import Mention, Span, find_mentions

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


def told_by(dates: Iterable[str]) -> set[str]:
    """Give all that dates in EDTF tell: themselves, and what is less precise.

    >>> sorted(told_by(["2024-09"]))
    ['2024', '2024-09', 'XXXX', 'XXXX-09']
    """
    less = {date[:end] for date in dates for end in (4, 7, 10)}
    return less | {f"XXXX{date[4:]}" for date in less}


@dataclass(frozen=True)
class Passage:
    """A clean text, and what is told in it."""

    text: str

    @cached_property
    def mentions(self) -> list[Mention]:
        """Its numbers and dates, and the words in the place of numbers, in order."""
        return find_mentions(self.text)

    @cached_property
    def told(self) -> set[Any]:
        """All that they say, and the dates that are less precise."""
        said = [one for mention in self.mentions for one in mention.says]
        return {*said, *told_by(end for mention in self.mentions for end in mention.ends)}

    def places(self, words: str) -> list[Span]:
        """Find where words stand, whatever their dashes, quotation marks and spaces.

        A hyphen between two letters may be there or not: at the end of a line it may divide the word.
        """
        wanted = re.sub(f"(?<={_LETTER})-(?={_LETTER})", "", clean(words))
        pattern = re.sub(f"(?<={_LETTER})(?={_LETTER})", "-?", re.escape(wanted))
        pattern = re.sub(r"(?:\\ )*(?:\\-|—)(?:\\ )*", r"\\s*[-—]\\s*", pattern)
        return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", self.text)] if wanted else []

    def excerpt(self, span: Span, around: int = 3) -> str:
        """Cite a place: its words, and a few before and after."""
        before, after = self.text[: span[0]].split(" "), self.text[span[1] :].split(" ")
        cited = " ".join(before[-around - 1 :]) + self.text[slice(*span)] + " ".join(after[: around + 1])
        return f"{'… ' if len(before) > around + 1 else ''}{cited}{' …' if len(after) > around + 1 else ''}"
