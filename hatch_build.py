"""What hatchling does with synthgate besides packing it, whenever it is built or installed.

It compiles the catalogs of what the program says (an editable install does so where they are:
after a change of a catalog, `make catalogs`), reads the built-in cards, so that a first run need
not (after a change of a card, what was read does not count), and leads the links of the readme to
the release in the repository. What `make dist` has laid into `share/` (the pages of `man`,
completions, documentation) goes along.
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
        """Compile the catalogs, read the cards, and take `share/` along, if there is one."""
        compile_catalogs(Path(self.root))
        ship_cards(Path(self.root))
        share = Path(self.root) / "share"
        if version == "standard" and share.is_dir():
            build_data["shared_data"][str(share)] = "share"


REPOSITORY = "https://github.com/synthgate/synthgate"
RAW = "https://raw.githubusercontent.com/synthgate/synthgate"
_TARGET = re.compile(
    r"""(?P<before>\]\(|^\[[^]\n]+\]:\s+|\b(?:href|src|srcset)=["'])"""
    r"""(?![a-z][a-z+.-]*:|/)(?P<path>[^)\s"']+)""",
    re.MULTILINE,
)
"""Where a link or a picture, of Markdown or of HTML, is of the repository."""
_PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def absolute(text: str, release: str, page: str = "README.md") -> str:
    """A page of the repository's root with links that work anywhere, to the files of a release.

    A package index has no `docs/`, and gives headings no anchors.
    """

    def led(found: re.Match[str]) -> str:
        path = found["path"]
        return found["before"] + _address(page + path if path.startswith("#") else path, release)

    return _TARGET.sub(led, text)


def _address(path: str, release: str) -> str:
    """Where a file, a folder or a picture of a release is shown."""
    if path.partition("#")[0].endswith(_PICTURES):
        return f"{RAW}/{release}/{path}"
    kind = "tree" if path.partition("#")[0].endswith("/") else "blob"
    return f"{REPOSITORY}/{kind}/{release}/{path}"


def release_of(root: Path) -> str:
    """The tag of the version that the sources say."""
    text = (root / "scanner" / "synthgate" / "version.py").read_text("utf-8")
    [version] = re.findall(r'(?m)^__version__ = "([^"]+)"$', text)
    return f"v{version}"


class ReadmeHook(MetadataHookInterface):
    """What hatchling calls for the fields that pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the long description."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        told = absolute(text, release_of(Path(self.root)))
        metadata["readme"] = {"content-type": "text/markdown", "text": told}
