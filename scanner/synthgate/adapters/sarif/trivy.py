"""What Trivy says, without what it repeats: its messages are a form of several lines (Trivy 0.69).

``Artifact: t.yaml``, ``Type: cloudformation``, ``Vulnerability AWS-0086``, ``Severity: HIGH``,
``Message: No public access block``, ``Link: …`` for a misconfiguration. A secret has ``Match: …``
in place of a message, which is a line of the file.
"""

from __future__ import annotations

import re

_MESSAGE = re.compile(r"^Message: (.+)$", re.MULTILINE)
_MATCH = re.compile(r"^Match:.*", re.MULTILINE | re.DOTALL)


def essence(message: str) -> str:
    """The sentence of a message, where there is one; else all but what is of the file."""
    sentence = _MESSAGE.search(message)
    return sentence[1] if sentence else _MATCH.sub("", message)
