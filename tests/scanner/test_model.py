"""The names of the model, which are looked for where they are defined when somebody asks."""

from __future__ import annotations

import pytest

from synthgate import model


def test_every_name_has_one_home_and_no_other_has() -> None:
    assert sorted(model._HOME) == sorted(model.__all__)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("name", model.__all__)
def test_a_name_is_there(name: str) -> None:
    assert getattr(model, name) is not None
