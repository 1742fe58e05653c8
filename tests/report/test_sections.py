"""The text of the chapters: complete, cited, and context told apart."""

import re

import pytest
from tests.conftest import CODES
from tests.editions import of, opened, reopened, row

from behindbars import report
from behindbars.measures.trends import change_reasons
from behindbars.package.values import Direction, Status, Value
from behindbars.report import year_on_year
from behindbars.report.text import citation, evidence, records, source_line
from behindbars.report.years import distance


@pytest.mark.parametrize("code", CODES)
def test_the_situation_holds_every_finding_and_each_paragraph_ends_with_its_citation(editions, code):
    heading, *paragraphs = str(report.situation(editions[code])).split("\n\n")
    assert heading == "## The situation"
    assert all(re.search(r"\[-@statement2025, \{[A-Z]\d\}\]$", paragraph) for paragraph in paragraphs)
    text, findings = " ".join(paragraphs).replace("\\", ""), editions[code].safeguards["finding"]
    assert len(findings)
    assert all(finding in text for finding in findings)


@pytest.mark.parametrize(("code", "count"), [("KAZ", 2), ("KGZ", 1), ("TJK", 2), ("TKM", 1), ("UZB", 2)])
def test_every_case_is_told_with_the_answer_of_the_authorities(editions, code, count):
    text = str(report.cases(editions[code]))
    assert text.count("### ") == text.count("**Response.**") == count


def test_values_from_context_are_set_apart(editions):
    text = str(report.listed(editions["KGZ"], ["officials_convicted", "officials_acquitted"], section="courts"))
    assert text.startswith("## Officials before the courts\n\n- ")
    own, note, other = (text.index(one) for one in ("none, according to the authors", "::: {.callout-note", "): 15 ["))
    assert own < note < other


def test_the_situation_tells_the_numbers_of_the_statement_and_no_others(editions):
    numbers = {
        "KAZ": ["347", "4", "57", "48", "45", "40 to 50"],
        "KGZ": ["more than 20 per cent", "444"],
        "TJK": ["17"],
        "TKM": [],
        "UZB": [],
    }
    for code, expected in numbers.items():
        told = " ".join(re.findall(r"In numbers: (.*?\)\.)", str(report.situation(editions[code]))))
        amounts = re.sub(r"\(.*?\)|January 2022", "", told)
        assert re.findall(r"more than \d+ per cent|\d+ to \d+|\d+", amounts) == expected


def test_key_findings_name_exactly_the_countries_of_which_the_data_say_so(region):
    found, text = region.safeguards[region.safeguards["country"].ne("XCA")], str(report.key_findings(region))
    lines = text.split("\n")
    assert len(lines) == 5
    topics = {
        "independent_investigation": ("law", "absent"),
        "complaints_access": ("practice", "harmful"),
        "independent_access": ("practice", "absent"),
        "npm": ("practice", "threatened"),
    }
    names = list(region.countries["country_name"])
    for line, (topic, (side, status)) in zip(lines[1:], topics.items(), strict=True):
        said = found[found["topic"].eq(topic) & found[side].eq(status)]
        assert [name for name in names if name in line] == list(said["country_name"].drop_duplicates())
        assert re.findall(r"\{(\w+)\}", line) == list(said["locator"].drop_duplicates())
    alone = str(report.key_findings(of(region, "UZB")))
    assert "Fear of reprisals deters victims in Uzbekistan from complaining" in alone
    frame = region.package.frames["safeguards"]
    none = reopened(region, safeguards=frame[~frame["topic"].isin(topics)])
    assert str(report.key_findings(none)) == lines[0]


def test_signatories_and_recommendations_are_complete(region):
    [signed] = [line for line in str(report.this_edition(region)).splitlines() if line.startswith("| Signed by |")]
    assert signed.count(";") == 6
    assert "; Association for Human Rights in Central Asia (AHRCA), Uzbekistan, in exile; " in signed
    assert signed.endswith("[-@statement2025, {I1}]. No organisation named as one of Kyrgyzstan is among them. |")
    table = str(report.recommendations(region))
    assert all(f"{{R{number}}}]" in table for number in range(1, 8))


def test_that_others_cannot_be_followed_is_said_only_where_there_are_some(region):
    said = {codes: str(report.key_findings(of(region, *codes.split()))) for codes in ("KAZ KGZ", "KAZ", "KGZ TJK")}
    assert said["KAZ KGZ"].startswith("- Only for Kazakhstan does the statement set convictions beside complaints: ")
    assert said["KAZ"].startswith("- For Kazakhstan the statement sets convictions beside complaints: 347 ")
    assert said["KGZ TJK"].startswith("- For no country does the statement set convictions beside complaints.")


def test_that_nobody_signed_is_said(region):
    nobody = reopened(region, signatories=region.package.frames["signatories"][:0])
    assert "| Signed by | no organisation |" in str(report.this_edition(nobody))


def test_a_correction_is_told_with_its_place(package):
    correction = {"id": "E1", "year": "2024", "table": "observations", "row": "O02", "country": "XXA"}
    told = {"what_en": "20, not 21.", "why_en": "Misread *x*", "noticed_by": "Nobody", "date": "2025-09-01"}
    package.tables["corrections"].append(correction | told)
    package.write()
    assert str(report.corrections(opened(folder=package.folder))) == (
        "## Corrections\n\n- 1 September 2025, edition of 2024 (Synthetic A, observations, O02): 20, not 21. "
        "Misread \\*x\\*. Noticed by Nobody."
    )


def test_context_is_told_apart_in_its_reporter_its_confidence_and_the_line_of_sources(editions):
    edition = editions["KAZ"]
    assert (row(edition, "N03").who, row(edition, "X01").who) == ("The authorities", "An NGO (context)")
    assert citation(row(edition, "N01"), edition.words) == "[-@statement2025, {K3}]"
    assert citation(row(edition, "X02"), edition.words) == "[@kibhr2021, para 1-2], medium confidence"
    rows = edition.observations.set_index("id", drop=False).loc[["X02", "N03", "N01"]]
    assert source_line(edition, rows) == (
        "Source: Statement 2025, K3, K4. Context, hollow marks: KIBHR 2021, para 1-2. "
        "Some rows are of medium confidence; the table says which."
    )


def test_the_table_and_the_csv_of_a_chart_say_what_when_who_and_where(editions):
    rows = editions["KAZ"].observations.set_index("id", drop=False)
    [cells] = evidence(editions["KAZ"], rows.loc[["N08"]]).rows
    place = "[-@statement2025, {K6}]"
    period = "January 2022 to June 2025"
    assert cells == ["Officials convicted for abuses of January 2022", "40 to 50", period, "The authors", place]
    [record] = records(rows.loc[["N07"]])
    assert (record["low"], record["high"], record["status"], record["obs_status"]) == (None, None, "unknown", "O")
    assert (record["words"], record["source"], record["locator"]) == ("not known", "statement2025", "K4")


def test_convictions_that_one_source_presents_as_an_outcome_are_not_compared(editions):
    edition = editions["KAZ"]
    reasons = change_reasons(row(edition, "X07"), row(edition, "N02"), edition.words)
    assert reasons == ["only one of them is presented as the outcome of something else that is counted"]
    assert "conviction" not in str(year_on_year(edition))


def test_counts_alone_are_compared_in_the_order_of_the_stages_and_hostile_text_stays_text(package):
    package.begin_2025()
    package.put("observations", 12, period="2024", low="20.5", high="20.5", status="exact")
    package.repeat_in_2025("observations", 12, period="2025", low="30.5", high="30.5")
    package.repeat_in_2025("observations", 7, period="2025", low="12", high="12")
    note = "<b>[x](http://evil.example)</b> **bold** @made_up_statement"
    package.repeat_in_2025("observations", 2, period="2025", low="26", high="26", note=note)
    assert str(year_on_year(opened("XXB", package.folder, 2025))) == ""  # a measure is no count
    text = str(year_on_year(opened("XXA", package.folder, 2025)))
    starts = [paragraph[:23] for paragraph in text.split("\n\n")]
    assert starts == ["The authors reported 26", "The authors reported 12"]
    assert "\\<b\\>\\[x\\](http://evil.example)\\</b\\> \\*\\*bold\\*\\* \\@made\\_up\\_statement" in text


@pytest.mark.parametrize(
    ("low", "high", "status", "unit", "way", "said"),
    [
        (64, 64, "exact", "complaints", Direction.ROSE, "64 more"),
        (3, None, "at_least", "complaints", Direction.FELL, "at least 3 fewer"),
        (2, 2, "exact", "years", Direction.FELL, "2 years less"),
        (1, 1, "exact", "percent", Direction.ROSE, "1 percentage point more"),
        (5, 5, "exact", "percent", Direction.FELL, "5 percentage points less"),
    ],
)
def test_a_distance_is_said_in_its_unit(editions, low, high, status, unit, way, said):
    assert distance(Value(low, high, Status(status), unit), way, editions["KAZ"].words) == said
