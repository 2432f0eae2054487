"""A workspace, and an agent that asks about it: the client of the SDK, and nothing of ours."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters

import synthgate
import synthgate_reports
import synthgate_rules

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PACKAGES = (synthgate, synthgate_rules, synthgate_reports)


class Answer(NamedTuple):
    """What a tool answered: the sentence, and the data; or an error that is a sentence alone."""

    is_error: bool
    text: str
    data: Any


def answer_of(result: Any) -> Answer:
    assert result.is_error or json.loads(result.content[1].text) == result.structured_content
    return Answer(bool(result.is_error), result.content[0].text, result.structured_content)


class Agent:
    """Asks a server that runs."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def ask(self, tool: str, **arguments: Any) -> Answer:
        return answer_of(await self.client.call_tool(tool, arguments))

    async def told(self, tool: str, **arguments: Any) -> Any:
        answer = await self.ask(tool, **arguments)
        assert not answer.is_error, answer.text
        return answer.data

    async def refused(self, tool: str, **arguments: Any) -> str:
        answer = await self.ask(tool, **arguments)
        assert answer.is_error, answer.data
        assert "Traceback" not in answer.text
        return answer.text


class Workspace(NamedTuple):
    """A folder that agents may ask about, with another one beside it that they may not."""

    root: Path
    home: Path

    def template(self, name: str, **resources: Any) -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"Resources": resources}), "utf-8")
        return name

    def parameters(self, *options: str, **variables: str) -> StdioServerParameters:
        paths = [str(Path(one.__path__[0]).parent) for one in PACKAGES]
        environ = {"PYTHONPATH": os.pathsep.join(paths), "HOME": str(self.home), **variables}
        command = ["-P", "-m", "synthgate", "mcp", "--root", str(self.root), *options]
        environ["PATH"] = os.environ["PATH"]
        return StdioServerParameters(command=sys.executable, args=command, env=environ)

    def serve(
        self, talk: Callable[[Agent], Awaitable[Any]], *options: str, **variables: str
    ) -> Any:
        """Start the server as an editor does, and talk to it until the talk is over."""

        async def session() -> Any:
            async with Client(self.parameters(*options, **variables)) as client:
                [told] = await asyncio.gather(talk(Agent(client)), return_exceptions=True)
            if isinstance(told, BaseException):  # raised in there, it would be one of a group
                raise told
            return told

        return asyncio.run(asyncio.wait_for(session(), 240))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root, home = tmp_path / "work", tmp_path / "home"
    root.mkdir()
    home.mkdir()
    return Workspace(root, home)
