"""What a template outside any assembly tells of the constructs that it was made of."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Origin
from synthgate.sources.artifact import noted_path
from synthgate.sources.cdk_made import made_by_cdk
from synthgate.template.document import Template


def origins_of(template: Template | None) -> Mapping[str, Origin]:
    """The resources that the CDK made, as far as the paths tell that its CLI had it write.

    Others are named by their logical ids, as without any path.
    """
    if template is None:
        return {}
    noted = {name: noted_path(body) for name, body in template.resources.items()}
    paths = {name: path.removeprefix("/") for name, path in noted.items() if path}
    made = made_by_cdk(template.resources, paths, lambda _: None)
    return {name: Origin(made=one) for name, one in made.items()}
