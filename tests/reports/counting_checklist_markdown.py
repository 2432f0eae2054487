"""What the checklist on a page counts: no finding but of its items; the problems of the run."""

from __future__ import annotations


def counted(text: str) -> dict[str, int | None]:
    """Read back the list below its title."""
    _, _, after = text.partition("## Problems\n\n")
    lines = after.split("\n\n")[0].splitlines() if after else []
    return {
        "active": None,
        "accepted": None,
        "unknown": None,
        "problems": sum(line.startswith("- ") for line in lines),
    }
