"""What mkdocs calls: pages of each language search their own index, and lead to the other language.

The plugin for languages leaves the first page with addresses of the site as it is published, which
lead nowhere where somebody serves it from another folder.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_BASE = re.compile(r'(?P<before><script id="__config"[^>]*>[^<]*?"base": ")(?P<base>[^"]*)')
_ALTERNATE = re.compile(r'\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">')


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """Make addresses of the site's root ones below it."""
    _ = nav, page
    root = urlsplit(str(config["site_url"])).path
    for alternate in config["extra"].alternate:
        if alternate["link"].startswith(root):
            alternate["link"] = alternate["link"].removeprefix(root) or "."
    return context


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Lead the search of a Korean page to the Korean index (see `finding`).

    The links to other languages are taken from the head, for the theme's script takes each for a
    site of its own and asks for its ``sitemap.xml``; that of this site names them.
    """
    _ = config
    if page.url.startswith("ko/"):
        output = _BASE.sub(r"\g<before>\g<base>/ko/", output, count=1)
    return _ALTERNATE.sub("", output)
