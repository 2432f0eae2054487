"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.effects import Effect, evaluate_effects
from synthgate.evaluate.engine import by_environment, evaluate, evaluate_app
from synthgate.evaluate.placed import placed_of
from synthgate.evaluate.stack import Results, Stack, let_go

__all__ = [
    "Effect",
    "Results",
    "Stack",
    "by_environment",
    "evaluate",
    "evaluate_app",
    "evaluate_effects",
    "let_go",
    "placed_of",
]
