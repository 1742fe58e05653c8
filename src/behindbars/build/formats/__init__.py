"""The formats of an edition: each is a function `make`, from a folder with all it is made from to its files."""

DOCUMENT = "document.json"
"""Name of the document that page, PDF and Word edition are written from, where it is a file."""
FACT_SHEETS = "fact-sheets"
"""Folder of the fact sheets, inside that of the edition."""
PARTIALS = ("typst-template.typ", "page.typ", "typst-show.typ")
"""Files of the Typst design that the template of the PDF includes."""
