from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from behindbars.errors import ProjectError
from behindbars.package.descriptor import read_package

DESCRIPTOR: dict[str, Any] = {
    "name": "synthetic-package",
    "title": "Synthetic",
    "version": "1",
    "resources": [
        {
            "name": "groups",
            "path": "groups.csv",
            "schema": {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"},
        },
        {
            "name": "members",
            "path": "members.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
                    {"name": "group", "type": "string", "constraints": {"enum": ["a", "b"]}},
                    {"name": "age", "type": "integer", "constraints": {"minimum": 0, "maximum": 150}},
                ],
                "primaryKey": ["id", "group"],
                "foreignKeys": [{"fields": "group", "reference": {"resource": "groups", "fields": "id"}}],
            },
        },
    ],
}

Spoil = Callable[[dict[str, Any]], object]


def write(folder: Path, descriptor: object) -> Path:
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


def test_reads_what_the_descriptor_says(tmp_path: Path) -> None:
    members = read_package(write(tmp_path, DESCRIPTOR)).table("members")
    assert members.columns == ("id", "group", "age")
    assert members.primary_key == ("id", "group")
    assert [(key.column, key.table, key.target) for key in members.foreign_keys] == [("group", "groups", "id")]
    identifier, group, age = members.fields
    assert (identifier.required, identifier.constraints["pattern"]) == (True, "[a-z]+")
    assert group.enum == ("a", "b")
    assert (age.type, age.constraints) == ("integer", {"minimum": 0, "maximum": 150})


def test_reads_the_project_package(project_data: Path) -> None:
    package = read_package(project_data)
    assert len(package.tables) == 13
    assert package.table("observations").primary_key == ("id", "year")
    with pytest.raises(ProjectError, match="no table 'observation'"):
        package.table("observation")


def resource(descriptor: dict[str, Any]) -> dict[str, Any]:
    return descriptor["resources"][1]  # type: ignore[no-any-return]


def field(descriptor: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return resource(descriptor)["schema"]["fields"][number]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d.pop("resources"), "the descriptor: 'resources' is a required property"),
        (lambda d: d.update(resources={}), "resources: {} is not of type 'array'"),
        (lambda d: d["resources"].append("x"), "table 3: 'x' is not of type 'object'"),
        (lambda d: d.pop("name"), "the descriptor: 'name' is a required property"),
        (lambda d: d.update(title=["a"]), "title: ['a'] is not of type 'string'"),
        (lambda d: resource(d).pop("name"), "table 2: 'name' is a required property"),
        (lambda d: resource(d).pop("path"), "table 'members': 'path' is a required property"),
        (lambda d: resource(d).update(path=5), "path of table 'members' is 5: it must be the name of a file beside"),
        (lambda d: resource(d)["schema"].pop("fields"), "table 'members': 'fields' is a required property"),
        (
            lambda d: resource(d)["schema"]["foreignKeys"][0].pop("fields"),
            "foreignKey 1 of table 'members': 'fields' is a required property",
        ),
        (lambda d: field(d).pop("name"), "field 1 of table 'members': 'name' is a required property"),
        (lambda d: field(d).pop("type"), "field 'id' of table 'members': 'type' is a required property"),
        (lambda d: resource(d).pop("schema"), "table 'members': 'schema' is a required property"),
        (lambda d: resource(d).update(name="groups"), "'groups' stands twice in resources"),
        (lambda d: resource(d).update(path="../members.csv"), "name of a file beside"),
        (lambda d: resource(d).update(path="https://example.org/m.csv"), "name of a file beside"),
        (lambda d: resource(d).update(path="..\\members.csv"), "name of a file beside"),
        (lambda d: resource(d).update(encoding="cp1251"), "encoding of table 'members' is 'cp1251': it must be utf-8"),
        (
            lambda d: resource(d).update(dialect={"delimiter": ";"}),
            "dialect of table 'members' is {'delimiter': ';'}: leave the dialect out",
        ),
        (lambda d: d.update(profile="https://example.org/own.json"), "profile is 'https://example.org/own.json'"),
        (lambda d: resource(d)["schema"].update(missingValues=["NA"]), "missingValues of table 'members' is ['NA']"),
        (
            lambda d: resource(d)["schema"].update(primaryKey="ID"),
            "a key of table 'members' names the column 'ID', which is not there",
        ),
        (
            lambda d: resource(d)["schema"]["foreignKeys"][0].update(fields="nope"),
            "a key of table 'members' names the column 'nope', which is not there",
        ),
        (
            lambda d: resource(d)["schema"]["foreignKeys"][0].update(fields=["id", "group"]),
            "fields of foreignKey 1 of table 'members' is ['id', 'group']: a foreign key must be of one column",
        ),
        (
            lambda d: resource(d)["schema"]["foreignKeys"][0]["reference"].update(resource="group"),
            "foreignKeys of table 'members' point to group.id, which is not there",
        ),
        (lambda d: field(d).update(name="group"), "'group' stands twice in fields of table 'members'"),
        (
            lambda d: field(d).update(type="date"),
            "type of field 'id' of table 'members': 'date' is not one of ['string', 'integer', 'number']",
        ),
        (
            lambda d: field(d)["constraints"].update(pattern="["),
            "of field 'id' of table 'members': '[' is not a 'regex'",
        ),
        (lambda d: field(d)["constraints"].update(required="yes"), "required of constraints of field 'id' of table"),
        (
            lambda d: field(d)["constraints"].update(minLength=3),
            "minLength of constraints of field 'id' of table 'members' is 3: this program does not check it",
        ),
        (
            lambda d: field(d)["constraints"].update(minimum=3),
            "minimum of constraints of field 'id' of table 'members' is 3: a text cannot have one",
        ),
        (
            lambda d: field(d, 1)["constraints"].update(enum=["a", 1]),
            "enum 2 of constraints of field 'group' of table 'members': 1 is not of type 'string'",
        ),
        (
            lambda d: field(d, 2)["constraints"].update(minimum=True),
            "minimum of constraints of field 'age' of table 'members': True is not of type 'number'",
        ),
        (
            lambda d: field(d, 2)["constraints"].update(enum=["1"]),
            "enum of constraints of field 'age' of table 'members' is ['1']: a number cannot have one",
        ),
    ],
)
def test_a_broken_descriptor_is_refused(tmp_path: Path, spoil: Spoil, message: str) -> None:
    descriptor = copy.deepcopy(DESCRIPTOR)
    spoil(descriptor)
    write(tmp_path, descriptor)
    with pytest.raises(ProjectError) as caught:
        read_package(tmp_path)
    assert message in str(caught.value)
    assert "datapackage.json" in str(caught.value)


def test_all_that_is_wrong_in_a_descriptor_is_told_at_once(tmp_path: Path) -> None:
    descriptor = copy.deepcopy(DESCRIPTOR)
    field(descriptor, 2).update(type="date")
    resource(descriptor).update(encoding="cp1251")
    del descriptor["title"]
    with pytest.raises(ProjectError) as caught:
        read_package(write(tmp_path, descriptor))
    assert len(str(caught.value).splitlines()) == 4


def test_a_descriptor_that_is_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        read_package(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"name": "x",\n}', "utf-8")
    with pytest.raises(ProjectError, match=r"not JSON: .* in line 2"):
        read_package(tmp_path)
    (tmp_path / "datapackage.json").write_bytes(b'{"name": "\xff"}')
    with pytest.raises(ProjectError, match="UTF-8"):
        read_package(tmp_path)
    with pytest.raises(ProjectError, match="the descriptor: \\[\\] is not of type 'object'"):
        read_package(write(tmp_path, []))
