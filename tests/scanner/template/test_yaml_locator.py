"""Places in YAML are found by looking a mapping through once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synthgate.template.yaml_locator import YamlLocator
from synthgate.template.yaml_text import compose

if TYPE_CHECKING:
    from collections.abc import Iterator


class Counted(list[Any]):
    """The entries of a node, and how often they were gone through."""

    walks = 0

    def __iter__(self) -> Iterator[Any]:
        self.walks += 1
        return super().__iter__()

    def __reversed__(self) -> Iterator[Any]:
        self.walks += 1
        return super().__reversed__()


def test_a_mapping_is_looked_through_once() -> None:
    """However many of its entries are asked for: 4,000 resources took half a minute else."""
    names = [f"R{number}" for number in range(300)]
    text = "Resources:\n" + "".join(f"  {name}: {{Type: 'A::B::C', P: [1]}}\n" for name in names)
    root = compose(text)
    assert root
    resources = root.value[0][1]
    resources.value = entries = Counted(resources.value)
    locator = YamlLocator(root)
    for name in names:
        start, _ = locator.span(("Resources", name, "P", 0, "deeper"))
        assert text[start] == "1"
        start, end = locator.span(("Resources", name, "absent"))
        assert text[start:end] == name
    assert entries.walks == 1


def test_of_equal_keys_the_first_is_found() -> None:
    """As a text with both is told of: at the second, which is no place of the data."""
    root = compose("a: 1\nb: 2\na: 3\n")
    assert root
    assert YamlLocator(root).span(("a",)) == (0, 4)
    assert YamlLocator(root).span((0,)) == YamlLocator(root).span(())
