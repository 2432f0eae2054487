"""Which pages the site has, and where on it each file of the repository lies.

A page in Korean lies beside the English one, as ``NAME.ko.md``: in the repository and in the folder
that mkdocs reads.
"""

from __future__ import annotations

import posixpath
from pathlib import Path

from synthgate.model import Language
from synthgate.version import __version__

ROOT = Path(__file__).resolve().parents[2]
STAGED = ROOT / "out" / "site-src"
"""What mkdocs reads."""
SITE = ROOT / "out" / "site"
LANGUAGES: tuple[Language, ...] = ("en", "ko")
SITE_URL = "https://synthgate.github.io/synthgate/"
"""Where the site is; what is served from elsewhere works as well."""
REPOSITORY = "https://github.com/synthgate/synthgate"
TAG = f"v{__version__}"
"""What a link to the repository leads to: the site of a release tells of its files."""

ELSEWHERE = {
    "README.md": "overview.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "reports/README.md": "formats.md",
    "rules/README.md": "rules/index.md",
    "infra/README.md": "infra.md",
    "examples/every-rule/README.md": "every-rule.md",
}
"""Pages that do not lie in ``docs/``."""
GENERATED = ("rules/README.md",)
"""Of those, what is written for the site anew: with a page for each rule."""


def in_korean(path: str) -> str:
    """Where the Korean page beside an English one is, whether there is one or not."""
    return f"{path.removesuffix('.md')}.ko.md"


def in_english(path: str) -> str:
    """Where the English page beside a Korean one is; of any other, itself."""
    return f"{path.removesuffix('.ko.md')}.md" if is_korean(path) else path


def is_korean(path: str) -> bool:
    """Whether a page is one in Korean."""
    return path.endswith(".ko.md")


def pages(root: Path = ROOT) -> dict[str, str]:
    """Every page that is taken from the repository, and where on the site it lies."""
    docs = {f"docs/{path.name}": path.name for path in sorted((root / "docs").glob("*.md"))}
    beside = {in_korean(path): in_korean(at) for path, at in ELSEWHERE.items()}
    there = {path: at for path, at in {**ELSEWHERE, **beside}.items() if (root / path).is_file()}
    return {**docs, **there}


def pictures(root: Path = ROOT) -> dict[str, str]:
    """Every picture that the pages show, and where on the site it lies."""
    found = sorted((root / "docs").rglob("*.svg"))
    return {
        it.relative_to(root).as_posix(): it.relative_to(root / "docs").as_posix() for it in found
    }


def address(page: str) -> str:
    """The address of a page below the root of the site, which is that of a folder."""
    prefix = "ko/" if is_korean(page) else ""
    name = in_english(page).removesuffix(".md")
    name = "" if name == "index" else name.removesuffix("/index")
    return f"{prefix}{name}/" if name else prefix


def from_page(page: str, other: str) -> str:
    """The path of another file of the folder as a page says it, which mkdocs looks up."""
    return posixpath.relpath(other, posixpath.dirname(page) or ".")


def in_repository(path: str, root: Path = ROOT) -> str:
    """The address of a file or a folder of the repository, as it was at the release."""
    kind = "tree" if (root / path).is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/{TAG}/{path}"
