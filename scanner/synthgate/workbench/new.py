"""``synthgate rules new``: a card or a family to start from, whose to-dos are the way to rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from synthgate.choosing import built_in_and_own
from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.workbench.console import Console
from synthgate.workbench.lint import KEBAB_CASE, NO_ID
from synthgate.workbench.paths import shown

DRAFT = Path(__file__).with_name("draft.yaml")
DRAFT_OF_A_FAMILY = Path(__file__).with_name("draft_family.yaml")
_TYPE = re.compile(r"\w+(?:::[\w@-]+)+")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def write_card(rule_id: str, folder: Path, kind: str, console: Console) -> None:
    """Write ``ID.yaml`` into a folder and tell what comes next.

    Raises:
        UsageError: no id, or one that is taken; no type; or a file that cannot be written.
    """
    if not KEBAB_CASE.fullmatch(rule_id):
        raise UsageError(NO_ID.format(id=rule_id))
    _refuse(kind, rule_id)
    _write(folder / f"{rule_id}.yaml", DRAFT, {"id": rule_id, "type": kind}, console)


def write_family(name: str, folder: Path, kind: str, console: Console) -> None:
    """Write ``NAME.yaml`` into a folder, a family with one row, and tell what comes next.

    Raises:
        UsageError: no name; no type; or a file that cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(_NO_NAME.format(name=name))
    _refuse(kind, f"todo-{name}")
    _write(folder / f"{name}.yaml", DRAFT_OF_A_FAMILY, {"name": name, "type": kind}, console)


def _refuse(kind: str, rule_id: str) -> None:
    if not _TYPE.fullmatch(kind):
        raise UsageError(_NO_TYPE.format(kind=kind))
    if rule_id in built_in_and_own().cards:
        raise UsageError(_TAKEN.format(id=rule_id))


def _write(path: Path, draft: Path, words: Mapping[str, str], console: Console) -> None:
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(Template(draft.read_text("utf-8")).substitute(words))
    except FileExistsError as error:
        raise UsageError(_THERE.format(path=shown(path))) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(_UNWRITTEN.format(path=shown(path), reason=reason)) from error
    for line in _NEXT.format(path=shown(path), folder=shown(folder))[console.language].split("\n"):
        console.line(line)


_NO_TYPE = Message("--type: {kind!r} is no resource type such as AWS::S3::Bucket")
_NO_NAME = Message(
    "--family: {name!r} is no name: write lower-case words joined by hyphens, as in unencrypted"
)
_TAKEN = Message("{id!r} is a built-in rule (synthgate rules show {id}): give yours another id")
_THERE = Message("{path} is there already, and is left as it is")
_UNWRITTEN = Message("{path}: cannot be written: {reason}")
_NEXT = Message("""{path}: written. Next:
  1. write the examples, then the check: follow the to-dos in the card
  2. synthgate rules lint {folder}     every mistake, with its line
  3. synthgate rules test {folder}     what the rule says of the examples
  4. synthgate scan --rules {folder}   use it""")
