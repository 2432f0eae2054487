"""What the mask covers, and that a place stays where it was."""

from __future__ import annotations

import base64
import re

import pytest

from generated.planting import known
from synthgate.model import Message, joined, verbatim
from synthgate.resolve.causes import Decider
from synthgate.resolve.values import Partial, unknown
from synthgate.secrets.mask import STARS, Mask, Shown, any_of
from synthgate.secrets.program import shown_lines
from synthgate.template.read import read_template

SECRET = 'kept"4ever\\'  # noqa: S105 - opens nothing
MASK = Mask(frozenset({SECRET, "admin", "hunter2hunter2"}))


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        'kept\\"4ever\\\\',
        base64.b64encode(SECRET.encode()).decode(),
        "admin",
        "hunter2hunter2",
    ],
)
def test_a_secret_in_any_spelling(text: str) -> None:
    """As it is, in JSON, in base64."""
    assert MASK.hide(f"a {text} b") == f"a {STARS} b"


@pytest.mark.parametrize("text", ["administrator", "sysadmin", "admin_name", "nothing at all"])
def test_a_short_word_is_hidden_where_it_stands_alone(text: str) -> None:
    """Else a password like ``admin`` would take half of a report with it."""
    assert MASK.hide(text) == text


def test_everything_that_a_finding_says() -> None:
    """Sentences within sentences, values in values."""
    inner = Message("{a} is {b}").format(a="x", b="hunter2hunter2")
    text = joined(": ", [verbatim("admin"), Message("so {it}").format(it=inner)])
    assert MASK.said(text).en == f"{STARS}: so x is {STARS}"
    value = {"a": ["admin", 5, Partial(("hunter2hunter2", unknown(Decider.PARAMETER, "P")))]}
    assert "hunter2" not in str(MASK.seen(value))
    assert MASK.seen(value)["a"][:2] == [STARS, 5]


def test_known_credentials_need_no_telling() -> None:
    """In whatever is said."""
    token = known()["github"]
    assert Mask().hide(f"x {token} y") == f"x {STARS} y"


def test_lines_stay_where_they_are() -> None:
    """However many lines a secret has."""
    key = known()["private_key"]
    body = "\n".join(f"        {line}" for line in key.splitlines())
    text = f"Resources:\n  A:\n    Type: T\n    Properties:\n      K: |\n{body}\n      Z: last\n"
    template = read_template("t.yaml", text.encode())
    for shown in (Shown(template), Shown(template, routes=[("Resources", "A", "Properties", "K")])):
        last = shown.excerpt(len(text.splitlines()))
        assert last.lines[1] == "      Z: last"
        every = "\n".join(line for n in range(1, 14) for line in shown.excerpt(n).lines)
        assert not any(line in every for line in key.splitlines()[1:-1])


PROGRAM = '''\
import aws_cdk  # admin of it all
db = Database(self, "Db", password="hunter2hunter2", port=5432)
script = """
export X=hunter2hunter2
"""
number = 123456789
'''


def test_a_program_of_an_app_with_secrets_shows_no_text() -> None:
    """Texts, comments and long numbers are gone, names and the number of lines are not."""
    lines = shown_lines(PROGRAM, secretive=True)
    assert len(lines) == len(PROGRAM.splitlines())
    assert lines[1] == f'db = Database(self, "{STARS}", password="{STARS}", port=5432)'
    assert not any(word in "\n".join(lines) for word in ("hunter2", "admin", "123456789"))


def test_any_other_program_shows_no_assignment_of_one() -> None:
    """By its name, though nothing is known of it."""
    lines = shown_lines(PROGRAM, secretive=False)
    assert lines[0] == PROGRAM.splitlines()[0]
    assert lines[1] == f'db = Database(self, "Db", password="{STARS}", port=5432)'


def test_a_pattern_of_many_texts_finds_each_and_the_longest() -> None:
    """However they begin alike."""
    texts = ["se", "secret", "secret1", "secrets", "sea", "x.y", "x*y", "x"]
    pattern = re.compile(any_of(sorted(texts)))
    for text in texts:
        found = pattern.match(text + "!")
        assert found
        assert found[0] == text
    assert not pattern.match("xay".replace("x", "z"))
