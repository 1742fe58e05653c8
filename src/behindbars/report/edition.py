"""An edition as pandas frames, in one language: what every cell of a notebook works on."""

from __future__ import annotations

import ast
import os
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
from IPython.core.getipython import get_ipython

from behindbars import charts
from behindbars.errors import ParameterError
from behindbars.measures.frames import words_in
from behindbars.package import OUT, DataPackage, find_project, load
from behindbars.package.references import Reference
from behindbars.report.display import Figure, Text, prepare_display
from behindbars.report.draft import open_questions, with_placeholders
from behindbars.report.figures import figure_text, own_text, why_nothing
from behindbars.report.frames import edition_frames
from behindbars.report.text import text
from behindbars.words import Words


@dataclass(frozen=True)
class Edition:
    """An edition: its frames, in the words of one language.

    A code has the name of its column (``country``, ``series``), its words that name with ``_name``. Missing texts are
    NaN, missing numbers NA. Rows of later years are left out. A frame may be changed at will; the data stays as it is.

    Attributes
    ----------
    package : DataPackage
        The data of all editions, in all languages.
    project : Path
        The project folder.
    year : int
        Year that the edition reports on.
    country : str or None
        ISO 3166-1 alpha-3 code; None for the regional overview, which has the rows of all countries.
    words : Words
        The language.
    observations : DataFrame
        One row is one value, of this edition and of earlier years:

        - ``id``, ``country``, ``country_name``, ``year`` (int): which value of which country and edition
        - ``period``, ``start``, ``end``, ``when``: time that it covers: EDTF text; first and last day, NaT where it is
          open; in words
        - ``indicator``, ``indicator_name``, ``indicator_one``: what is counted; its words, plural and singular
        - ``unit``, ``stage``, ``stage_name``: unit; stage of the cascade, 1 to 6, NA outside of it
        - ``series``, ``series_name``: whose register or count, in the order of the table of series
        - ``breakdown``, ``case``, ``outcome_of``: group, or ``total``; case; what it is the outcome of
        - ``low``, ``high`` (Float64), ``status``: bounds in the unit, and how the value is known
        - ``words``, ``short``: the value as printed, and as printed beneath a heading that names who says so
        - ``reporter``, ``who``: who counted or said it, as a code and in words
        - ``source``, ``locator``, ``where``, ``published``: key in references.bib, place; both in words; its day
        - ``confidence``, ``verbatim``, ``note``: how surely it stands there; words of the source; a remark
        - ``context`` (bool): whether it comes from another source than the statement
    safeguards, cases, events, recommendations, signatories, corrections : DataFrame
        The other tables of an edition, with the columns that datapackage.json describes; a text has the name of its
        column without the language (``finding_en`` is ``finding``). Events up to the day of the statement.
    topics, countries : DataFrame
        The topics; the countries that the edition speaks of, or the one that it is of.
    questions : DataFrame
        What the last edition had, and nobody has answered for yet; an edition with any is a draft.
    """

    package: DataPackage
    project: Path
    year: int
    country: str | None
    words: Words
    observations: pd.DataFrame
    safeguards: pd.DataFrame
    cases: pd.DataFrame
    events: pd.DataFrame
    recommendations: pd.DataFrame
    signatories: pd.DataFrame
    corrections: pd.DataFrame
    topics: pd.DataFrame
    countries: pd.DataFrame
    questions: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Edition {self.year}, {self.name}, {self.words.lang}: {len(self.observations)} observations>"

    @property
    def code(self) -> str:
        """Code of the country, or of the region."""
        return self.country or self.package.region

    @property
    def name(self) -> str:
        """Name of the country, or of the region."""
        return str(self.package.row("countries", self.code)[f"name_{self.words.lang}"])

    @property
    def slug(self) -> str:
        """Name of its files, with hyphens: ``kazakhstan``, ``regional-overview``."""
        return str(self.package.row("countries", self.code)["slug"]).replace("_", "-")

    @property
    def statement(self) -> Reference:
        """The statement that the edition is made from."""
        return self.package.statements[self.year]

    @property
    def published(self) -> date:
        """Day on which the statement was published."""
        return self.package.published(self.year)

    @property
    def sources(self) -> dict[str, str]:
        """Short titles of all sources, by their keys."""
        return {key: reference.short_title or reference.title for key, reference in self.package.references.items()}

    def show(
        self,
        name: str,
        chart: alt.TopLevelMixin,
        frame: pd.DataFrame | None = None,
        *,
        headline: str = "",
        subtitle: str = "",
        caption: str = "",
        alt: str = "",
        source: str = "",
    ) -> Figure | Text:
        """Show a chart as a figure of the edition, with its table, its downloads and its form for a phone.

        Parameters
        ----------
        name : str
            Name of the figure within the chapter: ``cascade`` becomes ``kazakhstan-cascade``.
        chart : altair chart
            From one of `charts`, as it is or changed in any way; or any other Altair chart.
        frame : DataFrame, optional
            What stands in the table beneath and in the csv; the frame that the chart was made of if not given.
        headline, subtitle, caption, alt, source : str
            Message above the chart, and what it measures; caption; alternative text: what the chart says, with its
            numbers; the line below. Of the frame of a measure they are found by themselves, and need be given only to
            say something else; any other chart needs a caption and an alternative text.

        Returns
        -------
        Figure or Text
            A text that says so, where there is nothing to draw.

        Raises
        ------
        ParameterError
            If caption or alternative text of a chart of one's own is missing.
        """
        told = {"headline": headline, "subtitle": subtitle, "caption": caption, "alt": alt, "source": source}
        frame = charts.frame_of(chart) if frame is None else frame
        if frame is None:
            raise ParameterError(f"edition.show({name!r}, …) finds no frame in the chart: hand it over as frame=…")
        if nothing := why_nothing(self, frame):
            return text(self, nothing)
        said = figure_text(self, frame) or own_text(self, name, frame, told)
        given: dict[str, Any] = {part: words for part, words in told.items() if words}
        identifier = f"{self.slug}-{name}"
        said = replace(said, **given, table=replace(said.table, id=f"{identifier}-data"))
        around = said.headline, said.subtitle, said.source
        page = charts.titled(chart.to_dict(validate=False), *around)
        phone = charts.titled(charts.phone(chart), *around, width=charts.PHONE)
        return Figure(**vars(said), id=identifier, spec=page, phone=phone, folder=self.figures, sources=self.sources)

    @property
    def figures(self) -> str:
        """Folder of the edition's charts, as seen from where the notebook will stand."""
        here = Path(os.environ.get(OUT) or Path.cwd())
        return Path(os.path.relpath(self.project / "figures" / str(self.year), here)).as_posix()


def open_edition(
    year: int, country: str | None = None, lang: str = "en", *, project: Path | str | None = None
) -> Edition:
    """Open an edition: of a country, or the regional overview with all of them.

    The project is found from wherever this is called, in its folder or anywhere below.

    Parameters
    ----------
    year : int
        Year that the edition reports on.
    country : str, optional
        ISO 3166-1 alpha-3 code, such as ``KAZ``; the region if not given.
    lang : str
        Language of all words, such as ``en``.
    project : Path or str, optional
        The project folder, to open one that lies elsewhere.

    Raises
    ------
    ParameterError
        If a value does not exist, naming the nearest that does; or if papermill was given a parameter that the notebook
        does not have.
    DataError
        If the data has faults; all of them are listed.
    ProjectError
        If there is no project here.
    """
    _refuse_unknown_parameters()
    folder = find_project(Path(project) if project else None)
    edition = edition_of(load(folder / "data"), folder, year, country, words_in(lang))
    prepare_display(edition.slug, edition.words)
    return edition


def edition_of(package: DataPackage, project: Path, year: int, country: str | None, words: Words) -> Edition:
    """Make an edition of a data package that is loaded already; as `open_edition`."""
    if year not in package.years:
        meant = next((known for known in package.years if str(known) == str(year).strip()), None)
        years = f"there are statements for the editions of: {', '.join(map(str, package.years))}"
        hint = f"perhaps the number {meant} was meant, without quotation marks" if meant else years
        raise ParameterError(f"year is {year!r}; {hint}.")
    words = words.of(package.statements[year].key)
    country = None if country in (None, package.region) else _code(package, country)
    questions = open_questions(package, year, words)
    frames = edition_frames(with_placeholders(package, questions, words), year, country, words)
    if country:
        questions = questions[questions["country"].eq(country)]
    return Edition(package, project, year, country, words, **frames, questions=questions)


def _code(package: DataPackage, country: str) -> str:
    """Give back the code of a country; a name is refused as any other text is, with the code that was meant."""
    countries = package.frames["countries"]
    names = countries.filter(regex="^(slug$|name_)").apply(lambda column: column.str.casefold())
    named = countries[names.eq(str(country).strip().casefold()).any(axis=1)]
    if len(named) and country not in set(countries["iso3"]):
        raise ParameterError(f"country is {country!r}, a name; perhaps {named['iso3'].iloc[0]!r} was meant, its code.")
    return str(package.country(country)["iso3"])


def _refuse_unknown_parameters() -> None:
    """Refuse what papermill was given and the notebook lacks: it would only log that, and run on with the default."""
    shell = get_ipython()
    cells = [str(cell) for cell in shell.user_ns.get("In", ())] if shell else []
    injected = next((number for number, cell in enumerate(cells) if cell.startswith("# Parameters\n")), None)
    if injected is None:
        return
    declared = [name for cell in cells[:injected] for name in _assigned(cell)]
    unknown = [name for name in _assigned(cells[injected]) if name not in declared]
    if unknown:
        near = get_close_matches(unknown[0], declared, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(declared)}."
        raise ParameterError(f"The notebook has no parameter {unknown[0]!r}: {hint}")


def _assigned(source: str) -> list[str]:
    """List the names that a cell assigns values to."""
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return [target.id for node in nodes for target in node.targets if isinstance(target, ast.Name)]
