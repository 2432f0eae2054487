"""Texts, and what is asked of them: patterns with ``*``, and texts that are known in pieces."""
