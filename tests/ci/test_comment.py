"""One comment of a pull request, kept up to date, against a server that answers as GitHub does."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from tests.ci.conftest import Ran, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a token"  # noqa: S105 - of the server below
STEP = "Keep the comment up to date"


class GitHub:
    """The comments of pull request 7."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.refused = 0

    def say(self, body: str, kind: str = "Bot") -> None:
        number = len(self.comments) + 1
        self.comments.append({"id": number, "body": body, "user": {"type": kind}})

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any]:
        """What the REST API answers."""
        self.asked.append(method)
        if self.refused:
            return self.refused, {}
        if found := re.fullmatch(
            r"/repos/acme/shop/issues/7/comments\?per_page=100&page=(\d+)", path
        ):
            start = (int(found[1]) - 1) * 100
            return 200, self.comments[start : start + 100]
        if method == "POST" and path == "/repos/acme/shop/issues/7/comments":
            self.say(body)
            return 201, self.comments[-1]
        if method == "PATCH" and (found := re.fullmatch(r".*/issues/comments/(\d+)", path)):
            self.comments[int(found[1]) - 1]["body"] = body
            return 200, {}
        return 404, {}


@pytest.fixture
def github() -> Iterator[tuple[GitHub, str]]:
    """A server on this machine, and its address."""
    state = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known = self.headers["Authorization"] == f"Bearer {TOKEN}"
            body = json.loads(sent)["body"] if sent else ""
            code, answer = state.answer(self.command, self.path, body) if known else (401, {})
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_POST = do_PATCH = do_GET  # noqa: N815 - their names there

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def comment(runner: Runner, address: str, body: str, token: str = TOKEN) -> Ran:
    page = runner.folder / "page.md"
    page.write_text(body, "utf-8")
    runner.outputs["scan"] = {"summary": str(page)}
    runner.event()
    ran = runner.step(STEP, {"token": token}, GITHUB_API_URL=address)
    assert ran.code == 0, ran.log
    return ran


MARK = "<!-- synthgate-report shop -->\n"


def test_there_is_one_and_it_is_kept(runner: Runner, github: tuple[GitHub, str]) -> None:
    """Written once, then written anew; what says the same is left alone."""
    state, address = github
    comment(runner, address, f"{MARK}closed\n")
    comment(runner, address, f"{MARK}열림\n")
    assert [one["body"] for one in state.comments] == [f"{MARK}열림\n"]
    assert "as it was" in comment(runner, address, f"{MARK}열림\n").log
    assert state.asked == ["GET", "POST", "GET", "PATCH", "GET"]


def test_nobody_elses_is_touched(runner: Runner, github: tuple[GitHub, str]) -> None:
    """Of another app, or of a person who begins his comment with our line."""
    state, address = github
    state.say(f"{MARK}I am a person", "User")
    state.say("<!-- synthgate-report other -->\nopen")
    state.say("hello")
    before = [one["body"] for one in state.comments]
    comment(runner, address, f"{MARK}open\n")
    assert [one["body"] for one in state.comments] == [*before, f"{MARK}open\n"]


def test_it_is_found_behind_many(runner: Runner, github: tuple[GitHub, str]) -> None:
    """Comments come in pages of a hundred; GitHub gives line ends of its own."""
    state, address = github
    for _ in range(150):
        state.say("hello", "User")
    state.say(f"{MARK}closed".replace("\n", "\r\n"))
    comment(runner, address, f"{MARK}open")
    assert len(state.comments) == 151
    assert state.comments[-1]["body"] == f"{MARK}open"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("code", "told"), [(403, "pull-requests: write"), (500, "500")])
def test_what_cannot_be_written_is_told(
    runner: Runner, github: tuple[GitHub, str], code: int, told: str
) -> None:
    """And closes nothing; the token is in no log."""
    state, address = github
    state.refused = code
    log = comment(runner, address, f"{MARK}open").log
    assert told in log
    assert TOKEN not in log
    state.refused = 0
    assert "pull-requests: write" in comment(runner, address, f"{MARK}open", "other").log
    assert "no comment" in comment(runner, "http://127.0.0.1:9", f"{MARK}open").log
