"""What checkov did not answer, as problems: each names the template and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from synthgate.adapters.asking import Readable, Request
from synthgate.adapters.checkov.output import Said
from synthgate.adapters.checkov.parting import written_types
from synthgate.adapters.checkov.program import TESTED
from synthgate.model import Message, Problem, Reported, Text, first_of, plural
from synthgate.problem_code import ProblemCode
from synthgate.secrets.hearsay import one_line

_NAMED = 3
_ALWAYS = frozenset(
    {
        "AWS::CloudTrail::Trail",
        "AWS::DynamoDB::Table",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::Volume",
        "AWS::ECR::Repository",
        "AWS::EFS::FileSystem",
        "AWS::IAM::Role",
        "AWS::KMS::Key",
        "AWS::Kinesis::Stream",
        "AWS::Lambda::Function",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    }
)
"""Types of which checkov has something to say whatever their properties are (each asked alone,
without any, of checkov 3.3.30). Of others it may rightly say nothing, and counts no resource of a
template that has none but those."""


def failed(text: Text, path: str | None = None) -> Problem:
    """A problem that leaves a gap."""
    return Problem(ProblemCode.TOOL_FAILED, text, path)


def absent(request: Request) -> Problem:
    """There is no checkov."""
    if request.executable is None:
        return failed(_ABSENT)
    return failed(_NOT_THERE.format(name=request.executable))


def broken(how: Text) -> Problem:
    """There is one, and it does not run."""
    return failed(_BROKEN.format(how=how))


def gone(templates: Iterable[Readable]) -> Iterator[Problem]:
    """Templates that could not be read when it was asked."""
    for one in templates:
        yield failed(_GONE, one.shown)


def deadly(killing: Iterable[Readable], died: Mapping[str, Text]) -> Iterator[Problem]:
    """Templates that it dies of."""
    for one in killing:
        yield failed(_KILLED.format(how=died[one.shown]), one.shown)


def unasked(templates: Sequence[Readable], seconds: float) -> Iterator[Problem]:
    """Templates that it did not get to."""
    if templates:
        names = first_of([one.shown for one in templates], _NAMED)
        yield failed(
            _UNASKED.format(number=len(templates), names=names, seconds=round(seconds)),
        )


def unreadable(files: Iterable[Readable]) -> Iterator[Problem]:
    """Templates that it says it cannot parse."""
    for one in files:
        yield failed(_UNREAD, one.shown)


def malformed(number: int) -> Iterator[Problem]:
    """Parts of its answer that nobody can read."""
    if number:
        yield failed(_MALFORMED.format(number=number))


def untested(releases: Iterable[str]) -> Iterator[Problem]:
    """A release of which the answers may mean something else."""
    for release in sorted({one for one in releases if one.partition(".")[0] != str(TESTED)}):
        shown = one_line(release, 40) or "?"
        text = _UNTESTED.format(release=shown, tested=TESTED)
        yield Problem(ProblemCode.TOOL_UNTESTED, text)


def silent(
    asked: Sequence[Readable],
    said: Sequence[Said],
    reported: Iterable[Reported],
    told: Iterable[Readable],
) -> list[Readable]:
    """Templates that it has passed over without a word; those of `told` are known.

    It tells how many resources it has read in all. Where that is fewer than there are, a template
    was passed over whose resources are of types that it has answered about elsewhere, or always
    answers about: what it prints of nothing looks like an answer.
    """
    known = {one.shown for one in told}
    expected = [one for one in asked if one.shown not in known]
    if sum(one.resources for one in said) >= sum(len(one.resources) for one in expected):
        return []
    answered: dict[str, set[str]] = {}
    for one in reported:
        answered.setdefault(one.spot.template, set()).add(one.spot.logical_id)
    types = {
        one.resources[name]
        for one in expected
        for name in answered.get(one.shown, ())
        if name in one.resources
    }
    return [
        one
        for one in expected
        if one.shown not in answered
        and (not types.isdisjoint(one.resources.values()) or _is_always_answered(one))
    ]


def _is_always_answered(template: Readable) -> bool:
    """Whether checkov always speaks of a resource: as the file has it, for it expands no loop."""
    return any(isinstance(one, str) and one in _ALWAYS for one in written_types(template))


_ABSENT = Message(
    "checkov: not found, so nothing of it is in this report: `synthgate tools install checkov` "
    "sets it up, --tool-command checkov=FILE names it"
)
_NOT_THERE = Message("checkov: --tool-command names {name!r}, which is no program that can be run")
_BROKEN = Message(
    "checkov: nothing of it is in this report, for it does not run here ({how}): "
    "`synthgate tools list` tells where it is, `synthgate tools install checkov` sets up another"
)
_GONE = Message("checkov: not asked about this template, which cannot be read any more")
_KILLED = Message(
    "checkov: no answer about this template ({how}); the others were asked without it"
)
_UNASKED = plural(
    "checkov: {number} template was not answered within {seconds} s: {names}; --tool-timeout "
    "gives it longer",
    "checkov: {number} templates were not answered within {seconds} s: {names}; --tool-timeout "
    "gives it longer",
)
_UNREAD = Message("checkov: no answer about this template, which it cannot read")
_MALFORMED = plural(
    "checkov: {number} part of its answer has no shape that is known, and was left out; the rest "
    "counts",
    "checkov: {number} parts of its answer have no shape that is known, and were left out; the "
    "rest counts",
)
_UNTESTED = Message(
    "checkov: release {release} was read, while this synthgate was tested with {tested}: what "
    "it says may mean something else"
)
