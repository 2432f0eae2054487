"""Many distinct templates, made of those of a folder; the same ones for the same folder.

The n-th is the n-th of the folder, which begins anew at its end; logical ids, and whatever names
them, get a sign of their own, so that no two files have the same bytes and nothing that is kept of
one serves another. A template that nobody could parse, or that refers to files beside it, is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.floor import parse, resources_of, templates_in

_A_FOLDER = 1_000
"""How many files lie in one folder: file systems and people like it so."""
_LOCAL = re.compile(rb"TemplateURL[\"']?\s*:\s*[\"']?(?!https?:|s3:)[\w./]|AWS::Include")


@dataclass(frozen=True, slots=True)
class Original:
    """A template's text, with the places of all words that are logical ids."""

    name: str
    text: str
    words: re.Pattern[str] | None

    def copy(self, number: int) -> str:
        """The text in which every logical id has the number at its end."""
        if self.words is None:
            return self.text
        return self.words.sub(lambda found: f"{found[0]}N{number}", self.text)


def originals(folder: Path) -> list[Original]:
    """What a folder has to make templates of.

    Raises:
        ValueError: there is none.
    """
    found = [one for path in templates_in(folder) if (one := _original(path))]
    if not found:
        raise ValueError(f"no template in {folder}")
    return found


def _original(path: Path) -> Original | None:
    content = path.read_bytes()
    try:
        data, text = parse(content), content.decode()
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    ids = _ids(data)
    if _LOCAL.search(content) or not ids:
        return None
    words = "|".join(map(re.escape, sorted(ids, key=len, reverse=True)))
    # Not within a longer word, a path of a file or the name of a type or of a property.
    pattern = re.compile(rf"(?<![\w:/.-])(?:{words})(?![\w/-]|::)")
    copied = pattern.sub(lambda found: f"{found[0]}N1", text)
    return Original(path.name, text, pattern) if _is_same(data, copied, ids) else None


def _ids(data: Any) -> set[str]:
    """The ids of a template's resources that are no word of anything else in it."""
    if not resources_of(data):
        return set()
    resources: dict[Any, Any] = data["Resources"]
    ids = {str(name) for name in resources if str(name).isalnum()}
    others = _words([data[key] for key in data if key != "Resources"])
    return ids - others - _words([*resources.values()])


def _words(node: Any) -> set[str]:
    """All keys of data, which a copy has to leave as they are."""
    if isinstance(node, dict):
        below = (word for one in node.values() for word in _words(one))  # pyright: ignore
        return {*map(str, node), *below}  # pyright: ignore
    if isinstance(node, list):
        return {word for one in node for word in _words(one)}  # pyright: ignore
    return set()


def _is_same(data: Any, copied: str, ids: set[str]) -> bool:
    """Whether a copy has as many resources, and each of those that were to get a new name."""
    try:
        made = parse(copied.encode())
    except yaml.YAMLError:
        return False
    expected = {f"{name}N1" if name in ids else name for name in data["Resources"]}
    return isinstance(made, dict) and set(made.get("Resources", ())) == expected  # pyright: ignore


def make(source: Sequence[Original], number: int, into: Path) -> Iterator[Path]:
    """Write that many templates into a folder, and name each."""
    for n in range(number):
        one = source[n % len(source)]
        stem, suffix = Path(one.name).stem, Path(one.name).suffix
        file = into / f"{n // _A_FOLDER:03}" / f"{n:06}-{stem}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.copy(n), "utf-8")
        yield file
