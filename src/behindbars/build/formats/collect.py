"""The Markdown of an edition's chapters, as Quarto would see it: notebooks were run before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from behindbars.build.book import Book
from behindbars.build.notebooks import figure_in
from behindbars.errors import RenderError, refuse

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARKDOWN = "text/markdown"
BEFORE_MARKDOWN = ("text/html", "application/javascript", "application/vnd.jupyter.widget-")
"""How the kinds begin of what Quarto's web pages would show in place of the Markdown beside it."""
CHARTS = ("application/vnd.vega", "image/")
"""How the kinds of a chart begin that is shown as it is."""
BARE = 'a chart without its words; show it with edition.show("name", chart, caption="…", alt="…")'
SHOWN = ("display_data", "execute_result")
OPTION = re.compile(r"^#\| *[\w-]+:", re.MULTILINE)
TAG = re.compile(r"(hide|show|remove)-\w+")
"""Tags by which Quarto shows or leaves out what a cell says."""
TITLE = re.compile(r"^# +(.+?)(?: *\{[^{}]*\})?$", re.MULTILINE)
DISPLAY = "::: {.cell-output}\n%s\n:::"
"""What a cell shows is enclosed, as by Quarto: two lists of two cells are two lists. chapters.lua opens it again."""


@dataclass(frozen=True)
class ChapterText:
    """A chapter: its file, relative to the project, and what it says, in Quarto's Markdown."""

    path: str
    markdown: str

    @property
    def title(self) -> str:
        """The chapter's heading, without its attributes; empty if it has none."""
        match = TITLE.search(self.markdown)
        return match[1] if match else ""


def collect(book: Book, project: Path) -> list[ChapterText]:
    """Read the chapters of an edition.

    Raises
    ------
    RenderError
        Listing every chapter that is missing, not readable or not as it must be.
    """
    texts: list[ChapterText] = []
    faults: list[str] = []
    for path in book.chapters:
        file = project / path
        try:
            text = notebook_markdown(file) if file.suffix == ".ipynb" else file.read_text(encoding="utf-8")
            texts.append(ChapterText(path, text))
        except FileNotFoundError:
            faults.append(f"{path}: this chapter does not exist; build the edition first (behindbars build)")
        except UnicodeDecodeError:
            faults.append(f"{path}: this chapter is not UTF-8 text")
        except RenderError as error:
            faults.append(f"{path}: {error}")
    refuse(RenderError, "The chapters cannot be read:", faults)
    return texts


def notebook_markdown(file: Path) -> str:
    """Read the Markdown of an executed notebook: its Markdown cells, and the Markdown its code shows.

    Code is not shown, nor are warnings. What Quarto would show in another way is refused.

    Raises
    ------
    RenderError
        If it is no notebook, or for the first cell that is raw, failed, sets an option of Quarto's,
        or shows anything but Markdown.
    """
    import nbformat  # not at the head: to find Quarto, nobody needs it

    try:
        notebook = nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, KeyError) as error:
        raise RenderError("this is not a notebook, or a damaged one; run it again") from error
    parts: list[str] = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "raw":
            raise RenderError(f"cell {number} is a raw cell; use a Markdown cell")
        else:
            parts += _shown(cell, number)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _shown(cell: NotebookNode, number: int) -> list[str]:
    options = [*OPTION.findall(cell.source), *filter(TAG.fullmatch, cell.metadata.get("tags", []))]
    if options:
        raise RenderError(f"cell {number} has an option for Quarto ({options[0]}); only Quarto would heed it")
    shown = []
    for output in cell.outputs:
        if output.output_type == "error":
            raise RenderError(f"cell {number} failed: {output.ename}: {output.evalue}")
        if output.output_type not in SHOWN:
            if output.name == "stdout":
                raise RenderError(f"cell {number} prints {output.text[:40]!r}; show Markdown instead")
        elif any(kind.startswith(CHARTS) for kind in output.data) and not figure_in(output.data):
            raise RenderError(f"cell {number} shows {BARE}")
        elif MARKDOWN not in output.data or any(kind.startswith(BEFORE_MARKDOWN) for kind in output.data):
            raise RenderError(f"cell {number} shows {', '.join(sorted(output.data))}; show Markdown alone")
        else:
            shown.append(DISPLAY % output.data[MARKDOWN].strip("\n"))
    return shown
