"""Particles of Korean, which depend on whether the word before them ends in a consonant.

A translation writes ``{name:이/가}``. After a syllable of Hangul the particle is chosen; how a
word in Latin letters or a figure is read aloud is the reader's to say, so both forms stand there,
as Korean software writes them: ``bucket이(가)``.
"""

from __future__ import annotations

import re
from typing import Self

_FIRST, _LAST = "가", "힣"
_FINALS = 28
"""How many syllables share their first two letters: the one without a final consonant first."""
_RIEUL = 8
"""The place of ㄹ among the final consonants (The Unicode Standard, section 3.12)."""

_ASIDE = re.compile(r" ?\([^()]*\)\Z")

PARTICLES = {
    "이/가": "이(가)",
    "을/를": "을(를)",
    "은/는": "은(는)",
    "과/와": "과(와)",
    "으로/로": "(으)로",
}
"""Each pair, after a consonant and after a vowel, with what stands for both."""


def particle(word: str, pair: str) -> str:
    """The particle of a pair (``"이/가"``) that follows a word; quotes and asides are not read.

    Raises:
        KeyError: no such pair.
    """
    both = PARTICLES[pair]
    spoken = _ASIDE.sub("", word.rstrip("'\"`’”"))
    if not spoken or not _FIRST <= spoken[-1] <= _LAST:
        return both
    after_consonant, after_vowel = pair.split("/")
    final = (ord(spoken[-1]) - ord(_FIRST)) % _FINALS
    if final == 0 or (pair == "으로/로" and final == _RIEUL):
        return after_vowel
    return after_consonant


class Korean(str):
    """A word in a Korean sentence, for which ``{name:이/가}`` writes it with its particle."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec in PARTICLES:
            return str.__str__(self) + particle(self, spec)
        return super().__format__(spec)

    def __repr__(self) -> Self:
        # ``{name!r:이/가}``: what is formatted is what this returns.
        return type(self)(super().__repr__())
