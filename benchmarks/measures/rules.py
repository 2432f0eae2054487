"""The corpus with a hundred rules to a thousand: the built-in ones, and synthetic cards above."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.pack import beside_us, make_pack
from benchmarks.process import Cost, in_turn, synthgate
from benchmarks.setup import Row, Setup, jobs

NUMBERS = (100, 250, 500, 1000)


def rules(setup: Setup) -> Iterator[Row]:
    """A cold scan with the first so many rules, in the order of their ids."""
    ids = _built_in(setup)
    numbers = sorted({*(number for number in NUMBERS if number < len(ids)), len(ids)})
    costs = in_turn(
        1, {str(it): setup.cold(lambda it=it: _first(setup, ids[:it])) for it in numbers}
    )
    before = -1
    for name, cost in costs.items():
        counts = setup.counted(f"rules-{name}.json")
        wrong = () if counts.verdicts > before else ("no more verdicts than with fewer rules",)
        before = counts.verdicts
        yield Row("rules", "built-in", cost, counts, wrong=wrong, size=int(name))
    most = NUMBERS[-1]
    if most > len(ids):
        cost = _with_pack(setup, most - len(ids))
        yield Row("rules", "with synthetic cards", cost, setup.counted("pack.json"), size=most)


def _built_in(setup: Setup) -> list[str]:
    ran = setup.site.run(
        synthgate("rules", "list", "--profile", "all", "--no-config", "--format", "json"),
        setup.scratch,
    )
    file = setup.site.folder / "said"
    listed: list[dict[str, Any]] = json.loads(file.read_bytes()) if ran.code == 0 else []
    if not listed:
        raise RuntimeError(ran.said)
    return sorted(one["id"] for one in listed)


def _first(setup: Setup, ids: list[str]) -> Cost:
    profile = setup.scratch / f"first-{len(ids)}.yaml"
    head = f"id: first-{len(ids)}\ntitle: {{en: The first, ko: 처음}}\nselect:\n"
    profile.write_text(f"{head}  - rules: [{', '.join(ids)}]\n", "utf-8")
    words = ("--profile", str(profile), "--no-config", "--exit-zero")
    return setup.scan(setup.corpus, *words, *jobs(1), report=f"rules-{len(ids)}.json")


def _with_pack(setup: Setup, cards: int) -> Cost:
    folder = setup.scratch / f"pack-{cards}"
    make_pack(folder, cards)
    path = beside_us(folder)
    words = ("--profile", "every", "--no-config", "--exit-zero", *jobs(1))

    def scan() -> Cost:
        return setup.scan(setup.corpus, *words, report="pack.json", PYTHONPATH=path)

    scan()  # compiles the cards
    return setup.cold(scan)()
