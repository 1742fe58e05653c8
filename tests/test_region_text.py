"""The text of the regional overview: the finding, who signed, what is asked and what shows it unmet."""

from dataclasses import replace

from behindbars import country_text, region_text
from behindbars.values import Status, Value
from tests.test_gap import restated


def test_the_finding_has_three_sentences_with_their_sources(region):
    text = str(region_text.finding(region))
    assert text.startswith(
        "Only for Kazakhstan does the statement link complaints of torture to convictions: 347 complaints "
    )
    assert "4 convictions resulting from them (4 of 347, about 1 in 87) [@statement2025, para. K3]." in text
    assert (
        "the statement passes on four: Kazakhstan, 57 cases registered, 48 victims recognised and 45 suspects" in text
    )
    for locator in ("G6", "T4", "M3", "U8"):
        assert f"[@statement2025, para. {locator}]" in text


def test_signatories_and_recommendations_are_complete(region):
    assert str(region_text.signatories(region)).count("[@statement2025, para. I1]") == 7
    assert "Kyrgyzstan" in str(region_text.signatories(region)).rpartition("\n\n")[2]
    table = str(region_text.recommendations(region))
    assert all(f"para. R{number}]" in table for number in range(1, 8))
    assert "para. C1]" in str(region_text.closing(region))


def test_each_recommendation_has_its_evidence_or_says_that_there_is_none(region):
    parts = str(region_text.unmet(region)).split("### ")[1:]
    assert len(parts) == 7
    assert all("[@statement2025" in part or "no finding" in part for part in parts)
    assert sum("no finding" in part for part in parts) == 1


def test_the_region_itself_has_its_situation(region):
    assert "para. I2]" in str(country_text.situation(region))


def of(region, *codes):
    countries = {code: row for code, row in region.dataset.countries.items() if code in codes or row.kind == "region"}
    return replace(region, dataset=replace(region.dataset, countries=countries))


def test_no_conviction_reads_well(region):
    zero = Value(0, 0, Status.REPORTED_ZERO, "convictions")
    chapter = replace(region, dataset=restated(region.dataset, "N02", value=zero))
    assert "and no conviction resulting from them (none of 347) [@statement2025" in str(region_text.finding(chapter))
    chapter = replace(region, dataset=restated(region.dataset, "N02", value=zero, reporter="authorities"))
    assert "(none of 347), as the authorities reported [@statement2025" in str(region_text.finding(chapter))


def test_a_zero_of_the_authors_is_put_down_to_them(region):
    assert "June 2025, according to the authors [@statement2025, para. G6]" in str(region_text.finding(region))


def test_the_finding_names_other_countries_only_where_there_are_some(region):
    assert "For the other countries" in str(region_text.finding(of(region, "KAZ", "KGZ")))
    every = str(region_text.finding(of(region, "KAZ")))
    assert every.startswith("For Kazakhstan the statement links complaints of torture to convictions: 347 ")
    assert "furthest" not in every
    assert "  " not in every
    none = str(region_text.finding(of(region, "KGZ", "TJK")))
    assert "other countries" not in none
    assert "The furthest that the statement goes is this: Kyrgyzstan" in none
