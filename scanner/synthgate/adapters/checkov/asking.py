"""checkov is asked about all templates of a run: at once, or in parts where it dies of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from synthgate.adapters.asking import Answer, Readable, Request
from synthgate.adapters.bisecting import Answers
from synthgate.adapters.checkov import refusals
from synthgate.adapters.checkov.output import Said
from synthgate.adapters.checkov.parting import answers_in_parts
from synthgate.adapters.checkov.program import find
from synthgate.adapters.checkov.records import reported_of, template_of
from synthgate.adapters.checkov.running import BrokenError, Runs
from synthgate.model import Heard, Reported, ToolRun
from synthgate.secrets.hearsay import one_line

_SILENT = Heard((ToolRun("checkov", is_whole=False),))


def ask(request: Request) -> Answer:
    """Run checkov over the templates of a run, and say in our words what it says."""
    program = find(request.executable, request.folder, os.environ)
    if program is None:
        return Answer(_SILENT, (refusals.absent(request),))
    if not request.templates:
        return Answer(Heard((ToolRun("checkov"),)))
    numbered = {f"{number:05}": one for number, one in enumerate(request.templates, start=1)}
    names = {one.shown: name for name, one in numbered.items()}
    with tempfile.TemporaryDirectory(prefix="synthgate-", ignore_cleanup_errors=True) as folder:
        runs = Runs(program, Path(folder).resolve(), os.environ, names)
        try:
            found = answers_in_parts(request.templates, runs.ask, request.seconds)
        except BrokenError as error:
            return Answer(_SILENT, (refusals.broken(error.how),))
    return _answer(request, numbered, runs, found)


def _answer(
    request: Request, numbered: Mapping[str, Readable], runs: Runs, found: Answers[Said]
) -> Answer:
    """What was said, in an order that does not depend on checkov's, and what was not."""
    read = [reported_of(one, numbered) for part in found.parts for one in part.records]
    reported = _sorted((one for one in read if one is not None), numbered)
    files = [template_of(name, numbered) for part in found.parts for name in part.unparsed]
    unread = [one for one in files if one is not None]
    told = [*unread, *found.killing, *found.unasked, *runs.gone]
    silent = refusals.silent(request.templates, found.parts, reported, told)
    broken = sum(part.broken for part in found.parts) + read.count(None) + files.count(None)
    gaps = [
        *refusals.gone(runs.gone),
        *refusals.deadly(found.killing, runs.died),
        *refusals.unasked(found.unasked, request.seconds),
        *refusals.unreadable(sorted((*unread, *silent), key=lambda one: one.shown)),
        *refusals.malformed(broken),
    ]
    releases = {one_line(part.release, 40) for part in found.parts}
    run = ToolRun("checkov", max(releases, default=""), is_whole=not gaps)
    return Answer(Heard((run,), reported), (*gaps, *refusals.untested(releases)))


def _sorted(reported: Iterable[Reported], numbered: Mapping[str, Readable]) -> tuple[Reported, ...]:
    """By template, resource and rule, each once."""
    order = {one.shown: number for number, one in numbered.items()}

    def key(one: Reported) -> tuple[str, str, int, str, str]:
        at = one.spot
        return order[at.template], at.logical_id, at.line, one.rule_id, one.status

    return tuple(sorted(dict.fromkeys(reported), key=key))
