"""Analytics, streams, migrations and models."""

import aws_cdk as cdk
from aws_cdk import aws_athena as athena
from aws_cdk import aws_dms as dms
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_emr as emr
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisanalytics as kinesisanalytics
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_msk as msk
from aws_cdk import aws_mwaa as mwaa
from aws_cdk import aws_quicksight as quicksight
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct


class Analytics(cdk.Stack):
    """Numbers on their way in clear text."""

    def __init__(self, scope: Construct, name: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, name)
        self.vpc = vpc
        self.bucket = s3.Bucket(self, "Numbers")
        self.role = iam.Role(self, "Worker", assumed_by=iam.ServicePrincipal("glue.amazonaws.com"))
        self._queries()
        self._hadoop()
        self._catalog()
        self._streams()
        self._kafka()
        self._migration()
        self._models()

    def _queries(self) -> None:
        athena.CfnWorkGroup(
            self,
            "Analysts",
            name="analysts",
            work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=False,
            ),
        )
        quicksight.CfnDataSource(
            self,
            "Charts",
            name="orders",
            type="MYSQL",
            ssl_properties=quicksight.CfnDataSource.SslPropertiesProperty(disable_ssl=True),
        )
        mwaa.CfnEnvironment(self, "Airflow", name="airflow")

    def _hadoop(self) -> None:
        group = emr.CfnCluster.InstanceGroupConfigProperty
        emr.CfnCluster(
            self,
            "Hadoop",
            name="analytics",
            release_label="emr-7.9.0",
            service_role="EMR_DefaultRole_V2",
            job_flow_role="EMR_EC2_DefaultRole",
            instances=emr.CfnCluster.JobFlowInstancesConfigProperty(
                ec2_subnet_id=self.vpc.public_subnets[0].subnet_id,
                master_instance_group=group(instance_count=1, instance_type="m7g.xlarge"),
                core_instance_group=group(instance_count=2, instance_type="m7g.xlarge"),
            ),
        )
        at_rest = {"S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"}}
        for name, encryption in (
            ("NoSecurity", {"EnableAtRestEncryption": False}),
            (
                "BucketSecurity",
                {"EnableAtRestEncryption": True, "AtRestEncryptionConfiguration": at_rest},
            ),
        ):
            emr.CfnSecurityConfiguration(
                self,
                name,
                security_configuration={
                    "EncryptionConfiguration": {
                        "EnableInTransitEncryption": False,
                        **encryption,
                    }
                },
            )

    def _catalog(self) -> None:
        settings = glue.CfnDataCatalogEncryptionSettings
        glue.CfnDataCatalogEncryptionSettings(
            self,
            "Catalog",
            catalog_id=self.account,
            data_catalog_encryption_settings=settings.DataCatalogEncryptionSettingsProperty(
                connection_password_encryption=settings.ConnectionPasswordEncryptionProperty(
                    return_connection_password_encrypted=False
                ),
                encryption_at_rest=settings.EncryptionAtRestProperty(
                    catalog_encryption_mode="DISABLED"
                ),
            ),
        )
        glue.CfnJob(
            self,
            "Load",
            role=self.role.role_arn,
            command=glue.CfnJob.JobCommandProperty(
                name="glueetl", script_location=self.bucket.s3_url_for_object("load.py")
            ),
            default_arguments={"--db_password": "kept4ever"},
        )

    def _streams(self) -> None:
        stream = kinesis.Stream(self, "Stream", encryption=kinesis.StreamEncryption.UNENCRYPTED)
        stream.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["kinesis:GetRecords", "kinesis:GetShardIterator"],
                principals=[iam.AnyPrincipal()],
                resources=[stream.stream_arn],
            )
        )
        delivery = firehose.CfnDeliveryStream
        firehose.CfnDeliveryStream(
            self,
            "Clicks",
            splunk_destination_configuration=delivery.SplunkDestinationConfigurationProperty(
                hec_endpoint="https://splunk.example.com:8088",
                hec_endpoint_type="Raw",
                hec_token="51d4da16-c61b-4f5f-8ec7-ed4301342a4a",
                s3_configuration=delivery.S3DestinationConfigurationProperty(
                    bucket_arn=self.bucket.bucket_arn, role_arn=self.role.role_arn
                ),
            ),
        )

        application = kinesisanalytics.CfnApplicationV2
        kinesisanalytics.CfnApplicationV2(
            self,
            "Counts",
            runtime_environment="FLINK-1_20",
            service_execution_role=self.role.role_arn,
            application_configuration=application.ApplicationConfigurationProperty(
                flink_application_configuration=application.FlinkApplicationConfigurationProperty(
                    checkpoint_configuration=application.CheckpointConfigurationProperty(
                        configuration_type="CUSTOM", checkpointing_enabled=False
                    ),
                ),
            ),
        )

    def _kafka(self) -> None:
        cluster = msk.CfnCluster
        msk.CfnCluster(
            self,
            "Kafka",
            cluster_name="events",
            kafka_version="3.8.x",
            number_of_broker_nodes=2,
            broker_node_group_info=cluster.BrokerNodeGroupInfoProperty(
                client_subnets=self.vpc.select_subnets().subnet_ids,
                instance_type="kafka.m7g.large",
                connectivity_info=cluster.ConnectivityInfoProperty(
                    public_access=cluster.PublicAccessProperty(type="SERVICE_PROVIDED_EIPS"),
                ),
            ),
            encryption_info=cluster.EncryptionInfoProperty(
                encryption_in_transit=cluster.EncryptionInTransitProperty(
                    client_broker="TLS_PLAINTEXT",
                    in_cluster=False,
                )
            ),
        )

    def _migration(self) -> None:
        instance = dms.CfnReplicationInstance(
            self,
            "Migration",
            replication_instance_class="dms.t3.medium",
            publicly_accessible=True,
            auto_minor_version_upgrade=False,
        )
        source = dms.CfnEndpoint(
            self,
            "Source",
            endpoint_type="source",
            engine_name="postgres",
            server_name="db.example.com",
            port=5432,
            database_name="orders",
            username="migration",
            password="kept4ever",
        )
        dms.CfnReplicationTask(
            self,
            "Move",
            migration_type="full-load",
            replication_instance_arn=instance.ref,
            source_endpoint_arn=source.ref,
            target_endpoint_arn=source.ref,
            table_mappings="{}",
            replication_task_settings='{"Logging": {"EnableLogging": false}}',
        )

    def _models(self) -> None:
        everything = iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")
        scientist = iam.Role(
            self,
            "Scientist",
            assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"),
            managed_policies=[everything],
        )
        sagemaker.CfnNotebookInstance(
            self,
            "Notebook",
            instance_type="ml.t3.medium",
            role_arn=scientist.role_arn,
            direct_internet_access="Enabled",
        )
        sagemaker.CfnEndpointConfig(
            self,
            "Endpoint",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="all",
                    model_name="model",
                    instance_type="ml.m5.large",
                    initial_instance_count=1,
                    initial_variant_weight=1,
                ),
            ],
        )
        job = sagemaker.CfnModelQualityJobDefinition
        sagemaker.CfnModelQualityJobDefinition(
            self,
            "Quality",
            role_arn=self.role.role_arn,
            job_resources=job.MonitoringResourcesProperty(
                cluster_config=job.ClusterConfigProperty(
                    instance_count=2, instance_type="ml.m5.large", volume_size_in_gb=20
                )
            ),
            model_quality_app_specification=job.ModelQualityAppSpecificationProperty(
                image_uri="111122223333.dkr.ecr.eu-central-1.amazonaws.com/monitor:1",
                problem_type="Regression",
            ),
            model_quality_job_input=job.ModelQualityJobInputProperty(
                endpoint_input=job.EndpointInputProperty(
                    endpoint_name="shop", local_path="/opt/ml/processing/input"
                ),
                ground_truth_s3_input=job.MonitoringGroundTruthS3InputProperty(
                    s3_uri="s3://truth/shop"
                ),
            ),
            model_quality_job_output_config=job.MonitoringOutputConfigProperty(
                monitoring_outputs=[
                    job.MonitoringOutputProperty(
                        s3_output=job.S3OutputProperty(
                            local_path="/opt/ml/processing/output", s3_uri="s3://reports/shop"
                        )
                    )
                ]
            ),
        )
