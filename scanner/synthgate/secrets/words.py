"""Names that say that a secret stands beside them, and values that are there for show."""

from __future__ import annotations

import re
from functools import lru_cache

from synthgate.patterns import pattern

_PARTS = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NUMBER = pattern(r"[0-9]+\Z")

PASSWORDS = frozenset({"password", "passwd", "passphrase", "passwort", "pwd"})
"""Words at the end of a name whose value is a password, whatever it is."""
_SECRETS = frozenset({"secret", "token", "apikey", "secretkey", "accesskey", "privatekey"})
_PAIRS = frozenset(
    {
        *(("api", "key"), ("secret", "key"), ("access", "key"), ("private", "key")),
        *(("auth", "key"), ("account", "key"), ("signing", "key"), ("encryption", "key")),
        *(("shared", "key"), ("master", "key"), ("license", "key"), ("client", "key")),
    }
)
AWS_KEYS = frozenset(
    {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"}
)
"""Variables that AWS's own programs take keys from (AWS SDKs Reference Guide, "Credentials")."""


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters: ``DB_PASSWORD2`` and ``dbPassword`` are two each."""
    words = [part.lower() for part in _PARTS.findall(name)]
    while words and _NUMBER.match(words[-1]):
        words.pop()
    return tuple(words)


def is_password(name: str) -> bool:
    """Whether a name says that its value is a password: by its last word."""
    words = words_of(name)
    return bool(words) and words[-1] in PASSWORDS and name != "PWD"


def is_secret(name: str) -> bool:
    """Whether a name says that its value is a secret of another sort: a token, a key.

    What only has such a word within (``SECRET_ARN``, ``TOKEN_TTL``) is about one.
    """
    words = words_of(name)
    return bool(words) and (words[-1] in _SECRETS or words[-2:] in _PAIRS)


_SHOWN = pattern(
    r"""\A(?:
        <.*> | \[.*\] | \{.*\} | \(.*\) | %.*% | \$.* | @.*@ | .*\{\{.*   # to be filled in
      | [xX*.\-_#?0]+ | .*(?:x{4}|X{4}|\*{3}|\.{3}).*
      | (?:your|insert|replace|enter|put|add|todo|tbd|dummy|placeholder|redacted|fixme)(?:[\W_].*)?
      | .*[\W_](?:here|placeholder|goes_here)
      | none | null | nil | undefined | n/a | na | empty | unset | unused | true | false | yes | no
    )\Z""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_LONGEST_SHOWN = 200


def is_placeholder(value: str) -> bool:
    """Whether a value stands for one that somebody is yet to put there.

    ``<your-token>``, ``xxxxx``, ``${TOKEN}``, ``REPLACE_ME``, and what calls itself an example, as
    the keys of AWS's documentation do. ``changeme`` is a password, and a bad one.
    """
    text = value.strip()
    if not text or "example" in text[:_LONGEST_SHOWN].lower():
        return True
    return len(text) <= _LONGEST_SHOWN and _SHOWN.match(text) is not None


_NAME_OF_ONE = pattern(
    r"arn:|https?://|s3://|projects/|/?[\w.+=@-]+(?:/[\w.+=@-]+)+/?\Z|/[\w.+=@-]+\Z|alias/"
)
_PLAIN_WORDS = pattern(r"[A-Za-z]+(?:[-_. ][A-Za-z]+)*\Z|[0-9]{1,6}\Z|[0-9.]+[smhd]?\Z")
_SHORTEST = 6


def tells(name: str, value: str) -> bool:
    """Whether a variable gives a secret away: by its name, and a value that is one itself.

    An ARN, a path or the name of a secret leads to it, and whoever reads that needs leave to
    go there. Of a token or a key, whose values are made by machines, a mere word counts as a name.
    """
    if name.upper() in AWS_KEYS:
        return bool(value) and not value.startswith(("$", "<", "{"))
    if is_placeholder(value) or _NAME_OF_ONE.match(value):
        return False
    if is_password(name):
        return True
    return is_secret(name) and len(value) >= _SHORTEST and not _PLAIN_WORDS.match(value)
