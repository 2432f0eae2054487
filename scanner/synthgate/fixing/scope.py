"""What names mean in the runnable pair of a card: modules of the CDK, or things that are given.

As the cards' tests have it: a module has the name of its service (``s3``, ``lambda_``), what
begins with a capital is of ``aws_cdk`` itself (``Duration``), and what the examples of the CDK's
pages call a thing (``key``, ``vpc``) is one, which somebody has to have.
"""

from __future__ import annotations

import keyword

CDK = "aws_cdk"
_WRITTEN = (
    "self bucket certificate definition function key log_group queue role secret table topic vpc"
)
_THINGS = frozenset(_WRITTEN.split())
_MODULES = {
    "acm": "certificatemanager",
    "authorizers": "apigatewayv2_authorizers",
    "cw_actions": "cloudwatch_actions",
    "destinations": "lambda_destinations",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancingv2",
    "event_sources": "lambda_event_sources",
    "firehose": "kinesisfirehose",
    "identitypool": "cognito_identitypool",
    "integrations": "apigatewayv2_integrations",
    "opensearch": "opensearchservice",
    "origins": "cloudfront_origins",
    "subscriptions": "sns_subscriptions",
    "targets": "events_targets",
}


def meant_by(name: str) -> str | None:
    """The module, or the member of ``aws_cdk``, that a name stands for; None for a thing."""
    if name in _THINGS:
        return None
    if name == "cdk":
        return CDK
    if name[:1].isupper():
        return f"{CDK}.{name}"
    plain = name.removesuffix("_") if keyword.iskeyword(name.removesuffix("_")) else name
    return f"{CDK}.aws_{_MODULES.get(plain, plain)}"
