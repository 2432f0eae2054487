"""What identities of the own account may do beside what a policy of a resource says of them.

Within an account one Allow is enough, be it in a policy of the identity or of the resource (IAM
User Guide, "Policy evaluation for requests within a single account"); keys and roles are reached
only by what their own policies say ("Key policies in AWS KMS"; "IAM roles", trust policies). Who
names the account there leaves it to the identities' policies; who names a role gives it the right
("AWS JSON policy elements: Principal").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from synthgate.change.access.axis import Atom, Entry, Same, Select
from synthgate.change.access.classes import STRANGE, may_meet
from synthgate.change.access.grants import Grant
from synthgate.change.access.logic import Expr, Is, Var, every, opposite, some
from synthgate.records import dataclass
from synthgate.rule.texts.wildcards import Wild, matches


@dataclass(frozen=True, slots=True)
class May:
    """That policies of an identity allow it a request; of whoever is not named, if it is empty."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The identities of an account, and what their policies say about the same requests.

    `own` stands for everybody in the account, `named` has the ARNs of identities, of which the
    policies of the resource name those that are `stated`. The policies of those that are
    `doubtful` may allow more than can be read. If `is_enough`, an identity needs
    nothing of the resource.
    """

    own: Entry
    named: frozenset[str]
    stated: frozenset[str]
    doubtful: frozenset[str]
    is_enough: bool
    before: Sequence[Grant] = ()
    after: Sequence[Grant] = ()
    _known: dict[Atom, str] = field(default_factory=dict[Atom, str], kw_only=True)

    def text(self, atom: Atom) -> str:
        """The ARN of the identity that a class of principals is; none of one that is many."""
        if atom not in self._known:
            found = (one.text for one in atom.matched if one.text in self.named)
            self._known[atom] = next(found, "")
        return self._known[atom]

    def is_own(self, atom: Atom) -> Expr:
        """Whether a class of principals is in the account, or has some that are.

        Whoever no statement names is anybody.
        """
        if self.text(atom):
            word, pattern = tuple(atom.word), self.own.pattern
            is_sure = matches(pattern, word)
            return is_sure or (may_meet(word, pattern) and Is(Same(atom.word, pattern)))
        return atom.word.startswith((STRANGE, *self._prefix))

    @property
    def _prefix(self) -> Sequence[str]:
        """What the principals of the account begin with."""
        return ("".join(one for one in self.own.pattern if isinstance(one, str)),)

    def said(self, grant: Grant, atom: Atom) -> Expr:
        """Whether a statement is about some principals, and gives them rights by itself."""
        select = grant.principals
        text = self.text(atom)
        if grant.is_deny or select.left_out or not (text or self.is_enough):
            return select.of(atom)
        return some(self._given(one, atom, text) for one in select.entries)

    def _given(self, entry: Entry, atom: Atom, text: str) -> Expr:
        """An account of others has to allow it by itself, whoever is named.

        Who names the own account gives nobody in it anything where their own policies are enough.
        """
        answer = atom.answer(entry)
        if not is_account(entry):
            return answer
        elsewhere = opposite(self.is_own(atom))
        return every((answer, elsewhere if self.is_enough else some((elsewhere, Is(May(text))))))

    def may(self, text: str, allowing: Expr) -> Mapping[Var, Expr]:
        """What is known of an identity, given what statements of its policies say."""
        doubt = text in self.doubtful and Is(May(text))
        return {May(text): some((allowing, doubt))}


def is_account(entry: Entry) -> bool:
    """Whether it names an account, and everybody in it."""
    named = "".join(one for one in entry.pattern[:-1] if isinstance(one, str))
    whole = len(named) == len(entry.pattern) - 1 and entry.pattern[-1:] == (Wild.ANY,)
    return whole and _ACCOUNT.fullmatch(named) is not None


_ACCOUNT = re.compile(r"AWS:[^:]+:")
_IDENTITY = re.compile(r"arn:aws[^:]*:iam::[^:]+:(role|user)/.+", re.DOTALL)


def identities_in(grants: Iterable[Grant]) -> Iterator[Entry]:
    """What names a role or a user."""
    for grant in grants:
        for entry in grant.principals.entries:
            if _IDENTITY.fullmatch(entry.text):
                yield entry


def leaves_it_to_identities(grants: Iterable[Grant]) -> bool:
    """Whether some statement allows an account what it says."""
    return any(
        is_account(entry)
        for grant in grants
        if not grant.is_deny
        for entry in grant.principals.entries
    )


def whose(grants: Iterable[Grant], who: Sequence[Entry]) -> Iterator[Grant]:
    """Statements of an identity, as if they named it."""
    for grant in grants:
        yield replace(grant, principals=Select(tuple(who)))
