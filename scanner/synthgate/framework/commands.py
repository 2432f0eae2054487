"""``synthgate evidence …``: state something of a control, and see what still counts."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from synthgate.config import Config
from synthgate.errors import UsageError
from synthgate.framework.evidence import judge_of, read_files, read_own
from synthgate.framework.filed import unfiled
from synthgate.framework.library import Known, known_to
from synthgate.framework.sheet import Framework
from synthgate.judge.appending import appended, write_whole
from synthgate.judge.evidence import (
    LIST,
    NO_CONTROL,
    EvidenceFile,
    is_below,
    is_link,
    no_such,
    sha256_of,
)
from synthgate.judge.options import PAST, as_day, of_option, refuse_empty
from synthgate.judge.validity import last_day, needs_record
from synthgate.model import Control, Evidence, Message, Text, plural
from synthgate.records import dataclass
from synthgate.rule.cards.sheet import line_of, refuse, shown
from synthgate.settings import CHECKLIST

Print = Callable[[str], None]
"""Prints a line."""
GOOD, BAD = 0, 1


def carry_out(arguments: argparse.Namespace, config: Config, say: Print) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: the arguments, the configuration or the file of evidence have mistakes.
    """
    refuse(config.mistakes)
    return _ACTIONS[arguments.action](arguments, config, say)


def _check(arguments: argparse.Namespace, config: Config, say: Print) -> int:
    """Tell of each entry whether it counts today, and as long as it has to; 1 where one does not.

    How controls are run is told where nothing is filed of them.

    Raises:
        UsageError: the day before which nothing may run out is none, or is past.
    """
    language = config.language
    before = _day_ahead(arguments.before, config) if arguments.before is not None else None
    known = _known(config)
    files = read_files(config, known)
    every = [*_judged(files, config, known)]
    idle = [*unfiled(files, known)]
    is_bad = bool(idle)
    for framework, one in every:
        told = _told(one, before)
        is_bad |= told.is_bad
        said = told.text[language]
        say(f"{framework.id} {one.control}: {said} ({one.by}, {one.date})")
    for problem in idle:
        say(line_of(problem)[language])
    if not every:
        say(_nothing_stated(config, known)[language])
    return BAD if is_bad else GOOD


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of an entry, and whether somebody has to do something about it."""

    text: Text
    is_bad: bool = False


def _told(one: Evidence, before: str | None) -> _Told:
    if one.refused:
        return _Told(_REFUSED.format(why=one.refused), is_bad=True)
    if before is not None and one.valid_until is not None and one.valid_until < before:
        return _Told(_RUNS_OUT.format(date=one.valid_until, before=before), is_bad=True)
    return _Told(_VALID.format(date=one.valid_until))


def _day_ahead(written: str, config: Config) -> str:
    """The day until which evidence has to hold.

    Raises:
        UsageError: it is none, or has passed.
    """
    before = as_day("before", written)
    if before < config.as_of.isoformat():
        raise UsageError(of_option("before", PAST))
    return before


def _nothing_stated(config: Config, known: Known) -> Text:
    """That there is no evidence, and for what some is wanted."""
    waiting = [
        control.id
        for framework in _asked(known)
        for control in framework.controls
        if control.evidence_wanted
    ]
    file = shown(config.evidence_file, config.folder)
    return _NONE.format(file=file, number=len(waiting), controls=", ".join(waiting))


def _judged(
    files: list[EvidenceFile], config: Config, known: Known
) -> Iterator[tuple[Framework, Evidence]]:
    """The evidence of each control that some is stated of, framework by framework."""
    of = judge_of(files, config)
    stated = {one.evidence.control for file in files for one in file.stated}
    for framework in known.every() if stated else ():
        if framework.before and framework.id not in known.chosen:
            continue  # told of the framework that it shares evidence with
        ids = (framework.id, *framework.before)
        for control in framework.controls:
            if control.id in stated:
                yield from ((framework, one) for one in of(control, ids))


def _asked(known: Known) -> Iterable[Framework]:
    """The frameworks that are chosen, or the production checklist."""
    checklist = known.named(CHECKLIST)
    return known.chosen.values() or ([checklist] if checklist else [])


def _add(arguments: argparse.Namespace, config: Config, say: Print) -> int:
    """Add an entry to the file, or make the file; all of it is written, or nothing."""
    path, known = config.evidence_file, _known(config)
    about_to_be_made = config.evidence is not None and not os.path.lexists(path)
    file = None if about_to_be_made else read_own(config, known)
    refuse(file.problems if file else ())
    framework, control = _control(arguments, known)
    entry = _entry(arguments, config, path.parent, control)
    if framework.root != CHECKLIST:  # whose ids nobody else has
        entry = {"control": control.id, "framework": _shared_by(framework, control)} | entry
    before = path.read_text("utf-8-sig") if file else ""
    write_whole(path, appended(before, LIST, entry))
    name = shown(path, config.folder)
    said = _ADDED.format(control=control.id, framework=framework.id, file=name)
    say(said[config.language])
    return GOOD


def _known(config: Config) -> Known:
    """The frameworks that evidence may be about.

    Raises:
        UsageError: one of those that are chosen has mistakes.
    """
    known, wrong = known_to(config)
    refuse(wrong)
    return known


def _shared_by(framework: Framework, control: Control) -> str:
    """The framework that is extended, if it has the control: what is stated is for both."""
    known = Known().controls(framework.root)
    return framework.root if known and control.id in known else framework.id


def _control(arguments: argparse.Namespace, known: Known) -> tuple[Framework, Control]:
    """The control that evidence is about.

    Raises:
        UsageError: there is none, or it takes no such evidence.
    """
    wanted: str = arguments.control
    found = known.having(wanted)
    if not found:
        among = [*known.chosen.values()] or known.every()
        every = (control.id for one in among for control in one.controls)
        raise UsageError(of_option("control", no_such(NO_CONTROL, wanted, every)))
    if len(found) > 1:
        several = _SEVERAL.format(id=wanted, frameworks=", ".join(found))
        raise UsageError(of_option("control", several))
    chosen = [one for one in known.chosen.values() if one.root == found[0]]
    framework = next(one for one in [*chosen, *known.every()] if found[0] in {one.id, one.root})
    control = next(one for one in framework.controls if one.id == wanted)
    if arguments.elsewhere and not control.elsewhere:
        raise UsageError(of_option("elsewhere", _OWN.format(id=wanted)))
    if not arguments.elsewhere and control.mode == "automated":
        told = _AUTOMATED if not control.elsewhere else _AUTOMATED_OR_ELSEWHERE
        raise UsageError(of_option("control", told.format(id=wanted)))
    return framework, control


def _entry(
    arguments: argparse.Namespace, config: Config, folder: Path, control: Control
) -> dict[str, str]:
    """The entry that the arguments ask for.

    Raises:
        UsageError: one of them is no date, no address, or an unusable file.
    """
    if arguments.elsewhere and not (arguments.valid_until and (arguments.link or arguments.file)):
        raise UsageError(of_option("elsewhere", _NEEDS))
    for name in ("control", "statement", "by"):
        refuse_empty(name, getattr(arguments, name))
    today = config.as_of.isoformat()
    stated = as_day("date", arguments.date or today)
    entry = {"control": arguments.control, "statement": arguments.statement, "by": arguments.by}
    if arguments.elsewhere:
        entry["kind"] = "elsewhere"
    entry["date"] = stated
    if arguments.valid_until is not None:
        entry["valid-until"] = as_day("valid-until", arguments.valid_until)
        if entry["valid-until"] < max(stated, today):
            raise UsageError(of_option("valid-until", PAST))
    if stated > today:
        raise UsageError(of_option("date", _FUTURE))
    if arguments.link is not None:
        if not is_link(arguments.link):
            raise UsageError(of_option("link", _NO_LINK))
        entry["link"] = arguments.link
    if arguments.document is not None:
        refuse_empty("document", arguments.document)
        entry["document"] = arguments.document
    if arguments.file is not None:
        entry.update(_file(config.folder / arguments.file, folder))
    _refuse_longer(entry, control)
    if needs_record(control) and entry.keys().isdisjoint(("link", "file", "document")):
        raise UsageError(of_option("statement", _UNRECORDED.format(id=control.id)))
    return entry


def _refuse_longer(entry: Mapping[str, str], control: Control) -> None:
    """Refuse evidence that is said to hold for longer than it can.

    Raises:
        UsageError: it is.
    """
    said, stated = entry.get("valid-until"), date.fromisoformat(entry["date"])
    end = last_day(stated, entry.get("kind"), control)
    if said is not None and end is not None and said > end.isoformat():
        raise UsageError(of_option("valid-until", _LONGER.format(date=end.isoformat())))


def _file(path: Path, folder: Path) -> dict[str, str]:
    if path.exists() and not path.is_file():
        raise UsageError(of_option("file", _NO_FILE))
    if not path.exists():
        raise UsageError(of_option("file", _NOT_THERE))
    try:
        name = Path(os.path.relpath(path.resolve(), folder.resolve()))
        if not is_below(name, folder):
            raise UsageError(of_option("file", _OUTSIDE.format(folder=folder.name or ".")))
        return {"file": name.as_posix(), "sha256": sha256_of(path)}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(of_option("file", _UNREADABLE.format(reason=reason))) from error


_ACTIONS: dict[str, Callable[[argparse.Namespace, Config, Print], int]] = {
    "add": _add,
    "check": _check,
}
_VALID = Message("valid until {date}")
_RUNS_OUT = Message("runs out on {date}, before {before}: renew it")
_SEVERAL = Message(
    "several frameworks have a control {id!r}: name one by --framework: {frameworks}"
)
_REFUSED = Message("does not count: {why}")
_NONE = plural(
    "no evidence in {file}; {number} control waits for some: {controls} (synthgate evidence add)",
    "no evidence in {file}; {number} controls wait for some: {controls} (synthgate evidence add)",
)
_ADDED = Message("{control} of {framework}: added to {file}")
_AUTOMATED = Message("rules alone decide {id!r}: it takes no evidence")
_AUTOMATED_OR_ELSEWHERE = Message(
    "rules alone decide {id!r}: it takes no evidence but of what is met elsewhere (--elsewhere)"
)
_OWN = Message("what {id!r} asks for is the app's own, and nowhere else")
_NEEDS = Message("needs --valid-until, and --link or --file")
_UNRECORDED = Message(
    "no rule tells of {id!r}, and a word alone is no record: name one by --file, --link or "
    "--document"
)
_FUTURE = Message("is in the future")
_LONGER = Message("the control takes such evidence until {date} at most")
_NO_FILE = Message("is no regular file")
_NOT_THERE = Message("no such file")
_NO_LINK = Message("an address (https://…) is needed")
_OUTSIDE = Message("not below the folder of the evidence, {folder!r}: put it there")
_UNREADABLE = Message("cannot be read: {reason}")
