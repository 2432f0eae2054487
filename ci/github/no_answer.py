"""Where a scan gives no answer: say so in the page that else has the report, and as an annotation.

The page takes the place of the last one in the pull request's comment, so that no old verdict stays
there. What the scan has said may hold names that a stranger has chosen: it is shown as it is,
bounded, and is neither Markdown nor a command.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

MOST_LINES = 40
MOST_CHARACTERS = 8_000
LONGEST_LINE = 500
NAMED = 100
"""As long as a name of the comment may be, as of ``--format markdown``."""

WORDS = {
    "en": ("No verdict: synthgate gave no answer (exit code {code}).", "The gate is not open."),
    "ko": (
        "판정 없음: synthgate가 결과를 내지 못했습니다(종료 코드 {code}).",
        "게이트는 열리지 않았습니다.",
    ),
}
SILENT = {
    "en": "The scan ended without a word: see the log of its step.",
    "ko": "스캔이 아무 말 없이 끝났습니다. 해당 단계의 로그를 확인하세요.",
}


def main() -> int:
    """Write the page and the annotation."""
    said = lines(Path(os.environ["ERRORS"]))
    language = "ko" if os.environ.get("INPUT_LANG") == "ko" else "en"
    text = page(os.environ["CATEGORY"], os.environ["CODE"], said, language)
    Path(os.environ["SUMMARY"]).write_text(text, "utf-8")
    print(f"::error title=synthgate::{escaped(said[0] if said else SILENT[language])}")
    return 0


def lines(file: Path) -> list[str]:
    """What the scan has told, as lines that can be printed, the first ones."""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            text = stream.read(MOST_CHARACTERS)
    except OSError:
        return []
    told = [printable(line)[:LONGEST_LINE] for line in text.splitlines() if line.strip()]
    return told[:MOST_LINES]


def printable(line: str) -> str:
    """A line without what a terminal or a page would take for more than text."""
    return "".join(one if one.isprintable() else " " for one in line).strip()


def page(category: str, code: str, said: list[str], language: str) -> str:
    """The comment, which begins as that of a report does."""
    name = re.sub(r"[^\w.{}/]+", "-", category, flags=re.ASCII)[:NAMED].strip("-")
    marker = f"<!-- synthgate-report {name} -->" if name else "<!-- synthgate-report -->"
    title, closed = WORDS[language]
    longest = max((len(run) for line in said for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = [f"{fence}text", *said, fence] if said else [SILENT[language]]
    return "\n".join([marker, f"## ⚠ {title.format(code=code)}", "", closed, "", *shown, ""])


def escaped(text: str) -> str:
    """Text as a workflow command takes it (GitHub: "Workflow commands for GitHub Actions")."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


if __name__ == "__main__":
    sys.exit(main())
