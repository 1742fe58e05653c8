"""One catalogue of single corruptions for every way in which data comes in.

Each is one row of the synthetic package whose cells are spoilt: its table, its row as a spreadsheet numbers it,
the column that must be reported, and the cells. Row 0 is a fault of the table as a whole, made in row 4.
"""

from __future__ import annotations

from collections.abc import Mapping

SPOILT: list[tuple[str, int, str, Mapping[str, str]]] = [
    # foreign keys
    ("observations", 2, "country", {"country": "XXC"}),
    ("observations", 11, "indicator", {"indicator": "complaint"}),
    ("observations", 7, "series", {"series": "registry"}),
    ("observations", 14, "case", {"case": "C9"}),
    ("safeguards", 2, "topic", {"topic": "definitions"}),
    ("events", 2, "country", {"country": "KAZ"}),
    ("signatories", 2, "country", {"country": "KAZ"}),
    # lists of identifiers
    ("recommendations", 2, "topics", {"topics": "definition amnestie"}),
    ("recommendations", 2, "topics", {"topics": "definition  amnesty"}),
    ("recommendations", 2, "topics", {"topics": "definition, amnesty"}),
    ("recommendations", 2, "topics", {"topics": "definition definition"}),
    ("recommendations", 2, "indicators", {"indicators": "complaints;convictions"}),
    # sources and locators
    ("observations", 15, "source", {"source": "made_up_contexts"}),
    ("signatories", 2, "source", {"source": "nobody"}),
    ("countries", 2, "locator", {"locator": ""}),
    ("countries", 3, "source", {"locator": "B1"}),
    ("countries", 3, "source", {"torture_article": "Article 2"}),
    ("observations", 2, "locator", {"locator": ""}),
    # numbers and status
    ("observations", 7, "high", {"high": "10"}),
    ("observations", 7, "high", {"high": ""}),
    ("observations", 7, "low", {"low": ""}),
    ("observations", 15, "high", {"high": "91"}),
    ("observations", 11, "high", {"high": "4"}),
    ("observations", 11, "high", {"high": "3"}),
    ("observations", 11, "low", {"low": ""}),
    ("observations", 16, "high", {"high": "40"}),
    ("observations", 16, "low", {"low": ""}),
    ("observations", 12, "high", {"high": "30"}),
    ("observations", 14, "low", {"low": "1"}),
    ("observations", 14, "high", {"high": ""}),
    ("observations", 13, "low", {"low": "1"}),
    ("observations", 13, "high", {"high": ""}),
    ("observations", 8, "low", {"low": "3"}),
    ("observations", 8, "high", {"high": "0"}),
    ("observations", 8, "low", {"low": "0", "status": "some"}),
    ("observations", 8, "low", {"low": "0", "status": "none_known"}),
    ("observations", 8, "low", {"low": "0", "status": "not_published"}),
    # places in the statement
    ("observations", 2, "locator", {"locator": "B1"}),
    ("observations", 11, "locator", {"locator": "b1"}),
    ("safeguards", 3, "locator", {"locator": "A3"}),
    ("cases", 2, "locator", {"locator": "B3"}),
    ("events", 3, "locator", {"locator": "3B"}),
    # sources and time
    ("observations", 7, "period", {"period": "2025-07"}),
    ("observations", 7, "period", {"period": "2025-07/2026"}),
    ("observations", 12, "period", {"period": "../2025-07"}),
    ("observations", 16, "period", {"period": "2026/.."}),
    ("events", 2, "date", {"date": "2025-06-27"}),
    ("events", 3, "date", {"date": "2026?"}),
    # zero
    ("observations", 7, "status", {"low": "0", "high": "0"}),
    ("observations", 15, "status", {"low": "0", "high": "0"}),
    ("observations", 16, "status", {"low": "0"}),
    ("observations", 14, "status", {"high": "0"}),
    # numbers and unit
    ("observations", 12, "low", {"low": "100.5"}),
    ("observations", 11, "low", {"low": "4.5"}),
    ("observations", 16, "low", {"low": "29.9"}),
    # parts and total
    ("observations", 2, "low", {"low": "21", "high": "21"}),
    ("observations", 2, "low", {"low": "19", "high": "19"}),
    ("observations", 3, "low", {"low": "25", "high": "25"}),
    ("observations", 7, "breakdown", {"breakdown": "totl"}),
    ("observations", 13, "breakdown", {"breakdown": "women"}),
    ("observations", 2, "period", {"period": "soon"}),  # the parts are not reported too
    # outcomes
    ("observations", 6, "outcome_of", {"outcome_of": "cases_registered"}),
    ("observations", 6, "outcome_of", {"outcome_of": "convictions"}),
    # the cascade
    ("observations", 10, "low", {"low": "9", "high": "9"}),
    ("observations", 8, "low", {"low": "10", "status": "at_least"}),
    # dates
    ("observations", 16, "period", {"period": "Nov-24"}),
    ("observations", 16, "period", {"period": "/2025-06"}),
    ("observations", 11, "period", {"period": "2024-06/2023-01"}),
    ("events", 2, "date", {"date": "13.09.2024"}),
    # the region
    ("countries", 0, "kind", {"kind": "country"}),
    # findings and cases
    ("safeguards", 2, "law", {"law": ""}),
    ("observations", 14, "case", {"case": "C1"}),
    ("events", 3, "case", {"case": "C1"}),
    ("cases", 3, "person", {"person": ""}),
    ("cases", 2, "person", {"person": "Made Up"}),
    # text
    ("events", 2, "event_en", {"event_en": "a \x1b[31mred\x1b[0m law"}),
    ("events", 2, "event_en", {"event_en": "a \u202egnissim\u202c law"}),
    ("events", 2, "event_en", {"event_en": "a zero\u200bwidth law"}),
    ("events", 2, "event_en", {"event_en": "a\nlaw"}),
    ("events", 2, "event_en", {"event_en": "a\x00law"}),
    ("events", 2, "event_en", {"event_en": '=HYPERLINK("x")'}),
    ("events", 2, "event_en", {"event_en": "@SUM(1)"}),
    ("events", 2, "event_en", {"event_en": "-2+3"}),
    ("events", 2, "event_en", {"event_en": "\tlaw"}),
    ("events", 2, "event_en", {"event_en": "a law, 法"}),
    ("signatories", 2, "name_en", {"name_en": "Synthetic 😀"}),
    # what says only that nothing is known
    ("observations", 2, "note", {"note": "n/a"}),
    ("observations", 2, "note", {"note": "–"}),
    ("observations", 13, "low", {"low": "NA", "high": "", "status": "none_known"}),
    ("safeguards", 3, "finding_en", {"finding_en": "NA"}),
    ("safeguards", 2, "practice", {"practice": "na"}),
    # Cyrillic letters that look like Latin ones
    ("observations", 2, "id", {"id": "О02"}),
    ("observations", 2, "status", {"status": "eхact"}),
    ("observations", 2, "indicator", {"indicator": "соmplaints"}),
    # the schema of a table
    ("observations", 2, "id", {"id": "N 02"}),
    ("observations", 3, "id", {"id": "O02"}),
    ("observations", 2, "status", {"status": "exactly"}),
    ("observations", 2, "reporter", {"reporter": ""}),
    ("observations", 2, "confidence", {"confidence": "sure"}),
    ("observations", 11, "low", {"low": "4x"}),
    ("observations", 11, "high", {"high": "1 000"}),
    ("observations", 12, "low", {"low": "-9"}),
    ("observations", 3, "breakdown", {"breakdown": "Women"}),
    ("observations", 2, "note", {"note": "a space after it "}),
    ("indicators", 2, "unit", {"unit": "complaint"}),
    ("indicators", 2, "stage", {"stage": "7"}),
    ("indicators", 3, "stage", {"stage": "1.5"}),
    ("indicators", 4, "definition_en", {"definition_en": ""}),
    ("countries", 3, "slug", {"slug": "aland"}),
    ("countries", 2, "lang_own", {"lang_own": "Kazakh"}),
    ("safeguards", 2, "law", {"law": "harmfull"}),
    ("safeguards", 3, "finding_en", {"finding_en": ""}),
    ("cases", 3, "kind", {"kind": "person"}),
    ("events", 3, "kind", {"kind": "trial"}),
    ("topics", 2, "grid", {"grid": "0"}),
    ("recommendations", 2, "kind", {"kind": "advice"}),
    ("signatories", 2, "name_en", {"name_en": ""}),
]
