"""What a scan says of a unit, with some of its files as they might be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from synthgate.fixing.outcomes import Texts
from synthgate.model import Finding, PartialReport, Status
from synthgate.plan import Plan
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.scanning import scan_unit
from synthgate.sources.loaded import LoadedTemplate, Unit
from synthgate.sources.noted import origins_of
from synthgate.sources.source import Source
from synthgate.template.read import read_template

Place = tuple[str, str, str, str]
"""Where something is found: the rule, the file, the resource, and the path in it."""


@dataclass(frozen=True, slots=True)
class _Changed(Source):
    """A unit of which some files are others than those that lie there."""

    texts: Texts | None = None

    def load(self, environment: str | None = None) -> Unit:
        unit = Source.load(self, environment)
        return replace(unit, templates=tuple(map(self._as_changed, unit.templates)))

    def _as_changed(self, loaded: LoadedTemplate) -> LoadedTemplate:
        text = (self.texts or {}).get(loaded.path)
        if text is None:
            return loaded
        template = read_template(loaded.path, text)
        return replace(loaded, template=template, origins=origins_of(template))


def observed(plan: Plan, source: Source, texts: Texts, card: Card | None = None) -> PartialReport:
    """A scan of the unit as it would be; by one rule alone if a `card` is given.

    Raises:
        TemplateError: a text is no template any more.
    """
    if card is not None:
        plan = replace(plan, cards={card.outline.id: card})
    values = {name: getattr(source, name) for name in _FIELDS}
    return scan_unit(plan, _Changed(**values, texts=texts))


_FIELDS = ("order", "kind", "path", "places", "expected", "content", "remote", "amiss")


def places_in(partial: PartialReport, cards: Mapping[str, Card]) -> Counter[Place]:
    """Where something is wrong, and how often, by rules that are asked here."""
    return Counter(
        place
        for unit in partial.units
        for seen in unit.observed
        for finding in seen.findings
        if finding.status is Status.FAIL
        for place in _places(finding)
        if place[0] in cards
    )


def _places(finding: Finding) -> Iterator[Place]:
    """Its own, and those of the rules that it speaks for."""
    for rule in dict.fromkeys((finding.rule.id, *finding.also)):
        yield (rule, *place_of(finding)[1:])


def place_of(finding: Finding) -> Place:
    """Where a finding stands."""
    subject = finding.subject
    return (
        finding.rule.id,
        finding.location.path,
        subject.logical_id,
        finding.location.property_path,
    )


def is_gone(finding: Finding, before: Counter[Place], now: Counter[Place]) -> bool:
    """Whether nothing is found any more where a finding was, nor elsewhere in its resource by it.

    A rule that finds the same at another property has found it again.
    """
    place = place_of(finding)
    moved = (it for it in now if it[:3] == place[:3] and now[it] > before[it])
    return not now[place] and not any(moved)


def worsened(
    before: Counter[Place], now: Counter[Place], cards: Mapping[str, Card], mended: set[str]
) -> list[str]:
    """The rules that find something now and did not before."""
    return sorted({rule for rule, *_ in worse_places(before, now, cards, mended)})


def worse_places(
    before: Counter[Place], now: Counter[Place], cards: Mapping[str, Card], mended: set[str]
) -> list[Place]:
    """Where something is found that was not found before.

    A rule that asks only where another one finds nothing (`unless`) is no worse than that one was.
    """
    new = (now - before).keys()
    return sorted(place for place in new if not mended & set(_unless(cards[place[0]])))


def _unless(card: Card) -> Iterator[str]:
    named = card.body.get("unless", ())
    yield from [named] if isinstance(named, str) else named
