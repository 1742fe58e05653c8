"""The commands after an edition is made: its references, its publication."""

from __future__ import annotations

from pathlib import Path

import click

from behindbars.cli.common import project_of, year_option


@click.command()
@year_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--all", "everything", is_flag=True, help="Show every change, however many there are.")
@click.pass_context
def accept(ctx: click.Context, year: int | None, yes: bool, everything: bool) -> None:
    """Show what would change in the reference notebooks and charts, ask, and write.

    With the year of a new edition, the references move to it.
    """
    from behindbars.build import default_year
    from behindbars.yearly import accept as references

    project = project_of(ctx)
    year = year or default_year(project)
    proposal = references.propose_references(project, year)
    if not proposal:
        click.echo("The references are up to date: nothing to accept.")
        return
    for line in proposal.told(everything=everything):
        click.echo(line)
    if proposal.left:
        click.echo(
            f"The references move from {' and '.join(map(str, proposal.left))} to {year}: the notebooks will show "
            f"{year} when they are opened, and _quarto.yml will name {year}. Charts of other years stay."
        )
    if not yes and not references.somebody_answers():
        click.echo(
            "Nobody can be asked here (in continuous integration, or without a terminal), so nothing was written. "
            "Look at the changes above and run behindbars accept on your own machine, or add --yes if you have "
            "read them.",
            err=True,
        )
        ctx.exit(1)
    if not yes and not click.confirm("Accept these changes as the new references?"):
        click.echo("Nothing was written.")
        return
    references.write_references(proposal, project)
    click.echo(f"Accepted: notebooks/ and figures/{year}/ are the new references.")


@click.command()
@year_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder for a static host; editions that are in it already stay.",
)
@click.option("--url", help="Address that the folder will be found at, or the edition's DOI; for the citation.")
@click.pass_context
def publish(ctx: click.Context, year: int | None, folder: Path, url: str | None) -> None:
    """Put a finished edition into a folder that any web host can serve."""
    from behindbars.build import default_year
    from behindbars.yearly.publish import publish as put

    project = project_of(ctx)
    for line in put(project, year or default_year(project), folder, site=url):
        click.echo(line)
