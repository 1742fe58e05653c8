"""The grids: no cell is left out, and silence is told apart from refusal."""

from tests.editions import opened, restated

from behindbars.measures import safeguards, transparency
from behindbars.measures.cascade import STAGES
from behindbars.measures.grids import GRAVITY, SAFEGUARDS, Publication, status_words


def published(edition):
    return {(one.country, one.stage): one.status for one in transparency(edition).itertuples()}


def test_what_is_published_told_and_withheld_are_told_apart_in_every_country_and_stage(region):
    found = published(region)
    assert len(found) == len(transparency(region)) == 5 * len(STAGES)
    cells = [("KAZ", 1), ("KAZ", 2), ("KAZ", 5), ("TKM", 5), ("UZB", 6), ("KGZ", 1)]
    kinds = ["others_only", "published", "unknown", "reported_to_un", "not_comprehensive", "not_mentioned"]
    assert [found[cell] for cell in cells] == kinds


def test_neither_context_nor_the_figure_of_one_case_is_what_a_state_publishes(package):
    package.add("observations", 2, id="O20", reporter="authorities", source="made_up_context", indicator="suspects")
    edition = restated(opened(folder=package.folder), "O07", reporter="authorities")
    found = published(edition)
    assert [found["XXA", 4], found["XXB", 4]] == [Publication.OTHERS_ONLY, Publication.NOT_MENTIONED]
    assert found["XXA", 2] == Publication.PUBLISHED
    assert published(restated(edition, "O07", case="C1"))["XXA", 2] == Publication.NOT_MENTIONED


def test_figures_that_are_not_published_and_not_comprehensive_ones_are_told_apart(region):
    edition = restated(region, "NP01", status="not_published")
    here = [row for row in region.observations.itertuples() if row.status == "not_comprehensive"]
    stages = {row.stage for row in here}
    assert (stages, {row.country for row in here}) == ({1, 2, 5, 6}, {"UZB"})
    assert {published(region)["UZB", stage] for stage in stages} == {Publication.NOT_COMPREHENSIVE}
    words = {region.words.say("publication", status=str(one)) for one in Publication}
    assert len(words) == len(Publication)
    [changed] = [stage for stage in stages if published(edition)["UZB", stage] == Publication.NOT_PUBLISHED]
    assert changed == next(row.stage for row in here if row.id == "NP01")


def test_the_safeguards_grid_has_a_cell_for_every_topic_country_and_side(region):
    found, cell = safeguards(region), ["topic", "country", "side"]
    assert len(found.drop_duplicates(cell)) == 18 * 5 * 2
    assert not found.duplicated([*cell, "status"]).any()
    assert set(found.loc[found["status"].eq("not_mentioned"), "ids"]) == {""}
    # OPCAT is asserted for Kazakhstan only.
    assert set(found.loc[found["topic"].eq("opcat") & found["ids"].ne(""), "country"]) == {"KAZ"}
    law = found.query("topic == 'definition' and country == 'TKM'").set_index("side")["status"]
    assert law.to_dict() == {"law": "in_place", "practice": "not_implemented"}


def test_every_status_has_its_gravity_and_its_words(region):
    statuses = {status for side in ("law", "practice") for status in region.package.frames["safeguards"][side].dropna()}
    assert statuses <= set(GRAVITY) - {"to_be_completed"}  # which is in drafts only
    assert set(GRAVITY) == set(SAFEGUARDS) - {"not_mentioned"}
    for message, kinds in (("safeguard", SAFEGUARDS), ("publication", [*map(str, Publication)])):
        assert len({region.words.say(message, status=status) for status in kinds}) == len(kinds)


def test_harmful_prints_in_the_words_of_its_topic(made_up):
    said = safeguards(made_up["B"]).query("topic == 'amnesty' and side == 'practice'").iloc[0]
    assert (said["words"], said["status_name"]) == ("applies", "against victims")
    assert status_words(made_up["B"].package, "amnesty", "harmful", made_up["B"].words) == "applies"
    assert status_words(made_up["B"].package, "definition", "harmful", made_up["B"].words) == "against victims"
