"""Names that are taken.

"You can't perform an update that causes a custom-named resource to be replaced." (CloudFormation
Template Reference, "Name type".)
"""

from __future__ import annotations

from typing import Any

from synthgate.change.data.documented import is_made_anew
from synthgate.change.sides import Member
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown, known
from synthgate.schemas.facts import facts_of
from synthgate.schemas.updates import updates_of

_NAMED = """
AWS::ApiGateway::ApiKey AWS::ApiGateway::Model AWS::AppIntegrations::EventIntegration
AWS::AppStream::Entitlement AWS::AppStream::ImageBuilder AWS::Athena::DataCatalog
AWS::Athena::WorkGroup AWS::CloudWatch::Alarm AWS::CloudWatch::MetricStream
AWS::CodeDeploy::Application AWS::CodeDeploy::DeploymentConfig AWS::CodeDeploy::DeploymentGroup
AWS::Config::ConfigRule AWS::Config::ConfigurationRecorder AWS::Config::DeliveryChannel
AWS::DataBrew::Dataset AWS::DataBrew::Job AWS::DataBrew::Project AWS::DataBrew::Recipe
AWS::DataBrew::Ruleset AWS::DataBrew::Schedule AWS::DynamoDB::Table AWS::EC2::SecurityGroup
AWS::ECR::Repository AWS::ECS::CapacityProvider AWS::ECS::Cluster AWS::EKS::Cluster
AWS::ElastiCache::CacheCluster AWS::ElasticBeanstalk::Application
AWS::ElasticBeanstalk::Environment AWS::ElasticLoadBalancing::LoadBalancer
AWS::ElasticLoadBalancingV2::LoadBalancer AWS::ElasticLoadBalancingV2::TargetGroup
AWS::Elasticsearch::Domain AWS::Events::ApiDestination AWS::Events::Connection
AWS::Events::Endpoint AWS::Events::Rule AWS::IAM::Group AWS::IAM::ManagedPolicy AWS::IAM::Role
AWS::IAM::User AWS::IoT::Dimension AWS::IoTWireless::Destination
AWS::IoTWireless::NetworkAnalyzerConfiguration AWS::Kinesis::Stream
AWS::KinesisVideo::SignalingChannel AWS::KinesisVideo::Stream
AWS::LakeFormation::DataCellsFilter AWS::Lambda::Function AWS::MWAA::Environment
AWS::MediaConnect::FlowVpcInterface AWS::MediaTailor::PlaybackConfiguration AWS::RDS::DBInstance
AWS::RUM::AppMonitor AWS::Rekognition::StreamProcessor AWS::ResourceGroups::Group
AWS::Route53::KeySigningKey AWS::S3::AccessPoint AWS::S3::Bucket AWS::S3::MultiRegionAccessPoint
AWS::S3ObjectLambda::AccessPoint AWS::SES::ConfigurationSet AWS::SNS::Topic AWS::SQS::Queue
AWS::SSM::Document AWS::SageMaker::NotebookInstance AWS::Synthetics::Canary AWS::WAFv2::IPSet
AWS::WAFv2::RegexPatternSet AWS::WAFv2::RuleGroup AWS::WAFv2::WebACL
"""
NAMED = frozenset(_NAMED.split())
"""The types that have custom names (the same page, "Supported resources")."""


def name_of(member: Member) -> tuple[str, Any]:
    """The property that holds a physical name which nothing else may have, and the name.

    The property is empty where a type has no such name.
    """
    kind = member.type
    facts, updates = facts_of(kind), updates_of(kind)
    unique = kind in NAMED or facts.is_ref
    if not (unique and facts.name) or facts.within or is_made_anew(kind):
        return "", ABSENT
    if updates and updates.deletes_first:
        return "", ABSENT
    return facts.name, known(member.resource.properties.get(facts.name, ABSENT))


def is_stated(name: Any) -> bool:
    """Whether a name is one that somebody gives, as far as is known the same each time."""
    return name is not ABSENT and not isinstance(name, Reference)


def is_known(name: Any) -> bool:
    """Whether nothing of a name is left to the deployment."""
    return is_stated(name) and not isinstance(name, Unknown | Partial)


_EVERYWHERE = ("AWS::IAM::", "AWS::S3::Bucket")
"""Types whose names are those of an account in all regions, or of a partition (IAM User Guide, "IAM
identifiers"; Amazon S3 User Guide, "General purpose bucket naming rules")."""


def is_beside(before: Member, after: Member) -> bool:
    """Whether a resource of the base and one of the head cannot both have the same name.

    Of what is deployed to different accounts or regions that is told only of types that share their
    names there.
    """
    there, here = before.stack.resolver.placement, after.stack.resolver.placement
    if there.account == here.account and there.region == here.region:
        return True
    same_account = there.account == here.account
    return same_account and after.type.startswith(_EVERYWHERE)
