"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.engine import Results, Stack, by_environment, evaluate, evaluate_app
from synthgate.evaluate.placed import placed_of

__all__ = ["Results", "Stack", "by_environment", "evaluate", "evaluate_app", "placed_of"]
