"""What all findings about one resource, or about a whole, have in common: looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

from synthgate.model import Origin, Subject
from synthgate.records import dataclass
from synthgate.rule.cards.outline import APP_TYPE
from synthgate.secrets.mask import Shown
from synthgate.template.document import Route
from synthgate.template.entries import Entries, without_tokens

_OF_CDK = ".template.json"
"""How the CDK ends the names of templates, of which an app has several."""


@dataclass(frozen=True)
class About:
    """A resource, or a stack or an app as a `whole`, as findings show it.

    `tags` hold no secrets any more.
    """

    subject: Subject
    shown: Shown
    origin: Origin = field(default_factory=Origin)
    environment: str | None = None
    whole: bool = False
    tags: tuple[tuple[str, str], ...] = ()

    @cached_property
    def top(self) -> Route:
        """The route in the template that those of places go on from."""
        return () if self.whole else ("Resources", self.subject.logical_id)

    @cached_property
    def raw(self) -> Mapping[str, Any]:
        """What the template has there."""
        template = self.shown.template
        return template.data if self.whole else template.resources[self.subject.logical_id]

    @cached_property
    def where(self) -> str:
        """What fingerprints say of it, as JSON spells that."""
        return ", ".join(map(spelt, _where(self.subject, self.shown.entries)))


@lru_cache(maxsize=4096)
def spelt(text: str | None) -> str:
    """A text as JSON has it; of fingerprints, which are made by the thousand."""
    return "null" if text is None else encode_basestring_ascii(text)


def _where(subject: Subject, entries: Entries) -> list[str | None]:
    """Stage, stack and resource; a template outside any stack is known by its path.

    One stack name may be used in several Regions. There the file tells what has no construct path
    apart; of nested stacks, whose files are named by hashes, the name holds those around it.
    """
    where = [subject.stage, subject.stack]
    if subject.construct_path is not None:
        return [*where, "", without_tokens(subject.construct_path)]
    is_nested = "/" in (subject.stack or "")
    name = subject.template.rpartition("/")[2]
    is_in_assembly = subject.stack or (subject.type == APP_TYPE and name.endswith(_OF_CDK))
    file = name if is_in_assembly else subject.template
    return [*where, "" if is_nested else file, entries.own_name(subject.logical_id)]
