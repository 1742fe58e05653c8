"""The message of a cascade says no more than its rows."""

from behindbars.cascade import cascades
from behindbars.cascade_text import cascade_headline
from behindbars.chapter import open_chapter


def test_only_the_statement_itself_says_that_statistics_are_lacking(package):
    package.tables["observations"] = [row for row in package.tables["observations"] if row["country"] != "XXB"]
    none_known = {"country": "XXB", "low": "", "high": "", "status": "none_known", "locator": "B1"}
    row = package.add("observations", 7, id="O20", period="2024-06/2025-06", **none_known)
    chapter = open_chapter(country="XXB", year=2024, data=str(package.folder))
    found = cascades(chapter.dataset, "XXB", 2024)
    assert cascade_headline(chapter, found) == (
        "No synthetic cases_registered known to the authors from June 2024 to June 2025"
    )
    package.add("observations", row, id="O21", indicator="complaints", status="not_published")
    chapter = open_chapter(country="XXB", year=2024, data=str(package.folder))
    found = cascades(chapter.dataset, "XXB", 2024)
    assert cascade_headline(chapter, found).endswith("the authors; comprehensive statistics are lacking")


def test_a_headline_begins_with_a_capital(package):
    package.put("observations", 2, status="about")
    package.tables["observations"] = [
        row for row in package.tables["observations"] if row["country"] != "XXA" or row["id"] == "O02"
    ]
    package.write()
    chapter = open_chapter(country="XXA", year=2024, data=str(package.folder))
    headline = cascade_headline(chapter, cascades(chapter.dataset, "XXA", 2024))
    assert headline.startswith("About 20 complaints counted;")
