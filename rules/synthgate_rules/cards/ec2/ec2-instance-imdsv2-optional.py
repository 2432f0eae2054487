"""What an image makes of metadata options that nobody states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, agreed
from synthgate.resolve.parameters import is_open
from synthgate.resolve.values import unknown
from synthgate.rule.api import (
    ABSENT,
    Match,
    Path,
    Place,
    Resource,
    Unknown,
    View,
    causes_of,
    compile_path,
)

STATED = tuple(
    compile_path(f"$.Properties.{at}MetadataOptions.HttpTokens")
    for at in ("", "LaunchTemplateData.")
)
SOURCES = tuple(
    compile_path(f"$.Properties.{name}")
    for name in (
        "ImageId",
        "LaunchTemplateData.ImageId",
        "LaunchTemplate.LaunchTemplateId",
        "LaunchTemplate.LaunchTemplateName",
    )
)
"""What names the image, or else the launch template that does."""
AMAZON_LINUX = "/aws/service/ami-amazon-linux-latest/"
REQUIRING = re.compile(AMAZON_LINUX + "al2023-")
"""AL2023 carries `imds-support` (AL2023 User Guide, "IMDSv2"); the names of public parameters are
in Systems Manager's User Guide, "Calling AMI public parameters in Parameter Store"."""
SILENT = re.compile(AMAZON_LINUX + "amzn2?-ami-|/aws/service/ecs/optimized-ami/amazon-linux-2/")
"""Amazon Linux 2 carries none; nor does the image for ECS that AWS makes of it by a public recipe
(``aws/amazon-ecs-ami``). What it makes of AL2023 the recipe does not tell."""
DYNAMIC = re.compile(r"\{\{resolve:ssm:([^:}]+)(:\d+)?\}\}")


def tokens_by_image(resource: Resource, view: View) -> Iterator[Place]:
    """The resource where its image leaves tokens optional; the image where nobody can tell."""
    image = _first(resource, SOURCES)
    required = image and _requires_tokens(image.value, view)
    if _first(resource, STATED) or required is False:
        yield Place(())
    elif image is None:
        yield Place((), causes=unknown(Decider.MISSING, "ImageId").causes)
    elif isinstance(required, Unknown):
        yield Place(image.route, image.value, required.causes)


def _first(resource: Resource, paths: tuple[Path, ...]) -> Match | None:
    found = (match for path in paths for match in path.find(resource.body))
    return next((match for match in found if match.value is not ABSENT), None)


def _requires_tokens(image: Any, view: View) -> Truth:
    if isinstance(image, Unknown) and image.choices:
        found = [_requires_tokens(choice, view) for choice in image.choices]
        # Whichever image it is, what that one is made of is open: not by which it is chosen.
        is_open = all(isinstance(truth, Unknown) for truth in found)
        return found[0] if is_open else agreed(lambda choice: _requires_tokens(choice, view), image)
    name = _stored_under(image, view)
    if REQUIRING.match(name) or SILENT.match(name):
        return REQUIRING.match(name) is not None
    if name:
        return unknown(Decider.DYNAMIC, name)
    return unknown(Decider.OUTSIDE, image) if isinstance(image, str) else Unknown(causes_of(image))


def _stored_under(image: Any, view: View) -> str:
    """The name in Parameter Store by which an image is fetched; empty where it is by none."""
    cause = image.causes[0] if is_open(image) else None
    if cause and cause.decider is Decider.PARAMETER:
        return view.resolver.app.stacks.get(cause.stack, view.resolver).stored_under(cause.name)
    dynamic = DYNAMIC.fullmatch(cause.name if cause else str(image))
    return dynamic[1] if dynamic else ""
