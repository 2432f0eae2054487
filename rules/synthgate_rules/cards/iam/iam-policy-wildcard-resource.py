"""Every resource, where the actions could have been limited to some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of
from synthgate.rule.api import Place, View
from synthgate.rule.iam.conditions import is_limited
from synthgate.rule.iam.statement import Statement
from synthgate_rules.cards.iam.grants import EVERY_RESOURCE, allows, covered, faults, placed

# Until there is a database of actions: frequent actions for which the Service Authorization
# Reference ("Actions, resources, and condition keys for AWS services") names no resource
# type, so that "*" is the only resource that they accept. By service, in lower case, for
# actions are compared without regard to case. A metric has no ARN: actions on metrics are
# limited by condition, if at all.
UNLIMITABLE = {
    "access-analyzer": "validatepolicy",
    "acm": "listcertificates",
    "application-autoscaling": "describescalabletargets",
    "athena": "listdatacatalogs listworkgroups",
    "aws-marketplace": "meterusage registerusage",
    "bedrock": "listfoundationmodels",
    "cloudformation": "listexports liststacks validatetemplate",
    "cloudfront": "listdistributions",
    "cloudtrail": "describetrails listtrails lookupevents",
    "cloudwatch": (
        "describealarmsformetric getmetricdata getmetricstatistics getmetricwidgetimage "
        "listdashboards listmetrics putmetricdata"
    ),
    "codebuild": "listprojects",
    "codecommit": "listrepositories",
    "codepipeline": "listpipelines",
    "cognito-identity": "listidentitypools",
    "cognito-idp": "listuserpools",
    "comprehend": "detectdominantlanguage detectkeyphrases detectsentiment",
    "config": "describedeliverychannels putevaluations",
    "dynamodb": "describelimits listbackups listglobaltables liststreams listtables",
    "ecr": "describeregistry getauthorizationtoken",
    "ecr-public": "getauthorizationtoken",
    "ecs": (
        "deregistertaskdefinition describetaskdefinition discoverpollendpoint listclusters "
        "listservices listtaskdefinitionfamilies listtaskdefinitions"
    ),
    "eks": "describeaddonversions listclusters",
    "events": "listeventbuses listrules testeventpattern",
    "firehose": "listdeliverystreams",
    "guardduty": "listdetectors",
    "iam": (
        "generatecredentialreport getaccountauthorizationdetails getaccountpasswordpolicy "
        "getaccountsummary getcredentialreport listaccountaliases listgroups "
        "listopenidconnectproviders listpolicies listroles listsamlproviders "
        "listservercertificates listusers"
    ),
    "iot": "describeendpoint listthings",
    "kinesis": "describelimits liststreams",
    "kms": "createkey describecustomkeystores generaterandom listaliases listkeys",
    "lambda": (
        "createeventsourcemapping getaccountsettings listeventsourcemappings listfunctions "
        "listlayers"
    ),
    "logs": (
        "createlogdelivery deletelogdelivery deleteresourcepolicy describeloggroups "
        "describequeries describequerydefinitions describeresourcepolicies getlogdelivery "
        "listlogdeliveries putresourcepolicy stopquery updatelogdelivery"
    ),
    "organizations": (
        "describeorganization listaccounts listawsserviceaccessfororganization "
        "listdelegatedadministrators listroots"
    ),
    "polly": "describevoices",
    "rekognition": "comparefaces detectfaces detectlabels detecttext recognizecelebrities",
    "route53": "createhostedzone gethostedzonecount listhostedzones listhostedzonesbyname",
    "s3": (
        "createjob getaccountpublicaccessblock listaccesspoints listallmybuckets listjobs "
        "putaccountpublicaccessblock"
    ),
    "secretsmanager": "batchgetsecretvalue getrandompassword listsecrets",
    "servicediscovery": "createprivatednsnamespace listnamespaces",
    "ses": "getsendquota getsendstatistics",
    "sns": "listplatformapplications listsubscriptions listtopics",
    "sqs": "listqueues",
    "ssm": (
        "describeinstanceinformation describeparameters getcommandinvocation "
        "getdeployablepatchsnapshotforinstance listassociations listcommands putinventory"
    ),
    "states": "listactivities liststatemachines validatestatemachinedefinition",
    "sts": (
        "decodeauthorizationmessage getaccesskeyinfo getcalleridentity getservicebearertoken "
        "getsessiontoken"
    ),
    "textract": "detectdocumenttext getdocumenttextdetection startdocumenttextdetection",
    "transcribe": "starttranscriptionjob",
    "wafv2": "listwebacls",
    "xray": (
        "getsamplingrules getsamplingstatisticsummaries getsamplingtargets "
        "puttelemetryrecords puttracesegments"
    ),
}

# The same of whole families: all, or (EC2) all but a few, of their actions.
UNLIMITABLE_FAMILIES = (
    "autoscaling:describe",
    "ec2:describe",
    "ec2messages:",
    "elasticloadbalancing:describe",
    "pricing:",
    "ssmmessages:",
    "support:",
    "tag:get",
    "xray:put",
)

# Condition keys that limit a statement to some resources, as an ARN would: tags of the
# resource, and the keys of single services whose value is a resource.
RESOURCE_KEYS = ("resourcetag/", "ecs:cluster", "kms:resourcealiases", "kms:requestalias")


def every_resource(resource: Resource, view: View) -> Iterator[Place]:
    """Where an Allow statement names every resource for actions that could be limited."""
    return faults(resource, view, _every)


def _every(statement: Statement) -> Iterator[Place]:
    everything, at = covered(EVERY_RESOURCE, statement.resources)
    limitable: Truth = statement.has("NotAction") or disjunction(
        _limitable(action) for _, action in statement.actions
    )
    truth = conjunction(
        [allows(statement), everything, limitable, negation(_limited_by_condition(statement))]
    )
    for place in at[:1]:
        yield from placed(truth, place)


def _limitable(action: Any) -> Truth:
    if isinstance(action, Unknown | Reference):
        return Unknown(causes_of(action))
    name = str(action.prefix if isinstance(action, Partial) else action).lower()
    service, _, call = name.partition(":")
    unlimitable = call in UNLIMITABLE.get(service, "").split()
    return not unlimitable and not name.startswith(UNLIMITABLE_FAMILIES)


def _limited_by_condition(statement: Statement) -> Truth:
    return is_limited(statement.conditions, _names_resources)


def _names_resources(key: str, _: Any) -> Truth:
    return any(resource_key in key for resource_key in RESOURCE_KEYS)
