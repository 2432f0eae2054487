"""The version of synthgate. It is read by the build, too, and imports nothing."""

__version__ = "0.1.0"
