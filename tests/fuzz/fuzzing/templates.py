"""Templates: the examples of the rule cards, with intrinsic functions where values were."""

from __future__ import annotations

import copy
from functools import cache
from random import Random

import yaml

import synthgate_rules
from fuzzing.odd import CHANGES, Change, Json, changed, scalar, text, tree
from synthgate.resolve.conditions import CONDITION_FUNCTIONS
from synthgate.resolve.functions import FUNCTIONS
from synthgate.rule.cards.catalog import load_catalog
from synthgate.template.read import read_template

NAMES = ("A", "B", "C", "D")
"""What parameters, mappings, conditions and resources are called, so that they meet."""


@cache
def examples() -> tuple[Json, ...]:
    """The templates that the built-in cards have as examples, as plain data.

    Those of changes are apps before and after, and no template.
    """
    catalog = load_catalog(synthgate_rules.CARDS)
    cards = [one for one in catalog.cards.values() if one.scope != "change"]
    written = [text for card in cards for text in card.examples.values() if text.strip()]
    return tuple(read_template("x.yaml", text.encode()).data for text in written)


def call(random: Random, value: Json, depth: int = 3) -> Json:
    """An intrinsic function, mostly of the right shape, that may come to a value."""

    def inner() -> Json:
        deeper = depth > 0 and random.random() < 0.4
        return call(random, value, depth - 1) if deeper else random.choice((value, scalar(random)))

    name = random.choice([*FUNCTIONS, "Fn::If", "Ref", "Fn::Sub", "Fn::Nothing"])
    one, other = random.choice(NAMES), random.choice(NAMES)
    shapes: dict[str, Json] = {
        "Ref": random.choice((one, "AWS::Region", "AWS::NoValue", "AWS::AccountId")),
        "Fn::GetAtt": random.choice(([one, "Arn"], f"{one}.Arn", [one, "Outputs.A"])),
        "Fn::Sub": random.choice(
            (f"a${{{one}}}${{AWS::Region}}", [f"${{x}}{one}", {"x": inner()}])
        ),
        "Fn::Join": [random.choice(("", ",")), random.choice(([inner(), inner()], inner()))],
        "Fn::Select": [
            random.choice((0, "1", inner())),
            random.choice(([inner(), inner()], inner())),
        ],
        "Fn::Split": [random.choice((",", "a", "")), inner()],
        "Fn::FindInMap": [one, random.choice((one, inner())), random.choice((other, inner()))],
        "Fn::If": [one, inner(), inner()],
        "Fn::ImportValue": random.choice((one, inner())),
        "Fn::Cidr": [random.choice(("10.0.0.0/16", inner())), random.choice((4, inner())), 8],
        "Fn::GetStackOutput": {"StackName": one, "OutputName": other},
        "Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": inner()}},
    }
    argument = shapes.get(name, inner())
    return {name: tree(random) if random.random() < 0.15 else argument}


def condition(random: Random, depth: int = 3) -> Json:
    """A function of the section Conditions."""
    name = random.choice([*CONDITION_FUNCTIONS])
    if depth == 0 or name in {"Condition", "Fn::Equals"}:
        sides = [random.choice(({"Ref": random.choice(NAMES)}, scalar(random))) for _ in range(2)]
        return random.choice(({"Condition": random.choice(NAMES)}, {"Fn::Equals": sides}))
    operands = [condition(random, depth - 1) for _ in range(random.choice((1, 2, 2, 3)))]
    return {name: tree(random) if random.random() < 0.1 else operands}


_AS_CALLS: tuple[Change, ...] = (
    call,
    lambda random, value: {"Fn::If": [random.choice(NAMES), value, {"Ref": "AWS::NoValue"}]},
    lambda random, _: {"Ref": random.choice(NAMES)},
)


def template(random: Random) -> Json:
    """A template of one or two examples, with sections that decide what is in it."""
    made: Json = {}
    for example in random.sample(examples(), random.choice((1, 1, 2))):
        for section, body in copy.deepcopy(example).items():
            if isinstance(body, dict) and isinstance(made.get(section, {}), dict):
                made[section] = {**made.get(section, {}), **body}
            else:
                made[section] = body
    for section, make in _SECTIONS.items():
        if random.random() < 0.7:
            made[section] = {**_mapping(made.get(section)), **make(random)}
    for body in _mapping(made.get("Resources")).values():
        if isinstance(body, dict):
            _furnish(random, body)
    return changed(random, made, (*_AS_CALLS, *_AS_CALLS, *CHANGES), most=8)


def _furnish(random: Random, body: Json) -> None:
    if random.random() < 0.3:
        body["Condition"] = random.choice((*NAMES, scalar(random)))
    if random.random() < 0.3:
        body["Metadata"] = suppressions(random)


def suppressions(random: Random) -> Json:
    """What teams write into the metadata of a resource for other scanners."""
    ids = ("CKV_AWS_18", "W35", "AwsSolutions-S1", "S3_BUCKET_LOGGING_ENABLED", text(random))
    entry = {"id": random.choice(ids), random.choice(("reason", "comment")): scalar(random)}
    shape = {
        "checkov": {"skip": [entry]},
        "cfn_nag": {"rules_to_suppress": [entry]},
        "cdk_nag": {"rules_to_suppress": [entry]},
        "guard": {"SuppressedRules": [random.choice(ids), {random.choice(ids): scalar(random)}]},
        "cfn-lint": {"config": {"ignore_checks": [random.choice(ids)]}},
        "synthgate": {"environment": scalar(random)},
    }
    return changed(random, shape, most=3)


def _mapping(value: Json) -> Json:
    return value if isinstance(value, dict) else {}


def _parameters(random: Random) -> Json:
    kinds = ("String", "Number", "CommaDelimitedList", "List<Number>", "AWS::EC2::VPC::Id",
             "AWS::SSM::Parameter::Value<String>")  # fmt: skip
    made: Json = {}
    for name in random.sample(NAMES, 2):
        made[name] = {"Type": random.choice(kinds)}
        if random.random() < 0.5:
            made[name]["Default"] = scalar(random)
        if random.random() < 0.3:
            made[name]["AllowedValues"] = [scalar(random) for _ in range(3)]
    return made


def _mappings(random: Random) -> Json:
    rows = {name: {other: random.choice((scalar(random), [scalar(random)])) for other in NAMES}
            for name in NAMES[:2]}  # fmt: skip
    return {random.choice(NAMES): rows}


def _outputs(random: Random) -> Json:
    return {
        name: {
            "Value": call(random, name),
            "Export": {"Name": random.choice((name, call(random, "x")))},
        }
        for name in NAMES[:2]
    }


def loops(random: Random) -> Json:
    """Loops that make resources, conditions or properties."""
    items = random.choice(
        (["a", "b"], {"Ref": random.choice(NAMES)}, list("ab") * 40, scalar(random))
    )
    body: Json = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "x-${I}"}}}
    fragment: Json = {"R${I}": body}
    if random.random() < 0.4:
        fragment = {
            "Fn::ForEach::Inner": ["J", random.choice((["x", "y"], items)), {"R${I}${J}": body}]
        }
    loop = ["I", items, fragment]
    return {"Fn::ForEach::Outer": tree(random) if random.random() < 0.1 else loop}


_SECTIONS = {
    "Parameters": _parameters,
    "Mappings": _mappings,
    "Conditions": lambda random: {name: condition(random) for name in NAMES},
    "Outputs": _outputs,
}


def looping(random: Random) -> Json:
    """A template with loops."""
    made = template(random)
    if isinstance(made, dict):
        made["Transform"] = "AWS::LanguageExtensions"
        section = random.choice(("Resources", "Conditions", "Outputs", "Resources"))
        made[section] = {**_mapping(made.get(section)), **loops(random)}
    return changed(random, made, most=2)


SAM = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Environment: {Variables: {A: b}}}}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      CodeUri: ./src
      Policies: [{S3ReadPolicy: {BucketName: b}}, {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}]
      Events:
        Api: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref R}}
        Queue: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}
  R: {Type: AWS::Serverless::Api, Properties: {StageName: prod, Auth: {DefaultAuthorizer: AWS_IAM}}}
  H: {Type: AWS::Serverless::HttpApi, Properties: {StageName: prod}}
  T: {Type: AWS::Serverless::SimpleTable}
  L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: ./l}}
  Q: {Type: AWS::SQS::Queue}
  S: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}}}
"""


def serverless(random: Random) -> Json:
    """A SAM template."""
    made = copy.deepcopy(dict(read_template("x.yaml", SAM.encode()).data))
    if random.random() < 0.3:
        made = {**_mapping(template(random)), "Transform": made["Transform"]}
    return changed(random, made, (*_AS_CALLS, *CHANGES), most=5)


def as_yaml(data: Json) -> str:
    """Data as YAML, shared parts as aliases."""
    return yaml.dump(data, allow_unicode=True, sort_keys=False)
