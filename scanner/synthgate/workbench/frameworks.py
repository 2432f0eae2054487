"""``synthgate frameworks …``: which frameworks there are, what each asks, and what rules reach."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from synthgate.choosing import built_in_and_own, cache_of, own_of
from synthgate.config import Config
from synthgate.framework.library import frameworks_for
from synthgate.framework.mapped import book_of
from synthgate.framework.reading import built_in
from synthgate.framework.sheet import Framework
from synthgate.model import (
    Control,
    Language,
    Message,
    Mode,
    Rule,
    RuleMapping,
    Severity,
    Text,
    around,
)
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.sheet import Source, refuse
from synthgate.workbench.console import Console
from synthgate.workbench.markdown import codes, prose, row
from synthgate_reports.json_frameworks import mapping_of, source_of

MODES: tuple[Mode, ...] = ("automated", "partial", "manual", "unclaimed")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Some frameworks, and all rules that there are, by their ids."""

    frameworks: tuple[Framework, ...]
    rules: Mapping[str, Rule]


def carry_out(arguments: argparse.Namespace, console: Console) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: there is no such framework, or it, or the configuration, has mistakes.
    """
    config = arguments.config
    refuse(config.mistakes)
    wishes = [_wish(arguments.id, config)] if arguments.action != "list" else _every(config)
    catalog = built_in_and_own(own_of(config, Code.READ), cache_of(config))
    book = book_of(catalog.names, catalog.outlines)
    found = frameworks_for(replace(config, framework=tuple(wishes)), book)
    refuse(found.problems)
    console.complain(found.notices)
    shelf = _Shelf(found.chosen, {id_: card.rule for id_, card in catalog.cards.items()})
    _ACTIONS[arguments.action](shelf, arguments, console)
    return 0


def _every(config: Config) -> list[Wish]:
    """The built-in frameworks, and those of the configuration."""
    named = {wish.name for wish in config.framework}
    return [*(_wish(name, config) for name in built_in() if name not in named), *config.framework]


def _wish(name: str, config: Config) -> Wish:
    return Wish(name, Source(folder=config.folder), "framework")


def _list(shelf: _Shelf, arguments: argparse.Namespace, console: Console) -> None:
    language = console.language
    named = len(arguments.config.framework)
    in_force = {one.id for one in shelf.frameworks[len(shelf.frameworks) - named :]}
    rows = [
        {
            "id": one.id,
            "version": one.version,
            "title": one.title[language],
            "controls": len(one.controls),
            **_modes(one.controls),
            "rules": len(one.rules),
            "in_force": one.id in in_force,
        }
        for one in shelf.frameworks
    ]
    if arguments.format == "json":
        console.data(rows)
        return
    heads = [head[language] for head in _HEADS]
    cells = [[str(one[key]) for key in _LISTED] for one in rows]
    _table(heads, cells, arguments.format, console)


def _modes(controls: Sequence[Control]) -> dict[str, int]:
    counts = Counter(one.mode for one in controls)
    return {mode: counts[mode] for mode in MODES}


_LISTED = ("id", "version", "controls", *MODES, "rules", "title")
_HEADS = (
    Message("framework"),
    Message("version"),
    Message("controls"),
    Message("automated"),
    Message("partial"),
    Message("manual"),
    Message("unclaimed"),
    Message("rules"),
    Message("title"),
)
_MODE_NAMES = dict(zip(MODES, _HEADS[3:7], strict=True))


def _table(
    heads: Sequence[str], cells: Sequence[Sequence[str]], form: str, console: Console
) -> None:
    """A table: in Markdown, or in columns as wide as they have to be."""
    if form == "markdown":
        console.line(row(map(prose, heads)))
        console.line("|---" * len(heads) + "|")
        for one in cells:
            console.line(row(map(prose, one)))
        return
    widths = [max(len(one[at]) for one in (heads, *cells)) for at in range(len(heads) - 1)]
    for one in (heads, *cells):
        padded = [cell.ljust(width) for cell, width in zip(one, widths, strict=False)]
        console.line("  ".join([*padded, one[-1]]).rstrip())


def _show(shelf: _Shelf, arguments: argparse.Namespace, console: Console) -> None:
    (framework,) = shelf.frameworks
    if arguments.format == "json":
        console.data(_facts(framework, console.language))
        return
    for line in _page(framework, arguments.format == "markdown", console.language):
        console.line(line)


def _facts(framework: Framework, language: Language) -> dict[str, Any]:
    return {
        "id": framework.id,
        "version": framework.version,
        "title": framework.title[language],
        "source": framework.source[language],
        "groups": [
            {"id": id_, "title": title[language], "within": framework.within.get(id_)}
            for id_, title in framework.groups.items()
        ],
        "sources": [source_of(id_, one, language) for id_, one in framework.sources.items()],
        "controls": [_of_control(one, language) for one in framework.controls],
    }


def _of_control(control: Control, language: Language) -> dict[str, Any]:
    wanted = control.evidence_wanted
    return {
        "id": control.id,
        "title": control.title[language],
        "meaning": control.meaning[language],
        "group": control.group,
        "levels": control.levels,
        "mode": control.mode,
        "mappings": [mapping_of(one) for one in control.mappings],
        "evidence_wanted": wanted[language] if wanted else None,
        "valid_days": control.valid_days,
        "elsewhere": control.elsewhere,
    }


def _page(framework: Framework, is_markdown: bool, language: Language) -> Iterator[str]:
    """All that a framework says, a group after the other."""
    mark, plain = ("#", prose) if is_markdown else ("", str)

    def head(level: int, text: str) -> str:
        return f"{mark * level} {plain(text)}" if mark else text

    yield head(1, f"{framework.title[language]} ({framework.id} {framework.version})")
    yield plain(framework.source[language])
    for id_, title in framework.groups.items():
        own = [one for one in framework.controls if one.group == id_]
        yield ""
        yield head(2, f"{id_} {title[language]}")
        for control in own:
            yield from _control_lines(control, is_markdown, language)


def _control_lines(control: Control, is_markdown: bool, language: Language) -> Iterator[str]:
    plain, coded = (prose, codes) if is_markdown else (str, ", ".join)
    mode = _MODE_NAMES[control.mode][language]
    title = f"{control.id} {control.title[language]}".rstrip()
    bullet, deeper = ("- ", "  - ") if is_markdown else ("  ", "      ")
    yield f"{bullet}{plain(title)} [{mode}]" if not is_markdown else f"- {plain(title)} ({mode})"
    if said := control.meaning[language]:
        yield f"{deeper}{plain(said)}"
    for mapping in control.mappings:
        grounds = _grounds(mapping)[language]
        yield f"{deeper}{plain(grounds)}: {coded(mapping.rules)}"
    if control.evidence_wanted:
        wanted = _WANTED.format(what=control.evidence_wanted, days=control.valid_days)
        yield f"{deeper}{plain(wanted[language])}"


def _grounds(mapping: RuleMapping) -> Text:
    """Why rules are said to tell of a control, in a few words."""
    basis = _BASES[mapping.basis]
    if mapping.source is None:
        return basis.format()
    return _FROM.format(basis=basis, source=mapping.source)


def _coverage(shelf: _Shelf, arguments: argparse.Namespace, console: Console) -> None:
    """What rules reach of each group, what people have to state, and what nobody claims."""
    (framework,) = shelf.frameworks
    language = console.language
    rows = [_covered(id_, framework, language) for id_ in framework.groups]
    whole = {"group": "", "title": _WHOLE[language], **_reach(framework.controls)}
    outside = sorted(
        rule.id
        for rule in shelf.rules.values()
        if rule.severity.reaches(Severity.HIGH) and rule.id not in framework.rules
    )
    if arguments.format == "json":
        by_control = [
            {"id": one.id, "mode": one.mode, "rules": len(one.rules), "derived": len(one.derived)}
            for one in framework.controls
        ]
        console.data(
            {
                "id": framework.id,
                "version": framework.version,
                "whole": whole,
                "groups": rows,
                "controls": by_control,
                "high_rules_outside": outside,
            }
        )
        return
    heads = [head[language] for head in _COVERAGE_HEADS]
    cells = [[str(one[key]) for key in _COVERAGE] for one in (*rows, whole)]
    _table(heads, cells, arguments.format, console)
    console.say(_LEGEND)
    if outside:
        shown = codes(outside) if arguments.format == "markdown" else ", ".join(outside)
        console.say(_OUTSIDE.format(number=len(outside), rules=shown))


def _covered(id_: str, framework: Framework, language: Language) -> dict[str, Any]:
    below = [one for one in framework.controls if id_ in around(one.group, framework.within)]
    return {"group": id_, "title": framework.groups[id_][language], **_reach(below)}


def _reach(controls: Sequence[Control]) -> dict[str, int]:
    by_table = sum(1 for one in controls if one.rules and len(one.derived) == len(one.rules))
    rules = {rule for one in controls for rule in one.rules}
    return {"controls": len(controls), **_modes(controls), "derived": by_table, "rules": len(rules)}


_COVERAGE = ("group", "controls", *MODES, "derived", "rules", "title")
_COVERAGE_HEADS = (
    Message("group"),
    *_HEADS[2:7],
    Message("by a table alone"),
    Message("rules"),
    Message("title"),
)
_ACTIONS = {"list": _list, "show": _show, "coverage": _coverage}
_BASES = {
    "asserted": Message("rules"),
    "reviewed": Message("rules, reviewed"),
    "derived": Message("rules, by a table alone"),
}
_FROM = Message("{basis}, from {source}")
_WANTED = Message("to be stated: {what} (holds for {days} days)")
_WHOLE = Message("the whole framework")
_LEGEND = Message(
    "automated: rules decide; partial: rules and stated evidence; manual: stated evidence alone; "
    "unclaimed: nothing in a template tells of it, and it is not assessed until somebody states it"
)
_OUTSIDE = Message("{number} rules of severity high or worse tell of none of its controls: {rules}")
