"""AWS's cloudformation-validate: its own findings, and rules of Guard, Rego and CEL held by it.

The library is native code, which dies of rules that are nested deeply enough and never ends over
others; so it runs in a process of its own (`worker`), whose deaths are found out about (`process`).
It tells what fails and nothing of what passes.
"""

from synthgate.adapters.cfn_validate.asked import ask, cel, guard, rego

__all__ = ["ask", "cel", "guard", "rego"]
