"""Apps of which nobody sees how they are deployed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.resolve.values import Cause, Decider
from synthgate.rule.api import (
    ABSENT,
    Partial,
    Place,
    Resource,
    Truth,
    Unknown,
    View,
    compile_path,
    conjunction,
    disjunction,
    is_set,
    negation,
)
from synthgate_rules.cards.cloudwatch.watching import unless

FEDERATED = compile_path("$.Properties.AssumeRolePolicyDocument.Statement[*].Principal.Federated")
URL = compile_path("$.Properties.Url")
BUILDERS = re.compile(
    r"token[.]actions[.]githubusercontent[.]com|gitlab|bitbucket|circleci|buildkite|dev[.]azure|vstoken"
)
STOPPED = "DisableInboundStageTransitions"


def unseen(_: Resource, view: View) -> Iterator[Place]:
    """The app, if it has a pipeline that is stopped; a doubt, if it has none."""
    pipelines = list(view.everywhere(["AWS::CodePipeline::Pipeline"]))
    running = disjunction(
        conjunction((_exists(one), negation(_is_stopped(one)))) for one in pipelines
    )
    known = disjunction((running, *_by_identity(view)))
    elsewhere = Unknown((Cause(Decider.OUTSIDE, "a deployment pipeline"),))
    yield from unless(known if pipelines else disjunction((known, elsewhere)))


def _is_stopped(pipeline: View) -> Truth:
    stopped = pipeline.resource.properties.get(STOPPED, ABSENT)
    return False if stopped == [] else is_set(stopped)


def _by_identity(view: View) -> Iterator[Truth]:
    """Whether somebody who builds elsewhere is let in."""
    for path, types in ((FEDERATED, ["AWS::IAM::Role"]), (URL, ["AWS::IAM::OIDCProvider"])):
        for one in view.everywhere(types):
            yield conjunction(
                (
                    _exists(one),
                    any(_is_builder(match.value) for match in path.find(one.resource.body)),
                )
            )


def _is_builder(value: Any) -> bool:
    parts = value.parts if isinstance(value, Partial) else (value,)
    text = "".join(part for part in parts if isinstance(part, str))
    return BUILDERS.search(text) is not None


def _exists(view: View) -> Truth:
    return view.resolver.exists(view.resource.logical_id)
