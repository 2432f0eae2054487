"""cfn-lint, run as a program: a linter, many of whose rules cloudformation-validate has as well.

It tells what fails and nothing of what passes. What a template tells it to ignore it leaves out.
"""

from synthgate.adapters.cfn_lint.asking import ask

__all__ = ["ask"]
