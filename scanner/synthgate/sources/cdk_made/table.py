"""The table of what the CDK makes by itself (aws-cdk-lib, ``custom-resource-handlers`` and so on).

Read in the library and seen in synthesized apps; `docs/cdk-made.md` is made of it. A property that
is missing from a row is the user's, and so is a resource that has one.
"""

from __future__ import annotations

from synthgate.sources.cdk_made.framework import FRAMEWORK, INNER
from synthgate.sources.cdk_made.helpers import BASTION, CERTIFICATE, DRAIN, EXPRESSION, SERVED
from synthgate.sources.cdk_made.parts import Row
from synthgate.sources.cdk_made.pipelines import ABROAD, CAPACITY, PIPELINE, PLAIN
from synthgate.sources.cdk_made.providers import PROVIDERS
from synthgate.sources.cdk_made.singletons import SINGLETONS

ROWS: tuple[Row, ...] = (
    *PROVIDERS,
    *SINGLETONS,
    *INNER,
    FRAMEWORK,
    BASTION,
    DRAIN,
    CAPACITY,
    PIPELINE,
    PLAIN,
    ABROAD,
    CERTIFICATE,
    EXPRESSION,
    *SERVED,
)
"""Every row; of two that fit, the first one counts."""
