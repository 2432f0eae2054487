"""``rules test``: what a rule says of its examples, against what they expect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.workbench.examples import marks

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = """\
id: bucket-unnamed
title: {en: No name, ko: 이름 없는 버킷}
severity: low
pillar: operations
resources: [AWS::S3::Bucket]
check: {path: $.Properties.Name, exists: true}
why: {en: Why, ko: 이유}
fix: {en: Fix, ko: 수정}
examples:
"""
FAILS = """\
  fails: |
    Resources:
      A:
        Type: AWS::S3::Bucket  # finding
"""
PASSES = """\
  passes: |
    Resources:
      A:
        Type: AWS::S3::Bucket
        Properties: {Name: a}
"""
UNKNOWN = """\
  unknown: |
    Parameters:
      Name: {Type: String}
    Conditions:
      Named: !Equals [!Ref Name, "yes"]
    Resources:
      A:
        Type: AWS::S3::Bucket
        Properties:
          Name: !If [Named, a, !Ref AWS::NoValue]  # unknown
"""

DISAGREEMENTS = """\
my-rules/x.yaml:13: expected a finding here, got none
      13 |         Type: AWS::S3::Bucket  # finding
my-rules/x.yaml:18: expected nothing here, got a finding "No name: Name is not set"
      18 |         Type: AWS::S3::Bucket
my-rules/x.yaml:28: expected an unknown here, got a finding "No name: Name is not set"
      28 |           Name: !Ref AWS::NoValue  # unknown
1 card, 3 examples: 3 disagreements
"""
STEPS = """\
my-rules/x.yaml:17: expected nothing here, got a finding "No name: Name is not set"
      17 |         Type: AWS::S3::Bucket
# my-rules/x.yaml: A (AWS::S3::Bucket)
bucket-unnamed: No name

when: not given: the rule always applies
check: => fail
  path: $.Properties.Name => fail
    Properties.Name: not set  (my-rules/x.yaml:18:9)
      exists: true => fail
=> fail (low): No name: Name is not set

1 card, 2 examples: 1 disagreement
"""


@pytest.fixture
def ran(cli: Callable[..., Any]) -> Callable[..., Any]:
    def run(text: str, *argv: str) -> Any:
        return cli("rules", "test", *argv, "my-rules", files={"my-rules/x.yaml": text})

    return run


def test_examples_that_agree_are_counted(ran: Callable[..., Any]) -> None:
    """One line, and 0."""
    said = ran(CARD + FAILS + PASSES + UNKNOWN)
    assert (said.code, said.out) == (0, "1 card, 3 examples: all agree\n")
    assert ran(CARD + FAILS + PASSES, "--lang", "ko").out == "규칙 카드 1개, 예제 2개: 모두 일치\n"
    wrong = ran(CARD + FAILS + PASSES.replace("Name: a", "Other: a"), "--lang", "ko")
    assert wrong.out.endswith("규칙 카드 1개, 예제 2개: 불일치 1건\n")


def test_a_disagreement_is_shown_at_its_line_of_the_card(ran: Callable[..., Any]) -> None:
    """Each with the line as it is written, what was expected and what was said."""
    passes = PASSES.replace("        Properties: {Name: a}\n", "")
    fails = FAILS + "        Properties: {Name: a}\n"
    unknown = UNKNOWN.replace("!If [Named, a, !Ref AWS::NoValue]", "!Ref AWS::NoValue")
    said = ran(CARD + fails + passes + unknown)
    assert said.code == 1
    assert said.out == DISAGREEMENTS


@pytest.mark.parametrize(
    ("examples", "line", "said"),
    [
        (FAILS.replace("# finding", "# unknown") + PASSES, 10, "'fails' needs"),
        (FAILS.replace("  # finding", "") + PASSES, 10, "'fails' needs"),
        (FAILS + PASSES.replace("Name: a}", "Name: a}  # finding"), 14, "'passes' cannot"),
        (FAILS + PASSES.replace("::Bucket", "::Thing"), 14, "it passes unasked"),
        (FAILS + PASSES + UNKNOWN.replace("# unknown", ""), 19, "'unknown' needs"),
        (FAILS + '  passes: ""\n', 14, "the example 'passes' is empty"),
        (FAILS + PASSES.replace("A:", "A: ["), 18, "not valid YAML"),
        (FAILS + PASSES.replace("{Name", "[Name"), 18, "not valid YAML"),
        (FAILS + PASSES.replace("Resources", "Rsources"), 14, "no mapping called 'Resources'"),
        (FAILS + PASSES.replace("        Type", "        Tpye"), 16, "'A' is no resource"),
    ],
)
def test_the_laws_of_examples(ran: Callable[..., Any], examples: str, line: int, said: str) -> None:
    """Failures in *fails*, doubts in *unknown*, something asked in *passes*; all readable."""
    found = ran(CARD + examples)
    assert found.code == 1
    assert re.search(rf"^my-rules/x\.yaml:{line}: .*{re.escape(said)}", found.out, re.MULTILINE)


def test_an_example_has_to_say_what_its_stack_is_for(ran: Callable[..., Any]) -> None:
    """Where the rule asks it: else no mark could tell the unknown."""
    card = CARD.replace("check:", "when: {environment: production}\ncheck:")
    said = ran(card + FAILS + PASSES)
    assert said.code == 1
    assert "my-rules/x.yaml:11: the rule asks what the stack of 'fails' is for" in said.out
    told = "  fails: |\n    Metadata: {synthgate: {environment: production}}"
    assert ran(card + FAILS.replace("  fails: |", told) + PASSES).code == 0


def test_a_rule_that_crashes_is_a_disagreement(cli: Callable[..., Any]) -> None:
    """It says nothing of the resource, whatever the marks say."""
    card = re.sub("check: .*", "check: {python: crash}", CARD) + FAILS + PASSES
    code = "def crash(resource, view):\n    raise ValueError('so \\x1b[2J')\n    yield\n"
    files = {"x.yaml": card, "x.py": code}
    ran = cli("rules", "test", "x.yaml", "--allow-code", files=files)
    assert ran.code == 1
    assert "x.yaml:12: the rule crashed on A (ValueError: so" in ran.out
    assert "\x1b" not in ran.out


def test_a_card_with_mistakes_is_not_tested(cli: Callable[..., Any]) -> None:
    """Its mistakes are told, and 2 beats 1."""
    files = {
        "r/a.yaml": CARD.replace("exists", "exits") + FAILS + PASSES,
        "r/b.yaml": CARD.replace("exists: true", "exists: false") + FAILS + PASSES,
    }
    ran = cli("rules", "test", "r", files=files)
    assert ran.code == 2
    assert "r/a.yaml:6:34: check: unknown word 'exits'" in ran.out
    assert ran.out.endswith(
        "2 cards, 2 examples: 2 disagreements; 1 card with mistakes, not tested\n"
    )


def test_an_example_that_is_no_literal_block_is_shown_at_its_key(ran: Callable[..., Any]) -> None:
    """A folded or quoted text has lines of its own."""
    passes = '  passes: "Resources:\\n  A:\\n    Type: AWS::S3::Bucket\\n"\n'
    assert "my-rules/x.yaml:14: expected nothing here" in ran(CARD + FAILS + passes).out


def test_folders_and_single_cards_may_be_given(cli: Callable[..., Any]) -> None:
    """Each card once, however often it is named."""
    card = CARD + FAILS + PASSES
    ran = cli("rules", "test", "a", "b.yaml", "b.yaml", files={"a/a.yaml": card, "b.yaml": card})
    assert (ran.code, ran.out) == (0, "2 cards, 4 examples: all agree\n")


def test_marks_are_comments_that_begin_with_the_word() -> None:
    """A comment about a finding is no mark, and neither is a part of a word or a value."""
    example = """\
A: 1  # finding
B: 2  # no finding here
C: 3  # findings
D: x#finding
# unknown: nobody can tell
F: "#"  #finding
"""
    assert marks(example) == {1: "fail", 5: "unknown", 6: "fail"}


def test_the_steps_of_examples_that_disagree(ran: Callable[..., Any]) -> None:
    """Each by its lines of the card; of all examples if that is wanted."""
    wrong = PASSES.replace("Name: a", "Named: a")
    out = ran(CARD + FAILS + wrong, "--explain").out
    assert out == STEPS
    every = ran(CARD + FAILS + PASSES, "--explain-all")
    assert every.code == 0
    assert every.out.count("# my-rules/x.yaml: A (AWS::S3::Bucket)") == 2
    assert "Properties.Name = a  (my-rules/x.yaml:18:22)" in every.out
    assert "check" not in ran(CARD + FAILS + PASSES, "--explain").out


def test_the_steps_of_an_example_that_is_no_block(ran: Callable[..., Any]) -> None:
    """Are told by its own lines."""
    fails = '  fails: "Resources: {A: {Type: AWS::S3::Bucket}}  # finding"\n'
    out = ran(CARD + fails + PASSES, "--explain-all").out
    assert "# fails of my-rules/x.yaml: A (AWS::S3::Bucket)" in out
    assert "Properties.Name: not set  (fails of my-rules/x.yaml:1:13)" in out


def test_an_example_that_is_no_template_has_no_steps(ran: Callable[..., Any]) -> None:
    """What is wrong with it is told as ever."""
    broken = ran(CARD + FAILS.replace("A:", "A: ["), "--explain-all")
    assert broken.code in {1, 2}
    assert "# my-rules" not in broken.out
