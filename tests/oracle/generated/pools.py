"""For each word, what it is asked with and of: values that it can tell from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reference import iam
from reference.words import NEGATED


@dataclass(frozen=True)
class Pool:
    """Arguments of a word, and values; those that are texts may be parts of a text."""

    arguments: tuple[Any, ...]
    values: tuple[Any, ...]
    unit: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(one for one in self.values if isinstance(one, str) and one)


PLAIN = ("ab", "b", "22", "", 22, True, "true", "False", 4.5, ["ab"], {"k": "ab"})
TEXTS = ("ab", "b", "abb", "ba", "22", 22, "", True, ["ab"])
LISTS = (["ab", "b"], ["b"], [], {"ab": "b"}, {"k": "b"}, "ab", "xx", "b*", 22)
LIMITS = (0, 1, 2, {"at-least": 1}, {"at-most": 1}, {"above": 1, "below": 4}, {"equals": 2})
TIMES = ("300", 5, "PT5M", "rate(5 minutes)", "4 days", "1 day", 86400, 345600, "x", "P1D", True)
NUMBERS = (5, 22, 300, "300", "5", 4.5, "x", True, ["5"])
BLOCKS = (
    "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "8.8.8.8", "::/0", "fc00::/7", "10.0.1.5", "x", 5,
)  # fmt: skip
PORTS = (
    "80-443", 22, "22", "x", ["22", "80"],
    {"IpProtocol": "tcp", "FromPort": 20, "ToPort": "30"},
    {"IpProtocol": "tcp", "FromPort": "443", "ToPort": "443"},
    {"IpProtocol": "-1"}, {"IpProtocol": "icmp"}, {"IpProtocol": "udp"}, {"FromPort": -1, "ToPort": -1},
    {"Protocol": "6", "PortRange": {"From": 22, "To": 22}},
)  # fmt: skip
_BLOCKS = ("10.0.0.0/8", "0.0.0.0/0", "10.1.2.0/24", ["::/0", "10.0.1.5"])
_PORTS = (22, "1024-65535", [22, 443], "0-65535")
_PIECES = ("a", "ab", "b", "*", ["x", "22"])
_MANY = (["ab", "k"], ["b"], ["22", True])

OPERATORS: dict[str, Pool] = {
    "exists": Pool((True, False), PLAIN),
    "is": Pool(("literal", "reference", "in-app", ["literal", "reference"]), PLAIN),
    "empty": Pool((True, False), LISTS + PLAIN),
    "equals": Pool(("ab", "22", 22, True, "b", ["ab"], {"k": "ab"}), PLAIN),
    "in": Pool((["ab", 22], [], [True, "b"], [["ab"], "22"]), PLAIN),
    "matches": Pool(("^a", "b$", "^[0-9]+$", "true"), TEXTS),
    "contains": Pool(("ab", "b", "*", 22, True, "k"), LISTS),
    "contains-any": Pool(_MANY, LISTS),
    "contains-all": Pool((*_MANY, ["b", "ab"]), LISTS),
    "starts-with": Pool(_PIECES, TEXTS),
    "ends-with": Pool(_PIECES, TEXTS),
    **dict.fromkeys(("at-least", "at-most", "above", "below"), Pool((5, 22, "300"), NUMBERS)),
    **dict.fromkeys(
        ("before", "after"),
        Pool(
            ("2027-01-01", "2026-06-01"),
            ("2026-12-31", "2027-01-01T10:00:00Z", "2028-01-01", "x", 5),
        ),
    ),
    "length": Pool(LIMITS, LISTS),
    "prefix-length": Pool((16, {"at-least": 8, "at-most": 24}, {"above": 8}), BLOCKS),
    **dict.fromkeys(("cidr-within", "cidr-includes", "cidr-overlaps"), Pool(_BLOCKS, BLOCKS)),
    "cidr-public": Pool((True, False), BLOCKS),
    "ports-include": Pool(_PORTS, PORTS),
    "ports-within": Pool((*_PORTS, [20, "20-443"]), PORTS),
}
OPERATORS.update({word: OPERATORS[positive] for word, positive in NEGATED.items()})

MEASURED = Pool(("5 minutes", "4 days", 300), TIMES)
"""Of the words that heed a `unit`."""

ROLE = {"Fn::GetAtt": ["Role", "Arn"]}
BUCKET = {"Fn::GetAtt": ["T", "Arn"]}
ELEMENTS: dict[str, tuple[Any, ...]] = {
    "Effect": ("Allow", "Deny"),
    "Action": ("*", "s3:*", "S3:Get*", ["s3:GetObject", "iam:PassRole"], "iam:?assRole", "sqs:*"),
    "NotAction": ("iam:*", ["s3:Get*", "sqs:*"]),
    "Resource": ("*", "arn:aws:s3:::b", "arn:aws:s3:::*", "arn:aws:s3:::b/*", ["arn:aws:s3:::c", BUCKET]),
    "NotResource": ("arn:aws:s3:::b", BUCKET),
    "Principal": (
        "*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": ["arn:aws:iam::111122223333:root"]},
        {"Service": "lambda.amazonaws.com"}, {"AWS": ROLE}, {"AWS": {"Ref": "AWS::AccountId"}},
        {"Service": "*"}, {"AWS": "arn:aws:iam::444455556666:role/x"},
    ),
    "NotPrincipal": ({"AWS": "111122223333"}, {"AWS": "*"}),
    "Condition": (
        {"StringEquals": {"aws:SourceAccount": "111122223333"}}, {"Bool": {"aws:SecureTransport": "false"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": "1"}}, {"StringLike": {"aws:SourceAccount": "*"}},
        {"ForAnyValue:StringEquals": {"aws:sourceaccount": ["1", "111122223333"]}},
        {"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::b", "*"]}}, {"Null": {"aws:SourceAccount": "true"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, {"StringNotEquals": {"aws:SourceAccount": "1"}},
    ),
}  # fmt: skip
"""What statements say, by element."""

KNOWN_ACTIONS = ("s3:GetObject", ["s3:GetObject", "S3:PutObject"], "s3:ListAllMyBuckets", "iam:PassRole", ["sqs:TagQueue", "s3:ListAllMyBuckets"])  # fmt: skip

_ACTS = ("s3:GetObject", "*", "s3:*", ["iam:PassRole", "sqs:SendMessage"], "s3:Get*")
_KEYS = (
    "aws:SourceAccount", ["aws:SourceArn", "aws:SourceIp"], "aws:source/",
    {"key": "aws:SecureTransport", "equals": False}, {"key": "aws:SourceAccount", "in": ["111122223333"]},
    {"key": "aws:SourceAccount", "operator": ["StringNotEquals", "StringEqualsIfExists"]},
)  # fmt: skip
POLICY: dict[str, tuple[Any, ...]] = {
    "effect": ("Allow", "Deny"),
    "actions-include": _ACTS,
    "actions-touch": _ACTS,
    "resources-include": ("*", "arn:aws:s3:::b", "arn:aws:s3:::*", ["arn:aws:s3:::b/x", "arn:aws:s3:::c"]),
    "principals-include": ("*", "111122223333", "lambda.amazonaws.com", ["arn:aws:iam::444455556666:role/x"]),
    "principals-within": (["own-account", "*.amazonaws.com"], "111122223333", "*", ["own-account"]),
    "has-condition": _KEYS,
    "access-level": ("Read", ["Write", "List"], "Permissions management", "Tagging"),
    "resource-must-be-wildcard": (True, False),
}  # fmt: skip
"""What policies are asked, by word."""

assert POLICY.keys() == iam.WORDS
