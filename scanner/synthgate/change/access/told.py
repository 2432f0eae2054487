"""Rights in words: who, which actions, on what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from synthgate.change.access.axis import EVERYTHING, Atom, Entry, Select
from synthgate.change.access.classes import STRANGE
from synthgate.change.access.grants import Grant
from synthgate.change.access.letters import Letters
from synthgate.change.access.news import New, spread
from synthgate.change.access.resources import USE
from synthgate.model import Message, Text, first_of, joined, verbatim
from synthgate.resolve.values import ABSENT, scalar_text
from synthgate.rule.iam.actions import Action, database, is_installed
from synthgate.rule.iam.elements import ACCESS_LEVELS
from synthgate.template.data import is_list, is_mapping

MOST_TOLD = 6
"""How many actions, or resources, are named; the rest is counted."""
PERMISSIONS = "Permissions management"
_LEVELS = {
    PERMISSIONS: Message("manage permissions ({actions})"),
    "Write": Message("write ({actions})"),
    "Tagging": Message("tag ({actions})"),
    "Read": Message("read ({actions})"),
    "List": Message("list ({actions})"),
}
_OF_ALL_KINDS = Message("actions of all kinds ({actions})")
_ALL_BUT = Message("all but {names}")
_EVERYTHING = Message("everything")
_EVERYONE = Message("everyone")
NOTHING = Message("nothing")


def entries_of(select: Select, atoms: Iterable[Atom]) -> list[Entry]:
    """The entries that make an element be about some texts."""
    every_one = [*atoms]
    return [
        entry
        for entry in select.entries
        if any(atom.answer(entry) is not False for atom in every_one)
    ]


def narrowed(grant: Grant, new: Sequence[New], others: Iterable[Grant]) -> Grant:
    """A statement with what some requests are about instead of all that it names.

    A Deny that goes lets in what it named, and no more, of a statement that allows everything;
    likewise what ``Not…`` leaves out no longer.
    """
    actions, resources, principals = spread(new)
    known = [*others]
    return replace(
        grant,
        actions=_narrowed(grant.actions, actions, [(it.actions, it.is_deny) for it in known]),
        resources=_narrowed(
            grant.resources, resources, [(it.resources, it.is_deny) for it in known]
        ),
        principals=_narrowed(
            grant.principals, principals, [(it.principals, it.is_deny) for it in known]
        ),
    )


def _narrowed(
    select: Select, atoms: Iterable[Atom], others: Iterable[tuple[Select, bool]]
) -> Select:
    """The longest patterns that match some texts, if there is one for each of them."""
    if select == EVERYTHING:
        return select
    selects = [one for one, is_deny in others if is_deny or select.left_out]
    named = dict.fromkeys(entry for one in (select, *selects) for entry in one.entries)
    found: dict[Entry, None] = {}
    for atom in atoms:
        matching = [one for one, said in atom.matched.items() if said is True and one in named]
        if not matching:
            return select
        found[max(matching, key=lambda one: (len(one.pattern), one in select.entries))] = None
    return Select(tuple(one for one in named if one in found))


def closest(atoms: Iterable[Atom]) -> Select:
    """The longest patterns that match some texts, of whatever statement."""
    found = (
        max((one for one, said in atom.matched.items() if said is True), key=_length, default=None)
        for atom in atoms
    )
    return Select(tuple(dict.fromkeys(one for one in found if one)))


def _length(entry: Entry) -> int:
    return len(entry.pattern)


def levels_of(entry: Entry) -> frozenset[str]:
    """The access levels of the actions that a pattern matches; none where nobody tells."""
    return frozenset(action.level for action in actions_of(entry))


def actions_of(entry: Entry) -> frozenset[Action]:
    """The actions that a pattern matches, as far as a database tells them."""
    return database().matching(entry.pattern) if is_installed() else frozenset()


def told_actions(select: Select, atoms: Iterable[Atom]) -> Text:
    """The actions that an element grants, by their access levels."""
    if select.left_out:
        names = [entry.text for entry in select.entries]
        return _ALL_BUT.format(names=first_of(names, MOST_TOLD)) if names else _EVERYTHING
    groups: dict[str, list[str]] = {}
    for entry in entries_of(select, atoms):
        levels = levels_of(entry)
        level = next(iter(levels)) if len(levels) == 1 else "all" if levels else ""
        groups.setdefault(level, []).append(entry.text)
    order = ("all", *reversed(ACCESS_LEVELS), "")
    return joined(", ", (_group(one, groups[one]) for one in order if one in groups))


def _group(level: str, names: Sequence[str]) -> Text:
    named = first_of([*dict.fromkeys(names)], MOST_TOLD)
    if level == "all":
        return _OF_ALL_KINDS.format(actions=named)
    return _LEVELS[level].format(actions=named) if level in _LEVELS else named


def told_resources(select: Select, atoms: Iterable[Atom], letters: Letters) -> Text:
    """The resources that an element names."""
    return _named(select, atoms, lambda entry: letters.told(entry.text), _EVERYTHING)


def told_principals(select: Select, atoms: Iterable[Atom], letters: Letters) -> Text:
    """Those whom an element names."""
    return _named(select, atoms, lambda entry: letters.told(entry.text), _EVERYONE)


def _named(
    select: Select, atoms: Iterable[Atom], told: Callable[[Entry], str], whole: Text
) -> Text:
    if select.left_out:
        names = [*dict.fromkeys(told(entry) for entry in select.entries)]
        return _ALL_BUT.format(names=first_of(names, MOST_TOLD)) if names else whole
    names = [*dict.fromkeys(told(entry) for entry in entries_of(select, atoms))]
    return whole if names == ["*"] else first_of(names, MOST_TOLD)


def is_use(grant: Grant) -> bool:
    """Whether it stands for the use of something that is shared."""
    return any(entry.text == USE for entry in grant.actions.entries)


def told_grant(grant: Grant, letters: Letters) -> Text:
    """A statement in short."""
    everything = [Atom(STRANGE, dict.fromkeys(_every_entry(grant), True))]
    parts: list[Text] = []
    if grant.principals.entries:
        parts.append(told_principals(grant.principals, everything, letters))
    if not is_use(grant):
        parts.append(_listed(grant.actions))
    if not grant.resources.left_out or grant.resources.entries:
        parts.append(told_resources(grant.resources, everything, letters))
    said = joined(" · ", parts)
    whole = (_DENY if grant.is_deny else _ALLOW).format(said=said)
    conditions = _conditions(grant, letters)
    return _IF.format(said=whole, conditions=conditions) if conditions else whole


_ALLOW = Message("Allow {said}")
_DENY = Message("Deny {said}")
_IF = Message("{said}, if {conditions}")


def _listed(select: Select) -> Text:
    names = first_of([*dict.fromkeys(entry.text for entry in select.entries)], MOST_TOLD)
    return _ALL_BUT.format(names=names) if select.left_out else names


def _every_entry(grant: Grant) -> list[Entry]:
    return [*grant.principals.entries, *grant.actions.entries, *grant.resources.entries]


def _conditions(grant: Grant, letters: Letters) -> str:
    block = grant.body.get("Condition", ABSENT) if is_mapping(grant.body) else ABSENT
    if not is_mapping(block):
        return ""
    said = (
        f"{key} {operator} {_value(value)}"
        for operator, keys in block.items()
        if is_mapping(keys)
        for key, value in keys.items()
        if value is not ABSENT and _value(value)
    )
    return "; ".join(said)


def _value(value: object) -> str:
    every_one = value if is_list(value) else [value]
    return ", ".join(
        scalar_text(one) if isinstance(one, str | int | float | bool) else "…" for one in every_one
    )[:80]


def told_grants(grants: Sequence[Grant], letters: Letters) -> Text:
    """Several statements in short."""
    if not grants:
        return NOTHING
    told = [told_grant(one, letters) for one in grants[:3]]
    more = [verbatim("…")] if len(grants) > 3 else []
    return joined(" | ", [*told, *more])


def touching(grants: Sequence[Grant], new: Sequence[New]) -> list[Grant]:
    """The statements that are about much of the same: but for who, or what, or on what."""
    return [one for one in grants if any(_is_alike(one, cell) for cell in new)]


def _is_alike(grant: Grant, cell: New) -> bool:
    who = _meets(grant.principals, cell.principals)
    acting = _meets(grant.actions, cell.actions)
    return who + acting + _meets(grant.resources, cell.resources) > 1


def _meets(select: Select, atoms: Iterable[Atom]) -> bool:
    return any(select.of(atom) is not False for atom in atoms)
