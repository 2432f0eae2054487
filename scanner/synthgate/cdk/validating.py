"""One validation: the assembly that the CDK has written, scanned and told as the CDK wants it."""

from __future__ import annotations

import os
from os.path import relpath
from pathlib import Path

from aws_cdk import IPolicyValidationContext, PolicyValidationPluginReport

from synthgate.asked import options_of
from synthgate.cdk.above import acknowledged_above
from synthgate.cdk.assemblies import assemblies_of
from synthgate.cdk.guarded import alone, told
from synthgate.cdk.violations import report_of, report_of_failure
from synthgate.cdk.wishes import Wishes
from synthgate.config import configured
from synthgate.guard import Guard
from synthgate.model import Problem
from synthgate.pipeline import run


def validated(context: IPolicyValidationContext, wishes: Wishes) -> PolicyValidationPluginReport:
    """What synthgate says of an app; whatever breaks is told in it, and does not succeed."""
    problems: list[Problem] = []
    with Guard(problems, told, last=True):
        options, file = options_of(wishes.given, wishes.config)
        folder = wishes.folder
        stacks = {Path(it.template_path).resolve(): it for it in context.stack_templates}
        constructs = {path: it.stack_construct_path for path, it in stacks.items()}
        folders = assemblies_of(context)
        shown = Path(relpath(folders[0], folder)).as_posix() if folders else ""
        above = acknowledged_above(context.app_construct, [*constructs.values()], shown)
        options["paths"] = [str(one) for one in folders]
        with configured(options, os.environ, folder, file) as configuration:
            report = run(alone(configuration), acknowledged=tuple(one.entry for one in above))
            return report_of(report, configuration, constructs, above)
    return report_of_failure(problems)
