"""A figure as a table for further work."""

from behindbars.figure import Text
from tests.test_export import figure


def test_the_frame_of_a_figure_is_its_csv():
    frame = figure().frame()
    assert list(frame.columns) == ["stage", "words", "low", "high"]
    assert frame.loc[0, "words"] == "3, synthetic"


def test_text_shows_as_markdown_and_as_plain_text():
    assert Text("# Synthetic")._repr_mimebundle_() == {"text/markdown": "# Synthetic", "text/plain": "# Synthetic"}
