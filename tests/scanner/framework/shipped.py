"""The frameworks that ship, with their rules, read once for all tests."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import synthgate_rules
from synthgate.framework.mapped import RuleBook, book_of
from synthgate.framework.reading import built_in, read_framework
from synthgate.rule.cards.catalog import Catalog, load_catalog

if TYPE_CHECKING:
    from synthgate.framework.sheet import Framework
    from synthgate.model import Text

HANGUL = re.compile("[가-힣]")


@functools.cache
def catalog() -> Catalog:
    """Every rule that ships."""
    return load_catalog(synthgate_rules.CARDS)


@functools.cache
def book() -> RuleBook:
    """These rules, as mappings find them."""
    return book_of(catalog().names, catalog().outlines)


@functools.cache
def framework_named(name: str) -> Framework:
    """A framework that ships, without mistakes, and without rules by names of before."""
    reading = read_framework(built_in()[name], f"frameworks/{name}.yaml", book())
    assert reading.problems == ()
    assert reading.notices == ()
    assert reading.framework is not None
    return reading.framework


def is_in_both(words: Text) -> bool:
    """Whether something is said in English, and in Korean."""
    return bool(words.en) and not HANGUL.search(words.en) and bool(HANGUL.search(words.ko))
