"""Secrets of every kind, made up when a test runs, and templates that hold them everywhere.

None of them stands in a file of the repository: who pushes it would be stopped by the forge.
"""

from __future__ import annotations

import base64
import json
import random
import string
import zlib

CHANCE = random.Random(20261130)  # noqa: S311 - secrets that open nothing
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE64 = string.ascii_letters + string.digits + "+/"
SAFE = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def letters(number: int, alphabet: str = SAFE) -> str:
    return "".join(CHANCE.choice(alphabet) for _ in range(number))


def checked(prefix: str) -> str:
    """A token with its checksum, as GitHub and npm make them."""
    body = letters(30)
    number, written = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        written = BASE62[digit] + written
    return f"{prefix}_{body}{written}"


def jwt() -> str:
    header, payload = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "HS256"}, {"sub": letters(8)})
    )
    return f"{header}.{payload}.{letters(43)}"


def private_key() -> str:
    body = "\n".join(letters(64, BASE64) for _ in range(4))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----"


def known() -> dict[str, str]:
    """A credential of each kind."""
    return {
        "aws_access_key": "AKIA" + letters(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        "aws_secret_key": letters(40, BASE64),
        "private_key": private_key(),
        "github": checked("ghp"),
        "github_fine": f"github_pat_{letters(22)}_{letters(59)}",
        "gitlab": f"glpat-{letters(20)}",
        "npm": checked("npm"),
        "pypi": f"pypi-AgE{letters(80)}",
        "slack": f"xoxb-{letters(12, string.digits)}-{letters(24)}",
        "stripe": f"sk_live_{letters(24)}",
        "sendgrid": f"SG.{letters(22)}.{letters(43)}",
        "google": f"AIza{letters(35)}",
        "twilio": f"SK{letters(32, HEX)}",
        "openai": f"sk-{letters(20)}T3BlbkFJ{letters(20)}",
        "anthropic": f"sk-ant-api03-{letters(90)}",
        "square": f"sq0csp-{letters(43)}",
        "mailchimp": f"{letters(32, HEX)}-us12",
        "telegram": f"{letters(9, '123456789')}:AA{letters(33)}",
        "vault": f"hvs.{letters(30)}",
        "docker": f"dckr_pat_{letters(27)}",
        "digitalocean": f"dop_v1_{letters(64, HEX)}",
        "azure": f"{letters(86, BASE64)}==",
        "jwt": jwt(),
        "url": letters(14),
    }


FRAMES = {
    "aws_secret_key": "aws_secret_access_key={}",
    "azure": "AccountName=a;AccountKey={};",
    "url": "postgres://app:{}@db.internal/app",
}
"""How those are written that are known by what is around them."""


def framed(kind: str, secret: str) -> str:
    return FRAMES.get(kind, "{}").format(secret)
