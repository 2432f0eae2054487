"""Texts as a template writes them, put together of their pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.secrets.exposure import (
    HOLE,
    Exposure,
    branches,
    exposures,
    function_of,
    pieces_of,
)
from synthgate.template.data import is_list, is_mapping

MOST_TEXTS = 16
"""In how many ways the branches of a text are put together."""


def texts_of(node: Any, resolver: Resolver) -> Iterator[tuple[Truth, str]]:
    """A text as the template writes it, in each of its branches; what is open is a hole."""
    for taken, value in branches(node, resolver):
        for truth, text in islice(_texts(value, resolver), MOST_TEXTS):
            yield conjunction((taken, truth)), text


def _texts(node: Any, resolver: Resolver) -> Iterator[tuple[Truth, str]]:
    name, argument = function_of(node)
    if name == "Fn::Base64":
        yield from texts_of(argument, resolver)
    elif name in {"Fn::Sub", "Fn::Join"}:
        pieces = [[*texts_of(piece, resolver)] for piece in pieces_of(name, argument)]
        for chosen in product(*pieces):
            yield conjunction(truth for truth, _ in chosen), "".join(text for _, text in chosen)
    elif not is_list(node) and not is_mapping(node):
        yield True, "" if node is None else str(node)
    else:
        told = [one for one in exposures(node, resolver) if one.way is Exposure.WRITTEN]
        yield from ((one.truth, one.text or HOLE) for one in told)
        if not told:
            yield True, HOLE
