"""Codes that a text may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Give the code that differs in case only, or the one that looks most like the text, if one does.

    A code of three letters or fewer looks like too many others: KZ is as near to KGZ as to KAZ. But KZ is also
    a country's code of two letters, and means KAZ.
    """
    codes = {code.casefold(): code for code in known}
    text = text.strip().casefold()
    if text in codes:
        return codes[text]
    if len(text) == 2:
        from babel.core import get_global  # it reads a file of its own, which a package without faults never needs

        alpha_2 = get_global("territory_aliases")  # by the code of three letters: {"KAZ": ["KZ"], …}
        if country := next((code for code in codes.values() if alpha_2.get(code) == [text.upper()]), None):
            return country
    alike = get_close_matches(text, [code for code in codes if len(code) > 3], n=2)
    ratios = [SequenceMatcher(None, code, text).ratio() for code in alike]
    return codes[alike[0]] if alike and ratios[0] > max(ratios[1:], default=0) else None


def suggest(text: str, known: Iterable[str], otherwise: str) -> str:
    """Write the remedy for an unknown code: the nearest one, or what to do otherwise."""
    code = nearest(text, known)
    return f"Perhaps {code!r} was meant." if code else otherwise
