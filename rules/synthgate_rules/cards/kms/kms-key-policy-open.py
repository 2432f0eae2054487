"""Everyone, let in by a key policy.

``kms:ViaService`` limits nobody: it says through which service the key is used, not by whose
principals, and AWS's own policies put ``kms:CallerAccount`` beside it (KMS Developer Guide,
"AWS KMS condition keys").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, View
from synthgate.rule.iam.documents import statements
from synthgate.rule.iam.principals import admits_everyone


def open_key_policy(resource: Resource, _: View) -> Iterator[Place]:
    """A statement of the key policy that lets every principal use the key.

    Where only the deployment tells, the finding says what it hangs on: anyone is seldom meant.
    """
    document = resource.properties.get("KeyPolicy")
    for statement in statements(document, ("Properties", "KeyPolicy")):
        for place in admits_everyone(statement):
            yield replace(place, note=place.causes[0].text) if place.causes else place
