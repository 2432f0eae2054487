"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.engine import Results, Stack, evaluate, evaluate_app

__all__ = ["Results", "Stack", "evaluate", "evaluate_app"]
