"""The catalogue: every message is used, every message asked for is there, and faults are told with their place."""

import ast
import re
from enum import StrEnum

import nbformat
import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor
from tests.conftest import ROOT

from behindbars.errors import ParameterError
from behindbars.measures import grids
from behindbars.package import values
from behindbars.words import Words, languages
from behindbars.words.words import CATALOGUES

PRINTING = (
    "words/*.py",
    "measures/*.py",
    "charts/*.py",
    "report/*.py",
    "yearly/**/*.py",
    "build/**/*.py",
    "**/values.py",
)
"""Code that prints messages or names them."""
SYNTHETIC = """\
locale = en_GB
greeting = Synthetic { $name }
    .of = Of it
broken = { $unclosed
after = Synthetic
"""


def messages(lang):
    """List the messages of a catalogue, and their attributes, by name."""
    catalogue = parse((CATALOGUES / f"{lang}.ftl").read_text("utf-8"))
    entries = [entry for entry in catalogue.body if isinstance(entry, ftl.Message)]
    found = {entry.id.name: entry.value for entry in entries}
    return found | {f"{entry.id.name}.{one.id.name}": one.value for entry in entries for one in entry.attributes}


def is_empty(value):
    """Whether a message is but `{ $place }`: Fluent wants a value where only attributes are used."""
    [first, *more] = value.elements
    return not more and isinstance(getattr(first, "expression", None), ftl.VariableReference)


class References(Visitor):
    """Collect the messages that messages refer to."""

    def __init__(self):
        self.found = set()

    def visit_MessageReference(self, node):
        self.found.add(f"{node.id.name}.{node.attribute.name}" if node.attribute else node.id.name)


def code():
    """Parse the code that prints, and the cells of the notebooks."""
    notebooks = [nbformat.read(file, as_version=4) for file in (ROOT / "notebooks").glob("*.ipynb")]
    cells = [cell.source for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"]
    files = [file.read_text("utf-8") for place in PRINTING for file in (ROOT / "src/behindbars").glob(place)]
    return [node for source in [*files, *cells] for node in ast.walk(ast.parse(source))]


def pattern(node):
    """Turn `f"section-{name}"` into `section-(.+)`."""
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)" for part in node.values)


def strings(nodes):
    """Collect the texts and codes in code, and the patterns of names that it puts together from parts."""
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    kinds = [kind for module in (values, grids) for kind in vars(module).values() if isinstance(kind, type)]
    texts |= {str(one) for kind in kinds if issubclass(kind, StrEnum) for one in kind}
    families = {pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)}
    # Those of names alone: other texts would match anything.
    families = {one for one in families if re.fullmatch(r"[a-z-]*\.?[a-z-]*", re.sub(r"\(\.\+\)|\\", "", one))}
    return texts | {text.replace("_", "-") for text in texts}, families - {"(.+)", r"(.+)\-(.+)", "(.+)(.+)"}


def is_used(message, texts, families):
    """Whether code names a message, or puts its name together from parts that are texts or codes in it."""
    matches = (re.fullmatch(family, message) for family in families)
    parts = [match.groups() for match in matches if match]
    return message in texts or any(all(is_used(one, texts, families) for one in found) for found in parts)


def asked_for(node):
    """Give the patterns of the messages that a call of `say` prints, as far as they stand in it."""
    match node:
        case ast.Call(func=ast.Attribute(attr="say"), args=[message, *_]):
            return asked_for(message)
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.JoinedStr():
            return [pattern(node)]
        case ast.IfExp():
            return [*asked_for(node.body), *asked_for(node.orelse)]
    return []


@pytest.mark.parametrize("lang", languages())
def test_every_message_is_used(lang):
    references = References()
    references.visit(parse((CATALOGUES / f"{lang}.ftl").read_text("utf-8")))
    texts, families = strings(code())
    said = {name for name, value in messages(lang).items() if not is_empty(value)} - references.found
    assert {one for one in said if not is_used(one, texts, families)} == set()
    for made_up in ("section-synthetic", "cascade.synthetic", "synthetic", "trend.synthetic-in", "value-synthetic"):
        assert not is_used(made_up, texts, families)


@pytest.mark.parametrize("lang", languages())
def test_every_message_that_code_asks_for_is_there_in_every_language(lang):
    there = messages(lang)
    asked = {one for node in code() if isinstance(node, ast.Call) for one in asked_for(node)}
    assert len(asked) > 150
    assert {one for one in asked if not any(re.fullmatch(one, message) for message in there)} == set()
    assert there.keys() == messages("en").keys()


def test_what_is_broken_or_missing_is_an_error_and_no_gap_in_a_sentence(tmp_path):
    (tmp_path / "xx.ftl").write_text(SYNTHETIC)
    with pytest.raises(ParameterError, match=r"xx\.ftl, line 4, cannot be read: 'broken = \{ \$unclosed'"):
        Words("xx", tmp_path)
    (tmp_path / "xx.ftl").write_text(SYNTHETIC.replace("broken = { $unclosed\n", ""))
    words = Words("xx", tmp_path)
    assert (words.say("greeting", name="<b>"), words.say("greeting.of")) == ("Synthetic <b>", "Of it")
    with pytest.raises(LookupError, match=r"'greeting' of xx\.ftl cannot be printed: .*name"):
        words.say("greeting")
    for message in ("greetings", "greeting.to"):
        with pytest.raises(LookupError, match=f"xx.ftl has no message '{message}'"):
            words.say(message)
