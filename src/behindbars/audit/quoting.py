"""Words of a source: spelt the same whichever file they come from, found again, and cited in few words."""

from __future__ import annotations

import re
from unicodedata import category, normalize

_SUPERSCRIPTS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # marks of footnotes; spelt as digits they would be numbers
_SPELLINGS = str.maketrans(
    dict.fromkeys("‐‑‒–−", "-")
    | dict.fromkeys("―", "—")
    | dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
)
_DASH = r"\s*[-—]\s*"


def clean(text: str) -> str:
    """Write a text with plain quotation marks, hyphens and single spaces, and without what cannot be seen."""
    text = normalize("NFKC", text.translate(_SUPERSCRIPTS).translate(_SPELLINGS)).translate(_SPELLINGS)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or category(c) not in ("Cc", "Cf"))
    return " ".join(text.replace("''", '"').split())


def spans(words: str, text: str) -> list[tuple[int, int]]:
    """Find where words stand in a clean text, whatever their dashes, quotation marks and spaces.

    A hyphen between two letters may be there or not: at the end of a line it may divide the word.
    """
    pattern = ""
    wanted = re.sub(r"\s*([-—])\s*", r"\1", clean(words))
    for before, letter, after in zip(" " + wanted, wanted, wanted[1:] + " ", strict=False):
        if letter == " ":
            pattern += r"\s+"
        elif letter in "-—":
            pattern += "-?" if letter == "-" and before.isalpha() and after.isalpha() else _DASH
        else:
            pattern += re.escape(letter) + ("-?" if letter.isalpha() and after.isalpha() else "")
    if not pattern:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def excerpt(text: str, start: int, end: int, around: int = 3) -> str:
    """Cite a place in a text: its words, and a few before and after."""
    before, after = text[:start].split(), text[end:].split()
    if before and not text[start - 1].isspace():
        start -= len(before.pop())
    if after and not text[end].isspace():
        end += len(after.pop(0))
    words = [*before[max(0, len(before) - around) :], text[start:end], *after[:around]]
    return f"{'… ' if len(before) > around else ''}{' '.join(words)}{' …' if len(after) > around else ''}"
