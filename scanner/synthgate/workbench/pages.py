"""``synthgate rules pages DIR``: a page for each rule, and an index by service and by tool.

Every file begins with a mark, by which the next run knows its own: it writes anew and takes away
what has the mark, and touches nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.judge.appending import write_whole
from synthgate.model import Language, Message, Rule, plural
from synthgate.rule.cards.card import Card
from synthgate.workbench.console import Console
from synthgate.workbench.index_page import SUM, TITLE, by_service
from synthgate.workbench.lint import KEBAB_CASE
from synthgate.workbench.markdown import code, prose, row
from synthgate.workbench.page import NEARNESS, page_of
from synthgate.workbench.paths import shown

MARK = "<!-- written by synthgate rules pages: change the card, not this -->"
INDEX, BY_TOOL = "index", "by-tool"


def write_pages(cards: Mapping[str, Card], folder: Path, console: Console) -> None:
    """Write a page for each rule and both indexes; take away pages of rules that are gone.

    Raises:
        UsageError: the folder holds what this command did not write, or cannot be written; or a
            rule has an id that names no file. Then nothing was written, but what failed half-way.
    """
    for rule_id in cards:
        if not KEBAB_CASE.fullmatch(rule_id) or rule_id in (INDEX, BY_TOOL):
            raise UsageError(_NO_NAME.format(id=rule_id))
    old = _own_files(folder)
    rules, language = [card.rule for card in cards.values()], console.language
    _write(folder, INDEX, index_of(rules, language))
    _write(folder, BY_TOOL, tools_of(rules, language))
    for rule_id, card in cards.items():
        _write(folder, rule_id, page_of(card, language))
    for name in old - {f"{stem}.md" for stem in (INDEX, BY_TOOL, *cards)}:
        (folder / name).unlink()
    console.say(_WRITTEN.format(number=len(cards), path=shown(folder / f"{INDEX}.md")))


def index_of(rules: list[Rule], language: Language) -> Iterator[str]:
    """The index by service: a section for each, a row for each rule."""
    sections = by_service(rules, language)
    yield f"# {TITLE[language]}"
    yield ""
    yield SUM.format(rules=len(rules), services=len(sections))[language]
    yield ""
    yield f"[{_TITLE_BY_TOOL[language]}]({BY_TOOL}.md)"
    for service, its_rules in sections.items():
        yield from ("", f"## {prose(service)}", "", _HEAD[language], "|---|---|---|")
        for rule in its_rules:
            yield row((_link(rule.id), str(rule.severity), prose(rule.title[language])))


def tools_of(rules: Iterable[Rule], language: Language) -> Iterator[str]:
    """The index by tool: what each rule of another tool is here, and how near."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for rule in rules:
        for tool, rule_id, nearness in _named(rule):
            said = f" ({NEARNESS[nearness][language]})" if nearness else ""
            here = found.setdefault(tool, {}).setdefault(rule_id, {})
            here[f"{_link(rule.id)}{said}"] = None
    yield f"# {_TITLE_BY_TOOL[language]}"
    yield ""
    yield f"[{TITLE[language]}]({INDEX}.md)"
    for tool in sorted(found, key=str.lower):
        yield from ("", f"## {prose(tool)}", "", _TOOL_HEAD[language], "|---|---|")
        for rule_id in sorted(found[tool], key=_by_number):
            yield row((code(rule_id), ", ".join(found[tool][rule_id])))


def _named(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """The ids of other tools, each once, and how near they are; of the same, empty."""
    for tool, by_nearness in rule.near.items():
        for nearness, ids in by_nearness.items():
            yield from ((tool, one, nearness) for one in ids)
    for tool, ids in rule.same.items():
        yield from ((tool, one, "") for one in ids)


def _by_number(rule_id: str) -> list[tuple[int, str]]:
    """In the order of people: ``CKV_AWS_9`` before ``CKV_AWS_18``."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(rule_id)]


def _link(rule_id: str) -> str:
    return f"[`{rule_id}`]({rule_id}.md)"


def _write(folder: Path, stem: str, lines: Iterable[str]) -> None:
    write_whole(folder / f"{stem}.md", "\n".join((MARK, "", *lines, "")))


def _own_files(folder: Path) -> set[str]:
    """The names of what an earlier run has written, in a folder that is there afterwards.

    Raises:
        UsageError: something else is there, or it is no folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = sorted(folder.iterdir())
        foreign = next((one.name for one in files if not _is_own(one)), None)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(_UNUSABLE.format(folder=shown(folder), reason=reason)) from error
    if foreign is not None:
        raise UsageError(_FOREIGN.format(folder=shown(folder), name=foreign))
    return {one.name for one in files}


def _is_own(file: Path) -> bool:
    """Whether a file has the mark; a link is somebody's, wherever it leads."""
    if file.is_symlink() or not file.is_file() or file.suffix != ".md":
        return False
    mark = MARK.encode()
    with file.open("rb") as stream:
        return stream.read(len(mark)) == mark


_NUMBER = re.compile(r"(\d+)", re.ASCII)
_TITLE_BY_TOOL = Message("Rules by the tools that say the same")
_HEAD = Message("| rule | severity | what it reports |")
_TOOL_HEAD = Message("| rule there | rules here, and what the one there is to them |")
_WRITTEN = plural("{number} page written: {path}", "{number} pages written: {path}")
_NO_NAME = Message(
    "no page can be named after the rule {id!r}: give it an id in lower case with hyphens, "
    "which synthgate rules lint asks for, too, and neither 'index' nor 'by-tool'"
)
_FOREIGN = Message(
    "{folder} holds {name}, which synthgate rules pages did not write: nothing was written. "
    "Name a folder that is empty or not there yet"
)
_UNUSABLE = Message("{folder}: cannot be the folder of the pages: {reason}")
