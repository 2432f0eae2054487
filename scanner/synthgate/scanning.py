"""The scan of one unit: from its bytes and the plan to plain data.

It knows no configuration, no report and no gate, so that it can run anywhere: here, in another
process, on another machine. What synthgate itself fails over is a problem, and the rest is scanned
all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from synthgate.clock import within
from synthgate.evaluate import (
    Results,
    Stack,
    by_environment,
    evaluate,
    evaluate_app,
    let_go,
    placed_of,
)
from synthgate.executors.tally import Told
from synthgate.guard import Guard, crash
from synthgate.judge.inline import Excuses, Ledger, Surroundings, places_in, texts_in
from synthgate.linking import Linked, dangling, link, overspent
from synthgate.model import (
    NOTHING_HEARD,
    Acknowledgements,
    Finding,
    Heard,
    Observed,
    PartialReport,
    Placed,
    Problem,
    ScannedTemplate,
    Suppression,
    Text,
    UnitReport,
)
from synthgate.model.verdicts import in_columns
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.resolve.environments import environment_named
from synthgate.secrets.found import mask_of, secrets_of
from synthgate.secrets.mask import Mask
from synthgate.sources.discover import Source
from synthgate.sources.environment import told_by
from synthgate.sources.left_out import left_out
from synthgate.sources.loaded import LoadedTemplate, Unit

SECONDS = 120.0
"""How long the rules may take over one template, or one app: the last guard, see `clock`."""


def scan_unit(plan: Plan, source: Source, told: Told = lambda _: None) -> PartialReport:
    """Scan an assembly, or a template outside any. Nothing is raised for what it holds."""
    unit, linked = linked_unit(plan, source)
    heard, unheard = (unit.heard, unit.unheard) if plan.reads_reports else (NOTHING_HEARD, ())
    scan = _Scan(plan, [*unit.problems, *linked.problems, *unheard])
    templates = [it for it in unit.templates if not plan.left_out.fits(plan.folder / it.path)]
    for number, loaded in enumerate(templates, start=1):
        scan.template(loaded, linked.stacks.get(loaded.id))
        told(len(templates) - number)
    omitted = len(unit.templates) - len(templates)
    if omitted:
        scan.problems.append(left_out(omitted, source.shown))
    scanned = {loaded.id for loaded in templates}
    scan.app(stack for id_, stack in linked.stacks.items() if id_ in scanned)
    scan.hide(linked.stacks.values())
    if plan.hears or heard.reported:
        scan.place(stack for id_, stack in linked.stacks.items() if id_ in scanned)
    let_go(linked.stacks.values())
    return PartialReport((scan.report(source, heard, unit),))


def linked_unit(plan: Plan, source: Source) -> tuple[Unit, Linked]:
    """A unit as it was read, and its stacks."""
    problems: list[Problem] = []
    unit = Unit()
    with Guard(problems, crash(source.shown)):
        unit = _in_environments(source.load(plan.environment), plan, problems)
    unit = replace(unit, problems=(*unit.problems, *problems))
    unit = _as_acknowledged(unit, plan)
    return unit, link(unit, plan.given, past_defaults=plan.past_defaults)


@dataclass(slots=True)
class _Scan:
    """The parts of a unit's report, growing template by template."""

    plan: Plan
    problems: list[Problem]
    templates: list[ScannedTemplate] = field(default_factory=list[ScannedTemplate])
    observed: list[Observed] = field(default_factory=list[Observed])
    declared: set[str] = field(default_factory=set[str])
    suppressions: tuple[Suppression, ...] = ()
    resources: list[Placed] = field(default_factory=list[Placed])
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.plan.meanings)

    def report(self, source: Source, heard: Heard, unit: Unit) -> UnitReport:
        """All of it, with what other tools say of the unit."""
        return UnitReport(
            source.order,
            source.base,
            tuple(self.templates),
            tuple(self.observed),
            tuple(self.problems),
            tuple(sorted(self.declared)),
            self.suppressions,
            heard,
            tuple(self.resources),
            unit.manifests,
        )

    def template(self, loaded: LoadedTemplate, stack: Stack | None) -> None:
        """Ask the rules of a template, if it could be read and linked, and note its row."""
        evaluated = stack is not None and self._evaluate(stack)
        resources = len(stack.template.resources) if stack and evaluated else 0
        teller: Text | None = None
        with Guard(self.problems, crash(loaded.path)):
            teller = told_by(
                loaded, self.plan.environment, is_configured=bool(self.plan.environments)
            )
        self.templates.append(
            ScannedTemplate(
                loaded.path,
                "scanned" if evaluated else "failed",
                resources,
                loaded.stack,
                loaded.stage,
                loaded.placement.environment,
                teller,
                loaded.template.digest if loaded.template else "",
                loaded.placement.account,
                loaded.placement.region,
                loaded.placement.partition,
            )
        )

    def _evaluate(self, stack: Stack) -> bool:
        """Whether the rules came to an end with a stack; what was stopped gives no verdict."""
        path = stack.template.path
        results = Results()
        self.declared.update(stack.template.section("Parameters"))
        with Guard(self.problems, crash(path), last=True) as guard, within(SECONDS):
            results = evaluate(stack, self.plan.index)
        if guard.tripped:
            return False
        self._add(results, self._excused(results, stack), stack.resolver.placement.environment)
        with Guard(self.problems, crash(path)):
            self.problems.extend(dangling(stack))
        return True

    def app(self, stacks: Iterable[Stack]) -> None:
        """Ask the rules about apps, once for each environment; to be called after `template`."""
        every = [*stacks]
        for seen_in, members in by_environment(every).items():
            found: list[Results] = []
            path = members[0].template.path
            with Guard(self.problems, crash(path), last=True), within(SECONDS):
                found = [*evaluate_app(members, self.plan.index)]
            for results in found:
                self._add(results, self._excused(results, _where(results, members)), seen_in)
        failed_over = (problem for stack in every for problem in stack.resolver.problems)
        self.problems.extend(dict.fromkeys(failed_over))
        self.problems.extend(problem for stack in every for problem in overspent(stack))

    def hide(self, stacks: Iterable[Stack]) -> None:
        """Mask what problems say, and mark the lines of a program that may hold secrets.

        Findings are masked where they are made.
        """
        self.suppressions = self.ledger.stated(self.problems)
        for stack in [*stacks][:1] if self.problems else ():  # the mask is that of the whole app
            mask = mask_of(stack.resolver)
            self.problems = [mask.problem(one) for one in self.problems]
        has_program = any(it.source for one in self.observed for it in one.findings)
        if has_program and any(secrets_of(stack.resolver).texts for stack in stacks):
            self.observed = [_secretive(one) for one in self.observed]

    def place(self, stacks: Iterable[Stack]) -> None:
        """Note the resources that other tools may speak of."""
        for stack in stacks:
            with Guard(self.problems, crash(stack.template.path)):
                placed = [*placed_of(stack)]
                around = surroundings(stack)
                excuses = self.ledger.excuses((one.subject for one in placed), around)
                self.resources.extend(_with_words(placed, excuses, stack, around.mask))

    def _add(self, results: Results, findings: tuple[Finding, ...], seen_in: str | None) -> None:
        verdicts = in_columns(results.verdicts)
        self.observed.append(Observed(seen_in, verdicts, findings, results.untold))
        self.problems.extend(results.problems)

    def _excused(self, results: Results, stack: Stack) -> tuple[Finding, ...]:
        """The findings of a stack, suppressed where its template, or the app, says so."""
        with Guard(self.problems, crash(stack.template.path)):
            around = surroundings(stack)
            return self.ledger.excused(results.findings, results.verdicts, around)
        return results.findings


def surroundings(stack: Stack) -> Surroundings:
    """The template of a stack, as suppressions are looked for around what is found in it."""
    mask = mask_of(stack.resolver)
    return Surroundings(stack.template, stack.construct, stack.acknowledged, mask)


def _with_words(
    placed: Iterable[Placed], excuses: Excuses, stack: Stack, mask: Mask
) -> Iterator[Placed]:
    """Resources with the words in which other tools speak of them, and are told to be silent."""
    for one in placed:
        body = stack.template.resources[one.subject.logical_id]
        named = ((path, mask.hide(text)) for path, text in texts_in(one.subject.type, body))
        texts = (*named, *places_in(one.subject.type, body))
        yield replace(one, texts=texts, excuses=excuses.get(one.subject, ()))


def _where(results: Results, members: Sequence[Stack]) -> Stack:
    """The stack whose template stands for an app: the one that what is said of it points at."""
    paths = {verdict.subject.template for verdict in results.verdicts}
    return next((stack for stack in members if stack.template.path in paths), members[0])


def _secretive(observed: Observed) -> Observed:
    """What was seen of an app that has secrets in clear text."""
    return replace(observed, findings=tuple(map(_from_secretive, observed.findings)))


def _from_secretive(finding: Finding) -> Finding:
    source = finding.source and replace(finding.source, secretive=True)
    return replace(finding, source=source) if source else finding


def _as_acknowledged(unit: Unit, plan: Plan) -> Unit:
    """A unit, of which the app is known to acknowledge more than its files record."""
    if not plan.acknowledged:
        return unit
    known: dict[Acknowledgements, Acknowledgements] = {}
    for loaded in unit.templates:
        before = loaded.acknowledged
        known.setdefault(before, Acknowledgements((*plan.acknowledged, *before.entries)))
    templates = (replace(it, acknowledged=known[it.acknowledged]) for it in unit.templates)
    return replace(unit, templates=tuple(templates))


def _in_environments(unit: Unit, plan: Plan, problems: list[Problem]) -> Unit:
    """A unit, of which the configuration says the environments of some stacks."""
    if not plan.environments:
        return unit
    templates: list[LoadedTemplate] = []
    for loaded in unit.templates:
        with Guard(problems, crash(loaded.path)) as guard:
            templates.append(_in_environment(loaded, plan))
        if guard.tripped:
            templates.append(replace(loaded, template=None))
    return replace(unit, templates=tuple(templates))


def _in_environment(loaded: LoadedTemplate, plan: Plan) -> LoadedTemplate:
    """A template by its stack, by the stacks around that, by its stage or by its file."""
    stack = (loaded.stack or "").split("/")
    names = ["/".join(stack[:depth]) for depth in range(len(stack), 0, -1)]
    names += [loaded.stage or "", loaded.placement.stack_name or ""]
    stated = plan.stated_environment([name for name in names if name], loaded.path)
    if stated is None:
        return loaded
    placement = replace(loaded.placement, environment=environment_named(stated))
    return replace(loaded, placement=placement)
