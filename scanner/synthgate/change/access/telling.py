"""What a change does to access, as effects: one for each statement of somebody that does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.change.access.axis import Same
from synthgate.change.access.difference import Difference
from synthgate.change.access.grants import Grant
from synthgate.change.access.letters import Letters
from synthgate.change.access.news import New, spread
from synthgate.change.access.told import (
    MOST_TOLD,
    NOTHING,
    closest,
    entries_of,
    is_use,
    narrowed,
    told_actions,
    told_grant,
    told_grants,
    told_principals,
    told_resources,
    touching,
)
from synthgate.change.access.weighing import Weigher, is_harmless, severity_of_name
from synthgate.change.sides import Matched, Member
from synthgate.evaluate import Effect
from synthgate.model import Message, Severity, Text, first_of, verbatim
from synthgate.records import dataclass
from synthgate.resolve.causes import Cause, Decider
from synthgate.resolve.values import ABSENT, distinct
from synthgate.rule.terms.outcome import Place

BROADER, NARROWER = "broadens-access", "narrows-access"


@dataclass(frozen=True, slots=True, eq=False)
class Teller:
    """Tells what is different between two states."""

    matched: Matched
    letters: Letters

    def more(self, difference: Difference) -> Iterator[Effect]:
        """What became possible."""
        by_grant: dict[int, list[New]] = {}
        for new in difference.new:
            by_grant.setdefault(id(new.first), []).append(new)
        for found in by_grant.values():
            for is_sure in (True, False):
                if some := [one for one in found if one.is_sure is is_sure]:
                    yield self._granted(difference, some[0].first, some)
        for name in difference.names:
            message = _NAMED.format(who=difference.holder.told, what=self.letters.told(name.text))
            severities = map(severity_of_name, (name.text, *name.inner))
            severity = min(severities, key=lambda one: one.rank)
            told = verbatim(self.letters.told(name.text))
            place = Place(
                name.route,
                name.value,
                message=message,
                note=message,
                severity=severity,
                before=NOTHING,
                after=told,
            )
            yield self._effect(BROADER, name.member, place)
        yield from self._unread(BROADER, difference)

    def _granted(self, difference: Difference, grant: Grant, new: Sequence[New]) -> Effect:
        if grant.is_deny:
            return self._undenied(difference, grant, new)
        least = narrowed(grant, new, [*difference.grants, *difference.others])
        message = self._said(_MORE[_sort(difference, grant)], difference, least, new)
        causes = () if new[0].is_sure else self._causes(new)
        besides = [one for cell in new for one in cell.besides]
        before = [*dict.fromkeys([*besides, *touching(difference.others, new)])]
        weigher = Weigher(self.letters, self._account(grant.member), difference.is_growth)
        place = Place(
            grant.route,
            grant.body,
            causes,
            note=message,
            message=message,
            severity=weigher.severity(new, least),
            before=told_grants(before, self.letters),
            after=told_grants([grant, *_denying(difference.grants, new)], self.letters),
        )
        return self._effect(BROADER, grant.member, place)

    def _undenied(self, difference: Difference, grant: Grant, new: Sequence[New]) -> Effect:
        """What policies of identities allow, and a resource denies no more."""
        message = self._of_denial((_UNDENIED, _MORE["resource"]), difference, grant, new)
        acting = entries_of(grant.actions, spread(new)[0])
        after = touching(difference.grants, new)
        pair = self.matched.by_before.get(grant.member.where)
        there = (pair and pair.after) or grant.member
        place = Place(
            (),
            causes=() if new[0].is_sure else self._causes(new),
            note=message,
            message=message,
            severity=Severity.LOW if is_harmless(acting) else Severity.MEDIUM,
            before=told_grant(grant, self.letters),
            after=told_grants(after, self.letters),
        )
        return self._effect(BROADER, there, place)

    def _of_denial(
        self,
        messages: tuple[Message, Message],
        difference: Difference,
        grant: Grant,
        new: Sequence[New],
    ) -> Text:
        """What a Deny of a resource is about: for whoever it may be, or identities by name."""
        who = [*dict.fromkeys(self.letters.told(one.named) for one in new if one.named)]
        for_whoever, for_some = messages
        is_identity = difference.holder.sort == "identity"
        if new[0].is_sure and who and not is_identity:
            named, (actions, _, _) = first_of(who, MOST_TOLD), spread(new)
            acting = told_actions(closest(actions), actions)
            return for_some.format(who=named, what=difference.holder.told, actions=acting)
        least = narrowed(grant, new, [*difference.grants, *difference.others])
        acting = told_actions(least.actions, spread(new)[0])
        if is_identity:
            for_whoever = (_OF_RESOURCES if who else _OF_NAMES)[for_whoever]
        return for_whoever.format(what=difference.holder.told, actions=acting)

    def _account(self, member: Member) -> str:
        known = member.stack.resolver.placement.account
        pseudo = (one for one, it in self.letters.pieces.items() if it.told == "AWS::AccountId")
        return known or next(pseudo, "")

    def _said(
        self, message: Message, difference: Difference, grant: Grant, new: Sequence[New]
    ) -> Text:
        actions, resources, principals = spread(new)
        acting = told_actions(grant.actions, actions)
        about = told_resources(grant.resources, resources, self.letters)
        who = told_principals(grant.principals, principals, self.letters)
        holder = difference.holder
        if holder.sort == "identity":
            return message.format(who=holder.told, what=about, actions=acting)
        if holder.sort == "trust" or is_use(grant):
            return message.format(who=who, what=holder.told)
        return message.format(who=who, what=holder.told, actions=acting)

    def _causes(self, new: Sequence[New]) -> tuple[Cause, ...]:
        """Why nobody knows: what decides it, else the conditions that nothing compares."""
        found = distinct(cause for one in new for var in one.open for cause in self._of(var))
        if found:
            return found
        keys = (key for one in new for key, _ in one.context)
        return distinct(Cause(Decider.RULE, key) for key in keys) or (
            Cause(Decider.RULE, "Condition"),
        )

    def _of(self, var: object) -> tuple[Cause, ...]:
        if var in self.letters.doubts:
            return self.letters.doubts[var]
        return self.letters.causes(var.text) if isinstance(var, Same) else ()

    def less(self, difference: Difference) -> Iterator[Effect]:
        """What is possible no more: all that one statement gave, at what is left of it."""
        by_grant: dict[int, list[New]] = {}
        for new in difference.new:
            by_grant.setdefault(id(new.first), []).append(new)
        for found in by_grant.values():
            yield self._taken(difference, found[0].first, found)
        for name in difference.names:
            message = _UNNAMED.format(who=difference.holder.told, what=self.letters.told(name.text))
            told = verbatim(self.letters.told(name.text))
            place = Place(
                (),
                message=message,
                note=message,
                severity=Severity.INFO,
                before=told,
                after=NOTHING,
            )
            yield self._effect(NARROWER, name.member, place)
        yield from self._unread(NARROWER, difference)

    def _taken(self, difference: Difference, grant: Grant, new: Sequence[New]) -> Effect:
        least = narrowed(grant, new, [*difference.grants, *difference.others])
        if grant.is_deny:
            message = self._of_denial((_DENIED, _LESS["resource"]), difference, grant, new)
        else:
            message = self._said(_LESS[_sort(difference, grant)], difference, least, new)
        is_sure = any(one.is_sure for one in new)
        before = touching(difference.grants, new) if grant.is_deny else [grant]
        after = [grant] if grant.is_deny else touching(difference.others, new)
        place = Place(
            (),
            causes=() if is_sure else self._causes(new),
            note=message,
            message=message,
            severity=Severity.INFO,
            before=told_grants(before, self.letters),
            after=told_grants(after, self.letters),
        )
        return self._effect(NARROWER, grant.member, place)

    def _unread(self, kind: str, difference: Difference) -> Iterator[Effect]:
        """What could not be compared."""
        who = difference.holder.told
        severity = Severity.MEDIUM if kind == BROADER else Severity.INFO
        for one in difference.opaque:
            message = _UNREAD.format(who=who)
            route = one.route if kind == BROADER else ()
            place = Place(route, ABSENT, one.causes, message, message, severity=severity)
            yield self._effect(kind, one.member, place)
        if difference.is_too_much:
            causes = (Cause(Decider.EFFORT, who),)
            place = Place((), ABSENT, causes, _UNREAD.format(who=who), severity=severity)
            yield self._effect(kind, difference.holder.at, place)

    def _effect(self, kind: str, member: Member, place: Place) -> Effect:
        return effect_at(self.matched, kind, member, place)


def effect_at(matched: Matched, kind: str, member: Member, place: Place) -> Effect:
    """An effect at a resource; at that of the head, where that has it."""
    pair = matched.by_before.get(member.where) if kind == NARROWER else None
    there = pair.after if pair and pair.after else member
    return Effect(kind, there.stack, place, there.logical_id)


def _denying(grants: Sequence[Grant], new: Sequence[New]) -> list[Grant]:
    """What takes away some of the same all the same."""
    return [one for one in touching(grants, new) if one.is_deny]


def _sort(difference: Difference, grant: Grant) -> str:
    return "share" if is_use(grant) else difference.holder.sort


_MORE = {
    "identity": Message("{who} may now do more on {what}: {actions}"),
    "resource": Message("{who} may now do more with {what}: {actions}"),
    "trust": Message("{who} may now assume {what}"),
    "share": Message("{who} may now use {what}"),
}
_LESS = {
    "identity": Message("{who} may no longer do on {what}: {actions}"),
    "resource": Message("{who} may no longer do with {what}: {actions}"),
    "trust": Message("{who} may no longer assume {what}"),
    "share": Message("{who} may no longer use {what}"),
}
_UNDENIED = Message(
    "{what} no longer denies {actions}: whom other policies allow it may do that now"
)
_DENIED = Message("{what} now denies, even to whom other policies allow it: {actions}")
_OF_NAMES = {
    _UNDENIED: Message(
        "{what} is no longer denied {actions}: what its managed policies allow of that it may do "
        "now"
    ),
    _DENIED: Message("{what} is now denied, even if its managed policies allow it: {actions}"),
}
"""The same of an identity, and of policies that are known by their names only."""
_OF_RESOURCES = {
    _UNDENIED: Message(
        "{what} is no longer denied {actions}: what policies of resources give it of that it may "
        "do now"
    ),
    _DENIED: Message("{what} is now denied, even if policies of resources give it: {actions}"),
}
"""The same of what resources give to an identity."""
_NAMED = Message("{who} now also has what {what} grants")
_UNNAMED = Message("{who} has no longer what {what} grants")
_UNREAD = Message("what the policies of {who} allow could not be compared")
