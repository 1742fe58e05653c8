"""The status, and the board that holds it."""

import json
import threading

from behindbars.watching.status import Board, Status, found


def put(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("synthetic", encoding="utf-8")


def test_nothing_is_found_before_the_first_build(project):
    assert Status(**found(project, 2024)) == Status(title="Behind Bars, Beyond Justice, 2024")


def test_found_is_the_page_and_the_other_files(project):
    put(project / "outputs" / "2024", "x.html", "x.pdf", "x.docx", "x.xlsx", "x-data.zip", "region.ipynb")
    put(project / "outputs" / "2024", "fact-sheets/aland-2024.pdf", "manifest.json")
    status = Status(**found(project, 2024))
    assert status.page == "x.html"
    assert status.files == (("PDF", "x.pdf"), ("Word", "x.docx"), ("Workbook", "x.xlsx"), ("Data", "x-data.zip"))
    assert status.sheets == (("aland-2024", "fact-sheets/aland-2024.pdf"),)
    put(project / "outputs" / "2024", "x.html")
    assert Status(**found(project, 2024)) == status
    (project / "outputs" / "2024" / "manifest.json").write_text("another", encoding="utf-8")
    assert found(project, 2024)["version"] != status.version


def test_found_is_the_book_that_quarto_made(project):
    put(project / "outputs" / "2024", "book/index.html", "book/method.html", "book/x.pdf", "x.docx")
    status = Status(**found(project, 2024))
    assert status.page == "book/index.html"
    assert status.files == (("PDF", "book/x.pdf"), ("Word", "x.docx"))


def test_a_broken_profile_has_a_title_all_the_same(project):
    (project / "_quarto-2024.yml").write_text("book: [", encoding="utf-8")
    assert found(project, 2024)["title"] == "Edition of 2024"


def test_a_status_is_one_line_whatever_it_says():
    line = Status(message="two\nlines\r\nand \u2028 </script>").json()
    assert line.isascii()
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["message"] == "two\nlines\r\nand \u2028 </script>"


def test_who_waits_is_woken_by_news_only():
    board = Board()
    number, _ = board.read()
    assert board.read(number, 0.05)[0] == number
    threading.Timer(0.05, board.tell, kwargs={"step": "ran aland"}).start()
    later, status = board.read(number, 10)
    assert later != number
    assert status.step == "ran aland"
    assert board.read(number, 10) == (later, status)
