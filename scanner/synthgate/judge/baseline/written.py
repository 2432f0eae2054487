"""How the file of a baseline is written: see `synthgate.judge.baseline.file`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import yaml

from synthgate.judge.baseline.entry import Entry, gathered
from synthgate.judge.baseline.file import VERSION
from synthgate.model import FINGERPRINTS
from synthgate.template.yaml_scalar import needs_quotes

_HEAD = """\
# Known findings: they are counted apart, and close no gate. Lines leave this file, and come, by
# 'synthgate baseline update'; whoever adds one by --add answers for it in review.
"""


def written(entries: Iterable[Entry]) -> str:
    """The text of a file with these findings; the same ones give the same bytes."""
    lines = "".join(f"- {_line(entry)}\n" for entry in gathered(entries))
    body = f"findings:\n{lines}" if lines else "findings: []\n"
    return f"{_HEAD}version: {VERSION}\nfingerprints: {FINGERPRINTS}\n{body}"


def _line(entry: Entry) -> str:
    """A finding as a mapping in one line; what is as it mostly is, is left out."""
    silent: dict[str, list[str]] = {}
    for one in entry.repeats:
        silent.setdefault(one.rule_id, []).append(one.fingerprint)
    told = {
        "rule": entry.rule,
        "status": entry.status,
        "severity": entry.severity,
        "stage": entry.stage,
        "stack": entry.stack,
        "in": entry.unit,
        "construct": entry.construct,
        "resource": entry.resource,
        "property": entry.property_path or None,
        "first-seen": entry.first_seen,
        "fingerprint": entry.fingerprint,
        "times": entry.times if entry.times > 1 else None,
        "repeats": silent or None,
    }
    plain = {key: value for key, value in told.items() if value is not None}
    # Releases of types-PyYAML differ in what they say of the data; it is plain, and text comes out.
    text_ = cast("Any", yaml).dump(plain, Dumper=_Dumper, **_STYLE)
    return str(text_).rstrip("\n")


class _Dumper(yaml.CSafeDumper):
    """Quotes, too, what only YAML after 1.1 takes for a number, as the reader does."""

    def quoted(self, text: str) -> Any:
        style = "'" if needs_quotes(text) else None
        return cast("Any", self).represent_scalar("tag:yaml.org,2002:str", text, style=style)


cast("Any", _Dumper).add_representer(str, _Dumper.quoted)
_STYLE = {
    "default_flow_style": True,
    "sort_keys": False,
    "allow_unicode": True,
    "width": 1_000_000,
}
