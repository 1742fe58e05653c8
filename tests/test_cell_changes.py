"""What differs between two runs of a notebook is told in words; every figure here is synthetic."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from behindbars.cell_changes import LOOK, Change, chart_changes, notebook_changes, told
from behindbars.figure import Figure, Text
from behindbars.markdown import Table
from behindbars.notebook import write_notebook
from behindbars.shown import plain

COLUMNS = ("What", "Value", "Source")


def table(rows, identifier="synthetic", caption="Synthetic values"):
    return Table(identifier, caption, COLUMNS, rows, (40, 30, 30))


def figure(rows, alt="A synthetic chart.", spec=None, caption="Synthetic chart", data=None, identifier="chart"):
    spec = {"title": {"text": ["Synthetic", "headline"]}, **(spec or {})}
    data = data or [{"id": row[0], "low": row[1]} for row in rows]
    return Figure(identifier, spec, caption, alt, table(rows, f"{identifier}-data"), data, "../figures")


ROWS = [["Complaints", "347", "[@made_up, para. K3]"], ["Convictions", "4", "[@made_up, para. K3]"]]
MORE = [["Complaints", "351", "[@made_up, para. K3]"], ["Convictions", "4", "[@made_up, para. K3]"]]


@pytest.fixture
def changes(tmp_path):
    """Compare notebooks of one heading and cells that show something."""

    def compare(old, new):
        for name, shown in (("old", old), ("new", new)):
            cells = [new_markdown_cell("# Aland"), new_markdown_cell("## The situation\n\nWords.")]
            for item in shown:
                output = new_output("execute_result", item._repr_mimebundle_(), execution_count=None)
                cells.append(new_code_cell("show()", outputs=[output]))
            (tmp_path / name).mkdir(exist_ok=True)
            write_notebook(new_notebook(cells=cells), tmp_path / name / "aland.ipynb")
        return notebook_changes(tmp_path / "old" / "aland.ipynb", tmp_path / "new" / "aland.ipynb")

    return compare


def lines(changes):
    return [line for change in changes for line in change.lines]


def test_what_is_the_same_is_no_change(changes):
    shown = [Text("One. Two."), Text(table(ROWS).markdown()), figure(ROWS)]
    assert changes(shown, shown) == []


def test_a_sentence_is_told_old_and_new_with_its_place(changes):
    [change] = changes(
        [Text("The first stays. **It** was \\*old\\* [@made_up, para. K3]. The last stays.")],
        [Text("The first stays. **It** is new [@made_up, para. K3]. The last stays.")],
    )
    assert change.where == "Aland (aland.ipynb), cell 3, under “The situation”"
    assert change.lines == (
        "old: It was *old* (made_up, para. K3).",
        "new: It is new (made_up, para. K3).",
    )


def test_a_sentence_that_came_or_went_is_told_alone(changes):
    assert lines(changes([Text("One. Two.")], [Text("One.")])) == ["old: Two."]
    assert lines(changes([Text("One.")], [Text("One.\n\n- Two.")])) == ["new: Two."]


def test_a_cell_of_a_table_is_told_by_row_and_column(changes):
    [change] = changes([Text(table(ROWS).markdown())], [Text(table(MORE).markdown())])
    assert change.lines == ("table synthetic (Synthetic values): Complaints, Value: 347 → 351",)
    assert change.figures == ()


def test_rows_that_came_or_went_are_told(changes):
    third = ["Suspects", "45", "[@made_up, para. K4]"]
    old, new = (Text(table(rows).markdown()) for rows in (ROWS, [third, ROWS[1]]))
    assert lines(changes([old], [new])) == [
        "table synthetic (Synthetic values):",
        "  row gone: Complaints | 347 | (made_up, para. K3)",
        "  new row: Suspects | 45 | (made_up, para. K4)",
    ]


def test_rows_of_one_name_are_told_apart(changes):
    old = [["Complaints", value, f"[@made_up{value}]"] for value in ("1", "2", "3")]
    new = [*old[:1], ["Complaints", "5", "[@made_up2]"], *old[2:]]
    [line] = lines(changes([Text(table(old).markdown())], [Text(table(new).markdown())]))
    assert line.endswith("Complaints, (made_up2), Value: 2 → 5")


def test_the_data_of_a_chart_and_its_alternative_text_are_told_once(changes):
    [change] = changes([figure(ROWS, alt="347 complaints.")], [figure(MORE, alt="351 complaints.")])
    assert change.lines == (
        "figure chart (Synthetic chart):",
        "  Complaints, Value: 347 → 351",
        "  alternative text, old: 347 complaints.",
        "  alternative text, new: 351 complaints.",
    )
    assert change.figures == ("chart",)


def test_data_that_the_table_does_not_print_are_told_too(changes):
    old, new = (figure(ROWS, data=[{"id": "N01", "low": low}]) for low in (1.0, 2.0))
    assert lines(changes([old], [new])) == ["figure chart (Synthetic chart): N01, low: 1 → 2"]


def test_a_chart_whose_look_changed_says_that_its_data_did_not(changes):
    old, new = figure(ROWS), figure(ROWS, spec={"config": {"background": "#000000"}})
    assert lines(changes([old], [new])) == [f"figure chart (Synthetic chart): {LOOK}"]


def test_a_new_headline_and_caption_are_told(changes):
    old = figure(ROWS, alt="Synthetic headline. It is long.")
    new = figure(ROWS, alt="Another. It is long.", spec={"title": {"text": "Another"}}, caption="Another chart")
    assert lines(changes([old], [new])) == [
        "figure chart (Another chart):",
        "  caption, old: Synthetic chart",
        "  caption, new: Another chart",
        "  headline, old: Synthetic headline",
        "  headline, new: Another",
    ]


def test_of_long_sentences_only_what_differs_is_shown(changes):
    words = "and so it goes on and on with many words that are all the same as before " * 3
    old, new = lines(changes([Text(f"First {words}347 {words}.")], [Text(f"First {words}351 {words}.")]))
    assert old.removeprefix("old: ").replace("347", "351") == new.removeprefix("new: ")
    assert old.startswith("old: … ")
    assert old.endswith(" …")
    assert 60 < len(old) < 120
    whole = lines(changes([Text(f"First {words}347.")], [Text("Another sentence.")]))
    assert whole == [f"old: First {words}347.", "new: Another sentence."]


def test_figures_and_tables_that_came_or_went_are_told(changes):
    other = Text(table(ROWS).markdown())
    assert lines(changes([figure(ROWS)], [other])) == [
        "figure chart (Synthetic chart): the figure is gone",
        "table synthetic (Synthetic values): the table is new, with 2 rows",
    ]
    assert lines(changes([other], [figure(ROWS)])) == [
        "figure chart (Synthetic chart): the figure is new",
        "table synthetic (Synthetic values): the table is gone, with 2 rows",
    ]


def test_pictures_are_told_unless_their_figure_was(tmp_path):
    old, new = tmp_path / "old", tmp_path / "2024"
    for folder, files in (
        (old, {"a": "1", "b": "1", "c": "1", "d": "1"}),
        (new, {"a": "1", "b": "2", "c": "2", "e": "1"}),
    ):
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.svg").write_text(text)
    [change] = chart_changes(old, new, ["c"])
    assert change == Change("Pictures in figures/2024", (f"b: {LOOK}", "d: is gone", "e: is new"))
    assert chart_changes(new, new, []) == []


def test_a_long_list_is_shortened_with_a_count():
    many = [Change(f"cell {number}", tuple(f"line {line}" for line in range(20))) for number in range(30)]
    short, whole = list(told(many)), list(told(many, everything=True))
    assert len(short) == 20 * (1 + 11 + 1) + 1
    assert short[12] == "  and 9 more changes in this place"
    assert short[-1] == "And 10 more places; --all shows everything."
    assert len(whole) == 30 * 21
    assert list(told([Change("cell", tuple("abcdefgh"))]))[1:] == [f"  {letter}" for letter in "abcdefgh"]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[Қазақстан]{lang=kk} in Kazakh", "Қазақстан in Kazakh"),
        ("see @fig-a-b and @tbl-c.", "see figure a-b and table c."),
        ("a [list](sources.qmd)^[In part.]", "a list(note: In part.)"),
        ("2 \\* 3 \\[not a link\\]", "2 * 3 [not a link]"),
        ("### A heading", "A heading"),
        ("- **Bold** item", "Bold item"),
    ],
)
def test_markdown_becomes_plain_text(markdown, text):
    assert plain(markdown) == text
