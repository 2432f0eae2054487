"""What pages of AWS say of updates and no schema does: small tables, each with its page.

Where a page is not named, it is the one of the resource type in the CloudFormation Template
Reference, "Update requires" of the property.
"""

from __future__ import annotations

from collections.abc import Mapping

INTERRUPTING: Mapping[str, frozenset[str]] = {
    "AWS::AmazonMQ::Broker": frozenset({"Configuration", "HostInstanceType"}),
    "AWS::DynamoDB::Table": frozenset({"SSESpecification"}),
    "AWS::EC2::SecurityGroup": frozenset({"SecurityGroupEgress", "SecurityGroupIngress"}),
    "AWS::ElasticLoadBalancing::LoadBalancer": frozenset({"Listeners"}),
    "AWS::MWAA::Environment": frozenset(
        {
            "AirflowConfigurationOptions",
            "DagS3Path",
            "EnvironmentClass",
            "ExecutionRoleArn",
            "LoggingConfiguration",
            "MaxWorkers",
            "MinWorkers",
            "PluginsS3ObjectVersion",
            "PluginsS3Path",
            "RequirementsS3ObjectVersion",
            "RequirementsS3Path",
            "Schedulers",
            "SourceBucketArn",
            "StartupScriptS3ObjectVersion",
            "StartupScriptS3Path",
            "Tags",
            "WebserverAccessMode",
            "WeeklyMaintenanceWindowStart",
        }
    ),
    "AWS::Neptune::DBInstance": frozenset({"DBInstanceClass"}),
    "AWS::OpenSearchService::Domain": frozenset({"VPCOptions"}),
    "AWS::RDS::DBCluster": frozenset({"EngineVersion"}),
    "AWS::RDS::DBInstance": frozenset(
        {
            "BackupRetentionPeriod",
            "DBInstanceClass",
            "EngineVersion",
            "MonitoringInterval",
            "MultiAZ",
            "PreferredMaintenanceWindow",
        }
    ),
}
"""Properties whose update is "Some interruptions", and never a replacement, even where a schema has
them among those that replace it for some values."""

REFUSED: Mapping[str, frozenset[str]] = {
    "AWS::CloudFormation::CustomResource": frozenset({"ServiceToken"}),
    "AWS::EC2::Volume": frozenset({"AvailabilityZone", "Encrypted", "KmsKeyId", "SnapshotId"}),
    "AWS::KMS::Key": frozenset({"KeySpec", "KeyUsage", "MultiRegion", "Origin"}),
    "AWS::Organizations::Account": frozenset({"Email", "RoleName"}),
}
"""Properties of which "updates are not supported"; of a key "the update request fails, regardless
of the value of the UpdateReplacePolicy attribute"."""

DISPUTED: Mapping[str, frozenset[str]] = {
    "AWS::DAX::Cluster": frozenset({"ClusterName", "IAMRoleARN", "SubnetGroupName"}),
    "AWS::DynamoDB::Table": frozenset({"LocalSecondaryIndexes"}),
    "AWS::Lightsail::Certificate": frozenset({"DomainName", "SubjectAlternativeNames"}),
    "AWS::Lightsail::Database": frozenset(
        {
            "AvailabilityZone",
            "MasterDatabaseName",
            "MasterUsername",
            "RelationalDatabaseBlueprintId",
            "RelationalDatabaseBundleId",
        }
    ),
    "AWS::Lightsail::Disk": frozenset({"AvailabilityZone", "SizeInGb"}),
    "AWS::Lightsail::Instance": frozenset({"AvailabilityZone", "BlueprintId", "BundleId"}),
    "AWS::Lightsail::LoadBalancer": frozenset(
        {"InstancePort", "IpAddressType", "LoadBalancerName"}
    ),
    "AWS::Organizations::Account": frozenset({"AccountName"}),
}
"""Properties of which a page says that "updates are not supported", and the schema, or the page of
the type around it, that they replace it or are updated in place: AWS does not say with one voice
which it is. (Local indexes: "AWS::DynamoDB::Table LocalSecondaryIndex", which "can only be created
when its parent table is created".)"""

OF_SAM: Mapping[str, frozenset[str]] = {
    "AWS::Serverless::Function": frozenset({"FunctionName", "PackageType", "TenancyConfig"}),
    "AWS::Serverless::SimpleTable": frozenset({"PrimaryKey", "TableName"}),
    "AWS::Serverless::StateMachine": frozenset({"Name", "Type"}),
}
"""What replaces what AWS SAM makes of a resource (AWS SAM Developer Guide: each is passed directly
to the property of the resource that is made, or to its key)."""

MADE_ANEW = frozenset(
    {
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGatewayV2::Deployment",
        "AWS::AutoScaling::LaunchConfiguration",
        "AWS::Batch::JobDefinition",
        "AWS::CloudFormation::WaitConditionHandle",
        "AWS::ECS::TaskDefinition",
        "AWS::ECS::TaskSet",
        "AWS::ImageBuilder::Component",
        "AWS::ImageBuilder::ContainerRecipe",
        "AWS::ImageBuilder::ImageRecipe",
        "AWS::SageMaker::EndpointConfig",
        "AWS::SageMaker::Model",
        "AWS::SageMaker::ModelPackage",
    }
)
"""Types that are replaced by design, as is every one that ends so: a new revision, and what uses it
follows."""
REVISION = "Version"


def is_made_anew(kind: str) -> bool:
    """Whether a replacement of a type is what every change of it comes to."""
    return kind in MADE_ANEW or kind.endswith(REVISION)
