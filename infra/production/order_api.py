"""The REST API: who may call it, how often, and what they may say."""

# The stubs of aws-cdk-lib name parameters differently in a class and in the interface
# it implements, so to a type checker no class matches its own interface.
# pyright: reportArgumentType=false

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_logs as logs
from constructs import Construct

from production.acknowledged import acknowledge
from production.secure_lambda import SecureLambda
from production.security_foundation import SecurityFoundation
from production.web_acl import WebAcl

STAGE = "v1"

EXECUTION_LOGS = "API-Gateway-Execution-Logs"
"""What API Gateway has the names of its log groups begin with."""

LOG_POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class OrderApi(Construct):
    """``POST /orders`` and ``GET /orders/{orderId}``, for callers with an IAM role.

    Callers are services: they sign requests, and what each may call is in its
    role's policy. For people in browsers it would be a user pool instead.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: SecurityFoundation,
        create: SecureLambda,
        read: SecureLambda,
    ) -> None:
        """Create the API, its two methods, and the firewall before it."""
        super().__init__(scope, construct_id)
        self.access_log = foundation.log_group(self, "AccessLog")
        self.api = self._api(foundation)
        self.execution_log = self._keep_execution_logs(foundation)
        orders = self.api.root.add_resource("orders")
        validator = self.api.add_request_validator(
            "Validator", validate_request_body=True, validate_request_parameters=True
        )
        orders.add_method(
            "POST",
            _to(create),
            request_validator=validator,
            request_models={"application/json": self._order_model()},
        )
        orders.add_resource("{orderId}").add_method(
            "GET",
            _to(read),
            request_validator=validator,
            request_parameters={"method.request.path.orderId": True},
        )
        acknowledge(self.api, "Callers are services with IAM roles, not people.", "COG4")
        acknowledge(
            self.api,
            "The policy that API Gateway's documentation prescribes for the account's one role.",
            f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{LOG_POLICY}]",
        )
        self.firewall = WebAcl(
            self, "Firewall", foundation=foundation, target_arn=self.api.deployment_stage.stage_arn
        )

    def _api(self, foundation: SecurityFoundation) -> apigateway.RestApi:
        settings = foundation.settings
        foundation.archive.subscribe(self.access_log, self.access_log)
        return apigateway.RestApi(
            self,
            "Rest",
            rest_api_name=f"{settings.qualified_name}-orders",
            description=f"Orders ({settings.name})",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            # One setting for the account and region, which every API's logs depend on: so it
            # is never taken away again.
            cloud_watch_role=True,
            cloud_watch_role_removal_policy=RemovalPolicy.RETAIN,
            default_method_options=apigateway.MethodOptions(
                authorization_type=apigateway.AuthorizationType.IAM
            ),
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE,
                access_log_destination=apigateway.LogGroupLogDestination(self.access_log),
                access_log_format=apigateway.AccessLogFormat.json_with_standard_fields(
                    caller=True,
                    http_method=True,
                    ip=True,
                    protocol=True,
                    request_time=True,
                    resource_path=True,
                    response_length=True,
                    status=True,
                    user=True,
                ),
                # Not INFO, and no data trace: bodies of requests are customers' data.
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                metrics_enabled=True,
                tracing_enabled=True,
                throttling_rate_limit=settings.api_requests_per_second,
                throttling_burst_limit=2 * settings.api_requests_per_second,
            ),
        )

    def _keep_execution_logs(self, foundation: SecurityFoundation) -> logs.LogGroup:
        """Make the log group that the stage writes its errors to, before the stage does.

        The name is API Gateway's. One that it has to make itself has no key of ours, is kept
        for ever, and outlives the stack.
        https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-execution-logging.html
        """
        execution_log = foundation.log_group(
            self, "ExecutionLog", name=f"{EXECUTION_LOGS}_{self.api.rest_api_id}/{STAGE}"
        )
        foundation.archive.subscribe(execution_log, execution_log)
        self.api.deployment_stage.node.add_dependency(execution_log)
        return execution_log

    def _order_model(self) -> apigateway.Model:
        """Return what an order looks like, so that nothing else reaches a function."""
        text, integer = apigateway.JsonSchemaType.STRING, apigateway.JsonSchemaType.INTEGER
        line = apigateway.JsonSchema(
            type=apigateway.JsonSchemaType.OBJECT,
            required=["sku", "quantity"],
            additional_properties=False,
            properties={
                "sku": apigateway.JsonSchema(type=text, min_length=1, max_length=64),
                "quantity": apigateway.JsonSchema(type=integer, minimum=1, maximum=1000),
            },
        )
        return self.api.add_model(
            "OrderModel",
            content_type="application/json",
            schema=apigateway.JsonSchema(
                schema=apigateway.JsonSchemaVersion.DRAFT4,
                type=apigateway.JsonSchemaType.OBJECT,
                required=["customer", "lines"],
                additional_properties=False,
                properties={
                    "customer": apigateway.JsonSchema(type=text, min_length=1, max_length=128),
                    "lines": apigateway.JsonSchema(
                        type=apigateway.JsonSchemaType.ARRAY, min_items=1, max_items=50, items=line
                    ),
                },
            ),
        )


def _to(target: SecureLambda) -> apigateway.LambdaIntegration:
    return apigateway.LambdaIntegration(target.function, allow_test_invoke=False)
