"""What is scanned, or was: files that lie here, those of a revision, and stored results."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from synthgate.config.tools import NO_TOOLS, Tools
from synthgate.errors import UsageError
from synthgate.executors.executor import Executor, here
from synthgate.executors.tally import Progress, Scan
from synthgate.hearing import heard_with
from synthgate.kept.keep import Keep
from synthgate.kept.looked import Looked
from synthgate.kept.settled import told_of
from synthgate.merging import merge
from synthgate.model import Message, PartialReport, Problem, Results, plural
from synthgate.plan import Plan
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.catalog import Catalog
from synthgate.sources.discover import Discovery
from synthgate.sources.git_tree import Revision, Tree, revision_in, unpacked
from synthgate.sources.left_out import NOTHING_LEFT, LeftOut
from synthgate.sources.places import Places, exists, is_file, places, read_bounded, within
from synthgate.sources.source import Source

if TYPE_CHECKING:
    from synthgate.states import State

MAX_BYTES = 1024 * 1024 * 1024
"""How large stored results may be."""
_BEGINNING = 200
_NAMED = 5
"""How many rules are named; how many there are is told of all."""
_STORED = re.compile(rb'\s*\{\s*"results_version"')


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of an input, and what was wrong with it as a whole.

    `asked` are the rules that it was asked, None for those of this run. `called` is what files of a
    revision are called as a whole. `stored` is what it was taken from, if somebody has stored it.
    """

    partial: PartialReport
    problems: tuple[Problem, ...] = ()
    asked: frozenset[str] | None = None
    called: str = ""
    stored: Results | None = None
    state: State | None = None
    """Its stacks, where they are wanted and there are any to read."""


def scanned(
    plan: Plan,
    around: Places,
    paths: Sequence[str],
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
    left_out: LeftOut | None = None,
    *,
    tools: Tools = NO_TOOLS,
    executor: Executor = here,
    keep: Keep | None = None,
    with_state: bool = False,
) -> Seen:
    """What there is below some paths, but for what is left out; without any, in ``cdk.out``.

    With it, what other tools say of that. What `keep` has is not scanned again. Its stacks are to
    be told if `with_state`.
    """
    without = left_out or LeftOut()
    discovery = Discovery(around, stdin, without)
    found = keep.sources(discovery, around, without, paths) if keep else discovery.sources(paths)
    every = [*found] if with_state else []
    found = iter(every) if with_state else found
    if keep:
        partial = merge(_not_kept(executor, plan, found, progress, keep))
        keep.finish(plan)
    else:
        partial = merge(executor(plan, found, progress, _scan()))
    is_empty = without.globs and not any(unit.templates for unit in partial.units)
    partial, told = heard_with(partial, tools, around) if tools.is_any else (partial, [])
    nothing = [NOTHING_LEFT] if is_empty else []
    problems = (*discovery.problems, *nothing, *told, *told_of(keep))
    return Seen(
        partial, problems, state=_state(plan, every, discovery.problems) if with_state else None
    )


def _not_kept(
    executor: Executor,
    plan: Plan,
    sources: Iterator[Source],
    progress: Progress | None,
    keep: Keep,
) -> Iterator[PartialReport]:
    """The reports of all units, of which others scan only those that are not kept."""
    if executor is here:  # which looks unit by unit
        yield from here(plan, sources, progress, keep.scan)
        return
    looked = Looked(keep, plan)
    progress = looked.progress(progress) if progress else None
    yield from executor(plan, looked.unknown(sources), progress, keep.scan)
    yield from looked.found


def taken_from(
    word: str,
    plan: Plan,
    around: Places,
    seen_as: str = "",
    progress: Progress | None = None,
    *,
    tools: Tools = NO_TOOLS,
    executor: Executor = here,
    keep: Keep | None = None,
    with_state: bool = False,
) -> Seen:
    """What a word leads to: stored results, files that lie here, or those of a revision.

    Of stored results, other tools have been heard when they were stored. It is called as what it is
    compared with, if that is one path (`seen_as`).

    Raises:
        UsageError: there is no such thing.
    """
    path = around.folder / word
    if is_stored(path):
        return results_at(word, path)
    if exists(path):
        there = _in_place(around, path, seen_as)
        return scanned(
            plan,
            there,
            [word],
            progress,
            tools=tools,
            executor=executor,
            keep=keep,
            with_state=with_state,
        )
    revision = revision_in(word)
    if revision is None:
        raise UsageError(_NOTHING_THERE.format(word=word))
    with unpacked(revision, around.folder) as tree:
        how = functools.partial(
            scanned, tools=tools, executor=executor, keep=keep, with_state=with_state
        )
        return _of_tree(tree, revision, plan, around, seen_as, progress, scan=how)


def foreign_rules(
    word: str, seen: Seen, catalog: Catalog, besides: AbstractSet[str] = frozenset()
) -> Iterator[Problem]:
    """What keeps stored results from being judged whole.

    Rules that they were asked and that are not here, and those that are chosen only now: by the
    gate, or by frameworks (`besides`). What rules have found that are not chosen now is left out,
    which a notice tells.
    """
    asked = seen.asked
    if asked is None:
        return
    known, chosen = catalog.names.ids, catalog.cards.keys()
    for code, sentence, rules in (
        (ProblemCode.RESULTS_PARTIAL, _FOREIGN, asked - known),
        (ProblemCode.RESULTS_PARTIAL, _UNASKED, chosen - asked),
        (ProblemCode.RESULTS_PARTIAL, _NOT_ASSESSED, besides - chosen - asked_in(seen)),
        (ProblemCode.SETTING_IGNORED, _LEFT_OUT, (asked & known) - chosen),
    ):
        if rules:
            named = ", ".join(sorted(rules)[:_NAMED])
            message = sentence.format(number=len(rules), rules=named)
            about = tuple(sorted(rules)) if sentence is _NOT_ASSESSED else ()
            yield Problem(code, message, word, rules=about)


def asked_in(seen: Seen) -> AbstractSet[str]:
    """All rules that stored results were asked, as far as they tell."""
    return {*(seen.asked or ()), *(seen.stored.asked if seen.stored else ())}


def of_same_name(folder: Path, here: Path, template: Path) -> Path:
    """The file of a folder that one template is compared with; else the folder itself.

    It lies there as the template does below `here`, or has its name.
    """
    if not (folder.is_dir() and is_file(template)) or exists(folder / "manifest.json"):
        return folder
    whole, around = (Path(os.path.realpath(one)) for one in (template, here))
    below = whole.relative_to(around) if whole.is_relative_to(around) else Path(whole.name)
    return next((folder / it for it in (below, whole.name) if is_file(folder / it)), folder)


def is_stored(path: Path) -> bool:
    """Whether a file holds the results of a scan, by its first words."""
    return begins(path, _STORED)


def begins(path: Path, words: re.Pattern[bytes]) -> bool:
    """Whether a regular file begins with some words."""
    try:
        return is_file(path) and bool(words.match(read_bounded(path, _BEGINNING)))
    except OSError:
        return False


def _state(plan: Plan, found: Iterable[Source], problems: Iterable[Problem]) -> State:
    # As below.
    from synthgate.states import state_of  # noqa: PLC0415

    return state_of(plan, found, problems)


def _scan() -> Scan:
    # All of the resolver and of the rules: a run that finds its answers kept does without.
    from synthgate.scanning import scan_unit  # noqa: PLC0415

    return scan_unit


def _in_place(around: Places, path: Path, seen_as: str) -> Places:
    """Where something lies that is called as something else; nested templates stay around it."""
    root = around.source_root if within(path, around.source_root) else None
    there = around if root else replace(around, source_root=places(path).source_root)
    return replace(there, in_place=(path, seen_as)) if seen_as else there


def _of_tree(
    tree: Tree,
    revision: Revision,
    plan: Plan,
    around: Places,
    seen_as: str,
    progress: Progress | None,
    *,
    scan: Callable[..., Seen],
) -> Seen:
    path = tree.folder / tree.path
    if seen_as:
        path = of_same_name(path, around.source_root / tree.path, around.folder / seen_as)
    if is_stored(path):
        return results_at(revision.name, path)
    called = seen_as or around.shown(around.source_root / tree.path)
    there = Places(around.folder, tree.folder, in_place=(path, called))
    seen = scan(plan, there, [str(path)], progress)
    skipped = _SKIPPED.format(name=revision.name, number=tree.skipped)
    told = [Problem(ProblemCode.NOT_LOOKED_AT, skipped)] if tree.skipped else []
    return replace(seen, problems=(*seen.problems, *told), called=called)


def results_at(word: str, path: Path) -> Seen:
    """Results as they were stored, whoever judged them then.

    Raises:
        UsageError: they cannot be read, or are of another version.
    """
    # cattrs takes a tenth of the start, and few runs read results.
    from synthgate_reports.results import NoResultsError, read  # noqa: PLC0415

    try:
        results = read(read_bounded(path, MAX_BYTES))
    except OSError as error:
        raise UsageError(_UNREADABLE.format(word=word, reason=error.strerror or error)) from error
    except NoResultsError as error:
        raise UsageError(_NO_RESULTS.format(word=word)) from error
    return seen_of(word, results)


def seen_of(word: str, results: Results) -> Seen:
    """Results as they were kept, under the name that they have where they are read."""
    nothing = not any(unit.templates for unit in results.partial.units)
    told = [Problem(ProblemCode.NOTHING_TO_SCAN, _EMPTY, word)] if nothing else []
    asked = frozenset(results.gated)
    scans = tuple(replace(one, name=one.name or word) for one in results.scans)
    results = replace(results, scans=scans)
    return Seen(results.partial, (*results.problems, *told), asked, stored=results)


_NOTHING_THERE = Message(
    "{word}: nothing is there: name a cloud assembly, a folder, a template, stored results "
    "(--format results=FILE), a JSON report, or REF:path at a git revision"
)
_UNREADABLE = Message("{word}: cannot be read: {reason}")
_FOREIGN = plural(
    "results of {number} rule that is not here ({rules}): name its folder with --rules, or scan "
    "again",
    "results of {number} rules that are not here ({rules}): name their folder with --rules, or "
    "scan again",
)
_LEFT_OUT = Message(
    "rules that the results were asked, and that the profile of this run leaves out: {number:,}; "
    "name the profile that they were made with (--profile)"
)
_UNASKED = plural(
    "{number} rule that is chosen now was not asked then ({rules}): scan again",
    "{number} rules that are chosen now were not asked then ({rules}): scan again",
)
_NOT_ASSESSED = plural(
    "{number} rule of the frameworks that are assessed now was not asked then ({rules}): scan "
    "again with --framework",
    "{number} rules of the frameworks that are assessed now were not asked then ({rules}): scan "
    "again with --framework",
)
_NO_RESULTS = Message(
    "{word}: these results are broken, or of another version of synthgate: store them again with "
    "this one (scan --format results=FILE)"
)
_EMPTY = Message("results of no template: nothing was scanned then; scan again")
_SKIPPED = Message("{name}: links and submodules that were left out: {number}")
