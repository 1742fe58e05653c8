"""What was found out before is trusted for the same question only, and never needed."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from behindbars.recollection import recall, remember


def test_an_answer_is_remembered_for_its_question(tmp_path):
    file = tmp_path / "new" / "answer.json"
    remember(file, "one", {"a": ["b"]})
    assert recall(file, "one") == {"a": ["b"]}
    assert recall(file, "two") is None
    remember(file, "two", {})
    assert recall(file, "one") is None
    assert [path.name for path in file.parent.iterdir()] == ["answer.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"question": "one"}', b"\xff"])
def test_a_file_that_is_not_whole_holds_nothing(tmp_path, content):
    file = tmp_path / "answer.json"
    file.write_bytes(content)
    assert recall(file, "one") is None


def test_an_answer_that_was_changed_by_hand_counts_for_nothing(tmp_path):
    file = tmp_path / "answer.json"
    remember(file, "one", {"behindbars.theme": ["altair"]})
    whole = file.read_text(encoding="utf-8")
    for place in range(len(whole)):
        file.write_text(whole[:place] + chr(ord(whole[place]) ^ 1) + whole[place + 1 :], encoding="utf-8")
        assert recall(file, "one") is None
        file.write_text(whole[:place], encoding="utf-8")
        assert recall(file, "one") is None
    content = json.loads(whole)
    file.write_text(json.dumps({**content, "answer": ["altair"]}), encoding="utf-8")
    assert recall(file, "one") is None


def test_nothing_is_remembered_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("synthetic")
    remember(tmp_path / "file" / "answer.json", "one", {})
    (tmp_path / "folder.json").mkdir()
    remember(tmp_path / "folder.json", "one", {})
    assert recall(tmp_path / "folder.json", "one") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.json"]
    remember(None, "one", {})
    assert recall(None, "one") is None


def test_two_that_write_at_once_leave_a_whole_file(tmp_path):
    file = tmp_path / "answer.json"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: remember(file, str(number), ["x" * number] * 100), range(40)))
    [answer] = [answer for number in range(40) if (answer := recall(file, str(number))) is not None]
    assert answer in [["x" * number] * 100 for number in range(40)]
    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]
