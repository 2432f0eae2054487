"""``--explain``: a verdict, step by step."""

from synthgate.trace.account import of_all
from synthgate.trace.command import APP, trace, whole

__all__ = ["APP", "of_all", "trace", "whole"]
