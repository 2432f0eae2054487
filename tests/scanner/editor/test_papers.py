"""What is shown on hover says what it is to say, whatever signs are in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from synthgate.editor.diagnostics import web_page
from synthgate.editor.papers import Markdown, Plain
from synthgate_reports.wording import sentence

READER = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
SIGNS = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&;:/ \n\ta1가😀\u202e=\"'@"), max_size=40)
TEXTS = SIGNS | st.text(max_size=40)


def read(markdown: str) -> list[tuple[str, str]]:
    """What a reader of Markdown makes of a paragraph: kinds of pieces, and what they say."""
    (paragraph,) = [token for token in READER.parse(markdown) if token.type == "inline"]
    return [(one.type, one.content) for one in paragraph.children or []]


@given(TEXTS)
def test_prose_is_read_as_the_words_that_it_is(text: str) -> None:
    """No piece of it is anything but text."""
    said = Markdown().prose(text)
    if not sentence(text):
        assert said == ""
        return
    pieces = read(said)
    assert {kind for kind, _ in pieces} <= {"text", "text_special"}
    assert "".join(words for _, words in pieces) == sentence(text)


@given(TEXTS)
def test_a_name_is_read_letter_by_letter(text: str) -> None:
    """As code, and nothing else."""
    if sentence(text):
        ((kind, words),) = read(Markdown().name(text))
        assert kind == "code_inline"
        assert words.strip() == sentence(text).strip()


@given(TEXTS)
def test_code_ends_where_it_ends(text: str) -> None:
    """Whatever fences are in it."""
    tokens = READER.parse(Markdown().code(text, "python"))
    assert [token.type for token in tokens] == ["fence"]


@given(TEXTS)
def test_plain_text_is_what_it_is(text: str) -> None:
    """In which nothing is hidden."""
    assert Plain().prose(text) == sentence(text)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "command:workbench.action.quit",
        "http://plain.example",
        "https://",
        "https://a.example/<x>\n",
        "https://[",
        "https://예시.example",
        "vscode://x",
        "",
        None,
    ],
)
def test_only_pages_of_the_web_are_linked(link: str | None) -> None:
    """Rules may be anybody's."""
    assert web_page(link) is None


def test_a_page_of_the_web_is() -> None:
    """As it is written."""
    page = "https://docs.aws.amazon.com/x.html#y"
    assert web_page(page) == page
