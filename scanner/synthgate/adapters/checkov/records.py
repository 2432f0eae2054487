"""Records of checkov in our words.

A record holds lines of the template, and for checks over several resources all of its properties:
nothing of that is read. Without a key of its vendor's service there is neither a severity nor a
link in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from synthgate.adapters.asking import Readable
from synthgate.model import Acceptance, Reported, Spot, Status, verbatim
from synthgate.secrets.hearsay import link, one_line
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import property_path

_STATUS: Mapping[str, Status] = {
    "PASSED": Status.PASS,
    "FAILED": Status.FAIL,
    "SKIPPED": Status.FAIL,
    "UNKNOWN": Status.UNKNOWN,
}
_ID = re.compile(r"[\w.:-]{1,200}")
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}")
_KEY = re.compile(r"Properties(?:/(?:\[\d{1,9}\]|[\w:.-]+)){1,40}")
_INDEX = re.compile(r"\[(\d{1,9})\]")


def template_of(file: object, templates: Mapping[str, Readable]) -> Readable | None:
    """The template that was laid before checkov under the name of a file."""
    path = file.replace("\\", "/") if isinstance(file, str) else ""
    return templates.get(PurePosixPath(path).stem)


def reported_of(record: Any, templates: Mapping[str, Readable]) -> Reported | None:
    """What a record says of which resource; None where that cannot be told."""
    if not is_mapping(record):
        return None
    result, rule_id = record.get("check_result"), record.get("check_id")
    template = template_of(record.get("file_path"), templates)
    if not is_mapping(result) or not isinstance(rule_id, str) or not _ID.fullmatch(rule_id):
        return None
    status = _STATUS.get(str(result.get("result")))
    if template is None or status is None:
        return None
    title = one_line(record.get("check_name"))
    first, last = _lines(record.get("file_line_range"))
    return Reported(
        "checkov",
        rule_id,
        status,
        Spot(
            template.shown,
            _logical_id(record.get("resource")),
            line=first,
            end_line=last,
            property_path=_property(result),
        ),
        title,
        title,
        _severity(record.get("severity")),
        link(record.get("guideline")),
        accepted=_accepted(result),
    )


def _accepted(result: Mapping[str, Any]) -> Acceptance | None:
    """What a comment in the template, or its metadata, says to checkov."""
    if result.get("result") != "SKIPPED":
        return None
    return Acceptance("checkov", verbatim(one_line(result.get("suppress_comment"))))


def _logical_id(resource: Any) -> str:
    """Of ``AWS::S3::Bucket.Name``; of a secret that was found, its digest stands there."""
    type_, _, name = resource.rpartition(".") if isinstance(resource, str) else ("", "", "")
    return name if "::" in type_ and _LOGICAL_ID.fullmatch(name) else ""


def _lines(span: Any) -> tuple[int, int]:
    if not is_list(span) or len(span) != 2:
        return 0, 0
    first, last = (it if isinstance(it, int) and it > 0 else 0 for it in span)
    return first, max(first, last)


def _property(result: Mapping[str, Any]) -> str:
    """The property that a check looked at, where it looked at one of one resource."""
    keys = result.get("evaluated_keys")
    if "entity" in result or not is_list(keys) or len(keys) != 1:
        return ""
    [key] = keys
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return ""
    indices = map(_INDEX.fullmatch, steps := key.split("/"))
    route = [int(at[1]) if at else step for at, step in zip(indices, steps, strict=True)]
    return one_line(property_path(tuple(route)))


def _severity(written: Any) -> str:
    """The word that the vendor's service gives, by itself or as `name`."""
    return one_line(written.get("name") if is_mapping(written) else written, 40)
