"""The program that asks cdk-nag, started anew after each template that it dies of."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from synthgate.adapters.cdk_nag.answers import Answers
from synthgate.adapters.cdk_nag.app import END_OF_LIFE
from synthgate.adapters.cdk_nag.prepared import Prepared
from synthgate.adapters.process import run

MOST_DEATHS = 8
"""Of so many templates the program may die before the rest is given up; each costs a start."""
SECONDS = 120
"""How long one template may take; the biggest of the samples take one second."""
MOST_FOUND = 20_000
"""So many findings of one template are read."""
_PROGRAM = Path(__file__).with_name("app.py")
_NOT_PASSED = ("CDK_", "JSII_HOST_STACK_TRACES", "JSII_DEBUG")
"""What would have the CDK do more than it is asked."""


def asked(
    templates: Sequence[Prepared],
    packs: Sequence[str],
    folder: Path,
    seconds: float,
    python: str | None = None,
) -> Answers:
    """Ask cdk-nag about templates, in a folder that is there for nothing else.

    A template that the program dies of is asked once more, as the first of a new run: what it was
    asked before takes memory, which jsii never gives back.
    """
    answers, first = Answers(), 0
    deadline = time.monotonic() + seconds
    while len(answers.killed) <= MOST_DEATHS:
        file = folder / f"answers-{first}"
        request = {
            "packs": packs,
            "templates": [one.asked for one in templates],
            "answers": str(file),
            "folder": str(folder / "out"),
            "first": first,
            "most": MOST_FOUND,
            "seconds": SECONDS,
        }
        named = folder / "request.json"
        named.write_text(json.dumps(request), "utf-8")
        words = [python or sys.executable, _PROGRAM, named]
        answers.ran = run(words, folder, _environ(folder), deadline - time.monotonic())
        began = answers.take(file)
        if answers.ended or answers.missing or answers.ran.ending != "ended" or began is None:
            break
        if began == first:
            answers.killed.append(began)
        first = began + (began == first)
    return answers


def _environ(folder: Path) -> dict[str, str]:
    """The environment, in which whatever jsii leaves behind goes into the folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_NOT_PASSED)}
    majors = ",".join(map(str, range(14, 31)))
    return {END_OF_LIFE: majors, **kept, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
