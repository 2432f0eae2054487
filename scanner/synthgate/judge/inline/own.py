"""Our own suppressions: ``Metadata: {synthgate: {suppress: [{rule, reason, owner, expires}]}}``.

`rule` is an id, one that the rule had before, or a pattern (``s3-*``). `construct` is written by
`synthgate.cdk.suppress`, which repeats one suppression on all below a construct. An entry that has
a mistake does not count, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from synthgate.judge.days import day
from synthgate.judge.inline.said import OURS, Said, reason_of
from synthgate.model import Message, joined
from synthgate.rule.cards.shapes import fields, kind, saying, text
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

LIST = "suppress"
ENVIRONMENT = "environment"
"""What stands beside it at the top of a template, and is no suppression."""
MOST = 1000
_entry = fields(
    {"rule": text, "reason": saying, "owner": saying, "expires": day, "construct": text},
    required=("rule", "reason"),
)
_list = kind(is_list, Message("a list of suppressions"))
_of_resource = fields({LIST: _list}, required=(LIST,))
_of_template = fields({LIST: _list, ENVIRONMENT: text})


def suppressions_in(
    written: Any, route: Route, *, whole: bool = False
) -> Iterator[tuple[Route, Said]]:
    """What stands under the key `synthgate`, at a route; at the top of a template, if `whole`."""
    for mistake in (_of_template if whole else _of_resource)(written, ()):
        yield (*route, *mistake.route), Said(OURS, OURS, wrong=mistake.text)
    entries = written.get(LIST) if is_mapping(written) else None
    if not is_list(entries):
        return
    for index, entry in enumerate(islice(entries, MOST)):
        mistakes = [*_entry(entry, ())]
        at = mistakes[0].route if mistakes else ()
        yield (*route, LIST, index, *at), _wrong(entry, mistakes) if mistakes else _said(entry)
    if len(entries) > MOST:
        yield (*route, LIST, MOST), Said(OURS, LIST, wrong=_TOO_MANY.format(most=MOST))


def _said(entry: Mapping[str, Any]) -> Said:
    return Said(
        OURS,
        entry["rule"],
        reason_of(entry["reason"]),
        entry.get("owner"),
        entry.get("expires"),
        shared=entry.get("construct", ""),
    )


def _wrong(entry: Any, mistakes: list[Mistake]) -> Said:
    """An entry that does not count, by the name of its rule as far as that can be told."""
    rule = entry.get("rule") if is_mapping(entry) else None
    told = _MISTAKES.format(mistakes=joined("; ", (one.text for one in mistakes)))
    return Said(OURS, rule if isinstance(rule, str) and rule else LIST, wrong=told)


_MISTAKES = Message("{mistakes}: it takes 'rule', 'reason', 'owner' and 'expires' (2027-12-31)")
_TOO_MANY = Message("more than {most} suppressions, and those after them were not read")
