"""APIs of each kind, open to everybody."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_appsync as appsync
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

SCHEMA = Path(__file__).with_name("schema.graphql")


class Apis(cdk.Stack):
    """Whoever finds them may call them, and nobody sees who did."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        handler = lambda_.Function(
            self,
            "Handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): pass"),
        )
        self._rest(handler)
        apigatewayv2.HttpApi(
            self,
            "HttpApi",
            default_integration=integrations.HttpLambdaIntegration("Handler", handler),
        )
        socket = apigatewayv2.WebSocketApi(self, "SocketApi")
        apigatewayv2.WebSocketStage(
            self, "SocketStage", web_socket_api=socket, stage_name="live", auto_deploy=True
        )
        appsync.GraphqlApi(
            self, "GraphApi", name="shop", definition=appsync.Definition.from_file(str(SCHEMA))
        )

    def _rest(self, handler: lambda_.Function) -> None:
        api = apigateway.RestApi(
            self,
            "Api",
            deploy_options=apigateway.StageOptions(
                caching_enabled=True,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=True,
            ),
        )
        integration = apigateway.LambdaIntegration(handler)
        api.root.add_method("GET", integration)
        api.root.add_method("POST", integration, api_key_required=True)
        apigateway.CfnDeployment(
            self,
            "OldStage",
            rest_api_id=api.rest_api_id,
            stage_name="old",
            stage_description=apigateway.CfnDeployment.StageDescriptionProperty(
                caching_enabled=True,
            ),
        )
        apigateway.Deployment(self, "Forgotten", api=api)
        apigateway.DomainName(
            self,
            "Domain",
            domain_name="api.example.com",
            certificate=acm.Certificate(self, "Certificate", domain_name="api.example.com"),
            security_policy=apigateway.SecurityPolicy.TLS_1_0,
        )
