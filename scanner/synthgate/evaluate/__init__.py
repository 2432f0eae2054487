"""Templates x rules -> verdicts and findings."""

from synthgate.evaluate.engine import by_environment, evaluate, evaluate_app
from synthgate.evaluate.placed import placed_of
from synthgate.evaluate.stack import Results, Stack, let_go

__all__ = ["Results", "Stack", "by_environment", "evaluate", "evaluate_app", "let_go", "placed_of"]
