"""The making of an edition: notebooks run by papermill, charts drawn, formats written, all put in place at once."""

from behindbars.build.book import Book, available_years, default_year, read_book
from behindbars.build.build import build, make_references
from behindbars.build.making import How

__all__ = ["Book", "How", "available_years", "build", "default_year", "make_references", "read_book"]
