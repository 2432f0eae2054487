"""``python -m fuzzing``: go on with new seeds until the time is over, and keep what breaks."""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter

from fuzzing.harness import cards_read_once, not_made
from fuzzing.targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", choices=TARGETS, action="append")
    parser.add_argument("--seed", type=int, help="try this one seed, and show how it breaks")
    arguments = parser.parse_args()
    names = arguments.target or [*TARGETS]
    with cards_read_once():
        if arguments.seed is not None:
            for name in names:
                TARGETS[name](random.Random(arguments.seed))
            return 0
        return _search(names, time.monotonic() + 60 * arguments.minutes)


def _search(names: list[str], until: float) -> int:
    """Try the targets in turn; a fault is told by its target and seed, once for each place."""
    tried: Counter[str] = Counter()
    faults: dict[str, str] = {}
    seeds = random.SystemRandom()
    while time.monotonic() < until:
        name, seed = names[tried.total() % len(names)], seeds.randrange(10**9)
        tried[name] += 1
        try:
            TARGETS[name](random.Random(seed))
        except Exception as error:  # whatever it is: it is what was looked for
            if not_made(error):
                continue
            where = traceback.format_exc().splitlines()[-3:]
            key = f"{name} {type(error).__name__} {where[0].strip()[:200]} {str(error)[:160]}"
            if (
                faults.setdefault(key, f"--target {name} --seed {seed}")
                == f"--target {name} --seed {seed}"
            ):
                print(
                    f"python -m fuzzing --target {name} --seed {seed}\n    {str(error)[:2000]}",
                    flush=True,
                )
    print(f"tried {dict(tried)}; {len(faults)} faults")
    return bool(faults)


sys.exit(main())
