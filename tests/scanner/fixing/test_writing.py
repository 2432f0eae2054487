"""Values set in the text of a template: what was there stays, byte for byte."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from synthgate.fixing.assigning import Assignment, assigned, ways
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.writing import written
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS = {"VersioningConfiguration": {"Status": "Enabled"}}
BRACKETS = "    Brackets: {Type: AWS::S3::Bucket, Properties: {VERSIONS}}".replace(
    "VERSIONS", "VersioningConfiguration: {Status: Enabled}"
)
YAML = """\
# What it is for
Resources:
    # the first
    Plain:
        Type: AWS::S3::Bucket  # nothing said
    Said:
        Type: 'AWS::S3::Bucket'
        Properties:
            BucketName: x   # the name
            Tags:
            - Key: a
              Value: 'b'

    # what follows
    Brackets: {Type: AWS::S3::Bucket, Properties: {}}
    Suspended:
        Type: AWS::S3::Bucket
        Properties:
            VersioningConfiguration: {Status: 'Suspended'}  # why
    Empty:
        Type: AWS::S3::Bucket
        Properties:
Outputs: {}
"""


def first(text: str, name: str, snippet: Mapping[str, Any], path: str = "") -> str:
    """The text with a cure at the first place where it may be meant."""
    data = read_template("t", text.encode()).data
    way = next(iter(ways(data, name, path, snippet)))
    made = written(text, way)
    assert read_template("t", made.encode()).data == assigned(data, way)
    return made


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that are new."""
    lines = [*difflib.ndiff(before.splitlines(), after.splitlines())]
    return [it[2:] for it in lines if it[0] == "-"], [it[2:] for it in lines if it[0] == "+"]


@pytest.mark.parametrize(
    ("name", "gone", "new"),
    [
        (
            "Plain",
            [],
            [
                "        Properties:",
                "            VersioningConfiguration:",
                "                Status: Enabled",
            ],
        ),
        ("Said", [], ["            VersioningConfiguration:", "                Status: Enabled"]),
        (
            "Brackets",
            ["    Brackets: {Type: AWS::S3::Bucket, Properties: {}}"],
            [BRACKETS],
        ),
        (
            "Suspended",
            ["            VersioningConfiguration: {Status: 'Suspended'}  # why"],
            ["            VersioningConfiguration: {Status: 'Enabled'}  # why"],
        ),
        ("Empty", [], ["            VersioningConfiguration:", "                Status: Enabled"]),
    ],
)
def test_yaml_keeps_its_manner(name: str, gone: list[str], new: list[str]) -> None:
    """Indents, quotes, brackets and comments are those of the file; nothing else is touched."""
    after = first(YAML, name, VERSIONS)
    assert changed(YAML, after) == (gone, new)
    assert changed(
        YAML.replace("\n", "\r\n"), first(YAML.replace("\n", "\r\n"), name, VERSIONS)
    ) == (
        gone,
        new,
    )


def test_lists_grow_as_they_are_indented() -> None:
    """An entry more, its dash below those of the others."""
    after = first(YAML, "Said", {"Tags": [{"Key": "c", "Value": "true"}]})
    assert changed(YAML, after) == ([], ["            - Key: c", "              Value: 'true'"])


def test_whatever_some_reader_takes_for_another_type_has_quotes() -> None:
    """CloudFormation makes `true` of ON (aws/aws-cdk issue 875), YAML 1.1 a date of a version."""
    words = [
        "ON",
        "y",
        "No",
        "off",
        "null",
        "~",
        "12",
        "017",
        "0o17",
        "1e5",
        "22:22",
        "2012-10-17",
        "=",
        "<<",
    ]
    for word in words:
        after = first(YAML, "Plain", {"BucketName": word})
        assert f"BucketName: '{word}'\n" in after
        read = yaml.safe_load(after)
        assert read["Resources"]["Plain"]["Properties"]["BucketName"] == word
    assert "BucketName: aws:kms\n" in first(YAML, "Plain", {"BucketName": "aws:kms"})


def test_an_attribute_stands_before_the_properties() -> None:
    """As people write it."""
    after = first(YAML, "Said", {"DeletionPolicy": "Retain"})
    assert after.index("DeletionPolicy") < after.index("BucketName")
    assert changed(YAML, after) == ([], ["        DeletionPolicy: Retain"])


@pytest.mark.parametrize("indent", [2, 4, "\t"], ids=["two", "four", "tabs"])
def test_json_keeps_its_indents(indent: int | str) -> None:
    """The result is what the whole file would be, written with the same indents."""
    data = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "x"}}}}
    after = first(json.dumps(data, indent=indent), "B", VERSIONS)
    data["Resources"]["B"]["Properties"] |= VERSIONS  # type: ignore[operator]
    assert after == json.dumps(data, indent=indent)


def test_json_in_one_line_stays_in_one() -> None:
    """No line is broken that nobody broke."""
    text = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'
    assert first(text, "B", VERSIONS).count("\n") == 0


def test_minified_json_stays_minified() -> None:
    """As whoever made it small would make the result, empty brackets included."""
    data: dict[str, Any] = {
        "Resources": {name: {"Type": "AWS::S3::Bucket", "Properties": {}} for name in "AB"}
    }
    data["Resources"]["B"]["Properties"] = {"Tags": [{"Key": "a", "Value": "b"}]}
    for name in "AB":
        text = json.dumps(data, separators=(",", ":"))
        data["Resources"][name]["Properties"] |= VERSIONS
        assert first(text, name, VERSIONS) == json.dumps(data, separators=(",", ":"))


def test_keys_in_quotes_have_new_ones_beside_them_in_quotes() -> None:
    """In a block all of whose keys have them; the values are written as elsewhere."""
    text = (
        '"Resources":\n  "B":\n    "Type": "AWS::S3::Bucket"\n    "Properties":\n      "A": "b"\n'
    )
    added = '      "VersioningConfiguration":\n        "Status": "Enabled"\n'
    assert first(text, "B", VERSIONS) == text + added


def test_what_a_function_gives_is_left_to_people() -> None:
    """The value of a parameter is changed where it is given."""
    text = YAML.replace("'Suspended'", "!Ref Status")
    data = read_template("t", text.encode()).data
    with pytest.raises(NoFixError, match="function"):
        list(ways(data, "Suspended", "Properties.VersioningConfiguration.Status", VERSIONS))


def test_an_alias_is_no_place_of_its_own() -> None:
    """What is written there would change whatever has the anchor."""
    text = """\
Resources:
  One:
    Type: AWS::S3::Bucket
    Properties: &shared {BucketName: x}
  Other:
    Type: AWS::S3::Bucket
    Properties: *shared
"""
    for name, said in {"Other": r"\*shared", "One": "&shared"}.items():
        route = ("Resources", name, "Properties", "VersioningConfiguration")
        with pytest.raises(NoFixError, match=said):
            written(text, [Assignment(route, {"Status": "Enabled"})])
    alone = text.replace("*shared", "{BucketName: y}")
    assert "VersioningConfiguration" in first(alone, "One", VERSIONS)


def test_bigger_changes_than_asked_are_refused_by_the_data() -> None:
    """Single values of a list may give way, entries with names never do."""
    data = {"Resources": {"L": {"Type": "T", "Properties": {"P": ["FTP", "SFTP"]}}}}
    found = [*ways(data, "L", "Properties.P", {"P": ["SFTP"]})]
    assert [one.value for way in found for one in way] == [["SFTP"]]
    named = {"Resources": {"L": {"Type": "T", "Properties": {"P": [{"Key": "a", "Value": "1"}]}}}}
    for way in ways(named, "L", "Properties.P", {"P": [{"Key": "b", "Value": "2"}]}):
        assert {"Key": "a", "Value": "1"} in assigned(named, way)["Resources"]["L"]["Properties"][
            "P"
        ]
