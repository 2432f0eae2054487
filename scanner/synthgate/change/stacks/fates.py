"""What becomes of the exports of a stack: they stay, go, are renamed, or change their value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from synthgate.change.previous import kept_defaults
from synthgate.change.sides import StackPair
from synthgate.change.stacks.state import Export, exports_of
from synthgate.change.stacks.values import Both, Seen, same
from synthgate.change.words import value_text
from synthgate.evaluate import Stack
from synthgate.model import Message, Text, verbatim
from synthgate.records import dataclass
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.values import Unknown
from synthgate.template.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """An export of the base that does not stay as it is, if that `holds`, and how to say it.

    `stack` is where that is told: the one of the head, else of the base.
    """

    export: Export
    stack: Stack
    holds: Truth
    sentence: Message
    before: Text | None = None
    after: Text | None = None

    @property
    def route(self) -> Route:
        """Where the template has the export, or had it."""
        return ("Outputs", self.export.output)

    def said(self, importers: Text) -> Text:
        """What happens, in a sentence without its full stop."""
        return self.sentence.format(name=self.export.said, stacks=importers)


def fates(pair: StackPair, both: Both) -> Iterator[Fate]:
    """What goes or changes of the exports of a stack that stays, or goes out of another one."""
    before, after = pair.before, pair.after
    if before is None or "Export" not in before.template.text:
        return
    there = [*exports_of(after)] if after else []
    for export in exports_of(before):
        found, holds = _still_there(export, there)
        if found is None:
            renamed = next((one for one in there if one.output == export.output), None)
            yield _gone(export, after or before, renamed)
        else:
            yield from _changed(export, found, holds, both)


def _still_there(export: Export, there: Sequence[Export]) -> tuple[Export | None, Truth]:
    """The export of the head that has the same name, and whether it surely does."""
    doubts = list[tuple[Export, Truth]]()
    for one in there:
        alike = _is_named_alike(export, one)
        if alike is True:
            return one, True
        if alike is not False:
            doubts.append((one, alike))
    return next((found for found in doubts if found[0].output == export.output), (None, False))


def _is_named_alike(one: Export, other: Export) -> Truth:
    """Whether two outputs of what is one stack have the same name: the place is the same too."""
    is_one = one.output == other.output and _name(one) == _name(other)
    return is_one or equal(one.name, other.name)


def _name(export: Export) -> Any:
    """How the name is written."""
    return export.stack.template.section("Outputs")[export.output]["Export"].get("Name")


def _gone(export: Export, told: Stack, renamed: Export | None) -> Fate:
    before = verbatim(str(export.said)) if isinstance(export.name, str) else None
    if renamed is None:
        return Fate(export, told, export.holds, _GOES, before)
    after = verbatim(renamed.name) if isinstance(renamed.name, str) else None
    return Fate(export, told, export.holds, _RENAMED, before, after)


def _changed(export: Export, found: Export, alike: Truth, both: Both) -> Iterator[Fate]:
    """What is to be told of an export that both states have: that it may go, or changes."""
    stays = conjunction((found.holds, alike))
    if stays is not True:
        yield Fate(export, found.stack, conjunction((export.holds, negation(stays))), _GOES)
        return
    both = replace(both, alike=export.written == found.written)
    value, new = export.value, found.value
    before, after = (Seen(value, _home(export)), Seen(new, _home(found)))
    differs = negation(same(before, after, both))
    if differs is True and both.alike:
        resolvers = export.stack.resolver, found.stack.resolver
        kept = kept_defaults(*resolvers, found.written)
        differs = Unknown(kept) if kept else True
    if differs is not False:
        holds = conjunction((export.holds, differs))
        told = value_text(value), value_text(new)
        yield Fate(export, found.stack, holds, _CHANGES, *told)


def _home(export: Export) -> str:
    return export.stack.resolver.identity


_GOES = Message("export {name} goes (imported by {stacks})")
_RENAMED = Message("export {name} gets another name (imported by {stacks})")
_CHANGES = Message("the value of export {name} changes (imported by {stacks})")
