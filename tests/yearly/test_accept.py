"""Accepting new references: the change is shown in words first, and nothing is written without consent."""

import errno
import os
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook, new_output
from tests.conftest import ODD, copy_project, keep_one_chapter
from tests.small import change, copy_of
from tests.yearly.killing import left_by_the_killed
from tests.yearly.published import add_year, repeat_rows

from behindbars.build import default_year
from behindbars.build.project import settle
from behindbars.cli import main
from behindbars.report.display import VEGALITE_MIME
from behindbars.yearly import accept as references
from behindbars.yearly.accept import LOOK, MARKUP, Proposal, notebook_changes, picture_changes


@pytest.fixture(scope="module")
def referenced(tmp_path_factory):
    """Give a project of one country whose charts were accepted too; no test changes it."""
    project = keep_one_chapter(copy_project(tmp_path_factory.mktemp("referenced") / "project"), "kyrgyzstan")
    accepted = accept(project, "--yes")
    assert accepted.exit_code == 0, (accepted.output[-800:], accepted.exception)
    return project


@pytest.fixture
def one(referenced, tmp_path):
    """Give a copy of it."""
    return copy_of(referenced, tmp_path / ODD)


@pytest.fixture
def changed(one):
    """Give a project whose data differ from the references."""
    change(one, "safeguards", "Q30", finding_en="A synthetic finding.")
    return one


@pytest.fixture
def somebody(monkeypatch):
    """Let the command believe that a person is there to answer."""
    monkeypatch.setattr(references, "somebody_answers", lambda: True)


def accept(project, *arguments, **options):
    return CliRunner().invoke(main, ["--project", str(project), "accept", *arguments], **options)


def contents(project):
    """Every file that accepting may write."""
    files = [*(project / "notebooks").glob("*"), *(project / "figures").rglob("*.*"), *project.glob("_quarto*.yml")]
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


def test_a_change_is_shown_in_words_and_written_only_with_consent(changed, somebody):
    before = contents(changed)
    refused = accept(changed, input="n\n")
    assert refused.exit_code == 0
    assert "kyrgyzstan.ipynb, cell 5 (situation):\n" in refused.output
    assert "  new: A synthetic finding. [-@statement2025, {" in refused.output
    assert "Nothing was written." in refused.output
    assert contents(changed) == before
    accepted = accept(changed, input="y\n")
    assert accepted.exit_code == 0, (accepted.output[-800:], accepted.exception)
    after = contents(changed)
    assert {name for name in after if after[name] != before.get(name)} == {"notebooks/kyrgyzstan.ipynb"}
    assert b"A synthetic finding." in after["notebooks/kyrgyzstan.ipynb"]
    nothing = accept(changed)
    assert nothing.exit_code == 0
    assert "nothing to accept" in nothing.output


def test_a_notebook_saved_with_another_kernel_is_put_right(one):
    notebook = one / "notebooks" / "kyrgyzstan.ipynb"
    right = notebook.read_bytes()
    notebook.write_bytes(right.replace(b'"name": "python3"', b'"name": "my-env"'))
    accepted = accept(one, "--yes")
    assert "kyrgyzstan.ipynb, its kernel:\n  old: my-env\n  new: python3, which every machine has\n" in accepted.output
    assert notebook.read_bytes() == right


def test_where_nobody_can_be_asked_the_changes_are_shown_and_the_command_fails(changed, monkeypatch):
    before = contents(changed)
    result = accept(changed, input="y\n")
    assert result.exit_code == 1
    assert "A synthetic finding." in result.output
    assert "Nobody can be asked here" in result.output
    assert contents(changed) == before
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.delenv("CI", raising=False)
    assert references.somebody_answers()
    monkeypatch.setenv("CI", "true")
    assert not references.somebody_answers()


class Terminal:
    def isatty(self):
        return True


def test_a_move_that_fails_leaves_all_references_as_they_were(changed, monkeypatch):
    before, move, moves = contents(changed), Path.replace, []

    def refused(source, goal):
        if changed in Path(goal).parents and ".cache" not in Path(goal).parts:
            moves.append(goal)
            if len(moves) == 2:
                raise PermissionError(errno.EACCES, "synthetic refusal", str(goal))
        move(source, goal)

    monkeypatch.setattr(Path, "replace", refused)
    result = accept(changed, "--yes")
    monkeypatch.undo()
    assert result.exit_code == 1
    assert len(moves) > 1
    assert contents(changed) == before


def test_the_references_move_to_a_new_edition(one, somebody):
    add_year(one, 2025)
    repeat_rows(one, 2025)
    before = contents(one)
    refused = accept(one, "--year", "2025", input="n\n")
    assert refused.exit_code == 0
    assert "The references move from 2024 to 2025" in refused.output
    assert "places differ" in refused.output
    assert "behindbars compare 2024 2025" in refused.output
    assert contents(one) == before
    moved = accept(one, "--year", "2025", input="y\n")
    assert moved.exit_code == 0, moved.output
    after = contents(one)
    [parameters] = [
        cell.source
        for cell in nbformat.reads(after["notebooks/kyrgyzstan.ipynb"].decode(), as_version=4).cells
        if cell.metadata.get("tags") == ["parameters"]
    ]
    assert parameters.splitlines()[1] == "year = 2025"
    assert default_year(one) == 2025
    old, new = (files["_quarto.yml"].decode().splitlines() for files in (before, after))
    assert [(was, now) for was, now in zip(old, new, strict=True) if was != now] == [
        ('  default: "2024"', '  default: "2025"')
    ]
    kept = {name: data for name, data in after.items() if name.startswith(("figures/2024/", "_quarto-"))}
    assert kept.items() <= before.items()
    assert any(name.startswith("figures/2025/") for name in after)
    assert "nothing to accept" in accept(one).output


def test_an_edition_without_a_profile_is_refused(one):
    result = accept(one, "--year", "2031", "--yes")
    assert result.exit_code == 1
    assert "There is no edition 2031" in result.output


ROWS = [{"id": "N01", "low": 347, "note": None}, {"id": "N02", "low": 4, "note": "Synthetic."}]
MORE = [{**ROWS[0], "low": 351}, ROWS[1]]


def text(markdown):
    return {"text/markdown": markdown, "text/plain": markdown}


def figure(rows, alt="347 complaints.", **look):
    spec = {**look, "usermeta": {"figure": "chart", "data": rows}}
    image = f'![Synthetic chart](../figures/2024/chart.svg){{#fig-chart fig-alt="{alt}"}}'
    return {VEGALITE_MIME: spec, **text(f"{image}\n\n| What | Value |\n| Complaints | {rows[0]['low']} |")}


def lines(old, new):
    """Compare notebooks of one cell, which shows something."""
    outputs = [[new_output("execute_result", shown)] * bool(shown) for shown in (old, new)]
    notebooks = [new_notebook(cells=[new_code_cell("show()", id="shown", outputs=one)]) for one in outputs]
    found = notebook_changes("aland.ipynb", *(nbformat.writes(one).encode() for one in notebooks))
    assert list(found) in ([], ["aland.ipynb, cell 1 (shown)"])
    return [line for told, _ in found.values() for line in told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (text("One. Two."), text("One. Two."), []),
        (
            text("The first stays. It was old [@made_up, para. K3]. The last stays."),
            text("The first stays. It is new [@made_up, para. K3]. The last stays."),
            ["old: It was old [@made_up, para. K3].", "new: It is new [@made_up, para. K3]."],
        ),
        (text("One. Two."), text("One."), ["old: Two."]),
        (text("One."), text("One.\n\n- Two."), ["new: - Two."]),
        (text("One. Two."), text("One.\nTwo."), [MARKUP]),
        (None, text("One."), ["new: One."]),
        (
            text("| A | 347 |\n| B | 4 |"),
            text("| A | 351 |\n| B | 4 |\n| C | 0 |"),
            ["old: | A | 347 |", "new: | A | 351 |", "new: | C | 0 |"],
        ),
        (
            figure(ROWS),
            figure(MORE, "351 complaints."),
            [
                "old: figure chart: id N01 | low 347 | note empty",
                "new: figure chart: id N01 | low 351 | note empty",
                "old: alternative text: 347 complaints.",
                "new: alternative text: 351 complaints.",
                "old: | Complaints | 347 |",
                "new: | Complaints | 351 |",
            ],
        ),
        (figure(ROWS), figure(ROWS, background="#000000"), [f"figure chart: {LOOK}"]),
        (
            figure(ROWS),
            figure([ROWS[0], {"id": "N03", "low": 0, "note": None}]),
            [
                "old: figure chart: id N02 | low 4 | note Synthetic.",
                "new: figure chart: id N03 | low 0 | note empty",
            ],
        ),
        (
            figure([ROWS[0], ROWS[1], ROWS[1]]),
            figure([ROWS[0], ROWS[1], {**ROWS[1], "low": 0.5, "note": None}]),
            [
                "old: figure chart: id N02 | low 4 | note Synthetic.",
                "new: figure chart: id N02 | low 0.5 | note empty",
            ],
        ),
    ],
)
def test_what_changed_is_told_old_beside_new(old, new, told):
    assert lines(old, new) == told


def test_figures_that_came_or_went_are_told():
    rows = ["figure chart: id N01 | low 347 | note empty", "figure chart: id N02 | low 4 | note Synthetic."]
    assert {"old: " + row for row in rows} <= {*lines(figure(ROWS), text("One."))}
    assert {"new: " + row for row in rows} <= {*lines(text("One."), figure(ROWS))}


def test_pictures_are_told_unless_their_figure_was():
    old = {"a.svg": b"1", "b.svg": b"1", "c.svg": b"1", "d.svg": b"1", "cover.svg": b"1"}
    new = {"a.svg": b"1", "b.svg": b"2", "c-narrow.svg": b"2", "e.svg": b"1", "e.png": b"1", "cover.svg": b"2"}
    assert picture_changes(old, new, {"c"}) == [f"b: {LOOK}", "d: is gone", "e: is new"]
    assert picture_changes({"cover.svg": b"1"}, {"cover.svg": b"2"}, set()) == [f"cover: {LOOK}"]
    assert picture_changes(new, new, set()) == []


def test_a_long_list_is_shortened_with_a_count():
    many = {f"cell {number}": [f"line {line}" for line in range(20)] for number in range(30)}
    proposal = Proposal(2024, (), many, {})
    short, whole = list(proposal.told()), list(proposal.told(everything=True))
    assert len(short) == 20 * (1 + 11 + 1) + 1
    assert short[12] == "  and 9 more changes in this place"
    assert short[-1] == "And 10 more places; --all shows everything."
    assert len(whole) == 30 * 21
    assert list(Proposal(2024, (), {"cell": [*"abcdefgh"]}, {}).told())[1:] == [f"  {letter}" for letter in "abcdefgh"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_who_is_killed_at_any_moment_leaves_the_old_references_or_the_new_ones(project):
    before = contents(project)
    new = {name: b"{}" for name in before if name.startswith("notebooks/")} | {"figures/2025/synthetic.svg": b"1"}
    proposal, seen = Proposal(2025, (2024,), {}, new), []
    after = before | new | {"_quarto.yml": before["_quarto.yml"].replace(b'"2024"', b'"2025"', 1)}
    for left in left_by_the_killed(project, lambda: references.write_references(proposal, project)):
        settle(left, everything=True)
        assert contents(left) in (before, after)
        seen.append(contents(left) == after)
    assert set(seen) == {False, True}
    assert seen[-1]
