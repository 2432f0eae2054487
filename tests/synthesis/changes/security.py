"""What breaks an item about security."""

from __future__ import annotations

from changes.app import KEEP, OPEN, App, Change

ROOT = "arn:aws:iam::999988887777:root"
STAR = {"AWS": "*"}
INBOUND = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Description": "shell"}


def _trust(app: App, principal: object, **more: object) -> None:
    document = app.of("IAM::Role", "CreateOrder")["AssumeRolePolicyDocument"]
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}
    document["Statement"].append(statement)


def _ingress(app: App, **more: object) -> None:
    group = app.of("EC2::SecurityGroup", "NetworkFunctions")
    group["SecurityGroupIngress"] = [{**INBOUND, **more}]


def _opened(app: App, bucket: str) -> None:
    """A bucket that everybody reads: its policy says so, and nothing holds that back."""
    app.of("S3::Bucket", bucket)["PublicAccessBlockConfiguration"] = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": False,
        "RestrictPublicBuckets": False,
    }
    app.statements("S3::BucketPolicy", bucket).append({**OPEN, "Action": "s3:GetObject"})


SEC_1: dict[str, Change] = {
    "the table is encrypted with the key of AWS": lambda app: app.of(
        "DynamoDB::GlobalTable"
    ).update(SSESpecification={"SSEEnabled": False}),
    "receipts without KMS": lambda app: app.of("S3::Bucket", "Receipts").update(
        BucketEncryption={
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            ]
        }
    ),
    "a queue without encryption": lambda app: app.of("SQS::Queue", "StoreQueue").update(
        KmsMasterKeyId="", SqsManagedSseEnabled=False
    ),
    "a topic without a key": lambda app: app.of("SNS::Topic", stack="Foundation").pop(
        "KmsMasterKeyId"
    ),
    "a log group without a key": lambda app: app.of("Logs::LogGroup", "HealthCheck").pop(
        "KmsKeyId"
    ),
    "a function's variables without a key": lambda app: app.of(
        "Lambda::Function", "CreateOrder"
    ).pop("KmsKeyArn"),
    "a vault without a key": lambda app: app.of("Backup::BackupVault", stack="Backup").pop(
        "EncryptionKeyArn"
    ),
    "a key that is never rotated": lambda app: app.of("KMS::Key", "StoreKey").update(
        EnableKeyRotation=False
    ),
    "a stream without encryption": lambda app: app.add(
        "Network", "Kinesis::Stream", {"ShardCount": 1}, **KEEP
    ),
}
ANY_ITEM = {"Action": "dynamodb:GetItem", "Resource": "*"}
"""Acknowledged nowhere: X-Ray's statements, which need every resource, have their own policy."""
SEC_2: dict[str, Change] = {
    "every action of a service": lambda app: app.grant(
        {"Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/a"}
    ),
    "every resource": lambda app: app.grant(ANY_ITEM, "ArchiveDeliverer"),
    "all but some actions, on one bucket": lambda app: app.grant(
        {"NotAction": "s3:DeleteBucket", "Resource": "arn:aws:s3:::one/*"}
    ),
    "all but one resource": lambda app: app.grant(
        {"Action": "s3:GetObject", "NotResource": "arn:aws:s3:::one/*"}
    ),
    "all but one resource, of other actions": lambda app: app.grant(
        {"Action": ["sqs:SendMessage"], "NotResource": ["arn:aws:sqs:us-east-1:111122223333:a"]}
    ),
    "everything": lambda app: app.grant({"Action": "*", "Resource": "*"}),
    "any role is passed on": lambda app: app.grant({"Action": "iam:PassRole", "Resource": "*"}),
    "administrator": lambda app: app.of("IAM::Role", "CreateOrder").update(
        ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]
    ),
    "everybody may assume a role": lambda app: _trust(app, STAR),
    "everybody reads the trail's bucket": lambda app: _opened(app, "SecurityAuditBucket"),
    "everybody reads receipts": lambda app: _opened(app, "StoreReceipts"),
    "receipts are not closed to the public": lambda app: app.of("S3::Bucket", "Receipts").pop(
        "PublicAccessBlockConfiguration"
    ),
    "a password in a function's variables": lambda app: app.of("Lambda::Function", "CreateOrder")[
        "Environment"
    ]["Variables"].update({"DB_PASSWORD": "correct-horse-4711"}),
    "everybody sends orders": lambda app: app.statements("SQS::QueuePolicy", "StoreQueue").append(
        {**OPEN, "Action": "sqs:SendMessage"}
    ),
    "everybody publishes alarms": lambda app: app.statements(
        "SNS::TopicPolicy", stack="Foundation"
    ).append({**OPEN, "Action": "sns:Publish"}),
    "everybody decrypts": lambda app: app.of("KMS::Key", "StoreKey")["KeyPolicy"][
        "Statement"
    ].append({**OPEN, "Action": "kms:Decrypt"}),
    "a function URL for everybody": lambda app: app.add(
        "Service",
        "Lambda::Url",
        {"AuthType": "NONE", "TargetFunctionArn": {"Ref": "OrdersReadOrderFunction3A8352D3"}},
    ),
    "everybody invokes a function": lambda app: app.add(
        "Service",
        "Lambda::Permission",
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": "OrdersReadOrderFunction3A8352D3"},
            "Principal": "*",
        },
    ),
    "public objects are not blocked": lambda app: app.of("S3::Bucket", "Receipts").update(
        PublicAccessBlockConfiguration={"BlockPublicAcls": False, "BlockPublicPolicy": False}
    ),
    "an API method without authorization": lambda app: app.of("ApiGateway::Method", "POST").update(
        AuthorizationType="NONE"
    ),
    "every resource, on a function's role": lambda app: app.grant(ANY_ITEM),
}
SEC_2_UNKNOWN: dict[str, Change] = {
    "another account is trusted": lambda app: _trust(app, {"AWS": ROOT}),
    "another account's role is trusted": lambda app: _trust(
        app, {"AWS": "arn:aws:iam::999988887777:role/deploy"}
    ),
}
SEC_3: dict[str, Change] = {
    "SSH for all": lambda app: _ingress(app, CidrIp="0.0.0.0/0"),
    "SSH for all of IPv6": lambda app: _ingress(app, CidrIpv6="::/0"),
    "every port of another network": lambda app: _ingress(
        app, CidrIp="10.9.0.0/16", FromPort=0, ToPort=65535
    ),
    "every protocol": lambda app: _ingress(app, CidrIp="10.9.0.0/16", IpProtocol="-1"),
    "HTTPS for all, on a server": lambda app: _ingress(
        app, CidrIp="0.0.0.0/0", FromPort=443, ToPort=443
    ),
    "a rule of its own for all": lambda app: app.add(
        "Network",
        "EC2::SecurityGroupIngress",
        {
            **INBOUND,
            "CidrIp": "0.0.0.0/0",
            "GroupId": {"Fn::GetAtt": ["NetworkFunctions0F81B4F4", "GroupId"]},
        },
    ),
    "the default group is left open": lambda app: app.templates["Network"]["Resources"].pop(
        "DefaultGroupClosed363CEE5D"
    ),
}
SEC_4: dict[str, Change] = {
    "a trail without a key": lambda app: app.of("CloudTrail::Trail").pop("KMSKeyId"),
    "the trail is off": lambda app: app.of("CloudTrail::Trail").update(IsLogging=False),
    "one Region": lambda app: app.of("CloudTrail::Trail").update(IsMultiRegionTrail=False),
    "files may be altered": lambda app: app.of("CloudTrail::Trail").update(
        EnableLogFileValidation=False
    ),
    "no management events": lambda app: app.of("CloudTrail::Trail").update(
        EventSelectors=[{"IncludeManagementEvents": False}]
    ),
    "what is written only": lambda app: app.of("CloudTrail::Trail").update(
        EventSelectors=[{"ReadWriteType": "WriteOnly"}]
    ),
    "no log group": lambda app: [
        app.of("CloudTrail::Trail").pop(key)
        for key in ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn")
    ],
    "no events of global services": lambda app: app.of("CloudTrail::Trail").update(
        IncludeGlobalServiceEvents=False
    ),
}
HARMLESS: dict[str, Change] = {
    "a description more": lambda app: app.of("KMS::Key", "StoreKey").update(Description="Other"),
    "a narrow grant": lambda app: app.grant(
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::one/two/*"}
    ),
    "a denial of all but some": lambda app: app.grant(
        {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"}
    ),
    "a partner with an external id": lambda app: _trust(
        app, {"AWS": ROOT}, Condition={"StringEquals": {"sts:ExternalId": "4711"}}
    ),
    "its own account is trusted": lambda app: _trust(
        app, {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}
    ),
    "one network reaches one port": lambda app: _ingress(app, CidrIp="10.9.1.1/32"),
    "a statement of this account in the key's policy": lambda app: app.of("KMS::Key", "StoreKey")[
        "KeyPolicy"
    ]["Statement"].append(
        {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/reader"}},
        }
    ),
    "another name of the trail": lambda app: app.of("CloudTrail::Trail").update(S3KeyPrefix="t"),
}
# Nothing says any more that the bucket of its files is one of logs: it is data without a backup.
SEC_4_AND_BAK_1: dict[str, Change] = {
    "there is no trail": lambda app: app.drop("CloudTrail::Trail"),
}
