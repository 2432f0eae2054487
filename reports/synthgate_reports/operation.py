"""What an organisation files of a framework: each control, whether and how it is run, by whom.

Of ISMS-P that is the statement of operation (운영명세서), of ISO 27001 the statement of
applicability. What is known from rules and evidence stands there beside what people say; what
nobody says is to be said yet, and is no *yes*. A control that is not met is run by no word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import ControlState, Message, in_context
from synthgate.records import dataclass
from synthgate_reports.control_groups import group_title
from synthgate_reports.standing import environment_name
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synthgate.model import (
        AssessedControl,
        AssessedFramework,
        Form,
        Language,
        Report,
        Signature,
        Text,
    )

TITLES: Mapping[Form, Message] = {
    "operation": Message("Statement of operation"),
    "applicability": Message("Statement of applicability"),
}
SHORT: Mapping[Form, Message] = {
    "operation": TITLES["operation"],
    "applicability": in_context("sheet", "SoA"),
}
"""The same, short enough to stand with a framework's id in the 31 characters of a sheet's name."""
_ID = in_context("statement", "no.")
_TITLE, _GROUP = in_context("statement", "control"), in_context("statement", "area")
_HOW, _DOCUMENTS = Message("how it is run"), Message("documents")
_RECORDS, _OWNER = Message("records (evidence)"), Message("department")
HEADS: Mapping[Form, tuple[Message, ...]] = {
    "operation": (
        _GROUP,
        _ID,
        _TITLE,
        Message("operated (Y, N, N/A)"),
        Message("why not, or not applicable"),
        _HOW,
        _DOCUMENTS,
        _RECORDS,
        _OWNER,
    ),
    "applicability": (
        _GROUP,
        _ID,
        _TITLE,
        Message("applicable (Y, N)"),
        Message("justification"),
        Message("implemented (Y, N)"),
        _HOW,
        _DOCUMENTS,
        _RECORDS,
        _OWNER,
    ),
}
_REFUTING = frozenset({ControlState.NOT_MET, ControlState.EXCEPTED, ControlState.UNKNOWN})
"""The states of a control that something in the app is about: what nobody can say away."""
_OPEN = Message("to be stated")
_YES, _NO, _NOT_APPLICABLE = "Y", "N", "N/A"
_RECORD = Message("{statement} ({record}; {by}, {date})")
_BARE = Message("{statement} ({by}, {date})")
_CHECKS = Message(
    "checks of templates: {passed} passed, {failed} failed, {unknown} open, {accepted} accepted"
)
_CHECKS_IN = Message("{environment}: {checks}")
_NAME, _SCOPE = Message("organization"), Message("scope of the certification")
_SIGNERS = (Message("written by"), Message("reviewed by"), Message("approved by"))
_OF = in_context("statement", "standard")
_DAY = Message("evidence as of")
_UNSIGNED = Message("to be signed")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the cover; what nobody says has a word for that, and `is_open`."""

    label: str
    value: str
    is_open: bool = False


def cover(framework: AssessedFramework, report: Report) -> Iterator[Fact]:
    """Who files, for what scope, and who answers for it with a day."""
    language, by = report.language, framework.organization
    standard = f"{sentence(framework.title[language])} ({printable(framework.version)})"
    yield Fact(_OF[language], standard)
    yield _fact(_NAME, by and by.name, language)
    yield _fact(_SCOPE, by and by.scope, language)
    signed = (by.author, by.reviewer, by.approver) if by else (None, None, None)
    for label, one in zip(_SIGNERS, signed, strict=True):
        yield _signed(label, one, report)
    if report.run.as_of:
        yield Fact(_DAY[language], printable(report.run.as_of))


def _fact(label: Message, value: str | None, language: Language) -> Fact:
    said = sentence(value) if value else _OPEN[language]
    return Fact(label[language], said, is_open=not value)


def _signed(label: Message, one: Signature | None, report: Report) -> Fact:
    """Who answers for it; a name without a day, or with one to come, has not signed yet."""
    language, today = report.language, report.run.as_of
    day = one.date if one else None
    is_open = day is None or (today is not None and day > today)
    told = (one and one.name, day, _UNSIGNED[language] if is_open else None)
    return Fact(label[language], sentence(", ".join(filter(None, told))), is_open=is_open)


def rows(framework: AssessedFramework, report: Report) -> Iterator[tuple[str, ...]]:
    """A row for each control, in the order of the standard, those that nobody claims as well."""
    for one in framework.controls:
        yield _row(one, framework, report)


def _row(one: AssessedControl, framework: AssessedFramework, report: Report) -> tuple[str, ...]:
    language, control, run = report.language, one.control, one.operation
    is_refuted = run is not None and run.is_applicable is False and not _is_out(one)
    said = run.reason if run and not is_refuted else None
    around = [*reversed(framework.around(control.group))]
    groups = (group_title(it, framework, language) for it in around)
    reason = sentence(said) if said else ""
    return (
        " › ".join(groups),
        printable(control.id),
        sentence(control.title[language]),
        *_standing(one, framework.form, reason, language),
        "\n".join(_how(one, report)),
        "\n".join(dict.fromkeys(_documents(one))),
        "\n".join(_records(one, language)),
        sentence(run.owner) if run and run.owner else "" if _is_out(one) else _OPEN[language],
    )


def _standing(
    one: AssessedControl, form: Form | None, reason: str, language: Language
) -> tuple[str, ...]:
    """Whether it applies and is run; the reason where it does not, or is to be given."""
    run, done = one.operation, _is_run(one)
    open_, is_out = _OPEN[language], _is_out(one)
    said = open_ if done is None else _YES if done else _NO
    if form == "operation":
        is_short = done is False and not reason
        return _NOT_APPLICABLE if is_out else said, open_ if is_short else reason
    applies = _NO if is_out else _YES if run and run.is_applicable else open_
    return applies, reason or open_, _NO if is_out else said


def _is_out(one: AssessedControl) -> bool:
    """Whether a control is said not to apply, and nothing is there that fails it, or may."""
    run = one.operation
    return run is not None and run.is_applicable is False and one.state not in _REFUTING


def _is_run(one: AssessedControl) -> bool | None:
    """Whether a control is run, as far as anybody knows; no word outweighs a failure."""
    run = one.operation
    if one.state is ControlState.NOT_MET:
        return False
    if run and run.is_implemented is not None:
        return run.is_implemented
    return True if one.state is ControlState.MET else None


def _how(one: AssessedControl, report: Report) -> Iterator[str]:
    """How it is run, in people's words, then what the templates show."""
    run, language = one.operation, report.language
    if run and run.how:
        yield sentence(run.how)
    elif not _is_out(one):
        yield _OPEN[language]
    for result in one.results:
        if result.asked:
            it = result.checks
            said: Text = _CHECKS.format(
                passed=it.passed, failed=it.failed, unknown=it.unknown, accepted=it.accepted
            )
            if len(one.results) > 1:
                where = environment_name(result.environment, report)
                said = _CHECKS_IN.format(environment=where, checks=said)
            yield sentence(said[language])


def _documents(one: AssessedControl) -> Iterator[str]:
    run = one.operation
    yield from (sentence(it) for it in (run.documents if run else ()))
    yield from (sentence(it.document) for it in one.evidence if it.document and not it.refused)


def _records(one: AssessedControl, language: Language) -> Iterator[str]:
    """What people give that counts; by which rules the templates were checked."""
    for it in one.evidence:
        if it.refused is None:
            record = it.link or it.file
            how: Text = (_RECORD if record else _BARE).format(
                statement=it.statement, by=it.by, date=it.date, record=record or ""
            )
            yield sentence(how[language])
    asked = dict.fromkeys(rule for result in one.results for rule in result.asked)
    if asked:
        yield f"synthgate: {', '.join(printable(rule) for rule in asked)}"
