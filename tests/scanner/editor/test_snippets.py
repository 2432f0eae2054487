"""What ``docs/editors.md`` says can be said, and starts a server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from editors import synthesized

from synthgate.editor.command import carry_out
from synthgate.editor.wishes import Wishes, wishes_of
from synthgate.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from editors import Editor

PAGE = (Path(__file__).parents[3] / "docs" / "editors.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def of_code() -> tuple[list[str], Any]:
    """The command and the options of the snippet for Visual Studio Code."""
    (block,) = blocks("json")
    said = json.loads(block)
    command = [said["glspc.server.command"], *said["glspc.server.commandArguments"]]
    return command, said["glspc.server.initializationOptions"]


def of_neovim() -> tuple[list[str], Any]:
    """Those of the snippet for Neovim: of Lua's tables, those that are lists or flat."""
    (block,) = blocks("lua")
    (command,) = re.findall(r"cmd = \{(.*?)\}", block)
    (options,) = re.findall(r"init_options = \{(.*?)\}", block)
    pairs = re.findall(r"(\w+) = (\w+)", options)
    return re.findall(r"'(.*?)'", command), {key: json.loads(value) for key, value in pairs}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("snippet", [of_code, of_neovim])
def test_a_snippet_starts_a_server_that_knows_its_options(
    snippet: Callable[[], tuple[list[str], Any]], tmp_path: Path, edit: Callable[..., None]
) -> None:
    """By the command that it names; nothing of it is told to be wrong."""
    (name, *argv), options = snippet()
    assert (name, argv[0]) == ("synthgate", "lsp")
    assert not wishes_of(options, None).wrong
    program = synthesized(tmp_path)

    async def script(editor: Editor) -> None:
        await editor.start(tmp_path, wishes=options, argv=tuple(argv[1:]))
        assert await editor.diagnostics(program)
        assert not [line for line in editor.logs if "initializationOptions" in line]
        assert await editor.end() == 0

    edit(script)


def test_the_page_tells_of_every_option() -> None:
    """And of none that is not there."""
    table = PAGE.partition("## Options")[2].partition("##")[0]
    options = {*Wishes.__dataclass_fields__} - {"wrong"}
    assert {*re.findall(r"(?m)^\| `(\w+)` \|", table)} == options


def test_without_the_extra_it_is_named(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is said to an editor."""
    monkeypatch.setattr("synthgate.editor.command.find_spec", lambda _: None)
    ran = cli("lsp")
    assert ran.code == 2
    assert "pip install 'synthgate[lsp]'" in ran.err


def test_nobody_is_spoken_with_who_takes_no_bytes() -> None:
    """As a stream of text alone."""
    nothing: Namespace = __import__("argparse").Namespace()
    with pytest.raises(UsageError, match="bytes"):
        carry_out(nothing, nothing, __import__("io").BytesIO(), None)
