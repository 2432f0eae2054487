"""The way of a test to an editor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from editors import Editor

pytest.importorskip("pygls")


@pytest.fixture
def edit() -> Callable[[Callable[[Editor], Awaitable[None]]], None]:
    """Have an editor do what a script says; no error of the server's may be left."""
    from editors import Editor

    async def do(script: Callable[[Editor], Awaitable[None]]) -> None:
        editor = Editor()
        try:
            await script(editor)
        finally:
            await editor.stop()
        assert not editor.errors

    return lambda script: asyncio.run(do(script))
