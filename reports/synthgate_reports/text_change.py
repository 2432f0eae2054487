"""What a change does, for a terminal: what it comes to, then the destructive one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.changing import TITLE, WORDS, destructive, in_one_line, names_of, proviso
from synthgate_reports.painting import folded
from synthgate_reports.wording import printable, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Change
    from synthgate_reports.painting import Line
    from synthgate_reports.view import View

_ROWS = 15
_STYLES = {
    "deleted": "bold red",
    "replaced": "bold red",
    "refused": "bold red",
    "undecided": "magenta",
}


def change(view: View) -> Iterator[Line]:
    """A section of its own; nothing where no change is looked at."""
    yield from view.section(TITLE, _lines(view))


def _lines(view: View) -> Iterator[Line]:
    said, report = in_one_line(view.report), view.report
    if said is None or report.comparison is None:
        return
    found = destructive(report)
    shown = view.rows(_ROWS, len(found))
    yield from view.prose([(f"  {view.say(said)}", "bold")])
    for one in found[:shown]:
        yield from _row(one, view)
    yield from view.rest(len(found) - shown)
    if why := proviso(report):
        yield from view.prose([(f"  {view.say(why)}", "dim")])


def _row(one: Change, view: View) -> Iterator[Line]:
    names = " -> ".join(map(printable, names_of(one)))
    word = view.say(WORDS[one.action])
    told = f": {sentence(view.say(one.told))}" if one.told else ""
    line: Line = [
        (f"  {word} ", _STYLES.get(one.action.value, "bold")),
        (names, ""),
        (f" ({printable(one.subject.type)})", "dim"),
        (told, ""),
    ]
    return folded(line, view.columns, 4)
