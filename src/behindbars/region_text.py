"""What the notebook of the regional overview shows, one function a cell."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.cascade import STAGES, cascades
from behindbars.chapter import Chapter, citation, cite_all, when, words
from behindbars.dataset import Correction, Country, Dataset, Observation, Recommendation, Signatory
from behindbars.dates import Period
from behindbars.figure import Text
from behindbars.gap import Gap, NoGap, impunity_gap
from behindbars.grids import GRAVITY, STATE_REPORTERS, Publication, status_words, transparency
from behindbars.markdown import Table, escape
from behindbars.values import Status
from behindbars.wording import STATE_CLAUSES, TO_BE_COMPLETED, as_told, capital, listing, one_of, spelled, unit_words

UNMET = GRAVITY[: GRAVITY.index("partial") + 1]
"""Statuses of a safeguard that show a recommendation unmet, the gravest first."""


def this_edition(chapter: Chapter) -> Text:
    """Tell what this edition is made from, and how to cite it."""
    reference = chapter.statement
    dataset = chapter.dataset
    written = [row for row in dataset.observation_rows if row.value.status is not Status.TO_BE_COMPLETED]
    own = [row for row in written if row.year == chapter.year and not row.is_context]
    others = [row for row in written if row.year <= chapter.year and row.is_context]
    signed = [row for row in dataset.signatories if row.year == chapter.year and row.note != TO_BE_COMPLETED]
    date = Period.parse(reference.date).words() if reference.date else "date not recorded"
    newest = max((dataset.references[row.source].date or "" for row in others), default="")
    rows = [
        ["Statement", f"*{escape(reference.title)}*, joint NGO statement of {date} [@{reference.key}]"],
        ["Year reported on", str(chapter.year)],
        ["Paragraphs", _sections(chapter)],
        ["Signed by", f"{_signed(signed, is_draft=bool(chapter.open))} (@tbl-signatories)"],
        [
            "Data",
            f"{len(own)} rows of values from the statement, {len(others)} from other public sources as context; the "
            f"newest of these sources is of {newest[:4]}",
        ],
        [
            "How to cite",
            f"*Behind Bars, Beyond Justice: the reproducible edition*, {chapter.year}, made from the joint NGO "
            f"statement of {date} [@{reference.key}].",
        ],
        [
            "Whose words",
            "The figures and findings are those of the statement and of the sources named; the wording, the coding "
            "and the calculations are those of the editors of this edition.",
        ],
        ["Licence", "Text and data CC BY 4.0; code MIT"],
    ]
    return Text(Table("edition", "This edition at a glance", ("What", "This edition"), rows, (22, 78)).markdown())


def _signed(signed: Sequence[Signatory], *, is_draft: bool) -> str:
    plural = "" if len(signed) == 1 else "s"
    return TO_BE_COMPLETED if is_draft and not signed else f"{len(signed)} organisation{plural}"


def _sections(chapter: Chapter) -> str:
    """Explain the letters of paragraph codes."""
    sections = [(row.section, row.name_en) for row in chapter.dataset.countries_of(chapter.year)]
    named = [(chapter.country.section, "the introduction"), *sections]
    named += [("R", "the recommendations"), ("C", "the closing words")]
    first = sections[0] if sections else named[0]
    letters = listing([f"{letter} for {name}" for letter, name in named])
    return escape(f"{letters}; {first[0]}2 is the second paragraph on {first[1]}")


def signatories(chapter: Chapter) -> Text:
    """List who signed the statement, and say which country has no signatory of its own."""
    dataset = chapter.dataset
    rows = []
    signed = [row for row in dataset.signatories if row.year == chapter.year]
    for row in signed:
        works_on = dataset.countries[row.country].name_en if row.country else "International"
        name = f"{row.name_en} ({row.short})" if row.short else row.name_en
        note = f"{works_on}, {row.note}" if row.note else works_on
        rows.append([escape(name), escape(note), citation(row)])
    table = Table(
        "signatories",
        "Signatories of the statement",
        ("Organisation", "Works on", "Source"),
        rows,
        (56, 24, 20),
    )
    present = {row.country for row in signed}
    without = [country.name_en for country in dataset.countries_of(chapter.year) if country.iso3 not in present]
    asked = any(question.table == "signatories" for question in chapter.open)
    note = f"\n\nNo signatory is based in or works only on {escape(listing(without))}." if without and not asked else ""
    return Text(table.markdown() + note)


def finding(chapter: Chapter) -> Text:
    """State the finding of the edition in three sentences."""
    countries = chapter.dataset.countries_of(chapter.year)
    gaps = {country.iso3: impunity_gap(chapter.dataset, country.iso3, chapter.year) for country in countries}
    if chapter.open:
        return Text(f"{escape(chapter.headline(''))}. The finding of this edition appears when all are answered.")
    sentences = [_followed(chapter, gaps), _empty_ends(chapter, gaps), _silence(chapter)]
    return Text(" ".join(sentence for sentence in sentences if sentence))


def _followed(chapter: Chapter, gaps: dict[str, Gap | NoGap]) -> str:
    computed = {iso3: gap for iso3, gap in gaps.items() if isinstance(gap, Gap)}
    if not computed:
        return "For no country of the region does the statement link complaints of torture to convictions."
    clauses = []
    for gap in computed.values():
        cited = cite_all([gap.complaints, gap.convictions])
        clauses.append(
            f"{escape(words(gap.complaints, unit=True))} of torture and ill-treatment counted in "
            f"{gap.complaints.period.words()}, and {escape(_resulting(gap))} {cited}"
        )
    names = [chapter.dataset.countries[iso3].name_en for iso3 in computed]
    where = escape(listing(names))
    opening = (
        f"Only for {where} does the statement link" if len(computed) < len(gaps) else f"For {where} the statement links"
    )
    return f"{opening} complaints of torture to convictions: {'; '.join(clauses)}."


def _resulting(gap: Gap) -> str:
    """Say what resulted from the complaints: "4 convictions resulting from them (4 of 347, about 1 in 87)"."""
    row = gap.convictions
    if not gap.none:
        return f"{gap.outcome} resulting from them ({gap.frequency})"
    told = f", {as_told(row.reporter)}" if row.reporter in STATE_CLAUSES else ""
    return f"no {unit_words(row.value.unit, 1)} resulting from them ({gap.frequency}){told}"


def _empty_ends(chapter: Chapter, gaps: dict[str, Gap | NoGap]) -> str:
    without = [iso3 for iso3, gap in gaps.items() if isinstance(gap, NoGap)]
    if not without:
        return ""
    clauses = []
    for iso3 in without:
        country = chapter.dataset.countries[iso3]
        last = _last_word(chapter, country)
        if last:
            label = chapter.dataset.indicators[last.indicator].label_en
            clauses.append(f"{escape(country.name_en)}, {_ending(last, label)} {citation(last)}")
    if not clauses:
        where = "Elsewhere the" if len(without) < len(gaps) else "The"
        return f"{where} statement gives no figure of any prosecution or conviction."
    opening = "For the other countries there is no such link; the" if len(without) < len(gaps) else "The"
    return f"{opening} furthest that the statement goes is this: {'; '.join(clauses)}."


def _last_word(chapter: Chapter, country: Country) -> Observation | None:
    """Find what the statement says of the latest stage of the cascade that it speaks of, without statistics."""
    spoken = [
        row
        for cascade in cascades(chapter.dataset, country.iso3, chapter.year)
        for row in cascade.observations
        if row.value.status not in (Status.NOT_PUBLISHED, Status.UNKNOWN)
    ]
    return max(spoken, key=lambda row: chapter.dataset.indicators[row.indicator].stage or 0, default=None)


def _ending(row: Observation, label: str) -> str:
    period = escape(row.period.words())
    match row.value.status:
        case Status.REPORTED_ZERO if row.reporter == "state_to_cat":
            return f"zero {escape(label)}, {as_told(row.reporter)}"
        case Status.REPORTED_ZERO:
            return f"no {escape(one_of(label))} from {period}, {as_told(row.reporter)}"
        case Status.NONE_KNOWN:
            return f"no {escape(one_of(label))} that the authors know of from {period}"
        case Status.SOME:
            return escape(words(row))
    return f"{escape(words(row))} {escape(label)}"


def _silence(chapter: Chapter) -> str:
    cells = transparency(chapter.dataset, chapter.year)
    public = [cell for cell in cells if cell.publication in (Publication.PUBLISHED, Publication.REPORTED_TO_UN)]
    told: dict[str, list[Observation]] = {}
    for cell in public:
        by_state = [row for row in cell.observations if row.reporter in STATE_REPORTERS and row.value.known]
        told.setdefault(chapter.dataset.countries[cell.country].name_en, []).extend(by_state)
    said = [
        f"{escape(name)}, {listing([_counted(chapter, row) for row in rows])} {cite_all(rows)}"
        for name, rows in told.items()
    ]
    stages, countries = spelled(len(STAGES)), spelled(len(chapter.dataset.countries_of(chapter.year)))
    whole = (
        f"Of the {len(cells)} figures that these states could give, {stages} stages of the cascade in each of "
        f"{countries} countries, the statement passes on {spelled(len(public))}"
    )
    return f"{whole}: {'; '.join(said)}." if said else f"{whole}."


def _counted(chapter: Chapter, row: Observation) -> str:
    label = chapter.dataset.indicators[row.indicator].label_en
    if row.value.status is Status.REPORTED_ZERO:
        return f"a reported zero of {escape(label)}"
    return f"{escape(words(row))} {escape(label)}"


def recommendations(chapter: Chapter) -> Text:
    """List the recommendations, each in full."""
    rows = [
        [escape(row.short_en), escape(row.text_en), citation(row)]
        for row in chapter.dataset.recommendations
        if (row.year, row.kind) == (chapter.year, "recommendation")
    ]
    caption = f"The {spelled(len(rows))} recommendations of the statement, to all governments of the region"
    return Text(
        Table("recommendations", caption, ("Subject", "Recommendation", "Source"), rows, (22, 60, 18)).markdown()
    )


def unmet(chapter: Chapter) -> Text:
    """Set beside each recommendation the evidence in this edition that it is unmet."""
    parts = []
    for row in chapter.dataset.recommendations:
        if (row.year, row.kind) != (chapter.year, "recommendation"):
            continue
        lines = [*_unmet_topics(chapter, row), *_unmet_indicators(chapter, row)]
        body = "\n".join(f"- {line}" for line in lines) or "This edition holds no finding on it."
        parts.append(f"### {escape(row.short_en)}\n\n{body}")
    return Text("\n\n".join(parts))


def _unmet_topics(chapter: Chapter, recommendation: Recommendation) -> list[str]:
    dataset = chapter.dataset
    lines = []
    for topic_id in recommendation.topics:
        topic = dataset.topics[topic_id]
        by_status: dict[str, list[str]] = {}
        for country in dataset.countries.values():
            rows = [
                row
                for row in dataset.safeguards
                if (row.country, row.topic, row.year) == (country.iso3, topic_id, chapter.year)
            ]
            # The gravest of the findings stands for the country; all of them are in its chapter.
            found = {status for row in rows for status in (row.practice or row.law,) if status in UNMET}
            if found:
                gravest = min(found, key=UNMET.index)
                row = next(row for row in rows if gravest in (row.practice or row.law,))
                by_status.setdefault(gravest, []).append(f"{escape(country.name_en)} {citation(row)}")
        clauses = [
            f"{escape(status_words(dataset, topic_id, (status,)))} in {listing(by_status[status])}"
            for status in UNMET
            if status in by_status
        ]
        if clauses:
            lines.append(f"{escape(capital(topic.label_en))}: {'; '.join(clauses)}.")
    return lines


def _unmet_indicators(chapter: Chapter, recommendation: Recommendation) -> list[str]:
    dataset = chapter.dataset
    lines = []
    for indicator in recommendation.indicators:
        rows = [
            row
            for row in dataset.observations(year=chapter.year, indicator=indicator, statement_only=True)
            if row.breakdown == "total" and (not row.value.known or _final(chapter, row))
        ]
        said = [f"{_where_and_when(chapter, row)}: {escape(words(row))} {citation(row)}" for row in rows]
        if said:
            lines.append(f"{escape(capital(dataset.indicators[indicator].label_en))}: {'; '.join(said)}.")
    return lines


def _final(chapter: Chapter, row: Observation) -> bool:
    """Whether a number is evidence by itself: a zero, or an outcome; a count of complaints or cases is not."""
    stage = chapter.dataset.indicators[row.indicator].stage
    return row.value.status is Status.REPORTED_ZERO or stage in (None, max(STAGES))


def _where_and_when(chapter: Chapter, row: Observation) -> str:
    name = escape(chapter.dataset.countries[row.country].name_en)
    return name if row.value.status is Status.NOT_PUBLISHED else f"{name}, {escape(when(row))}"


def closing(chapter: Chapter) -> Text:
    """Close with the statement's own call, restated."""
    rows = [row for row in chapter.dataset.recommendations if (row.year, row.kind) == (chapter.year, "closing")]
    return Text("\n\n".join(f"{escape(row.text_en)} {citation(row)}" for row in rows))


def corrections(chapter: Chapter) -> Text:
    """List what was corrected of this edition; nothing where there is no correction."""
    listed = correction_list(chapter.dataset, [one for one in chapter.dataset.corrections if one.year == chapter.year])
    return Text(f"## Corrections\n\n{listed}" if listed else "")


def correction_list(dataset: Dataset, rows: Sequence[Correction]) -> str:
    """Print corrections as a list, the newest first."""
    lines = []
    for row in sorted(rows, key=lambda row: row.date.sort_key, reverse=True):
        place = f"{row.table}, {row.row}"
        if row.country:
            place = f"{dataset.countries[row.country].name_en}, {place}"
        told = " ".join(f"{text.rstrip('.')}." for text in (row.what_en, row.why_en, f"Noticed by {row.noticed_by}"))
        lines.append(f"- {row.date.words()}, edition of {row.year} ({escape(place)}): {escape(told)}")
    return "\n".join(lines)
