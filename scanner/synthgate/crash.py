"""Errors of synthgate itself, put into a sentence instead of a traceback."""

from __future__ import annotations

import traceback

from synthgate.model import Text

ISSUES = "https://github.com/synthgate/synthgate/issues"
_MOST = 300
_PACKAGES = ("synthgate", "synthgate_rules", "synthgate_reports")


def place_of(error: BaseException) -> str:
    """The innermost place in synthgate's own program, as ``module:line``; never a path."""
    frames = [
        f"{module}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (module := str(frame.f_globals.get("__name__", ""))).partition(".")[0] in _PACKAGES
    ]
    return frames[-1] if frames else "synthgate"


def broken(error: BaseException) -> Text:
    """What broke, where, and what to do about it."""
    kind = type(error).__name__
    return _BROKEN.format(error=f"{kind}: {error}"[:_MOST], place=place_of(error), issues=ISSUES)


_BROKEN = Text(
    "synthgate itself broke, so nothing was decided: {error} (at {place}). "
    "Please report it, with the input, at {issues}",
    "synthgate 내부 오류로 판정하지 못했습니다: {error} ({place}). "
    "입력과 함께 {issues}에 알려 주세요",
)
