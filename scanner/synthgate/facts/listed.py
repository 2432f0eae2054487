"""The runs of a folder of facts, told to who names none of them."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.facts.folder import FactsError, found, read
from synthgate.model import Message, Text, joined, plural, verbatim

_MOST = 20
"""How many runs are told, the last ones."""


def run_wanted(word: str, address: str) -> FactsError | None:
    """What is to be said to who names a folder of facts and no run of it; None: it is none.

    `word` is the name that the user has for the address.

    Raises:
        FactsError: the folder cannot be read, or holds facts of another version.
    """
    over = found(f"{address}/runs/day=*/run=*/run.parquet")
    if over:
        each = joined("\n", [verbatim(""), *_runs(word, over[-_MOST:])])
        return FactsError(_NAME_ONE.format(word=word, number=len(over), each=each))
    begun = found(f"{address}/units/day=*/run=*")
    return FactsError(_NONE_OVER.format(word=word)) if begun else None


def _runs(word: str, files: list[str]) -> Iterator[Text]:
    for file in files:
        partition = "/".join(file.split("/")[-3:-1])
        for row in read(file, ("units", "app")):
            named = f"{word.rstrip('/')}/units/{partition}"
            told = _RUN.format(run=named, number=row["units"])
            yield joined(", ", [told, verbatim(row["app"])]) if row["app"] else told


_NAME_ONE = plural(
    "{word}: a folder of facts, with {number} run: name it, as in 'synthgate report RUN':{each}",
    "{word}: a folder of facts, with {number} runs: name one, as in 'synthgate report RUN'; the "
    "last of them:{each}",
)
_RUN = plural("  {run} ({number} unit)", "  {run} ({number} units)")
_NONE_OVER = Message(
    "{word}: a folder of facts in which no run is over: the command that began it goes on with it"
)
