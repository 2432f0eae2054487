"""Where a result is, as far as it tells (SARIF 2.1.0, 3.28 to 3.33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from synthgate.adapters.asking import Readable
from synthgate.adapters.sarif.addresses import Addresses
from synthgate.adapters.sarif.paths import Files, Found, found
from synthgate.adapters.sarif.shapes import Json, entry, items, mapping, text, whole
from synthgate.model import Spot
from synthgate.records import dataclass

MOST = 10
"""How many locations of a result are read: as many as GitHub takes."""
_LAST = 10_000_000
"""No file has more lines than this."""


@dataclass(frozen=True)
class Places:
    """The places of the results of a run."""

    addresses: Addresses
    known: Mapping[str, Found]
    logical: object
    owners: Mapping[str, Readable | None]
    """Templates by the logical ids of their resources; None where several have one of the id."""

    def of(self, result: Json) -> Iterator[Spot | None]:
        """The spots of a result, each once; None for one that is nowhere in the run."""
        seen: set[Spot | None] = set()
        for location in locations_of(result):
            spot = self._spot(location, result)
            if spot not in seen:
                seen.add(spot)
                yield spot

    def _spot(self, location: Json, result: Json) -> Spot | None:
        physical = mapping(location.get("physicalLocation"))
        address = address_of(physical, result, self.addresses)
        names = [*self._names(location)]
        if not address:
            return self._by_name(names)
        file = self.known.get(address)
        if file is None:
            return None
        owned: Mapping[str, str] = file.template.resources if file.template else {}
        first, last = _lines(mapping(physical.get("region")))
        name = next((name for name in names if name in owned), "")
        return Spot(file.shown, name, line=first, end_line=last)

    def _by_name(self, names: Sequence[str]) -> Spot | None:
        """Where something is of which only a name is told: one that one template alone has."""
        for name in names:
            if owner := self.owners.get(name):
                return Spot(owner.shown, name)
        return None

    def _names(self, location: Json) -> Iterator[str]:
        """What may be the logical id in logical locations, the likeliest first.

        ``AWS::S3::Bucket.Name``, ``Resources.Name.Properties`` and ``Resources/Name`` are written.
        """
        given = (*items(location.get("logicalLocations")), location.get("logicalLocation"))
        for written in given:
            one = mapping(written)
            one = (
                one if len(one) != 1 else {**mapping(entry(self.logical, one.get("index"))), **one}
            )
            yield text(one.get("name"))
            yield from reversed(text(one.get("fullyQualifiedName")).replace("/", ".").split("."))


def locations_of(result: Json) -> Sequence[Json]:
    """The first locations of a result; one that is empty, in place of none."""
    return [mapping(one) for one in items(result.get("locations"))[:MOST]] or [{}]


def address_of(physical: Json, result: Json, addresses: Addresses) -> str:
    """The address of a location, else of the file that was looked at."""
    return addresses.of(physical.get("artifactLocation")) or addresses.of(
        result.get("analysisTarget")
    )


def places_of(run: Json, results: Iterable[object], files: Files) -> Places:
    """The places of some results of a run, all of whose addresses are looked up together."""
    addresses = Addresses(mapping(run.get("originalUriBaseIds")), run.get("artifacts"))
    each = (
        address_of(mapping(location.get("physicalLocation")), result, addresses)
        for result in map(mapping, results)
        for location in locations_of(result)
    )
    known = found(filter(None, each), files)
    return Places(addresses, known, run.get("logicalLocations"), files.owners)


def _lines(region: Json) -> tuple[int, int]:
    first = whole(region.get("startLine")) or 0
    last = whole(region.get("endLine")) or first
    if not 0 < first <= _LAST:
        return 0, 0
    return first, min(max(first, last), _LAST)
