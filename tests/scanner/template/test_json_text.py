"""JSON is read whole, and every place in it can be found again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from synthgate.errors import TemplateError
from synthgate.model import Position
from synthgate.template.json_text import JsonLocator, parse
from synthgate.template.read import read_template
from synthgate.template.yaml_locator import YamlLocator
from synthgate.template.yaml_text import compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.template.document import Route

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# What YAML takes unescaped between double quotes.
PRINTABLE = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufffe\uffff"),
    max_size=8,
)


def documents(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | text
    )
    return st.dictionaries(
        text,
        st.recursive(
            scalars,
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
            max_leaves=12,
        ),
        max_size=5,
    )


def routes(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    yield route, value
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for step, child in items:
            yield from routes(child, (*route, step))


LAYOUTS = st.fixed_dictionaries(
    {"indent": st.sampled_from([None, 0, 1, 2, "\t"]), "ensure_ascii": st.booleans()}
)


@given(documents(ANY_TEXT), LAYOUTS)
@example({"": {"": [{}, [], ""]}}, {"indent": None, "ensure_ascii": True})
@example({'"\\': {"\n": '"}]'}, "😀": ["{"]}, {"indent": 2, "ensure_ascii": False})
def test_every_route_leads_to_its_place(document: Any, layout: Any) -> None:
    """A span starts at the key, or is the value; a short value stands whole in it."""
    text = json.dumps(document, **layout)
    locator = JsonLocator(text)
    for route, value in routes(document):
        start, end = locator.span(route)
        span = text[start:end]
        block = isinstance(value, dict | list)
        if not route or isinstance(route[-1], int):
            whole = json.dumps(value, **layout)
            assert span == (whole[:1] if block else whole)
        elif block:
            assert json.loads(span) == route[-1]
        else:
            assert json.loads(f"{{{span}}}") == {route[-1]: value}


@given(documents(ANY_TEXT))
def test_reading_gives_what_was_written(document: Any) -> None:
    """What a JSON writer wrote is what is read."""
    assert parse(json.dumps(document, ensure_ascii=False).encode()) == document


@given(documents(ANY_TEXT), st.data())
def test_an_absent_route_leads_to_its_deepest_part(document: Any, data: st.DataObject) -> None:
    """Steps that the text does not have do not change the place."""
    text = json.dumps(document)
    locator = JsonLocator(text)
    route, value = data.draw(st.sampled_from(list(routes(document))))
    more = data.draw(st.lists(ANY_TEXT | st.integers(0, 9), min_size=1, max_size=3))
    inside = isinstance(value, dict) and more[0] in value
    inside |= isinstance(value, list) and isinstance(more[0], int) and more[0] < len(value)
    if not inside:
        assert locator.span((*route, *more)) == locator.span(route)


class Written:
    """A YAML writer that notes where it writes what: the test's own truth."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.lines: list[str] = []
        self.places: dict[Route, tuple[int, int]] = {}
        self._block(document, (), 0)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def _block(self, value: Any, route: Route, indent: int) -> None:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for step, child in items:
            lead = f"{json.dumps(step, ensure_ascii=False)}:" if isinstance(step, str) else "-"
            block = isinstance(child, dict | list) and child
            inline = "" if block else " " + json.dumps(child, ensure_ascii=False)
            self.lines.append(" " * indent + lead + inline)
            if isinstance(step, str):
                self.places[(*route, step)] = len(self.lines), indent + 1
            elif block:
                self.places[(*route, step)] = len(self.lines) + 1, indent + 3
            else:
                self.places[(*route, step)] = len(self.lines), indent + 3
            if block:
                self._block(child, (*route, step), indent + 2)


@given(documents(PRINTABLE))
@example({"한국어😀": [{"키": "값"}, [["x"]]], "b": {}})
def test_the_same_document_in_yaml_has_its_places_too(document: Any) -> None:
    """Line and column, in code points, of every route of a YAML text."""
    written = Written({"Resources": {}, "V": document})
    template = read_template("t.yaml", written.text.encode())
    assert template.data["V"] == document
    for route, (line, column) in written.places.items():
        assert template.locate(route).start == Position(line, column)


@given(documents(PRINTABLE))
def test_a_yaml_writer_of_the_world_is_understood(document: Any) -> None:
    """A text from PyYAML's own writer has each key on its line."""
    text = yaml.safe_dump({"V": document}, allow_unicode=True, width=10_000)
    root = compose(text)
    assert root
    locator = YamlLocator(root)
    for route, _ in routes({"V": document}):
        if route and isinstance(route[-1], str) and route[-1].isalnum():
            start, _ = locator.span(route)
            assert text[start:].lstrip("'\"? ").startswith(route[-1])


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (b'{"Resources": {', None),
        (b'{\n "a": 1,\n}', Position(2, 8)),
        (b'{"a": 1 "b": 2}', Position(1, 9)),
        (b"{'a': 1}", Position(1, 2)),
        (b'{"a": NaN}', Position(1, 7)),
        (b'{"a": 1} {}', Position(1, 10)),
        ('{"한국": 1 "b": 2}'.encode(), Position(1, 10)),
        ('{"😀": 1,\n "가나다": x}'.encode(), Position(2, 9)),
        (b'{"a": "\\ud800"}', None),
        (b'{"a": "\n"}', None),
    ],
)
def test_a_mistake_has_its_place_in_code_points(text: bytes, position: Position | None) -> None:
    """Where the text stops being JSON, counted from one."""
    with pytest.raises(TemplateError) as caught:
        parse(text)
    assert caught.value.position
    if position:
        assert caught.value.position == position


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('{"Resources": {"A": {"Type": "T", "a": 1,\n "a": 2}}}', Position(2, 2)),
        ('{"A": 1, "\\u0041": 2}', Position(1, 10)),
        ('{"\\\\": 1, "x": "\\\\\\":", "\\u005c": 2}', Position(1, 25)),
        ('[{"a": ":"}, {"한국" : ["{"], "b": "}",\r\n\t"한국"\n:1}]', Position(2, 2)),
        ('{"a": {"a": [{"a": 1}, {"a": 1}]}, "": 0, "": 0}', Position(1, 43)),
    ],
)
def test_of_two_equal_keys_neither_is_taken(text: str, position: Position) -> None:
    """Readers differ in which one counts: refused at the second, equal by what they spell."""
    with pytest.raises(TemplateError) as caught:
        parse(text.encode())
    assert caught.value.position == position
    assert "duplicate key" in caught.value.text.en


@given(documents(ANY_TEXT), LAYOUTS, st.data())
def test_a_key_is_told_twice_where_one_is_written_twice(
    document: Any, layout: Any, data: st.DataObject
) -> None:
    """Whatever strings hold that looks like keys, in every layout: no more and no less."""
    text = json.dumps(document, **layout)
    assert parse(text.encode()) == document
    objects = [value for _, value in routes(document) if isinstance(value, dict) and value]
    if objects:
        chosen = data.draw(st.sampled_from(objects))
        chosen[_Twin(data.draw(st.sampled_from(list(chosen))))] = 0
        with pytest.raises(TemplateError, match="duplicate key"):
            parse(json.dumps(document, **layout).encode())


class _Twin(str):
    """A key that a dict takes for another than all it has, and JSON does not."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@pytest.mark.parametrize("levels", [300, 10_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_json_without_end_is_refused(levels: int, opening: str, closing: str) -> None:
    """Nesting that no template needs is an error, whole or cut short, and never a crash."""
    for tail in ("1" + closing * levels, ""):
        with pytest.raises(TemplateError):
            read_template("t.json", (opening * levels + tail).encode())


@pytest.mark.parametrize("number", ["1" * 400, "1" * 5000, "1e400", "-1e-400", "0.1" + "0" * 5000])
def test_numbers_without_measure_are_read_and_found_or_refused(number: str) -> None:
    """A number that no machine holds is no crash: neither in reading nor in finding."""
    text = f'{{"n": {number}, "Resources": {{"A": {{"Type": "T"}}}}}}'
    try:
        template = read_template("t.json", text.encode())
    except TemplateError:
        return
    assert template.locate(("Resources", "A", "Type")).start.column == text.index('"Type"') + 1
