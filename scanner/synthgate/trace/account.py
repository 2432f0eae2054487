"""The account of one verdict: the rule and what it was asked about, its steps, its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from synthgate.evaluate import Results, Stack, evaluate, evaluate_app
from synthgate.judge.inline import Ledger, Meanings, Surroundings
from synthgate.model import Finding, Language, Message, Status, Text, in_context
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.index import Index
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.outcome import Outcome
from synthgate.rule.terms.telling import Asked
from synthgate.secrets.found import mask_of
from synthgate.trace.record import Trial, WatchedCard, watched
from synthgate.trace.scene import Scene
from synthgate.trace.worlds import worlds


def of_resource(
    card: Card, stack: Stack, logical_id: str, language: Language, *, untrusted: bool = False
) -> Lines:
    """What a rule about resources says of one; where it is a stranger's, it excuses nothing."""
    mask = mask_of(stack.resolver)
    scene = Scene(language, card.compiler, mask)
    return mask.lines(_of_resource(card, stack, logical_id, scene, untrusted=untrusted))


def _of_resource(
    card: Card, stack: Stack, logical_id: str, scene: Scene, *, untrusted: bool
) -> Lines:
    kind = stack.template.resources[logical_id]["Type"]
    origin = stack.origins.get(logical_id)
    construct = f" {origin.construct_path}" if origin and origin.construct_path else ""
    yield f"# {stack.template.path}: {logical_id} ({kind}){construct}"
    asked = watched(card, logical_id)
    results = evaluate(stack, Index([asked]))
    if not untrusted:
        around = Surroundings(stack.template, stack.construct, stack.acknowledged, scene.mask)
        ledger = Ledger(Meanings({card.rule.id: card}))
        findings = ledger.excused(results.findings, results.verdicts, around)
        results = replace(results, findings=findings)
    yield from _account(asked, results, scene, _not_asked(card, stack, kind))


def of_all(
    card: Card, stacks: Sequence[Stack], language: Language, *, untrusted: bool = False
) -> Iterator[Lines]:
    """An account of each thing of an app that a rule is about."""
    if card.scope == "app":
        if stacks:
            yield of_app(card, stacks, language)
        return
    for stack in stacks:
        if card.scope == "stack":
            if not stack.is_nested:
                yield of_stack(card, stack, language)
            continue
        for logical_id, body in stack.template.resources.items():
            if any(fnmatchcase(body["Type"], one) for one in card.rule.resources):
                yield of_resource(card, stack, logical_id, language, untrusted=untrusted)


def of_stack(card: Card, stack: Stack, language: Language) -> Lines:
    """What a rule about stacks says of one."""
    mask = mask_of(stack.resolver)
    return mask.lines(_of_stack(card, stack, Scene(language, card.compiler, mask)))


def _of_stack(card: Card, stack: Stack, scene: Scene) -> Lines:
    yield f"# {stack.template.path}: {stack.name or stack.template.path}"
    asked = watched(card, "")
    results = evaluate(stack, Index([asked]))
    reason = _NESTED if stack.is_nested else _no_type(card)
    yield from _account(asked, results, scene, reason)


def of_app(card: Card, stacks: Sequence[Stack], language: Language) -> Lines:
    """What a rule about apps says of one, for each environment that it serves."""
    mask = mask_of(stacks[0].resolver)
    return mask.lines(_of_app(card, stacks, Scene(language, card.compiler, mask)))


def _of_app(card: Card, stacks: Sequence[Stack], scene: Scene) -> Lines:
    asked = watched(card, "")
    for results in evaluate_app(stacks, Index([asked])):
        trials = asked.trials
        stack = trials[0].view.resolver if trials else stacks[0].resolver
        environment = stack.placement.environment
        yield f"# {stack.template.path}: app{f' ({environment})' if environment else ''}"
        yield from _account(asked, results, scene, _no_type(card))
        trials.clear()


def _account(asked: WatchedCard, results: Results, scene: Scene, unasked: Text) -> Lines:
    rule, trials = asked.rule, asked.trials
    yield f"{rule.id}: {rule.title[scene.language]}"
    yield ""
    if not trials:
        for problem in results.problems:
            yield problem.message[scene.language]
        if not results.problems:
            yield f"{scene.outcome(None)}: {scene.say(unasked)}"
        return
    yield from _steps(asked, trials[0], scene)
    yield from worlds(trials, scene)
    yield from _end(results, scene)


def _steps(asked: WatchedCard, trial: Trial, scene: Scene) -> Lines:
    """The `when` and the `check` of the card, as they were asked where nothing is assumed."""
    yield from _existence(trial, scene)
    words = [word for word in ("when", "check") if word in asked.body]
    if "when" not in words:
        yield f"when: {scene.say(_ALWAYS)}"
    for word, step in zip(words, trial.steps, strict=False):
        yield f"{word}: {scene.outcome(step.outcome, why=False)}"
        yield from indented(scene.tell(Asked(step, asked.body[word])))


def _existence(trial: Trial, scene: Scene) -> Lines:
    """That the resource may not be there, which a verdict about it does not rest on."""
    if not trial.view.is_whole:
        there = trial.view.resolver.exists(trial.view.resource.logical_id)
        doubt = scene.doubtful(there, _MAYBE_THERE)
        if doubt:
            yield doubt


def _end(results: Results, scene: Scene) -> Lines:
    """The verdict, and what a report will say of it."""
    for problem in results.problems:
        yield problem.message[scene.language]
    verdict = next(iter(results.verdicts), None)
    if verdict is None:
        yield scene.outcome(None)
    for finding in results.findings:
        status = scene.outcome(Outcome(finding.status))
        yield f"{status} ({finding.severity}): {_message(finding, scene)}"
    if verdict and not results.findings:
        yield scene.outcome(Outcome(verdict.status))


def _message(finding: Finding, scene: Scene) -> str:
    message = finding.message[scene.language]
    if finding.status is Status.UNKNOWN:
        message = f"{message} ({finding.why[scene.language]})"
    if finding.accepted is None:
        return message
    by, reason = finding.accepted.by, finding.accepted.reason
    return f"{message} [{scene.say(_SUPPRESSED, by=by, reason=reason)}]"


def _not_asked(card: Card, stack: Stack, kind: str) -> Text:
    if any(fnmatchcase(kind, one) for one in card.rule.resources):
        return _NOT_THERE
    return _OTHER_TYPE.format(types=", ".join(card.rule.resources), kind=kind)


def _no_type(card: Card) -> Text:
    return _NO_TYPE.format(types=", ".join(card.rule.resources))


def names_of(card: Card, stacks: Sequence[Stack]) -> Iterator[tuple[str, Stack, str]]:
    """What a rule may be asked about: its name, its stack, and its logical id there."""
    for stack in stacks:
        if card.scope == "stack":
            names = (stack.name, stack.template.path, stack.resolver.placement.stack_name)
            yield from ((name, stack, "") for name in dict.fromkeys(names) if name)
            continue
        for logical_id in stack.template.resources:
            origin = stack.origins.get(logical_id)
            names = (logical_id, origin.construct_path if origin else None)
            yield from ((name, stack, logical_id) for name in dict.fromkeys(names) if name)


_SUPPRESSED = in_context("trace", "suppressed by {by}: {reason}")
_ALWAYS = Message("not given: the rule always applies")
_MAYBE_THERE = Message("the resource may not be there")
_NOT_THERE = Message("its condition does not let the resource exist")
_OTHER_TYPE = Message("the rule is about {types}, not {kind}")
_NO_TYPE = Message("there is nothing of {types} here")
_NESTED = Message("a nested stack is a part of the one that makes it")
