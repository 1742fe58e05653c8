"""Lines, as a text file or a PDF has them, joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from behindbars.yearly.audit.numbers import find_quantities

MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]|[•●○▪■‣◦∙·*—–-])\s+(?=\S)")
"""What begins an item of a list where it is written out: a number, a letter, a bullet or a dash."""
END = re.compile(r"[.!?;:,][\"'”’)\]]*$")
"""How a sentence, or a part of one, ends; a heading does not."""
_WRAPPED = 200  # characters; a longer line was not broken to fit a page, and is a paragraph


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Join lines; an empty line parts paragraphs, and so does the marker of an item or a line that was not wrapped."""
    lines = [line.strip() for line in lines]
    are_wrapped = all(len(line) <= _WRAPPED for line in lines)
    found = [""]
    for line in lines:
        if not line or not are_wrapped or begins_item(line, found[-1]):
            found.append("")
        found[-1] = f"{found[-1]}\n{line}".strip()
    return [_joined(paragraph) for paragraph in found if paragraph]


def begins_item(line: str, before: str) -> bool:
    """Whether a line begins an item of a list; a dash may also stand in a sentence, where a line happens to end."""
    return bool(MARKER.match(line)) and (line[0] not in "–—" or not before or bool(END.search(before)))


def _joined(text: str) -> str:
    """Join the lines of a paragraph; a hyphen at the end of one divides a word, unless a number stands before it."""
    text = re.sub(r"\b([^\W\d_]+)-\n(?=[^\W\d_])", lambda word: word[1] + "-" * bool(find_quantities(word[1])), text)
    return text.replace("-\n", "-").replace("\n", " ")
