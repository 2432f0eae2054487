"""Keep the one comment of a pull request up to date: the page that ``--format markdown`` wrote.

Its first line, which nobody sees, tells it from other comments; so each app has its own. Only what
a bot has written is replaced, for anybody may begin a comment so. Nothing here closes the gate:
where the token may not write, a notice says so.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

A_PAGE = 100
MOST_PAGES = 30
SECONDS = 30
REFUSED = (401, 403, 404)
"""What GitHub answers to a token that may not do that."""


class Issue:
    """The comments of a pull request (GitHub REST API, "Working with comments")."""

    def __init__(self, environ: Mapping[str, str], number: int) -> None:
        """Name the pull request, of the repository that the job runs for."""
        self._comments = f"{environ['GITHUB_API_URL']}/repos/{environ['GITHUB_REPOSITORY']}/issues"
        self._number = number
        self._token = environ["TOKEN"]

    def find(self, marker: str) -> dict[str, Any] | None:
        """The comment of a bot that begins with a line, the oldest one."""
        for one in self._all():
            first = (one.get("body") or "").replace("\r\n", "\n").partition("\n")[0]
            author: dict[str, Any] = one.get("user") or {}
            if first == marker and author.get("type") == "Bot":
                return one
        return None

    def add(self, body: str) -> None:
        """Write a comment."""
        self._ask("POST", f"{self._comments}/{self._number}/comments", body)

    def replace(self, comment: int, body: str) -> None:
        """Write a comment anew."""
        self._ask("PATCH", f"{self._comments}/comments/{comment}", body)

    def _all(self) -> Iterator[dict[str, Any]]:
        for page in range(1, MOST_PAGES + 1):
            url = f"{self._comments}/{self._number}/comments?per_page={A_PAGE}&page={page}"
            comments = self._ask("GET", url)
            yield from comments
            if len(comments) < A_PAGE:
                return

    def _ask(self, method: str, url: str, body: str | None = None) -> Any:
        data = None if body is None else json.dumps({"body": body}).encode()
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "User-Agent": "synthgate",
        }
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the runner's
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - likewise
            return json.load(answer)


def keep(issue: Issue, body: str) -> str:
    """Write the comment, or write it anew; tell what was done."""
    before = issue.find(body.partition("\n")[0])
    if before is None:
        issue.add(body)
        return "written"
    if before["body"].replace("\r\n", "\n").rstrip() == body.rstrip():
        return "as it was"
    issue.replace(before["id"], body)
    return "written anew"


def main() -> int:
    """Keep the comment of the pull request that the event is about."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    body = Path(os.environ["SUMMARY"]).read_text("utf-8")
    try:
        done = keep(Issue(os.environ, int(event["pull_request"]["number"])), body)
    except urllib.error.HTTPError as error:
        said = (
            "notice title=synthgate::no comment: the token may not write one (pull-requests: write)"
            if error.code in REFUSED
            else f"warning title=synthgate::no comment: GitHub answered {error.code}"
        )
        print(f"::{said}")
        return 0
    except (OSError, ValueError) as error:
        print(f"::warning title=synthgate::no comment: {type(error).__name__}")
        return 0
    print(f"The pull request's comment: {done}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
