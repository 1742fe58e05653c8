"""Codes that a text may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_ALIKE = 0.6  # ratio of equal letters from which a text is taken for a misspelt code


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Give the code that differs in case only, or the one that looks most like the text, if one does.

    A code of three letters or fewer looks like too many others: KZ is as near to KGZ as to KAZ.
    """
    text = text.strip().casefold()
    codes = {code.casefold(): code for code in known}
    if text in codes:
        return codes[text]
    alike = {code: SequenceMatcher(None, code, text).ratio() for code in codes if len(code) > 3}
    best = [code for code, ratio in alike.items() if ratio == max(_ALIKE, *alike.values())]
    return codes[best[0]] if len(best) == 1 else None


def suggest(text: str, known: Iterable[str], otherwise: str) -> str:
    """Write the remedy for an unknown code: the nearest one, or what to do otherwise."""
    code = nearest(text, known)
    return f"Perhaps {code!r} was meant." if code else otherwise
