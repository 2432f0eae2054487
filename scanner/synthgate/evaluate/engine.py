"""The engine: each rule asked of each resource of its types, of each stack, and of the app.

Nothing is shared between stacks but the cards, so stacks may be evaluated anywhere
and their results put together afterwards. Only a rule of scope *app* needs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from synthgate.evaluate.cdk_made import attributed
from synthgate.evaluate.finding import finding_of
from synthgate.evaluate.places import distinct
from synthgate.evaluate.related import defaults_behind
from synthgate.evaluate.verdict import is_untold, told, verdict
from synthgate.guard import Guard, Tell, crash, described, placed
from synthgate.model import (
    NOTHING_ACKNOWLEDGED,
    Acknowledgements,
    Finding,
    Message,
    Origin,
    Position,
    Problem,
    Status,
    Subject,
    Verdict,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.worlds import may_exist
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.outline import APP_TYPE, STACK_TYPE
from synthgate.rule.surroundings.tags import known_tags
from synthgate.rule.surroundings.view import WHOLE, Reach, View
from synthgate.rule.terms.outcome import Outcome
from synthgate.secrets.found import shown
from synthgate.template.document import Route, Template


@dataclass(frozen=True, slots=True)
class Stack:
    """A template in its place in the app, ready to be evaluated."""

    resolver: Resolver
    origins: Mapping[str, Origin]
    name: str | None = None
    stage: str | None = None
    construct: str = ""
    acknowledged: Acknowledgements = NOTHING_ACKNOWLEDGED

    @property
    def template(self) -> Template:
        """The template as read."""
        return self.resolver.template

    @property
    def is_nested(self) -> bool:
        """Whether another stack of the app makes it."""
        return self.resolver.app.parent(self.resolver.identity) is not None

    def subject(self, logical_id: str, kind: str) -> Subject:
        """A resource of this stack as reports name it."""
        origin = self.origins.get(logical_id, Origin())
        return Subject(
            logical_id,
            kind,
            self.template.path,
            origin.construct_path,
            self.name,
            self.stage,
            "cdk" if origin.made else "user",
        )


@dataclass(frozen=True, slots=True)
class Results:
    """What the rules said of a stack."""

    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    untold: tuple[str, ...] = ()
    """The rules of which a verdict is unknown for nothing says what the stack is for."""

    def and_then(self, others: Iterable[Results]) -> Results:
        """These and those of others."""
        every = [self, *others]
        return Results(
            tuple(verdict for one in every for verdict in one.verdicts),
            tuple(finding for one in every for finding in one.findings),
            tuple(problem for one in every for problem in one.problems),
            tuple(dict.fromkeys(rule_id for one in every for rule_id in one.untold)),
        )


@dataclass(frozen=True, slots=True)
class _Question:
    """A rule to be asked of something, and how a report names that."""

    card: Card
    view: View
    subject: Subject


def evaluate(stack: Stack, index: Index) -> Results:
    """Hold the resources of a stack, and the stack itself, against the rules about them."""
    problems: list[Problem] = []
    about_resources = _of_resources(stack, index, problems)
    about_stack = _guarded(partial(_of_stack, stack, index), stack, problems)
    return _answered(stack, chain(about_resources, about_stack), problems)


def evaluate_app(stacks: Sequence[Stack], index: Index) -> Iterator[Results]:
    """Hold an app against the rules about apps: once for each environment that it serves.

    What an environment has to have, its stacks have together.
    """
    for members in by_environment(stacks).values():
        first = next((stack for stack in members if not stack.is_nested), members[0])
        problems: list[Problem] = []
        questions = _guarded(partial(_of_app, members, first, index), first, problems)
        yield _answered(first, questions, problems)


def by_environment(stacks: Iterable[Stack]) -> dict[str | None, list[Stack]]:
    """The stacks of an app by what they are for: rules about apps are asked of each group."""
    found: dict[str | None, list[Stack]] = {}
    for stack in stacks:
        found.setdefault(stack.resolver.placement.environment, []).append(stack)
    return found


def _of_app(members: Sequence[Stack], first: Stack, index: Index) -> Iterator[_Question]:
    """The rules about the app, by what some of its stacks have together."""
    kinds = (kind for stack in members for kind in stack.resolver.types_of_user)
    subject = Subject(APP_TYPE, APP_TYPE, first.template.path, None, None, first.stage)
    view = _whole(first, "environment")
    for card in index.about("app", dict.fromkeys(kinds)):
        yield _Question(card, view, subject)


def _guarded(
    ask: Callable[[], Iterable[_Question]], stack: Stack, problems: list[Problem]
) -> Iterator[_Question]:
    """The questions about a whole, or none where synthgate itself fails over it."""
    questions: Sequence[_Question] = ()
    with Guard(problems, crash(stack.template.path)):
        questions = [*ask()]
    yield from questions


def _of_resources(stack: Stack, index: Index, problems: list[Problem]) -> Iterator[_Question]:
    """The rules about each resource; one that synthgate itself fails over keeps no other back."""
    for kind, logical_ids in stack.resolver.ids_by_type.items():
        cards = index.of(kind)
        for logical_id in logical_ids if cards else ():
            questions: Sequence[_Question] = ()
            with Guard(problems, crash(stack.template.path, _place(stack, logical_id))):
                questions = _of_resource(stack, kind, logical_id, cards)
            yield from questions


def _of_resource(
    stack: Stack, kind: str, logical_id: str, cards: Sequence[Card]
) -> Sequence[_Question]:
    # Rules alone, such as CDK's bootstrap check, keep no resource from existing.
    there = stack.resolver.exists(logical_id) is True
    if not there and not may_exist(stack.resolver, logical_id):
        return ()
    subject = stack.subject(logical_id, kind)
    view = View(stack.resolver.resource(logical_id), stack.resolver)
    return [_Question(card, view, subject) for card in cards]


def _place(stack: Stack, logical_id: str) -> Callable[[], Position]:
    return lambda: stack.template.locate(("Resources", logical_id)).start


def _of_stack(stack: Stack, index: Index) -> Iterator[_Question]:
    """The rules about a stack; those that are nested in it are parts of it."""
    if stack.is_nested or stack.resolver.stack_exists is False:
        return
    view = _whole(stack, "stack")
    name = stack.name or stack.template.path
    subject = Subject(name, STACK_TYPE, stack.template.path, None, stack.name, stack.stage)
    for card in index.about("stack", _kinds_in(stack.resolver)):
        yield _Question(card, view, subject)


def _kinds_in(resolver: Resolver) -> Iterator[str]:
    """The resource types of a stack and of those that are nested in it.

    For what the CDK made by itself, nobody needs a dashboard.
    """
    yield from resolver.types_of_user
    for other in resolver.app.nested.get(resolver.identity, ()):
        yield from other.types_of_user


def _whole(stack: Stack, reach: Reach) -> View:
    """A stack, or the app that it stands for, in the place of a resource.

    Its body is the template without the resources, which rules join; outputs are resolved.
    """
    template, resolver = stack.template, stack.resolver
    body = {key: value for key, value in template.data.items() if key != "Resources"}
    body["Outputs"] = resolver.resolve(template.section("Outputs"))
    kind = STACK_TYPE if reach == "stack" else APP_TYPE
    return View(Resource(WHOLE, kind, body), resolver, reach=reach)


def _answered(stack: Stack, questions: Iterable[_Question], problems: list[Problem]) -> Results:
    """The answers; a rule that does not apply gives none.

    What is unknown only for nobody tells the environment is told once for all, in no finding;
    what nobody can do anything about in none either.
    A rule that crashes is a problem with its name; a verdict that cannot be written up, one of
    ours.
    """
    verdicts: list[Verdict] = []
    findings: list[Finding] = []
    untold: dict[str, None] = {}
    for question in questions:
        outcome: Outcome | None = None
        with Guard(problems, _rule_crashed(question, stack)):
            outcome = verdict(question.card, question.view)
        if outcome is None:
            continue
        found: Sequence[Finding] = ()
        written = told(outcome)
        hides = len(written.places) < len(outcome.places)
        if is_untold(outcome):
            untold[question.card.outline.id] = None
        if outcome.status is not Status.PASS and (written.places or not hides):
            with Guard(problems, _unwritten(question, stack)) as guard:
                found = [*_findings(question, written, stack)]
            if guard.tripped:
                continue
        verdicts.append(Verdict(question.card.rule, question.subject, outcome.status))
        findings.extend(found)
    return Results(tuple(verdicts), tuple(findings), tuple(problems), tuple(untold))


def _findings(question: _Question, outcome: Outcome, stack: Stack) -> Iterator[Finding]:
    logical_id = question.view.resource.logical_id
    template, environment = stack.template, stack.resolver.placement.environment
    raw = template.data if question.view.is_whole else template.resources[logical_id]
    top: Route = () if question.view.is_whole else ("Resources", logical_id)
    origin = stack.origins.get(logical_id, Origin())
    as_shown = shown(stack.resolver)
    known = {} if question.view.is_whole else known_tags(question.view)
    tags = as_shown.mask.tags(sorted(known.items()))
    for place in distinct(outcome.places, raw):
        finding = finding_of(
            question.card.rule,
            outcome.status,
            place,
            question.subject,
            as_shown,
            origin.source,
            environment=environment,
            whole=question.view.is_whole,
            tags=tags,
        )
        if outcome.status is Status.FAIL:
            behind = defaults_behind(top, place, stack.resolver)
            finding = replace(finding, related=(*finding.related, *behind))
        yield attributed(finding, origin.made)


def _unwritten(question: _Question, stack: Stack) -> Tell:
    place = _place(stack, question.view.resource.logical_id)
    return crash(stack.template.path, place, question.card.outline.id)


def _rule_crashed(question: _Question, stack: Stack) -> Tell:
    def tell(error: BaseException) -> Problem:
        return Problem(
            ProblemCode.RULE_CRASHED,
            Message("the rule crashed on {resource} ({error}): tell the rule's owner").format(
                resource=question.subject.logical_id, error=described(error)
            ),
            stack.template.path,
            placed(_place(stack, question.view.resource.logical_id)),
            question.card.outline.id,
        )

    return tell
