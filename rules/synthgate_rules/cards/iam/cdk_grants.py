"""Statements that grants of the CDK write, to the letter. No card of its own.

Whoever calls `table.grant_full_access(role)` asks for what the name says, on a resource that the
template names; that is worth one remark and not one for each wildcard. One more action, or another
resource, and the statement is the user's own. (aws-cdk-lib 2.275: ``aws-s3/lib/perms``,
``aws-dynamodb/lib/perms``, ``aws-kms``, ``aws-codecommit``; a test holds the table against it.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synthgate.model import Severity
from synthgate.resolve.values import references_in
from synthgate.rule.api import Message, Place, Statement

_S3_PUT = (
    "s3:PutObject s3:PutObjectLegalHold s3:PutObjectRetention s3:PutObjectTagging "
    "s3:PutObjectVersionTagging s3:Abort*"
)
_S3_READ = "s3:GetObject* s3:GetBucket* s3:List*"
_WRITTEN: Mapping[str, str] = {
    "Bucket.grant_delete": "s3:DeleteObject*",
    "Bucket.grant_put": _S3_PUT,
    "Bucket.grant_read": _S3_READ,
    "Bucket.grant_read_write": f"{_S3_READ} s3:DeleteObject* {_S3_PUT}",
    "Bucket.grant_write": f"s3:DeleteObject* {_S3_PUT}",
    "Key.grant_admin": (
        "kms:Create* kms:Describe* kms:Enable* kms:List* kms:Put* kms:Update* kms:Revoke* "
        "kms:Disable* kms:Get* kms:Delete* kms:TagResource kms:UntagResource "
        "kms:ScheduleKeyDeletion kms:CancelKeyDeletion"
    ),
    "Key.grant_encrypt": "kms:Encrypt kms:ReEncrypt* kms:GenerateDataKey*",
    "Key.grant_encrypt_decrypt": "kms:Decrypt kms:Encrypt kms:ReEncrypt* kms:GenerateDataKey*",
    "Repository.grant_read": (
        "codecommit:GitPull codecommit:EvaluatePullRequestApprovalRules codecommit:Get* "
        "codecommit:Describe*"
    ),
    "Table.grant_full_access": "dynamodb:*",
}
"""By the grant, its actions: of those grants that write a wildcard."""

GRANTS: Mapping[frozenset[str], str] = {
    frozenset(actions.lower().split()): grant for grant, actions in _WRITTEN.items()
}


def told_once(statement: Statement, places: Iterable[Place]) -> Iterator[Place]:
    """What was found in a statement: of one that a grant writes, a single remark."""
    found = [*places]
    grant = _grant_of(statement) if found else None
    if grant is None:
        yield from found
    else:
        note = _WRITES.format(grant=grant)
        yield Place(statement.route, statement.body, note=note, severity=Severity.INFO)


def _grant_of(statement: Statement) -> str | None:
    """The grant that writes exactly this, on something that the template names."""
    if statement.effect != "Allow" or statement.has("NotAction") or statement.has("NotResource"):
        return None
    resources = [value for _, value in statement.resources]
    if not resources or not all([*references_in(value)] for value in resources):
        return None
    actions: list[Any] = [action for _, action in statement.actions]
    if not all(isinstance(action, str) for action in actions):
        return None
    return GRANTS.get(frozenset(action.lower() for action in actions))


_WRITES = Message("{grant}() of the CDK writes exactly this, on a resource that the template names")
