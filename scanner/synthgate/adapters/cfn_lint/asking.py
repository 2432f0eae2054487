"""One run of cfn-lint over all templates, or in parts where it dies of one."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from synthgate.adapters.asking import Answer, Readable, Request
from synthgate.adapters.bisecting import Answers, Budget, answers
from synthgate.adapters.cfn_lint.output import Linted, Matches
from synthgate.adapters.cfn_lint.running import OLDEST, BrokenError, Runs, find
from synthgate.adapters.quoting import Quoting
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
)
from synthgate.problem_code import ProblemCode
from synthgate.secrets.hearsay import link, one_line
from synthgate.template.document import property_path

NAME = "cfn-lint"
_NAMES = 3
_UNREAD = frozenset({"E0000", "E0001"})
"""A template that cannot be parsed, or whose transform failed."""
_CRASHED = "E0002"
"""A rule of cfn-lint that broke over a template."""


def ask(request: Request) -> Answer:
    """What cfn-lint finds in the templates of a run, with its rules as they are by default."""
    program = find(request.executable, request.folder, os.environ)
    if program is None:
        return _failed(_ABSENT.format())
    with tempfile.TemporaryDirectory(prefix="synthgate-") as name:
        runs = Runs(program, Path(name), os.environ)
        release, how = runs.release()
        if how is not None:
            return _failed(_BROKEN.format(how=how))
        major = re.match(r"\d+", release)
        if major is None or int(major[0]) < OLDEST:
            return _failed(_OLD.format(release=one_line(release), oldest=OLDEST))
        try:
            found = answers(request.templates, runs.ask, Budget(request.seconds))
        except BrokenError as error:
            return _failed(_BROKEN.format(how=error.how))
    linted = [one for part in found.parts for one in part.found]
    odd = sum(part.odd for part in found.parts)
    problems = [*_problems(found, runs, linted, odd)]
    by_name = {one.shown: one for one in request.templates}
    reported = tuple(dict.fromkeys(_reported(linted, by_name)))
    run = ToolRun(NAME, one_line(release), is_whole=not problems)
    return Answer(Heard((run,), reported), tuple(problems))


def _failed(text: Text) -> Answer:
    problem = Problem(ProblemCode.TOOL_FAILED, text)
    return Answer(Heard((ToolRun(NAME, is_whole=False),)), (problem,))


def _reported(linted: Sequence[Linted], by_name: Mapping[str, Readable]) -> Iterator[Reported]:
    quoting = {shown: Quoting(one) for shown, one in by_name.items()}
    for one in linted:
        if one.rule_id == _CRASHED:
            continue
        match one.path:
            case ("Resources", logical_id, *route):
                pass
            case route:
                logical_id = ""
        spot = Spot(
            one.template,
            one_line(str(logical_id)),
            line=one.line,
            end_line=one.end_line,
            property_path=one_line(property_path(tuple(route))),
        )
        yield Reported(
            NAME,
            one_line(one.rule_id),
            Status.FAIL,
            spot,
            quoting[one.template].said(one.message),
            one_line(one.title),
            one_line(one.level),
            link(one.link),
        )


def _problems(
    found: Answers[Matches], runs: Runs, linted: Sequence[Linted], odd: int
) -> Iterator[Problem]:
    for one in found.killing:
        yield _over(one.shown, _KILLED.format(how=runs.died[one.shown]))
    for one in dict.fromkeys(runs.gone):
        yield _over(one.shown, _GONE)
    for template in dict.fromkeys(one.template for one in linted if one.rule_id in _UNREAD):
        yield _over(template, _UNPARSED)
    for template in dict.fromkeys(one.template for one in linted if one.rule_id == _CRASHED):
        yield _over(template, _RULE)
    if found.unasked:
        names = first_of([one.shown for one in found.unasked], _NAMES)
        yield Problem(ProblemCode.TOOL_FAILED, _UNASKED.format(names=names))
    if odd:
        yield Problem(ProblemCode.TOOL_FAILED, _ODD.format(number=odd))


def _over(template: str, text: Text) -> Problem:
    return Problem(ProblemCode.TOOL_FAILED, text, template)


_ABSENT = Message(
    "cfn-lint: no such program is found; install it (pip install cfn-lint), "
    "or name it with `tool-command`"
)
_BROKEN = Message(
    "cfn-lint: nothing of it is in this report, for it does not run here ({how}): see that "
    "`cfn-lint --version` works, or name another program with `tool-command`"
)
_OLD = Message(
    "cfn-lint: this is release {release}, and {oldest} is the first that is understood; update it"
)
_KILLED = Message(
    "cfn-lint: no answer about this template ({how}); the others were asked without it"
)
_GONE = Message("cfn-lint: not asked about this template, which cannot be read any more")
_UNPARSED = Message("cfn-lint: it says little about this template, which it cannot read")
_RULE = Message(
    "cfn-lint: a rule of its own broke over this template; what its other rules say counts"
)
_UNASKED = Message(
    "cfn-lint: it was stopped before it had answered about {names}: --tool-timeout gives it "
    "longer, or scan fewer templates at a time"
)
_ODD = Message(
    "cfn-lint: {number} of its findings have no shape that is known, and were left out; the rest "
    "counts"
)
