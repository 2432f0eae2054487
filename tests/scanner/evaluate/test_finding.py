"""A finding says in words what was seen, shows where, and has an identity that lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synthgate.evaluate.about import About
from synthgate.evaluate.finding import finding_of
from synthgate.model import (
    Finding,
    Fix,
    Origin,
    Pillar,
    Position,
    Rule,
    Severity,
    SourceLine,
    Status,
    Subject,
    ToolRule,
    Words,
)
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import ABSENT, NO_VALUE, Reference, text_of, unknown
from synthgate.rule.terms.outcome import Place
from synthgate.secrets.mask import Shown
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from synthgate.template.document import Route

TEXT = """\
Resources:
  Other: {Type: T}
  Queue:
    Condition: C
    Type: AWS::SQS::Queue
    Properties:
      Name: x
      Rules:
        - {Id: a}
        - Id: !If [C, b, c]
"""
RULE = Rule(
    "queue-open",
    Words("Queue is open", "열린 대기열"),
    Severity.HIGH,
    Pillar.SECURITY,
    ("AWS::SQS::Queue",),
    Words("Anyone reads", "누구나 읽음"),
    Fix(Words("Name a key", "키를 지정")),
)
SUBJECT = Subject("Queue", "AWS::SQS::Queue", "t.yaml")
P = unknown(Decider.PARAMETER, "P")
CAUSES = (Cause(Decider.PARAMETER, "P"), Cause(Decider.ATTRIBUTE, "Key.Arn"))


def found(route: Route, saw: Any = ABSENT, status: Status = Status.FAIL, **more: Any) -> Finding:
    template = read_template("t.yaml", TEXT.encode())
    return finding_of(RULE, status, Place(route, saw, **more), About(SUBJECT, Shown(template)))


@pytest.mark.parametrize(
    ("route", "saw", "en", "ko"),
    [
        ((), ABSENT, "Queue is open", "열린 대기열"),
        (
            ("Properties", "Key"),
            ABSENT,
            "Queue is open: Key is not set",
            "열린 대기열: Key이(가) 설정되지 않음",
        ),
        (
            ("Properties", "Name"),
            "x",
            "Queue is open: Name is x",
            "열린 대기열: Name의 값은 x",
        ),
        (("Properties", "Name"), True, "Queue is open: Name is true", None),
        (("Properties", "Name"), 5, "Queue is open: Name is 5", None),
        (("Properties", "Name"), "", 'Queue is open: Name is ""', None),
        (("Properties", "Name"), Reference("K", "Arn"), "Queue is open: Name is K.Arn", None),
        (("Properties", "Name"), text_of(["a-", P, "-b"]), "Queue is open: Name is a-…-b", None),
        (
            ("Properties", "Name"),
            unknown(Decider.CONDITION, "C", ("a", 5)),
            "Queue is open: Name is one of a, 5",
            "열린 대기열: Name의 값은 a, 5 중 하나",
        ),
        (
            ("Properties", "Name"),
            unknown(Decider.PARAMETER, "P", tuple("abcdefg")),
            "Queue is open: Name is one of a, b, c, d, e, …",
            None,
        ),
        (
            ("Properties", "Name"),
            unknown(Decider.CONDITION, "C", ("a", NO_VALUE)),
            "Queue is open: Name",
            None,
        ),
        (("Properties", "Rules"), [], "Queue is open: Rules", None),
        (("Properties", "Rules", 0, "Id"), "a", "Queue is open: Rules[0].Id is a", None),
        (("DeletionPolicy",), "Delete", "Queue is open: DeletionPolicy is Delete", None),
        (("Properties", "Name"), "y" * 200, f"Queue is open: Name is {'y' * 80}…", None),
    ],
)
def test_a_failure_says_what_was_seen(route: Route, saw: Any, en: str, ko: str | None) -> None:
    """Title, property and value, in each language; a block is named and not quoted."""
    message = found(route, saw).message
    assert message.en == en
    if ko:
        assert message.ko == ko


@pytest.mark.parametrize("word", ["{braces}", "{0}", "{", "%s", "$x"])
def test_what_the_template_holds_is_never_a_placeholder(word: str) -> None:
    """A value with braces is quoted as it stands."""
    assert word in found(("Properties", "Name"), word).message.en
    assert word in found(("Properties", word), word).message.ko


def test_a_rule_may_say_it_in_its_own_words() -> None:
    """A note takes the place of the value."""
    note = Words("s3:* on everything", "모든 것에 s3:*")
    message = found((), note=note).message
    assert message.en == "Queue is open: s3:* on everything"
    assert message.ko == "열린 대기열: 모든 것에 s3:*"


def test_a_doubt_names_all_that_decides() -> None:
    """The message says that it cannot be decided, the why says by whom."""
    doubt = found(("Properties", "Name"), P, Status.UNKNOWN, causes=CAUSES)
    assert doubt.status is Status.UNKNOWN
    assert doubt.message.en == "Cannot be decided before deployment: Queue is open"
    for word in ("P", "Key.Arn"):
        assert word in doubt.why.en
        assert word in doubt.why.ko
    assert found((), status=Status.UNKNOWN).why.en


def test_who_says_it_is_synthgate() -> None:
    """The finding has the rule's severity and reason, and one source."""
    finding = found(("Properties", "Name"), "x")
    assert (finding.severity, finding.why) == (Severity.HIGH, RULE.why)
    assert finding.sources == (ToolRule("synthgate", "queue-open"),)
    assert finding.is_active


@pytest.mark.parametrize(
    ("route", "saw", "line", "column"),
    [
        ((), ABSENT, 5, 5),
        (("Properties", "Key"), ABSENT, 5, 5),
        (("DeletionPolicy",), ABSENT, 5, 5),
        (("Properties", "Name"), "x", 7, 7),
        (("Properties", "Name", "Deeper"), ABSENT, 7, 7),
        (("Properties", "Rules", 0, "Id"), "a", 9, 12),
        (("Properties", "Rules", 0, "Other"), ABSENT, 9, 11),
        (("Properties", "Rules", 1, "Id"), "b", 10, 11),
        (("Properties", "Rules", 7), ABSENT, 8, 7),
    ],
)
def test_a_finding_shows_what_is_there_of_its_place(
    route: Route, saw: Any, line: int, column: int
) -> None:
    """What is absent is shown at the Type of its resource, or at the block that lacks it."""
    assert found(route, saw).location.start == Position(line, column)


def test_an_identity_outlives_edits_elsewhere() -> None:
    """Lines, neighbours, severity, wording and source do not change it."""
    before = read_template("t.yaml", TEXT.encode())
    edited = "# a comment\n" + TEXT.replace("  Other: {Type: T}\n", "  A: {Type: T}\n\n\n")
    after = read_template("t.yaml", edited.encode())
    place = Place(("Properties", "Name"), "x")
    one = finding_of(RULE, Status.FAIL, place, About(SUBJECT, Shown(before)))
    moved = About(SUBJECT, Shown(after), Origin(source=SourceLine("app.py", 9)))
    other = finding_of(RULE, Status.FAIL, place, moved)
    assert one.location != other.location
    assert one.fingerprint == other.fingerprint


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("!Ref Office", "Cidr is 0.0.0.0/0, by parameter Office"),
        ('!Sub "${Office}"', "Cidr is 0.0.0.0/0"),
        ("0.0.0.0/0", "Cidr is 0.0.0.0/0"),
    ],
)
def test_a_value_that_a_parameter_gives_says_so(written: str, said: str) -> None:
    """Its default stands elsewhere in the template, and is what has to be mended."""
    text = "Parameters: {Office: {Type: String, Default: 0.0.0.0/0}}\nResources:\n  Queue:\n"
    text += f"    Type: AWS::SQS::Queue\n    Properties: {{Cidr: {written}}}\n"
    shown = Shown(read_template("t.yaml", text.encode()))
    place = Place(("Properties", "Cidr"), "0.0.0.0/0")
    finding = finding_of(RULE, Status.FAIL, place, About(SUBJECT, shown))
    assert finding.message.en == f"Queue is open: {said}"
