"""The charts of the regional overview, one function a cell."""

from __future__ import annotations

from collections import Counter

from behindbars.cascade import STAGES
from behindbars.cascade import cascades as country_cascades
from behindbars.chapter import Chapter, citation, citation_line, words
from behindbars.charts.bars import bars
from behindbars.charts.cells import Cell
from behindbars.charts.dots import dots
from behindbars.charts.grid import grid
from behindbars.country_figures import cascade_panel, figure_of
from behindbars.draft import CODE
from behindbars.figure import Figure
from behindbars.gap import Gap, NoGap, impunity_gap
from behindbars.gap_group import gap_group, mark_words
from behindbars.grids import SAFEGUARD_KEY, Publication, SafeguardCell, TransparencyCell, status_words
from behindbars.grids import safeguards as safeguard_cells
from behindbars.grids import transparency as transparency_cells
from behindbars.markdown import Table, escape
from behindbars.wording import NOT_MENTIONED, TO_BE_COMPLETED, capital, listing, spelled

PUBLICATION_WORDS = {
    Publication.PUBLISHED: "published",
    Publication.REPORTED_TO_UN: "told to the UN only",
    Publication.NOT_PUBLISHED: "not published",
    Publication.NOT_KNOWN: "not known",
    Publication.OTHERS_ONLY: "others only",
    Publication.NOT_MENTIONED: NOT_MENTIONED,
    Publication.TO_BE_COMPLETED: TO_BE_COMPLETED,
}
"""What is public of a stage, as printed in a cell."""
ELSEWHERE = "Figures that others published elsewhere, states among them, are context and stand in the chapters."


def gaps(chapter: Chapter) -> Figure:
    """Draw one mark for each complaint, country by country, with those that led to a conviction picked out."""
    dataset = chapter.dataset
    found = {
        country.iso3: impunity_gap(dataset, country.iso3, chapter.year)
        for country in dataset.countries_of(chapter.year)
    }
    groups = [gap_group(dataset, gap, dataset.countries[iso3].name_en) for iso3, gap in found.items()]
    used = [
        row
        for gap in found.values()
        for row in ((gap.complaints, gap.convictions) if isinstance(gap, Gap) else gap.observations)
    ]
    headline = chapter.headline(_gaps_headline(chapter, found))
    said = [
        f"{group.title}: {group.whole.words}, {group.picked.words}" + (f"; {group.note}" if group.note else "")
        for group in groups
    ]
    spec = dots(
        groups,
        headline,
        f"Complaints of torture and ill-treatment by country, edition {chapter.year}. {mark_words(groups)}".rstrip(),
        f"{citation_line(chapter, used)} {ELSEWHERE}",
    )
    return figure_of(
        chapter,
        "gaps",
        spec,
        used,
        caption="The impunity gap in each country, one mark for each complaint",
        alt=f"{headline}. {'. '.join(said)}.",
        table="What the gap, or the reason why there is none, rests on",
        name_country=True,
    )


def _gaps_headline(chapter: Chapter, found: dict[str, Gap | NoGap]) -> str:
    """State the finding in one sentence: what came of the complaints, and where that cannot be told."""
    computed = {iso3: gap for iso3, gap in found.items() if isinstance(gap, Gap)}
    names = {iso3: chapter.dataset.countries[iso3].name_en for iso3 in found}
    if not computed:
        return "For no country of the region does the statement link complaints of torture to convictions"
    led = [
        f"in {names[iso3]}, {words(gap.complaints, unit=True)} of torture and ill-treatment led to {gap.outcome}"
        for iso3, gap in computed.items()
    ]
    headline = capital("; ".join(led))
    others = [name for iso3, name in names.items() if iso3 not in computed]
    if not others:
        return headline
    if len(others) == 1:
        return f"{headline}; for {others[0]} the statement does not link complaints to convictions"
    return f"{headline}; for no other country does the statement link complaints to convictions"


def cascades(chapter: Chapter) -> Figure:
    """Draw the cascades of all countries side by side, one panel for each country and series."""
    dataset = chapter.dataset
    found = [
        cascade
        for country in dataset.countries_of(chapter.year)
        for cascade in country_cascades(dataset, country.iso3, chapter.year)
    ]
    panels = [
        cascade_panel(
            cascade, dataset.countries[cascade.country].name_en, capital(dataset.series[cascade.series].label_en)
        )
        for cascade in found
    ]
    rows = [row for cascade in found for row in cascade.observations]
    whole = sum(1 for cascade in found if all(cascade.stages.values()))
    numbers = sum(row.value.known for row in rows)
    headline = (
        f"In no series can all {spelled(len(STAGES))} stages be followed"
        if not whole
        else f"All {spelled(len(STAGES))} stages can be followed in {spelled(whole)} of {len(found)} series"
    )
    headline = chapter.headline(headline)
    spec = bars(
        panels,
        headline,
        f"The accountability cascade by country and series, edition {chapter.year}: each panel on its own scale",
        citation_line(chapter, rows),
    )
    alt = "; ".join(
        f"{dataset.countries[cascade.country].name_en}, {dataset.series[cascade.series].label_en}: "
        + listing([f"{dataset.indicators[row.indicator].label_en} {words(row)}" for row in cascade.observations])
        for cascade in found
    )
    return figure_of(
        chapter,
        "cascades",
        spec,
        rows,
        caption="The cascades of all countries, side by side",
        alt=f"{headline}; {numbers} of {len(found) * len(STAGES)} places hold a number. {alt}.",
        table="Every stage of every country that the statement speaks of",
        name_country=True,
    )


def transparency(chapter: Chapter) -> Figure:
    """Draw what each state publishes of each stage."""
    dataset = chapter.dataset
    cells = transparency_cells(dataset, chapter.year)
    names = {country.iso3: country.name_en for country in dataset.countries_of(chapter.year)}
    by_state = [cell for cell in cells if cell.publication is Publication.PUBLISHED]
    publishing = listing(list(dict.fromkeys(names[cell.country] for cell in by_state)))
    told = len([cell for cell in cells if cell.publication is Publication.REPORTED_TO_UN])
    headline = "The statement passes on no published figure of any state"
    if by_state:
        headline = f"The statement passes on published figures from {publishing} alone"
    headline = chapter.headline(headline)
    spec = grid(
        list(STAGES.values()),
        list(names.values()),
        [
            Cell(STAGES[cell.stage], names[cell.country], (cell.publication,), PUBLICATION_WORDS[cell.publication])
            for cell in cells
        ],
        headline,
        f"What the authorities make public of each stage, according to the statement, edition {chapter.year}",
        citation_line(chapter, [row for cell in cells for row in cell.observations])
        + " “Others only”: somebody other than the state gives a figure or an account; that a figure is not known or "
        f"not published is said before this. {ELSEWHERE}",
    )
    counted = "; ".join(
        f"{PUBLICATION_WORDS[kind]} {count}"
        for kind in Publication
        if (count := sum(cell.publication is kind for cell in cells)) or kind is not Publication.TO_BE_COMPLETED
    )
    rows = [
        [escape(name), *(escape(PUBLICATION_WORDS[_of(cells, stage, iso3)]) for iso3 in names)]
        for stage, name in STAGES.items()
    ]
    table = Table(
        "",
        "What the authorities make public of each stage",
        ("Stage", *names.values()),
        rows,
        (20, *[16] * len(names)),
    )
    return chapter.figure(
        "transparency",
        spec,
        caption="The transparency grid: what the authorities publish of each stage",
        alt=f"{headline}; {spelled(told)} more told to the UN only. Of {len(cells)} cells: {counted}.",
        table=table,
        data=[
            {
                "country": cell.country,
                "stage": STAGES[cell.stage],
                "publication": str(cell.publication),
                "words": PUBLICATION_WORDS[cell.publication],
                "observations": " ".join(row.id for row in cell.observations),
            }
            for cell in cells
        ],
    )


def _of(cells: list[TransparencyCell], stage: int, iso3: str) -> Publication:
    return next(cell.publication for cell in cells if (cell.stage, cell.country) == (stage, iso3))


def safeguards(chapter: Chapter) -> Figure:
    """Draw the safeguards in law and in practice, topic by country."""
    dataset = chapter.dataset
    cells = safeguard_cells(dataset, chapter.year)
    names = {country.iso3: country.name_en for country in dataset.countries_of(chapter.year)}
    topics = {cell.topic: capital(dataset.topics[cell.topic].label_en) for cell in cells}
    drawn = [
        Cell(
            topics[cell.topic],
            names[cell.country],
            statuses or ("not_mentioned",),
            status_words(dataset, cell.topic, statuses),
            half,
        )
        for cell in cells
        for half, statuses in (("law", cell.law), ("practice", cell.practice))
    ]
    mentioned = [cell for cell in cells if cell.mentioned]
    points = [
        (half, set(found)) for cell in mentioned for half, found in (("law", cell.law), ("practice", cell.practice))
    ]
    points = [(half, found) for half, found in points if found - {CODE}]
    sound = Counter(half for half, found in points if found == {"in_place"})
    headline = (
        f"Of {len(points)} points of law or practice that the statement speaks of, {spelled(sound.total())} "
        f"{'is' if sound.total() == 1 else 'are'} in place: {spelled(sound['law'])} of law, "
        f"{spelled(sound['practice'])} of practice"
    )
    graded = Counter(status for _, found in points for status in found)
    by_status = listing([f"{words}: {graded[status]}" for status, words in SAFEGUARD_KEY.items() if graded[status]])
    headline = chapter.headline(headline)
    findings = [row for cell in mentioned for row in cell.findings]
    spec = grid(
        list(topics.values()),
        list(names.values()),
        drawn,
        headline,
        f"Law and practice by topic and country, edition {chapter.year}, as the statement describes them",
        citation_line(chapter, findings) + " A finding may rest on one case; the chapters tell which.",
        halves=("law", "practice"),
        key=SAFEGUARD_KEY,
    )
    rows = [
        [escape(label), *(_cell_words(chapter, cells, topic, iso3) for iso3 in names)]
        for topic, label in topics.items()
    ]
    by_country = "; ".join(
        f"{name}: {sum(cell.country == iso3 for cell in mentioned)} of {len(topics)} topics mentioned"
        for iso3, name in names.items()
    )
    return chapter.figure(
        "safeguards",
        spec,
        caption="The safeguards grid: law and practice in each country",
        alt=f"{headline}. Points by status: {by_status}. {by_country}.",
        table=Table(
            "",
            "Safeguards in law and in practice",
            ("Topic", *names.values()),
            rows,
            (20, *[16] * len(names)),
        ),
        data=[
            {
                "country": cell.country,
                "topic": cell.topic,
                "law": " ".join(cell.law),
                "practice": " ".join(cell.practice),
                "findings": " ".join(row.id for row in cell.findings),
                "locators": " ".join(dict.fromkeys(row.locator for row in cell.findings)),
            }
            for cell in cells
        ],
    )


def _cell_words(chapter: Chapter, cells: list[SafeguardCell], topic: str, iso3: str) -> str:
    cell = next(cell for cell in cells if (cell.topic, cell.country) == (topic, iso3))
    if not cell.mentioned:
        return NOT_MENTIONED
    said = [
        f"{half}: {escape(status_words(chapter.dataset, topic, statuses))}"
        for half, statuses in (("law", cell.law), ("practice", cell.practice))
        if statuses
    ]
    return f"{'; '.join(said)} {' '.join(dict.fromkeys(citation(row) for row in cell.findings))}"
