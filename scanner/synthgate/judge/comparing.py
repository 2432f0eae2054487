"""What is new between two scans, what is fixed, and what has only moved.

    novelty, fixed = compare(base, head)

Nothing faulty may pass for moved that is not: a finding is new unless its own fingerprint, or
strong evidence for its resource, says otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from synthgate.judge.baseline.entry import Where, where_of
from synthgate.model import Finding, Joined, Message, Novelty, Observed, Subject, Text
from synthgate.records import dataclass
from synthgate.template.entries import without_suffix

_OWN = ("Resource", "Default")
"""What the CDK calls the resource of a construct: no name that a program gave it."""
_MOST_PAIRS = 10_000
"""Of more resources of one name than that could be paired, none is: they are not told apart."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two scans: what was observed, by names of files that both have."""

    observed: Sequence[Observed]

    @property
    def has_verdicts(self) -> bool:
        """Whether it tells of faultless resources, too: a report of findings alone does not."""
        return any(one.verdicts for one in self.observed)

    @property
    def findings(self) -> list[Finding]:
        """All of them, in their order."""
        return [finding for one in self.observed for finding in one.findings]

    def resources(self) -> dict[Where, Subject]:
        """What was asked about, faultless ones included."""
        asked = (verdict.subject for one in self.observed for verdict in one.verdicts)
        return {where_of(subject): subject for subject in (*asked, *self._faulty())}

    def _faulty(self) -> Iterator[Subject]:
        return (finding.subject for finding in self.findings)


def compare(base: Side, head: Side) -> tuple[list[Novelty], list[Finding]]:
    """What each finding of the head is beside the base, and those that only the base has.

    What counts in the head and did not count in the base is new, though it was there.
    """
    pairing = _Pairing(base.findings, head.findings)
    pairing.pair(lambda it: (it.fingerprint, it.subject.template, it.is_active))
    pairing.pair(lambda it: (it.fingerprint, it.is_active))
    pairing.pair(lambda it: it.fingerprint)
    novelty = [*pairing.novelty()]
    if base.has_verdicts:
        moves = _Moves(base.resources(), head.resources())
        for at in pairing.pair(moves.of_base, moves.of_head, is_same=_is_no_worse):
            novelty[at] = Novelty.MOVED
    return novelty, [finding for finding in pairing.left_over() if finding.is_active]


Key = Callable[[Finding], Hashable]


class _Pairing:
    """Pairs the findings of two scans, each with one other."""

    def __init__(self, base: Sequence[Finding], head: Sequence[Finding]) -> None:
        self._base, self._head = base, head
        self._pairs: dict[int, int] = {}
        self._taken: set[int] = set()

    def pair(
        self,
        key: Key,
        other: Key | None = None,
        is_same: Callable[[Finding, Finding], bool] = lambda _, __: True,
    ) -> list[int]:
        """Pair what has the same key and is left; None is no key. Those of the head are told."""
        free: dict[Hashable, list[int]] = defaultdict(list)
        for at, finding in enumerate(self._base):
            of_base = key(finding) if at not in self._taken else None
            if of_base is not None:
                free[of_base].append(at)
        paired: list[int] = []
        for at, finding in enumerate(self._head):
            of_head = (other or key)(finding) if at not in self._pairs else None
            before = free.get(of_head) if of_head is not None else None
            if before and is_same(self._base[before[0]], finding):
                self._pairs[at] = before.pop(0)
                self._taken.add(self._pairs[at])
                paired.append(at)
        return paired

    def novelty(self) -> Iterator[Novelty]:
        """What each finding of the head is, as far as it is paired."""
        for at, finding in enumerate(self._head):
            before = self._pairs.get(at)
            is_known = before is not None and self._base[before].is_active >= finding.is_active
            yield Novelty.UNCHANGED if is_known else Novelty.NEW

    def left_over(self) -> list[Finding]:
        """The findings of the base that are not paired."""
        return [one for at, one in enumerate(self._base) if at not in self._taken]


def _is_no_worse(base: Finding, head: Finding) -> bool:
    """Whether a fault that has moved counted before, and for no less, as it would elsewhere."""
    return base.is_active >= head.is_active and base.severity.rank <= head.severity.rank


@dataclass(frozen=True)
class _Moves:
    """The resources that have gone from one place and come to another: one to one, and no other.

    The evidence is a logical id that the resource still has (but for the CDK's suffix) in another
    stack, stage or file; or that its construct has come into another one of the same stack, or out
    of it.
    """

    base: Mapping[Where, Subject]
    head: Mapping[Where, Subject]

    def of_base(self, finding: Finding) -> Hashable:
        """What a finding of the base is called, where its resource has moved."""
        where = where_of(finding.subject)
        return (where, *_fault(finding)) if where in self._moved else None

    def of_head(self, finding: Finding) -> Hashable:
        """What it was called."""
        came_from = self._from.get(where_of(finding.subject))
        return (came_from, *_fault(finding)) if came_from else None

    @cached_property
    def _moved(self) -> frozenset[Where]:
        return frozenset(self._from.values())

    @cached_property
    def _from(self) -> dict[Where, Where]:
        """From where each resource has come; of several stages, within its own before any other."""
        gone = {where: one for where, one in self.base.items() if where not in self.head}
        come = {where: one for where, one in self.head.items() if where not in self.base}
        near = {*_pairs(gone, come, _in_stage), *_pairs(gone, come, _by_last_id, _is_wrapped)}
        old, new = ({pair[side] for pair in near} for side in (0, 1))
        gone = {where: one for where, one in gone.items() if where not in old}
        come = {where: one for where, one in come.items() if where not in new}
        return _one_to_one(near) | _one_to_one({*_pairs(gone, come, _by_name)})


def _one_to_one(pairs: Collection[tuple[Where, Where]]) -> dict[Where, Where]:
    """The old place by the new one, of what is in one pair only."""
    before, after = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    return {new: old for old, new in pairs if before[old] == after[new] == 1}


def _pairs(
    gone: Mapping[Where, Subject],
    come: Mapping[Where, Subject],
    name: Callable[[Subject], Hashable],
    is_same: Callable[[Subject, Subject], bool] = lambda _, __: True,
) -> Iterator[tuple[Where, Where]]:
    """The resources of one name, there and here."""
    there = _grouped(gone, name)
    for key, here in _grouped(come, name).items():
        if key is None or len(here) * len(there.get(key, ())) > _MOST_PAIRS:
            continue
        for old in there.get(key, ()):
            for new in here:
                if is_same(gone[old], come[new]):
                    yield old, new


def _grouped(
    subjects: Mapping[Where, Subject], name: Callable[[Subject], Hashable]
) -> dict[Hashable, list[Where]]:
    groups: dict[Hashable, list[Where]] = defaultdict(list)
    for where, subject in subjects.items():
        groups[name(subject)].append(where)
    return groups


def _in_stage(subject: Subject) -> Hashable:
    return subject.stage, _by_name(subject)


def _by_name(subject: Subject) -> Hashable:
    return subject.type, without_suffix(subject.logical_id)


def _by_last_id(subject: Subject) -> Hashable:
    """The construct's own id, in its stack."""
    ids = _ids(subject)
    return (subject.type, subject.stage, subject.stack, ids[-1]) if ids else None


def _is_wrapped(old: Subject, new: Subject) -> bool:
    """Whether one construct path is the other with ids put in somewhere before the last."""
    short, long = sorted((_ids(old), _ids(new)), key=len)
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), 0)
    return 0 < same < len(short) < len(long) and short[same:] == long[same - len(short) :]


def _ids(subject: Subject) -> list[str]:
    ids = (subject.construct_path or "").split("/")
    return ids[:-1] if ids[-1] in _OWN else [it for it in ids if it]


def _fault(finding: Finding) -> Iterable[Hashable]:
    """What is wrong, whoever has it."""
    return finding.rule.id, finding.status, finding.location.property_path, _said(finding.message)


def _said(text: Text) -> Hashable:
    """Which sentence is said, whatever it says it of: "… is not set", "… is one of …"."""
    match text:
        case Message(id):
            return id
        case Joined(parts=parts):
            return tuple(map(_said, parts))
        case _:
            return ""
