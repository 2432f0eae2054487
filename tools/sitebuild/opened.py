"""The site as a reader's browser has it: it asks nobody else, complains of nothing, and finds."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sitebuild import shown

READ = ("", "tutorial/", "cli/scan/", "rules/s3-bucket-unversioned/", "rules/", "frameworks/")
"""Pages that are opened, in both languages: each kind, and those with the widest tables."""
SEARCHED = {
    "": {"baseline": "baseline", "CKV_AWS_21": "s3-bucket-unversioned"},
    "ko/": {"기준선": "ko/ci/", "CKV_AWS_21": "ko/rules/s3-bucket-unversioned"},
}
"""What is looked for in each language, and what is to be among what is found."""
WINDOWS = ((1280, 800), (390, 844))
_FOUND = """async () => {
  for (let turn = 0; turn < 600; turn += 1) {
    const links = [...document.querySelectorAll(".md-search-result__item a")];
    if (links.length) return links.map((it) => it.getAttribute("href"));
    await new Promise((go) => setTimeout(go, 100));
  }
  return [];
}"""
"""Where the results of a search lead, once there are some; reading the index takes seconds."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, and tells nobody."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
        """Say nothing of a request."""


class _Server(ThreadingHTTPServer):
    """Serves whoever asks, and is not surprised by one who goes."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has turned to another page."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path) -> Generator[str, None, None]:
    """The address of the site on this machine, for as long as it is needed."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def mistakes(site: Path) -> list[str]:
    """What a browser has against the site, a line each."""
    found: list[str] = []
    with served(site) as address, shown.chromium() as browser:
        for wide, high in WINDOWS:
            page = browser.new_context(viewport={"width": wide, "height": high}).new_page()
            page.on("request", partial(_note_request, address, found))
            page.on("console", partial(_note_complaint, found))
            page.on("pageerror", partial(_note_complaint, found))
            for path in (f"{language}{it}" for language in SEARCHED for it in READ):
                page.goto(address + path)
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than a window of {wide}")
        found += _not_found(browser, address)
    return found


def _note_request(address: str, found: list[str], request: Any) -> None:
    if not request.url.startswith((address, "data:")):
        found.append(f"asks for {request.url}")


def _note_complaint(found: list[str], complaint: Any) -> None:
    found.append(f"complains: {getattr(complaint, 'text', complaint)}")


def _not_found(browser: Any, address: str) -> Iterator[str]:
    """What search does not find."""
    page = browser.new_context().new_page()
    for language, searches in SEARCHED.items():
        for words, wanted in searches.items():
            page.goto(address + language)
            page.click(".md-search__input")
            page.fill(".md-search__input", words)
            links = page.evaluate(_FOUND)
            if not any(wanted in it for it in links):
                yield f"{language or 'en'}: {words} does not find {wanted}, but {links[:3]}"
