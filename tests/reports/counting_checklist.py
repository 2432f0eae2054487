"""What the checklist counts: no finding but of its items; the problems of the run."""

from __future__ import annotations


def counted(text: str) -> dict[str, int | None]:
    """Read back the lines below their title."""
    _, _, after = text.partition("\nProblems\n")
    lines = after.split("\n\n")[0].splitlines() if after else []
    return {"active": None, "accepted": None, "unknown": None, "problems": len(lines)}
