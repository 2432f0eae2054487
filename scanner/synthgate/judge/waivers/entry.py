"""One waiver: what is accepted, why, by whom and until when; and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from synthgate.judge.days import day
from synthgate.judge.expiry import is_over
from synthgate.judge.waivers.globs import is_glob
from synthgate.judge.waivers.places import is_somewhere
from synthgate.model import Acceptance, Message, Problem, verbatim
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.shapes import each, fields, items, kind, member, saying, text
from synthgate.rule.cards.sheet import Sheet, Source
from synthgate.rule.terms.mistakes import Mistake, told
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

FILE_NAME = "synthgate-waivers.yaml"
"""The file of waivers beside ``synthgate.yaml``."""
LIST = "waivers"
"""The key of ``synthgate.yaml``, and the one key of a file of waivers."""
SUBJECTS = ("rule", "control", "problem")
"""What is accepted: one of these, or what a fingerprint says by itself."""
PLACES = ("construct", "resource", "type", "tag", "stack", "stage", "path", "fingerprint")
"""Where it is: all that are named have to fit."""
MOST = 5_000
"""How many waivers a file may have: so many that nobody looks at them are none."""
ACCEPTABLE = (
    ProblemCode.FILE_UNREADABLE,
    ProblemCode.TEMPLATE_INVALID,
    ProblemCode.RESOURCE_INVALID,
    ProblemCode.LOOP_NOT_WRITTEN,
    ProblemCode.SAM_NOT_EXPANDED,
    ProblemCode.NESTED_TEMPLATE_UNREAD,
    ProblemCode.ASSEMBLY_INVALID,
    ProblemCode.ASSEMBLY_EMPTY,
    ProblemCode.LOOKUP_UNRESOLVED,
    ProblemCode.LIMIT,
)
"""The problems that may be accepted: of the input. Nobody accepts that synthgate itself fails."""
_FINGERPRINT = 32


@dataclass(frozen=True, slots=True)
class Waiver:
    """Something that is accepted: of a rule (an id or a glob), a control, or a kind of problem.

    `places` are globs by the kind of place, `tags` by the key of a tag. `expires` is the last day.
    `source` and `route` lead to where it is written.
    """

    reason: str
    owner: str
    expires: date
    rule: str | None = None
    control: str | None = None
    problem: str | None = None
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    ticket: str | None = None
    source: Source = field(default_factory=Source)
    route: Route = ()

    @property
    def place(self) -> str:
        """Where it is written, as ``file:line``."""
        position = self.source.locate(self.route)
        return f"{self.source.name}:{position.line}" if position else self.source.name

    @property
    def acceptance(self) -> Acceptance:
        """What a report says of what is accepted."""
        until = self.expires.isoformat()
        return Acceptance(self.place, verbatim(self.reason), self.owner, until, self.ticket)

    def counts_on(self, today: date) -> bool:
        """Whether it has not expired."""
        return not is_over(self.expires, today)


_fingerprint = kind(
    lambda value: isinstance(value, str) and len(value) == _FINGERPRINT and value.isalnum(),
    Message("a fingerprint, as reports have it"),
)


def _tags(value: Any, route: Route) -> Iterator[Mistake]:
    yield from each(text)(value, route)
    if is_mapping(value) and not value:
        yield told(route, _NO_TAG)


_form = fields(
    {
        "rule": text,
        "control": text,
        "problem": member(code.id for code in ACCEPTABLE),
        **dict.fromkeys(("construct", "resource", "type", "stack", "stage", "path"), text),
        "tag": _tags,
        "fingerprint": _fingerprint,
        "reason": saying,
        "owner": saying,
        "expires": day,
        "ticket": text,
    },
    required=("reason", "owner", "expires"),
)


def _entry(value: Any, route: Route) -> Iterator[Mistake]:
    yield from _form(value, route)
    if not is_mapping(value):
        return
    said = [key for key in SUBJECTS if key in value]
    if len(said) > 1 or not (said or "fingerprint" in value):
        yield told(route, _ONE_OF)
    if "problem" in value and {*PLACES}.intersection(value) != {"path"}:
        yield told(route, _PROBLEM_NEEDS_PATH)
    for key in ("rule", "control"):
        name = value.get(key)
        if isinstance(name, str) and is_glob(name) and not is_somewhere(value):
            yield told((*route, key), _NEEDS_PLACE)


_every = items(_entry, Message("a list of waivers"))


def waivers_shape(value: Any, route: Route) -> Iterator[Mistake]:
    """A list of waivers, each well-formed, none of them twice."""
    if is_list(value) and len(value) > MOST:
        yield told(route, _TOO_MANY.format(most=MOST))
        return
    yield from _every(value, route)
    seen: dict[object, int] = {}
    for index, entry in enumerate(value if is_list(value) else ()):
        first = seen.setdefault(_about(entry), index)
        if first != index:
            yield told((*route, index), _TWICE.format(number=first + 1))


def _about(entry: Any) -> object:
    """What an entry is about; two of one kind contradict each other, or say the same."""
    if not is_mapping(entry):
        return id(entry)
    return str({key: entry[key] for key in (*SUBJECTS, *PLACES) if key in entry})


def read_waivers(sheet: Sheet) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """The waivers of a file, as far as it has no mistakes; and those."""
    is_empty = not sheet.body or (set(sheet.body) == {LIST} and sheet.body[LIST] is None)
    if sheet.problems or is_empty:
        return (), sheet.problems
    mistakes = tuple(sheet.source.problems(_file(sheet.body, ())))
    return (() if mistakes else waivers_of(sheet.body[LIST], sheet.source)), mistakes


_file = fields({LIST: waivers_shape}, (LIST,))


def waivers_of(entries: Sequence[Mapping[str, Any]], source: Source) -> tuple[Waiver, ...]:
    """The waivers of a well-formed list."""
    return tuple(_waiver(entry, source, (LIST, at)) for at, entry in enumerate(entries))


def _waiver(entry: Mapping[str, Any], source: Source, route: Route) -> Waiver:
    return Waiver(
        entry["reason"],
        entry["owner"],
        date.fromisoformat(entry["expires"]),
        **{key: entry[key] for key in (*SUBJECTS, "ticket") if key in entry},
        places={key: entry[key] for key in PLACES if key != "tag" and key in entry},
        tags=entry.get("tag", {}),
        source=source,
        route=route,
    )


_ONE_OF = Message("what is accepted is one of 'rule', 'control' and 'problem', or a 'fingerprint'")
_PROBLEM_NEEDS_PATH = Message("a 'problem' is accepted at a 'path', and nowhere else")
_NEEDS_PLACE = Message(
    "a pattern needs a place that is not anywhere: three letters in a row of a 'construct', a "
    "'resource', a 'stack' or a 'stage', a folder or a file's name in a 'path', the service in a "
    "'type' (AWS::S3::*)"
)
_NO_TAG = Message("names no tag")
_TOO_MANY = Message("more than {most:,} waivers: a baseline is for what there was before")
_TWICE = Message("is about the same as number {number}: keep one of the two")
