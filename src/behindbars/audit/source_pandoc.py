"""The blocks of a web page or Word document, as Pandoc reads them."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behindbars.audit.source_blocks import Block
from behindbars.errors import SourceError
from behindbars.render.pandoc import bundled

_INSIDE = {"Div": 1, "Figure": 2, "BlockQuote": None}  # where a block's own blocks are in its content
_FRONT = ("title", "subtitle", "author", "date", "abstract")
_LISTS = ("BulletList", "OrderedList")
_STYLES = ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps")


def read_with_pandoc(path: Path, kind: str, data: bytes) -> Iterator[Block]:
    """Read a document with Pandoc, without the user's settings or any other file.

    Parameters
    ----------
    path : Path
        The document, for the message.
    kind : {"html", "docx"}
        Its format.
    data : bytes
        What is in it; HTML in UTF-8.

    Raises
    ------
    SourceError
        Pandoc cannot read it.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [bundled(), f"--from={kind}", "--to=json", f"--data-dir={folder}", "--sandbox"]
        done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=False)
    if done.returncode:
        raise SourceError(f"{path.name} cannot be read as {kind}. Open it, and save it again as a file of that kind.")
    document = json.loads(done.stdout)
    if kind == "docx":
        # What has the style of a title stands in no block of its own.
        yield from _front(document["meta"])
    yield from _blocks(document["blocks"])


def _front(meta: dict[str, Any]) -> Iterator[Block]:
    for value in (meta[name] for name in _FRONT if name in meta):
        parts = value["c"] if value["t"] == "MetaList" else [value]
        for part in parts:
            yield from _blocks(part["c"]) if part["t"] == "MetaBlocks" else [Block(_words(part["c"]), heading=True)]


def _blocks(nodes: list[Any]) -> Iterator[Block]:
    """Go through Pandoc's blocks; what a page draws or computes is no text."""
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind == "Header":
            yield Block(_words(content[2]), heading=True)
        elif kind in ("Para", "Plain"):
            # Two breaks in a row are how some web pages separate paragraphs.
            yield from (Block(" ".join(part.split())) for part in re.split(r"\n\s*\n", _words(content)))
        elif kind == "LineBlock":
            yield Block(" ".join(_words(line) for line in content))
        elif kind in _LISTS:
            for nested in content if kind == "BulletList" else content[1]:
                yield from _item(nested)
        elif kind in _INSIDE:
            place = _INSIDE[kind]
            yield from _blocks(content if place is None else content[place])
        elif kind == "CodeBlock":
            yield Block(" ".join(content[1].split()))
        elif kind in ("DefinitionList", "Table"):
            yield from _inside(content)


def _item(nodes: list[Any]) -> Iterator[Block]:
    """Read an item of a list: its paragraphs are one block, each item inside it is another."""
    own = _blocks([node for node in nodes if node["t"] not in _LISTS])
    yield Block(" ".join(block.text for block in own), item=True)
    yield from _blocks([node for node in nodes if node["t"] in _LISTS])


def _inside(content: Any) -> Iterator[Block]:
    """Find the blocks in cells, or terms and definitions; a term is a line of text without a block."""
    if isinstance(content, list) and content and all(isinstance(node, dict) and "t" in node for node in content):
        inline = {"Str", "Space", "SoftBreak", *_STYLES}
        yield from [Block(_words(content))] if content[0]["t"] in inline else _blocks(content)
    elif isinstance(content, list):
        for part in content:
            yield from _inside(part)


def _words(inlines: list[Any]) -> str:
    """Write out a line of text; the mark of a footnote is left out, its text follows the paragraph."""
    words, notes = "", ""
    for node in inlines:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            words += content
        elif kind in ("Space", "SoftBreak"):
            words += " "
        elif kind == "LineBreak":
            words += "\n"
        elif kind in ("Code", "Math"):
            words += content[1]
        elif kind == "Quoted":
            mark = "'" if content[0]["t"] == "SingleQuote" else '"'
            words += f"{mark}{_words(content[1])}{mark}"
        elif kind == "Note":
            notes += "".join(f" {block.text}" for block in _blocks(content))
        elif kind == "Superscript" and _words(content).strip("[]()* ").isdigit():
            continue
        elif kind in ("Link", "Span", "Cite"):
            words += _words(content[1])
        elif kind in _STYLES:
            words += _words(content)
    return words + notes
