"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.engine import Results, Stack, evaluate

__all__ = ["Results", "Stack", "evaluate"]
