"""How a tool is carried out: in a thread, in its time, and every error as a sentence."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Callable
from typing import TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent

from synthgate.agents import shown
from synthgate.agents.answers import Answer
from synthgate.agents.stopping import in_thread
from synthgate.errors import SynthgateError
from synthgate.guard import Guard, broken
from synthgate.model import Language, Message, Problem
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass

_T = TypeVar("_T", bound=Answer)


@dataclass(frozen=True, slots=True)
class Desk:
    """Carries out one question after the other, however many are asked at once.

    Scans take memory; two at a time would take twice as much.
    """

    language: Language
    seconds: float
    turn: asyncio.Lock

    async def answer(self, work: Callable[[], Answer]) -> CallToolResult:
        """The answer: a sentence, and the data as the specification has it twice.

        ("For backwards compatibility, a tool that returns structured content SHOULD also return the
        serialized JSON in a TextContent block": specification 2025-11-25, "Structured Content".)

        Raises:
            ToolError: there is none; it says what to do.
        """
        try:
            async with self.turn:
                answer = await in_thread(lambda: self._attempted(work), self.seconds)
        except TimeoutError as error:
            late = _LATE.format(seconds=f"{self.seconds:g}")
            raise ToolError(late[self.language]) from error
        return _result(answer)

    def _attempted(self, work: Callable[[], _T]) -> _T:
        problems: list[Problem] = []
        with Guard(problems, _told, last=True):
            return _cleared(work)
        raise ToolError(shown.said(_OPTION.sub("", problems[0].message[self.language])))


def _cleared(work: Callable[[], _T]) -> _T:
    """What comes of some work; what it made and nobody needs is given back.

    A run on the command line does without, for it ends. Here it would be there for hours.
    """
    try:
        return work()
    finally:
        gc.collect()


def _told(error: BaseException) -> Problem:
    if isinstance(error, SynthgateError):
        return Problem(ProblemCode.SETTING, error.text)
    return Problem(ProblemCode.SCAN_CRASHED, broken(error))


def _result(answer: Answer) -> CallToolResult:
    data = answer.model_dump(mode="json")
    texts = (str(data["summary"]), answer.model_dump_json())
    content = [TextContent(type="text", text=text) for text in texts]
    return CallToolResult(content=[*content], structured_content=data)


_OPTION = re.compile(r"\A--[a-z-]+: ")
"""What an error begins with on the command line, which an agent has not."""
_LATE = Message(
    "stopped after {seconds} seconds: name fewer 'paths' (one assembly, one template), or let the "
    "person start the server with a longer --timeout"
)
