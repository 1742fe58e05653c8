"""Differences of two sets of files are told by name, long lists with a count."""

from behindbars.publishing.differences import compare, shortened


def test_files_that_came_changed_or_went_are_told_apart():
    found = compare({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"})
    assert (found.added, found.changed, found.removed) == (("d",), ("b",), ("a",))
    assert found.lines() == ["new: d", "changed: b", "gone: a"]
    assert not compare({"a": "1"}, {"a": "1"})


def test_a_long_list_is_shortened_with_a_count():
    assert shortened(["a", "b"]) == "a, b"
    assert shortened(list("abcdefghijklm")) == "a, b, c, d, e, f, g, h, i, j, and 3 more"
