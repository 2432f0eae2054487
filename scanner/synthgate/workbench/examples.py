"""The examples of a card, which are its tests: what they expect and what the rule says.

An expectation stands on the line that it is about: ``# finding`` or ``# unknown``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from synthgate.change.effects import effects_of
from synthgate.change.matching import matched
from synthgate.errors import TemplateError
from synthgate.evaluate import Results, Stack, evaluate, evaluate_app, evaluate_effects
from synthgate.model import Finding, Message, Text, joined
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.outline import STACK_TYPE
from synthgate.template.document import Template
from synthgate.template.read import read_template
from synthgate.workbench.states import State, stack_of, states_in

KINDS = ("fails", "passes", "unknown")
_MARK = re.compile(r"(?:^|\s)# ?(finding|unknown)\b")
_STATUS = {"finding": "fail", "unknown": "unknown"}

Expected = Mapping[int, str]
"""The status that is expected on a line."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A line of an example (None: the example as a whole) that is not what the rule says."""

    kind: str
    line: int | None
    text: Text


def marks(example: str) -> Expected:
    """The expectations of an example, by line: *fail* or *unknown*."""
    found = ((number, _MARK.search(line)) for number, line in enumerate(example.split("\n"), 1))
    return {number: _STATUS[match[1]] for number, match in found if match}


def disagreements(card: Card) -> Iterator[Disagreement]:
    """Everything about a card's examples that is not as it should be, in their order."""
    broken = dict(unlike_their_names(card.examples))
    for kind in KINDS:
        if kind in card.examples:
            if kind in broken:
                yield Disagreement(kind, None, broken[kind])
            if card.examples[kind].strip():
                yield from _in_example(card, kind)


def unlike_their_names(examples: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    """What the marks say of examples that is not what their names say.

    Failures stand in *fails* alone and doubts in *unknown* alone.
    """
    for kind, (wanted, sentence) in _LAWS.items():
        example = examples.get(kind)
        if not isinstance(example, str):
            continue
        if not example.strip():
            yield kind, _EMPTY.format(kind=kind)
        elif set(marks(example).values()) != wanted:
            yield kind, sentence


def _in_example(card: Card, kind: str) -> Iterator[Disagreement]:
    text = card.examples[kind]
    try:
        states = [*states_in(text)] if card.scope == "change" else [[_alone(text)]]
    except TemplateError as error:
        yield Disagreement(kind, error.position and error.position.line, error.text)
        return
    templates = [stack.template for state in states for stack in state]
    results = said_of(card, states)
    problems = (problem for template in templates for problem in template.problems)
    for problem in (*problems, *results.problems):
        line = problem.position and problem.position.line
        yield Disagreement(kind, line, problem.message)
    if kind == "passes" and not _is_asked(card, templates):
        yield Disagreement(kind, None, _NOT_ASKED.format(types=", ".join(card.rule.resources)))
    if results.untold:
        yield Disagreement(kind, None, _UNTOLD.format(kind=kind))
    yield from _unmet(kind, marks(text), _by_line(results))


def _alone(text: str) -> Stack:
    return stack_of(read_template("example.yaml", text.encode()))


def said(card: Card, template: Template) -> Results:
    """What a rule, and no other, says of a template."""
    return said_of(card, [[stack_of(template)]])


def said_of(card: Card, states: Sequence[State]) -> Results:
    """What a rule, and no other, says of a state, or of the way from one to another."""
    index, head = Index([card]), states[-1]
    if card.scope == "change":
        effects = effects_of(matched(states[0], head))
        return Results().and_then(results for _, results in evaluate_effects(effects, index))
    each = [evaluate(stack, index) for stack in head]
    return Results().and_then([*each, *evaluate_app(head, index)])


def _is_asked(card: Card, templates: Iterable[Template]) -> bool:
    """Whether something in an example is of a type that the rule is about."""
    types = {str(body["Type"]) for one in templates for body in one.resources.values()}
    types.update([STACK_TYPE] if card.scope == "change" else ())
    return any(fnmatchcase(kind, wanted) for kind in types for wanted in card.rule.resources)


def _by_line(results: Results) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in results.findings:
        found.setdefault(finding.location.start.line, []).append(finding)
    return found


def _unmet(
    kind: str, expected: Expected, found: Mapping[int, list[Finding]]
) -> Iterator[Disagreement]:
    for line in sorted({*expected, *found}):
        wanted, here = expected.get(line), found.get(line, [])
        if {str(finding.status) for finding in here} != ({wanted} if wanted else set()):
            text = _EXPECTED[wanted].format(got=_got(here))
            yield Disagreement(kind, line, text)


def _got(findings: list[Finding]) -> Text:
    told = [_SAID[str(finding.status)](finding) for finding in findings]
    if not told:
        return Message("none")
    return joined("; ", told)


_SAID: dict[str, Callable[[Finding], Text]] = {
    "fail": lambda finding: Message('a finding "{said}"').format(said=finding.message),
    "unknown": lambda finding: Message('an unknown "{said}"').format(said=finding.why),
}
_EXPECTED: dict[str | None, Message] = {
    "fail": Message("expected a finding here, got {got}"),
    "unknown": Message("expected an unknown here, got {got}"),
    None: Message("expected nothing here, got {got}"),
}
_LAWS: dict[str, tuple[set[str], Text]] = {
    "fails": (
        {"fail"},
        Message("'fails' needs a line marked '# finding', and none marked '# unknown'"),
    ),
    "passes": (
        set(),
        Message("'passes' cannot have a line marked '# finding' or '# unknown'"),
    ),
    "unknown": (
        {"unknown"},
        Message("'unknown' needs a line marked '# unknown', and none marked '# finding'"),
    ),
}
_UNTOLD = Message(
    "the rule asks what the stack of {kind!r} is for, and nothing says it: "
    "write Metadata: {{synthgate: {{environment: production}}}}, or 'default' beside the question"
)
_EMPTY = Message("the example {kind!r} is empty: show a template")
_NOT_ASKED = Message(
    "'passes' has no resource of a type that the rule is about ({types}): it passes unasked"
)
