"""The text of a PDF of one column as paragraphs: lines are joined by their distance, size and place on the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from statistics import median, mode

import pandas as pd
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from behindbars.errors import SourceError
from behindbars.yearly.audit.passage import SUPERSCRIPTS
from behindbars.yearly.audit.sections import begins_item, paragraphs

_LAYOUT = LAParams(char_margin=20, boxes_flow=None)  # the marker of an item is of one line with its text
_RAISE, _LOWER = str.maketrans("0123456789", SUPERSCRIPTS), str.maketrans(SUPERSCRIPTS, "0123456789")
_PAGE_NUMBER = r"(?i)(?:page )?\d{1,3}(?: ?(?:/|of) ?\d{1,3})?"
_NOTE = rf"^(?P<mark>[{SUPERSCRIPTS}]+|\d{{1,3}}(?=\D))\s*(?P<rest>.*)"
_SENTENCE_END = r"[.!?][\"'”’)\]]*$"
_FIRST_SIGN = 0xE000  # of those that no font has: each stands for the mark of a footnote
_RAISED = 0.8  # a digit smaller than this share of its line is the mark of a footnote
_APART = 1.25  # a distance above this multiple of the usual one parts paragraphs
_OTHER_SIZE = 0.6  # points of difference from which type is of another size
_INDENT = 6  # points from which a line is indented, or short of the margin


def read_pdf(path: Path) -> list[str]:
    """Read the paragraphs of a PDF, without running heads and page numbers; a footnote follows its paragraph.

    Raises
    ------
    SourceError
        The file is no PDF, is broken or locked, or holds pictures of pages only.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it cannot read, our message says once
    try:
        lines = pd.DataFrame(_lines(path), columns=["page", "left", "right", "bottom", "size", "text"])
    except (PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise SourceError(f"{path.name} is locked. Save it without a password.") from error
    place = [lines["bottom"].div(3).round(), lines["text"].str.replace(r"\d+", "#", regex=True)]
    is_repeated = lines.groupby(place)["page"].transform("nunique") > 1
    lines = lines[~is_repeated & ~lines["text"].str.fullmatch(_PAGE_NUMBER)].reset_index(drop=True)
    if lines.empty:
        raise SourceError(
            f"{path.name} holds no text; it may be a scan, pictures of pages. "
            "Use the file from which it was made, or a PDF with text recognised by OCR."
        )
    notes: dict[str, str] = {}
    body = lines["size"].mode()[0]
    text = pd.concat([_without_notes(page, body, notes) for _, page in lines.groupby("page")])
    found = []
    for paragraph in paragraphs(
        "\n".join(text["text"].where(~_begins_paragraph(text), "\n" + text["text"])).split("\n")
    ):
        signs = [letter for letter in paragraph if letter in notes]
        plain = "".join(letter for letter in paragraph if letter not in signs)
        found.append(" ".join([plain, *map(notes.pop, dict.fromkeys(signs))]))
    return [*found, *notes.values()]


def _lines(path: Path) -> Iterator[tuple[int, float, float, float, float, str]]:
    """Go through the lines, with edges and size of type in points; raised digits are superscripts."""
    for number, page in enumerate(extract_pages(path, laparams=_LAYOUT)):
        boxes = [box for box in page if isinstance(box, LTTextContainer)]
        lines = [line for box in boxes for line in box if isinstance(line, LTTextLine)]
        for line in sorted(lines, key=lambda line: -line.y0):
            letters = [letter for letter in line if isinstance(letter, LTChar)]
            size = median([letter.size for letter in letters if not letter.get_text().isspace()] or [0])
            text = ""
            for one in line:
                is_raised = isinstance(one, LTChar) and one.size < _RAISED * size
                text += one.get_text().translate(_RAISE) if is_raised else one.get_text()
            # Where one shape serves both hyphens, a PDF may call every one of them soft.
            if text := " ".join(text.replace("\u00ad", "-").split()):
                bottom = mode(round(letter.y0, 1) for letter in letters)
                yield number, line.x0, line.x1, bottom, round(size, 1), text


def _without_notes(page: pd.DataFrame, body: float, notes: dict[str, str]) -> pd.DataFrame:
    """Take the footnotes, in smaller type at the foot of a page, into notes, by a sign in the place of their mark."""
    is_above = page["size"].ge(body - _OTHER_SIZE)[::-1].cummax()[::-1]
    parts = page["text"].mask(is_above | (not is_above.any())).str.extract(_NOTE)
    number = parts["mark"].notna().cumsum()
    text = page[number == 0].copy()
    for _, note in page[number > 0].groupby(number):
        mark, rest = parts.loc[note.index[0]]
        sign = chr(_FIRST_SIGN + len(notes))
        notes[sign] = " ".join([rest, *note["text"][1:]])
        raised = rf"(?<![{SUPERSCRIPTS}]){mark.translate(_RAISE)}(?![{SUPERSCRIPTS}])"
        # A font may have raised digits of full size.
        digits = rf"(?<=[^\W\d_]|[.,;:!?”\"’')]){mark.translate(_LOWER)}(?!\w)"
        text["text"] = text["text"].str.replace(f"{raised}|{digits}", sign, regex=True)
    return text


def _begins_paragraph(lines: pd.DataFrame) -> pd.Series[bool]:
    """Part paragraphs by distance, size or an indent, and where a sentence ends short of the margin."""
    before = lines.shift()
    step, is_same_page = before["bottom"] - lines["bottom"], lines["page"].eq(before["page"])
    steps = step[is_same_page & lines["size"].eq(before["size"])].round().value_counts()
    is_apart = is_same_page & (step > _APART * min(steps.index[:2], default=1))
    follows_item = before["text"].fillna("").map(lambda text: begins_item(text, ""))
    is_indented = (lines["left"] > before["left"] + _INDENT) & ~follows_item
    is_short = before["right"] < lines["right"].max() - _INDENT
    has_ended = is_short & before["text"].str.contains(_SENTENCE_END, na=False)
    is_other = (lines["size"] - before["size"]).abs() > _OTHER_SIZE
    begins: pd.Series[bool] = is_other | is_apart | is_indented | has_ended
    return begins
