"""The text of the regional overview: the finding, who signed, what is asked and what shows it unmet."""

from behindbars import country_text, region_text


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
