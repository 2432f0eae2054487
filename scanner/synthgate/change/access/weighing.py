"""How bad it is that somebody may do more: whom it lets in, to what, and what with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synthgate.change.access.axis import Entry
from synthgate.change.access.grants import Grant
from synthgate.change.access.letters import Letters
from synthgate.change.access.news import New, spread
from synthgate.change.access.told import PERMISSIONS, entries_of, levels_of
from synthgate.model import Severity
from synthgate.records import dataclass
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
_SERVICE = tuple("Service:")
_LIMITING = frozenset({"AWS::EC2::VPCEndpoint"})
"""Types whose policies limit what others allow, and allow nothing by themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Weigher:
    """Weighs what a statement newly allows; `is_growth` if whoever holds it is new as well."""

    letters: Letters
    account: str
    is_growth: bool

    def severity(self, new: Sequence[New], grant: Grant) -> Severity:
        """Of some requests that it lets in."""
        actions, resources, principals = spread(new)
        acting = entries_of(grant.actions, actions)
        if grant.member.type in _LIMITING:
            return Severity.MEDIUM
        if grant.principals.entries:
            return self._of_given(grant, entries_of(grant.principals, principals), acting)
        return self._of_held(grant, acting, entries_of(grant.resources, resources))

    def _of_given(self, grant: Grant, who: Sequence[Entry], acting: Sequence[Entry]) -> Severity:
        """Of rights that a resource gives away."""
        if grant.principals.left_out or any(not one.text.strip("*") for one in who):
            is_limited = limits_principals(Statement(grant.route, grant.body)) is True
            return Severity.MEDIUM if is_limited else Severity.CRITICAL
        if any(map(self._is_foreign, who)):
            return Severity.HIGH
        if self.is_growth or self._are_new(who):
            return Severity.INFO
        is_service = all(one.pattern[: len(_SERVICE)] == _SERVICE for one in who)
        return Severity.LOW if is_service or is_harmless(acting) else Severity.MEDIUM

    def _is_foreign(self, entry: Entry) -> bool:
        """Whether a principal belongs to another account than the resource."""
        text = "".join(one if isinstance(one, str) else "*" for one in entry.pattern)
        kind, _, name = text.partition(":")
        return kind == "AWS" and name.partition(":")[0] != self.account

    def _of_held(self, grant: Grant, acting: Sequence[Entry], about: Sequence[Entry]) -> Severity:
        """Of rights that an identity has."""
        is_everything = grant.resources.left_out or any(not one.text.strip("*") for one in about)
        if grant.actions.left_out or any(_EVERY.fullmatch(one.text) for one in acting):
            return Severity.CRITICAL if is_everything else Severity.HIGH
        is_growth = not is_everything and self._are_new(about)
        if any(map(_gives_rights, acting)):
            return Severity.MEDIUM if is_growth else Severity.HIGH
        if is_growth:
            return Severity.INFO
        return Severity.LOW if is_harmless(acting) else Severity.MEDIUM

    def _are_new(self, entries: Sequence[Entry]) -> bool:
        """Whether all are things that the change makes."""
        named = [[*self.letters.things(one.text)] for one in entries]
        return bool(named) and all(one and all(it.is_new for it in one) for one in named)


def is_harmless(acting: Sequence[Entry]) -> bool:
    """Whether they only read, as far as anybody tells."""
    levels = [levels_of(one) for one in acting]
    return bool(levels) and all(one and one <= _HARMLESS for one in levels)


def _gives_rights(entry: Entry) -> bool:
    is_known = any(overlaps(entry.pattern, one) for one in _GIVING)
    return is_known or levels_of(entry) == frozenset({PERMISSIONS})


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
    if only_logs(text):
        return Severity.INFO
    return Severity.LOW if text.endswith("ReadOnlyAccess") else Severity.MEDIUM


def only_logs(text: str) -> bool:
    """Whether a managed policy of AWS lets nobody do more than tell what it does."""
    return text.endswith(_LOGGING)


_LOGGING = ("AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess")
"""Managed policies of AWS that let nobody do more than tell what it does."""
