"""`Fn::ForEach` written out leads back to the text that the person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synthgate.config import Config
from synthgate.pipeline import run
from synthgate.resolve.loops import written_out
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.profile import Wish
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.template.document import Template


def made(text: str) -> Template:
    template = read_template("t.yaml", text.encode())
    return written_out(template, Resolver(template).resolve)


def test_a_template_without_loops_is_itself() -> None:
    """Nothing is copied."""
    template = read_template("t.yaml", b"Resources: {R: {Type: T}}")
    assert written_out(template, Resolver(template).resolve) is template


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Resources: {'Fn::ForEach::L': [N, [A, B], {'R${N}': {Type: T}}]}", ["RA", "RB"]),
        ("Resources: {'Fn::ForEach::L': [N, [1, 2], {'R${N}': {Type: T}}]}", ["R1", "R2"]),
        ("Resources: {'Fn::ForEach::L': [N, [a.b], {'R&{N}': {Type: T}}]}", ["Rab"]),
        ("Resources: {'Fn::ForEach::L': [N, [], {'R${N}': {Type: T}}], Z: {Type: T}}", ["Z"]),
        (
            (
                "Resources: {'Fn::ForEach::L': [N, [A, B], {'Fn::ForEach::K': [M, [1, 2], "
                "{'R${N}${M}': {Type: T}}]}]}"
            ),
            ["RA1", "RA2", "RB1", "RB2"],
        ),
        (
            (
                "Parameters: {P: {Type: CommaDelimitedList, Default: 'A,B'}}\n"
                "Resources: {'Fn::ForEach::L': [N, !Ref P, {'R${N}': {Type: T}}]}"
            ),
            ["RA", "RB"],
        ),
        (
            (
                "Mappings: {M: {A: {K: [X, Y]}}}\n"
                "Resources: {'Fn::ForEach::L': [N, [A], {'Fn::ForEach::K': [M, "
                "!FindInMap [M, !Ref N, K], {'R${N}${M}': {Type: T}}]}]}"
            ),
            ["RAX", "RAY"],
        ),
        (
            "Resources: {'Fn::ForEach::L': [N, !Split [',', 'A,B'], {'R${N}': {Type: T}}]}",
            ["RA", "RB"],
        ),
    ],
)
def test_a_loop_makes_a_resource_for_each_item(text: str, ids: list[str]) -> None:
    """In the order of the collection."""
    template = made(text)
    assert list(template.resources) == ids
    assert not template.problems


@pytest.mark.parametrize("loop", ["5", "[N]", "[N, [A]]", "[N, [A], text]", "[N, {a: b}, {}]"])
def test_what_is_no_loop_is_a_problem(loop: str) -> None:
    """At its place, and the rest of the template is read."""
    template = made("Resources:\n  Z: {Type: T}\n  Fn::ForEach::L: " + loop)
    assert list(template.resources) == ["Z"]
    (problem,) = template.problems
    assert problem.position is not None
    assert problem.position.line == 3


def test_a_loop_has_an_end() -> None:
    """However many loops multiply."""
    inner = "{'R': {Type: T}}"
    for level in range(6):
        inner = f"{{'Fn::ForEach::L{level}': [N{level}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], {inner}]}}"
    assert made(f"Resources: {inner}").problems


def test_a_finding_points_at_the_loop_that_made_it(tmp_path: Path) -> None:
    """There is no other text."""
    (tmp_path / "t.yaml").write_text(
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::L:\n    - N\n"
        "    - [A, B]\n    - Bucket${N}:\n        Type: AWS::S3::Bucket\n"
        "        Properties:\n          BucketEncryption:\n"
        "            ServerSideEncryptionConfiguration:\n              - BucketKeyEnabled: true\n"
    )
    report = run(Config(profile=Wish("all"), paths=("t.yaml",), folder=tmp_path))
    found = {
        finding.subject.logical_id: finding.location.start.line
        for finding in report.findings
        if finding.rule.id == "s3-bucket-unencrypted"
    }
    assert found == {"BucketA": 11, "BucketB": 11}


LANGUAGE = "Transform: AWS::LanguageExtensions\n"


@pytest.mark.parametrize(
    "collection", ["null", "5", "true", "text", "{a: b}", "[[a]]", "[{a: b}]", "[null]"]
)
def test_a_loop_over_what_is_no_list_of_texts_is_a_problem(collection: str) -> None:
    """Not an exception, and nothing is made up."""
    loop = f"[N, {collection}, {{'R${{N}}': {{Type: T}}}}]"
    template = made(f"Resources:\n  Z: {{Type: T}}\n  Fn::ForEach::L: {loop}")
    assert list(template.resources) == ["Z"]
    assert len(template.problems) == 1


@pytest.mark.parametrize("identifier", ["null", "5", "[N]", "{a: b}"])
def test_an_identifier_is_a_text(identifier: str) -> None:
    """Anything else is a problem."""
    template = made(f"Resources: {{'Fn::ForEach::L': [{identifier}, [A], {{R: {{Type: T}}}}]}}")
    assert not template.resources
    assert template.problems


def test_a_collection_of_references_is_not_known() -> None:
    """What a resource is called, the deployment decides."""
    text = "Resources: {Z: {Type: T}, 'Fn::ForEach::L': [N, [!Ref Z], {'R${N}': {Type: T}}]}"
    (problem,) = made(text).problems
    assert "Z is known only after deployment" in problem.message.en


@pytest.mark.parametrize("reference", ["{a: 1}", "[N]", "5", "null"])
def test_a_reference_to_no_name_is_left_alone(reference: str) -> None:
    """It is no identifier."""
    resource = f"{{Type: T, V: {{Ref: {reference}}}}}"
    template = made(f"Resources: {{'Fn::ForEach::L': [N, [A], {{'R${{N}}': {resource}}}]}}")
    assert list(template.resources) == ["RA"]


def test_what_an_item_says_is_not_replaced_again() -> None:
    """An item that looks like an identifier is text; else thirty loops write 2^30 letters."""
    inner = "{'R${A0}': {Type: T, V: '${A0}&{A0}'}}"
    for level in range(29, -1, -1):
        item = f"${{A{level + 1}}}${{A{level + 1}}}"
        inner = f"{{'Fn::ForEach::L{level}': [A{level}, ['{item}'], {inner}]}}"
    template = made(f"Resources: {inner}")
    assert template.resources["R${A1}${A1}"]["V"] == "${A1}${A1}A1A1"
    assert not template.problems


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {'Fn::ForEach::L': [N, [A, B], {R: {Type: T}}]}",
        "Resources: {RA: {Type: T}, 'Fn::ForEach::L': [N, [A], {'R${N}': {Type: U}}]}",
        "Resources: {'Fn::ForEach::L': [N, [a-b, ab], {'R&{N}': {Type: T}}]}",
    ],
)
def test_two_of_one_name_are_a_problem(text: str) -> None:
    """CloudFormation refuses them; none may vanish without a word."""
    template = made(text)
    assert [body["Type"] for body in template.resources.values()] == ["T"]
    (problem,) = template.problems
    assert "made twice" in problem.message.en


def test_loops_make_no_more_resources_than_a_stack_may_have() -> None:
    """Each loop that makes more is named; those before are checked."""
    items = ", ".join(map(str, range(500)))
    first = f"'Fn::ForEach::L': [N, [{items}], {{'R${{N}}': {{Type: T}}}}]"
    second = "'Fn::ForEach::K': [N, [A], {'R${N}': {Type: T}}]"
    assert not made(f"Resources: {{{first}}}").problems
    template = made(f"Resources: {{{first}, {second}}}")
    assert len(template.resources) == 500
    (problem,) = template.problems
    assert "Fn::ForEach::K" in problem.message.en


@pytest.mark.parametrize(
    ("collection", "fragment"),
    [
        ("['{long}', b, c]", "{'R${N}': {Type: T, V: '${N}${N}'}}"),
        ("[a, b]", "{'R${N}': {Type: T, V: *many}}"),
        ("[a, b]", "{'Fn::ForEach::K': [M, *many, {'Fn::ForEach::J': [O, *many, {}]}]}"),
    ],
)
def test_what_loops_write_has_an_end(collection: str, fragment: str) -> None:
    """In letters, in values and in turns; nothing that is written half is checked."""
    many = ", ".join(f"x{number}" for number in range(70_000))
    text = (
        f"Metadata: {{M: &many [{many}]}}\nResources:\n  Z: {{Type: T}}\n"
        f"  Fn::ForEach::L: [N, {collection.replace('{long}', 'x' * 900_000)}, {fragment}]"
    )
    template = made(text)
    assert all("V" in body for name, body in template.resources.items() if name != "Z")
    assert "Z" in template.resources
    assert "Fn::ForEach::L" in template.problems[0].message.en


def test_a_property_that_a_loop_cannot_write_is_unknown(tmp_path: Path) -> None:
    """Not absent."""
    (tmp_path / "t.yaml").write_text(
        LANGUAGE + "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n"
        "      Fn::ForEach::L: [N, [A, B], {'${N}': [1, 2], Fn::ForEach::K: [M, 5, {}]}]\n"
    )
    report = run(Config(profile=Wish("all"), paths=("t.yaml",), folder=tmp_path))
    assert not [one for one in report.failures if one.rule.id == "s3-bucket-unencrypted"]
    assert report.gate.exit_code == 3
