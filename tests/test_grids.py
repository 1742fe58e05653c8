"""The grids: no cell is left out, and silence is told apart from refusal."""

from behindbars.cascade import STAGES
from behindbars.dataset import load
from behindbars.grids import GRAVITY, SAFEGUARD_KEY, Publication, safeguards, status_words, transparency
from tests.test_gap import restated


def publication(cells, country, stage):
    return next(cell.publication for cell in cells if (cell.country, cell.stage) == (country, stage))


def test_the_transparency_grid_has_a_cell_for_every_country_and_stage(project_data):
    cells = transparency(load(project_data), 2024)
    assert len(cells) == 5 * len(STAGES)


def test_what_is_published_told_and_withheld_are_told_apart(project_data):
    cells = transparency(load(project_data), 2024)
    assert publication(cells, "KAZ", 1) is Publication.OTHERS_ONLY
    assert publication(cells, "KAZ", 2) is Publication.PUBLISHED
    assert publication(cells, "KAZ", 5) is Publication.NOT_KNOWN
    assert publication(cells, "TKM", 5) is Publication.REPORTED_TO_UN
    assert publication(cells, "UZB", 6) is Publication.NOT_PUBLISHED
    assert publication(cells, "KGZ", 1) is Publication.NOT_MENTIONED


def test_context_does_not_count_as_what_the_statement_says(package):
    package.add("observations", 2, id="O20", reporter="authorities", source="made_up_context", indicator="suspects")
    cells = transparency(package.load(), 2024)
    suspects = {cell.country: cell.publication for cell in cells if cell.stage == 4}
    assert suspects == {"XXA": Publication.OTHERS_ONLY, "XXB": Publication.NOT_MENTIONED}


def test_the_safeguards_grid_has_a_cell_for_every_topic_and_country(project_data):
    dataset = load(project_data)
    cells = safeguards(dataset, 2024)
    assert len(cells) == 18 * 5
    assert len({cell.topic for cell in cells}) == 18


def test_law_and_practice_are_told_apart(project_data):
    cells = safeguards(load(project_data), 2024, country="TKM")
    law = next(cell for cell in cells if cell.topic == "definition")
    assert (law.law, law.practice) == (("in_place",), ("not_implemented",))


def test_opcat_is_asserted_for_kazakhstan_only(project_data):
    mentioned = [
        cell.country for cell in safeguards(load(project_data), 2024) if cell.topic == "opcat" and cell.mentioned
    ]
    assert mentioned == ["KAZ"]


def test_every_status_of_the_descriptor_has_its_gravity(project_data):
    fields = {field.name: field for field in load(project_data).package.table("safeguards").fields}
    assert set(fields["law"].enum) == set(GRAVITY) - {"to_be_completed"}  # which is in drafts only
    assert set(GRAVITY) == set(SAFEGUARD_KEY) - {"not_mentioned"}


def test_harmful_prints_in_the_words_of_its_topic(package):
    assert status_words(package.load(), "amnesty", ("harmful",)) == "applies"
    assert status_words(package.load(), "amnesty", ()) == "not mentioned"


def test_the_figure_of_one_case_is_not_what_a_state_publishes(package):
    dataset = restated(package.load(), "O07", reporter="authorities")
    assert publication(transparency(dataset, 2024), "XXA", 2) is Publication.PUBLISHED
    dataset = restated(dataset, "O07", case="C1")
    assert publication(transparency(dataset, 2024), "XXA", 2) is Publication.NOT_MENTIONED
