"""What each key of a card means, in a sentence for editors; the words of conditions say theirs."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Message, Text

KEYS: Mapping[str, Text] = {
    "id": Message("names the fault, in lower case with hyphens; reads well after 'allow …'"),
    "title": Message("what is wrong, in a few words"),
    "fault": Message("the kind of fault, which has a severity; see docs/severity.md"),
    "severity": Message(
        "how much harm the fault does, if no kind of faults says so; "
        "or one severity for each environment, and a default"
    ),
    "severity-reason": Message("why the severity is not that of the fault"),
    "milder": Message("the severity of what is found of a resource of which 'milder-when' holds"),
    "milder-when": Message("what a resource must be like for the fault to be less severe"),
    "maturity": Message("preview: what the rule says is told apart, and never closes the gate"),
    "pillar": Message("the part of the production checklist"),
    "scope": Message(
        "what the rule is asked about: each resource, each stack, or the app as a whole"
    ),
    "resources": Message(
        "the resource types that the rule is about; patterns such as AWS::EC2::* too"
    ),
    "parameters": Message(
        "values that a profile or a configuration may set, with their defaults; "
        "a condition names one as {{parameter: NAME}}"
    ),
    "when": Message("what a resource must be like for the rule to apply"),
    "unless": Message(
        "the rules that say the same and more: where one of them fails, this one is silent"
    ),
    "check": Message("what a resource must be like to pass"),
    "why": Message("the harm that follows from the fault"),
    "fix": Message("the cure, in each language and as code (cdk-python, cdk-typescript, template)"),
    "cdk": Message(
        "the cure as a pair to run: lines of a CDK stack in Python that fail the rule, and lines "
        "that pass; the same in TypeScript. What differs is what a person is shown"
    ),
    "limits": Message(
        "what the rule is known not to see, or to take for a fault though it may be none"
    ),
    "link": Message("where AWS says so"),
    "config-rule": Message("the AWS Config rule of the same meaning"),
    "formerly": Message("the ids that the rule had before: whoever names one of them means it"),
    "equivalents": Message("the rules of other tools that say the same, or nearly, by tool"),
    "controls": Message("the controls of frameworks that the rule serves"),
    "examples": Message(
        "templates that are the rule's tests; '# finding' or '# unknown' stands on each line "
        "that the rule speaks of"
    ),
}
"""The keys of a card."""

FAMILY: Mapping[str, Text] = {
    "family": Message("names a file of rules that are the same sentence about other types"),
    "rows": Message("what each of the rules says itself, and what fills the holes of the family"),
    "path": Message("the property that the rule is about; {{path}} in the family"),
    "value": Message("what the property is held against; {{value}} in the family"),
    "default": Message("what the service does where the property is left out; null: nothing"),
    "documented": Message("where AWS documents that default"),
    "right": Message("a value of the property that passes, if 'value' is none"),
    "wrong": Message("a value of the property that fails, if 'default' is none"),
    "unless": Message(
        "what a resource is like to which the rule does not apply; or, as a list, rules that "
        "say the same and more"
    ),
}
"""The keys that families and their rows have besides."""

EXAMPLES: Mapping[str, Text] = {
    "fails": Message("a template with findings"),
    "passes": Message("a template that the rule passes"),
    "unknown": Message("a template of which only the deployment can tell"),
}
