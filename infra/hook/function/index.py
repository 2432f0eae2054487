"""Where Lambda looks for the function."""

from change_hook.handler import handler

__all__ = ["handler"]
