"""What an editor offers to do about a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from synthgate.editor.cures import Change, cure_of
from synthgate.editor.diagnostics import Showing, diagnostic, link_of
from synthgate.editor.marks import Mark
from synthgate.editor.suppressing import suppression
from synthgate.editor.texts import lines_of, range_of
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate_reports.wording import printable

OPEN_PAGE = "synthgate.openPage"
REFRESH = "synthgate.refresh"

Action = types.CodeAction | types.Command


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document that is open, as its editor has it.

    Without a version an edit is of whatever the document holds by then.
    """

    uri: str
    text: str
    version: int | None = None


def actions(
    marks: Sequence[Mark], document: Document, showing: Showing, *, opens: bool
) -> list[Action]:
    """What there is to do about some marks; a page is offered to an editor that `opens` one."""
    found = [one for mark in marks for one in _of_mark(mark, document, showing, opens=opens)]
    return [*{_key(one): one for one in found}.values()]


def _of_mark(mark: Mark, document: Document, showing: Showing, *, opens: bool) -> Iterator[Action]:
    finding, language = mark.finding, mark.language
    if finding is None:
        return
    rule = printable(finding.rule.id)
    changes, told = cure_of(mark, document.text)
    if changes:
        title = (_TRY if mark.is_of_program else _MEND).format(rule=rule)[language]
        title = f"{title}: {told[language]}" if told else title
        is_tried = not mark.is_of_program
        yield _change(title, changes, mark, document, showing, is_preferred=is_tried)
    if not mark.is_of_program:
        written = suppression(document.text, finding.subject.logical_id, finding.rule.id)
        if written:
            title = _SUPPRESS.format(rule=rule)[language]
            yield _change(title, [written], mark, document, showing, is_preferred=False)
    if opens and link_of(finding):
        title = _OPEN.format(rule=rule)[language]
        # What the command is given is the id of a rule that was found here; its page is looked up.
        yield types.Command(title, OPEN_PAGE, arguments=[finding.rule.id])


def _change(
    title: str,
    changes: Sequence[Change],
    mark: Mark,
    document: Document,
    showing: Showing,
    *,
    is_preferred: bool,
) -> types.CodeAction:
    lines = lines_of(document.text)
    edits = [types.TextEdit(range_of(it.span, lines, showing.units), it.text) for it in changes]
    return types.CodeAction(
        title,
        types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(mark, lines, showing)],
        edit=_edit(document, edits),
        is_preferred=is_preferred or None,
    )


def _edit(document: Document, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    """An edit that an editor refuses whose document has another version since."""
    if document.version is None:
        return types.WorkspaceEdit(changes={document.uri: edits})
    name = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, edits)])


def _key(action: Action) -> tuple[str, str]:
    """Of what is the same for several resources, one is enough."""
    edit = action.edit if isinstance(action, types.CodeAction) else None
    return action.title, repr(edit)


_MEND = Message("synthgate: mend {rule}")
_TRY = Message("synthgate: mend {rule} (not tried: synthesize, and see)")
_SUPPRESS = Message("synthgate: suppress {rule} here (write the reason)")
_OPEN = Message("synthgate: open the page of {rule}")
