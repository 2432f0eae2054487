"""Why the hook says no without having judged anything."""


class RefusedError(Exception):
    """What was asked cannot be judged; the text says why, and what to do."""
