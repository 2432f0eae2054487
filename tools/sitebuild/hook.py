"""What mkdocs calls: the first page leads to its other languages as every page does.

The plugin for languages leaves the first page with addresses of the site as it is published, which
lead nowhere where somebody serves it from another folder.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """Make addresses of the site's root ones below it."""
    _ = nav, page
    root = urlsplit(str(config["site_url"])).path
    for alternate in config["extra"].alternate:
        if alternate["link"].startswith(root):
            alternate["link"] = alternate["link"].removeprefix(root) or "."
    return context
