"""``--explain``: a verdict, step by step."""

from synthgate.trace.account import of_all
from synthgate.trace.command import trace, whole

__all__ = ["of_all", "trace", "whole"]
