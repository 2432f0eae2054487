"""Questions and answers: a rule asked of something, and what it says written up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthgate.evaluate.about import About
from synthgate.evaluate.cdk_made import attributed
from synthgate.evaluate.finding import finding_of
from synthgate.evaluate.places import distinct
from synthgate.evaluate.related import defaults_behind
from synthgate.evaluate.stack import Results, Stack, place_of
from synthgate.evaluate.verdict import is_untold, told, verdict
from synthgate.guard import Guard, crash, described, placed
from synthgate.model import Finding, Message, Origin, Problem, Status, Subject, Verdict
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.surroundings.tags import known_tags
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.outcome import Outcome
from synthgate.secrets.found import shown


@dataclass(frozen=True, slots=True)
class Question:
    """A rule to be asked of something, and how a report names that."""

    card: Card
    view: View
    subject: Subject


def answered(
    stack: Stack,
    questions: Iterable[Question],
    problems: list[Problem],
    *,
    as_they_are: bool = False,
) -> Results:
    """The answers; a rule that does not apply gives none.

    Questions that are asked `as_they_are` are asked of no other world: what they are about was made
    of all of them, and what the CDK made is whoever's.

    A rule that crashes is a problem with its name; a verdict that cannot be written up, one of
    ours.
    """
    answers = _Answers(stack, as_they_are=as_they_are)
    asking, writing = Guard(problems, answers.rule_crashed), Guard(problems, answers.unwritten)
    for question in questions:
        answers.question = question
        outcome: Outcome | None = None
        with asking:
            card, view = question.card, question.view
            outcome = card.verdict(view) if as_they_are else verdict(card, view)
        if outcome is not None:
            answers.take(outcome, writing)
    return answers.results(problems)


class _Answers:
    """What the rules say of a stack, question by question.

    What is unknown only for nobody tells the environment is told once for all, in no finding;
    what nobody can do anything about in none either.
    """

    __slots__ = (
        "_about",
        "_as_they_are",
        "_findings",
        "_stack",
        "_untold",
        "_verdicts",
        "_view",
        "question",
    )

    def __init__(self, stack: Stack, *, as_they_are: bool) -> None:
        self.question: Question
        """The one that is being asked."""
        self._stack = stack
        self._as_they_are = as_they_are
        self._verdicts: list[Verdict] = []
        self._findings: list[Finding] = []
        self._untold: dict[str, None] = {}
        self._view: View | None = None
        self._about: About

    def take(self, outcome: Outcome, writing: Guard) -> None:
        """Note an answer, with its findings, as far as those can be written up."""
        question, status = self.question, outcome.status
        if status is Status.PASS or self._is_written_up(outcome, writing):
            self._verdicts.append(Verdict(question.card.rule, question.subject, status))

    def _is_written_up(self, outcome: Outcome, writing: Guard) -> bool:
        """Whether the findings of an outcome, if it has any to tell, could be written."""
        question, written = self.question, told(outcome)
        if is_untold(outcome):
            self._untold[question.card.outline.id] = None
        if not written.places and outcome.places:
            return True
        found: list[Finding] | None = None
        with writing:
            found = [*_findings(question, written, self._about_it(), self._stack)]
            if not self._as_they_are:
                made = self._about_it().origin.made
                found = [attributed(one, made) for one in found]
        self._findings.extend(found or ())
        return found is not None

    def _about_it(self) -> About:
        """What is known of what is asked about; the rules about one resource come in a row."""
        if self._view is not self.question.view:
            self._about = _about(self.question, self._stack)
            self._view = self.question.view
        return self._about

    def unwritten(self, error: BaseException) -> Problem:
        """A verdict that could not be written up."""
        question, path = self.question, self._stack.template.path
        place = place_of(self._stack, question.view.resource.logical_id)
        return crash(path, place, question.card.outline.id)(error)

    def rule_crashed(self, error: BaseException) -> Problem:
        """A rule that gave no answer."""
        question = self.question
        return Problem(
            ProblemCode.RULE_CRASHED,
            Message("the rule crashed on {resource} ({error}): tell the rule's owner").format(
                resource=question.subject.logical_id, error=described(error)
            ),
            self._stack.template.path,
            placed(place_of(self._stack, question.view.resource.logical_id)),
            question.card.outline.id,
        )

    def results(self, problems: Iterable[Problem]) -> Results:
        """All of it."""
        return Results(
            tuple(self._verdicts),
            tuple(self._findings),
            tuple(problems),
            tuple(self._untold),
        )


def _findings(
    question: Question, outcome: Outcome, about: About, stack: Stack
) -> Iterator[Finding]:
    for place in distinct(outcome.places, about.raw):
        failed = outcome.status is Status.FAIL
        behind = defaults_behind(about.raw, place, stack.resolver) if failed else ()
        yield finding_of(question.card.rule, outcome.status, place, about, behind)


def _about(question: Question, stack: Stack) -> About:
    """What the findings of all rules about a resource have in common."""
    view, as_shown = question.view, shown(stack.resolver)
    known = {} if view.is_whole else known_tags(view)
    return About(
        question.subject,
        as_shown,
        stack.origins.get(view.resource.logical_id, Origin()),
        stack.resolver.placement.environment,
        view.is_whole,
        as_shown.mask.tags(sorted(known.items())),
    )
