"""An editor is shown the findings of the last assembly, on the lines of the program."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from editors import LINE, OPEN, PROGRAM, assemble, synthesized, uri
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from editors import Editor

RULE = "sg-ingress-ssh-open"
SHUT = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "d"}}


def of_rule(found: list[types.Diagnostic]) -> types.Diagnostic:
    """What our rule says, which is said once."""
    (one,) = [it for it in found if it.code == RULE]
    return one


def test_a_finding_stands_on_its_line_with_all_that_is_known_of_it(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Columns are those of UTF-16, whatever letters stand before."""
    program = synthesized(tmp_path / "앱 😀")

    async def script(editor: Editor) -> None:
        answer = await editor.start(tmp_path / "앱 😀")
        assert answer.server_info
        assert answer.server_info.name == "synthgate"
        one = of_rule(await editor.diagnostics(program))
        line = PROGRAM.splitlines()[LINE - 1]
        assert one.range.start == types.Position(LINE - 1, 4)
        assert one.range.end == types.Position(LINE - 1, len(line.encode("utf-16-le")) // 2)
        assert one.severity == types.DiagnosticSeverity.Error
        assert one.source == "synthgate"
        assert one.code_description
        assert one.code_description.href.startswith("https://")
        assert "S/Open/Resource" in one.message
        assert one.data["rule"] == RULE
        assert one.data["fingerprint"]
        (place, *_) = one.related_information or []
        assert place.location.uri == uri(tmp_path / "앱 😀" / "cdk.out" / "S.template.json")
        assert "AWS::EC2::SecurityGroup" in place.message
        assert await editor.end() == 0

    edit(script)


def test_an_editor_that_counts_otherwise_is_counted_for(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """In the units that both agree to."""
    program = synthesized(tmp_path)
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path, capabilities=types.ClientCapabilities(general=general))
        one = of_rule(await editor.diagnostics(program))
        assert one.range.end.character == len(PROGRAM.splitlines()[LINE - 1].encode())

    edit(script)


@pytest.mark.exhaustive
def test_what_was_changed_since_is_not_shown_and_told(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """In the editor, until it is as it was; or by somebody else, until it is synthesized again."""
    program = synthesized(tmp_path)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        await editor.diagnostics(program)
        editor.open(program)
        editor.type(program, f"# new\n{PROGRAM}", 2)
        await editor.until(lambda: editor.shown[uri(program)] == [])
        assert any("앱.py: 1 finding is not shown" in line for line in editor.logs)
        assert await editor.hover(program, LINE, 8) is None
        editor.type(program, PROGRAM, 3)
        assert of_rule(await editor.diagnostics(program))
        program.write_text(f"# new\n{PROGRAM}", "utf-8")
        editor.type(program, f"# new\n{PROGRAM}", 4)
        editor.save(program)
        await editor.until(lambda: editor.shown[uri(program)] == [])
        later = time.time() + 10
        assemble(tmp_path / "cdk.out", LINE + 1)
        os.utime(tmp_path / "cdk.out" / "manifest.json", (later, later))
        editor.save(program)
        one = of_rule(await editor.diagnostics(program))
        assert one.range.start.line == LINE

    edit(script)


def test_a_program_that_is_newer_than_its_assembly_is_stale_from_the_start(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Neither the program's line is shown nor another one instead."""
    program = synthesized(tmp_path)
    past = time.time() - 1000
    for name in ("cdk.json", "cdk.out/manifest.json"):
        os.utime(tmp_path / name, (past, past))

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        await editor.until(lambda: any("is not shown" in line for line in editor.logs))
        editor.open(program)
        assert await editor.actions(program, whole(LINE)) == []
        assert not editor.shown.get(uri(program))
        assert not editor.shown.get(uri(tmp_path / "cdk.out" / "S.template.json"))

    edit(script)


def whole(line: int) -> types.Range:
    """A line, counted from one, as an editor counts it."""
    return types.Range(types.Position(line - 1, 0), types.Position(line, 0))


@pytest.mark.exhaustive
def test_a_file_that_somebody_else_changes_shows_nothing_any_more(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Though it is not open."""
    program = synthesized(tmp_path)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        await editor.diagnostics(program)
        program.write_text("nothing")
        await editor.until(lambda: editor.shown[uri(program)] == [])

    edit(script)


def test_without_lines_the_template_has_them(tmp_path: Path, edit: Callable[..., None]) -> None:
    """At the place of the property."""
    synthesized(tmp_path, line=None)
    template = tmp_path / "cdk.out" / "S.template.json"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        one = of_rule(await editor.diagnostics(template))
        assert "0.0.0.0/0" in template.read_text().splitlines()[one.range.start.line]

    edit(script)


@pytest.mark.exhaustive
def test_another_assembly_is_seen(tmp_path: Path, edit: Callable[..., None]) -> None:
    """When the editor tells of it, and without; one that is gone shows nothing."""
    program = synthesized(tmp_path)
    manifest = tmp_path / "cdk.out" / "manifest.json"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        await editor.diagnostics(program)
        await editor.until(lambda: editor.registered)
        (registered,) = editor.registered
        assert registered.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        assemble(tmp_path / "cdk.out", resource=SHUT)
        change = types.FileEvent(uri(manifest), types.FileChangeType.Changed)
        params = types.DidChangeWatchedFilesParams([change])
        editor.client.workspace_did_change_watched_files(params)
        await editor.until(lambda: editor.shown[uri(program)] == [])
        assemble(tmp_path / "cdk.out", resource=OPEN)
        await editor.diagnostics(program)
        manifest.unlink()
        await editor.until(lambda: editor.shown[uri(program)] == [])

    edit(script)


@pytest.mark.exhaustive
def test_a_workspace_without_assembly_is_waited_in(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Nothing is run to have one."""
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "cdk.json").write_text('{"app": "touch ran"}')

    async def script(editor: Editor) -> None:
        await editor.start(folder)
        assert await editor.hover(folder / "cdk.json", 0) is None
        (folder / "앱.py").write_text(PROGRAM, "utf-8")
        assert not editor.shown
        assemble(folder / "cdk.out")
        assert of_rule(await editor.diagnostics(folder / "앱.py"))
        assert not (folder / "ran").exists()

    edit(script)


@pytest.mark.exhaustive
def test_a_broken_assembly_is_told_and_the_next_is_shown(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Half a manifest is no reason to stop."""
    program = synthesized(tmp_path)
    (tmp_path / "cdk.out" / "manifest.json").write_text('{"version": ')

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        manifest = tmp_path / "cdk.out" / "manifest.json"
        await editor.until(lambda: editor.logs or editor.shown.get(uri(manifest)))
        assemble(tmp_path / "cdk.out")
        assert of_rule(await editor.diagnostics(program))

    edit(script)


@pytest.mark.exhaustive
def test_each_folder_has_its_own_apps_and_configuration(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Those below it, too; a folder that is taken away shows nothing any more."""
    one = synthesized(tmp_path / "one" / "infra" / "deep")
    two = synthesized(tmp_path / "two")
    (tmp_path / "two" / "synthgate.yaml").write_text(f"exclude: [{RULE}]\nlang: ko\n")
    three = synthesized(tmp_path / "three")

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path / "one", tmp_path / "two")
        assert of_rule(await editor.diagnostics(one))
        folder = types.WorkspaceFolder(uri(tmp_path / "three"), "three")
        event = types.WorkspaceFoldersChangeEvent([folder], [])
        params = types.DidChangeWorkspaceFoldersParams(event)
        editor.client.workspace_did_change_workspace_folders(params)
        assert of_rule(await editor.diagnostics(three))
        assert not [it for it in editor.shown.get(uri(two), []) if it.code == RULE]
        event = types.WorkspaceFoldersChangeEvent([], [folder])
        params = types.DidChangeWorkspaceFoldersParams(event)
        editor.client.workspace_did_change_workspace_folders(params)
        await editor.until(lambda: editor.shown[uri(three)] == [])
        assert editor.shown[uri(one)]

    edit(script)


def test_a_folder_behind_a_link_has_the_name_that_the_editor_knows(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Else its findings would be shown in a file that nobody has open."""
    synthesized(tmp_path / "real")
    (tmp_path / "link").symlink_to("real")

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path / "link")
        assert of_rule(await editor.diagnostics(tmp_path / "link" / "앱.py"))
        assert uri(tmp_path / "real" / "앱.py") not in editor.shown

    edit(script)


def test_an_assembly_may_be_named(tmp_path: Path, edit: Callable[..., None]) -> None:
    """What is said amiss is told, and the rest followed."""
    program = synthesized(tmp_path)
    (tmp_path / "cdk.out").rename(tmp_path / "elsewhere")
    wishes = {"assembly": "elsewhere", "trusted": "yes", "colour": 7}

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path, wishes=wishes)
        assert of_rule(await editor.diagnostics(program))
        assert sum("initializationOptions" in line for line in editor.logs) == 2

    edit(script)


def test_a_cdk_json_leads_nowhere_else(tmp_path: Path, edit: Callable[..., None]) -> None:
    """What lies outside of the workspace is looked at only if the person names it."""
    program = synthesized(tmp_path / "outside")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "cdk.json").write_text('{"app": "x", "output": "../outside/cdk.out"}')

    async def script(editor: Editor) -> None:
        await editor.start(inside)
        assert await editor.hover(inside / "cdk.json", 0) is None
        assert await editor.hover(program, LINE - 1, 8) is None
        assert not editor.shown

    edit(script)


CARD = """
id: own-rule
title: Own
severity: high
pillar: security
resources: [AWS::EC2::SecurityGroup]
check: {python: runs}
why: w
fix: f
examples: {fails: "", passes: ""}
"""


@pytest.mark.exhaustive
def test_no_python_of_a_workspace_runs_unless_it_is_trusted(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Cards that the repository's own file names."""
    program = synthesized(tmp_path)
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "own-rule.yaml").write_text(CARD)
    ran = tmp_path / "ran"
    code = f"open({str(ran)!r}, 'w').close()\ndef runs(*_): return ()\n"
    (tmp_path / "cards" / "own-rule.py").write_text(code)
    (tmp_path / "synthgate.yaml").write_text("rules: [cards]\n")

    async def untrusted(editor: Editor) -> None:
        await editor.start(tmp_path)
        await editor.until(lambda: any("own-rule" in it or "Python" in it for it in words(editor)))
        assert not ran.exists()

    async def trusted(editor: Editor) -> None:
        await editor.start(tmp_path, wishes={"trusted": True})
        await editor.until(ran.exists)

    edit(untrusted)
    edit(trusted)
    assert program.exists()


def words(editor: Editor) -> list[str]:
    """All that an editor was told, in words."""
    shown = [one.message for every in editor.shown.values() for one in every]
    return [*editor.logs, *shown]


@pytest.mark.exhaustive
def test_it_speaks_the_language_of_the_editor(tmp_path: Path, edit: Callable[..., None]) -> None:
    """Unless somebody wishes another one."""
    program = synthesized(tmp_path)

    async def korean(editor: Editor) -> None:
        await editor.start(tmp_path, locale="ko-KR")
        assert "보안 그룹" in of_rule(await editor.diagnostics(program)).message

    async def english(editor: Editor) -> None:
        await editor.start(tmp_path, locale="ko", wishes={"language": "en"})
        assert "Security group" in of_rule(await editor.diagnostics(program)).message

    edit(korean)
    edit(english)


def test_an_editor_that_goes_without_a_word_leaves_nothing_behind(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """The exit code tells of it."""

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        server = editor.client._server
        assert server
        assert server.stdin
        server.stdin.close()
        assert await editor.code() == 1

    edit(script)
