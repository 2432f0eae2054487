"""Which queues hold what others could not deal with. No card of its own."""

from __future__ import annotations

from synthgate.rule.api import Truth, View, compile_path, disjunction

_GIVERS = {
    "AWS::Events::Rule": "$.Properties.Targets[*].DeadLetterConfig.Arn",
    "AWS::Lambda::EventInvokeConfig": "$.Properties.DestinationConfig.OnFailure.Destination",
    "AWS::Lambda::EventSourceMapping": "$.Properties.DestinationConfig.OnFailure.Destination",
    "AWS::Lambda::Function": "$.Properties.DeadLetterConfig.TargetArn",
    "AWS::Pipes::Pipe": "$.Properties.SourceParameters.*.DeadLetterConfig.Arn",
    "AWS::SNS::Subscription": "$.Properties.RedrivePolicy.deadLetterTargetArn",
    "AWS::SQS::Queue": "$.Properties.RedrivePolicy.deadLetterTargetArn",
    "AWS::Scheduler::Schedule": "$.Properties.Target.DeadLetterConfig.Arn",
    "AWS::Serverless::Function": "$.Properties.DeadLetterQueue.TargetArn",
}
PATHS = {kind: compile_path(path) for kind, path in _GIVERS.items()}


def is_for_dead_letters(view: View) -> Truth:
    """Whether something of the app puts aside in this queue what it failed to process."""
    return disjunction(
        meant for kind, path in PATHS.items() for _, meant in view.referring([kind], path)
    )
