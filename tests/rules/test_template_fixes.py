"""The template fix of a card, applied to its example that fails: then the rule passes.

A resource is added. Properties are merged into the place of the finding, or into one further out,
up to the resource, or take the place of those that were there; a list always does. An output or a
parameter is said anew.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.api import lint

import synthgate_rules
from synthgate.model import Status
from synthgate.rule.cards.catalog import load_catalog
from synthgate.template import yaml_text
from synthgate.template.data import is_list, is_mapping
from synthgate.template.read import read_template
from synthgate.workbench.examples import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synthgate.evaluate import Results
    from synthgate.model import Finding
    from synthgate.rule.cards.card import Card

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


Data = dict[str, Any]
Route = tuple[str | int, ...]

CARDS = {
    id_: card
    for id_, card in load_catalog(synthgate_rules.CARDS).cards.items()
    if "template" in card.body["fix"]
}
STUBS = {
    "Balancer": "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "Bucket": "AWS::S3::Bucket",
    "Certificate": "AWS::CertificateManager::Certificate",
    "ClientCertificate": "AWS::ApiGateway::ClientCertificate",
    "DeployPolicy": "AWS::IAM::ManagedPolicy",
    "Developers": "AWS::IAM::Group",
    "Function": "AWS::Lambda::Function",
    "Key": "AWS::KMS::Key",
    "LoadBalancerGroup": "AWS::EC2::SecurityGroup",
    "LogBucket": "AWS::S3::Bucket",
    "LogGroup": "AWS::Logs::LogGroup",
    "OrdersPolicy": "AWS::IAM::ManagedPolicy",
    "PrivateSubnet": "AWS::EC2::Subnet",
    "Queue": "AWS::SQS::Queue",
    "Role": "AWS::IAM::Role",
    "Rule": "AWS::Events::Rule",
    "Secret": "AWS::SecretsManager::Secret",
    "SecurityGroup": "AWS::EC2::SecurityGroup",
    "Service": "AWS::ECS::Service",
    "Stream": "AWS::Kinesis::Stream",
    "SubnetGroup": "AWS::Redshift::ClusterSubnetGroup",
    "Table": "AWS::DynamoDB::Table",
    "Topic": "AWS::SNS::Topic",
    "Vpc": "AWS::EC2::VPC",
    "WebACL": "AWS::WAFv2::WebACL",
}
"""What a fix means by a name that the example has not; by any other it means a parameter."""
ENTRIES = ("Outputs", "Parameters")
STEP = re.compile(r"\[(\d+)\]|\['([^']*)'\]|([^.\[\]]+)")
NAMED = re.compile(r"\$\{(\w+)(?:\.\w+)*\}")


@pytest.mark.parametrize("card", [*CARDS.values()], ids=[*CARDS])
def test_the_template_fix_cures(card: Card) -> None:
    """A resource at least that fails passes with it: the rule finds nothing, and knows it all."""
    example, fix = read(card.examples["fails"]), read(card.body["fix"]["template"])
    subjects = dict.fromkeys(subject_of(one) for one in ask(card, example).findings)
    assert [subject for subject in subjects if cured(card, example, fix, subject)]


def test_a_resource_that_is_a_fix_can_be_made() -> None:
    """It has what its type requires, and nothing that the type does not know."""
    template: Data = {"Resources": {}}
    names: dict[str, str] = {}
    for id_, card in CARDS.items():
        for number, fix in enumerate(resources(read(card.body["fix"]["template"])).values()):
            name = re.sub(r"\W", "", f"{id_.title()}{number}")
            names[name], template = id_, with_names(template, fix)
            template["Resources"][name] = fix
    said = [
        (names[str(match.path[1])], match.rule.id, match.message)
        for match in lint(json.dumps(template), regions=["eu-central-1"])
        if match.path and match.path[1] in names and match.rule.id.startswith("E")
    ]
    assert said == []


def read(text: str) -> Any:
    """YAML with the tags of CloudFormation, as plain data."""
    root = yaml_text.compose(text)
    assert root
    return copied(yaml_text.plain(root)[0])


def copied(data: Any) -> Any:
    """The same, of which no part is shared."""
    return json.loads(json.dumps(data))


def subject_of(finding: Finding) -> Route:
    """The resource or the stack that a finding is on, or the output or parameter of the stack."""
    section, *entry = steps(finding.location.property_path or "-")
    return (section, entry[0]) if section in ENTRIES else (finding.subject.logical_id,)


def cured(card: Card, template: Data, fix: Any, subject: Route) -> bool:
    """Whether a resource passes when the fix is applied to one finding on it after the other."""
    results = ask(card, template)
    findings = [one for one in results.findings if subject_of(one) == subject]
    if not findings:
        return passes(results, subject)
    better = (
        changed
        for changed in applied(template, fix, findings[0])
        if not any(map(partial(repeats, findings[0]), ask(card, changed).findings))
    )
    return any(cured(card, changed, fix, subject) for changed in better)


def repeats(finding: Finding, other: Finding) -> bool:
    """Whether the same is found of the same place."""
    return (finding.subject.logical_id, finding.location.property_path) == (
        other.subject.logical_id,
        other.location.property_path,
    )


def ask(card: Card, template: Data) -> Results:
    """What the rule says of a template."""
    return said(card, read_template("example.json", json.dumps(template).encode()))


def passes(results: Results, subject: Route) -> bool:
    """Whether the rule says so of a resource, or of the stack; of an output it finds nothing."""
    said_of_it = {one.status for one in results.verdicts if one.subject.logical_id == subject[0]}
    return said_of_it == {Status.PASS} or subject[0] in ENTRIES


def applied(example: Data, fix: Any, finding: Finding) -> Iterator[Data]:
    """The example with the fix, at each place where it may be meant, the innermost first."""
    if not is_mapping(fix):
        return
    if resources(fix):
        yield from added(example, resources(fix), finding.subject.logical_id)
        return
    section, *entry = subject_of(finding)
    if entry:
        changed = with_names(example, fix)
        changed[str(section)][entry[0]] = copied(fix)
        yield changed
        return
    for place in places(example, finding):
        for how in (merge, dict.update):
            changed = with_names(example, fix)
            if put(changed, place, copied(fix), how):
                yield changed


def resources(fix: Any) -> Data:
    """The resources that a fix adds, which may be one without a name."""
    named_ones = {"Fix": fix} if is_mapping(fix) and "Type" in fix else fix
    are_some = is_mapping(named_ones) and all(map(is_resource, named_ones.values()))
    return named_ones if are_some else {}


def is_resource(value: object) -> bool:
    return is_mapping(value) and "::" in str(value.get("Type"))


def places(example: Data, finding: Finding) -> Iterator[Route]:
    """Where a fix may be meant; what is found of a whole stack may be mended in any resource."""
    subject = finding.subject.logical_id
    if subject not in example["Resources"]:
        yield from (("Resources", name, "Properties") for name in example["Resources"])
        return
    resource: Route = ("Resources", subject)
    yield from outwards((*resource, *steps(finding.location.property_path)))
    yield (*resource, "Properties")
    yield resource
    yield from policies(example)


def policies(example: Data) -> Iterator[Route]:
    """Lists of statements: what is found of a log group is mended in the policy of its key."""
    for name, resource in example["Resources"].items():
        for key, value in resource.get("Properties", {}).items():
            if is_mapping(value) and is_list(value.get("Statement")):
                yield ("Resources", name, "Properties", key, "Statement")


def outwards(route: Route) -> Iterator[Route]:
    """The route and those around it, as far as the properties of the resource."""
    return (route[:end] for end in range(len(route), 3, -1))


def steps(path: str) -> Iterator[str | int]:
    """The steps of a path as it is shown: `Properties.Rules[0]['a.b']`."""
    for index, quoted, plain in STEP.findall(path):
        yield int(index) if index else quoted or plain


def put(template: Data, route: Route, fix: Data, how: Callable[[Data, Data], None]) -> bool:
    """Merge the fix into what stands at a place, if anything can stand there."""
    place: Any = template
    for step in route:
        if step == "Properties":
            place.setdefault(step, {})
        try:
            place = place[step]
        except (LookupError, TypeError):
            return False
    if is_list(place):
        place.append(fix)
    elif is_mapping(place) and not is_function(place):
        if says_anew(fix, place):
            place.clear()
        how(place, fix)
    else:
        return False
    return True


def says_anew(fix: Data, entry: Data) -> bool:
    """Whether a fix has half of an entry, which it then takes the place of: `CidrIp` is gone."""
    shared = len(fix.keys() & entry.keys())
    return shared > 1 and shared * 2 >= len(entry)


def merge(into: Data, fix: Data) -> None:
    """Mappings are merged, and whatever else is replaced."""
    for key, value in fix.items():
        there = into.get(key)
        if is_mapping(there) and is_mapping(value) and not is_function(there) | is_function(value):
            merge(there, value)
        else:
            into[key] = value


def is_function(value: Data) -> bool:
    """Whether a mapping stands for a value: `{Ref: Key}`."""
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def added(example: Data, fix: Data, subject: str) -> Iterator[Data]:
    """With new resources; one name in them may mean the resource that the finding is on."""
    names = named(fix) - example["Resources"].keys()
    for name in (*sorted(names), None):
        meant = renamed(fix, name, subject) if name else fix
        changed = with_names(example, meant)
        changed["Resources"] |= meant
        yield changed


def renamed(fix: Data, name: str, subject: str) -> Data:
    text = json.dumps(fix)
    text = re.sub(rf'(?<=")({name})(?=["."])(?!":)', subject, text)
    return json.loads(re.sub(rf"(?<=\$\{{){name}(?=[.}}])", subject, text))


def with_names(example: Data, fix: Data) -> Data:
    """A copy of the example that has whatever the fix names."""
    copy = copied(example)
    for name in sorted(named(fix) - copy["Resources"].keys() - copy.get("Parameters", {}).keys()):
        if name in STUBS:
            copy["Resources"][name] = {"Type": STUBS[name]}
        else:
            copy.setdefault("Parameters", {})[name] = {"Type": "String"}
    return copy


def named(value: Any) -> set[str]:
    """The logical ids that are referred to in a value."""
    if is_list(value):
        return set().union(*map(named, value))
    if not is_mapping(value):
        return set(NAMED.findall(value)) if isinstance(value, str) else set()
    if "Ref" in value:
        return {value["Ref"]} if "::" not in value["Ref"] else set()
    if "Fn::GetAtt" in value:
        attribute = value["Fn::GetAtt"]
        return {attribute[0] if is_list(attribute) else attribute.split(".")[0]}
    return set().union(*map(named, value.values()))
