"""The statements of IAM policies.

Each test is of a statement, a mapping. Nothing is true of what is no statement. Where a part is
unknown, so is the answer, unless every value of the part gives the same. Sections are those of
the IAM User Guide, "IAM JSON policy elements".

What is known of actions, conditions and principals is loaded when a word first asks: most
templates are scanned without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Text
from synthgate.resolve.causes import Decider
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, unknown
from synthgate.rule.iam.elements import ACCESS_LEVELS, is_account
from synthgate.rule.iam.statement import Statement, through
from synthgate.rule.operators.operator import Operator, Row, one_or_more, taken, truth
from synthgate.rule.terms.mistakes import wrong_kind
from synthgate.template.data import is_mapping

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

        if value.__class__ is dict and "Fn::Transform" not in value:  # as nearly all are
            return ask(Statement((), value), *arguments)
        return through(of_known, value)

    return test


def _names_principal(statement: Statement, principal: str) -> Truth:
    from synthgate.rule.iam.principals import names_principal  # noqa: PLC0415 - see above

    return names_principal(statement, principal)


def _principals_within(
    statement: Statement, allowed: tuple[str, ...], own_account: str | None = None
) -> Truth:
    from synthgate.rule.iam.principals import principals_within  # noqa: PLC0415 - see above

    return principals_within(statement, allowed, own_account)


def _has_condition(statement: Statement, demand: Any) -> Truth:
    from synthgate.rule.iam.conditions import has_condition  # noqa: PLC0415 - see above

    return has_condition(statement, demand)


def _has_access_level(statement: Statement, levels: tuple[str, ...]) -> Truth:
    from synthgate.rule.iam.actions import has_access_level  # noqa: PLC0415 - see above

    return has_access_level(statement, levels)


def _needs_every_resource(statement: Statement, wanted: bool) -> Truth:
    from synthgate.rule.iam.actions import needs_every_resource  # noqa: PLC0415 - see above

    return needs_every_resource(statement, wanted=wanted)


def _from_database(take: Taker) -> Taker:
    """Takes an argument of which nothing can be made but with the database of actions."""

    def argument(written: Any) -> Any:
        from synthgate.rule.iam.actions import from_database  # noqa: PLC0415 - see above

        return from_database(take)(written)

    return argument


def _has_effect(statement: Statement, effect: Any) -> Truth:
    return equal(statement.effect, effect)


def _of_some(ask: Callable[[Statement, str], Truth]) -> Test:
    """A question that is asked for each of several words, of which one is enough."""

    def test(statement: Statement, words: tuple[str, ...]) -> Truth:
        if len(words) == 1:
            return ask(statement, words[0])
        return disjunction(ask(statement, word) for word in words)

    return _of_statement(test)


def _each(is_right: Callable[[Any], bool], kind: Text) -> Taker:
    """Takes one word, or a list of them with at least one."""
    take = one_or_more(taken(is_right, kind))
    return lambda written: take([written] if written == [] else written)


def _is_word(written: Any) -> bool:
    return isinstance(written, str) and bool(written.strip())


def _is_principal(written: Any) -> bool:
    # Part of a name cannot be a wildcard ("Principal").
    return _is_word(written) and (set(written) == {"*"} or not set(written) & {"*", "?"})


def _principals(is_right: Callable[[Any], bool], kind: Text) -> Taker:
    take = _each(lambda word: is_account(word) or is_right(word), kind)
    return lambda written: tuple(map(str, take(written)))


_keys = _each(
    lambda word: _is_word(word) and ":" in word,
    Message("a condition key such as aws:SourceArn"),
)
_operators = _each(_is_word, Message("a condition operator such as Bool"))
_values = _each(lambda value: isinstance(value, str | int | float), Message("a value"))


def _demand(written: Any) -> object:
    from synthgate.rule.iam.conditions import Demand  # noqa: PLC0415 - see above

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


WORDS = (
    Operator(
        "effect",
        Message("the statement allows, or denies"),
        _of_statement(_has_effect),
        taken(lambda word: word in ("Allow", "Deny"), Message("Allow or Deny")),
        page=Row("`Allow` or `Deny`", "has this effect"),
    ),
    Operator(
        "actions-include",
        Message("the statement is about all of one of these actions: iam:PassRole, s3:*"),
        _of_some(Statement.covers_action),
        _actions,
        page=Row(
            "an action, a pattern or a list",
            'covers one of these, the whole of a pattern: `"*"` asks for every action',
        ),
    ),
    Operator(
        "actions-touch",
        Message("the statement has an action in common with one of these patterns"),
        _of_some(Statement.touches_action),
        _actions,
        page=Row("an action, a pattern or a list", "has some action in common with one of these"),
    ),
    Operator(
        "resources-include",
        Message("the statement is about all of one of these resources: '*' for every one"),
        _of_some(Statement.covers_resource),
        _each(_is_word, Message("an ARN, a pattern of ARNs or '*'")),
        page=Row(
            "an ARN, a pattern or a list", 'covers one of these: `"*"` asks for every resource'
        ),
    ),
    Operator(
        "principals-include",
        Message("the statement names one of these principals: '*' for everyone"),
        _of_some(_names_principal),
        _principals(_is_principal, Message("a whole principal or '*'")),
        page=Row(
            '`"*"`, an account\'s id, an ARN, a service or a list',
            'is about one of these; `"*"` is everyone',
        ),
    ),
    Operator(
        "principals-within",
        Message("the statement names no principals but these"),
        _of_statement(_principals_within),
        _principals(_is_word, Message("a principal or a pattern")),
        placed=True,
        page=Row(
            "the same, with patterns and `own-account`",
            "is about no principal but these; an account's id allows all of the account's",
        ),
    ),
    Operator(
        "has-condition",
        Message("the statement has a condition on this key, or on one of these"),
        _of_statement(_has_condition),
        _demand,
        page=Row(
            "a condition key or a list; or `{key, in, equals, operator}`",
            "narrows itself down by such a key (not by `…IfExists` or `Null`); with `in` or "
            "`equals`, to none but these values",
        ),
    ),
    Operator(
        "access-level",
        Message("the statement has an action of this access level"),
        _of_statement(_has_access_level),
        _from_database(_each(lambda word: word in ACCESS_LEVELS, _LEVEL)),
        page=Row(
            "`List`, `Read`, `Write`, `Tagging`, `Permissions management` or a list",
            "has some action of this level",
        ),
    ),
    Operator(
        "resource-must-be-wildcard",
        Message("whether the actions of the statement accept no resource but '*'"),
        _of_statement(_needs_every_resource),
        _from_database(truth),
        page=Row(
            "true, false",
            'has only actions that take no resource, so that `Resource: "*"` cannot be narrowed',
        ),
    ),
)
