"""Where a text leads that is made with references: as a whole word, ``${Bucket}/*``, or nowhere.

A reference in a text leads to its resource where it stands as a whole word: between the marks
that ARNs, URLs and paths put around a name, and that no name of that type has in it. Text that is
glued to it, ``${Bucket}-logs``, makes another name. A name that begins with a slash is one of its
own (a log group's, a parameter's), and leads only where a service writes it so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synthgate.patterns import pattern
from synthgate.records import dataclass
from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.shapes import never_holds
from synthgate.resolve.stacks import own_name
from synthgate.resolve.values import (
    Partial,
    Reference,
    Unknown,
    causes_of,
    references_in,
    scalar_text,
)
from synthgate.rule.surroundings.arn_formats import FORMATS
from synthgate.rule.surroundings.log_groups import GROUPS
from synthgate.rule.surroundings.scopes import type_of
from synthgate.schemas.facts import facts_of
from synthgate.template.data import is_list

Target = tuple[str, str]
"""What is referred to: the identity of its stack, and its logical id."""

_LETTER = pattern(r"[A-Za-z0-9_.-]")
"""What names are made of, of nearly all types."""
_WITH_PATHS = frozenset({"AWS::Logs::LogGroup", "AWS::SSM::Parameter", "AWS::ECR::Repository"})
"""Types whose names may have slashes in them."""
_HOSTS = pattern("DNS|Domain|Endpoint|U[Rr][Ii]|U[Rr][Ll]|Website|Address|Host")
"""Attributes that are names of hosts, which stand with others around a dot."""
_SERVICE = pattern(r"\.[a-z0-9-]+[a-z0-9.\0-]*\.(?:amazonaws|amazoncognito|aws|cloudfront|api|\0)")
"""How the host of a service goes on behind the name of a resource: ``.s3.amazonaws.com``."""
_CALLING = ("apigateway", "states")
"""Services in whose ARNs stand the names of what they call (API Gateway API Reference,
"Integration"; Step Functions Developer Guide, "Integrating services")."""
_IMAGES = ".dkr.ecr."
"""In the host of ECR, behind whose slash a repository's name starts."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The references of a value: those it leads to, perhaps does, and that other names hold."""

    sure: tuple[Reference, ...] = ()
    perhaps: tuple[Reference, ...] = ()
    glued: tuple[Reference, ...] = ()


_NOWHERE = Leading()


def leading(value: Any, stack: Resolver) -> Leading:
    """Where a value leads by its references, as a stack has it."""
    if isinstance(value, str):
        return _NOWHERE
    if not isinstance(value, Partial):
        return Leading(tuple(references_in(value)))
    sure: list[Reference] = []
    perhaps: list[Reference] = []
    glued: list[Reference] = []
    for at, part in enumerate(value.parts):
        for one in references_in(part):
            truth = _leads(value.parts, at, one, stack)
            (sure if truth is True else perhaps if truth else glued).append(one)
    return Leading(tuple(sure), tuple(perhaps), tuple(glued))


def leads(value: Any, stack: Resolver) -> bool:
    """Whether a value surely leads to a resource by reference."""
    return bool(leading(value, stack).sure)


def targets_of(references: Sequence[Reference], stack: Resolver) -> list[Target]:
    """What references of a stack refer to."""
    return [own_name(one, stack.identity) for one in references]


def types_in(value: Any, stack: Resolver) -> set[str | None]:
    """The types of the resources that a value leads to by reference, None for those elsewhere."""
    return {type_of(one, stack) for one in targets_of(leading(value, stack).sure, stack)}


def _leads(parts: tuple[Any, ...], at: int, reference: Reference, stack: Resolver) -> Truth:
    kind = type_of(own_name(reference, stack.identity), stack) or ""
    word = _Word(parts, at, kind, reference.attribute)
    if isinstance(parts[0], str) and parts[0].startswith("/"):
        return word.names_a_group
    if word.names_a_group:
        return True
    if word.is_of_another:
        return False
    return conjunction((word.starts, word.ends, _is_no_own_name(parts[0])))


def _is_no_own_name(first: Any) -> Truth:
    """Whether a text is surely no name of its own: what it begins with has no slash."""
    if not isinstance(first, Unknown) or first.of or first.choices or never_holds(first, "/"):
        return True
    is_open = any(cause.decider is not Decider.PSEUDO for cause in first.causes)
    return not is_open or Unknown(first.causes)


@dataclass(frozen=True, slots=True)
class _Word:
    """A reference in a text, among its pieces."""

    parts: tuple[Any, ...]
    at: int
    kind: str
    attribute: str | None

    @property
    def _before(self) -> str:
        return "".join(map(_spelt, self.parts[: self.at]))

    @property
    def _behind(self) -> str:
        return "".join(map(_spelt, self.parts[self.at + 1 :]))

    @property
    def names_a_group(self) -> bool:
        """Whether the text is the name of the log group that a service gives the resource."""
        group = GROUPS.get(self.kind)
        if group is None or self._before != group.before:
            return False
        return self._behind.startswith("/") if group.has_more else not self._behind

    @property
    def is_of_another(self) -> bool:
        """Whether a name stands in an ARN of a service that has no such resource."""
        arn, known = self._before.split(":", 3), FORMATS.get(self.kind)
        if known is None or arn[0] != "arn" or len(arn) < 4 or not self._is_name:
            return False
        return arn[2] not in (known.service, "\0", *_CALLING)

    @property
    def starts(self) -> Truth:
        """Whether the name starts where the reference does."""
        return self._edge(self.parts[self.at - 1] if self.at else "", self._starts_behind)

    @property
    def ends(self) -> Truth:
        """Whether the name ends where the reference does."""
        behind = self.parts[self.at + 1 : self.at + 2]
        return self._edge(behind[0] if behind else "", self._ends_before)

    def _edge(self, piece: Any, test: Callable[[str], bool]) -> Truth:
        """A test of what stands beside the reference: open, it may be nothing or another word."""
        match piece:
            case str():
                return test(piece)
            case Unknown(choices=choices) if choices:
                said = {test(scalar_text(one)) for one in choices if isinstance(one, str | int)}
                is_told = len(said) == 1 and all(isinstance(one, str | int) for one in choices)
                return said.pop() if is_told and "" not in choices else Unknown(causes_of(piece))
            case Unknown(causes=causes) if not piece.of:
                is_name = all(cause.decider is Decider.PSEUDO for cause in causes)
                return not is_name and Unknown(causes)
            case _:
                return False  # two names in a row

    def _starts_behind(self, text: str) -> bool:
        last = text[-1:]
        if last == "/" and self._has_path:
            return text.endswith(self._format) or _IMAGES in self._before
        if self.kind == "AWS::SSM::Parameter" and text.endswith(":parameter"):
            return True  # a name with a slash of its own
        if last == ".":
            return text.endswith("dualstack.") or self._is_host
        return not _LETTER.match(last)

    def _ends_before(self, text: str) -> bool:
        first = text[:1]
        if first == "/" and self._has_path:
            return False
        if first == ".":
            is_end = not text[1:2].isalnum() and len(self._behind) == len(text)
            return is_end or self._is_host or bool(_SERVICE.match(self._behind))
        return not _LETTER.match(first)

    @property
    def _has_path(self) -> bool:
        return self.kind in _WITH_PATHS and self._is_name

    @property
    def _is_name(self) -> bool:
        facts = facts_of(self.kind)
        return facts.is_ref if self.attribute is None else self.attribute == facts.name

    @property
    def _format(self) -> str:
        known = FORMATS.get(self.kind)
        return f":{known.before}" if known and known.before else ":parameter/"

    @property
    def _is_host(self) -> bool:
        return bool(_HOSTS.search(self.attribute or ""))


def _spelt(piece: Any) -> str:
    return piece if isinstance(piece, str) else "\0"


def may_be_several(value: object) -> bool:
    """Whether what is open may be a list: one name in it leaves room for others."""
    return isinstance(value, Unknown) and any(
        is_list(choice) or may_be_several(choice) for choice in value.choices
    )
