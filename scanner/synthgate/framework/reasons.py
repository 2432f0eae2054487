"""Why a control is in its state, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.model import (
    NOTHING,
    Checks,
    Control,
    Evidence,
    Finding,
    Message,
    Text,
    joined,
    plural,
)


def automated(
    checks: Checks, lenient: int, excepted: Sequence[Finding], elsewhere: int, *, is_told: bool
) -> Iterator[Text]:
    """What the rules of a control said, most pressing first.

    `lenient` checks failed with a severity that other environments do not have;
    `excepted` are the findings that somebody accepts.
    `is_told` says whether the environment is known.
    """
    asked = checks.passed + checks.failed + checks.unknown + checks.accepted + lenient
    aside = len({one.question for one in excepted})
    for sentence, number in (
        (_FAILED, checks.failed),
        (_UNKNOWN, checks.unknown),
        (_ACCEPTED, aside),
        (_ANSWERED, elsewhere),
        (_TOLERATED if is_told else _DEPENDS, lenient),
    ):
        if number:
            by = _answering(excepted) if sentence is _ACCEPTED else NOTHING
            yield sentence.format(number=number, asked=asked, by=by)
    if asked and asked == checks.passed:
        yield _PASSED.format(asked=asked)
    if not asked:
        yield _NOTHING


def tried(number: int) -> Iterator[Text]:
    """How many checks that failed are of rules that are still being tried."""
    if number:
        yield _TRIED.format(number=number)


def _answering(excepted: Sequence[Finding]) -> Text:
    """Who answers for what is accepted, and until when."""
    found = dict.fromkeys(
        (one.accepted.owner, one.accepted.expires) for one in excepted if one.accepted
    )
    told = [
        (_UNTIL if end else _FOR_GOOD).format(owner=owner or _NOBODY, end=end or NOTHING)
        for owner, end in found
    ]
    more = [_MORE.format(more=len(told) - _MOST)] if len(told) > _MOST else []
    return joined("; ", [*told[:_MOST], *more])


def unreasoned(number: int) -> Iterator[Text]:
    """How many checks are set aside by the gate alone, for nobody says why."""
    if number:
        yield _UNREASONED.format(number=number)


def derived(number: int, asked: int) -> Iterator[Text]:
    """How many checks are of rules that a table alone maps to the control."""
    if number:
        yield (_DERIVED_ALL if number == asked else _DERIVED).format(number=number, asked=asked)


def beside_its_kind(number: int) -> Text:
    """That nothing here is what a control is about, and how much of the rest passed."""
    return _BESIDE.format(number=number)


def missing(crashed: Sequence[str], *, unscanned: bool) -> Iterator[Text]:
    """What kept rules from being asked."""
    if crashed:
        yield _CRASHED.format(rules=", ".join(crashed))
    if unscanned:
        yield _UNSCANNED


def not_asked(rules: Sequence[str]) -> Text:
    """That rules do not ask in this environment."""
    return _NOT_HERE.format(rules=", ".join(rules))


def cdk_made(number: int) -> Iterator[Text]:
    """How many failures are about what the CDK made by itself."""
    if number:
        yield _CDK_MADE.format(number=number)


def unrecorded() -> Text:
    """That what is stated names nothing to look up, where no rule tells anything either."""
    return _UNRECORDED


def evidence(given: Sequence[Evidence], control: Control) -> Iterator[Text]:
    """What people state of a control, and what of that does not count."""
    for one in given:
        if one.refused is None:
            said = _STATED if one.kind == "proof" else _ELSEWHERE
            yield said.format(by=one.by, date=one.date, until=one.valid_until)
        else:
            yield _REFUSED.format(by=one.by, date=one.date, why=one.refused)
    if control.mode != "automated" and not any(one.kind == "proof" for one in given):
        yield _UNCLAIMED if control.mode == "unclaimed" else _NO_EVIDENCE


_CDK_MADE = plural(
    "besides, {number} check failed on what was made by the CDK; it decides nothing",
    "besides, {number} checks failed on what was made by the CDK; they decide nothing",
)
_DERIVED = Message(
    "{number} of {asked} checks are of rules that a table maps to it, which nobody has reviewed"
)
_DERIVED_ALL = Message(
    "all of these checks are of rules that a table maps to it, which nobody has reviewed: what "
    "passes does not show that it is met"
)
_UNCLAIMED = Message("nothing in a template tells of it, and no evidence is given")
_FAILED = Message("{number} of {asked} checks failed")
_UNKNOWN = Message("{number} of {asked} checks the template does not decide")
_TRIED = plural(
    "{number} of the checks that failed is of a rule in preview, which no gate of a scan goes by",
    "{number} of the checks that failed are of rules in preview, which no gate of a scan goes by",
)
_ACCEPTED = Message("{number} of {asked} checks did not pass and are accepted ({by})")
_ANSWERED = Message("{number} of {asked} checks ask for what is met elsewhere")
_UNTIL = Message("{owner}, until {end}")
_FOR_GOOD = Message("{owner}, without an end")
_NOBODY = Message("nobody is named")
_MORE = Message("{more} more")
_MOST = 3
_UNRECORDED = Message(
    "what is stated names no record (file, link or document), and no rule found anything to judge"
)
_UNREASONED = plural(
    "{number} of the checks that did not pass is suppressed without a reason: it counts here",
    "{number} of the checks that did not pass are suppressed without a reason: they count here",
)
_TOLERATED = Message(
    "tolerated in this environment: {number} of {asked} checks failed with severity info"
)
_DEPENDS = Message(
    "{number} of {asked} checks failed and count in some environments only: "
    "what the stacks are for is not told"
)
_NOT_HERE = Message("not asked in this environment, where there are such resources: {rules}")
_CRASHED = Message("could not be asked: {rules}")
_UNSCANNED = Message("not everything could be scanned")
_PASSED = Message("{asked} of {asked} checks passed")
_NOTHING = Message("no resource here is of its kind")
_BESIDE = plural(
    "no resource here is of its kind: {number} check that is asked of anything passed",
    "no resource here is of its kind: {number} checks that are asked of anything passed",
)
_STATED = Message("stated by {by} on {date}, valid until {until}")
_ELSEWHERE = Message("met elsewhere (stated by {by} on {date}, valid until {until})")
_REFUSED = Message("evidence of {by} ({date}) does not count: {why}")
_NO_EVIDENCE = Message("no evidence is given")
