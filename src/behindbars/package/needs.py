"""What this program needs of the tables that a descriptor describes: it computes with these columns and codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from behindbars.errors import ProjectError
from behindbars.package.descriptor import DESCRIPTOR, Package
from behindbars.package.values import Status

EDITION_TABLES = ("observations", "safeguards", "cases", "events", "recommendations", "signatories")
"""Tables whose rows are of an edition and cite a place in a source."""
COLUMNS: Mapping[str, str] = {
    "countries": "iso3! slug* kind* section* name_en* name_own lang_own name_ru torture_article source locator",
    "indicators": "id! label_en* label_ru unit* stage definition_en*",
    "series": "id! label_en* label_ru definition_en*",
    "topics": "id! label_en* label_ru grid harmful_en",
    "observations": "id! country* year! period* indicator* series* breakdown* low high status* reporter* outcome_of "
    "case source* locator* confidence* verbatim note",
    "safeguards": "id! country! year! topic* law practice finding_en* finding_ru source* locator* confidence* sheet",
    "cases": "id! country* year! kind* title_en* title_ru person summary_en* answer_en* summary_ru answer_ru source* "
    "locator* confidence* sheet",
    "events": "id! country* year* date* kind* case event_en* event_ru outcome_en source* locator* confidence* note",
    "recommendations": "id! year! kind* short_en* text_en* text_ru topics indicators source* locator*",
    "signatories": "id! year! name_en* name_ru short country note source* locator*",
    "labels": "year! locator! text! reason*",
    "answers": "year! question! asked* answer* name* date*",
    "corrections": "id! year* table* row* country what_en* why_en* noticed_by* date*",
}
"""What this program computes with: ``*`` marks a column that is filled in, ``!`` one of the primary key."""
TYPES = {
    **dict.fromkeys(("year", "stage", "grid", "sheet"), "integer"),
    **dict.fromkeys(("low", "high"), "number"),
}
"""Types of columns, by their name; all others are text."""
TARGETS = {
    **dict.fromkeys(("indicator", "outcome_of"), "indicators"),
    **{"country": "countries", "series": "series", "topic": "topics", "case": "cases"},
}
"""Columns that hold a code of another table, and the table."""
_FINDINGS = "in_place partial absent not_implemented threatened harmful unknown"
CODES: Mapping[str, str] = {
    "countries.kind": "country region",
    "indicators.unit": "complaints cases persons convictions prosecutions percent years months requests items",
    "observations.status": " ".join(status for status in Status if status is not Status.TO_BE_COMPLETED),
    "observations.reporter": "authorities coalition ngo npm state_to_cat study un",
    "safeguards.law": _FINDINGS,
    "safeguards.practice": _FINDINGS,
    "cases.kind": "individual collective",
    "recommendations.kind": "recommendation closing",
    "corrections.table": "observations safeguards cases events recommendations signatories",
}
"""Codes that this program has words for, by table and column; other columns may hold any."""


def check_needs(package: Package) -> None:
    """Check that this program can work with the tables.

    Raises
    ------
    ProjectError
        It cannot; each thing that it needs otherwise is named.
    """
    if found := [f"  {one}" for one in _lacking(package)]:
        raise ProjectError("\n".join([f"{DESCRIPTOR} is not as this version of behindbars needs it:", *found]))


def _lacking(package: Package) -> Iterator[str]:
    for name, listed in COLUMNS.items():
        table = package.table(name)
        targets = {key.column: (key.table, key.target) for key in table.foreign_keys}
        for marked in listed.split():
            column = marked.rstrip("*!")
            where, kind = f"column {column!r} of table {name!r}", TYPES.get(column, "string")
            if column not in table.columns:
                yield f"there is no {where}"
                continue
            field = table.field(column)
            if field.type != kind:
                yield f"the type of {where} is {field.type!r}, and must be {kind!r}"
            if marked != column and not field.required:
                yield f"{where} must be required"
            if (target := TARGETS.get(column)) and targets.get(column) != (target, _key(target)[0]):
                yield f"{where} must have a foreign key to {target}.{_key(target)[0]}"
            codes = CODES.get(f"{name}.{column}", "").split()
            for code in [code for code in field.enum if codes and code not in codes]:
                yield f"this program has no words for the code {code!r} of {where}; it knows {', '.join(codes)}"
            for code in [code for code in codes if code not in field.enum]:
                yield f"the codes of {where} lack {code!r}"
        if table.primary_key != _key(name):
            yield f"the primary key of table {name!r} must be {', '.join(_key(name))}"


def _key(table: str) -> tuple[str, ...]:
    return tuple(column[:-1] for column in COLUMNS[table].split() if column.endswith("!"))
