"""Write the ids that cdk-nag's packs give to its rules: ``make nag-ids``.

From the JavaScript inside the installed cdk-nag (a tarball in its wheel), which is read and not
run. In `nag_ids.txt` a first line names its release, a second one every rule; then comes one for
each pack: its name, and its ids as ``SUFFIX=RULE``, or the rule alone where that is the suffix.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "scanner" / "synthgate" / "schemas" / "nag_ids.txt"
_PACK_NAME = re.compile(r"this\.packName = '([^']+)'")
_APPLIED = re.compile(r"this\.applyRule\(\{(.*?)\n\s*\}\);", re.DOTALL)
_SUFFIX = re.compile(r"ruleSuffixOverride: '([^']+)'")
_RULE = re.compile(r"\brule: \w+\.(\w+),")
_MAPPED = "//# sourceMappingURL"


def table() -> str:
    """What the file says."""
    sources = dict(_sources())
    rules = sorted(path.stem for path in sources if "rules" in path.parts and path.stem != "index")
    packs = sorted(_pack(text) for path, text in sources.items() if path.parent.name == "packs")
    lines = [f"cdk-nag {version('cdk-nag')}", " ".join(rules), *packs]
    return "".join(f"{line}\n" for line in lines)


def _sources() -> Iterator[tuple[PurePosixPath, str]]:
    """The compiled modules of the package."""
    wheel = distribution("cdk-nag")
    tarball = next(one for one in wheel.files or () if one.suffix == ".tgz")
    with tarfile.open(str(wheel.locate_file(tarball))) as packed:
        for member in packed:
            path = PurePosixPath(member.name)
            content = packed.extractfile(member) if path.suffix == ".js" else None
            if content and "lib" in path.parts:
                yield path, content.read().decode().partition(_MAPPED)[0]


def _pack(text: str) -> str:
    """The line of a pack."""
    name = _PACK_NAME.search(text)
    assert name, "a pack without a name"  # noqa: S101 - then cdk-nag is written in another way
    return " ".join([name[1], *sorted(map(_id, _APPLIED.findall(text)))])


def _id(applied: str) -> str:
    """One application of a rule: ``S10=S3BucketSSLRequestsOnly``."""
    rule, suffix = _RULE.search(applied), _SUFFIX.search(applied)
    assert rule, applied  # noqa: S101 - likewise
    return f"{suffix[1]}={rule[1]}" if suffix else rule[1]


def main() -> None:
    """Write the file."""
    text = table()
    FILE.write_text(text, "utf-8")
    release, _, *packs = text.splitlines()
    ids = sum(len(pack.split()) - 1 for pack in packs)
    sys.stdout.write(f"{ids} ids of {len(packs)} packs from {release}\n")


if __name__ == "__main__":
    main()
