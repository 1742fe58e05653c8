"""What an edition says in its figures, sections and fact sheets: the promises of ``said.txt``, line by line."""

import pytest
from tests.promises import holds, lines


@pytest.mark.parametrize("line", lines(__file__, "said.txt"))
def test_an_edition_says(editions, region, made_up, line):
    assert holds(line, {**editions, "region": region, **made_up}) == ""
