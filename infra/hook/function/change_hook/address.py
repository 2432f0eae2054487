"""Which addresses a payload is fetched from: Amazon S3's own, of this partition, and no other."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from change_hook.errors import RefusedError

LONGEST = 8_192
"""How many letters an address may have; one that is presigned has about two thousand."""
_PRINTABLE = re.compile(r"[!-~]+")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
_SUFFIXES = (
    ("cn-", "amazonaws.com.cn"),
    ("eusc-", "amazonaws.eu"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("us-iso-", "c2s.ic.gov"),
)
"""The DNS suffix of a partition by how its regions begin; of all others it is `_USUAL`. From
``endpoints.json`` of botocore (`partitions[].dnsSuffix`)."""
_USUAL = "amazonaws.com"
_BUCKET = r"(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\.)?"
_IN_A_REGION = rf"s3(?:-fips)?(?:\.dualstack)?\.{_REGION.pattern}"
_OLD = rf"s3(?:-{_REGION.pattern}|-external-1)?"
"""Without a region, or with a hyphen before it: "Virtual hosting of general purpose buckets",
"Backward compatibility" (Amazon S3 User Guide)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a payload lies: a host of Amazon S3, and what is asked of it."""

    host: str
    target: str


def suffix_of(region: str) -> str:
    """Return the DNS suffix of the partition that a region is in."""
    return next((suffix for start, suffix in _SUFFIXES if region.startswith(start)), _USUAL)


def address_of(url: object, region: str) -> Address:
    """Return where a payload lies, if that is Amazon S3 in the partition of a region.

    Endpoints are as "Making requests using the REST API" has them (Amazon S3 API Reference):
    ``s3.REGION.SUFFIX`` and ``s3.dualstack.REGION.SUFFIX``, with the bucket before them or not.

    Raises:
        RefusedError: it is anything else.
    """
    if not isinstance(url, str) or not url:
        raise RefusedError("the request names no payload: requestData.payload is to be a URL")
    if len(url) > LONGEST or not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise RefusedError("the address of the payload is no URL of printable ASCII")
    host, target = _parts(url)
    if not _is_s3(host, suffix_of(region)):
        told = f"the payload lies at {host[:100]!r}, which is no endpoint of Amazon S3 here"
        raise RefusedError(told)
    return Address(host, target)


def _parts(url: str) -> tuple[str, str]:
    """The host of an address, and what is asked of it; the query is what signs it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("the address of the payload is no URL") from error
    if parts.scheme != "https":
        raise RefusedError("the payload is fetched by https alone")
    if "@" in parts.netloc or port not in {None, 443} or parts.fragment:
        raise RefusedError("the address of the payload has a user, a port or a fragment")
    query = f"?{parts.query}" if parts.query else ""
    return parts.hostname or "", f"{parts.path or '/'}{query}"


def _is_s3(host: str, suffix: str) -> bool:
    endings = [_IN_A_REGION] if suffix != _USUAL else [_IN_A_REGION, _OLD]
    return any(re.fullmatch(rf"{_BUCKET}{one}\.{re.escape(suffix)}", host) for one in endings)
