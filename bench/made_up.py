"""A project of any size whose every name and figure is made up: countries, years, and a notebook of each country."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

Row = dict[str, str]

PROJECT = Path(__file__).parents[1]
TEMPLATE = PROJECT / "src" / "behindbars" / "templates" / "country.ipynb"
LAST_YEAR = 2024
*CODES, REGION = (f"XX{letter}" for letter in ascii_uppercase)
"""Codes that ISO 3166-1 leaves to its users: they are of no country. The last letter is the section."""
STAGES = {
    "complaints": "complaints",
    "cases_registered": "cases",
    "victims": "persons",
    "suspects": "persons",
    "cases_in_court": "cases",
    "convictions": "convictions",
}
"""Indicators, in the order of the cascade, and their units."""
TOPICS = ("definition", "amnesty")
MADE_UP = "Synthetic."


def write_project(folder: Path, countries: int, years: int) -> Path:
    """Write a project of made-up countries into an empty folder.

    Parameters
    ----------
    folder : Path
        The folder.
    countries, years : int
        How many: 25 countries at most, as each has a letter; the last year is `LAST_YEAR`.

    Returns
    -------
    Path
        The same folder.
    """
    codes = CODES[:countries]
    editions = range(LAST_YEAR - years + 1, LAST_YEAR + 1)
    data = folder / "data"
    data.mkdir(parents=True)
    descriptor = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "synthetic-grid", "title": "Synthetic grid: every name and figure is made up"}
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (data / "references.bib").write_text("".join(map(_statement, editions)), encoding="utf-8")
    shutil.copy(PROJECT / "data" / "edition.csl", data)
    tables = {**_codes(codes), **_values(codes, editions), **_words(codes, editions)}
    for resource in descriptor["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        with (data / resource["path"]).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.get(resource["name"], ()))
    _write_notebooks(folder, codes)
    _write_configuration(folder, codes, editions)
    return folder


def _statement(year: int) -> str:
    return (
        f"@misc{{made_up_{year},\n"
        f"  title = {{Synthetic statement}}, author = {{Nobody}}, date = {{{year + 1}-06-26}},\n"
        f"  url = {{https://example.org/{year}}}, shorttitle = {{Synthetic {year}}},\n"
        f"  keywords = {{statement, edition {year}, synthetic}}\n}}\n\n"
    )


def _source(code: str, year: int) -> Row:
    return {"source": f"made_up_{year}", "locator": f"{code[-1]}1", "year": str(year)}


def _codes(codes: list[str]) -> dict[str, list[Row]]:
    """Make the tables that say what the codes of the others mean."""
    countries = [
        {"iso3": code, "slug": code.lower(), "kind": "country", "section": code[-1], "name_en": f"Synthetic {code}"}
        for code in codes
    ]
    region = {"iso3": REGION, "slug": "region", "kind": "region", "section": REGION[-1], "name_en": "Synthetic region"}
    return {
        "countries": [*countries, region],
        "indicators": [
            {"id": name, "label_en": f"synthetic {name}", "one_en": f"synthetic {name}", "unit": unit}
            | {"stage": str(stage), "definition_en": MADE_UP}
            for stage, (name, unit) in enumerate(STAGES.items(), start=1)
        ],
        "series": [{"id": "coalition", "label_en": "synthetic coalition", "definition_en": MADE_UP}],
        "topics": [
            {"id": topic, "label_en": f"synthetic {topic}", "grid": "1", "harmful_en": "applies"} for topic in TOPICS
        ],
    }


def _values(codes: list[str], editions: range) -> dict[str, list[Row]]:
    """Make numbers: each stage of the cascade of each country and year has one."""
    return {"observations": [row for year in editions for code in codes for row in _cascade(code, year)]}


def _cascade(code: str, year: int) -> Iterator[Row]:
    place = CODES.index(code)
    for stage, indicator in enumerate(STAGES):
        number = str((place * 7 + (year - 1900) * 3) % 40 + 60 - stage * 9)
        row = {"id": f"O{place}-{stage}", "country": code, "period": str(year), "indicator": indicator}
        known = {"low": number, "high": number, "status": "exact", "confidence": "high"}
        yield row | known | {"series": "coalition", "breakdown": "total", "reporter": "ngo", **_source(code, year)}


def _words(codes: list[str], editions: range) -> dict[str, list[Row]]:
    """Make findings, cases and events, and what each edition needs once."""
    safeguards, cases, events, recommendations, signatories = [], [], [], [], []
    for year in editions:
        for code in codes:
            here = {"country": code, **_source(code, year)}
            number = CODES.index(code)
            safeguards += [
                here | {"id": f"Q{rank}", "topic": topic, "law": "partial", "finding_en": MADE_UP, "confidence": "high"}
                for rank, topic in enumerate(TOPICS)
            ]
            case = {"id": f"C{number}", "kind": "individual", "title_en": "Synthetic person", "person": "Made Up"}
            cases.append(here | case | {"summary_en": MADE_UP, "answer_en": MADE_UP, "confidence": "high"})
            event = {"id": f"D{number}-{year}", "date": f"{year}-09-13", "kind": "verdict", "event_en": "synthetic"}
            events.append(here | event | {"case": f"C{number}", "confidence": "high"})
        once = _source(REGION, year)
        text = {"kind": "recommendation", "short_en": "Synthetic", "text_en": MADE_UP}
        recommendations.append(once | text | {"id": "R1", "topics": TOPICS[0], "indicators": "complaints"})
        signatories.append(once | {"id": "made_up", "name_en": "Synthetic organisation", "country": codes[0]})
    return {
        "safeguards": safeguards,
        "cases": cases,
        "events": events,
        "recommendations": recommendations,
        "signatories": signatories,
    }


def _write_notebooks(folder: Path, codes: list[str]) -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    (folder / "notebooks").mkdir()
    for code in codes:
        text = template.replace("XXX", code)
        (folder / "notebooks" / f"{code.lower()}.ipynb").write_text(text, encoding="utf-8")


def _write_configuration(folder: Path, codes: list[str], editions: range) -> None:
    for name in ("_quarto.yml", "_brand.yml"):
        shutil.copy(PROJECT / name, folder)
    lines = (PROJECT / f"_quarto-{LAST_YEAR}.yml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.strip().endswith((".ipynb", "method.qmd", "sources.qmd"))]
    for year in editions:
        chapters = [f"    - outputs/{year}/{code.lower()}.ipynb" for code in codes]
        text = "\n".join([*kept, *chapters]).replace(str(LAST_YEAR), str(year))
        (folder / f"_quarto-{year}.yml").write_text(text + "\n", encoding="utf-8")
