"""The base protocol: headers as editors write them, an answer to every request, and any end."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("pygls")

from synthgate.editor.looks import Told
from synthgate.editor.server import serve

if TYPE_CHECKING:
    from collections.abc import Mapping

WATCHES = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
START = [
    {
        "id": 1,
        "method": "initialize",
        "params": {"capabilities": WATCHES, "processId": None, "rootUri": None},
    },
    {"method": "initialized", "params": {}},
]
END = [{"id": 2, "method": "shutdown"}, {"method": "exit"}]
AT = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
INVALID_REQUEST, NOT_FOUND, INVALID_PARAMS = -32600, -32601, -32602


class Kept(io.BytesIO):
    """What was written, which can be read after the server has closed it."""

    def close(self) -> None:
        """Stay."""


def written(messages: list[dict[str, Any]], header: str = "Content-Length: {}") -> bytes:
    bodies = [json.dumps({"jsonrpc": "2.0", **one}).encode() for one in messages]
    return b"".join(header.format(len(it)).encode() + b"\r\n\r\n" + it for it in bodies)


def spoken(sent: bytes) -> tuple[int, Mapping[Any, Any]]:
    """The exit code, and the answers by the names of the requests."""
    stdout = Kept()
    code = serve(Told({}, {}, None), "en", io.BytesIO(sent), stdout)
    said = stdout.getvalue().decode()
    bodies = re.split(r"Content-Length: \d+\r\nContent-Type: [^\r]*\r\n\r\n", said)[1:]
    told = [json.loads(body) for body in bodies]
    assert not [one for one in told if one.get("method") == "window/showMessage"]
    return code, {one["id"]: one for one in told if "method" not in one}


@pytest.mark.parametrize(
    "last", [b"", b"Content-Le", b"Content-Length: 9\r\n\r\n", b'Content-Length: 99\r\n\r\n{"js']
)
def test_an_editor_may_go_at_any_time(last: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Though it was asked something: the exit code tells of it, and nothing else."""
    code, answers = spoken(written(START) + last)
    assert code == 1
    assert answers.keys() == {1}
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize(
    "header",
    ["content-length: {}", "CONTENT-LENGTH:{} ", "Content-Type: a/b\r\ncontent-Length: {}"],
)
def test_a_header_may_be_of_any_case(header: str) -> None:
    code, answers = spoken(written([*START, *END], header))
    assert code == 0
    assert answers.keys() == {1, 2}


def test_every_request_is_answered() -> None:
    """Wrong parameters, an unknown method, one after the last: each has its error."""
    hover = "textDocument/hover"
    asked = [
        {"id": 3, "method": hover, "params": {"nonsense": 1}},
        {"id": "four", "method": hover},
        {"id": 5, "method": "nobody/knows"},
        {"id": 6, "method": hover, "params": AT},
    ]
    late = [
        {"id": 7, "method": hover, "params": AT},
        {"id": 8, "method": hover, "params": {"nonsense": 1}},
        {"id": 9, "method": "nobody/knows"},
    ]
    code, answers = spoken(written([*START, *asked, END[0], *late, END[1]]))
    assert code == 0
    codes = {name: one.get("error", {}).get("code") for name, one in answers.items()}
    refused = {3: INVALID_PARAMS, "four": INVALID_PARAMS, 5: NOT_FOUND}
    refused |= dict.fromkeys((7, 8, 9), INVALID_REQUEST)
    assert codes == {1: None, 2: None, 6: None, **refused}
