"""How fixes are shown: as a diff that patch takes, and as what is fixed and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from io import BytesIO
from tokenize import detect_encoding
from typing import Any, TextIO

from synthgate.fixing.outcomes import Edited, Fixed, Left, Outcome
from synthgate.model import Finding, Language, Message, Text, first_of, plural
from synthgate.telling import printable, say

_STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}
_NO_END = "\\ No newline at end of file\n"
_MOST_NAMED = 5


def diff_of(edited: Sequence[Edited]) -> list[str]:
    """The lines of a unified diff, with their ends."""
    lines: list[str] = []
    for one in edited:
        encoding = _encoding_of(one)
        before, after = (_lines(it, encoding) for it in (one.before, one.after))
        found = unified_diff(before, after, f"a/{one.path}", f"b/{one.path}")
        lines.extend(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in found)
    return lines


def _encoding_of(edited: Edited) -> str:
    """What a program says that it is written in (PEP 263); all else is UTF-8."""
    if not edited.path.endswith(".py"):
        return "utf-8"
    try:
        return detect_encoding(BytesIO(edited.before).readline)[0]
    except SyntaxError:
        return "utf-8"


def _lines(content: bytes, encoding: str) -> list[str]:
    """Lines by their line feeds alone, as patch has them."""
    *lines, last = content.decode(encoding, "replace").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def show_diff(edited: Sequence[Edited], out: TextIO) -> None:
    """Write the diff, in colours where a person looks on."""
    lines = diff_of(edited)
    if not out.isatty():
        out.write("".join(lines))
        return
    from synthgate_reports.painting import painted  # noqa: PLC0415 - rich, for terminals alone

    emit = painted(out)
    for line in lines:
        style = next((it for start, it in _STYLES.items() if line.startswith(start)), "")
        emit([(printable(line.rstrip("\r\n")), style)])


def tell(outcome: Outcome, language: Language, err: TextIO, *, is_written: bool) -> None:
    """What is fixed and what is left, a line each, and those of one reason together."""
    word = (_FIXED if is_written else _FIXABLE)[language]
    for one in outcome.fixed:
        finding = one.finding
        said = f"{word}: {_place(finding)}: {finding.rule.id} ({finding.subject.name})"
        say(err, f"{said}: {one.told[language]}" if one.told else said)
    for line in _left(outcome.left, language):
        say(err, line)


def _place(finding: Finding) -> str:
    if finding.source is not None:
        return f"{finding.source.path}:{finding.source.line}"
    return f"{finding.location.path}:{finding.location.start.line}"


def _left(left: Sequence[Left], language: Language) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Left]] = {}
    for one in left:
        groups.setdefault((one.finding.rule.id, one.reason[language]), []).append(one)
    for (rule, reason), every in groups.items():
        names = [f"{_place(it.finding)} ({it.finding.subject.name})" for it in every]
        named = first_of(list(dict.fromkeys(names)), _MOST_NAMED)
        named = named if isinstance(named, str) else named[language]
        yield f"{_NOT[language]}: {named}: {rule}: {reason}"
        for line in every[0].suggestion.splitlines():
            yield f"    {line}"


def summed_up(outcome: Outcome, *, is_written: bool) -> Iterator[Text]:
    """What has come of it, in a few sentences."""
    number = len(outcome.fixed)
    if is_written and number:
        yield _WRITTEN.format(number=number)
    elif number and not outcome.verified:
        yield _THERE_ONCE_RUN.format(number=number)
    elif number and any(one.file is None for one in outcome.edited):
        yield _THERE_BY_HAND.format(number=number)
    elif number:
        yield _THERE.format(number=number)
    else:
        yield _NOTHING
    if outcome.left:
        yield _LEFT.format(number=len(outcome.left))
    if not outcome.verified and outcome.fixed:
        yield _UNVERIFIED


def as_data(outcome: Outcome, language: Language, *, is_written: bool) -> dict[str, Any]:
    """All of it as plain data."""
    return {
        "verified": outcome.verified,
        "written": is_written,
        "fixed": [_fixed_data(one, language) for one in outcome.fixed],
        "left": [
            {**_data(one.finding), "reason": one.reason[language], "suggestion": one.suggestion}
            for one in outcome.left
        ],
        "diff": "".join(diff_of(outcome.edited)),
    }


def _fixed_data(one: Fixed, language: Language) -> dict[str, Any]:
    return {**_data(one.finding), "file": one.path, "told": one.told and one.told[language]}


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "rule_id": finding.rule.id,
        "severity": str(finding.severity),
        "resource": finding.subject.name,
        "place": _place(finding),
        "fingerprint": finding.fingerprint,
    }


_FIXED, _FIXABLE, _NOT = Message("fixed"), Message("can be fixed"), Message("not fixed")
_WRITTEN = plural("{number} finding fixed", "{number} findings fixed")
_THERE = plural(
    "{number} finding can be fixed: --write does", "{number} findings can be fixed: --write does"
)
_THERE_ONCE_RUN = plural(
    "{number} finding can be fixed: 'fix --write --synth' does, which runs the program",
    "{number} findings can be fixed: 'fix --write --synth' does, which runs the program",
)
_THERE_BY_HAND = plural("{number} finding can be fixed", "{number} findings can be fixed")
_NOTHING = Message("nothing can be fixed here")
_LEFT = plural("{number} finding is left to you", "{number} findings are left to you")
_UNVERIFIED = Message(
    "not verified, for nobody ran the program: 'synthgate fix --synth' runs it in a copy, keeps "
    "what passes, and may write it"
)
