"""Sites behind CloudFront and on Amplify."""

import aws_cdk as cdk
from aws_cdk import aws_amplify as amplify
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct


class Sites(cdk.Stack):
    """Sites that answer without TLS, from buckets that anyone reads."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        certificate = acm.Certificate.from_certificate_arn(
            self, "InUsEast1", "arn:aws:acm:us-east-1:111122223333:certificate/1b2c3d4e"
        )
        bucket = s3.Bucket(self, "Pages")
        site = cloudfront.Distribution(
            self,
            "Site",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_bucket_defaults(bucket),
            ),
            certificate=certificate,
            domain_names=["www.example.com"],
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_1_2016,
        )
        site.add_behavior(
            "/plain/*",
            origins.HttpOrigin(
                "plain.example.com",
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY,
            ),
        )
        site.add_behavior(
            "/old/*",
            origins.HttpOrigin(
                "old.example.com",
                origin_ssl_protocols=[
                    cloudfront.OriginSslPolicy.TLS_V1,
                    cloudfront.OriginSslPolicy.TLS_V1_2,
                ],
            ),
        )
        site.add_behavior(
            "/films/*",
            origins.HttpOrigin(
                "films.mediapackage.eu-central-1.amazonaws.com",
                protocol_policy=cloudfront.OriginProtocolPolicy.MATCH_VIEWER,
            ),
        )
        amplify.CfnApp(
            self,
            "Preview",
            name="preview",
            repository="https://github.com/example/site",
            access_token="7f3ac9d1b2e84c5d",
            basic_auth_config=amplify.CfnApp.BasicAuthConfigProperty(
                enable_basic_auth=True,
                username="preview",
                password="kept4ever",
            ),
        )
