"""What an identity may do to every resource there is, by what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from synthgate.resolve.kleene import Truth, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Unknown, causes_of
from synthgate.rule.api import Place, Statement, View
from synthgate.rule.iam.conditions import is_limited
from synthgate.schemas.actions import accept_only_everything
from synthgate_rules.cards.iam.grants import EVERY_RESOURCE, allows, both, covered, faults, placed

_CREDENTIALS = """
appsync:CreateApiKey codeartifact:GetAuthorizationToken codepipeline:PollForJobs
cognito-identity:GetOpenIdToken cognito-identity:GetOpenIdTokenForDeveloperIdentity
cognito-identity:GetCredentialsForIdentity ec2:GetPasswordData
emr-containers:GetManagedEndpointSessionCredentials grafana:CreateWorkspaceApiKey
iam:CreateAccessKey iam:CreateLoginProfile iam:CreateServiceSpecificCredential
iam:ResetServiceSpecificCredential iam:UpdateAccessKey lightsail:CreateBucketAccessKey
lightsail:GetInstanceAccessDetails lightsail:GetRelationalDatabaseMasterUserPassword
rds-db:connect redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM
redshift-serverless:GetCredentials sso:GetRoleCredentials sts:AssumeRole
"""
"""What answers with a key, a token or a password, or makes one valid (Service Authorization
Reference; each service's API reference)."""

_DATA = """
dynamodb:BatchGetItem dynamodb:GetItem dynamodb:Query dynamodb:Scan s3:GetObject
s3:GetObjectVersion secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParameters
ssm:GetParametersByPath
"""
_PERMISSIONS = """
acm-pca:CreatePermission acm-pca:PutPolicy apigateway:UpdateRestApiPolicy
backup:PutBackupVaultAccessPolicy codebuild:PutResourcePolicy dynamodb:PutResourcePolicy
ec2:CreateNetworkInterfacePermission ec2:ModifySnapshotAttribute
ec2:ModifyVpcEndpointServicePermissions ecr:SetRepositoryPolicy
elasticfilesystem:PutFileSystemPolicy es:UpdateElasticsearchDomainConfig
glacier:SetVaultAccessPolicy glue:PutResourcePolicy iam:AddUserToGroup iam:AttachGroupPolicy
iam:AttachRolePolicy iam:AttachUserPolicy iam:CreatePolicy iam:CreatePolicyVersion
iam:CreateRole iam:DeletePolicy iam:DeleteRole iam:DeleteRolePolicy iam:DetachRolePolicy
iam:PassRole iam:PutGroupPolicy iam:PutRolePermissionsBoundary iam:PutRolePolicy
iam:PutUserPolicy iam:SetDefaultPolicyVersion iam:UpdateAssumeRolePolicy kms:CreateGrant
kms:PutKeyPolicy lambda:AddLayerVersionPermission lambda:AddPermission
ram:AssociateResourceShare rds:ModifyDBClusterSnapshotAttribute rds:ModifyDBSnapshotAttribute
redshift:AuthorizeDataShare redshift:AuthorizeSnapshotAccess redshift:PutResourcePolicy
s3:BypassGovernanceRetention s3:CreateAccessGrant s3:DeleteBucketPolicy s3:PutAccessPointPolicy
s3:PutBucketAcl s3:PutBucketOwnershipControls s3:PutBucketPolicy s3:PutBucketPublicAccessBlock
s3:PutObjectAcl s3:PutObjectVersionAcl secretsmanager:DeleteResourcePolicy
secretsmanager:PutResourcePolicy sns:AddPermission sns:RemovePermission sns:SetTopicAttributes
sqs:AddPermission sqs:RemovePermission sqs:SetQueueAttributes ssm:ModifyDocumentPermission
ssm:PutResourcePolicy sso:AttachManagedPolicyToPermissionSet
"""
"""Of the level *Permissions management* (Service Authorization Reference); all can be limited."""

_READS = re.compile(
    r"[^:]*:(batchget|batchcheck|check|describe|detect|discover|download|estimate|filter|get|head"
    r"|list|lookup|preview|query|read|scan|search|select|simulate|test|tag|untag|validate|verify"
    r"|view|assumerole|decode|decrypt|connect|receive)"
)
_Asks = Callable[[str], bool]


def credentials(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement hands out whatever credentials there are."""
    return _on_everything(resource, view, _among(_CREDENTIALS))


def data(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement reads whatever data there are."""
    return _on_everything(resource, view, _among(_DATA))


def permissions(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement changes who may reach whatever there is."""
    return _on_everything(resource, view, _among(_PERMISSIONS))


def changes(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement changes whatever there is, though it could be limited."""
    return _on_everything(resource, view, _writes)


@lru_cache(maxsize=8)
def _among(names: str) -> _Asks:
    lower = frozenset(names.lower().split())

    @lru_cache(maxsize=4096)
    def asks(action: str) -> bool:
        pattern = action.lower().replace("[", "[[]")
        if not {"*", "?"} & {*pattern}:
            return pattern in lower
        return any(fnmatchcase(name, pattern) for name in lower)

    return asks


@lru_cache(maxsize=4096)
def _writes(action: str) -> bool:
    return not _READS.match(action.lower()) and not accept_only_everything(action)


def _on_everything(resource: Resource, view: View, asks: _Asks) -> Iterator[Place]:
    def check(statement: Statement) -> Iterator[Place]:
        acts = _acts(statement, asks)
        if acts is False:  # told sooner than what it is about
            return
        every, at = covered(EVERY_RESOURCE, statement.resources)
        if statement.has("NotResource"):
            every, at = True, [((*statement.route, "NotResource"), statement.body["NotResource"])]
        if every is False:
            return
        limited = is_limited(statement.conditions, lambda _key, _value: True)
        truth = both([allows(statement), acts, every, negation(limited)])
        for place in at[:1]:
            yield from placed(truth, place)

    return faults(resource, view, check)


def _acts(statement: Statement, asks: _Asks) -> Truth:
    """Whether some action is asked for, or may be; what `NotAction` leaves is nearly everything."""
    if statement.has("NotAction"):
        return True
    return disjunction(
        asks(action) if isinstance(action, str) else Unknown(causes_of(action))
        for _, action in statement.actions
    )
