"""`Fn::ForEach` written out leads back to the text that the person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synthgate.config import Config
from synthgate.pipeline import run
from synthgate.resolve.loops import written_out
from synthgate.resolve.resolver import Resolver
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
    report = run(Config(paths=("t.yaml",), folder=tmp_path))
    found = {
        finding.subject.logical_id: finding.location.start.line
        for finding in report.findings
        if finding.rule.id == "s3-bucket-unencrypted"
    }
    assert found == {"BucketA": 11, "BucketB": 11}
