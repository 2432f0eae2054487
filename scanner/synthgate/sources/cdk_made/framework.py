"""The provider framework (`custom_resources.Provider`), of the user's and within the CDK's own."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.sources.cdk_made.parts import (
    MACHINE,
    TAGS,
    Part,
    Props,
    Row,
    function,
    layer,
    log_group,
    policy,
    role,
)
from synthgate.sources.cdk_made.shapes import (
    anything,
    document,
    each,
    exactly,
    reference,
    statement,
    text,
    variables,
)

INVOKE = statement("lambda:InvokeFunction")
LOG_DELIVERY = statement(
    "logs:CreateLogDelivery",
    "logs:CreateLogStream",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutLogEvents",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
    anywhere=True,
)

FRAMEWORK_PROPS: Props = {
    "FunctionName": "provider_function_name",
    "KmsKeyArn": "provider_function_env_encryption",
    "LoggingConfig.LogGroup": "log_group",
    "LoggingConfig.ApplicationLogLevel": "framework_lambda_logging_level",
    "VpcConfig": "vpc",
    **TAGS,
}


def _framework(
    name: str, role_props: Props, props: Props, group_props: Props, above: str = ""
) -> tuple[Part, ...]:
    """A function of the provider framework."""
    below = f"{above}framework-{name}"
    runs = function(
        f"{below}/Resource",
        exactly(f"framework.{name}"),
        timeout=(900,),
        environment=variables(
            USER_ON_EVENT_FUNCTION_ARN=reference,
            USER_IS_COMPLETE_FUNCTION_ARN=reference,
            WAITER_STATE_MACHINE_ARN=reference,
        ),
        props=props,
    )
    may = policy(
        INVOKE,
        statement("lambda:GetFunction"),
        statement("states:StartExecution"),
        path=f"{below}/ServiceRole/DefaultPolicy/Resource",
    )
    runs_as = role(f"{below}/ServiceRole/Resource", props=role_props)
    group = log_group(f"{below}/LogGroup/Resource", props=group_props)
    return runs, runs_as, may, group


def _waiter(above: str = "", props: Props = TAGS, logs: str = "") -> tuple[Part, ...]:
    """The state machine that waits until a custom resource is complete."""
    below = f"{above}waiter-state-machine"
    needed = {"DefinitionString": text, "RoleArn": reference}
    fixed = {**needed, "LoggingConfiguration": anything}
    return (
        Part(MACHINE, f"{below}/Resource", fixed, frozenset(needed), props),
        role(f"{below}/Role/Resource", "states.amazonaws.com"),
        policy(INVOKE, LOG_DELIVERY, path=f"{below}/Role/DefaultPolicy/Resource"),
        log_group(f"{below}/LogGroup/Resource", {"": logs} if logs else TAGS),
    )


def _frameworks() -> Iterator[Part]:
    """What a `Provider` of the user's has; its functions may have roles of the user's."""
    for name, prop in (
        ("onEvent", "framework_on_event_role"),
        ("isComplete", "framework_complete_and_timeout_role"),
        ("onTimeout", "framework_complete_and_timeout_role"),
    ):
        role_props = {"ManagedPolicyArns": prop, **TAGS}
        yield from _framework(name, role_props, FRAMEWORK_PROPS, {"": "log_group"})
    logs = "waiter_state_machine_log_options"
    yield from _waiter(props={"LoggingConfiguration": logs, **TAGS}, logs=logs)


def _inner_frameworks() -> Iterator[Part]:
    """The same in a nested stack of the CDK's own, of which nobody can set a prop."""
    for name in ("onEvent", "isComplete", "onTimeout"):
        yield from _framework(name, TAGS, TAGS, TAGS, "Provider/")
    yield from _waiter("Provider/")


def _handler(name: str, handler: str, timeout: int, props: Props = TAGS) -> tuple[Part, ...]:
    """A function that a nested provider of the CDK's own calls, with its role."""
    return (
        function(f"{name}/Resource", exactly(handler), timeout=(timeout,), props=props),
        role(f"{name}/ServiceRole/Resource"),
        log_group(f"{name}/LogGroup/Resource"),
    )


OF_CLUSTER: Props = {"Environment": "cluster_handler_environment", **TAGS}
INNER = (
    Row(
        "Table",
        "@aws-cdk--aws-dynamodb.ReplicaProvider",
        (
            *_handler("OnEventHandler", "index.onEventHandler", 300),
            *_handler("IsCompleteHandler", "index.isCompleteHandler", 30),
            policy(
                statement("iam:CreateServiceLinkedRole"),
                statement("dynamodb:DescribeLimits", anywhere=True),
                statement("dynamodb:DeleteTable", "dynamodb:DeleteTableReplica"),
                path="OnEventHandler/ServiceRole/DefaultPolicy/Resource",
            ),
            *_inner_frameworks(),
        ),
    ),
    Row(
        "eks.Cluster",
        "@aws-cdk--aws-eks.ClusterResourceProvider",
        (
            *_handler("OnEventHandler", "index.onEvent", 60, OF_CLUSTER),
            *_handler("IsCompleteHandler", "index.isComplete", 60, OF_CLUSTER),
            layer("NodeProxyAgentLayer/Resource"),
            *_inner_frameworks(),
        ),
    ),
    Row(
        "eks.Cluster",
        "@aws-cdk--aws-eks.KubectlProvider",
        (
            function(
                "Handler/Resource",
                timeout=(900,),
                props={
                    "Environment": "kubectl_environment",
                    "MemorySize": "kubectl_memory",
                    "VpcConfig": "",
                    **TAGS,
                },
            ),
            log_group("Handler/LogGroup/Resource"),
            layer("AwsCliLayer/Resource"),
            *_framework("onEvent", TAGS, {"VpcConfig": "", **TAGS}, TAGS, "Provider/"),
        ),
    ),
    Row(
        "Table",
        "",
        (
            Part(
                "AWS::IAM::ManagedPolicy",
                "SourceTableAttachedManagedPolicy-[0-9A-Za-z]+/Resource/Resource",
                {
                    "Description": text,
                    "Path": exactly("/"),
                    "PolicyDocument": document(statement("dynamodb:*", "dynamodb:DescribeTable")),
                    "Roles": each(reference),
                },
                frozenset({"PolicyDocument", "Roles"}),
            ),
        ),
        frozenset({"aws-cdk-lib.aws_dynamodb.Table"}),
        needs_tree=True,
    ),
)
FRAMEWORK = Row(
    "Provider",
    "",
    tuple(_frameworks()),
    frozenset({"aws-cdk-lib.custom_resources.Provider"}),
)
