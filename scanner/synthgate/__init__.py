"""synthgate: the gate between ``cdk synth`` and ``cdk deploy``.

from synthgate import scan

report = scan("cdk.out")
assert report.gate.verdict == "open", report.gate.reason["en"]
"""

# Nothing is imported here but the version, which lies beside it, not even `__future__`: `python -m
# synthgate` imports this module while the working folder is still where Python looks first (see
# `__main__`).
from synthgate.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import EllipsisType

    from synthgate.model import Language, Report, Severity

__all__ = ["__version__", "scan"]


def scan(
    *paths: "str | Path",
    fail_on: "Severity | str | EllipsisType | None" = ...,
    profile: "str | Path | None" = None,
    rules: "Sequence[str | Path] | None" = None,
    environment: "str | None" = None,
    parameters: "str | Path | None" = None,
    all_scenarios: "bool | None" = None,
    allow_code: "bool | None" = None,
    untrusted: "bool | None" = None,
    language: "Language | None" = None,
    keep_results: bool = False,
    folder: "str | Path | None" = None,
    config: "str | Path | EllipsisType | None" = ...,
) -> "Report":
    """Scan cloud assemblies, templates and folders; the library's way to ``synthgate scan``.

    What is not given is as the variables ``SYNTHGATE_…`` and ``synthgate.yaml`` have it.

    Args:
        paths: what to scan, by default ``cdk.out``. Relative to `folder`.
        fail_on: the least severity that closes the gate, by default ``"high"``; None or
            ``"never"`` for none.
        profile: which rules to check: the name of a profile, or its file.
        rules: folders of rule cards to use besides the built-in ones.
        environment: what the stacks are for ("production"), where their names and tags do
            not say it.
        parameters: a file of template parameters (see ``--parameters``).
        all_scenarios: look past the defaults of parameters.
        allow_code: run the Python beside cards of folders that ``synthgate.yaml`` names, too.
        untrusted: take from ``synthgate.yaml`` and templates only what cannot weaken the gate.
        language: the language that reports written from the result are in.
        keep_results: keep what the report was made of, for the format ``results``.
        folder: the folder that paths are relative to, by default the current one.
        config: the file to read instead of the nearest ``synthgate.yaml``; None to read none.

    Returns:
        The report. A template that cannot be read is in its `problems`, not an exception.

    Raises:
        ValueError: `fail_on` is no severity.
        UsageError: the configuration has mistakes, or the file of parameters cannot be used.
    """
    # Imported here, so that `import synthgate` costs a CDK app's start-up nothing.
    from synthgate.asked import run_as_asked  # noqa: PLC0415

    given = {
        "paths": paths or None,
        "fail-on": None if fail_on is ... else fail_on or "never",
        "profile": profile,
        "rules": rules,
        "environment": environment,
        "parameters": parameters,
        "all-scenarios": all_scenarios,
        "allow-code": allow_code,
        "untrusted": untrusted,
        "lang": language,
        "format": ["results"] if keep_results else None,
    }
    return run_as_asked(given, folder, config)
