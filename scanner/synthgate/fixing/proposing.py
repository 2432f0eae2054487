"""Which cures of programs can be tried: each at a line, with all findings that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.fixing.outcomes import Left, NoFixError
from synthgate.fixing.programs import Edit, edited
from synthgate.fixing.recipes import Keywords, recipe_of
from synthgate.model import Disposition, Finding, Message, SourceLine, Text, first_of, plural
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.sources.places import Places, within

_ACCEPTED = (Disposition.SUPPRESSED, Disposition.WAIVED, Disposition.BASELINE)
_MOST_NAMED = 3

Line = tuple[str, int]
"""A line of a program: the file, as reports name it, and the number."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit of a file, for one rule; all findings of that at one line are of one edit."""

    path: str
    edit: Edit
    findings: tuple[Finding, ...]
    makes: int = 1
    """How many resources of this type the line makes: all of them change."""

    @property
    def rule(self) -> str:
        """The rule that it is a cure of."""
        return self.findings[0].rule.id

    @property
    def line(self) -> Line:
        """Where it is."""
        return self.path, self.edit.line

    @property
    def told(self) -> Text | None:
        """What a person should know besides."""
        return _SEVERAL.format(number=self.makes) if self.makes > 1 else None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What can be tried, with the files as they are, and what cannot."""

    proposals: tuple[Proposal, ...]
    contents: Mapping[str, bytes]
    left: tuple[Left, ...]

    def texts(self, chosen: Sequence[Proposal]) -> dict[str, bytes]:
        """The files with some of them applied.

        Raises:
            NoFixError: they do not go together.
        """
        by_file: dict[str, list[Edit]] = {}
        for one in chosen:
            by_file.setdefault(one.path, []).append(one.edit)
        return {path: edited(self.contents[path], edits) for path, edits in by_file.items()}


Accepted = Mapping[tuple[str, str, int], Sequence[str]]
"""Resources of which something is accepted, by the rule, the file and the line that makes them."""


def accepted_in(findings: Iterable[Finding]) -> Accepted:
    """What of some findings somebody has accepted at lines of a program."""
    accepted: dict[tuple[str, str, int], list[str]] = {}
    for one in findings:
        if one.source is not None and one.disposition in _ACCEPTED:
            for rule in (one.rule.id, *one.also):
                at = rule, one.source.path, one.source.line
                accepted.setdefault(at, []).append(one.subject.name)
    return accepted


def proposed(
    findings: Sequence[Finding],
    cards: Mapping[str, Card],
    around: Places,
    made: Mapping[tuple[str, int, str], int],
    accepted: Accepted,
) -> Proposed:
    """What the cards have for some findings, worst first; `made` counts resources by line and type.

    Raises:
        UsageError: libcst is not installed.
    """
    found = _Proposing(around, made)
    for finding in findings:
        at = finding.source and (finding.rule.id, finding.source.path, finding.source.line)
        if at and at in accepted:
            why = _IS_ACCEPTED.format(names=first_of(accepted[at], _MOST_NAMED))
            found.left.append(Left(finding, why, suggestion(finding)))
            continue
        try:
            found.take(finding, cards[finding.rule.id])
        except NoFixError as error:
            found.left.append(Left(finding, error.reason, suggestion(finding)))
    return Proposed(tuple(found.proposals), found.contents, tuple(found.left))


def suggestion(finding: Finding) -> str:
    """The cure as text, in the language of the program."""
    code = finding.rule.fix.code
    source = finding.source
    is_other = source is not None and not source.recorded.endswith(".py")
    return code.get("cdk-typescript" if is_other else "cdk-python", "")


class _Proposing:
    """The proposals so far, each of which goes with those before it."""

    def __init__(self, around: Places, made: Mapping[tuple[str, int, str], int]) -> None:
        self._around = around
        self._made = made
        self.proposals: list[Proposal] = []
        self.contents: dict[str, bytes] = {}
        self.left: list[Left] = []

    def take(self, finding: Finding, card: Card) -> None:
        """Propose the cure of a finding, or let it go with one that is proposed.

        Raises:
            NoFixError: neither can be.
        """
        source = finding.source
        if source is None:
            raise NoFixError(_NO_LINE if card.scope == "resource" else _AS_A_WHOLE)
        path = self._file(source)
        keywords = recipe_of(card)
        for number, one in enumerate(self.proposals):
            if one.line == (path, source.line) and one.rule == finding.rule.id:
                self.proposals[number] = replace(one, findings=(*one.findings, finding))
                return
        self._refuse_conflict(path, source.line, keywords)
        makes = self._made.get((source.recorded, source.line, finding.subject.type), 1)
        new = Proposal(path, Edit(source.line, keywords), (finding,), makes)
        rest = [one.edit for one in self.proposals if one.path == path]
        edited(self.contents[path], [*rest, new.edit])
        self.proposals.append(new)

    def _file(self, source: SourceLine) -> str:
        """The file of a line, read.

        Raises:
            NoFixError: it is not here as it was synthesized, or none that is changed here.
        """
        if not source.recorded.endswith(".py"):
            raise NoFixError(_NO_PYTHON)
        if source.stale:
            raise NoFixError(_STALE)
        file = self._around.file(source.path)
        if not source.found:
            raise NoFixError(_NOT_HERE)
        if not any(within(file, root) for root in (self._around.source_root, self._around.folder)):
            raise NoFixError(_OUTSIDE)
        if source.path not in self.contents:
            self.contents[source.path] = _content(file)
        return source.path

    def _refuse_conflict(self, path: str, line: int, keywords: Keywords) -> None:
        wanted = dict(_flat(keywords))
        for one in self.proposals:
            if one.line != (path, line):
                continue
            theirs = dict(_flat(one.edit.keywords))
            if any(theirs.get(name, value) != value for name, value in wanted.items()):
                raise NoFixError(_CONFLICT.format(rule=one.rule))
            if wanted.items() <= theirs.items():
                raise NoFixError(_ALONG.format(rule=one.rule))


def _flat(keywords: Keywords, around: str = "") -> Iterator[tuple[str, str]]:
    for name, value in keywords.values:
        if value.inner is None:
            yield f"{around}{name}", value.code.text
        else:
            yield from _flat(value.inner, f"{around}{name}.")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NoFixError(_NOT_HERE) from error


_SEVERAL = plural(
    "the line makes {number} resource of this type",
    "the line makes {number} resources of this type, and all of them change",
)
_IS_ACCEPTED = Message(
    "the line makes other resources, too, of which the same is accepted, and all of them would "
    "change: {names}"
)
_NO_LINE = Message(
    "no line of the program is known that made it: 'synthgate fix --synth' has it recorded"
)
_AS_A_WHOLE = Message("it is about the app, or a stack, as a whole: add what is missing")
_NO_PYTHON = Message("the program is not in Python: apply the cure by hand")
_STALE = Message("its file was changed since the synthesis, so that lines may have moved")
_NOT_HERE = Message("the file of the program is not here, or has not so many lines")
_OUTSIDE = Message("the file lies outside of the repository")
_CONFLICT = Message("the cure of {rule} gives the same keyword another value")
_ALONG = Message("the cure of {rule} says the same: see whether it is enough")
