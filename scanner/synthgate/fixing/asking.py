"""Asks about each fix before it is made."""

from __future__ import annotations

from typing import BinaryIO, TextIO

from synthgate.fixing.outcomes import Outcome
from synthgate.fixing.showing import show_diff
from synthgate.model import Language, Message
from synthgate.telling import printable


class Asking:
    """Shows a fix and reads the answer: yes, no, all that follow, or none of them."""

    def __init__(self, stdin: BinaryIO, out: TextIO, err: TextIO, language: Language) -> None:
        self._stdin = stdin
        self._out = out
        self._err = err
        self._language: Language = language
        self._settled: bool | None = None

    def __call__(self, outcome: Outcome) -> bool:
        """Whether a fix is wanted."""
        if self._settled is not None:
            return self._settled
        show_diff(outcome.edited, self._out)
        self._out.flush()
        rules = ", ".join(dict.fromkeys(one.finding.rule.id for one in outcome.fixed))
        while True:
            question = _QUESTION.format(rules=rules)[self._language]
            self._err.write(f"{printable(question)} ")
            self._err.flush()
            answer = self._stdin.readline()
            match answer.decode("utf-8", "replace").strip().lower()[:1]:
                case "y":
                    return True
                case "n":
                    return False
                case "a":
                    self._settled = True
                    return True
                case "q":
                    self._settled = False
                    return False
                case _ if not answer:  # nobody answers any more
                    self._settled = False
                    return False
                case _:
                    pass


_QUESTION = Message("fix {rules}? [y]es, [n]o, [a]ll, [q]uit:")
