"""Nothing to show is a case like any other: each cell runs, and the chapter says that there is nothing."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from tests.conftest import CODES, PROJECT
from tests.editions import NOTEBOOKS, OF_COUNTRIES, edited, reopened, said_in
from tests.promises import MEASURES, OF_EDITIONS, cells_of

from behindbars import report
from behindbars.package.references import Reference
from behindbars.report.draft import open_questions
from behindbars.report.edition import edition_of
from behindbars.report.factsheet import fact_sheet
from behindbars.report.figures import why_nothing

LEFT = re.compile(r"\b(?:nan|NaN|NaT|NA|None(?! of))\b|<NA>|\{ ?\$|\[\]|: [.;]|\( *\)|\w  \w|\w:\n\n|[a-z] \.\s")
"""What stands where a value was missing and nobody thought of it."""
ABSENT = re.compile(r"gives no number here: (.+?)(?: \((.+)\))?\.$", re.MULTILINE)


def silent_year(region):
    """Add an edition of 2025 in which a person answered each question with "not mentioned"; synthetic."""
    new = Reference("new", "Synthetic", "Nobody", "2026-06-26", is_statement=True, edition=2025)
    package = replace(region.package, references={**region.package.references, "new": new})
    asked, answers = open_questions(package, 2025, region.words)["question"], package.frames["answers"]
    given = pd.DataFrame({"year": 2025, "question": asked, "answer": "not mentioned"}).reindex(columns=answers.columns)
    every = pd.concat([answers, given.astype(answers.dtypes)], ignore_index=True)
    return replace(package, frames={**package.frames, "answers": every})


def without(edition, country, *, context):
    """Leave out the rows of a country: all of them, or those of the statement only."""
    frames = {table: edition.package.frames[table] for table in OF_COUNTRIES}
    kept = {table: frame["country"].ne(country) | (context & frame["context"]) for table, frame in frames.items()}
    return reopened(edition, **{table: frames[table][kept[table]] for table in OF_COUNTRIES})


def check(edition, slug=""):
    """Run a chapter; what it says of nothing is whole sentences, and none of them denies what stands beside it."""
    text = said_in(edition, slug)
    assert LEFT.findall(text) == []
    assert denied(edition, text) == []
    return text


def denied(edition, text):
    """List the numbers of which a chapter says that the edition does not give them."""
    found = edition.observations
    known = found[found["year"].eq(edition.year) & found["breakdown"].eq("total") & found["low"].notna()]
    same = [
        known[known["indicator_name"].eq(label) & (known["series_name"].eq(series) | (not series))]
        for what, series in ABSENT.findall(text)
        for label in re.split(", | and ", what)
    ]
    return [identifier for frame in same for identifier in frame["id"]]


@pytest.mark.parametrize("slug", [slug for code, slug in NOTEBOOKS.items() if code])
def test_a_country_of_which_nobody_speaks_has_a_chapter(region, slug):
    countries = region.package.frames["countries"]
    new = countries[countries["iso3"].eq("KAZ")].assign(iso3="XXC", slug="xland", section="X", name_en="Synthetic C")
    every = pd.concat([countries, new.assign(name_own=None, lang_own=None, name_ru=None)], ignore_index=True)
    edition = reopened(region, "XXC", countries=every.astype(countries.dtypes))
    text = check(edition, slug)
    for said in (
        "The statement makes no finding on law or practice in Synthetic C.",
        "This edition has no figure on Synthetic C.",
        "The statement tells no case from Synthetic C.",
        "The statement on 2024 speaks of no stage of the cascade in Synthetic C.",
        "Stages of the cascade for which the statement gives no figure: complaints, cases registered, ",
        "There is nothing to note on the statement’s figures here.",
    ):
        assert said in text
    assert "Codes such as" not in text
    assert ("so there is no trend to draw." in text) == (slug != NOTEBOOKS["TKM"])  # whose chapter has no trend


@pytest.mark.parametrize("code", [*CODES, None])
def test_an_edition_in_which_nothing_is_mentioned_says_so(region, code):
    edition = edition_of(silent_year(region), PROJECT, 2025, code, region.words)
    assert edition.questions.empty
    text = check(edition)
    assert "to be completed" not in text
    region_says = (
        "For no country does the statement set convictions beside complaints.",
        "can be followed, country by country. Kazakhstan: no stage mentioned; Kyrgyzstan: ",
        "The statement speaks of no point of law or practice. Kazakhstan: 0 of 18 topics mentioned; ",
        "| Signed by | no organisation |",
        "## What the statement recommends\n\nThis edition lists no recommendation.",
    )
    of_country = (
        f"The statement tells no case from {edition.name}.",
        f"speaks of no stage of the cascade in {edition.name}.",
    )
    for said in of_country if code else region_says:
        assert said in text
    if code:
        sheet = fact_sheet(edition)
        assert "Codes such as" not in text
        assert sheet["asks_note"].startswith(f"The statement says nothing on {edition.name} that its recommendations")
        assert sheet["section"] == "none"


@pytest.mark.parametrize(("code", "context"), [*((code, False) for code in CODES), ("KGZ", True), ("UZB", True)])
def test_a_real_country_without_rows_of_its_own_has_its_chapter(editions, code, context):
    text = check(without(editions[code], code, context=context))
    assert f"The statement tells no case from {editions[code].name}." in text


@pytest.mark.parametrize("code", ["KAZ", "TKM"])
def test_the_region_without_a_country_speaks_of_the_others(region, code):
    edition = without(region, code, context=True)
    assert list(edition.countries["country"]) == [other for other in CODES if other != code]
    name, text = region.countries.set_index("country")["country_name"][code], check(edition)
    assert f"{name}: " not in text.split("## What the statement recommends")[0]
    assert ("Only for Kazakhstan does the statement set convictions beside complaints" in text) == (code != "KAZ")


def test_a_region_without_any_country_says_so(region):
    text = check(reopened(region, **{table: region.package.frames[table][:0] for table in OF_COUNTRIES}))
    assert "The edition of 2024 speaks of no country, so there is nothing to draw." in text
    assert text.count("so there is no state to draw.") == 2


@pytest.mark.parametrize(
    ("code", "changes", "said"),
    [
        ("KGZ", {"N14": "gone"}, "gives no number here: study participants (detention study)."),
        (
            "KGZ",
            {"N15": "gone"},
            "gives no number here: participants reporting torture, violence or pressure (detention study).",
        ),
        (
            "KGZ",
            dict.fromkeys(["X20", "X21", "X22"], "gone"),
            "adds no number of what became of complaints in Kyrgyzstan (Prosecutor General).",
        ),
        ("TJK", dict.fromkeys(["N19", "N20", "N21"], "gone"), "gives no number here: complaints by group."),
    ],
)
def test_what_is_lacking_is_named_and_nothing_else(editions, code, changes, said):
    edition = edited(editions[code], {name: cells_of(cells.split()) for name, cells in changes.items()})
    assert said in check(edition)


@pytest.mark.parametrize("name", MEASURES | OF_EDITIONS)
def test_every_figure_without_anything_to_draw_is_a_sentence(region, name):
    for code in (*CODES, None):
        edition = reopened(region, code, **{table: region.package.frames[table][:0] for table in OF_COUNTRIES})
        said = why_nothing(edition, (MEASURES | OF_EDITIONS)[name](edition))
        if said or not code:  # a country's grids and its cascade are drawn: silence is a finding
            assert re.fullmatch(r"[A-Z].{20,}[^ (:]\.", said)
            assert LEFT.findall(said) == []


@pytest.mark.parametrize("code", [*CODES, None])
def test_one_is_never_many(editions, region, code):
    edition = editions[code] if code else region
    frame = edition.package.frames["observations"]
    numbered = frame["low"].notna() & frame["status"].ne("reported_zero")
    ones = {"low": frame["low"].mask(numbered, 1), "high": frame["high"].mask(numbered, 1)}
    ones["status"] = frame["status"].astype(object).mask(numbered, "exact").astype(frame["status"].dtype)
    edition = reopened(edition, observations=frame.assign(**ones))
    indicators = edition.package.frames["indicators"]
    many = set(indicators.loc[indicators["label_en"].ne(indicators["one_en"]), "label_en"])
    many |= {edition.words.unit(unit) for unit in indicators["unit"].unique() if unit != "percent"}
    plural = re.compile(rf"(?<![\d.,])1 ({'|'.join(map(re.escape, sorted(many, key=len, reverse=True)))})\b")
    text = said_in(edition) + (str(fact_sheet(edition)) if code else str(report.key_findings(edition)))
    assert plural.findall(text) == []
    assert " 1 " in text or code == "TKM"  # of which there is no number but zero
    assert plural.search("of 1 cases counted")
