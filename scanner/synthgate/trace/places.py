"""Where something stands in a template, and how that is written."""

from __future__ import annotations

from synthgate.rule.surroundings.view import View
from synthgate.template.document import Route, property_path


def spot(view: View, route: Route) -> str:
    """Where a route from a resource, a stack or an app leads in the template."""
    template = view.resolver.template
    top: Route = () if view.is_whole else ("Resources", view.resource.logical_id)
    start = template.locate((*top, *route)).start
    return f"({template.path}:{start.line}:{start.column})"


def path_of(route: Route) -> str:
    """A route as people write it."""
    return property_path(route) or "$"


def titled(view: View) -> str:
    """A resource by its id, its type and its place."""
    resource = view.resource
    return f"{resource.logical_id} ({resource.type})  {spot(view, ())}"
