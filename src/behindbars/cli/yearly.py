"""The commands that take an edition from one year to the next."""

from __future__ import annotations

from pathlib import Path

import click

from behindbars.cli.common import project_of, shown, year_option


@click.command("new-year")
@click.argument("year", type=int)
@click.option("--skip-years", is_flag=True, help="Allow years without an edition before this one.")
@click.pass_context
def new_year(ctx: click.Context, year: int, skip_years: bool) -> None:
    """Begin the edition of a new YEAR: everything that the last one said becomes a question to answer."""
    from behindbars.yearly.beginning import begin_year

    project = project_of(ctx)
    written = begin_year(project, year, skip=skip_years)
    if not written:
        click.echo(f"The edition of {year} exists and was left alone.")
        return
    from behindbars.yearly.review import review
    from behindbars.yearly.worksheet.book import export_worksheet

    worksheet, count = project / f"worksheet-{year}.xlsx", 0
    if not worksheet.exists():
        count = export_worksheet(project, year, worksheet, review(project, year).open)
        written.append(worksheet)
    click.echo(f"The edition of {year} is begun, as a draft{f' with {count} open questions' if count else ''}:")
    for file in written:
        click.echo(f"  {shown(file)}")
    click.echo(f"Who publishes it, with contact, version and date, goes into _quarto-{year}.yml, under edition.")
    click.echo(f"Next: fill in {worksheet.name} and save it; then behindbars import {worksheet.name}")


@click.command("new-country")
@click.argument("iso3")
@click.option("--year", type=int, help="Edition year; by default the newest edition.")
@click.pass_context
def new_country(ctx: click.Context, iso3: str, year: int | None) -> None:
    """Make the notebook of a country that data/countries.csv has, by its code ISO3, and put it into an edition."""
    from behindbars.build import available_years
    from behindbars.yearly.beginning import add_country

    project = project_of(ctx)
    written = add_country(project, iso3, year or max(available_years(project)))
    for file in written:
        click.echo(f"Written: {shown(file)}")
    if not written:
        click.echo("The country has its chapter; nothing was written.")


@click.command()
@year_option
@click.option(
    "--to",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The workbook; by default worksheet-YEAR.xlsx in the project's folder.",
)
@click.option("--replace", is_flag=True, help="Write over a worksheet that is there.")
@click.pass_context
def export(ctx: click.Context, year: int | None, out: Path | None, replace: bool) -> None:
    """Write the worksheet of an edition: an Excel workbook in which the new statement is entered."""
    from behindbars.build.book import default_year
    from behindbars.yearly.review import review
    from behindbars.yearly.worksheet.book import export_worksheet
    from behindbars.yearly.worksheet.importing import is_imported

    project = project_of(ctx)
    year = year or default_year(project)
    out = out or project / f"worksheet-{year}.xlsx"
    replace = replace or (out.exists() and is_imported(project, out))
    count = export_worksheet(project, year, out, review(project, year).open, replace=replace)
    asked = "1 open question" if count == 1 else f"{count or 'No'} open questions"
    click.echo(f"{asked}; fill in and save, then: behindbars import {shown(out)}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Put what was entered in a worksheet (FILE.xlsx) into the data; nothing is written if it has a fault."""
    from datetime import date

    from behindbars.errors import DataError
    from behindbars.yearly.review import review
    from behindbars.yearly.worksheet.importing import import_worksheet

    try:
        lines = import_worksheet(project_of(ctx), file, date.today(), lambda *edition: review(*edition).open)
    except DataError:
        click.echo(f"Nothing was written. Correct {file.name}, save it, and import it again.", err=True)
        raise
    for line in lines:
        click.echo(line)


@click.command("not-mentioned")
@click.argument("countries", nargs=-1)
@click.option("--year", type=int, required=True, help="Edition year.")
@click.option("--name", default="", help="Your name; it is kept with each answer.")
@click.pass_context
def not_mentioned(ctx: click.Context, countries: tuple[str, ...], year: int, name: str) -> None:
    """Answer together what the statement leaves out: all open questions on COUNTRIES, by their codes ISO3.

    Without COUNTRIES, list what is open on each.
    """
    from datetime import date

    from behindbars.yearly.silence import answer_not_mentioned, open_by_country

    project = project_of(ctx)
    if countries := tuple(dict.fromkeys(country.upper() for country in countries)):
        count = answer_not_mentioned(project, year, countries, name, date.today())
        click.echo(f"{count} answers recorded: not mentioned ({', '.join(countries)}).")
        click.echo(f"The worksheet is older than the data now; make it anew: behindbars export --year {year} --replace")
        return
    asked = open_by_country(project, year)
    for country, questions in asked.items():
        click.echo(f"{country}, {len(questions)} open:")
        for question, asked_in_words in questions[["question", "asked"]].to_numpy():
            click.echo(f"  {question}: {asked_in_words}")
    if asked:
        click.echo(
            "Does the statement speak of nothing in the list of a country? Answer it together: "
            f'behindbars not-mentioned {list(asked)[-1]} --year {year} --name "Your name"'
        )
    else:
        click.echo(f"No question of {year} is open.")


@click.command()
@click.option("--year", type=int, help="Edition year: check also whether this edition can be published.")
@click.pass_context
def check(ctx: click.Context, year: int | None) -> None:
    """Check every table of the data and list all faults at once.

    With --year also list what must be mended or answered before the edition of that year is published.
    """
    from behindbars.package import load

    project = project_of(ctx)
    package = load(project / "data")
    nouns = {"observations": "value", "safeguards": "finding", "cases": "case", "events": "event"}
    counts = {noun: len(package.frames[table]) for table, noun in nouns.items()} | {"source": len(package.references)}
    told = ", ".join(f"{count} {noun}" if count == 1 else f"{count} {noun}s" for noun, count in counts.items())
    click.echo(f"No fault: {told}.")
    if year is not None:
        from behindbars.yearly.review import review

        found = review(project, year)
        click.echo(found.report(year))
        if not found.ready:
            ctx.exit(1)


@click.command()
@year_option
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    required=True,
    help="The statement's text: a file .txt, .md, .html, .docx or .pdf.",
)
@click.pass_context
def audit(ctx: click.Context, year: int | None, source: Path) -> None:
    """Compare the data with the text of the statement: each value stands there, each number is in the data."""
    from behindbars.build.book import default_year
    from behindbars.yearly.audit.audit import audit as compare

    project = project_of(ctx)
    result = compare(project / "data", source, year or default_year(project))
    for line in result.lines():
        click.echo(line)
    if not result.passed:
        ctx.exit(1)


@click.command()
@click.argument("earlier", type=int)
@click.argument("later", type=int)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; by default outputs/compare in the project.",
)
@click.pass_context
def compare(ctx: click.Context, earlier: int, later: int, folder: Path | None) -> None:
    """Write what changed from the edition of EARLIER to that of LATER, as Markdown and as a page."""
    from behindbars.yearly.compare import write_comparison

    for file in write_comparison(project_of(ctx), earlier, later, folder.resolve() if folder else None):
        click.echo(f"Written: {shown(file)}")
