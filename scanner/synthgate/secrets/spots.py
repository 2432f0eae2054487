"""Where secrets stand in a resource, as the template writes them.

Each function finds one sort; a rule makes places of what it finds, and the mask covers all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.resolver import Resolver
from synthgate.resolve.values import Partial, Unknown
from synthgate.secrets.documented import documented
from synthgate.secrets.environments import ENVIRONMENTS, variables_of
from synthgate.secrets.exposure import (
    HOLE,
    MEMBERS,
    Exposed,
    Exposure,
    exposures,
    function_of,
    values_at,
)
from synthgate.secrets.kinds import decoded, may_hold
from synthgate.secrets.scripts import PASSWORD, Written, known_in, written_in
from synthgate.secrets.secret_strings import (
    gives_away,
    is_no_placeholder,
    is_told,
    members_of,
)
from synthgate.secrets.texts import texts_of
from synthgate.secrets.words import tells
from synthgate.template.data import is_mapping, leaves
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A secret at a route of a resource, and whether it is there.

    `texts` are the letters that nobody should see, `kind` is an id for fingerprints.
    """

    truth: Truth
    route: Route
    kind: str = ""
    name: Message | None = None
    texts: tuple[str, ...] = ()


Spots = Iterator[Spot]
Finder = Callable[[str, Resolver], Spots]

SECRET_STRING = "AWS::SecretsManager::Secret"  # noqa: S105 - a type, no secret
STORED = "AWS::SSM::Parameter"
USER_DATA: dict[str, tuple[Route, ...]] = {
    "AWS::EC2::Instance": (("Properties", "UserData"),),
    "AWS::EC2::LaunchTemplate": (("Properties", "LaunchTemplateData", "UserData"),),
    "AWS::AutoScaling::LaunchConfiguration": (("Properties", "UserData"),),
    "AWS::EC2::SpotFleet": (
        ("Properties", "SpotFleetRequestConfigData", "LaunchSpecifications", "*", "UserData"),
    ),
}
"""What an instance runs when it starts; in base64, by a function or as it is written."""
AUTHENTICATION = "AWS::CloudFormation::Authentication"
INIT = "AWS::CloudFormation::Init"
CREDENTIALS = ("accessKeyId", "secretKey", "password")
"""What an authentication block may hold (CloudFormation, "AWS::CloudFormation::Authentication")."""


def remembered(find: Finder) -> Finder:
    """A finder that looks once at each resource in a world: rules ask, and so does the mask."""

    @wraps(find)
    def found(logical_id: str, resolver: Resolver) -> Spots:
        key = find.__name__, logical_id
        if key not in resolver.memo:
            resolver.memo[key] = (*find(logical_id, resolver),)
        return iter(resolver.memo[key])

    return found


@remembered
def properties(logical_id: str, resolver: Resolver) -> Spots:
    """Literals in properties that are documented as credentials."""
    return exposed(logical_id, resolver, {Exposure.WRITTEN})


def exposed(logical_id: str, resolver: Resolver, ways: Collection[Exposure]) -> Spots:
    """Documented credentials that are exposed in one of these ways."""
    raw = resolver.template.resources[logical_id]
    is_secret_string = raw["Type"] == SECRET_STRING
    for steps in documented().get(raw["Type"], ()):
        yield from _exposed(
            raw, steps, resolver, ways, gives_away if is_secret_string else is_no_placeholder
        )


def authentication(logical_id: str, resolver: Resolver) -> Spots:
    """Credentials for cfn-init, in whatever way they come there: `Metadata` shows all.

    A block that stands beside `Metadata` is no less readable for being of no use.
    """
    raw = resolver.template.resources[logical_id]
    for above in (("Metadata",), ()) if has_authentication(raw) else ():
        for key in CREDENTIALS:
            steps = (*above, AUTHENTICATION, MEMBERS, key)
            yield from _exposed(raw, steps, resolver, set(Exposure), lambda _: True)


def has_authentication(body: Mapping[str, Any]) -> bool:
    """Whether a resource has an authentication block in its metadata, or beside them."""
    held = body.get("Metadata")
    return AUTHENTICATION in body or (is_mapping(held) and AUTHENTICATION in held)


def _exposed(
    raw: Any,
    steps: Route,
    resolver: Resolver,
    ways: Collection[Exposure],
    counts: Callable[[Exposed], bool],
) -> Spots:
    for there, route, value in values_at(raw, steps, (), resolver):
        for one in exposures(value, resolver):
            if one.way in ways and counts(one):
                truth = conjunction((there, one.truth))
                if truth is not False:
                    yield Spot(truth, route, texts=_letters(one))


def _letters(one: Exposed) -> tuple[str, ...]:
    """What is to be masked of a value: all of it, its pieces, and the secrets in JSON."""
    told = (value for key, value in members_of(one.text) if is_told(key, value))
    return tuple(filter(None, (one.text, *one.pieces, *told)))


@remembered
def environment(logical_id: str, resolver: Resolver) -> Spots:
    """Variables whose name and value give a secret away, or whose value is a known one."""
    for variable in variables_of(logical_id, resolver):
        for one in exposures(variable.value, resolver):
            if one.way is Exposure.WRITTEN and one.text and tells(variable.name, one.text):
                for text in (one.text, *one.pieces):
                    yield from _spot(variable, one.truth, Written("password", PASSWORD, text))
        for truth, text in texts_of(variable.value, resolver) if is_hinted(resolver) else ():
            for known in known_in(text):
                yield from _spot(variable, truth, known)


def _spot(variable: Any, truth: Truth, found: Written) -> Spots:
    there = conjunction((variable.there, truth))
    if there is not False:
        named = None if found.name is PASSWORD else found.name
        yield Spot(there, variable.route, found.kind, named, (found.text,))


@remembered
def user_data(logical_id: str, resolver: Resolver) -> Spots:
    """Secrets in what an instance runs when it starts."""
    raw = resolver.template.resources[logical_id]
    for steps in USER_DATA.get(raw["Type"], ()):
        for there, route, value in values_at(raw, steps, (), resolver):
            for truth, text in texts_of(value, resolver):
                is_plain = function_of(value)[0] == "Fn::Base64"
                for script in [text] if is_plain else [text, *_unpacked(text)]:
                    yield from _written(conjunction((there, truth)), route, written_in(script))


def _unpacked(text: str) -> Iterator[str]:
    inside = decoded("".join(text.split())).decode("utf-8", "ignore")
    if inside:
        yield inside


def _written(truth: Truth, route: Route, found: Iterable[Written]) -> Spots:
    """Each secret of a text; all at the place of the text."""
    for one in found if truth is not False else ():
        yield Spot(truth, route, one.kind, one.name, (one.text,))


def metadata(logical_id: str, resolver: Resolver) -> Spots:
    """Secrets in the metadata: known ones anywhere, and those that files for cfn-init assign."""
    held = resolver.template.resources[logical_id].get("Metadata")
    if not is_mapping(held) or not (INIT in held or is_hinted(resolver)):
        return
    for route, text in scalars(held, ("Metadata",)):
        find = written_in if INIT in route else known_in
        if AUTHENTICATION not in route:
            yield from _written(True, route, find(text))


def is_hinted(resolver: Resolver) -> bool:
    """Whether a template has the beginning of a known credential: the others need no search."""
    memo = resolver.shared.memo
    if "hinted" not in memo:
        memo["hinted"] = may_hold(resolver.template.text)
    return memo["hinted"]


def stored(logical_id: str, resolver: Resolver) -> Spots:
    """The value of a parameter of Parameter Store whose name says that it is a secret."""
    raw = resolver.template.resources[logical_id]
    if raw["Type"] != STORED:
        return
    properties = raw.get("Properties")
    name = resolver.resolve(properties.get("Name")) if is_mapping(properties) else None
    last = name.rpartition("/")[2] if isinstance(name, str) else logical_id
    for there, route, value in values_at(raw, ("Properties", "Value"), (), resolver):
        for one in exposures(value, resolver):
            truth = conjunction((there, one.truth))
            if one.way is Exposure.WRITTEN and tells(last, one.text) and truth is not False:
                yield Spot(truth, route, "password", texts=(one.text,))


@remembered
def elsewhere(logical_id: str, resolver: Resolver) -> Spots:
    """Credentials of known kinds in the metadata or any other property, as that is resolved."""
    yield from metadata(logical_id, resolver)
    if not is_hinted(resolver):
        return
    others = (environment, user_data, stored, properties)
    taken = {spot.route for find in others for spot in find(logical_id, resolver)}
    given = _given(resolver)
    for route, value in leaves(resolver.resource(logical_id).properties, ("Properties",)):
        if not any(route[: len(one)] == one for one in taken):
            for text, truth in _possible(value):
                found = (one for one in known_in(text) if one.text not in given)
                yield from _written(truth, route, found)


def _given(resolver: Resolver) -> str:
    """What a file gives for parameters: that does not stand in the template."""
    given = map(resolver.given, resolver.template.section("Parameters"))
    return HOLE.join(value for value in given if isinstance(value, str))


def _possible(value: Any) -> Iterator[tuple[str, Truth]]:
    """What a resolved value may be, as text with holes, and whether it is."""
    match value:
        case str():
            yield value, True
        case Partial(parts):
            yield "".join(part if isinstance(part, str) else HOLE for part in parts), True
        case Unknown(causes, choices):
            for choice in choices:
                for text, _ in _possible(choice):
                    yield text, Unknown(causes)
        case _:
            return


def scalars(node: Any, route: Route) -> Iterator[tuple[Route, str]]:
    """Every text below a node, with its route; function names are steps of it."""
    return ((at, one) for at, one in leaves(node, route) if isinstance(one, str))


_BY_TYPE: tuple[tuple[Finder, Callable[[], Collection[str]]], ...] = (
    (properties, documented),
    (environment, lambda: ENVIRONMENTS),
    (user_data, lambda: USER_DATA),
    (stored, lambda: (STORED,)),
)


def finders_of(raw: Mapping[str, Any], resolver: Resolver) -> Iterator[Finder]:
    """What may find something in a resource."""
    yield from (find for find, kinds in _BY_TYPE if raw["Type"] in kinds())
    if has_authentication(raw):
        yield authentication
    if is_hinted(resolver) or INIT in (raw.get("Metadata") or ()):
        yield elsewhere
