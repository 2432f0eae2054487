"""The table of settings. A new key is a line here, and a field of `synthgate.config.Config`.

From its line come its option, its variable, what ``--help``, completion, the JSON Schema and
``config show`` say of it, and how far a repository's own file has its way in it. A value of a shape
that no other key has needs a `Form`, and a line for it in `synthgate.config.forms`.
"""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import LANGUAGES, NEVER, RUNNABLE, Message, Severity
from synthgate.settings.setting import Form, Group, Reach, Setting, Untrusted

NAG_PACKS = (
    "AwsSolutions",
    "HIPAA.Security",
    "NIST.800.53.R4",
    "NIST.800.53.R5",
    "PCI.DSS.321",
    "Serverless",
)
"""The packs of cdk-nag, as its ids begin."""
CHECKLIST = "production-checklist"
"""The framework of ``synthgate checklist``, where no other is asked for."""
CHANGES = ("broader-access", "data-loss", "will-not-deploy")
"""What a change may do that the gate looks at, if ``gate-on`` names it."""


SETTINGS: Mapping[str, Setting] = {
    "paths": Setting(
        Form.PATHS, Group.PLACES, metavar="PATH", default=[], reach=Reach.INSIDE,
        help=Message(
            "a cloud assembly, a template, a folder, or - for standard input (default: cdk.out)"
        ),
    ),
    "exclude-path": Setting(
        Form.TEXTS, Group.PLACES, metavar="GLOB", default=[],
        help=Message(
            "templates and assemblies not to scan, by their paths or a folder above; repeatable"
        ),
    ),
    "profile": Setting(
        Form.TEXT, Group.RULES, metavar="NAME|FILE", default="recommended",
        help=Message(
            "which rules to check: recommended, all, aspects, or one of your own or of a pack "
            "(default: recommended)"
        ),
    ),
    "rules": Setting(
        Form.PATHS, Group.RULES, metavar="DIR", default=[],
        untrusted=Untrusted.TAKEN, reach=Reach.INSIDE,
        help=Message("a folder of rule cards of your own; repeatable"),
    ),
    "exclude": Setting(
        Form.RULES, Group.RULES, metavar="RULE", default=[],
        help=Message("rules not to check, your own among them; repeatable"),
    ),
    "include": Setting(
        Form.RULES, Group.RULES, metavar="RULE", default=[], untrusted=Untrusted.TAKEN,
        help=Message("rules to check though the profile leaves them out; repeatable"),
    ),
    "select": Setting(
        Form.RULES, Group.RULES, metavar="RULE", default=[],
        help=Message("check these rules and no others, whatever the profile says; repeatable"),
    ),
    "rule-parameters": Setting(
        Form.VALUES, Group.RULES, metavar="RULE.NAME=VALUE", default={},
        help=Message("the value of a rule's parameter; repeatable"),
    ),
    "severity": Setting(
        Form.SEVERITIES, Group.RULES, metavar="RULE=SEVERITY", default={},
        untrusted=Untrusted.STRICTER,
        help=Message(
            "the severity of a rule: a word, or {{production: high, default: low}}; repeatable"
        ),
    ),
    "fail-on": Setting(
        Form.WORD, Group.GATE, metavar="SEVERITY", words=(*map(str, Severity), NEVER),
        default="high", untrusted=Untrusted.STRICTER,
        help=Message(
            "the least severity that closes the gate: {words} (default: high)"
        ),
    ),
    "gate": Setting(
        Form.GATE, Group.GATE, metavar="MAPPING", default={},
        help=Message("clauses, and what is undecided, as {{unknown: {{critical: fail}}}}"),
    ),
    "waivers": Setting(
        Form.WAIVERS, Group.GATE, metavar="FILE", reach=Reach.INSIDE,
        help=Message(
            "findings that are accepted (default: synthgate-waivers.yaml beside synthgate.yaml)"
        ),
    ),
    "baseline": Setting(
        Form.TEXT, Group.GATE, metavar="FILE", reach=Reach.INSIDE,
        help=Message(
            "the file of known findings, or none (default: synthgate-baseline.yaml beside "
            "synthgate.yaml, if there is one)"
        ),
    ),
    "gate-on": Setting(
        Form.SOME, Group.GATE, metavar="WHICH", words=("all", "new", *CHANGES),
        help=Message(
            "which findings the gate looks at: some of {words}; --fail-on says from which severity "
            "(default: what is new and what a change does, where something says that)"
        ),
    ),
    "against": Setting(
        Form.TEXT, Group.COMPARED, metavar="BASE", reach=Reach.INSIDE,
        help=Message(
            "tell what is new, fixed and moved beside BASE: a cloud assembly, a folder, a "
            "template, stored results, a JSON report, or REF:path at a git revision"
        ),
    ),
    "cdk-made": Setting(
        Form.WORD, Group.GATE, metavar="WHAT", words=("aside", "count"), default="aside",
        untrusted=Untrusted.TAKEN,
        help=Message(
            "findings about what the CDK makes by itself: aside, or count (default: aside)"
        ),
    ),
    "parameters": Setting(
        Form.TEXT, Group.INPUT, metavar="FILE", reach=Reach.INSIDE,
        help=Message(
            "values of template parameters: the AWS CLI's list, a CodePipeline template "
            "configuration, or a map, for all stacks or by stack name"
        ),
    ),
    "all-scenarios": Setting(
        Form.TRUTH, Group.INPUT, default=False,
        help=Message("look past the defaults of parameters: what holds for every value"),
    ),
    "stamp": Setting(
        Form.TRUTH, Group.REPORT, default=False,
        help=Message("say in the reports when they were made and of which commit"),
    ),
    "environment": Setting(
        Form.TEXT, Group.INPUT, metavar="NAME",
        help=Message("what the stacks are for, where names and tags do not say it (production, …)"),
    ),
    "environments": Setting(
        Form.ENVIRONMENTS, Group.INPUT, metavar="PATTERN=NAME", default={},
        help=Message(
            "what the stacks are for whose name, stage or template's path fits a pattern; "
            "repeatable, the first that fits counts"
        ),
    ),
    "source-root": Setting(
        Form.TEXT, Group.INPUT, metavar="DIR", reach=Reach.INSIDE,
        help=Message(
            "the root of the CDK program's repository (default: the git repository here)"
        ),
    ),
    "format": Setting(
        Form.FORMATS, Group.REPORT, metavar="NAME[=FILE]", default=["text"], reach=Reach.REPORTS,
        help=Message(
            "a report, to its file or to standard output (oscal=DIR: into a folder); repeatable: "
            "{formats} (default: text; checklist: checklist)"
        ),
    ),
    "sarif-category": Setting(
        Form.CATEGORY, Group.REPORT, metavar="NAME",
        help=Message(
            "tells a SARIF report from others of the same commit (automationDetails.id); {{app}} "
            "and {{stage}} in it are those of what is scanned"
        ),
    ),
    "lang": Setting(
        Form.WORD, Group.GENERAL, metavar="LANGUAGE", words=LANGUAGES, default="en",
        untrusted=Untrusted.TAKEN,
        help=Message("the language of messages: {words} (default: en)"),
    ),
    "with": Setting(
        Form.WORDS, Group.TOOLS, metavar="TOOL", words=RUNNABLE, default=[],
        help=Message(
            "run another tool over the same templates, and tell each fault once: {words}; "
            "repeatable"
        ),
    ),
    "import": Setting(
        Form.PATHS, Group.TOOLS, metavar="FILE", default=[], reach=Reach.INSIDE,
        help=Message("a report of another tool to be joined: SARIF, or one of cdk-nag; repeatable"),
    ),
    "guard": Setting(
        Form.PATHS, Group.TOOLS, metavar="FILE|DIR", default=[], reach=Reach.INSIDE,
        help=Message("rules of cfn-guard to check as well; repeatable"),
    ),
    "rego": Setting(
        Form.PATHS, Group.TOOLS, metavar="FILE|DIR", default=[], reach=Reach.INSIDE,
        help=Message("policies in Rego to check as well; repeatable"),
    ),
    "cel": Setting(
        Form.PATHS, Group.TOOLS, metavar="FILE|DIR", default=[], reach=Reach.INSIDE,
        help=Message("rules in CEL to check as well; repeatable"),
    ),
    "nag-packs": Setting(
        Form.WORDS, Group.TOOLS, metavar="PACK", words=NAG_PACKS, default=["AwsSolutions"],
        help=Message("the packs of --with cdk-nag: {words} (default: AwsSolutions); repeatable"),
    ),
    "validation-report": Setting(
        Form.WORD, Group.TOOLS, metavar="WHAT", words=("join", "ignore"), default="join",
        help=Message(
            "what cdk-nag and other plugins found in synth, which the assembly holds: join it, or "
            "ignore it (default: join)"
        ),
    ),
    "framework": Setting(
        Form.TEXTS, Group.FRAMEWORKS, metavar="NAME|FILE", default=[],
        help=Message("a framework to assess, as production-checklist; repeatable"),
    ),
    "app": Setting(
        Form.TEXT, Group.FRAMEWORKS, metavar="NAME",
        help=Message(
            "what your organisation calls this app, in its statements and in evidence for several"
        ),
    ),
    "evidence": Setting(
        Form.TEXT, Group.FRAMEWORKS, metavar="FILE", reach=Reach.INSIDE,
        help=Message(
            "statements about what no rule can tell (default: evidence.yaml beside synthgate.yaml)"
        ),
    ),
    "shared-evidence": Setting(
        Form.TEXTS, Group.FRAMEWORKS, metavar="FILE|URL", default=[],
        help=Message(
            "evidence that holds for several repositories: a file, or an address of a store "
            "(s3://…, https://…), which is fetched where an option or variable names it; repeatable"
        ),
    ),
    "as-of": Setting(
        Form.DAY, Group.FRAMEWORKS, metavar="DAY",
        help=Message("the day that evidence has to be valid on (default: today)"),
    ),
    "jobs": Setting(
        Form.JOBS, Group.RUNNING, metavar="N|auto", default=1,
        help=Message(
            "how many processes scan at once; auto: one for each processor, none where there is "
            "little to do (default: 1)"
        ),
    ),
    "extends": Setting(
        Form.TEXT, Group.TRUST, metavar="FILE|pack:NAME",
        help=Message("a policy that binds all that is said here, beside that of --policy"),
    ),
}  # fmt: skip
"""Every key of ``synthgate.yaml``; as an option it is ``--key``, as a variable SYNTHGATE_KEY."""

OTHER_NAMES: Mapping[str, str] = {"frameworks": "framework"}
"""What a file may call a key besides: an option is said once for each, a file has a list."""
