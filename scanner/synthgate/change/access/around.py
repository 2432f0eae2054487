"""What policies of resources say of an identity, beside what its own policies allow it.

Within an account one Allow is enough, of the identity or of the resource, and a Deny of either wins
(IAM User Guide, "Policy evaluation for requests within a single account"); a key is used only by
what its policy allows, or leaves to the identities' policies ("Key policies in AWS KMS").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from synthgate.change.access.axis import Atom, Entry, Select
from synthgate.change.access.beside import May, is_account
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Expr, Is, every, some
from synthgate.change.access.relevant import meets
from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Pattern

MOST_AROUND = 60
"""Of how many statements of resources, at the most, it is asked what they say of an identity."""


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """Statements of resources in both states that may be about one identity, whose ARN is `text`.

    Each is about its own resource only: `inside` says what that is. What is `bound` is reached by
    what its own policy says, and by nothing else.
    """

    text: str
    who: Sequence[Pattern]
    before: Sequence[Grant]
    after: Sequence[Grant]
    inside: Mapping[int, Select]
    bound: Select

    @property
    def entries(self) -> Iterator[Entry]:
        """What tells the resources apart."""
        for one in (self.bound, *self.inside.values()):
            yield from one.entries

    def about(self, grant: Grant, atom: Atom) -> Expr:
        """Whether a statement is about some resources."""
        said = grant.resources.of(atom)
        own = self.inside.get(id(grant))
        return said if own is None else every((said, own.of(atom)))

    def given(self, grant: Grant, atom: Atom) -> Expr:
        """Whether a statement is about the identity; an account leaves it to its policies."""
        select = grant.principals
        if grant.is_deny or select.left_out:
            return select.of(atom)
        named = some(atom.answer(one) for one in select.entries if not is_account(one))
        left = some(atom.answer(one) for one in select.entries if is_account(one))
        return some((named, every((left, Is(May(self.text))))))

    def only(self, grants: Iterable[Grant]) -> Around | None:
        """What of it meets some statements of the identity; None where nothing does, or a lot."""
        asked = [*grants]
        before, after = (
            [one for one in these if any(meets(self._own(one), it) for it in asked)]
            for these in (self.before, self.after)
        )
        is_met = any(meets(replace(it, resources=self.bound), it) for it in asked)
        if len(before) + len(after) > MOST_AROUND or not (before or after or is_met):
            return None
        inside = {id(one): self.inside[id(one)] for one in (*before, *after)}
        return replace(self, before=before, after=after, inside=inside)

    def _own(self, grant: Grant) -> Grant:
        return replace(grant, resources=self.inside[id(grant)])
