"""Operators of the rule language for the statements of IAM policies.

Each is a test of a statement, a mapping, and what takes its argument. Nothing is true of
what is no statement. Where a part is unknown, so is the answer, unless every value of the
part gives the same. Sections are those of the IAM User Guide, "IAM JSON policy elements".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import (
    Decider,
    Partial,
    Reference,
    Unknown,
    causes_of,
    unknown,
)
from synthgate.rule.iam.actions import (
    ACCESS_LEVELS,
    from_database,
    has_access_level,
    needs_every_resource,
)
from synthgate.rule.iam.elements import covers, principal_pattern, touches
from synthgate.rule.iam.statements import (
    Statement,
    by_kind,
    lets_all_through,
    may_be_of,
    of_all,
    some_condition,
    through,
)
from synthgate.rule.iam.wildcards import ANYTHING, Pattern, Wild, includes, overlaps, widened
from synthgate.rule.operators.operator import one_or_more, taken, truth
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_mapping

OWN_ACCOUNT = "own-account"
_SOME_ACCOUNT: Pattern = (Wild.ONE,) * 12


def names_principal(statement: Statement, principal: str) -> Truth:
    """Whether it is about a principal: an ARN, an account's id, a service; ``*`` is everyone.

    Everyone is ``*`` and ``{"AWS": "*"}`` ("Principal", "All principals"). An Allow lets
    strangers in by a ``*`` of another kind too, and by ``NotPrincipal``; a Deny does not
    keep everyone out by them.
    """
    if not principal.strip("*"):
        allows = equal(statement.effect, "Allow")
        return statement.asked(
            "Principal", lambda value: _is_everyone(value, allows), lambda _: allows
        )
    return statement.asked(
        "Principal",
        lambda value: _is_named(value, principal, covers),
        lambda value: negation(_is_named(value, principal, touches)),
    )


def _is_everyone(element: Any, allows: Truth) -> Truth:
    return disjunction(
        conjunction((kind == "AWS" or allows, covers(value, ANYTHING, principal_pattern)))
        for kind, value in by_kind(element).items()
    )


def _is_named(element: Any, principal: str, ask: Callable[..., Truth]) -> Truth:
    """Whether a principal is named, if only by the ``*`` of its kind."""
    return disjunction(
        ask(value, principal_pattern(principal), principal_pattern)
        for kind, value in by_kind(element).items()
        if may_be_of(kind, principal)
    )


def principals_within(
    statement: Statement, allowed: tuple[str, ...], own_account: str | None = None
) -> Truth:
    """Whether every principal is one of these; without `own_account`, some may or may not be.

    An account's id allows every principal of the account, ``own-account`` those of the
    account that the stack is deployed to, a resource of the template among them; any other
    word is a pattern. A statement without principals has none that is not allowed.
    """
    circle = _Circle(allowed, tuple(own_account) if own_account else None)
    stranger: Truth = statement.asked(
        "Principal",
        lambda value: negation(of_all([*by_kind(value).values()], circle.holds)),
        lambda _: not includes(circle.patterns(), (Wild.ANY,)),
    )
    return negation(stranger)


@dataclass(frozen=True, slots=True)
class _Circle:
    """Those whom a card allows. `own` is the id of the own account, where it is known."""

    allowed: tuple[str, ...]
    own: Pattern | None

    def patterns(self, unknown_own: Pattern = (OWN_ACCOUNT,)) -> Iterator[Pattern]:
        """Who is allowed; the own account, where unknown, is a letter that only it has."""
        for word in self.allowed:
            is_own = word == OWN_ACCOUNT
            account = (self.own or unknown_own) if is_own else principal_pattern(word)
            yield account
            if is_own or _is_account("".join(map(str, account))):
                for service in ("iam", "sts"):
                    yield (*f"arn:aws:{service}::", *account, ":", Wild.ANY)

    def holds(self, value: Any) -> Truth:
        """Whether a principal is allowed."""
        if includes(self.patterns(), self._read(value, (OWN_ACCOUNT,))):
            return True
        read, widest = self._read(value, _SOME_ACCOUNT), [*self.patterns(_SOME_ACCOUNT)]
        if causes_of(value):
            return any(overlaps(one, read) for one in widest) and Unknown(causes_of(value))
        return includes(widest, read) and unknown(Decider.PSEUDO, "AWS::AccountId")

    def _read(self, value: Any, unknown_own: Pattern) -> Pattern:
        own = self.own or unknown_own
        if isinstance(value, Reference) and not value.stack:
            return (*"arn:aws:iam::", *own, ":", Wild.ANY)
        return widened(principal_pattern(value, own))


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition that a statement is to have, on one of some keys.

    A key that ends with ``/`` or ``*`` stands for all that start so. Without `values`, a
    condition meets it that does not let everything through; with them, one all of whose
    values are among them. Without `operators`, one that a request without the key does not
    meet: no ``…Not…``, ``…IfExists``, ``Null`` nor ``ForAllValues:`` ("Condition operators";
    "Multivalued context keys").
    """

    keys: tuple[str, ...]
    values: tuple[Any, ...] = ()
    operators: tuple[str, ...] = ()

    def is_met_by(self, operator: str, key: str, values: Any) -> Truth:
        """Whether a condition meets it: an operator, a key in lower case, value or values."""
        plain = operator.lower().removeprefix("foranyvalue:")
        if not (self._takes(plain) and self._is_about(key)):
            return False
        return through(lambda there: of_all(there, lambda one: self._holds(plain, one)), values)

    def _takes(self, operator: str) -> bool:
        if self.operators:
            return operator in map(str.lower, self.operators)
        negative = "not" in operator or operator.endswith(("ifexists", "null"))
        return not (negative or operator.startswith("forallvalues:"))

    def _is_about(self, key: str) -> bool:
        return any(
            key.startswith(wanted.rstrip("*")) if wanted.endswith(("/", "*")) else key == wanted
            for wanted in map(str.lower, self.keys)
        )

    def _holds(self, operator: str, value: Any) -> Truth:
        if self.values:
            return disjunction(equal(value, wanted) for wanted in self.values)
        return negation(lets_all_through(operator, value))


def has_condition(statement: Statement, demand: Demand) -> Truth:
    """Whether one of its conditions is what is demanded."""
    return through(lambda block: some_condition(block, demand.is_met_by), statement.conditions)


Test = Callable[..., Truth]
Taker = Callable[[Any], Any]


def _of_statement(ask: Callable[..., Truth]) -> Test:
    """A question to a statement as a test of any value."""

    def test(value: Any, *arguments: Any) -> Truth:
        def of_known(body: Any) -> Truth:
            if isinstance(body, Unknown | Partial | Reference):
                return Unknown(causes_of(body))
            if is_mapping(body) and "Fn::Transform" in body:  # may bring any element
                return unknown(Decider.FUNCTION, "Fn::Transform")
            return is_mapping(body) and ask(Statement((), body), *arguments)

        return through(of_known, value)

    return test


def _needs_every_resource(statement: Statement, wanted: Any) -> Truth:
    return needs_every_resource(statement, wanted=wanted)


def _has_effect(statement: Statement, effect: Any) -> Truth:
    return equal(statement.effect, effect)


def _of_some(ask: Callable[[Statement, str], Truth]) -> Test:
    """A question that is asked for each of several words, of which one is enough."""

    def test(statement: Statement, words: tuple[str, ...]) -> Truth:
        return disjunction(ask(statement, word) for word in words)

    return _of_statement(test)


def _each(is_right: Callable[[Any], bool], kind: Text) -> Taker:
    """Takes one word, or a list of them with at least one."""
    take = one_or_more(taken(is_right, kind))
    return lambda written: take([written] if written == [] else written)


def _is_word(written: Any) -> bool:
    return isinstance(written, str) and bool(written.strip())


def _is_account(written: Any) -> bool:
    return bool(re.fullmatch(r"[0-9]{12}", str(written)))  # as a number, too


def _is_principal(written: Any) -> bool:
    # Part of a name cannot be a wildcard ("Principal").
    return _is_word(written) and (set(written) == {"*"} or not set(written) & {"*", "?"})


def _principals(is_right: Callable[[Any], bool], kind: Text) -> Taker:
    take = _each(lambda word: _is_account(word) or is_right(word), kind)
    return lambda written: tuple(map(str, take(written)))


_keys = _each(
    lambda word: _is_word(word) and ":" in word,
    Message("a condition key such as aws:SourceArn"),
)
_operators = _each(_is_word, Message("a condition operator such as Bool"))
_values = _each(lambda value: isinstance(value, str | int | float), Message("a value"))


def _demand(written: Any) -> Demand:
    if not is_mapping(written):
        return Demand(_keys(written))
    strange = [word for word in written if word not in {"key", "in", "equals", "operator"}]
    if strange or "key" not in written or {"in", "equals"} <= set(written):
        form = Message("a key, or a mapping with 'key', and 'in' or 'equals', and 'operator'")
        raise CardError(wrong_kind(form, written))
    wanted = [_values(written[word]) for word in ("in", "equals") if word in written]
    operators = _operators(written["operator"]) if "operator" in written else ()
    return Demand(_keys(written["key"]), wanted[0] if wanted else (), operators)


_LEVEL = Message("one of {levels}").format(levels=", ".join(ACCESS_LEVELS))
_actions = _each(
    lambda word: _is_word(word) and bool(re.fullmatch(r"\*+|[^:\s]+:[^:\s]+", word)),
    Message("an action such as iam:PassRole"),
)

POLICY_OPERATORS: dict[str, tuple[Test, Taker]] = {
    "effect": (
        _of_statement(_has_effect),
        taken(lambda word: word in ("Allow", "Deny"), Message("Allow or Deny")),
    ),
    "actions-include": (_of_some(Statement.covers_action), _actions),
    "actions-touch": (_of_some(Statement.touches_action), _actions),
    "resources-include": (
        _of_some(Statement.covers_resource),
        _each(_is_word, Message("an ARN, a pattern of ARNs or '*'")),
    ),
    "principals-include": (
        _of_some(names_principal),
        _principals(_is_principal, Message("a whole principal or '*'")),
    ),
    "principals-within": (
        _of_statement(principals_within),
        _principals(_is_word, Message("a principal or a pattern")),
    ),
    "has-condition": (_of_statement(has_condition), _demand),
    "access-level": (
        _of_statement(has_access_level),
        from_database(_each(lambda word: word in ACCESS_LEVELS, _LEVEL)),
    ),
    "resource-must-be-wildcard": (
        _of_statement(_needs_every_resource),
        from_database(truth),
    ),
}
"""What each word tests of a statement, and what takes its argument."""
