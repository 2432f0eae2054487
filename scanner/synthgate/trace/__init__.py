"""``synthgate scan --explain``: one verdict, step by step."""

from synthgate.trace.command import trace

__all__ = ["trace"]
