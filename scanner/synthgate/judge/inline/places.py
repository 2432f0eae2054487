"""Where in a resource checks of other tools find what they are about, which they do not say.

`CKV_AWS_260` of checkov says that a security group opens port 80, and not by which of its entries;
`CKV_AWS_109` that a policy manages permissions, and not by which of its statements. What is written
there decides. Intrinsic functions are not resolved: an entry whose ports are open may be the one.

The ports stand in checkov's `AbsSecurityGroupUnrestrictedIngress`, cdk-nag's
`EC2RestrictedCommonPorts` and AWS Config's `restricted-common-ports`, which Guard follows; what
checkov asks about policies in cloudsplaining, the library that it asks (`shared/constants.py`,
`scan/statement_detail.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import translate
from typing import Any

from synthgate.schemas.actions import Actions, by_kind, services
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route, property_path

_PORTS: Mapping[str, tuple[int, ...]] = {
    "checkov:CKV_AWS_24": (22,),
    "checkov:CKV_AWS_25": (3389,),
    "checkov:CKV_AWS_260": (80,),
    "cdk-nag:EC2RestrictedCommonPorts": (20, 21, 3306, 3309, 3389, 4333),
    "guard-registry:RESTRICTED_INCOMING_TRAFFIC": (20, 21, 3306, 3389, 4333),
}
_SENSITIVE = "cfn-validate:W2508"
_SENSITIVE_PORTS = (22, 1433, 3306, 3389, 5432, 6379, 27017)
"""Those of cloudformation-validate 1.14, as it answers; it says which one it means."""
_SENSITIVE_PORT = re.compile(r"\bsensitive port (\d{1,5})\b")
_GROUPS = frozenset({"AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"})
_IDENTITIES = "AWS::IAM::"

_WORDS: Mapping[str, str] = {
    "checkov:CKV_AWS_107": (
        "airflow:createclitoken airflow:createweblogintoken appsync:createapikey "
        "chime:createapikey cloud9:createenvironmenttoken codeartifact:getauthorizationtoken "
        "codepipeline:pollforjobs "
        "cognito-identity:getopenidtoken cognito-identity:getopenidtokenfordeveloperidentity "
        "cognito-identity:getcredentialsforidentity cognito-idp:getsigningcertificate "
        "connect:getfederationtoken connect:getfederationtokens ec2:getpassworddata "
        "ecr-public:getauthorizationtoken emr-containers:getmanagedendpointsessioncredentials "
        "finspace-api:getprogrammaticaccesscredentials gamelift:requestuploadcredentials "
        "gamelift:getinstanceaccess grafana:createworkspaceapikey iam:createaccesskey "
        "iam:createloginprofile iam:createservicespecificcredential "
        "iam:resetservicespecificcredential iam:updateaccesskey license-manager:getaccesstoken "
        "lightsail:getinstanceaccessdetails lightsail:downloaddefaultkeypair "
        "lightsail:createbucketaccesskey lightsail:getrelationaldatabasemasteruserpassword "
        "mediapackage:rotatechannelcredentials mediapackage:rotateingestendpointcredentials "
        "rds-db:connect redshift:getclustercredentials redshift:getclustercredentialswithiam "
        "redshift-serverless:getcredentials sso:getrolecredentials sts:assumerole "
        "sts:assumerolewithsaml sts:assumerolewithwebidentity sts:getfederationtoken "
        "sts:getsessiontoken"
    ),
    "checkov:CKV_AWS_108": (
        "s3:getobject ssm:getparameter ssm:getparameters ssm:getparametersbypath "
        "secretsmanager:getsecretvalue"
    ),
    "checkov:CKV_AWS_110": (
        "iam:createaccesskey iam:createloginprofile iam:updateloginprofile iam:addusertogroup "
        "iam:createpolicyversion iam:setdefaultpolicyversion iam:attachuserpolicy "
        "iam:attachgrouppolicy iam:attachrolepolicy iam:putuserpolicy iam:putgrouppolicy "
        "iam:putrolepolicy iam:updateassumerolepolicy sts:assumerole iam:passrole ec2:runinstances "
        "lambda:createfunction lambda:invokefunction lambda:createeventsourcemapping "
        "dynamodb:createtable dynamodb:putitem glue:createdevendpoint glue:updatedevendpoint "
        "cloudformation:createstack datapipeline:createpipeline lambda:updatefunctioncode"
    ),
}
_NAMED = {name: tuple(words.split()) for name, words in _WORDS.items()}
"""The checks that ask for some actions, whether these can be limited to resources or not."""
_OF_A_KIND: Mapping[str, Callable[[Actions], tuple[str, ...]]] = {
    "checkov:CKV_AWS_109": lambda actions: actions.permitting,
    "checkov:CKV_AWS_111": lambda actions: actions.writing,
}
"""The checks that ask for what actions do that can be limited to resources, and are not."""
PLACED = frozenset({*_PORTS, *_NAMED, *_OF_A_KIND, _SENSITIVE})
"""The checks, each after the name of its tool, whose places are told here."""


def placed_by(name: str, message: str) -> str:
    """What stands where a check may be about, which it may say itself; empty for other checks."""
    found = _SENSITIVE_PORT.search(message) if name == _SENSITIVE else None
    return f"{name} {found[1]}" if found else name if name in PLACED else ""


def places_in(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The checks that may be about an entry or a statement of a resource, each after its path."""
    properties = body.get("Properties")
    if kind in _GROUPS:
        yield from _of_entries(properties)
    elif kind.startswith(_IDENTITIES):
        yield from _of_statements(properties)


def _of_entries(properties: Any) -> Iterator[tuple[str, str]]:
    for route, entry in _having("IpProtocol", properties):
        if "SecurityGroupEgress" not in route:
            path = property_path(route)
            yield from ((path, name) for name, ports in _PORTS.items() if _opens(entry, ports))
            sensitive = [port for port in _SENSITIVE_PORTS if _opens(entry, [port])]
            yield from ((path, f"{_SENSITIVE} {port}") for port in sensitive)


def _opens(entry: Mapping[str, Any], ports: Iterable[int]) -> bool:
    first, last = _port(entry.get("FromPort"), 0), _port(entry.get("ToPort"), 65535)
    is_every = str(entry.get("IpProtocol")) == "-1"
    return is_every or any(first <= port <= last for port in ports)


def _port(written: Any, otherwise: int) -> int:
    """A port, and what it may be at most where it is open or left out."""
    text = str(written) if isinstance(written, int | str) else ""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _of_statements(properties: Any) -> Iterator[tuple[str, str]]:
    for route, statement in _having("Effect", properties):
        if statement["Effect"] == "Allow" and not statement.get("Condition"):
            path = property_path(route)
            yield from ((path, name) for name in sorted(_asked_by(statement)))


def _asked_by(statement: Mapping[str, Any]) -> Iterator[str]:
    """The checks that may be about a statement without conditions."""
    is_unlimited = "*" in _texts(statement.get("Resource"))
    patterns = _texts(statement.get("Action"))
    if is_unlimited and ("NotAction" in statement or {"*", "*:*"} & {*patterns}):
        yield from (*_NAMED, *_OF_A_KIND)
        return
    matches = [re.compile(translate(one.replace("[", "[[]"))).match for one in patterns]
    for name, asked in _NAMED.items():
        found = (one for one in asked if any(match(one) for match in matches))
        if any(is_unlimited or _is_unlimitable(one) for one in found):
            yield name
    for name, of_a_kind in _OF_A_KIND.items() if is_unlimited else ():
        if any(_matches(pattern, of_a_kind) for pattern in patterns):
            yield name


def _matches(pattern: str, of_a_kind: Callable[[Actions], tuple[str, ...]]) -> bool:
    service, _, action = pattern.partition(":")
    match = re.compile(translate(action.replace("[", "[[]"))).match
    named = services() if {"*", "?"} & {*service} else (service,)
    return any(match(one) for name in named for one in of_a_kind(by_kind(name)))


def _is_unlimitable(action: str) -> bool:
    service, _, name = action.partition(":")
    return name in by_kind(service).unlimitable


def _texts(written: Any) -> list[str]:
    """One text or several, in small letters; what is no text is open."""
    every = written if is_list(written) else [written]
    return [one.lower() for one in every if isinstance(one, str)]


def _having(key: str, root: Any) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    """The outermost mappings with a key, and where they are; no recursion, for data may be deep."""
    waiting: list[tuple[Route, Any]] = [(("Properties",), root)]
    while waiting:
        route, node = waiting.pop()
        if is_mapping(node) and key in node:
            yield route, node
        elif is_mapping(node):
            waiting.extend(((*route, step), child) for step, child in node.items())
        elif is_list(node):
            waiting.extend(((*route, at), child) for at, child in enumerate(node))
