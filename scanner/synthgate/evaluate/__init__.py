"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.engine import Results, Stack, by_environment, evaluate, evaluate_app

__all__ = ["Results", "Stack", "by_environment", "evaluate", "evaluate_app"]
