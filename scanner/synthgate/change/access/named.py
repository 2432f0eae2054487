"""What a Deny of an identity keeps out of managed policies that are known by name only.

What such a policy allows stands nowhere in the app, so that a Deny beside it may take away anything
that it is about (IAM User Guide, "Policy evaluation logic": an explicit deny overrides).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from synthgate.change.access.axis import EVERYTHING
from synthgate.change.access.comparing import compared
from synthgate.change.access.fitting import fits
from synthgate.change.access.grants import Grant
from synthgate.change.access.holders import Holder, Name
from synthgate.change.access.letters import Letters
from synthgate.change.access.logic import Is
from synthgate.change.access.news import New
from synthgate.change.access.relevant import denials
from synthgate.resolve.causes import Cause, Decider

Grants = Sequence[Grant]
News = tuple[list[New], list[New]]


def of_names(
    before: Holder | None, after: Holder | None, grants: tuple[Grants, Grants], letters: Letters
) -> News:
    """What both states' managed policies may allow now that no Deny is about it; and no more.

    Raises:
        TooMuchError: it takes too many steps to find out.
    """
    was = {one.text for one in before.names} if before else set[str]()
    names = [one for one in after.names if one.text in was] if after else []
    if not names or not denials(*grants):
        return [], []
    allowing = [_allowing(one, letters) for one in names]
    was_denied, is_denied = ([one for one in these if one.is_deny] for these in grants)
    more, less = compared([*allowing, *was_denied], [*allowing, *is_denied], fits(letters))
    return [*map(_by_denial, more)], [*map(_by_denial, less)]


def _allowing(name: Name, letters: Letters) -> Grant:
    """A statement that may allow anything, as a managed policy of that name may."""
    doubt = "named", name.text
    letters.doubts[doubt] = (Cause(Decider.OUTSIDE, letters.told(name.text)),)
    every = EVERYTHING, EVERYTHING, EVERYTHING
    return Grant(name.member, name.route, False, *every, Is(doubt), True, {})


def _by_denial(new: New) -> New:
    """The same, told of the Deny rather than of what nobody knows."""
    return replace(new, by=(), is_sure=False)
