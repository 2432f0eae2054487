"""What hatchling does with synthgate besides packing it, whenever it is built or installed.

It compiles the catalogs of what the program says (an editable install does so where they are:
after a change of a catalog, `make catalogs`), reads the built-in cards, so that a first run need
not (after a change of a card, what was read does not count), and leads the links of the readme to
the repository.
"""

import re
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PACKAGES = ("scanner/synthgate", "rules/synthgate_rules", "reports/synthgate_reports")


def compile_catalogs(root: Path) -> None:
    """Write a ``.mo`` file beside each ``.po`` file of the packages.

    Raises:
        PoFileError: a catalog is none.
    """
    for package in PACKAGES:
        for source in sorted((root / package).glob("locales/*/LC_MESSAGES/*.po")):
            with source.open("rb") as file:
                catalog = read_po(file, abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)


def ship_cards(root: Path) -> None:
    """Write what reading the built-in cards comes to beside their folder.

    Raises:
        ValueError: a card has mistakes.
    """
    sources = [str((root / package).parent) for package in PACKAGES]
    sys.path[:0] = sources
    try:
        from synthgate.rule.cards.library import ship  # noqa: PLC0415 - the sources, see above

        ship(root / "rules" / "synthgate_rules" / "cards")
    finally:
        del sys.path[: len(sources)]


class CatalogHook(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel, or an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogs, and read the cards."""
        compile_catalogs(Path(self.root))
        ship_cards(Path(self.root))


REPOSITORY = "https://github.com/synthgate/synthgate/blob/main/"
_RELATIVE = re.compile(r"\]\((?![a-z]+:|#|/)(?P<path>[^)\s]+)\)")
"""Where a link of Markdown leads to a file of the repository."""


def absolute(readme: str) -> str:
    """The readme with links that work anywhere: a package index has no `docs/`."""
    return _RELATIVE.sub(rf"]({REPOSITORY}\g<path>)", readme)


class ReadmeHook(MetadataHookInterface):
    """What hatchling calls for the fields that pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the long description."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text)}
