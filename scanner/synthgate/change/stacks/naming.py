"""What people call a stack."""

from __future__ import annotations

from synthgate.evaluate import Stack


def name_of(stack: Stack) -> str:
    """Its name in the app, else that which it is deployed by, else its template."""
    return stack.name or stack.resolver.placement.stack_name or stack.template.path
