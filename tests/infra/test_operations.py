"""Who is told, what is mended, and what is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.infra.conftest import surroundings

import synth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.infra.conftest import Place, System


def alarms(system: System) -> Iterator[tuple[Place, dict[str, Any]]]:
    for place, alarm in system.find("AWS::CloudWatch::Alarm").items():
        yield place, alarm["Properties"]


def test_every_alarm_reaches_somebody(system: System) -> None:
    """It is enabled, and notifies a topic of its own stack's region that is subscribed to."""
    subscribed = {
        system.target(place.stack, each["Properties"]["TopicArn"])
        for place, each in system.find("AWS::SNS::Subscription").items()
    }
    for place, alarm in alarms(system):
        assert alarm.get("ActionsEnabled", True) is True
        targets = {system.target(place.stack, action) for action in alarm["AlarmActions"]}
        assert targets
        assert targets <= subscribed


@pytest.mark.parametrize(
    ("resource_type", "dimension"),
    [
        ("AWS::DynamoDB::GlobalTable", "TableName"),
        ("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName"),
        ("AWS::Lambda::Function", "FunctionName"),
        ("AWS::SQS::Queue", "QueueName"),
    ],
)
def test_everything_has_an_alarm_of_its_own(
    system: System, resource_type: str, dimension: str
) -> None:
    """By the dimension: an alarm on another one stays green for ever."""
    watched = {
        system.target(place.stack, each["Value"])
        for place, alarm in alarms(system)
        for each in alarm.get("Dimensions", [])
        if each["Name"] == dimension
    }
    assert set(system.find(resource_type)) <= watched


def test_the_api_has_alarms(system: System) -> None:
    """By the API's name and its stage: the metrics of a stage have both."""
    [api] = system.find("AWS::ApiGateway::RestApi").values()
    metrics = {
        alarm.get("MetricName")
        for _, alarm in alarms(system)
        if {"Name": "ApiName", "Value": api["Properties"]["Name"]} in alarm.get("Dimensions", [])
    }
    assert metrics == {"4XXError", "5XXError", "Latency"}


def test_slow_is_told_before_it_is_too_late(system: System) -> None:
    """A threshold past the timeout would never be reached."""
    functions = system.find("AWS::Lambda::Function")
    for place, alarm in alarms(system):
        if alarm.get("MetricName") == "Duration":
            [dimension] = alarm["Dimensions"]
            function = functions[system.target(place.stack, dimension["Value"])]
            assert 0 < alarm["Threshold"] < function["Properties"]["Timeout"] * 1000


def test_dashboards_show_everything_and_no_clock(system: System) -> None:
    """The same program makes the same dashboard tomorrow."""
    shown = set()
    for place, dashboard in system.find("AWS::CloudWatch::Dashboard").items():
        body = dashboard["Properties"]["DashboardBody"]
        shown |= set(system.targets(place.stack, body))
        assert not re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", json.dumps(body))
    for resource_type in ("AWS::Lambda::Function", "AWS::DynamoDB::GlobalTable"):
        assert set(system.find(resource_type)) <= shown


def test_remediation_acts_on_named_functions_for_named_alarms(system: System) -> None:
    """Its rule matches alarms by ARN, and its role the functions that they watch."""
    [(place, rule)] = [
        (place, rule["Properties"])
        for place, rule in system.find("AWS::Events::Rule").items()
        if "CloudWatch Alarm State Change" in str(rule["Properties"].get("EventPattern"))
    ]
    matched = {system.target(place.stack, arn) for arn in rule["EventPattern"]["resources"]}
    watched = {
        system.target(where.stack, alarm["Dimensions"][0]["Value"])
        for where, alarm in alarms(system)
        if where in matched
    }
    may_change = {
        system.target(where.stack, resource)
        for where, policy in system.find("AWS::IAM::Policy").items()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "lambda:UpdateFunctionConfiguration" in statement["Action"]
        for resource in statement["Resource"]
    }
    assert watched == may_change
    assert {function.stack for function in watched} == {"Service"}


def test_remediation_has_limits_above_what_functions_have(system: System) -> None:
    """A limit below what is there would be no limit, but a cut."""
    functions = system.find("AWS::Lambda::Function")
    for place, metric, bounds in limits_of(system):
        function = functions[place]["Properties"]
        now = {"Throttles": "ReservedConcurrentExecutions", "Duration": "MemorySize"}[metric]
        assert bounds["usual"] == function[now] <= bounds["most"]


def limits_of(system: System) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Yield what each function may be given, with the alarms' places for their names."""
    [(place, settings)] = [
        (place, function["Properties"]["Environment"]["Variables"]["LIMITS"])
        for place, function in system.find("AWS::Lambda::Function").items()
        if "LIMITS" in function["Properties"]["Environment"]["Variables"]
    ]
    parts = settings["Fn::Join"][1]
    named = [system.target(place.stack, part) for part in parts if not isinstance(part, str)]
    number = iter(range(len(named)))
    text = "".join(part if isinstance(part, str) else str(next(number)) for part in parts)
    limits = json.loads(text)
    assert len(limits) == 3
    for function, by_metric in limits.items():
        for metric, bounds in by_metric.items():
            yield named[int(function)], metric, bounds | {"alarm": named[int(bounds["alarm"])]}


def test_what_was_raised_is_brought_back_by_the_alarm_that_asked(system: System) -> None:
    """Each setting goes with the alarm on its own function and metric; all are called nightly."""
    watching = system.find("AWS::CloudWatch::Alarm")
    for function, metric, bounds in limits_of(system):
        alarm = watching[bounds["alarm"]]["Properties"]
        assert alarm["MetricName"] == metric
        [dimension] = alarm["Dimensions"]
        assert system.target(bounds["alarm"].stack, dimension["Value"]) == function


def test_drift_is_looked_for_once_nothing_is_raised(system: System) -> None:
    """What remediation raised is no drift an hour after it was brought back."""
    schedules = {
        place.logical_id.rstrip("0123456789ABCDEF"): rule["Properties"].get("ScheduleExpression")
        for place, rule in system.find("AWS::Events::Rule").items()
    }
    assert schedules["RemediationNightly"] == "cron(0 4 * * ? *)"
    assert schedules["DriftDaily"] == "cron(0 5 * * ? *)"


def test_drift_is_looked_for_daily_and_told(system: System) -> None:
    """In every stack of the region: what was changed by hand is nobody's secret."""
    [names] = [
        json.loads(function["Properties"]["Environment"]["Variables"]["STACKS"])
        for function in system.find("AWS::Lambda::Function").values()
        if "STACKS" in function["Properties"]["Environment"]["Variables"]
    ]
    here = {f"my-cdk-app-{system.name}-{name}" for name in system.templates.keys() - {"Recovery"}}
    assert set(names) == here
    [rule] = [
        rule["Properties"]["EventPattern"]
        for rule in system.find("AWS::Events::Rule").values()
        if "aws.cloudformation" in str(rule["Properties"].get("EventPattern"))
    ]
    assert "DRIFTED" in str(rule["detail"])


def test_each_stack_says_how_its_drift_is_found(system: System) -> None:
    """The command is an output, with the stack's own name and region."""
    for name, template in system.templates.items():
        region = system.artifacts[name]["environment"].rpartition("/")[2]
        assert template["Outputs"]["DriftDetectionCommand"]["Value"] == (
            f"aws cloudformation detect-stack-drift --stack-name my-cdk-app-{system.name}-{name}"
            f" --region {region}"
        )


def test_dashboards_are_found_by_their_addresses(system: System) -> None:
    """Each has an output that a browser opens."""
    outputs = system.templates["Operations"]["Outputs"]
    shown = set()
    for name in ("DashboardUrl", "OverviewUrl"):
        start, dashboard = outputs[name]["Value"]["Fn::Join"][1]
        assert start == (
            "https://us-east-1.console.aws.amazon.com/cloudwatch/home"
            "?region=us-east-1#dashboards/dashboard/"
        )
        shown.add(system.target("Operations", dashboard))
    assert shown == set(system.find("AWS::CloudWatch::Dashboard"))


def test_thresholds_are_the_callers(clean_environ: dict[str, str]) -> None:
    """Each alarm that is made for a function or an API has the number that was asked for."""
    pytest.importorskip("jsii")
    with surroundings(clean_environ):
        import aws_cdk as cdk
        from aws_cdk.assertions import Template

        from production.monitoring import ApiThresholds, FunctionThresholds
        from production.settings import settings_for
        from production.stage import ApplicationStage

        app = cdk.App(context=synth.merged_context({}))
        stage = ApplicationStage(app, settings=settings_for("dev"), account=None)
        orders, monitoring = stage.service.service, stage.operations.monitoring
        function = FunctionThresholds(
            errors=6, throttles=7, dead_letters=8, duration_share=0.5, periods=2
        )
        monitoring.watch_function("Again", orders.create, function)
        api = ApiThresholds(
            server_errors=9,
            client_errors=10,
            client_error_periods=4,
            slow_milliseconds=11,
            slow_periods=5,
        )
        monitoring.watch_api("AgainApi", orders.api.api, api)
        template = Template.from_stack(stage.operations).to_json()
    made = {
        logical_id.removeprefix("MonitoringAgain")[:-8]: (
            each["Properties"]["Threshold"],
            each["Properties"]["EvaluationPeriods"],
        )
        for logical_id, each in template["Resources"].items()
        if logical_id.startswith("MonitoringAgain")
    }
    assert made == {
        "Errors": (6, 2),
        "Throttles": (7, 2),
        "DeadLetters": (8, 1),
        "Duration": (15_000, 2),
        "ApiServerErrors": (9, 1),
        "ApiClientErrors": (10, 4),
        "ApiLatency": (11, 5),
    }


def test_failed_events_stay(system: System) -> None:
    """Every function, and the queue of orders, has somewhere to put what it cannot do."""
    queues = system.find("AWS::SQS::Queue")
    for place, function in system.find("AWS::Lambda::Function").items():
        target = function["Properties"]["DeadLetterConfig"]["TargetArn"]
        assert system.target(place.stack, target) in queues
    redriven = [q for q in queues.values() if "RedrivePolicy" in q["Properties"]]
    assert len(redriven) == 1


def test_orders_stay_hidden_for_six_attempts(system: System) -> None:
    """Less, and a slow attempt is done twice."""
    [queue] = [
        queue["Properties"]
        for queue in system.find("AWS::SQS::Queue").values()
        if "RedrivePolicy" in queue["Properties"]
    ]
    [(place, source)] = system.find("AWS::Lambda::EventSourceMapping").items()
    function = system.find("AWS::Lambda::Function")[
        system.target(place.stack, source["Properties"]["FunctionName"])
    ]["Properties"]
    assert queue["VisibilityTimeout"] == 6 * function["Timeout"]
    most = source["Properties"]["ScalingConfig"]["MaximumConcurrency"]
    assert most <= function["ReservedConcurrentExecutions"]


# What is kept


def test_table_and_bucket_are_backed_up(system: System) -> None:
    """And the table can be had back as of any second of late."""
    selected = {
        target
        for place, selection in system.find("AWS::Backup::BackupSelection").items()
        for target in system.targets(place.stack, selection["Properties"]["BackupSelection"])
    }
    [table] = system.find("AWS::DynamoDB::GlobalTable").items()
    assert table[0] in selected
    receipts = {p for p in system.find("AWS::S3::Bucket") if p.stack == "Data"}
    assert receipts <= selected
    [replica] = table[1]["Properties"]["Replicas"]
    assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def rules_of(system: System) -> dict[str, dict[str, Any]]:
    [plan] = system.find("AWS::Backup::BackupPlan").values()
    assert plan["Properties"]["BackupPlan"]["BackupPlanName"] == f"my-cdk-app-{system.name}"
    return {r["RuleName"]: r for r in plan["Properties"]["BackupPlan"]["BackupPlanRule"]}


def test_no_recovery_point_outlives_its_environment(system: System) -> None:
    """A vault with one in it cannot be deleted, nor can the stack that it is in."""
    most = {"development": 7, "staging": 35, "production": 1825}[system.name]
    lives = {name: rule["Lifecycle"]["DeleteAfterDays"] for name, rule in rules_of(system).items()}
    assert max(lives.values()) == most
    if system.name == "production":
        assert lives == {"Daily": 35, "Weekly": 90, "Monthly": 1825, "CriticalDataBackup": 365}


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, {"Daily": (1, None)}),
        (35, {"Daily": (35, None)}),
        (36, {"Daily": (35, None), "Weekly": (36, None)}),
        (100, {"Daily": (35, None), "Weekly": (90, None), "Monthly": (100, None)}),
        (180, {"Daily": (35, None), "Weekly": (90, None), "Monthly": (180, 90)}),
        (9999, {"Daily": (35, None), "Weekly": (90, None), "Monthly": (1825, 90)}),
    ],
)
def test_what_is_made_less_often_outlives_what_is_made_more_often(
    most: int, expected: dict[str, tuple[int, int | None]]
) -> None:
    """Nothing is kept for longer than it may be; and nothing is cold for less than 90 days."""
    from production.backup_schedule import scheduled

    made = {}
    for rule in scheduled(most):
        props = rule.props
        cold = props.move_to_cold_storage_after
        days = props.delete_after.to_days()
        made[props.rule_name] = (days, cold.to_days() if cold else None)
    assert made == expected


def test_production_copies_to_the_vault_in_the_other_region(production: System) -> None:
    """The name that the plan computes is the name that the other stack gives its vault."""
    rule = rules_of(production)["CriticalDataBackup"]
    assert rule["Lifecycle"] == {"DeleteAfterDays": 365, "MoveToColdStorageAfterDays": 30}
    [copy] = rule["CopyActions"]
    assert copy["Lifecycle"]["DeleteAfterDays"] == 730
    vault = production.templates["Recovery"]["Resources"]
    [name] = [
        each["Properties"]["BackupVaultName"]
        for each in vault.values()
        if each["Type"] == "AWS::Backup::BackupVault"
    ]
    arn = "".join(
        part if isinstance(part, str) else part["Ref"]
        for part in copy["DestinationBackupVaultArn"]["Fn::Join"][1]
    )
    assert arn == f"arn:aws:backup:us-west-2:AWS::AccountId:backup-vault:{name}"


def test_production_tests_restoring(production: System) -> None:
    """A backup that was never restored is a hope."""
    selections = production.find("AWS::Backup::RestoreTestingSelection").values()
    kinds = {each["Properties"]["ProtectedResourceType"] for each in selections}
    assert kinds == {"DynamoDB", "S3"}


def test_nobody_empties_a_vault_of_production(production: System) -> None:
    """Neither vault lets recovery points go before their time."""
    for vault in production.find("AWS::Backup::BackupVault").values():
        assert vault["Properties"]["LockConfiguration"]["MinRetentionDays"] >= 7
        assert "backup:DeleteRecoveryPoint" in str(vault["Properties"]["AccessPolicy"])


# What it costs


def test_money_is_watched(system: System) -> None:
    """By a budget with four notices, and a monitor of anomalies, each of the environment's own."""
    [topic] = [place for place in system.find("AWS::SNS::Topic") if place.stack == "Cost"]
    [(place, budget)] = system.find("AWS::Budgets::Budget").items()
    notices = budget["Properties"]["NotificationsWithSubscribers"]
    assert len(notices) == 4
    assert set(system.targets(place.stack, notices)) == {topic}
    [(place, subscription)] = system.find("AWS::CE::AnomalySubscription").items()
    subscribers = subscription["Properties"]["Subscribers"]
    assert set(system.targets(place.stack, subscribers)) == {topic}
    filters = budget["Properties"]["Budget"]["CostFilters"]
    assert filters == {"TagKeyValue": [f"user:Environment${system.name}"]}


def test_the_bill_of_an_account_is_watched_once(systems: dict[str, System]) -> None:
    """Against what its environments may cost together: no one of them alone sets it off."""
    bills = {
        name: alarm["Threshold"]
        for name, system in systems.items()
        for _, alarm in alarms(system)
        if alarm.get("Namespace") == "AWS/Billing"
    }
    limits = [
        budget["Properties"]["Budget"]["BudgetLimit"]["Amount"]
        for system in systems.values()
        for budget in system.find("AWS::Budgets::Budget").values()
    ]
    assert bills == {"production": sum(limits)}


def test_those_who_publish_about_money_may(system: System) -> None:
    """Topic and key let them in, for this account."""
    [policy] = [
        policy["Properties"]["PolicyDocument"]["Statement"]
        for place, policy in system.find("AWS::SNS::TopicPolicy").items()
        if place.stack == "Cost"
    ]
    services = {s["Principal"].get("Service") for s in policy if s["Effect"] == "Allow"}
    assert services == {
        "budgets.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "costalerts.amazonaws.com",
    }
