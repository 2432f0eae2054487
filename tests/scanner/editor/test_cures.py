"""What mends a finding by itself is offered where it stands: in templates it was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from editors import synthesized, uri
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from synthgate.editor.cures import changed
from synthgate.editor.texts import lines_of, range_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from editors import Editor

RULE = "sqs-queue-unencrypted"
TEMPLATE = """# 열린 대기열 😀
Resources:
  Orders:  # keep this
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false  # for now
"""
PROGRAM = """from aws_cdk import aws_sqs as sqs

def queue(scope):
    return sqs.Queue(
        scope, "Open", encryption=sqs.QueueEncryption.UNENCRYPTED,  # 지금은 😀
    )
"""
OPEN = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": False}}


def applied(text: str, action: types.CodeAction, path: Path) -> str:
    """A text after an action, as an editor does it: from the end, so that no place moves."""
    assert action.edit
    assert action.edit.changes
    edits = sorted(action.edit.changes[uri(path)], key=lambda it: -it.range.start.line)
    for edit in edits:
        start, end = (_offset(text, it) for it in (edit.range.start, edit.range.end))
        text = text[:start] + edit.new_text + text[end:]
    return text


def _offset(text: str, at: types.Position) -> int:
    lines = text.splitlines(keepends=True)
    line = lines[at.line].encode("utf-16-le") if at.line < len(lines) else b""
    return len("".join(lines[: at.line]) + line[: at.character * 2].decode("utf-16-le"))


async def mending(editor: Editor, path: Path) -> types.CodeAction:
    """The one action at our finding that mends it."""
    (found,) = [it for it in await editor.diagnostics(path) if it.code == RULE]
    every = await editor.actions(path, found.range)
    (action,) = [it for it in every if it.title.startswith(f"synthgate: mend {RULE}")]
    return action


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "text",
    [TEMPLATE, TEMPLATE.replace("\n", "\r\n"), TEMPLATE.rstrip("\n")],
    ids=["yaml", "crlf", "endless"],
)
def test_a_template_is_mended_and_the_finding_is_gone(
    tmp_path: Path, edit: Callable[..., None], text: str
) -> None:
    """The value alone is another one; comments and line ends stay."""
    path = tmp_path / "t.yaml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, text)
        action = await mending(editor, path)
        assert action.is_preferred
        made = applied(text, action, path)
        assert made == text.replace("SqsManagedSseEnabled: false", "SqsManagedSseEnabled: true")
        editor.type(path, made, 2)
        await editor.until(lambda: RULE not in {it.code for it in editor.shown[uri(path)]})

    edit(script)


def test_a_program_is_mended_at_its_call_and_said_to_be_untried(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """As the file stands: the program is not run, and its assembly's template is left alone."""
    (tmp_path / "앱.py").write_text(PROGRAM, "utf-8")
    program = synthesized(tmp_path, line=4, resource=OPEN)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(program)
        action = await mending(editor, program)
        assert "not tried" in action.title
        assert not action.is_preferred
        made = applied(PROGRAM, action, program)
        assert made == PROGRAM.replace("UNENCRYPTED", "SQS_MANAGED")

    edit(script)


def test_a_replacement_is_told_in_the_title(tmp_path: Path, edit: Callable[..., None]) -> None:
    """Who takes it loses what the old database holds."""
    path = tmp_path / "t.yaml"
    database = "Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {StorageEncrypted: false}}}"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, database)
        found = await editor.diagnostics(path)
        titles = [one.title for it in found for one in await editor.actions(path, it.range)]
        (title,) = {it for it in titles if "mend rds-instance-unencrypted" in it}
        assert "replaces the resource" in title

    edit(script)


@pytest.mark.exhaustive
def test_an_edit_names_the_version_that_it_is_of(tmp_path: Path, edit: Callable[..., None]) -> None:
    """Where the editor takes it: an edit of a text that has changed since is refused by it then."""
    path = tmp_path / "t.yaml"
    takes = types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
    )

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path, capabilities=types.ClientCapabilities(workspace=takes))
        editor.open(path, TEMPLATE, version=7)
        (found,) = [it for it in await editor.diagnostics(path) if it.code == RULE]
        offered = await editor.actions(path, found.range)
        assert len(offered) > 1
        for action in offered:
            assert action.edit
            assert action.edit.changes is None
            (change,) = action.edit.document_changes or ()
            assert isinstance(change, types.TextDocumentEdit)
            named = change.text_document
            assert (named.uri, named.version) == (uri(path), 7)
            assert change.edits

    edit(script)


texts = st.lists(st.sampled_from(["a", "😀", "가나", ""]), max_size=6)
ends = st.sampled_from(["\n", "\r\n"])


@given(texts, texts, ends, st.booleans())
def testchanged_make_the_other_text(
    before: list[str], after: list[str], end: str, ended: bool
) -> None:
    """Whatever the lines are, and with or without an end of the last one."""
    old, new = ([f"{line}{end}" for line in lines] for lines in (before, after))
    if not ended:
        old, new = (_without_end(lines, end) for lines in (old, new))
    text, lines = "".join(old), lines_of("".join(old))
    for change in reversed([*changed(old, new)]):
        place = range_of(change.span, lines, lambda it: len(it.encode("utf-16-le")) // 2)
        start, finish = (_offset(text, it) for it in (place.start, place.end))
        text = text[:start] + change.text + text[finish:]
    assert text == "".join(new)


def _without_end(lines: list[str], end: str) -> list[str]:
    cut = [*lines[:-1], *(it.removesuffix(end) for it in lines[-1:])]
    return [it for it in cut if it]
