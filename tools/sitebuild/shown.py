"""What the first page shows: a scan in a terminal, and its report in a browser, both of them real.

The app is the one that ``make scan`` scans as it was written. Its folder is copied, so that lines
of the program are told as to somebody who stands in the folder of the app.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from sitebuild import layout
from sitebuild.git import day_of_commit
from synthgate.model import Language

DEMO = layout.ROOT / "out" / "site-demo"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
WIDE = (1280, 640)
"""The window that the report is shown in."""

_FIRST = "stateful-resource-not-retained"
"""The finding that is shown whole: one that needs no explanation."""
_LAST_LINES = 2

_COLOURS = TerminalTheme(
    (22, 27, 34),
    (240, 246, 252),
    [
        (72, 79, 88),
        (255, 123, 114),
        (86, 211, 100),
        (227, 179, 65),
        (121, 192, 255),
        (210, 168, 255),
        (86, 212, 221),
        (220, 226, 232),
    ],
)


def synthesize() -> None:
    """Copy the app and synthesize it; needs the environment that has the CDK."""
    shutil.rmtree(DEMO, ignore_errors=True)
    infra = layout.ROOT / "infra"
    shutil.copytree(infra / "as_written", DEMO / "as_written", ignore=shutil.ignore_patterns("__*"))
    for name in ("synth.py", "synth_here.py", "cdk.json"):
        shutil.copy(infra / name, DEMO / name)
    command = (sys.executable, "-m", "as_written.synth", "--output", "cdk.out")
    subprocess.run(command, cwd=DEMO, check=True, env={**os.environ, "PYTHONPATH": str(DEMO)})


def scan(language: Language, *options: str) -> str:
    """What a scan of the app prints, in colour."""
    command = (sys.executable, "-m", "synthgate", "scan", "cdk.out", "--color", "always", *options)
    said = ("--lang", language, "--as-of", day_of_commit())
    ran = subprocess.run(
        [*command, *said], cwd=DEMO, capture_output=True, text=True, check=False, env=surroundings()
    )
    if ran.returncode not in {0, 1}:
        raise SystemExit(f"synthgate scan in {DEMO}: {ran.stderr or ran.stdout}")
    return ran.stdout


def surroundings() -> dict[str, str]:
    """The environment of a command that is shown: nothing of the machine that builds the site."""
    ambient = ("CI", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "AWS_", "CDK_", "SYNTHGATE_")
    return {name: it for name, it in os.environ.items() if not name.startswith(ambient)}


def session(language: Language) -> str:
    """A scan as a terminal shows it, as a block of HTML: one finding whole, and the gate."""
    blocks = scan(language).rstrip("\n").split("\n\n")
    finding = next(it for it in blocks if _FIRST in it)
    ending = "\n".join(blocks[-1].splitlines()[-_LAST_LINES:])
    asked = "$ synthgate scan cdk.out" + ("" if language == "en" else f" --lang {language}")
    said = f"{asked}\n\x1b[2m⋯\x1b[0m\n{finding}\n\x1b[2m⋯\x1b[0m\n{ending}"
    return f'<div class="terminal"><pre>{as_html(said)}</pre></div>'


def as_html(ansi: str) -> str:
    """What a terminal would show, as HTML whose colours stand beside it."""
    console = Console(record=True, file=StringIO(), width=1000, force_terminal=True)
    console.print(Text.from_ansi(ansi), soft_wrap=True)
    return console.export_html(theme=_COLOURS, inline_styles=True, code_format="{code}").rstrip(
        "\n"
    )


def write(target: Path) -> None:
    """Write the report of the app in each language, and what it looks like by day and by night."""
    target.mkdir(parents=True, exist_ok=True)
    for language in layout.LANGUAGES:
        scan(language, "--format", f"html={target}/report-{language}.html")
    with chromium() as browser:
        for language in layout.LANGUAGES:
            for scheme in ("light", "dark"):
                picture = target / f"report-{language}-{scheme}.png"
                _photograph(browser, target / f"report-{language}.html", picture, scheme)


def chromium() -> Any:
    """A Chromium that is on the PATH, for as long as it is needed."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        raise SystemExit(
            "no Chromium on the PATH, which makes the pictures: apt-get install chromium"
        )
    return _Chromium(found)


class _Chromium:
    """A browser that Playwright drives."""

    def __init__(self, program: str) -> None:
        self.program = program

    def __enter__(self) -> Any:
        self.playwright = import_module("playwright.sync_api").sync_playwright().start()
        # Root, as in a container, has no sandbox; the page is ours.
        options = {"executable_path": self.program, "args": ["--no-sandbox"]}
        self.browser = self.playwright.chromium.launch(**options)
        return self.browser

    def __exit__(self, *_: object) -> None:
        self.browser.close()
        self.playwright.stop()


def _photograph(browser: Any, page: Path, picture: Path, scheme: str) -> None:
    """Take a picture of a page, at its first finding."""
    wide, high = WIDE
    context = browser.new_context(
        viewport={"width": wide, "height": high}, color_scheme=scheme, device_scale_factor=1.5
    )
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.wait_for_selector("html[data-ready]")
    opened.screenshot(path=str(picture))
    context.close()
