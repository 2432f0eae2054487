"""How bad it is that somebody may do more: whom it lets in, to what, and what with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from synthgate.change.access.axis import Entry
from synthgate.change.access.comparing import New, spread
from synthgate.change.access.grants import Grant
from synthgate.change.access.letters import Letters, Piece
from synthgate.change.access.told import PERMISSIONS, entries_of, levels_of
from synthgate.model import Severity
from synthgate.rule.iam.conditions import limits_principals
from synthgate.rule.iam.elements import action_pattern
from synthgate.rule.iam.statement import Statement
from synthgate.rule.texts.wildcards import overlaps

_EVERY = re.compile(r"\*+(:\*+)?")
_GIVING = tuple(
    action_pattern(one)
    for one in (
        "iam:PassRole",
        "iam:Create*",
        "iam:Attach*",
        "iam:Put*",
        "iam:Update*",
        "iam:Add*",
        "iam:SetDefaultPolicyVersion",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "sts:AssumeRole",
    )
)
"""Actions by which whoever has some rights gets others (IAM User Guide, "Grant a user permissions
to pass a role to an AWS service"; "Permissions boundaries for IAM entities")."""
_HARMLESS = frozenset({"Read", "List"})


def severity_of(new: Sequence[New], grant: Grant, letters: Letters, account: str) -> Severity:
    """Of what a statement newly allows; `account` is the own one."""
    actions, resources, principals = spread(new)
    acting = entries_of(grant.actions, actions)
    about = entries_of(grant.resources, resources)
    worst = [_by_actions(grant, acting, about, letters)]
    if grant.principals.entries:
        who = entries_of(grant.principals, principals)
        worst.append(_by_principals(grant, who, account))
    return min(worst, key=lambda one: one.rank)


def _by_principals(grant: Grant, who: Sequence[Entry], account: str) -> Severity:
    if grant.principals.left_out or any(_is_everyone(one) for one in who):
        is_limited = limits_principals(Statement(grant.route, grant.body)) is True
        return Severity.MEDIUM if is_limited else Severity.CRITICAL
    if any(_is_foreign(one, account) for one in who):
        return Severity.HIGH
    return Severity.INFO


def _is_everyone(entry: Entry) -> bool:
    return not entry.text.strip("*")


def _is_foreign(entry: Entry, account: str) -> bool:
    """Whether a principal belongs to another account than the resource."""
    kind, _, name = "".join(
        one if isinstance(one, str) else "*" for one in entry.pattern
    ).partition(":")
    return kind == "AWS" and name.partition(":")[0] != account


def _by_actions(
    grant: Grant, acting: Sequence[Entry], about: Sequence[Entry], letters: Letters
) -> Severity:
    if grant.actions.left_out or any(_EVERY.fullmatch(one.text) for one in acting):
        return Severity.CRITICAL if _is_of_everything(grant, about) else Severity.HIGH
    is_growth = _is_all_new(grant, about, letters)
    if any(map(_gives_rights, acting)):
        return Severity.MEDIUM if is_growth else Severity.HIGH
    if is_growth:
        return Severity.INFO
    levels = [levels_of(one) for one in acting]
    is_harmless = bool(levels) and all(one and one <= _HARMLESS for one in levels)
    return Severity.LOW if is_harmless else Severity.MEDIUM


def _is_of_everything(grant: Grant, about: Sequence[Entry]) -> bool:
    return grant.resources.left_out or any(not one.text.strip("*") for one in about)


def _gives_rights(entry: Entry) -> bool:
    is_known = any(overlaps(entry.pattern, one) for one in _GIVING)
    return is_known or levels_of(entry) == frozenset({PERMISSIONS})


def _is_all_new(grant: Grant, about: Sequence[Entry], letters: Letters) -> bool:
    """Whether it is about nothing but things that the change makes."""
    return (
        bool(about)
        and not grant.resources.left_out
        and all(_is_new(letters.things(one.text)) for one in about)
    )


def _is_new(things: Iterable[Piece]) -> bool:
    every_one = [*things]
    return bool(every_one) and all(one.is_new for one in every_one)


_ADMINISTRATION = re.compile(
    r"arn:[^:]*:iam::aws:policy/(AdministratorAccess.*|IAMFullAccess|PowerUserAccess"
    r"|job-function/SystemAdministrator)\Z"
)


def severity_of_name(text: str) -> Severity:
    """Of a managed policy of AWS, or a group, by its name."""
    if _ADMINISTRATION.match(text):
        return Severity.CRITICAL
    if text.endswith("FullAccess"):
        return Severity.HIGH
    read = text.endswith(("ReadOnlyAccess", "AWSLambdaBasicExecutionRole"))
    return Severity.LOW if read else Severity.MEDIUM
