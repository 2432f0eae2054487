"""What breaks an item about backups, operations and costs."""

from __future__ import annotations

from typing import Any

from changes.app import KEEP, App, Change

ELSEWHERE = "arn:aws:dynamodb:us-east-1:111122223333:table/other"
TESTS = "Backup::RestoreTestingSelection"


def _rules(app: App) -> list[dict[str, Any]]:
    return app.of("Backup::BackupPlan")["BackupPlan"]["BackupPlanRule"]


def _vault_elsewhere(app: App) -> None:
    plan = app.of("Backup::RestoreTestingPlan")
    plan["RecoveryPointSelection"]["IncludeVaults"] = [
        "arn:aws:backup:us-east-1:111122223333:backup-vault:other"
    ]


def _copies(app: App, destination: str) -> None:
    for rule in _rules(app):
        for copy in rule.get("CopyActions", []):
            copy["DestinationBackupVaultArn"] = destination


BAK_1: dict[str, Change] = {
    "the table is not selected": lambda app: app.drop("Backup::BackupSelection", "Tables"),
    "the bucket is not selected": lambda app: app.drop("Backup::BackupSelection", "Buckets"),
    "another table is selected": lambda app: app.of("Backup::BackupSelection", "Tables")[
        "BackupSelection"
    ].update(Resources=[ELSEWHERE]),
    "no recovery of the table": lambda app: app.of("DynamoDB::GlobalTable")["Replicas"][0].update(
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    ),
    "no versions of receipts": lambda app: app.of("S3::Bucket", "Receipts").update(
        VersioningConfiguration={"Status": "Suspended"}
    ),
    "the table goes with its stack": lambda app: app.body("DynamoDB::GlobalTable").update(
        DeletionPolicy="Delete", UpdateReplacePolicy="Delete"
    ),
    "backups are kept for a day": lambda app: [
        rule.update(Lifecycle={"DeleteAfterDays": 1})
        for rule in _rules(app)
        if "CopyActions" not in rule
    ],
}
BAK_2: dict[str, Change] = {
    "no copies": lambda app: [rule.pop("CopyActions", None) for rule in _rules(app)],
    "copies in the same Region": lambda app: _copies(
        app, "arn:aws:backup:us-east-1:111122223333:backup-vault:other"
    ),
    "copies into the vault itself": lambda app: _copies(
        app, {"Fn::GetAtt": ["BackupStoreVault1BA09A5A", "BackupVaultArn"]}
    ),
    "an empty list of copies": lambda app: [rule.update(CopyActions=[]) for rule in _rules(app)],
}
BAK_1_AND_2: dict[str, Change] = {
    "a plan without rules": lambda app: _rules(app).clear(),
}
BAK_4: dict[str, Change] = {
    "no tests": lambda app: [app.drop("Backup::RestoreTestingPlan"), app.drop(TESTS)],
    "tests of nothing": lambda app: app.drop(TESTS),
    "no test of the table": lambda app: app.drop(TESTS, "DynamoDB"),
    "no test of the bucket": lambda app: app.drop(TESTS, "S3"),
    "tests of another type": lambda app: app.of(TESTS, "DynamoDB").update(
        ProtectedResourceType="EFS"
    ),
    "tests of another table": lambda app: app.of(TESTS, "DynamoDB").update(
        ProtectedResourceArns=[ELSEWHERE]
    ),
    "tests of another vault": _vault_elsewhere,
    "tests without the vault": lambda app: app.of("Backup::RestoreTestingPlan")[
        "RecoveryPointSelection"
    ].update(
        IncludeVaults=["*"],
        ExcludeVaults=[{"Fn::GetAtt": ["BackupStoreVault1BA09A5A", "BackupVaultArn"]}],
    ),
}
BAK_4_UNKNOWN: dict[str, Change] = {
    "tests of a plan of elsewhere": lambda app: app.of(TESTS, "DynamoDB").update(
        RestoreTestingPlanName="other"
    ),
}
OPS_3: dict[str, Change] = {
    "nothing looks for drift": lambda app: app.drop("Events::Rule", "DriftDaily"),
    "looking for drift is off": lambda app: app.of("Events::Rule", "DriftDaily").update(
        State="DISABLED"
    ),
    "the detector may not look": lambda app: [
        one.update(Action="cloudformation:DescribeStacks")
        for one in app.statements("IAM::Policy", "DriftDetectorRole")
        if "cloudformation:DetectStackDrift" in one["Action"]
    ],
    "drift is told to nobody": lambda app: app.drop("Events::Rule", "DriftDrifted"),
    "the rule that tells of drift is off": lambda app: app.of(
        "Events::Rule", "DriftDrifted"
    ).update(State="DISABLED"),
    "the rule that tells of drift has no target": lambda app: app.of(
        "Events::Rule", "DriftDrifted"
    ).update(Targets=[]),
    "the rule tells of other events": lambda app: app.of("Events::Rule", "DriftDrifted")[
        "EventPattern"
    ].update({"detail-type": ["CloudFormation Stack Status Change"]}),
    "the rule tells what is in sync": lambda app: app.of("Events::Rule", "DriftDrifted")[
        "EventPattern"
    ].update(detail={"status-details": {"stack-drift-status": ["IN_SYNC"]}}),
}
OPS_4: dict[str, Change] = {
    "the queue loses what fails": lambda app: app.of("SQS::Queue", "StoreQueue").pop(
        "RedrivePolicy"
    ),
    "alarms mend nothing": lambda app: app.drop("Events::Rule", "RemediationAlarmed"),
    "mending is off": lambda app: app.of("Events::Rule", "RemediationAlarmed").update(
        State="DISABLED"
    ),
    "a stream that failures block": lambda app: [
        app.add(
            "Service",
            "Kinesis::Stream",
            {
                "ShardCount": 1,
                "StreamEncryption": {"EncryptionType": "KMS", "KeyId": {"Fn::ImportValue": _KEY}},
            },
            id="Stream",
            **KEEP,
        ),
        app.add(
            "Service",
            "Lambda::EventSourceMapping",
            {
                "EventSourceArn": {"Fn::GetAtt": ["Stream", "Arn"]},
                "FunctionName": {"Ref": "OrdersFulfilOrderFunction5D16A8CB"},
            },
        ),
    ],
    "a redrive policy to nowhere": lambda app: app.of("SQS::Queue", "StoreQueue").update(
        RedrivePolicy={"maxReceiveCount": 5}
    ),
}
COST_1: dict[str, Change] = {
    "ten years of logs": lambda app: app.of("Logs::LogGroup", "HealthCheck").update(
        RetentionInDays=3653
    ),
    "old versions for ever": lambda app: app.of("S3::Bucket", "Receipts")["LifecycleConfiguration"][
        "Rules"
    ][0].pop("NoncurrentVersionExpiration"),
    "ten gigabytes of memory": lambda app: app.of("Lambda::Function", "CreateOrder").update(
        MemorySize=10240
    ),
    "no lifecycle": lambda app: app.of("S3::Bucket", "Receipts").pop("LifecycleConfiguration"),
    "much capacity": lambda app: app.of("DynamoDB::GlobalTable")[
        "WriteProvisionedThroughputSettings"
    ]["WriteCapacityAutoScalingSettings"].update(MinCapacity=20000, MaxCapacity=40000),
}
COST_3: dict[str, Change] = {
    "no budget": lambda app: app.drop("Budgets::Budget"),
    "a budget that tells nobody": lambda app: app.of("Budgets::Budget").update(
        NotificationsWithSubscribers=[]
    ),
    "notices without subscribers": lambda app: [
        one.update(Subscribers=[])
        for one in app.of("Budgets::Budget")["NotificationsWithSubscribers"]
    ],
    "anomalies that nobody hears of": lambda app: app.drop("CE::AnomalySubscription"),
    "anomalies told to nobody": lambda app: app.of("CE::AnomalySubscription").update(
        Subscribers=[]
    ),
}
COST_3_UNKNOWN: dict[str, Change] = {
    "notices at a thousand times the limit": lambda app: [
        one["Notification"].update(Threshold=100_000)
        for one in app.of("Budgets::Budget")["NotificationsWithSubscribers"]
    ],
}
COST_3_AND_MON_3: dict[str, Change] = {
    "nobody subscribes to costs": lambda app: app.templates["Cost"]["Resources"].pop(
        "AlertsTopicsuccesssimulatoramazonsescom3CC6ED0E"
    ),
    "costs go to an empty address": lambda app: app.of("SNS::Subscription", stack="Cost").update(
        Endpoint=""
    ),
}
COST_4: dict[str, Change] = {
    "no traces of a function": lambda app: app.of("Lambda::Function", "CreateOrder").pop(
        "TracingConfig"
    ),
    "no traces of the API": lambda app: app.of("ApiGateway::Stage").pop("TracingEnabled"),
    "fixed reads": lambda app: app.of("DynamoDB::GlobalTable")["Replicas"][0].update(
        ReadProvisionedThroughputSettings={"ReadCapacityUnits": 5}
    ),
    "traces passed through": lambda app: app.of("Lambda::Function", "ReadOrder").update(
        TracingConfig={"Mode": "PassThrough"}
    ),
}
HARMLESS: dict[str, Change] = {
    "another hour": lambda app: _rules(app)[0].update(ScheduleExpression="cron(0 4 * * ? *)"),
    "tests of all of a type": lambda app: app.of(TESTS, "DynamoDB").update(
        ProtectedResourceArns=["*"]
    ),
    "tests of all vaults": lambda app: app.of("Backup::RestoreTestingPlan")[
        "RecoveryPointSelection"
    ].update(IncludeVaults=["*"]),
    "drift every hour": lambda app: app.of("Events::Rule", "DriftDaily").update(
        ScheduleExpression="rate(1 hour)"
    ),
    "drift of all stacks": lambda app: app.of("Events::Rule", "DriftDrifted")["EventPattern"].pop(
        "detail"
    ),
    "three receives": lambda app: app.of("SQS::Queue", "StoreQueue")["RedrivePolicy"].update(
        maxReceiveCount=3
    ),
    "more memory": lambda app: app.of("Lambda::Function", "CreateOrder").update(MemorySize=768),
    "a higher limit": lambda app: app.of("Budgets::Budget")["Budget"]["BudgetLimit"].update(
        Amount=1200
    ),
    "another namespace": lambda app: app.of("Lambda::Function", "CreateOrder")["Environment"][
        "Variables"
    ].update(METRICS_NAMESPACE="other"),
}
_KEY = "my-cdk-app-production-Foundation:ExportsOutputFnGetAttSecurityKeyDF37C26BArn75AC19C1"
