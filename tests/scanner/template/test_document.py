"""A place in the data has a place in the text."""

from __future__ import annotations

import pytest

from synthgate.model import Excerpt, Position
from synthgate.template.document import EXCERPT_WIDTH, excerpt_of, lines_of, property_path
from synthgate.template.read import read_template

TEXT = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      Tags:
        - {Key: a, Value: b}
        - Key: !If [C, x, !Ref Y]
          Value: !Sub
            - a
            - {b: c}
"""


@pytest.mark.parametrize(
    ("route", "start", "end"),
    [
        ((), (1, 1), (1, 10)),
        (("Resources",), (1, 1), (1, 10)),
        (("Resources", "Bucket"), (2, 3), (2, 9)),
        (("Resources", "Bucket", "Type"), (3, 5), (3, 26)),
        (("Resources", "Bucket", "Properties", "Tags"), (5, 7), (5, 11)),
        (("Resources", "Bucket", "Properties", "Tags", 0), (6, 11), (6, 15)),
        (("Resources", "Bucket", "Properties", "Tags", 0, "Value"), (6, 20), (6, 28)),
        (("Resources", "Bucket", "Properties", "Tags", 1), (7, 11), (7, 14)),
        (("Resources", "Bucket", "Properties", "Tags", 1, "Key", "Fn::If", 1), (7, 24), (7, 25)),
        (
            ("Resources", "Bucket", "Properties", "Tags", 1, "Key", "Fn::If", 2, "Ref"),
            (7, 27),
            (7, 33),
        ),
        (
            ("Resources", "Bucket", "Properties", "Tags", 1, "Value", "Fn::Sub", 1, "b"),
            (10, 16),
            (10, 20),
        ),
        # what is not there leads to the deepest part that is
        (("Resources", "Bucket", "Properties", "Name"), (4, 5), (4, 15)),
        (("Resources", "Bucket", "Properties", "Tags", 7, "Key"), (5, 7), (5, 11)),
        (("Resources", "Bucket", "Type", "x", 0), (3, 5), (3, 26)),
        (("Nowhere", "at", "all"), (1, 1), (1, 10)),
    ],
)
def test_a_route_has_a_span(
    route: tuple[str | int, ...], start: tuple[int, int], end: tuple[int, int]
) -> None:
    """Lines and columns count from one, ends are exclusive, functions are no step."""
    location = read_template("t.yaml", TEXT.encode()).locate(route)
    assert (location.start, location.end) == (Position(*start), Position(*end))


def test_an_excerpt_is_the_line_and_its_neighbours() -> None:
    """One line on each side where there is one, none made up at the edges."""
    lines = lines_of(TEXT)
    assert excerpt_of(lines, 1) == Excerpt(1, ("Resources:", "  Bucket:"))
    assert excerpt_of(lines, 3) == Excerpt(
        2, ("  Bucket:", "    Type: AWS::S3::Bucket", "    Properties:")
    )


def test_an_excerpt_at_the_end_holds_the_last_line() -> None:
    """A text without a last line end has its last line all the same."""
    excerpt = excerpt_of(lines_of("Resources:\n  A: {Type: T}"), 2)
    assert excerpt == Excerpt(1, ("Resources:", "  A: {Type: T}"))


def test_a_minified_template_is_not_quoted_whole() -> None:
    """A line is cut at a width that a terminal bears."""
    text = '{"x": "' + "y" * 10_000 + '", "Resources": {"A": {"Type": "T"}}}'
    assert max(map(len, excerpt_of(lines_of(text), 1).lines)) == EXCERPT_WIDTH


def test_a_place_does_not_show_what_stands_there() -> None:
    """Lines come by way of the mask alone."""
    template = read_template("t.yaml", TEXT.encode())
    assert template.locate(("Resources", "Bucket")).excerpt is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(end: str) -> None:
    """LF, CRLF and a CR alone each end one line."""
    text = TEXT.replace("\n", end)
    location = read_template("t.yaml", text.encode()).locate(("Resources", "Bucket", "Type"))
    assert location.start == Position(3, 5)
    assert excerpt_of(lines_of(text), 3) == Excerpt(
        2, ("  Bucket:", "    Type: AWS::S3::Bucket", "    Properties:")
    )


def test_a_merged_key_is_found_at_what_has_it() -> None:
    """A key that came by ``<<`` has no place of its own: its mapping has."""
    text = "X: &x {Name: n}\nResources:\n  A:\n    Type: T\n    Properties:\n      <<: *x\n"
    location = read_template("t.yaml", text.encode()).locate(
        ("Resources", "A", "Properties", "Name")
    )
    assert location.start == Position(5, 5)


@pytest.mark.parametrize(
    ("route", "text"),
    [
        ((), ""),
        (("Properties", "Rules", 0, "Id"), "Properties.Rules[0].Id"),
        (("Properties", "aws:SecureTransport"), "Properties.aws:SecureTransport"),
        (("Properties", "a b"), "Properties['a b']"),
        (("a-b",), "['a-b']"),
        (("Properties", "Fn::If", 1), "Properties.Fn::If[1]"),
        (("", 0), "['']" + "[0]"),
        (("이름",), "이름"),
    ],
)
def test_a_route_is_written_as_people_write_it(route: tuple[str | int, ...], text: str) -> None:
    """Dots for names, brackets for the rest."""
    assert property_path(route) == text
