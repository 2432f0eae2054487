"""synthgate: the gate between ``cdk synth`` and ``cdk deploy``.

from synthgate import scan

report = scan("cdk.out")
assert report.gate.verdict == "open", report.gate.reason["en"]
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Language, Report, Severity

__version__ = "0.1.0"
__all__ = ["__version__", "scan"]


def scan(
    *paths: str | Path,
    fail_on: Severity | str | None = "high",
    rules: tuple[str | Path, ...] = (),
    environment: str | None = None,
    parameters: str | Path | None = None,
    all_scenarios: bool = False,
    language: Language = "en",
    folder: str | Path | None = None,
) -> Report:
    """Scan cloud assemblies, templates and folders; the library's way to ``synthgate scan``.

    Args:
        paths: what to scan, by default ``cdk.out``. Relative to `folder`.
        fail_on: the least severity that closes the gate; None or ``"never"`` for none.
        rules: folders of rule cards to use besides the built-in ones.
        environment: what the stacks are for ("production"), where their names and tags do
            not say it.
        parameters: a file of template parameters (see ``--parameters``).
        all_scenarios: look past the defaults of parameters.
        language: the language that reports written from the result are in.
        folder: the folder that paths are relative to, by default the current one.

    Returns:
        The report. A template that cannot be read is in its `problems`, not an exception.

    Raises:
        ValueError: `fail_on` is no severity.
        UsageError: the file of parameters cannot be used.
    """
    # Imported here, so that `import synthgate` costs a CDK app's start-up nothing.
    from synthgate.model import Severity  # noqa: PLC0415
    from synthgate.pipeline import Options, run  # noqa: PLC0415

    return run(
        Options(
            paths=tuple(str(path) for path in paths),
            folder=Path(folder) if folder else Path.cwd(),
            rules=tuple(Path(path) for path in rules),
            fail_on=None if fail_on in {None, "never"} else Severity(str(fail_on)),
            language=language,
            environment=environment,
            parameters=Path(parameters) if parameters else None,
            all_scenarios=all_scenarios,
        )
    )
