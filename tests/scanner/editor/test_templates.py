"""Templates are scanned as somebody types them; findings are explained, and can be suppressed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from editors import LINE, OPEN, synthesized, uri
from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from editors import Editor

RULE = "sg-ingress-ssh-open"
TEMPLATE = """# 열린 그룹 😀
Resources:
  Open:  # keep this
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: 열림
      SecurityGroupIngress:
        - {Description: "😀 문", IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
"""
SHUT = TEMPLATE.replace("0.0.0.0/0", "10.0.0.0/8")


def of_rule(found: list[types.Diagnostic]) -> types.Diagnostic:
    """What our rule says, which is said once."""
    (one,) = [it for it in found if it.code == RULE]
    return one


def cut(text: str, place: types.Range) -> str:
    """What stands in a range of one line, as an editor that counts UTF-16 sees it."""
    assert place.start.line == place.end.line
    line = text.splitlines()[place.start.line].encode("utf-16-le")
    return line[place.start.character * 2 : place.end.character * 2].decode("utf-16-le")


def test_a_template_is_scanned_as_it_is_typed(tmp_path: Path, edit: Callable[..., None]) -> None:
    """Its file is not read, nor need it be there; the value is marked, to the letter."""
    path = tmp_path / "t.yaml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, SHUT)
        editor.type(path, TEMPLATE, 2)
        one = of_rule(await editor.diagnostics(path))
        assert cut(TEMPLATE, one.range) in {"CidrIp: 0.0.0.0/0", "0.0.0.0/0"}
        editor.type(path, SHUT, 3)
        await editor.until(lambda: RULE not in {it.code for it in editor.shown[uri(path)]})
        assert not path.exists()
        assert await editor.end() == 0

    edit(script)


@pytest.mark.exhaustive
def test_what_is_no_template_is_left_alone_and_a_broken_one_is_told(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """At the place that is broken; mended, it is scanned again."""
    other, path = tmp_path / "compose.yaml", tmp_path / "t.yml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(other, "services: {a: {image: b}}")
        editor.open(path, f"AWSTemplateFormatVersion: '2010-09-09'\n{TEMPLATE}")
        await editor.diagnostics(path)
        editor.type(path, "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: {\n", 2)
        (broken,) = await editor.next(path)
        assert broken.code == "template-invalid"
        assert broken.severity == types.DiagnosticSeverity.Error
        assert broken.range.start.line >= 2
        editor.type(path, TEMPLATE, 3)
        assert of_rule(await editor.next(path))
        assert uri(other) not in editor.shown
        params = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri(path)))
        editor.client.text_document_did_close(params)
        await editor.until(lambda: editor.shown[uri(path)] == [])

    edit(script)


def test_one_that_is_too_large_is_told(tmp_path: Path, edit: Callable[..., None]) -> None:
    """And not scanned."""
    path = tmp_path / "large.yaml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, TEMPLATE + "#" * (1024 * 1024))
        (one,) = await editor.diagnostics(path)
        assert "1024 KiB" in one.message
        assert one.severity == types.DiagnosticSeverity.Information

    edit(script)


def test_the_configuration_around_it_counts(tmp_path: Path, edit: Callable[..., None]) -> None:
    """Anew, once the editor tells that it changed; a mistake in it is marked in its file."""
    path, config = tmp_path / "t.yaml", tmp_path / "synthgate.yaml"
    config.write_text(f"exclude: [{RULE}]\n")

    async def script(editor: Editor) -> None:
        def configured(text: str) -> None:
            config.write_text(text)
            event = types.FileEvent(uri(config), types.FileChangeType.Changed)
            params = types.DidChangeWatchedFilesParams([event])
            editor.client.workspace_did_change_watched_files(params)

        await editor.start(tmp_path)
        editor.open(path, TEMPLATE.replace("AWS::EC2", "AWS::EC2"))
        params = types.ExecuteCommandParams("synthgate.refresh")
        await editor.client.workspace_execute_command_async(params)
        configured("exclude: []\n")
        assert of_rule(await editor.diagnostics(path))
        configured(f"exclude: [{RULE}]\n")
        await editor.until(lambda: RULE not in {it.code for it in editor.shown[uri(path)]})
        configured("exclude: 7\n")
        await editor.until(lambda: any("exclude" in line for line in editor.logs))

    edit(script)


def test_a_nested_template_beside_it_is_found(tmp_path: Path, edit: Callable[..., None]) -> None:
    """As `aws cloudformation package` would, though the buffer is no file."""
    (tmp_path / "child.yaml").write_text(TEMPLATE)
    nests = (
        "Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n"
        "    Properties: {TemplateURL: child.yaml}\n"
    )
    path = tmp_path / "parent.yaml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, nests + TEMPLATE.partition("Resources:\n")[2])
        shown = await editor.diagnostics(path)
        assert of_rule(shown)
        assert "child.yaml" not in " ".join(it.message for it in shown)

    edit(script)


# What is read of a finding


def test_a_finding_is_explained_where_it_stands(tmp_path: Path, edit: Callable[..., None]) -> None:
    """What, why, how it is mended, how bad it is, where it is, and where to read on."""
    program = synthesized(tmp_path)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        one = of_rule(await editor.diagnostics(program))
        said = await editor.hover(program, LINE - 1, one.range.start.character)
        assert said
        for part in ("**why**", "**fix**", "high", "`S/Open/Resource`", "S.template.json"):
            assert part in said
        assert "](<https://" in said
        assert await editor.hover(program, 0, 0) is None

    edit(script)


HOSTILE = "](https://evil.example) <img src=x> ![a](b) ` `` www.evil.example | *x* \\u202e"


def test_a_hostile_name_makes_no_link_and_no_command(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """Names are shown letter by letter; commands are given ids of rules alone."""
    path = tmp_path / "t.json"
    hostile = HOSTILE.encode().decode("unicode_escape")
    text = json.dumps({"Resources": {hostile: OPEN}}, indent=2)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, text)
        one = of_rule(await editor.diagnostics(path))
        assert "\u202e" not in one.message
        said = await editor.hover(path, one.range.start.line, one.range.start.character)
        assert said
        rendered = links_and_tags(said)
        assert "evil" not in " ".join(rendered)
        assert "\u202e" not in said
        offers = await editor.offers(path, one.range)
        assert not [it for it in offers if "evil" in it.title]
        commands = [it for it in offers if isinstance(it, types.Command)]
        assert [it.arguments for it in commands] == [(RULE,)]

    edit(script)


def links_and_tags(markdown: str) -> list[str]:
    """Whatever a reader of CommonMark could follow, or would show as HTML."""
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    found: list[str] = []
    for token in parser.parse(markdown):
        for inner in [token, *(token.children or [])]:
            if inner.type in {"link_open", "image"}:
                found.append(str(inner.attrs))
            if inner.type in {"html_block", "html_inline"}:
                found.append(inner.content)
            if inner.type == "text":  # a bare address is a link to many
                found += [word for word in inner.content.split() if "://" in word[:12]]
    return found


def test_the_page_of_a_rule_opens_and_no_other_one(
    tmp_path: Path, edit: Callable[..., None]
) -> None:
    """The editor names the rule; the address is looked up."""
    path = tmp_path / "t.yaml"

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, TEMPLATE)
        one = of_rule(await editor.diagnostics(path))
        offers = await editor.offers(path, one.range)
        (action,) = [it for it in offers if isinstance(it, types.Command)]
        run = editor.client.workspace_execute_command_async
        for rule in ("https://evil.example", "no-such-rule", RULE):
            await run(types.ExecuteCommandParams(action.command, [rule]))
        await editor.until(lambda: editor.pages)
        (page,) = editor.pages
        assert one.code_description
        assert page.uri == one.code_description.href
        assert page.external

    edit(script)


# What is done about one


def applied(text: str, action: types.CodeAction, path: Path) -> str:
    """A text after an action, as an editor does it."""
    assert action.edit
    assert action.edit.changes
    for edit in action.edit.changes[uri(path)]:
        lines = text.splitlines(keepends=True)
        at = edit.range.start
        assert edit.range.start == edit.range.end
        line = lines[at.line].encode("utf-16-le") if at.line < len(lines) else b""
        before = "".join(lines[: at.line]) + line[: at.character * 2].decode("utf-16-le")
        text = before + edit.new_text + text[len(before) :]
    return text


METADATA = "    Metadata:\n      # why\n      team: a\n"
SUPPRESSED = (
    "    Metadata:\n      synthgate:\n        suppress:\n"
    "          - rule: s3-*\n            reason: 다른 이유\n"
)


@pytest.mark.sampled(12)
@pytest.mark.parametrize(
    "text",
    [
        TEMPLATE,
        TEMPLATE.replace("\n", "\r\n"),
        TEMPLATE.replace("    Properties:\n", f"{METADATA}    Properties:\n"),
        TEMPLATE.replace("    Properties:\n", f"{SUPPRESSED}    Properties:\n"),
        TEMPLATE.replace("    Properties:\n", "    Metadata: {a: b}\n    Properties:\n"),
        TEMPLATE.replace("    Properties:\n", "    Metadata: {}\n    Properties:\n"),
        json.dumps({"Resources": {"😀 문": OPEN}}, ensure_ascii=False, indent=4),
        json.dumps({"Resources": {"Open": OPEN}}),
        json.dumps({"Resources": {"Open": {"Metadata": {"synthgate": {"suppress": []}}, **OPEN}}}),
    ],
    ids=["yaml", "crlf", "metadata", "suppressed", "flow", "empty", "json", "compact", "list"],
)
def test_a_suppression_is_begun_and_counts_once_it_has_a_reason(
    tmp_path: Path, edit: Callable[..., None], text: str
) -> None:
    """No click takes a finding from the gate; all that stood there stands there still."""
    path = tmp_path / ("t.json" if text.startswith("{") else "t.yaml")

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path)
        editor.open(path, text)
        one = of_rule(await editor.diagnostics(path))
        (action,) = await editor.actions(path, one.range)
        begun = applied(text, action, path)
        assert without(data(begun)) == without(data(text))
        assert len(gone(text, begun)) <= 1
        editor.type(path, begun, 2)
        shown = await editor.next(path)
        assert of_rule(shown)
        assert "suppression-invalid" in {it.code for it in shown}
        reasoned = begun.replace('reason: ""', "reason: 콘솔").replace(
            '"reason": ""', '"reason": "콘솔"'
        )
        editor.type(path, reasoned, 3)
        await editor.until(lambda: RULE not in {it.code for it in editor.shown[uri(path)]})

    edit(script)


def data(text: str) -> Any:
    """What a text holds, by a reader of everybody's."""
    return yaml.safe_load(text)


def without(held: Any) -> Any:
    """A template without what suppresses our rule."""
    for body in held["Resources"].values():
        metadata = body.get("Metadata", {})
        own = metadata.get("synthgate", {})
        own["suppress"] = [it for it in own.get("suppress", []) if it["rule"] != RULE]
        if not own["suppress"]:
            metadata.pop("synthgate", None)
        if not metadata:
            body.pop("Metadata", None)
    return held


def gone(before: str, after: str) -> list[str]:
    """The lines that are no more, as one that a value was put into."""
    return [line for line in before.splitlines() if line not in after.splitlines()]
