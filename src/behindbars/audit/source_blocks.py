"""A block of a statement: a paragraph, a heading, or an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from behindbars.audit.quoting import clean

MARKER = re.compile(r"(?:\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]|[•●○▪■‣◦∙·*—–-])\s+(?=\S)")
"""What begins an item of a list where it is written out: a number, a letter, a bullet or a dash."""
_END = re.compile(r"[.!?;:,][\"')\]]*$")
_HEADING_WORDS = 15


def begins_item(line: str, before: str) -> bool:
    """Whether a line begins an item of a list, given the line before it.

    A dash may also stand between two parts of one sentence, where a line happens to end.
    """
    return bool(MARKER.match(line)) and (line[0] not in "–—" or not before or bool(_END.search(before)))


@dataclass(frozen=True)
class Block:
    """One block, as it stands in the file.

    Attributes
    ----------
    text : str
        Its text on one line, with the marker of an item where that is written out.
    item, heading : bool
        Whether the file itself says that it is an item of a list, or a heading.
    """

    text: str
    item: bool = False
    heading: bool = False

    @property
    def words(self) -> str:
        """The text in plain spelling, without the marker of an item."""
        return clean(MARKER.sub("", self.text.strip(), count=1) if self.is_item else self.text)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, by the file or by its marker."""
        return self.item or bool(MARKER.match(self.text.strip()))

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, by the file or because it is short and ends like none of the sentences."""
        text = clean(self.text)
        return self.heading or (len(text.split()) <= _HEADING_WORDS and not _END.search(text))
