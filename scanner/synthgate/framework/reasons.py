"""Why a control is in its state, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.model import Checks, Evidence, Text


def automated(checks: Checks, lenient: int, *, is_told: bool) -> Iterator[Text]:
    """What the rules of a control said, most pressing first.

    `lenient` checks failed with a severity that other environments do not have;
    `is_told` says whether the environment is known.
    """
    asked = checks.passed + checks.failed + checks.unknown + checks.suppressed + lenient
    for sentence, number in (
        (_FAILED, checks.failed),
        (_UNKNOWN, checks.unknown),
        (_SUPPRESSED, checks.suppressed),
        (_TOLERATED if is_told else _DEPENDS, lenient),
    ):
        if number:
            yield sentence.format(number=number, asked=asked)
    if asked and asked == checks.passed:
        yield _PASSED.format(asked=asked)
    if not asked:
        yield _NOTHING


def missing(crashed: Sequence[str], unscanned: int) -> Iterator[Text]:
    """What kept rules from being asked."""
    if crashed:
        yield _CRASHED.format(rules=", ".join(crashed))
    if unscanned:
        yield _UNSCANNED


def evidence(given: Sequence[Evidence]) -> Iterator[Text]:
    """What people state of a control, and what of that does not count."""
    for one in given:
        if one.refused is None:
            yield _STATED.format(by=one.by, date=one.date, until=one.valid_until)
        else:
            yield _REFUSED.format(by=one.by, date=one.date, why=one.refused)
    if not given:
        yield _NO_EVIDENCE


_FAILED = Text("{number} of {asked} checks failed", "검사 {asked}건 중 {number}건 실패")
_UNKNOWN = Text(
    "{number} of {asked} checks only the deployment can decide",
    "검사 {asked}건 중 {number}건은 배포해야 알 수 있음",
)
_SUPPRESSED = Text(
    "with exceptions: {number} of {asked} checks failed and are suppressed",
    "예외 있음: 검사 {asked}건 중 {number}건은 실패했으나 예외 처리됨",
)
_TOLERATED = Text(
    "tolerated in this environment: {number} of {asked} checks failed with severity info",
    "이 환경에서는 허용: 검사 {asked}건 중 {number}건이 심각도 info로 실패",
)
_DEPENDS = Text(
    "{number} of {asked} checks failed and count in some environments only: "
    "what the stacks are for is not told",
    "검사 {asked}건 중 {number}건은 일부 환경에서만 미충족: 스택의 환경을 알 수 없음",
)
_CRASHED = Text("could not be asked: {rules}", "실행하지 못한 규칙: {rules}")
_UNSCANNED = Text("not everything could be scanned", "스캔하지 못한 것이 있음")
_PASSED = Text("{asked} of {asked} checks passed", "검사 {asked}건 모두 통과")
_NOTHING = Text("no resource here is of its kind", "해당하는 리소스가 없음")
_STATED = Text(
    "stated by {by} on {date}, valid until {until}", "{by}이(가) {date}에 확인, {until}까지 유효"
)
_REFUSED = Text(
    "evidence of {by} ({date}) does not count: {why}",
    "{by}의 증적({date})은 인정되지 않음: {why}",
)
_NO_EVIDENCE = Text("no evidence is given", "제출된 증적 없음")
