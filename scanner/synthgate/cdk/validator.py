"""The plugin by which the CDK asks synthgate about an app, once its templates are written.

The CDK calls it at the end of `app.synth()`, when manifest, metadata and templates are on the disk,
and goes by the `success` of what it returns (aws-cdk-lib, `core/lib/private/` of
`synthesis-validation.ts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsii
from aws_cdk import IPolicyValidationPlugin, IPolicyValidationPluginBeta1

from synthgate.cdk.sparing import few_collections
from synthgate.cdk.wishes import NAME, Wishes
from synthgate.version import __version__

if TYPE_CHECKING:
    from aws_cdk import IPolicyValidationContext, PolicyValidationPluginReport


@jsii.implements(IPolicyValidationPlugin, IPolicyValidationPluginBeta1)
class SynthgateValidator(Wishes):
    """synthgate inside `cdk synth`: the same scan and the same gate as of ``synthgate scan``.

        Validations.of(app).add_plugins(SynthgateValidator())

    Whatever keeps the app from being scanned whole fails the synthesis, as does a closed gate.
    """

    # The CDK reads these from the object in Node: what is no property is not there.

    @property
    def name(self) -> str:
        """What the CDK calls the plugin."""
        return NAME

    @property
    def version(self) -> str:
        """The version of synthgate."""
        return __version__

    @property
    def rule_ids(self) -> list[str] | None:
        """Nothing: which rules are asked depends on what is scanned."""
        return None

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Scan the assembly that was written. Nothing is raised: what breaks is told, and fails."""
        with few_collections():  # of what is imported, too
            # Heavy, and asked only now.
            from synthgate.cdk.validating import validated  # noqa: PLC0415

            return validated(context, self)
