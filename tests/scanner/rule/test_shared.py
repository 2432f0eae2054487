"""``_shared.yaml``: conditions and values that the cards below a folder use by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = {
    "id": "own-queue",
    "title": {"en": "Bad queue", "ko": "나쁜 대기열"},
    "severity": "high",
    "pillar": "security",
    "resources": ["AWS::SQS::Queue"],
    "parameters": {"days": 3},
    "why": {"en": "w", "ko": "이유"},
    "fix": {"en": "f", "ko": "방법"},
    "examples": {
        "fails": "{Resources: {Q: {Type: 'AWS::SQS::Queue'}}}  # finding",
        "passes": "{Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {A: 1}}}}",
    },
}
SHARED = """\
conditions:
  small: {path: $.Properties.A, in: {use: our-sizes}}
  kept: {path: $.Properties.Days, at-least: {parameter: days}, default: 3}
  both: {all-of: [{use: small}, {use: kept}]}
  tiny: {at-most: 1}
values:
  our-sizes: [1, 2]
  five: 5
"""
TEMPLATE = """\
Resources:
  Small: {Type: AWS::SQS::Queue, Properties: {A: 1}}
  Large: {Type: AWS::SQS::Queue, Properties: {A: 3}}
"""


def files(check: Any, shared: str = SHARED, **more: str) -> dict[str, str]:
    card = json.dumps({**CARD, "check": check}, indent=1)
    return {
        "own/sqs/own-queue.yaml": card,
        "own/_shared.yaml": shared,
        "t.yaml": TEMPLATE,
        **{name.replace("__", "/") + ".yaml": text for name, text in more.items()},
    }


def failing(cli: Callable[..., Any], given: dict[str, str]) -> set[str]:
    ran = cli("scan", "t.yaml", "--rules", "own", "--format", "json", files=given)
    found = [one for one in ran.report["findings"] if one["rule_id"] == "own-queue"]
    return {one["resource"]["logical_id"] for one in found}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"use": "small"}, {"Large"}),
        ({"use": "both"}, {"Large"}),
        ({"not": {"use": "small"}}, {"Small"}),
        ({"path": "$.Properties.A", "in": {"use": "our-sizes"}}, {"Large"}),
        ({"path": "$.Properties.A", "below": {"use": "five"}}, set()),
        ({"path": "$.Properties.A", "all": {"use": "tiny"}}, {"Large"}),
        ({"all-of": [{"use": "small"}, {"path": "$.Properties.A", "equals": 1}]}, {"Large"}),
    ],
)
def test_a_piece_stands_for_what_it_says(
    cli: Callable[..., Any], check: Any, expected: set[str]
) -> None:
    """As a condition, of a match too, and as the value of an argument."""
    assert failing(cli, files(check)) == expected


def test_the_nearer_piece_counts(cli: Callable[..., Any]) -> None:
    """Of two with the same name; the others are seen from further in, too."""
    nearer = "values: {our-sizes: [3]}\n"
    assert failing(cli, files({"use": "small"}, own__sqs___shared=nearer)) == {"Small"}


def test_a_message_beside_it_is_said(cli: Callable[..., Any]) -> None:
    ran = cli(
        *("scan", "t.yaml", "--rules", "own"),
        files=files({"use": "small", "message": "too large for us"}),
    )
    assert "Bad queue: too large for us" in ran.out


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("check", "shared", "told"),
    [
        ({"use": "smal"}, SHARED, "own/sqs/own-queue.yaml:28:3: check: no shared piece 'smal'"),
        ({"use": "a"}, "conditions: {a: {use: b}, b: {use: a}}", "uses itself: a -> b -> a"),
        ({"use": "a"}, "conditions: {a: {use: b}, b: {use: a}}", "own/_shared.yaml:1:18: "),
        (
            {"use": "kept"},
            SHARED.replace("parameter: days", "parameter: dayz"),
            "no parameter 'dayz'",
        ),
        ({"use": "a"}, "conditions:\n  a: {path: $.A, exits: 1}", "own/_shared.yaml:2:18: "),
        ({"use": "a"}, "conditions:\n  a: {path: $.A, exits: 1}", "own/sqs/own-queue.yaml:27"),
        ({"use": "a"}, "conditions: [1]", "own/_shared.yaml:1:1: conditions: a mapping is needed"),
        ({"use": "a"}, "condition: {a: {}}", "own/_shared.yaml:1:1: unknown key 'condition'"),
        ({"use": "a"}, "- a", "own/_shared.yaml:1:1: not a mapping"),
        ({"use": "a"}, "{", "own/_shared.yaml:2:1: not valid YAML"),
        (
            {"use": "a"},
            "conditions: {a: {path: $, equals: 1}}\nvalues: {a: 1}",
            "own/_shared.yaml:2:10",
        ),
        ({"use": "small", "path": "$.A"}, SHARED, "unknown word 'use'"),
    ],
)
def test_mistakes_are_told_in_their_file(
    cli: Callable[..., Any], check: Any, shared: str, told: str
) -> None:
    """And a card without its pieces is no card: the run fails."""
    given = files(check, shared)
    linted = cli("rules", "lint", "own", files=given)
    assert linted.code == 2
    assert told in linted.out + linted.err
    file, _, words = told.rpartition(": ")
    ran = cli("scan", "t.yaml", "--rules", "own")
    assert ran.code != 0
    assert words in ran.out + ran.err
    assert file.partition(":")[0] in ran.out + ran.err


def test_what_is_used_too_often_is_refused(cli: Callable[..., Any]) -> None:
    """Pieces that use pieces twice would be endless otherwise."""
    parts = [f"  c{n}: {{all-of: [{{use: c{n + 1}}}, {{use: c{n + 1}}}]}}" for n in range(40)]
    shared = "\n".join(["conditions:", *parts, "  c40: {path: $.A, exists: true}"])
    ran = cli("rules", "lint", "own", files=files({"use": "c0"}, shared))
    assert "more than 1,000 shared pieces are used" in ran.out


def test_a_change_of_what_is_shared_is_seen(cli: Callable[..., Any]) -> None:
    """Though the card is the same, and a cache holds it; in the folder named, or around it."""
    assert failing(cli, files({"use": "small"})) == {"Large"}
    changed = SHARED.replace("[1, 2]", "[3]")
    assert failing(cli, files({"use": "small"}, changed)) == {"Small"}
    scan = ("scan", "t.yaml", "--rules", "own/sqs", "--format", "json")
    for shared, expected in ((SHARED, "Large"), (changed, "Small")):
        found = cli(*scan, files=files({"use": "small"}, shared)).report["findings"]
        assert [one["resource"]["logical_id"] for one in found] == [expected]


def test_the_author_s_tools_know_it(cli: Callable[..., Any]) -> None:
    """It is no card; the card is tested and shown with its pieces."""
    given = files({"use": "small"})
    assert "1 card" in cli("rules", "lint", "own", files=given).out
    assert cli("rules", "test", "own").code == 0
    assert cli("rules", "test", "own/sqs/own-queue.yaml").code == 0
    shown = cli("rules", "show", "own-queue", "--rules", "own").out
    assert '# small: {"path": "$.Properties.A", "in": {"use": "our-sizes"}}' in shown
    body = cli("rules", "show", "own-queue", "--rules", "own", "--format", "json").report
    assert body["check"] == {"path": "$.Properties.A", "in": [1, 2]}


def test_a_link_out_of_the_folder_is_not_read(cli: Callable[..., Any], tmp_path: Any) -> None:
    """Whoever owns the cards says what they share."""
    given = files({"use": "small"})
    del given["own/_shared.yaml"]
    (tmp_path / "elsewhere.yaml").write_text(SHARED)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "_shared.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    ran = cli("rules", "lint", "own", files=given)
    assert "no shared piece 'small'" in ran.out
    assert "is a link out of its folder" in ran.out
