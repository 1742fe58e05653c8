"""Rendering an edition: with Quarto where it is found, else with Pandoc and Typst from packages."""

DOCUMENT = "document.json"
"""Name of the document that page, PDF and Word edition are written from, where it is a file."""
TYPEFACE = "typeface"
"""Folder of the faces that are cut for the page."""
PARTIALS = ("typst-template.typ", "page.typ", "typst-show.typ")
"""Files of the Typst design that the template of the PDF includes."""
