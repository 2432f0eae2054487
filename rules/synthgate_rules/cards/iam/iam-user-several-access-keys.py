"""Another active key of the same user."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    Place,
    Reference,
    Resource,
    Truth,
    View,
    causes_of,
    compile_path,
    conjunction,
    disjunction,
    equal,
    negation,
)

KEY = "AWS::IAM::AccessKey"
USER = compile_path("$.Properties.UserName")


def another(resource: Resource, view: View) -> Iterator[Place]:
    """Where a user is named whose other key of the stack is active, too."""
    user = next(USER.find(resource.body))
    others = [one for one in view.of_type(KEY) if one.logical_id != resource.logical_id]
    whether = disjunction(
        conjunction((_of_user(one, user.value), _is_active(one), view.exists(one)))
        for one in others
    )
    if whether is not False:
        yield Place(user.route, user.value, causes_of(whether))


def _of_user(key: Resource, user: object) -> Truth:
    """Whether a key is of a user: two references are of one if they are the same."""
    theirs = next(USER.find(key.body)).value
    if isinstance(user, Reference) and isinstance(theirs, Reference):
        return user == theirs
    return not isinstance(theirs, Reference) and equal(theirs, user)


def _is_active(key: Resource) -> Truth:
    return negation(equal(key.properties.get("Status", "Active"), "Inactive"))
