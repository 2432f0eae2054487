"""Which values of a cure are the service's own words, and which are examples of somebody's own.

A cure that names a key, a port or an account is an example: who mends has to choose. A word that is
not known here counts as one, so that a new card asks rather than guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.template.data import is_list, is_mapping

_LIKE_A_WORD = re.compile(
    r"true|false|\*|/\*|2012-10-17|aws:kms|tls12|TLSv1\.2(_20\d\d)?|TLS_1_2|p\d\d"
    r"|ELBSecurityPolicy-TLS[\w-]+|Policy-Min-TLS[\w-]+"
    r"|aws:elasticbeanstalk:[a-z:]+|(access_logs|deletion_protection|routing\.http)\.[a-z_.]+"
)
"""Words of services by their form: values of TLS policies, names of attributes and options."""
_WRITTEN = """
ACTIVE ALERT ALL AWS_OWNED_CMK BLOCK CONNECT_SSM DISABLED ELB ENABLED ENFORCED ERROR
HTTPS IMMUTABLE INFO INTELLIGENT_TIERING JSON KMS MULTI_AZ_1 MULTI_AZ_2 ON PAY_PER_REQUEST
REGIONAL SFTP SINGLE_AZ_HA_2 SOFTWARE_TOKEN_MFA SSE-KMS SSE_S3 TLS
Active All Allow Deny Disabled Enabled Private Retain
GreaterThanOrEqualToThreshold Sum
LogPublicationControl StreamLogs SystemType containerInsights
enhanced enabled required defensive disable upgrade verify-full
https-only redirect-to-https sni-only cross-az internal
audit error general slowquery profiler postgresql
api authenticator controllerManager scheduler
"""
_WORDS = frozenset(_WRITTEN.split())
_CHOSEN_KEYS = re.compile(
    # Who may reach what, how, and by what engine.
    r"(From|To|Load_?Balancer|Instance)?_?Port|Cidr\w*|.*Cidr|Locations|Users?|Principals?|Actions?"
    r"|Resources?|Auth(orization)?_?Type|Authorization_?Config|Authentication_?Type|Amount"
    r"|Default_?Method_?Options|Object_?Lock\w*|Runtime|Engine|Cpu|Rule_?Number|Posix_?User|Build_?Image"
    r"|Vpc_?Subnets|Endpoint_?Access|Internet_?Facing|Default_?Authorizer|Geo_?Restriction|Node_?Type|Peer|Scheme"
    # What costs by the hour: another zone or instance, a cache, metrics of each minute, size.
    r"|Multi_?AZ(_?Enabled)?|AZ_?Mode|Num_?Cache_?Clusters|(Initial_?)?Instance_?Count|Zone_?Awareness\w*"
    r"|Cache_?Cluster_?Enabled|Caching_?Enabled|Deployment_?Type|Monitoring|Cluster_?Settings|Memory_?Size"
    r"|Enable_?Performance_?Insights|Provisioned_?Throughput|Reserved_?Concurrent_?Executions"
    # What shuts people out who sign in, or ask, today.
    r"|Mfa(_?Configuration|_?Second_?Factor)?|Enabled_?Mfas|Api_?Key_?Required|Iam_?Auth_?Enabled"
    r"|Allow_?Unauthenticated_?Identities|Default_?Action|Protocols|Throttling\w*"
    # What nobody takes back: data that are deleted, a version that is left behind.
    r"|Noncurrent_?Version_?Expiration|Delete_?After(_?Days)?|Max_?Image_?Count|Engine_?Version|Transitions",
    re.IGNORECASE,
)
"""Properties that say who may reach what, what it costs, what is deleted: a person's to decide."""
_TAKES_AWAY = frozenset({"log-group-kept-forever", "log-group-kept-long", "lambda-timeout-long"})
"""Rules whose cure deletes logs, or cuts off what takes longer; the key can lengthen as well."""


def takes_away(rule: str) -> bool:
    """Whether a rule's cure takes something away, and is a person's to apply."""
    return rule in _TAKES_AWAY


_CHOSEN_NAMES = frozenset({"PLUS", "compliance", "COMPLIANCE", "IAM", "PUBLIC"})
"""Words of programs that nobody can take back, that cost, or that shut users out."""


def is_chosen_key(key: str) -> bool:
    """Whether what a property or keyword says is a person's to decide."""
    return bool(_CHOSEN_KEYS.fullmatch(key))


def is_chosen_name(name: str) -> bool:
    """Whether a word of a program is a person's to write."""
    return name in _CHOSEN_NAMES


def to_be_chosen(value: Any, key: str = "") -> Iterator[str]:
    """What of a value somebody has to choose: names of resources, and examples."""
    if key and is_chosen_key(key):
        yield key
    elif is_mapping(value):
        yield from _of_mapping(value)
    elif is_list(value):
        for item in value:
            yield from to_be_chosen(item)
    elif isinstance(value, str) and not is_word(value):
        yield value


def _of_mapping(value: dict[str, Any]) -> Iterator[str]:
    if is_pseudo(value):
        return
    for key, inner in value.items():
        if is_function_name(key):
            yield from map(str, _named(inner))
        else:
            yield from to_be_chosen(inner, key)


def _named(value: Any) -> Iterator[Any]:
    """What the argument of a function begins with: the resource that it names."""
    yield value[0] if is_list(value) and value else value


def is_word(text: str) -> bool:
    """Whether a text is a word of AWS, the same in every template, and no example."""
    return text in _WORDS or bool(_LIKE_A_WORD.fullmatch(text)) or text.isdecimal()


def is_function_name(key: str) -> bool:
    """Whether a key stands for a function of CloudFormation."""
    return key == "Ref" or key.startswith("Fn::")


def is_function(value: object) -> bool:
    """Whether a mapping stands for a value: ``{Ref: Key}``."""
    return is_mapping(value) and len(value) == 1 and is_function_name(next(iter(value)))


def is_pseudo(value: object) -> bool:
    """Whether it is a reference to what CloudFormation itself gives: the account, the region."""
    return is_function(value) and str(value.get("Ref", "")) in _PSEUDO  # type: ignore[union-attr]


_PSEUDO = ("AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::StackName", "AWS::StackId")
