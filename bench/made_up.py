"""A project of any size whose every name and figure is made up: countries, years, and a notebook of each country."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pandas as pd

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
MADE_UP = {"finding_en": "Synthetic.", "definition_en": "Synthetic.", "text_en": "Synthetic.", "confidence": "high"}
SOURCE = """
@misc{{made_up_{year}, title = {{Synthetic statement}}, author = {{Nobody}}, date = {{{after}-06-26}},
  url = {{https://example.org/{year}}}, shorttitle = {{Synthetic {year}}},
  keywords = {{statement, edition {year}, synthetic}}}}
"""


def write_project(folder: Path, countries: int, years: int) -> Path:
    """Write a project of made-up countries into an empty folder, and give the folder.

    At most 25 countries, as each has a letter; the last year is `LAST_YEAR`.
    """
    codes, editions = CODES[:countries], range(LAST_YEAR - years + 1, LAST_YEAR + 1)
    data, notebooks = folder / "data", folder / "notebooks"
    for each in (data, notebooks):
        each.mkdir(parents=True)
    shutil.copy(PROJECT / "data" / "edition.csl", data)
    for name in ("_quarto.yml", "_brand.yml"):
        shutil.copy(PROJECT / name, folder)
    descriptor = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "synthetic-grid", "title": "Synthetic grid: every name and figure is made up"}
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    statements = (SOURCE.format(year=year, after=year + 1) for year in editions)
    (data / "references.bib").write_text("".join(statements), encoding="utf-8")
    tables = _codes(codes) | _rows(codes, editions)
    for resource in descriptor["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        rows = [MADE_UP | row for row in tables.get(resource["name"], ())]
        pd.DataFrame(rows).reindex(columns=columns).to_csv(data / resource["path"], index=False, lineterminator="\n")
    for code in codes:
        text = TEMPLATE.read_text(encoding="utf-8").replace("XXX", code)
        (notebooks / f"{code.lower()}.ipynb").write_text(text, encoding="utf-8")
    lines = (PROJECT / f"_quarto-{LAST_YEAR}.yml").read_text(encoding="utf-8").splitlines()
    profile = [line for line in lines if not line.strip().endswith((".ipynb", "method.qmd", "sources.qmd"))]
    profile += [f"    - outputs/{LAST_YEAR}/{code.lower()}.ipynb" for code in codes]
    for year in editions:
        text = "\n".join([*profile, ""]).replace(str(LAST_YEAR), str(year))
        (folder / f"_quarto-{year}.yml").write_text(text, encoding="utf-8")
    return folder


def _codes(codes: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Make the tables that say what the codes of the others mean."""
    kinds = {**dict.fromkeys(codes, "country"), REGION: "region"}
    return {
        "countries": [
            {"iso3": code, "slug": code.lower(), "kind": kind, "section": code[-1], "name_en": f"Synthetic {code}"}
            for code, kind in kinds.items()
        ],
        "indicators": [
            {"id": name, "label_en": f"synthetic {name}", "one_en": f"synthetic {name}", "unit": unit, "stage": stage}
            for stage, (name, unit) in enumerate(STAGES.items(), start=1)
        ],
        "series": [{"id": "coalition", "label_en": "synthetic coalition"}],
        "topics": [{"id": "definition", "label_en": "synthetic definition", "grid": 1, "harmful_en": "applies"}],
    }


def _rows(codes: list[str], editions: range) -> dict[str, list[dict[str, Any]]]:
    """Make the rows of each country and year: a number for each stage, and one row of each other table."""
    names = ("observations", "safeguards", "cases", "events", "recommendations", "signatories")
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for year in editions:
        for place, code in enumerate(codes):
            here = {"country": code, "source": f"made_up_{year}", "locator": f"{code[-1]}1", "year": year}
            case = {"kind": "individual", "title_en": "Synthetic person", "person": "Made Up"}
            texts = {"summary_en": "Synthetic.", "answer_en": "Synthetic."}
            event = {"date": f"{year}-09-13", "kind": "verdict", "event_en": "synthetic", "case": f"C{place}"}
            tables["safeguards"].append(here | {"id": "Q1", "topic": "definition", "law": "partial"})
            tables["cases"].append(here | case | texts | {"id": f"C{place}"})
            tables["events"].append(here | event | {"id": f"D{place}-{year}"})
            for stage, indicator in enumerate(STAGES):
                number = (place * 7 + (year - 1900) * 3) % 40 + 60 - stage * 9
                value = {"id": f"O{place}-{stage}", "indicator": indicator, "low": number, "high": number}
                counted = {"period": year, "status": "exact", "series": "coalition", "breakdown": "total"}
                tables["observations"].append(here | value | counted | {"reporter": "ngo"})
        once = {"source": f"made_up_{year}", "locator": f"{REGION[-1]}1", "year": year}
        said = {"id": "R1", "kind": "recommendation", "short_en": "Synthetic", "topics": "definition"}
        tables["recommendations"].append(once | said | {"indicators": "complaints"})
        tables["signatories"].append(once | {"id": "made_up", "name_en": "Synthetic organisation", "country": codes[0]})
    return tables
