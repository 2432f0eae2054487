"""All secrets of a template, and of an app, for the mask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.resolve.origins import written
from synthgate.resolve.resolver import Resolver
from synthgate.secrets.kinds import tokens
from synthgate.secrets.mask import Mask, Shown
from synthgate.secrets.sections import outputs
from synthgate.secrets.spots import Spot, Spots, finders_of, is_hinted, scalars
from synthgate.secrets.words import is_password, is_placeholder, is_secret
from synthgate.template.data import descent, is_list, is_mapping
from synthgate.template.document import Route

_MEMO = "secrets"


@dataclass(frozen=True, slots=True, eq=False)
class Secrets:
    """The letters of the secrets of a template, and the routes where some of them stand."""

    texts: frozenset[str] = frozenset()
    routes: tuple[Route, ...] = ()


def mask_of(resolver: Resolver) -> Mask:
    """The mask over everything that is said of an app."""
    memo = resolver.app.memo if resolver.app.stacks else resolver.shared.memo
    if "mask" not in memo:
        stacks = {id(one): one for one in (*resolver.app.stacks.values(), resolver)}
        texts = (secrets_of(one).texts for one in stacks.values())
        memo["mask"] = Mask(frozenset[str]().union(*texts))
    return memo["mask"]


def shown(resolver: Resolver) -> Shown:
    """The template of a stack as it may be shown."""
    memo = resolver.shared.memo
    if "shown" not in memo:
        template, routes = resolver.template, secrets_of(resolver).routes
        memo["shown"] = Shown(template, mask_of(resolver), routes, is_hinted(resolver))
    return memo["shown"]


def secrets_of(resolver: Resolver) -> Secrets:
    """Everything secret that a template, or a file of parameters for it, has in clear text."""
    memo = resolver.shared.memo
    if _MEMO not in memo:
        memo[_MEMO] = Secrets()  # what asks for itself has none of its own
        memo[_MEMO] = _secrets_of(resolver)
    return memo[_MEMO]


def _secrets_of(resolver: Resolver) -> Secrets:
    texts = {*_parameters(resolver)}
    if is_hinted(resolver):
        texts |= {token.text for token in tokens(resolver.template.text)}
    texts |= {text for spot in outputs(resolver) for text in spot.texts}
    routes: dict[Route, None] = {}
    for logical_id, raw in resolver.template.resources.items():
        for find in finders_of(raw, resolver):
            for spot in find(logical_id, resolver):
                texts.update(spot.texts)
                texts.update(_pieces(resolver, logical_id, spot))
                if spot.texts and spot.name is None:
                    routes[("Resources", logical_id, *spot.route)] = None
    return Secrets(frozenset(texts), tuple(_as_written(resolver, routes)))


def _pieces(resolver: Resolver, logical_id: str, spot: Spot) -> Iterator[str]:
    """The pieces that a secret is put together of, where its letters stand nowhere in a row."""
    text = "".join(spot.texts)
    if text and text not in resolver.template.text:
        node, _ = written(resolver.template.resources[logical_id], spot.route)
        yield from (one for _, one in scalars(node, ()) if one in text and not one.isspace())


def _as_written(resolver: Resolver, routes: dict[Route, None]) -> Iterator[Route]:
    """The routes at which the template has a text, and no function or block."""
    for route in routes:
        node, _ = descent(resolver.template.data, route)
        if isinstance(node, str | int | float):
            yield route


def _parameters(resolver: Resolver) -> Iterator[str]:
    """What parameters hold that are not to be seen: by `NoEcho`, or by their names."""
    for name, declared in resolver.template.section("Parameters").items():
        if not is_mapping(declared):
            continue
        hidden = equal(declared.get("NoEcho", False), True) is True
        if hidden or is_password(name) or is_secret(name):
            held = (declared.get("Default"), resolver.given(name), declared.get("AllowedValues"))
            yield from (text for one in held for text in _told(one))


def _told(value: Any) -> Iterator[str]:
    if is_list(value):
        for item in value:
            yield from _told(item)
    elif isinstance(value, str | int) and not is_placeholder(str(value)):
        yield str(value)


def shown_in_outputs(resolver: Resolver) -> Spots:
    """The secrets of a template that its outputs show."""
    return outputs(resolver, secrets_of(resolver).texts)
