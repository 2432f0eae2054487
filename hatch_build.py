"""Compiles the catalogs of what the program says, whenever it is built or installed.

An editable install compiles them where they are: after a change of a catalog, `make catalogs`.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

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


class CatalogHook(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel, or an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogs."""
        compile_catalogs(Path(self.root))
