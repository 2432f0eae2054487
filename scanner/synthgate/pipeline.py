"""The stages of a scan, joined: prepare once, scan each unit, merge, judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from synthgate.bases import base_for
from synthgate.choosing import chosen_rules
from synthgate.config import NO_BASELINE, Config
from synthgate.config.tools import Tools
from synthgate.errors import UsageError
from synthgate.executors.executor import Executor, executor_of
from synthgate.executors.tally import Progress
from synthgate.framework.evidence import evidence_for
from synthgate.framework.library import Frameworks
from synthgate.framework.rules import Chosen
from synthgate.judge.gate_policy import Clause, GatePolicy
from synthgate.judgement import Judgement
from synthgate.kept.gathering import MOST
from synthgate.known import baseline_for, unheeded_baseline
from synthgate.looking import How, Seen, scanned
from synthgate.model import (
    Acknowledged,
    Decider,
    Message,
    Problem,
    Report,
    Results,
    Run,
    Severity,
    StoredScan,
)
from synthgate.plan import Plan
from synthgate.planning import plan_of, surroundings_of
from synthgate.problem_code import ProblemCode
from synthgate.provenance import files_of, shown
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.sheet import refuse
from synthgate.running import executor_for, kept_here, refuse_addresses, side_of
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON
from synthgate.sources.cdk_json import wrong_in
from synthgate.sources.places import places
from synthgate.version import __version__
from synthgate_reports import PASSING

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.facts.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run before anything is read: what is asked, and how it is judged.

    `told` is what went wrong with the rules.
    """

    plan: Plan
    judgement: Judgement
    told: tuple[Problem, ...] = ()

    def results(self, seen: Seen, run: Run) -> Results:
        """The merged partial report, to be stored, with what the `run` was asked."""
        chosen = self.judgement.chosen
        gated, asked = (tuple(sorted(one.cards)) for one in (chosen.gated, chosen.asked))
        scans = (StoredScan(__version__, replace(run, as_of=None)),)  # nobody has judged yet
        told = _told(self, seen)
        return Results(self.plan.digest, gated, told, seen.partial, asked, scans)


def prepare(config: Config) -> Prepared:
    """Settle everything that a run needs.

    Raises:
        UsageError: the configuration or a rule card has mistakes, or the file of parameters cannot
            be used.
    """
    chosen = chosen_rules(config)
    refuse(one for one in chosen.gated.problems if one.kind == "configuration")
    return _prepared(config, chosen)


def _prepared(config: Config, chosen: Chosen) -> Prepared:
    evidence = evidence_for(config, chosen.frameworks.chosen)
    around, given = surroundings_of(config)
    plan = plan_of(config, around, given, chosen.asked.cards)
    told = (*shown(chosen.gated.problems, around), *unheeded_baseline(config))
    judgement = Judgement(config, chosen, evidence, around, given, baseline_for(config))
    return Prepared(plan, judgement, told)


def run(
    config: Config,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    head: str | None = None,
    acknowledged: tuple[Acknowledged, ...] = (),
    recorder: Recorder | None = None,
    *,
    is_written_once: bool = False,
) -> Report:
    """Scan, and report what was found. Nothing is raised for what the input holds.

    In the place of its paths there may be one `head`: a path, stored results, or files of a
    revision (``REF:path``). `acknowledged` is what an app acknowledges besides what its assembly
    records. A report that `is_written_once`, by this thread, in the formats of the configuration,
    may hold less than all of its findings in memory.

    Raises:
        UsageError: the configuration has mistakes, the file of parameters cannot be used, or what
            is to be compared cannot be had.
    """
    if head is None:
        prepared = prepare(config)
        plan = replace(prepared.plan, acknowledged=acknowledged)
        most = _at_hand(config, prepared.judgement) if is_written_once else None
        return _scan(replace(prepared, plan=plan), config, stdin, progress, recorder, most)
    from synthgate.inputs import taken_from  # noqa: PLC0415 - most runs compare nothing
    from synthgate.reread import is_report  # noqa: PLC0415 - likewise

    if is_report(config.folder / head):
        raise UsageError(_REPORT.format(word=head))
    config = replace(config, paths=(head,))
    prepared = prepare(config)
    around, tools, plan = prepared.judgement.around, config.tools, prepared.plan
    executor, keep = side_of(config, head)
    seen = taken_from(
        head, plan, around, progress=progress, how=How(executor, tools, keep, with_state=True)
    )
    told = _foreign(head, seen, prepared)
    return _report(prepared, config, replace(seen, problems=(*seen.problems, *told)), progress)


def run_stored(config: Config, words: Sequence[str], offered: Wish | None = None) -> Report:
    """The report of results that scans have stored: ``FILE`` or ``NAME=FILE``, one or several.

    They are judged by the configuration of now. Nothing is scanned and no rule is asked, but for
    what they are compared with, if anything. Without another framework, the one that is `offered`
    is assessed if all of them were asked its rules.

    Raises:
        UsageError: the configuration has mistakes, or there are no such results.
    """
    from synthgate.inputs import asked_in  # noqa: PLC0415 - likewise
    from synthgate.stored import stored_in, together  # noqa: PLC0415 - only of stored results
    from synthgate.uniting import accepted_then  # noqa: PLC0415 - likewise

    each = stored_in(words, places(config.folder, config.source_root))
    prepared = prepare(config)
    if offered and not config.framework:
        wider = prepare(replace(config, framework=(offered,)))
        if all(wider.judgement.chosen.frameworks.rules <= asked_in(seen) for seen in each.values()):
            prepared = wider
    told = [it for name, seen in each.items() for it in _foreign(name, seen, prepared)]
    seen = together(each)
    scans = seen.stored.scans if seen.stored else ()
    told += accepted_then(scans, files_of(prepared.judgement.config))
    return _report(prepared, config, replace(seen, problems=(*seen.problems, *told)))


def _foreign(word: str, seen: Seen, prepared: Prepared) -> Iterator[Problem]:
    """What keeps stored results from being judged whole."""
    from synthgate.inputs import foreign_rules  # noqa: PLC0415 - likewise

    chosen = prepared.judgement.chosen
    return foreign_rules(word, seen, chosen.gated, chosen.asked.cards.keys())


def run_cards(config: Config, cards: Mapping[str, Card]) -> Report:
    """Scan with these rules, by their ids, and no others; whatever they find closes the gate.

    Raises:
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    config = replace(config, gate=_ANYTHING, framework=(), format=())
    config = replace(config, baseline=NO_BASELINE, against=None, gate_on=None)
    config = replace(config, tools=Tools(reports=False))
    catalog = Catalog(cards)
    return _scan(_prepared(config, Chosen(catalog, catalog, Frameworks())), config)


_ANYTHING = GatePolicy(Clause(Severity.INFO, Decider("rules")))
"""What is found by the rules that somebody tries."""


def _scan(
    prepared: Prepared,
    config: Config,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    recorder: Recorder | None = None,
    most: int | None = None,
) -> Report:
    executor = executor_for(config, recorder)
    seen = taken_in(prepared, config, stdin, progress, executor, most)
    report = _report(prepared, config, seen, progress)
    if recorder:
        recorder.finish(prepared.results(seen, report.run))
    return report


def _report(
    prepared: Prepared, config: Config, seen: Seen, progress: Progress | None = None
) -> Report:
    base = base_for(config, prepared.plan, prepared.judgement, seen, progress)
    report = prepared.judgement.report(_told(prepared, seen), seen.partial, base)
    if seen.stored:
        from synthgate.stored import with_scans  # noqa: PLC0415 - see above

        report = with_scans(report, seen.stored.scans)
    if any(wish.partition("=")[0] == RESULTS for wish in config.format):
        return replace(report, results=seen.stored or prepared.results(seen, report.run))
    return report


def _at_hand(config: Config, judgement: Judgement) -> int | None:
    """How many findings are in memory together, where nothing asks for all of them."""
    formats = {wish.partition("=")[0] for wish in config.format}
    wants_all = config.against or judgement.wants_all
    return MOST if formats and formats <= PASSING and not wants_all else None


def _is_scanned(base: Path) -> bool:
    """Whether what is compared with is to be scanned: a report is not."""
    from synthgate.reread import is_report  # noqa: PLC0415 - see above

    return not is_report(base)


def _told(prepared: Prepared, seen: Seen) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys((*prepared.told, *seen.problems)))


def taken_in(
    prepared: Prepared,
    config: Config,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    executor: Executor | None = None,
    most: int | None = None,
) -> Seen:
    """What there is below the paths of a run, nobody having judged it yet.

    Raises:
        UsageError: what lies in a store is not to be scanned so; or as the `executor` has it.
    """
    refuse_addresses(config)
    plan, around = prepared.plan, prepared.judgement.around
    paths, left_out, tools = config.paths, config.left_out, config.tools
    executor, keep = executor or executor_of(config.jobs), kept_here(config)
    with_state = config.against is not None and _is_scanned(config.folder / config.against)
    how = How(executor, tools, keep, with_state, most)
    seen = scanned(plan, around, paths, how, progress, stdin=stdin, left_out=left_out)
    wrong = None if config.paths or config.untrusted else wrong_in(config.folder)
    told = [Problem(ProblemCode.APP_UNREAD, wrong, CDK_JSON)] if wrong else []
    return replace(seen, problems=(*seen.problems, *told))


_REPORT = Message(
    "{word}: a JSON report, which tells of findings alone and can be a BASE only: name the results "
    "(scan --format results=FILE)"
)
RESULTS = "results"
"""The format that stores what a report is made of."""
