"""Waivers: findings and problems that somebody accepts, with a reason, an owner and an end.

They stand in ``synthgate.yaml`` (`waivers`) or in a file of their own. `entry` says what one is,
`scope` what it is about, `waiving` what becomes of findings, and `telling` what nobody should miss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.lazily import lazily

if TYPE_CHECKING:
    from synthgate.judge.waivers.entry import (
        FILE_NAME,
        LIST,
        Waiver,
        read_waivers,
        waivers_of,
        waivers_shape,
    )
    from synthgate.judge.waivers.scope import strangers
    from synthgate.judge.waivers.waiving import Waiving

__all__ = [
    "FILE_NAME",
    "LIST",
    "Waiver",
    "Waiving",
    "read_waivers",
    "strangers",
    "waivers_of",
    "waivers_shape",
]

__getattr__ = lazily(
    __name__,
    {
        "entry": "FILE_NAME LIST Waiver read_waivers waivers_of waivers_shape",
        "scope": "strangers",
        "waiving": "Waiving",
    },
)
