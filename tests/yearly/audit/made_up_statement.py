"""A made-up statement that fits the synthetic package, as a file of each kind. Nothing in it is real."""

from __future__ import annotations

import html
import json
from pathlib import Path

import docx
import typst
from tests.conftest import SyntheticPackage

TITLE = "Synthetic statement: nothing of it is real"
INTRODUCTION = (
    "This synthetic statement was made up for tests, so that a program can be seen to read it; whoever finds it "
    "elsewhere should know that it speaks of nobody."
)
A1 = (
    "In 2024, the synthetic coalition received 20 complaints: five from women, 12 from men and three from children. "
    "Two convictions resulted. Nine cases were registered, with eight victims and seven suspects; it is not known how "
    "many cases reached court. The synthetic law of 13 September 2024 punishes this under Article 1, as one synthetic "
    "study notes."
)
A2 = "Another paragraph of the made-up country says nothing that could be counted, and says it at some length."
B1 = (
    "Between January 2023 and June 2024 the synthetic register held between four and six complaints; over 20.5 percent "
    "of them were refused. In 2024 there was no conviction. For Made Up the made-up court asked in April for up to 10 "
    "years in a made-up prison."
)
LEAD_IN = "We call on the authorities of both made-up countries to:"
ITEMS = ("Read this synthetic statement to its end;", "Change nothing because of it, as it is made up.")
CLOSING = "The synthetic statement ends here, and with it all that was made up for the tests of this program."
BLOCKS: tuple[tuple[str, str], ...] = (
    ("heading", TITLE),
    ("paragraph", INTRODUCTION),
    ("heading", "Synthetic A"),
    ("paragraph", A1),
    ("paragraph", A2),
    ("heading", "Synthetic B: a Longer Heading"),
    ("paragraph", B1),
    ("heading", "Our recommendations to both countries:"),
    ("paragraph", LEAD_IN),
    *(("item", item) for item in ITEMS),
    ("paragraph", CLOSING),
)
PARAGRAPHS = {
    "I1": INTRODUCTION,
    "A1": A1,
    "A2": A2,
    "B1": B1,
    "R0": LEAD_IN,
    "R1": ITEMS[0],
    "R2": ITEMS[1],
    "C1": CLOSING,
}
VERBATIM = {
    "O02": "20 complaints",
    "O03": "five from women",
    "O04": "12 from men",
    "O05": "three from children",
    "O06": "Two convictions",
    "O07": "Nine cases",
    "O08": "not known how many cases",
    "O09": "eight victims",
    "O10": "seven suspects",
    "O11": "between four and six complaints",
    "O12": "over 20.5 percent",
    "O13": "no conviction",
    "O14": "up to 10 years",
}

Blocks = tuple[tuple[str, str], ...]


def with_words(package: SyntheticPackage) -> SyntheticPackage:
    """Give each value of the package the words of this statement that hold it."""
    for row in package.tables["observations"]:
        row["verbatim"] = VERBATIM.get(row["id"], "")
    package.write()
    return package


def write_txt(path: Path, blocks: Blocks = BLOCKS) -> Path:
    path.write_text("\n\n".join(f"• {text}" if kind == "item" else text for kind, text in blocks), "utf-8")
    return path


def write_html(path: Path, blocks: Blocks = BLOCKS) -> Path:
    tags = {"heading": "h2", "paragraph": "p", "item": "li"}
    body = "".join(f"<{tags[kind]}>{html.escape(text)}</{tags[kind]}>\n" for kind, text in blocks)
    body = body.replace("<li>", "<ol><li>", 1)[::-1].replace("</li>"[::-1], "</li></ol>"[::-1], 1)[::-1]
    path.write_text(
        "<!doctype html><html><head><title>1999</title></head><body><nav><p>Synthetic A</p><p>Since 1998.</p></nav>"
        f"<main>{body}</main><footer><p>Read 3,000 times.</p></footer></body></html>",
        "utf-8",
    )
    return path


def write_docx(path: Path, blocks: Blocks = BLOCKS) -> Path:
    document = docx.Document()
    styles = {"heading": "Heading 2", "paragraph": "Normal", "item": "List Number"}
    for kind, text in blocks:
        document.add_paragraph(text, style=styles[kind])
    document.save(str(path))
    return path


def write_pdf(path: Path, blocks: Blocks = BLOCKS, page: str = 'paper: "a5", numbering: "1"') -> Path:
    marks = {"heading": "#heading({})", "paragraph": "#par({})", "item": "#enum.item({})"}
    words = [marks[kind].format(json.dumps(text, ensure_ascii=False)) for kind, text in blocks]
    source = path.with_suffix(".typ")
    head = f'#set page({page}, header: [Synthetic])\n#set par(justify: true)\n#set text(hyphenate: true, lang: "en")\n'
    source.write_text(head + "\n\n".join(words), "utf-8")
    typst.compile(str(source), output=str(path))
    return path


WRITERS = {".txt": write_txt, ".html": write_html, ".docx": write_docx, ".pdf": write_pdf}
