"""Where resource types have variables: what a program is told when it starts.

Names and values are strings that everybody may read who may describe the resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import Unknown
from synthgate.secrets.exposure import values_at
from synthgate.template.data import is_mapping
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Variables:
    """Variables at a path: a mapping of names to values, or a list of names with values.

    `only` is a key beside them that has to have this value, or may be left out.
    """

    path: str
    name: str = ""
    value: str = "Value"
    only: tuple[str, str] = ("", "")
    or_left_out: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A variable, its value as it is written, and whether it is there."""

    there: Truth
    route: Route
    name: str
    value: Any


_CONTAINER = "ContainerProperties.Environment.*"
_TASK = "EcsProperties.TaskProperties.*.Containers.*.Environment.*"
_IMAGE = "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables.*"
_CODE = (
    "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues"
    ".RuntimeEnvironmentVariables.*"
)
_OPTION = Variables(
    "OptionSettings.*",
    "OptionName",
    only=("Namespace", "aws:elasticbeanstalk:application:environment"),
    or_left_out=False,
)
_FUNCTION = (Variables("Environment.Variables.**"),)
_AMPLIFY = Variables("EnvironmentVariables.*", "Name")

ENVIRONMENTS: dict[str, tuple[Variables, ...]] = {
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::Serverless::Function": _FUNCTION,
    "AWS::ECS::TaskDefinition": (Variables("ContainerDefinitions.*.Environment.*", "Name"),),
    "AWS::CodeBuild::Project": (
        Variables("Environment.EnvironmentVariables.*", "Name", only=("Type", "PLAINTEXT")),
    ),
    "AWS::Batch::JobDefinition": (Variables(_CONTAINER, "Name"), Variables(_TASK, "Name")),
    "AWS::AppRunner::Service": (Variables(_IMAGE, "Name"), Variables(_CODE, "Name")),
    "AWS::Amplify::App": (
        _AMPLIFY,
        Variables("AutoBranchCreationConfig.EnvironmentVariables.*", "Name"),
    ),
    "AWS::Amplify::Branch": (_AMPLIFY,),
    "AWS::ElasticBeanstalk::Environment": (_OPTION,),
    "AWS::ElasticBeanstalk::ConfigurationTemplate": (_OPTION,),
    "AWS::SageMaker::Model": (
        Variables("PrimaryContainer.Environment.**"),
        Variables("Containers.*.Environment.**"),
    ),
    "AWS::Synthetics::Canary": (Variables("RunConfig.EnvironmentVariables.**"),),
    "AWS::Glue::Job": (Variables("DefaultArguments.**"), Variables("NonOverridableArguments.**")),
}
"""By type, as the CloudFormation Template Reference has them."""


def variables_of(logical_id: str, resolver: Resolver) -> Iterator[Variable]:
    """The variables of a resource."""
    raw = resolver.template.resources[logical_id]
    for one in ENVIRONMENTS.get(raw["Type"], ()):
        steps = ("Properties", *one.path.split("."))
        for there, route, found in values_at(raw, steps, (), resolver):
            yield from _variable(one, there, route, found, resolver)


def _variable(
    one: Variables, there: Truth, route: Route, found: Any, resolver: Resolver
) -> Iterator[Variable]:
    if not one.name:
        yield Variable(there, route, str(route[-1]), found)
        return
    if not is_mapping(found) or one.value not in found:
        return
    asked = conjunction((there, _is_asked(one, found, resolver)))
    for name, called in _names(resolver.resolve(found.get(one.name))):
        truth = conjunction((asked, called))
        if truth is not False:
            yield Variable(truth, (*route, one.value), name, found[one.value])


def _names(value: Any) -> Iterator[tuple[str, Truth]]:
    """What a variable may be called, and whether it is."""
    if isinstance(value, str):
        yield value, True
    elif isinstance(value, Unknown):
        yield from ((one, Unknown(value.causes)) for one in value.choices if isinstance(one, str))


def _is_asked(one: Variables, found: dict[str, Any], resolver: Resolver) -> Truth:
    key, wanted = one.only
    if not key or (key not in found and one.or_left_out):
        return True
    return equal(resolver.resolve(found.get(key)), wanted)
