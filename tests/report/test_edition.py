"""An edition opens on what exists, as frames; its figures are a chart with words, a table and downloads."""

import json
import shutil
from types import SimpleNamespace

import altair as alt
import pandas as pd
import pytest
from tests.conftest import CODES, DATA, PROJECT
from tests.editions import opened

from behindbars import charts, measures
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.report import edition as module
from behindbars.report import open_edition
from behindbars.report.display import VEGALITE_MIME, Figure, Text, readable
from behindbars.report.frames import in_language

COLUMNS = """id country country_name year period start end when indicator indicator_name unit stage stage_name series
series_name breakdown low high status words reporter outcome_of case source locator confidence verbatim note context"""


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"year": 2031}, "year is 2031; there are statements for the editions of: 2024."),
        ({"year": "2024"}, "year is '2024'; perhaps the number 2024 was meant, without quotation marks."),
        ({"year": None}, "year is None; there are statements for the editions of: 2024."),
        ({"country": "KZ"}, "There is no country 'KZ' in the data: perhaps KAZ was meant."),
        ({"country": "kaz"}, "There is no country 'kaz' in the data: perhaps KAZ was meant."),
        ({"country": "Kazakhstan"}, "country is 'Kazakhstan', a name; perhaps 'KAZ' was meant, its code."),
        ({"country": "XYZ"}, "There is no country 'XYZ' in the data: there are KAZ, KGZ, TJK, TKM, UZB, XCA."),
        ({"lang": "fr"}, "lang is 'fr', a language without a catalogue: there is 'en'."),
        ({"lang": "EN"}, "lang is 'EN', a language without a catalogue: perhaps 'en' was meant."),
    ],
)
def test_a_value_that_does_not_exist_names_the_nearest_that_does(given, message):
    with pytest.raises(ParameterError) as caught:
        open_edition(**{"year": 2024, "country": "KAZ", "project": PROJECT} | given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("injected", "hint"),
    [("yaer = 2025", "'yaer': did you mean 'year'?"), ("zone = 1", "'zone': it has country, year.")],
)
def test_a_parameter_that_the_notebook_does_not_have_is_refused(monkeypatch, injected, hint):
    cells = ["", 'country = "KAZ"\nyear = 2024', f"# Parameters\n{injected}\n"]
    monkeypatch.setattr(module, "get_ipython", lambda: SimpleNamespace(user_ns={"In": cells}))
    with pytest.raises(ParameterError) as caught:
        open_edition(2024, "KAZ", project=PROJECT)
    assert str(caught.value) == f"The notebook has no parameter {hint}"
    cells[-1] = "# Parameters\nyear = 2024\n"
    assert open_edition(2024, "KAZ", project=PROJECT).year == 2024


def test_the_project_is_found_from_anywhere_in_it_and_a_fault_in_its_data_stops_a_chapter(tmp_path, monkeypatch):
    monkeypatch.chdir(PROJECT / "notebooks")
    assert open_edition(2024, "KAZ").project == PROJECT
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError, match="No project found"):
        open_edition(2024, "KAZ")
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copy(PROJECT / "_quarto.yml", tmp_path)
    (tmp_path / "data" / "cases.csv").unlink()
    with pytest.raises(DataError, match=r"cases\.csv"):
        open_edition(2024, "KAZ")


def test_observations_have_their_documented_columns_and_types(region, editions):
    frame = region.observations
    assert set(frame) >= set(COLUMNS.split())
    assert (frame["low"].dtype, frame["high"].dtype, frame["stage"].dtype) == ("Float64", "Float64", "Int64")
    assert frame["start"].dtype.kind == frame["end"].dtype.kind == "M"
    assert frame["context"].dtype == bool
    assert all(frame[column].cat.ordered for column in ("country", "series", "stage_name"))
    assert list(frame["series"].cat.categories) == list(region.package.frames["series"]["id"])
    assert frame["stage_name"].notna().equals(frame["stage"].notna())
    assert set(editions["KAZ"].observations["country"]) == {"KAZ"}


def test_an_edition_is_of_its_country_year_and_language_and_ends_with_its_statement(region, package):
    assert (region.country, region.code, region.name, region.slug) == (None, "XCA", "Central Asia", "regional-overview")
    assert opened("XCA").country is None
    assert list(region.countries["country"]) == list(CODES)
    assert region.published.isoformat() == "2025-06-26"
    context = region.events[region.events["context"]]
    assert {"M01", "D06"} <= set(region.events["id"])
    assert (context["start"].fillna(context["end"]) <= pd.Timestamp(region.published)).all()
    package.begin_2025()
    package.repeat_in_2025("observations", 2, period="2025")
    edition = opened("XXA", package.folder)
    assert edition.observations["year"].max() == 2024
    frames = (edition.safeguards, edition.cases, edition.events, edition.recommendations, edition.topics)
    assert not [column for frame in frames for column in frame if column.endswith(("_en", "_ru"))]


def test_a_language_without_its_columns_or_texts_is_refused(editions):
    cases = editions["KAZ"].package.frames["cases"]
    with pytest.raises(ParameterError, match=r"cases\.csv has no column 'title_xx': there is no edition in the lang"):
        in_language(cases, "xx", "cases")
    with pytest.raises(ParameterError, match=r"cases\.csv: 8 rows have no summary_xx, such as C01, C02"):
        in_language(cases.assign(title_xx="x", summary_xx=None, answer_xx="x"), "xx", "cases")


def test_a_figure_is_a_chart_with_words_a_table_and_downloads(editions):
    edition = editions["KAZ"]
    cascade = measures.cascade(edition)
    chart = charts.bars(cascade, category="stage_name", panel="series_name")
    figure = edition.show("cascade", chart)
    assert isinstance(figure, Figure)
    assert figure.markdown.startswith("![The accountability cascade in Kazakhstan](")
    assert "/2024/kazakhstan-cascade.svg){#fig-kazakhstan-cascade fig-alt=" in figure.markdown
    assert "{#tbl-kazakhstan-cascade-data}" in figure.markdown
    usermeta = json.loads(json.dumps(figure.specification))["usermeta"]
    assert (usermeta["headline"], usermeta["caption"]) == ("347 complaints, 4 convictions", figure.caption)
    assert [record["id"] for record in usermeta["data"]] == list(cascade["id"].dropna())
    assert set(figure._repr_mimebundle_()) == {VEGALITE_MIME, "text/markdown", "text/plain"}
    own = edition.show("cascade", chart, headline="Synthetic")
    assert (own.headline, own.caption) == ("Synthetic", figure.caption)


def test_a_chart_of_ones_own_needs_its_caption_and_its_alternative_text(editions):
    frame = pd.DataFrame({"year": [2024], "note": ["a | b"]})
    chart, show = alt.Chart(frame).mark_point(), editions["KAZ"].show
    with pytest.raises(ParameterError, match="needs caption=… and alt=…: the caption says what"):
        show("own", chart, frame)
    with pytest.raises(ParameterError, match="needs alt=…: "):
        show("own", chart, frame, caption="Synthetic caption")
    assert show("own", chart, frame, caption="Synthetic", alt="Synthetic: 1.").table.rows == [["2024", "a \\| b"]]
    own = editions["KAZ"].observations.query("id == 'N01'")
    figure = show("own", chart, own, caption="Synthetic", alt="Synthetic: 347.")
    assert (figure.table.rows[0][:2], figure.data[0]["obs_status"]) == (["Complaints", "347"], "A")


def test_text_is_markdown_and_reads_well_where_somebody_works(editions):
    nothing = editions["TKM"].show(
        "trend", charts.points(measures.trends(editions["TKM"], "complaints"), panel="panel")
    )
    assert isinstance(nothing, Text)
    assert str(nothing).endswith("so there is no trend to draw.")
    assert Text("# Synthetic")._repr_mimebundle_() == {"text/markdown": "# Synthetic", "text/plain": "# Synthetic"}
    markdown = "A value [@statement2025, para. K3] in [Қазақстан]{lang=kk}.\n\n: Caption {#tbl-x}\n\nSee @fig-a."
    shown = "A value (Statement 2025, para. K3) in Қазақстан.\n\n*Caption*\n\nSee (a)."
    assert readable(markdown, editions["KAZ"].sources) == shown
    codes = "One [-@statement2025, {K3}]. Two [@joint2024, p. 3; -@statement2025, {K4}]."
    assert readable(codes, {"joint2024": "Joint"}) == "One (K3). Two (Joint, p. 3; K4)."
