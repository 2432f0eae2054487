"""What a run of the library did not answer, as problems that name the rule, or the template."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from synthgate.adapters.asking import Readable
from synthgate.adapters.cfn_validate.process import STEP, Said
from synthgate.adapters.cfn_validate.rule_files import Source
from synthgate.adapters.process import Ran
from synthgate.adapters.quoting import Quoting
from synthgate.model import Message, Position, Problem, Text, first_of
from synthgate.problem_code import ProblemCode
from synthgate.secrets.hearsay import one_line

_PLACE = re.compile(r"line (\d+)(?: at)? column (\d+)|^\s*--> [\w.-]*:(\d+):(\d+)", re.MULTILINE)
_FRAGMENT = re.compile(r"(?:, when handling|, fragment).*", re.DOTALL)
_NAMES = 3
_UNREAD = "F1101"
"""The library's id for a template that it cannot read."""


def absent(tool: str) -> Problem:
    """The library is not there."""
    return Problem(ProblemCode.TOOL_FAILED, _ABSENT.format(tool=tool))


def problems_of(
    tool: str, templates: Sequence[Readable], sources: Sequence[Source], said: Said
) -> Iterator[Problem]:
    """What was not answered: rules first, then templates."""
    for at in sorted(said.refused):
        yield _refused(tool, sources[at], said.refused[at])
    for at, template in sorted(said.killing.items()):
        shown = templates[template].shown if template >= 0 else ""
        yield _killing(tool, sources[at], shown)
    for at in sorted(said.deadly):
        shown = templates[at].shown
        yield _problem(_DEADLY.format(tool=tool, template=shown, seconds=f"{STEP:g}"), shown)
    yield from _broken(tool, templates, sources, said)
    for at in sorted(said.answered):
        yield from _short(tool, templates[at], said, at)
    if said.unasked:
        names = first_of([templates[at].shown for at in said.unasked], _NAMES)
        yield _problem(_unasked(tool, names, said.lost))


def repeated(tool: str, sources: Sequence[Source], said: Said) -> Iterator[Problem]:
    """Ids that several files have: all are held, and their findings cannot be told apart."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for source in sources:
        for rule_id in [source.rule_id] if source.rule_id else _named(source, said):
            places[rule_id][source.shown] = None
    for rule_id, files in sorted(places.items()):
        if len(files) > 1:
            names = first_of([*files], _NAMES)
            text = _REPEATED.format(tool=tool, rule=one_line(rule_id), files=names)
            yield Problem(ProblemCode.TOOL_RULE_REPEATED, text, next(iter(files)))


_DECLARED = re.compile(r"^[ \t]*rule[ \t]+([A-Za-z]\w*)", re.MULTILINE | re.ASCII)


def _named(source: Source, said: Said) -> Iterator[str]:
    """The rules that a file of Guard declares, of those that the library has read."""
    if source.rule.name.endswith(".guard"):
        yield from (name for name in _DECLARED.findall(source.rule.content) if name in said.ids)


def _unasked(tool: str, names: Text, lost: Ran | None) -> Text:
    if lost is None or lost.ending == "late":
        return _UNASKED.format(tool=tool, names=names)
    return _LOST.format(tool=tool, names=names, code=lost.code)


def _refused(tool: str, source: Source, error: str) -> Problem:
    place = _PLACE.search(error)
    line, column = (int(one) for one in place.groups() if one) if place else (source.line, 1)
    # The lines of a rule that stands in JSON are those of what it was written into.
    at = Position(source.line, 1) if source.rule_id else Position(max(line, 1), max(column, 1))
    reason = one_line(_FRAGMENT.sub("", error).replace(source.rule.name, source.shown), most=200)
    text = _REFUSED.format(tool=tool, file=source.shown, error=reason)
    return Problem(ProblemCode.TOOL_FAILED, text, source.shown, at)


def _killing(tool: str, source: Source, template: str) -> Problem:
    given = {"tool": tool, "file": source.shown, "seconds": f"{STEP:g}"}
    message = _KILLING_OVER.format(**given, template=template) if template else None
    at = Position(source.line, 1)
    text = message or _KILLING.format(**given)
    return Problem(ProblemCode.TOOL_FAILED, text, source.shown, at)


def _broken(
    tool: str, templates: Sequence[Readable], sources: Sequence[Source], said: Said
) -> Iterator[Problem]:
    """Rules that broke over templates, each told once with how many these are."""
    first: dict[int, tuple[int, str]] = {}
    times = Counter[int]()
    for at in sorted(said.answered):
        for rule, why in said.answered[at].failed:
            first.setdefault(rule, (at, why))
            times[rule] += 1
    for rule, (at, why) in sorted(first.items()):
        error = Quoting(templates[at]).said(why, most=200)
        given = {"tool": tool, "template": templates[at].shown, "number": times[rule]}
        if not 0 <= rule < len(sources):
            yield _problem(_FAILED.format(**given, error=error), templates[at].shown)
            continue
        source = sources[rule]
        text = _BROKEN.format(**given, error=error, file=source.shown)
        position = Position(source.line, 1)
        yield Problem(ProblemCode.TOOL_FAILED, text, source.shown, position)


def _short(tool: str, readable: Readable, said: Said, at: int) -> Iterator[Problem]:
    answered = said.answered[at]
    if answered.status not in ("OK", "") or answered.odd:
        told = [one.message for one in answered.found if one.rule_id == _UNREAD]
        reasons = [*answered.short, *told] or [answered.status]
        error = Quoting(readable).said(reasons[0], most=200)
        text = _SHORT.format(tool=tool, template=readable.shown, error=error)
        yield _problem(text, readable.shown)


def _problem(text: Text, path: str | None = None) -> Problem:
    return Problem(ProblemCode.TOOL_FAILED, text, path)


_ABSENT = Message(
    "{tool}: the package cloudformation-validate is not installed; "
    "install it with: pip install 'synthgate[policies]'"
)
_REFUSED = Message(
    "{tool}: {file} cannot be read as rules ({error}); its rules are not checked, the others are"
)
_KILLING = Message(
    "{tool}: reading the rules of {file} ends the tool, or takes more than {seconds} seconds; "
    "they are not checked, the others are"
)
_KILLING_OVER = Message(
    "{tool}: the rules of {file} end the tool over {template}, or take more than {seconds} seconds "
    "there; they are checked no further, the others are"
)
_DEADLY = Message(
    "{tool}: {template} ends the tool, or takes more than {seconds} seconds; "
    "it is not answered, the others are"
)
_BROKEN = Message(
    "{tool}: a rule of {file} breaks over {number} templates, the first of them {template} "
    "({error}); nothing is known of it there. Correct the rule"
)
_FAILED = Message(
    "{tool}: the tool fails over {number} templates, the first of them {template} ({error}); "
    "they are not answered"
)
_SHORT = Message("{tool}: {template} could not be answered whole ({error})")
_UNASKED = Message(
    "{tool}: the tool was stopped before {names} could be answered; "
    "give it more time (`tool-timeout`) or fewer templates"
)
_LOST = Message(
    "{tool}: the tool ended with exit code {code} before {names} could be answered; "
    "they are left out"
)
_REPEATED = Message(
    "{tool}: {files} have rules of one name, {rule}; all are checked, "
    "and their findings have one id"
)
