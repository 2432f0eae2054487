"""Bring the catalogs up to date with what the code says, and compile them: ``make catalogs``.

A sentence that nothing says any more is taken out; a new one stands there without translation,
which a test refuses. Korean particles are written ``{name:이/가}`` (`synthgate.korean`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hatch_build import PACKAGES, compile_catalogs  # noqa: E402 - the root is no package

FOLDER = ROOT / "scanner" / "synthgate" / "locales"

KEYWORDS = {
    "Message": None,
    "spoken": None,
    "plural": (1, 2),
    "in_context": ((1, "c"), 2),
}
"""The calls in the code whose first words are a sentence, as Babel has them."""


def said() -> Catalog:
    """Return every sentence of the code, with the files that say it."""
    catalog = Catalog(project="synthgate")
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for name, _, sentence, _, context in found:
            catalog.add(sentence, locations=[(f"{package}/{name}", 0)], context=context)
    return catalog


def update(path: Path, template: Catalog) -> None:
    """Write a catalog anew: its translations, for the sentences that there are."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parents[1].name)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(
            file, catalog, width=96, sort_by_file=True, ignore_obsolete=True, include_lineno=False
        )


def main() -> None:
    """Update every catalog, and compile it."""
    template = said()
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        update(path, template)
    compile_catalogs(ROOT)


if __name__ == "__main__":
    main()
