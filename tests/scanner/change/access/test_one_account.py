"""What becomes possible in an account is told, whichever policies of it are behind that."""

from __future__ import annotations

from itertools import product
from typing import Any

from access_compared import told
from hypothesis import given, settings
from hypothesis import strategies as st
from iam_evaluation import Document
from one_account import (
    ACCOUNT,
    BUCKET,
    ITSELF,
    OTHER,
    OWN_ROOT,
    ROLE,
    STRANGER,
    THEIR_ROOT,
    THINGS,
    State,
    Thing,
    in_theory,
    is_newly_possible,
    requests,
)

CONTEXTS = [
    tuple(zip(("aws:SecureTransport", "aws:SourceVpce"), values, strict=True))
    for values in product(("true", "false"), (None, "vpce-1", "vpce-2"))
]
CONDITIONS = [
    {"Bool": {"aws:SecureTransport": "false"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
    {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
]
WHO: list[Any] = [
    "*",
    {"AWS": "*"},
    {"AWS": ROLE},
    {"AWS": OWN_ROOT},
    {"AWS": [OWN_ROOT, ROLE]},
    {"AWS": OTHER},
    {"AWS": STRANGER},
    {"AWS": THEIR_ROOT},
    {"Service": "s3.amazonaws.com"},
]


def some_of(found: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(found), min_size=1, max_size=2, unique=True)


@st.composite
def statements(draw: st.DrawFn, thing: Thing, *, is_of_resource: bool) -> dict[str, Any]:
    service = thing.actions[0].partition(":")[0]
    made: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    key = draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))
    every = [f"{service}:*"] if key == "Action" else []
    made[key] = draw(some_of([*thing.actions[:3], *every]))
    about = [ITSELF, "*"]
    if thing is BUCKET:
        about += [f"{ITSELF}/*", f"{ITSELF}/a"]
    if is_of_resource and thing is not BUCKET:
        made["Resource"] = ["*"]
    else:
        key = draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]))
        made[key] = draw(some_of(about))
    if is_of_resource:
        is_all_but = made["Effect"] == "Deny" and draw(st.integers(0, 3)) == 0
        key = "NotPrincipal" if is_all_but else "Principal"
        made[key] = {"AWS": [OWN_ROOT, ROLE]} if is_all_but else draw(st.sampled_from(WHO))
    if draw(st.integers(0, 2)) == 0:
        made["Condition"] = draw(st.sampled_from(CONDITIONS))
    return made


@st.composite
def documents(draw: st.DrawFn, thing: Thing, *, is_of_resource: bool) -> tuple[Document, Document]:
    """Two policies, of which the one is often what the other is, but for a statement."""
    one = st.lists(statements(thing, is_of_resource=is_of_resource), max_size=2)
    before, after = draw(one), draw(one)
    match draw(st.sampled_from(["same", "more", "other"])):
        case "same":
            return before, before
        case "more":
            return (
                (before, before + after[:1])
                if draw(st.booleans())
                else (before + after[:1], before)
            )
        case _:
            return before, after


@st.composite
def changes(draw: st.DrawFn) -> tuple[State, State]:
    thing = draw(st.sampled_from(THINGS))
    roles = draw(documents(thing, is_of_resource=False))
    policies = draw(documents(thing, is_of_resource=True))
    before, after = (State(thing, *one) for one in zip(roles, policies, strict=True))
    return before, after


FEWER = settings(max_examples=settings().max_examples // 4)
"""A quarter of what others try: two templates are read for each."""


@FEWER
@given(changes())
def test_what_becomes_possible_in_an_account_is_told(change: tuple[State, State]) -> None:
    """A request that only the head lets in is told, and nothing is for sure without one."""
    before, after = change
    found = told(before.template, after.template, account=ACCOUNT)
    is_sure = any(not one.place.causes for one in found)
    if not found or is_sure:
        possible = is_newly_possible(before, after, requests(before.thing, CONTEXTS))
        assert found or not possible
        in_all = possible or is_newly_possible(before, after, in_theory(before.thing, CONTEXTS))
        assert in_all or not is_sure


@FEWER
@given(changes())
def test_what_is_possible_no_more_is_told(change: tuple[State, State]) -> None:
    """The same the other way round; of what is narrower nothing is asked but that it is told."""
    before, after = change
    found = told(before.template, after.template, "narrows-access", ACCOUNT)
    assert found or not is_newly_possible(after, before, requests(before.thing, CONTEXTS))
