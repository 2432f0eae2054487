"""Nested stacks of templates outside any assembly: `TemplateURL` as a path on this disk.

`aws cloudformation package` takes a local path there and uploads the file; so a relative
path means the template beside it (AWS CLI Command Reference, "cloudformation package").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from synthgate.errors import TemplateError
from synthgate.model import Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.sources.holders import NESTED_STACK
from synthgate.sources.loaded import LoadedTemplate, Loading
from synthgate.sources.noted import origins_of
from synthgate.sources.places import Places, is_file, read_bounded, resolved, unreadable, within
from synthgate.template.data import is_mapping
from synthgate.template.document import Template
from synthgate.template.read import MAX_BYTES, read_template

MOST_LEVELS = 32
_URL = "TemplateURL"


def nested_in_others(children: Mapping[Path, frozenset[Path]]) -> set[Path]:
    """The files that will be read because another one nests them, by what each nests.

    Those that only nest each other are left to be read for themselves.
    """
    nested = frozenset[Path]().union(*children.values())
    here = {path for path in children if path not in nested}
    reached: set[Path] = set()
    for _ in range(MOST_LEVELS):  # what is deeper is left to be read for itself
        here = {child for path in here for child in children.get(path, ())} - reached
        reached |= here
    return reached


def children_of(path: Path, content: bytes, places: Places) -> Iterator[Path]:
    """The files that will be read because a template nests them: parsed, not guessed.

    Else a word in a comment could put a template aside that nobody reads then.
    """
    for url in local_urls_in(path.name, content):
        child = path.parent / url
        if _refusal(child, path, places, (resolved(path),)) is None:
            yield resolved(child)


def local_urls_in(name: str, content: bytes) -> Iterator[str]:
    """The paths by which a template nests others, wherever they lead."""
    from synthgate.template.proof import cannot_hold  # noqa: PLC0415 - only of what cannot be read

    if cannot_hold(_URL, content):
        return
    try:
        template = read_template(name, content)
    except TemplateError:
        return
    yield from (url for _, url in _local_urls(template))


def add_children(
    loading: Loading, places: Places, path: Path, loaded: LoadedTemplate
) -> LoadedTemplate:
    """Read what a template nests, and what that nests; give the template with their ids."""
    if next(_local_urls(loaded.template), None) is None:
        return loaded
    return _add(loading, places, path, loaded, (resolved(path),))


def _add(
    loading: Loading, places: Places, path: Path, loaded: LoadedTemplate, above: tuple[Path, ...]
) -> LoadedTemplate:
    children: dict[str, str] = {}
    for logical_id, url in _local_urls(loaded.template):
        child = path.parent / url
        reason = _refusal(child, path, places, above)
        if reason:
            place = ("Resources", logical_id, "Properties", "TemplateURL")
            at = loaded.template.locate(place).start if loaded.template else None
            said = reason.format(file=repr(url))
            problem = Problem(ProblemCode.NESTED_TEMPLATE_UNREAD, said, loaded.path, at)
            loading.problems.append(problem)
            continue
        found = _child(loading, places, child, f"{loaded.id}#{logical_id}", loaded)
        children[logical_id] = found.id
        loading.templates.append(_add(loading, places, child, found, (*above, resolved(child))))
    deploys = {logical_id: (child,) for logical_id, child in children.items()}
    return replace(loaded, children=children, deploys=deploys)


def _child(
    loading: Loading, places: Places, path: Path, identity: str, parent: LoadedTemplate
) -> LoadedTemplate:
    shown = places.shown(path)
    template: Template | None = None
    try:
        template = loading.read(shown, read_bounded(path, MAX_BYTES))
    except OSError as error:
        loading.problems.append(Problem(ProblemCode.FILE_UNREADABLE, unreadable(error), shown))
    stack = f"{parent.stack or parent.path}/{identity.rpartition('#')[2]}"
    return LoadedTemplate(
        shown, template, parent.placement, origins_of(template), stack=stack, id=identity
    )


def _local_urls(template: Template | None) -> Iterator[tuple[str, str]]:
    for logical_id, body in template.resources.items() if template else ():
        properties = body.get("Properties")
        url = properties.get("TemplateURL") if is_mapping(properties) else None
        if body["Type"] == NESTED_STACK and isinstance(url, str) and is_local(url):
            yield logical_id, url


def is_local(url: str) -> bool:
    """Whether an address of a template is a path on this disk."""
    return "://" not in url and not url.startswith(("/", "!", "<", "$")) and "\0" not in url


def _refusal(child: Path, path: Path, places: Places, above: tuple[Path, ...]) -> Message | None:
    """Why a nested template is not read."""
    root = places.source_root if within(path, places.source_root) else path.parent
    if not within(child, root):
        return _OUTSIDE
    if not is_file(child):
        return _NOT_THERE
    if resolved(child) in above:
        return _ENDLESS
    return _TOO_DEEP if len(above) > MOST_LEVELS else None


_OUTSIDE = Message(
    "the nested template {file} is outside the sources and was not opened: see --source-root"
)
_NOT_THERE = Message("the nested template {file} is not there, so that stack was not checked")
_TOO_DEEP = Message(
    "the nested template {file} is deeper than stacks are read in stacks, so it was read for "
    "itself only: nest fewer stacks"
)
_ENDLESS = Message("the nested template {file} contains itself: the stack can never be created")
