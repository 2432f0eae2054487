"""What a run is compared with: scanned as the run is, and judged by the same configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.executors.tally import Progress
from synthgate.judge.beside import Base, in_its_place
from synthgate.judgement import Judgement
from synthgate.looking import How, Seen
from synthgate.model import Finding, Message, Problem, is_of_tool, plural
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.running import side_of
from synthgate.settings.table import CHANGES
from synthgate.sources.places import Places, exists, resolved


def base_for(
    config: Config, plan: Plan, judgement: Judgement, head: Seen, progress: Progress | None = None
) -> Base | None:
    """What the head is to be compared with; None where nothing is.

    Raises:
        UsageError: there is no such thing, or nothing can be made of it.
    """
    word, around = config.against, judgement.around
    if word is None:
        return None
    from synthgate.inputs import of_same_name, taken_from  # noqa: PLC0415 - most runs have no base
    from synthgate.reread import is_report, report_of  # noqa: PLC0415 - likewise

    name = around.shown(around.folder / word) if exists(around.folder / word) else word
    seen_as = head.called or _seen_as(config, around)
    if is_report(around.folder / word):
        cards = judgement.chosen.gated.cards
        findings = report_of(word, around.folder / word, cards)
        return _for(head, Base(name, findings, (_ONLY_FINDINGS, _untold(config))))
    if seen_as:
        folder = around.folder / word
        found = of_same_name(folder, around.folder, around.folder / seen_as)
        word = word if found == folder else around.shown(found)
    _refuse_itself(word, config, around)
    tools = replace(config.tools, imported=())  # those reports are of the head
    executor, keep = side_of(config, word)
    how = How(executor, tools, keep, with_state=head.state is not None)
    seen = taken_from(word, plan, around, seen_as, progress, how)
    base = Base(name, judgement.judged(seen.partial))
    if head.state and seen.state:
        # As much as a scan imports: a run that finds its answers kept does without.
        from synthgate.changing import changed  # noqa: PLC0415

        way = changed(plan, seen.state, head.state, name)
        base = replace(
            base,
            changes=way.changes,
            done=way.done,
            problems=way.problems,
            is_judged=way.is_judged,
        )
    else:
        base = replace(base, problems=(_untold(config),))
    if seen_as and seen.asked is None and exists(around.folder / word):
        base = replace(base, seen_as=seen_as, lies_at=around.shown(around.folder / word))
        base = in_its_place(base)
    told = (*_told(base, seen), *_unasked(name, seen, judgement), *base.problems)
    return _for(head, replace(base, problems=told))


def _for(head: Seen, base: Base) -> Base:
    """A base of those rules that the head was asked: what nobody asked is not fixed.

    Nor is what a tool has found that was not asked now, or has not answered all.
    """
    asked = head.asked
    runs = [run for heard in head.partial.every_heard for run in heard.runs]
    tools = {run.tool for run in runs} - {run.tool for run in runs if not run.is_whole}

    def is_asked(finding: Finding) -> bool:
        rule_id = finding.rule.id
        if is_of_tool(rule_id):
            return rule_id.partition(":")[0] in tools
        return asked is None or rule_id in asked

    observed = [
        replace(one, findings=tuple(filter(is_asked, one.findings))) for one in base.observed
    ]
    return replace(base, observed=observed)


def _untold(config: Config) -> Problem:
    """That nothing is told of what the change does; it matters if the gate is to look at that."""
    asked = sorted({*CHANGES}.intersection(config.gate_on or ()))
    if asked:
        return Problem(ProblemCode.CHANGE_UNKNOWN, _UNKNOWN.format(words=", ".join(asked)))
    return Problem(ProblemCode.CHANGE_UNTOLD, _NO_STATES)


def _refuse_itself(word: str, config: Config, around: Places) -> None:
    """A run that is compared with what it scans would find nothing new, ever."""
    from synthgate.inputs import is_stored  # noqa: PLC0415 - likewise

    scanned = {_folder(around.folder / path) for path in config.paths or (_DEFAULT,)}
    if _folder(around.folder / word) in scanned and not is_stored(around.folder / word):
        raise UsageError(_ITSELF.format(base=word))


def _folder(path: Path) -> Path:
    """What names an assembly, be it by its manifest."""
    found = resolved(path)
    return found.parent if found.name == "manifest.json" else found


def _seen_as(config: Config, around: Places) -> str:
    """What the base is called: as the one path that is scanned, by which templates are known."""
    paths = config.paths or (_DEFAULT,)
    return around.shown(around.folder / paths[0]) if len(paths) == 1 else ""


def _told(base: Base, seen: Seen) -> Iterator[Problem]:
    """What kept the base from being read whole: what it does not know is taken for new."""
    problems = [*seen.problems, *(it for unit in seen.partial.units for it in unit.problems)]
    for one in problems:
        if one.kind != "notice":
            message = _IN_BASE.format(base=base.name, problem=one.message)
            path = one.path and base.shown(one.path)
            yield replace(one, message=message, path=path)


def _unasked(name: str, seen: Seen, judgement: Judgement) -> Iterator[Problem]:
    """A notice of rules that the base knows nothing of."""
    rules = judgement.chosen.gated.cards.keys() - (seen.asked or ())
    if seen.asked is not None and rules:
        text = _UNASKED.format(base=name, number=len(rules))
        yield Problem(ProblemCode.BASE_PARTIAL, text)


_DEFAULT = "cdk.out"
_UNKNOWN = Message(
    "gate-on {words}: what the change does cannot be told beside stored results: compare with an "
    "assembly, a folder, a template or REF:path, or take {words} out of gate-on"
)
_NO_STATES = Message(
    "what the change does to data, to access and to other stacks is told of assemblies and "
    "templates, not of stored results or reports: only new, fixed and moved findings are told here"
)
_ITSELF = Message(
    "{base}: this is what is scanned, beside which nothing is new: name an earlier state of it, "
    "as another folder, stored results, or REF:path at a git revision"
)
_IN_BASE = Message("in the base {base}: {problem}")
_UNASKED = plural(
    "in the base {base}: {number} rule was not asked then, so that all it finds is new",
    "in the base {base}: {number} rules were not asked then, so that all they find is new",
)
_ONLY_FINDINGS = Problem(
    ProblemCode.BASE_PARTIAL,
    Message(
        "the base is a JSON report, which tells of no faultless resource: what has moved counts "
        "as new, and as fixed; stored results (--format results=FILE) tell all"
    ),
)
