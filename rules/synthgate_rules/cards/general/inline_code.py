"""What the cards share that read code which stands in a template.

No card of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.resolve.causes import Decider
from synthgate.resolve.resolver import Resource
from synthgate.rule.api import Place, Unknown, View, compile_path

INLINE = (compile_path("$.Properties.Code.ZipFile"), compile_path("$.Properties.InlineCode"))


def is_read(resource: Resource, _: View) -> Iterator[Place]:
    """A doubt where the code is anything but in the template, of which no finding tells.

    A parameter, or a directive that another tool replaces: whoever reads the finding could do
    no more than look at the code.
    """
    for path in INLINE:
        for found in path.find(resource.body):
            if isinstance(found.value, Unknown) and not found.value.choices:
                causes = (replace(cause, decider=Decider.UNREAD) for cause in found.value.causes)
                yield Place(found.route, found.value, tuple(causes))
