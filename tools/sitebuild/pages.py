"""The folder that mkdocs reads: pages of the repository, and those written for the site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sitebuild import layout, reference, shown, staging
from synthgate.model import Language

_HERE = Path(__file__).parent


def write(target: Path) -> list[staging.Mistake]:
    """Write the folder, all but the pictures, and return what is wrong in the pages."""
    repository = staging.Pages()
    staging.write(target, repository)
    write_reference(target)
    rules = _write_rules(target)
    for language in layout.LANGUAGES:
        _write_home(target, language, rules)
    shutil.copytree(_HERE / "assets", target / "assets")
    return repository.mistakes


def write_reference(target: Path) -> None:
    """Write the pages of the command line, in each language."""
    for language in layout.LANGUAGES:
        for name, text in reference.pages(language).items():
            staging.put(target / reference.FOLDER / _named(name, language), text)


def _write_rules(target: Path) -> int:
    """Write the pages of the rules as ``synthgate rules pages`` does, and return their number."""
    with tempfile.TemporaryDirectory() as scratch:
        folders: dict[Language, Path] = {
            language: Path(scratch) / language for language in layout.LANGUAGES
        }
        for language, folder in folders.items():
            command = (sys.executable, "-m", "synthgate", "rules", "pages", str(folder))
            said = ("--no-config", "--lang", language)
            subprocess.run(
                [*command, *said], check=True, env=shown.surroundings(), stdout=subprocess.DEVNULL
            )
        staging.stage_rules(folders, target)
        return len([*folders["en"].glob("*.md")]) - len(staging.LISTS)


def _write_home(target: Path, language: Language, rules: int) -> None:
    text = (_HERE / "pages" / _named("home", language)).read_text("utf-8")
    filled = text.replace("{rules}", str(rules)).replace("{session}", shown.session(language))
    staging.put(target / _named("index", language), filled)


def _named(name: str, language: str) -> str:
    return f"{name}.md" if language == "en" else f"{name}.{language}.md"
