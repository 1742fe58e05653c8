"""Timelines: every dated fact once, in its order."""

from dataclasses import replace

import pytest

from behindbars import event_figures
from behindbars.chapter import open_chapter
from behindbars.figure import Text
from tests.charts.svg import Drawing


def test_a_case_is_told_in_the_order_of_its_dates(chapters):
    figure = event_figures.case_timeline(chapters["TKM"])
    assert [record["id"] for record in figure.data] == ["D20", "D21", "D19b"]


def test_an_event_that_the_statement_tells_is_not_drawn_twice(region):
    reviews = [
        record
        for record in event_figures.milestones(region).data
        if (record["country"], record["kind"], record["date"]) == ("TKM", "cat_review", "2025-04")
    ]
    assert [record["source"] for record in reviews] == ["statement2025"]


def test_every_milestone_of_the_context_is_drawn(region):
    drawn = {record["id"] for record in event_figures.milestones(region).data}
    assert {f"M{number:02}" for number in range(1, 19)} - drawn == {"M14"}


@pytest.mark.parametrize("draw", [event_figures.milestones, event_figures.happenings])
def test_every_fact_is_drawn_with_its_date_on_page_and_phone(region, draw):
    figure = draw(region)
    dates = {event.id: event.date.words() for event in region.dataset.events}
    for spec in (figure.spec, figure.spec["usermeta"]["narrow"]):
        drawing = Drawing(spec)
        texts = [text.text for text in drawing.texts]
        for record in figure.data:
            assert dates[record["id"]] in texts
            assert record["event"] in texts
        assert drawing.outside == drawing.overlapping == []


@pytest.mark.parametrize("draw", [event_figures.milestones, event_figures.happenings])
def test_a_timeline_of_the_region_leaves_room_on_its_page(region, draw):
    assert Drawing(draw(region).spec).height < 700


@pytest.mark.parametrize("draw", [event_figures.milestones, event_figures.happenings])
def test_an_edition_without_dated_facts_says_so(region, draw):
    text = draw(replace(region, dataset=replace(region.dataset, events=())))
    assert isinstance(text, Text)
    assert str(text).startswith("The edition of 2024 has no dated facts")


def test_a_subtitle_explains_the_marks_that_occur_and_no_other(region, chapters):
    def subtitle(figure):
        return " ".join(figure.spec["title"]["subtitle"])

    assert "a bar: all through the span" in subtitle(event_figures.happenings(region))
    assert "hollow" not in subtitle(event_figures.happenings(region))
    assert "hollow marks" in subtitle(event_figures.milestones(region))
    assert "a dotted ring: date inferred" in subtitle(event_figures.case_timeline(chapters["UZB"]))
    assert "ring" not in subtitle(event_figures.case_timeline(chapters["KAZ"]))


def test_a_picture_without_a_death_does_not_say_that_there_was_none(package):
    figure = event_figures.happenings(open_chapter(year=2024, data=str(package.folder)))
    assert figure.alt.startswith("Timeline. One dated event shown. ")
    package.add("events", 3, id="D4", date="2025-05")
    figure = event_figures.happenings(open_chapter(year=2024, data=str(package.folder)))
    assert "Two dated events shown, no death in custody among them" in figure.alt
