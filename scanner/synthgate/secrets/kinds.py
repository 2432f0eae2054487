r"""Credentials that are known by their letters: prefixes, checksums, frames.

The patterns are those that the issuers publish, and that scanners of repositories have in common
(detect-secrets, gitleaks). RE2 finds them: one pass over a template, whatever stands in it. What
is there for show is none: see `words.is_placeholder`.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.secrets.words import is_placeholder


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of credential: how it is called, found, and told from what only looks like it."""

    id: str
    name: Message
    pattern: str
    hint: str = ""
    """What one of the kind begins with; the pattern itself where that says too little."""
    is_one: Callable[[str], bool] = lambda _: True
    secret: Callable[[str], str] = lambda found: found
    """The part of what was found that nobody should see."""


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A credential in a text, and where it stands there."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKED = 6
"""How many letters the checksum has."""


def _is_checked(token: str) -> bool:
    """Whether the last six letters are the CRC-32 of the thirty before them, in base 62.

    (GitHub, "Behind GitHub's new authentication token formats"; npm's are made likewise.)
    """
    body, written = token.partition("_")[2][:-_CHECKED], token[-_CHECKED:]
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECKED):
        number, digit = divmod(number, len(_DIGITS))
        letters = _DIGITS[digit] + letters
    return letters == written


def _is_jwt(token: str) -> bool:
    """Whether the first part is a JSON header that names an algorithm (RFC 7515, 4.1.1)."""
    return b'"alg"' in decoded(token.partition(".")[0])


def _has_body(key: str) -> bool:
    """Whether a private key holds more than its frame."""
    return re.search(r"[A-Za-z0-9+/=]{24}", re.sub(r"-----[^-]*-----", "", key)) is not None


def _password(url: str) -> str:
    return url.rpartition("@")[0].rpartition(":")[2]


_NO_PASSWORDS = frozenset({"password", "passwd", "pass", "pwd", "secret", "token", "user"})


def _has_password(url: str) -> bool:
    """Whether a URL logs in with more than the word for what is to be put there."""
    return _password(url).lower() not in _NO_PASSWORDS


def decoded(text: str) -> bytes:
    """What base64 stands for, in either alphabet; nothing where it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


KINDS = (
    # IAM User Guide, "IAM identifiers", "Understanding unique ID prefixes".
    Kind(
        "aws_access_key",
        Message("an AWS access key"),
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
        hint=r"A(?:KI|SI|BI|CC)A[A-Z2-7]{2}",
    ),
    Kind(
        "aws_secret_key",
        Message("an AWS secret access key"),
        r"(?i:secret_?(?:access)?_?key)[\"']?\s{0,4}[=:]\s{0,4}[\"']?[A-Za-z0-9/+]{40}\b",
        hint=r"(?i:secret_?(?:access)?_?key)",
        secret=lambda found: found[-40:],
    ),
    Kind(
        "private_key",
        Message("a private key"),
        r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-[^-])*"
        r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?",
        hint=r"PRIVATE KEY",
        is_one=_has_body,
    ),
    Kind(
        "github",
        Message("a GitHub token"),
        r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
        hint=r"gh[pousr]_[A-Za-z0-9]",
        is_one=_is_checked,
    ),
    Kind(
        "github_fine",
        Message("a GitHub token"),
        r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b",
        hint=r"github_pat_",
    ),
    Kind(
        "gitlab",
        Message("a GitLab token"),
        r"\b(?:glpat|gldt|glft|glsoat|glrt|glptt|glagent)-[A-Za-z0-9_\-]{20,64}",
        hint=r"\bgl(?:pat|dt|ft|soat|rt|ptt|agent)-",
    ),
    Kind(
        "npm",
        Message("an npm token"),
        r"\bnpm_[A-Za-z0-9]{36}\b",
        hint=r"npm_[A-Za-z0-9]",
        is_one=_is_checked,
    ),
    Kind("pypi", Message("a PyPI token"), r"\bpypi-AgE[A-Za-z0-9_\-]{70,}", hint=r"pypi-AgE"),
    Kind(
        "slack",
        Message("a Slack token"),
        r"\bxox[abposr]-(?:[0-9]+-)+[A-Za-z0-9]{8,}"
        r"|https://hooks\.slack\.com/services/T[A-Za-z0-9_]+/B[A-Za-z0-9_]+/[A-Za-z0-9_]{16,}",
        hint=r"xox[abposr]-|hooks\.slack",
    ),
    Kind("stripe", Message("a Stripe key"), r"\b[rs]k_live_[A-Za-z0-9]{24,}", hint=r"[rs]k_live_"),
    Kind(
        "sendgrid",
        Message("a SendGrid key"),
        r"\bSG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43}",
        hint=r"\bSG\.",
    ),
    Kind("google", Message("a Google API key"), r"\bAIza[A-Za-z0-9_\-]{35}", hint=r"AIza"),
    Kind("twilio", Message("a Twilio key"), r"\bSK[a-f0-9]{32}\b", hint=r"\bSK[a-f0-9]{8}"),
    Kind(
        "openai",
        Message("an OpenAI key"),
        r"\bsk-[A-Za-z0-9_\-]*T3BlbkFJ[A-Za-z0-9_\-]{20,}",
        hint=r"\bsk-[A-Za-z0-9]",
    ),
    Kind(
        "anthropic",
        Message("an Anthropic key"),
        r"\bsk-ant-[a-z0-9]+-[A-Za-z0-9_\-]{80,}",
        hint=r"sk-ant-",
    ),
    Kind("square", Message("a Square secret"), r"\bsq0csp-[A-Za-z0-9_\-]{43}", hint=r"sq0csp-"),
    Kind("mailchimp", Message("a Mailchimp key"), r"\b[0-9a-f]{32}-us[0-9]{1,2}\b"),
    Kind("telegram", Message("a Telegram bot token"), r"\b[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}\b"),
    Kind("vault", Message("a Vault token"), r"\bhvs\.[A-Za-z0-9_\-]{24,}", hint=r"\bhvs\."),
    Kind("docker", Message("a Docker token"), r"\bdckr_pat_[A-Za-z0-9_\-]{27,}", hint=r"dckr_pat_"),
    Kind(
        "digitalocean",
        Message("a DigitalOcean token"),
        r"\bdo[opr]_v1_[a-f0-9]{64}\b",
        hint=r"do[opr]_v1_",
    ),
    Kind(
        "azure",
        Message("an Azure storage key"),
        r"AccountKey=[A-Za-z0-9+/]{86}==",
        hint=r"AccountKey=",
        secret=lambda found: found[len("AccountKey=") :],
    ),
    Kind(
        "jwt",
        Message("a JSON Web Token"),
        r"\beyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{16,}",
        hint=r"\beyJ[A-Za-z0-9_\-]{8}",
        is_one=_is_jwt,
    ),
    Kind(
        "url",
        Message("a password in a URL"),
        r"\b[a-z][a-z0-9+.\-]{1,20}://[^\s:/?#@\[\]\"'<>{}$%*]*:[^\s:/?#@\[\]\"'<>{}$%*]{3,}@",
        hint=r"://[^\s:/?#@\[\]\"\'<>{}$%*]*:[^\s:/?#@\[\]\"\'<>{}$%*]*[^\s:/?#@\[\]\"\'<>{}$%*0-9]",
        is_one=_has_password,
        secret=_password,
    ),
)
"""Kinds by what they are found by; of a text that several fit, the first counts."""
_BY_ID = {kind.id: kind for kind in KINDS}


def tokens(text: str) -> Iterator[Token]:
    """The credentials in a text, in their order."""
    for found in _pattern().finditer(_encodable(text)) if may_hold(text) else ():
        kind = _BY_ID[found.lastgroup]
        secret = kind.secret(found[0])
        if kind.is_one(found[0]) and not is_placeholder(secret) and not _is_drawn(secret):
            start = found.end() - len(found[0]) + found[0].rindex(secret)
            yield Token(kind, text[start : start + len(secret)], start)


def may_hold(text: str) -> bool:
    """Whether a text has the beginning of a credential anywhere: mostly not, and soon told."""
    return _hints().search(text.encode(errors="replace")) is not None


def _is_drawn(secret: str) -> bool:
    """Whether it is made up to look like one: a few letters again and again, or in their row."""
    letters = secret.lower()
    few = len(set(letters)) < min(len(letters) / 3, 8)
    in_a_row = sum(ord(b) - ord(a) == 1 for a, b in pairwise(letters))
    return (len(letters) > 12 and few) or in_a_row > len(letters) / 3


def _encodable(text: str) -> str:
    """A text that RE2 can read, as long as before: half a letter of UTF-16 has no bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


@cache
def _pattern() -> Any:
    return _compiled("|".join(f"(?P<{kind.id}>{kind.pattern})" for kind in KINDS))


@cache
def _hints() -> Any:
    return _compiled("|".join(kind.hint or kind.pattern for kind in KINDS).encode())


def _compiled(pattern: str | bytes) -> Any:
    """A pattern; the import takes milliseconds, and many a command looks for nothing."""
    re2: Any = import_module("re2")
    options = re2.Options()
    options.max_mem = 16 << 20
    options.log_errors = False  # to stderr
    return re2.compile(pattern, options)
