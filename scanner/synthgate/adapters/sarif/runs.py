"""A run of a tool in SARIF: who says it, whether it said all, and each of its results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from synthgate.adapters.asking import Answer
from synthgate.adapters.sarif.guard import spot_of, without_values
from synthgate.adapters.sarif.paths import Files
from synthgate.adapters.sarif.places import MOST, Places, places_of
from synthgate.adapters.sarif.rules import Rule, Rules, severity
from synthgate.adapters.sarif.shapes import Json, items, mapping, text
from synthgate.adapters.sarif.tally import NO_KIND, NO_OBJECT, NO_RULE, Tally
from synthgate.adapters.sarif.trivy import essence
from synthgate.adapters.sarif.words import NAME
from synthgate.model import (
    OURS,
    Acceptance,
    Heard,
    Message,
    Problem,
    Reported,
    Spot,
    Status,
    Text,
    ToolRun,
    named,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.secrets.hearsay import one_line
from synthgate.template.data import is_mapping

_STATUSES = {
    "fail": Status.FAIL,
    "pass": Status.PASS,
    "open": Status.UNKNOWN,
    "review": Status.UNKNOWN,
}
_SILENT = frozenset({"notApplicable", "informational"})
_GUARD = "guard"
_COLLECTORS = frozenset({named("AWS Labs - Automated Security Helper")})
"""Tools that run others, and say of each result whose it is (`properties.scanner_name`, or
`scanner_details.tool_name`, in ASH 3)."""


@dataclass(frozen=True)
class Run:
    """What is known of a run before its results are read."""

    tool: str
    rules: Rules
    places: Places
    resources: Mapping[str, Mapping[str, str]]
    """The resources of each template."""


def heard_of(run: Json, results: Sequence[object], at: int, files: Files, origin: str) -> Answer:
    """What a run says: the `at`th of a file that reports call `origin`, in some of its results."""
    tool = mapping(run.get("tool"))
    driver = mapping(tool.get("driver"))
    name = named(text(driver.get("name"))[:NAME])
    if name == OURS:
        return Answer(problems=(invalid(_OUR_OWN.format(), origin),))
    about = Run(name, Rules(tool), places_of(run, results, files), files.resources)
    tallies: dict[str, Tally] = defaultdict(Tally)
    reported = [*_each(results, about, f"runs[{at}].results", tallies)]
    gaps = [*_gaps(run, name, origin)]
    told = (told for by, tally in tallies.items() for told in tally.problems(by, origin))
    release = text(driver.get("semanticVersion")) or text(driver.get("version"))
    whole = ToolRun(name, one_line(release, NAME), origin, is_whole=not gaps)
    others = sorted({one.tool for one in reported} - {name})
    runs = (whole, *(ToolRun(other, origin=origin) for other in others))
    return Answer(Heard(runs, tuple(reported)), (*gaps, *told))


def _gaps(run: Json, tool: str, origin: str) -> Iterator[Problem]:
    """Why a tool has not said all: by its own words, or in files that nobody reads."""
    invocations = [mapping(one) for one in items(run.get("invocations"))]
    failed = any(one.get("executionSuccessful") is False for one in invocations)
    if failed or ("results" in run and run["results"] is None):
        yield invalid(_FAILED.format(tool=tool), origin)
    elif not isinstance(run.get("results", []), list):
        yield invalid(_NO_RESULTS.format(tool=tool), origin)
    if mapping(run.get("externalPropertyFileReferences")).get("results"):
        yield invalid(_ELSEWHERE.format(tool=tool), origin)


def _each(
    results: Sequence[object], run: Run, where: str, tallies: dict[str, Tally]
) -> Iterator[Reported]:
    for at, result in enumerate(results):
        place = f"{where}[{at}]"
        if not is_mapping(result):
            tallies[run.tool].leave_out(NO_OBJECT, place)
            continue
        tool = _finder(result, run.tool)
        rule = run.rules.of(result)
        kind = text(result.get("kind", "fail"))
        if kind in _SILENT or _is_gone(result):
            continue
        status = _STATUSES.get(kind)
        if not rule.id or status is None:
            tallies[tool].leave_out(NO_KIND if rule.id else NO_RULE, place)
            continue
        tallies[tool].crowded += len(items(result.get("locations"))) > MOST
        for spot in run.places.of(result):
            if spot:
                yield _reported(result, rule, status, spot, tool, run)
            elif items(result.get("locations")):
                tallies[tool].outside += 1
            else:
                tallies[tool].nowhere += 1


def _is_gone(result: Json) -> bool:
    """Whether a result is one of an earlier run, and none of this."""
    return result.get("baselineState") == "absent"


def _finder(result: Json, tool: str) -> str:
    """Whose result it is."""
    if tool not in _COLLECTORS:
        return tool
    properties = mapping(result.get("properties"))
    details = mapping(properties.get("scanner_details"))
    name = text(properties.get("scanner_name")) or text(details.get("tool_name"))
    return named(name[:NAME]) if name else tool


def _reported(
    result: Json, rule: Rule, status: Status, spot: Spot, tool: str, run: Run
) -> Reported:
    message = rule.message(result.get("message"))
    if tool == _GUARD:
        spot = spot_of(spot, message, run.resources.get(spot.template, {}))
        message = without_values(message)
    elif tool == "trivy":
        message = essence(message)
    accepted = None if status is Status.PASS else _acceptance(result, tool)
    return Reported(
        tool=tool,
        rule_id=rule.id,
        status=Status.FAIL if accepted else status,
        spot=spot,
        message=one_line(message),
        title=rule.title,
        severity=severity(result, rule, tool, status),
        link=rule.link,
        accepted=accepted,
    )


def _acceptance(result: Json, tool: str) -> Acceptance | None:
    """Why a result does not count, if it is suppressed.

    It is where nobody refuses that, or thinks about it still (SARIF 2.1.0, 3.27.23 and 3.35.3): a
    suppression without a status is accepted.
    """
    given = [mapping(one) for one in items(result.get("suppressions"))]
    if not given or any(one.get("status", "accepted") != "accepted" for one in given):
        return None
    reasons = dict.fromkeys(one_line(text(one.get("justification"))) for one in given)
    return Acceptance(tool, verbatim("; ".join(filter(None, reasons))))


def invalid(text: Text, origin: str) -> Problem:
    """What is wrong with a report, or with a part of it."""
    return Problem(ProblemCode.TOOL_REPORT_INVALID, text, origin)


_OUR_OWN = Message(
    "this is a report of synthgate's own, which is not imported: leave it out; to compare with an "
    "earlier scan, use `synthgate diff` or `scan --against`"
)
_FAILED = Message(
    "{tool} says that it did not come to its end, so that results may be missing: run it again, "
    "and look at what it complains of"
)
_NO_RESULTS = Message(
    "{tool}: `results` is no list, so that nothing is read: let the tool write the report again"
)
_ELSEWHERE = Message(
    "{tool}: results that stand in files of their own (externalPropertyFileReferences) are not "
    "read: let the tool write all into one file"
)
