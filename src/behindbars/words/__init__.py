"""How values, periods and sources are printed, and every sentence: one catalogue (``<lang>.ftl``) a language."""

from behindbars.words.words import Words, capital, languages

__all__ = ["Words", "capital", "languages"]
