"""Lines of a program as they may be shown: without the secrets that may stand in it.

The report is made where the program lies, maybe by another than the scan, and has no list of
secrets to look for. So in the program of an app with secrets no text of its own is shown, no long
number and no comment; in any other one, no credential of a known kind, and nothing that its name
says is a secret.
"""

from __future__ import annotations

import re

from synthgate.patterns import pattern
from synthgate.secrets.mask import STARS, Mask
from synthgate.secrets.scripts import assigned_in

LONGEST = 1 << 20
"""Letters of a program; of a longer one no line is shown."""
_TEXTS = pattern(
    r"""(?P<open>\"""|\'\'\'|`)(?P<long>(?:\\.|(?!(?P=open)).)*+)(?:(?P=open)|\Z)
      | "(?P<double>(?:\\.|[^"\\\n])*+)" | '(?P<single>(?:\\.|[^'\\\n])*+)'
      | (?:\#|//)(?P<line>[^\n]*+) | /\*(?P<block>(?:(?!\*/).)*+)
      | \b(?P<number>[0-9]{6,})\b
    """,
    re.VERBOSE | re.DOTALL,
)
_GROUPS = ("long", "double", "single", "line", "block", "number")
_NONE = Mask()


def shown_lines(text: str, *, secretive: bool) -> list[str]:
    """The lines of a program, as many as it has."""
    if len(text) > LONGEST:
        return []
    shown = _TEXTS.sub(_starred, text) if secretive else text
    for found in {one.text for one in assigned_in(shown)}:
        shown = shown.replace(found, STARS)
    return _NONE.hide(shown).splitlines()


def _starred(found: re.Match[str]) -> str:
    """A text or a comment of the program, with stars for what it says."""
    group = next(name for name in _GROUPS if found[name] is not None)
    start, end = (at - found.start() for at in found.span(group))
    if not found[group].strip():
        return found[0]
    return f"{found[0][:start]}{STARS}{_ends(found[group])}{found[0][end:]}"


def _ends(text: str) -> str:
    """The ends of the lines of a text, without them."""
    return "\n".join([""] + [STARS] * text.count("\n"))
