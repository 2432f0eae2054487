"""What each key of a card and each word of a condition means, in a sentence for editors."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Message, Text

KEYS: Mapping[str, Text] = {
    "id": Message("names the fault, in lower case with hyphens; reads well after 'allow …'"),
    "title": Message("what is wrong, in a few words"),
    "severity": Message(
        "how much harm the fault does; or one severity for each environment, and a default"
    ),
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
    "check": Message("what a resource must be like to pass"),
    "why": Message("the harm that follows from the fault"),
    "fix": Message("the cure, in each language and as code (cdk-python, cdk-typescript, template)"),
    "link": Message("where AWS says so"),
    "config-rule": Message("the AWS Config rule of the same meaning"),
    "formerly": Message("the ids that the rule had before: whoever names one of them means it"),
    "equivalents": Message("the rules of other tools that say the same, by tool"),
    "controls": Message("the controls of frameworks that the rule serves"),
    "examples": Message(
        "templates that are the rule's tests; '# finding' or '# unknown' stands on each line "
        "that the rule speaks of"
    ),
}
"""The keys of a card."""

EXAMPLES: Mapping[str, Text] = {
    "fails": Message("a template with findings"),
    "passes": Message("a template that the rule passes"),
    "unknown": Message("a template of which only the deployment can tell"),
}

WORDS: Mapping[str, Text] = {
    "path": Message(
        "a JSONPath from the resource, or from the match around: $.Properties.Rules[*].Status"
    ),
    "keys": Message("the keys of the mapping at this path"),
    "tag": Message("a tag of the resource, or of its stack"),
    "stack": Message("a fact about the stack"),
    "all-of": Message("every one of these conditions holds"),
    "any-of": Message("at least one of these conditions holds"),
    "not": Message("this condition does not hold"),
    "related": Message("resources of these types whose path ('by') refers to this one"),
    "by": Message("the path of the related resource that refers to this one"),
    "refers": Message("a path of this resource that refers to resources of the types in 'to'"),
    "to": Message("the types that are referred to"),
    "there-is": Message("there are resources of these types, one at least or as 'count' says"),
    "where": Message("only resources for which this holds"),
    "unique": Message("no two resources of the types in 'among' have the same value at this path"),
    "among": Message("the types whose values are compared"),
    "environment": Message("the stack is for this environment, or for one of these"),
    "taggable": Message("whether the resource type can have tags"),
    "python": Message("a generator function in the .py file beside the card"),
    "all": Message("this holds of every match"),
    "any": Message("this holds of at least one match"),
    "none": Message("this holds of no match"),
    "count": Message("how many there are: a number, or limits as {{at-least: 2}}"),
    "default": Message("the value that counts where the property is absent"),
    "unit": Message("in which unit the property counts, where the limit has one: seconds"),
    "exists": Message("true: it is there and not empty; false: it is not"),
    "equals": Message("it is this value"),
    "not-equals": Message("it is not this value"),
    "in": Message("it is one of these values; elsewhere: where to look (stack, environment, app)"),
    "not-in": Message("it is none of these values"),
    "matches": Message("this regular expression (RE2) is found in it"),
    "not-matches": Message("this regular expression (RE2) is not found in it"),
    "contains": Message(
        "this is an item of the list, a key of the mapping or a part of the string"
    ),
    "not-contains": Message("it does not contain this"),
    "contains-any": Message("it contains one of these"),
    "not-contains-any": Message("it contains none of these"),
    "contains-all": Message("it contains all of these"),
    "starts-with": Message("it starts with this, or with one of these"),
    "ends-with": Message("it ends with this, or with one of these"),
    "empty": Message("whether nothing is in it"),
    "at-least": Message("a number, or a quantity such as 90 days, that it reaches"),
    "at-most": Message("a number or a quantity that it does not pass"),
    "above": Message("a number or a quantity that it passes"),
    "below": Message("a number or a quantity that it does not reach"),
    "before": Message("it is a date before this one (2027-12-31)"),
    "after": Message("it is a date after this one (2027-12-31)"),
    "length": Message("how many letters, items or members it has"),
    "cidr-within": Message("the block of addresses lies within one of these"),
    "cidr-includes": Message("the block of addresses includes one of these"),
    "cidr-overlaps": Message("the block of addresses has an address in common with one of these"),
    "cidr-public": Message("whether the block has addresses of the internet"),
    "prefix-length": Message("how many bits stand behind the slash of the block"),
    "ports-include": Message("the range of ports includes one of these"),
    "ports-within": Message("the range of ports lies within these"),
    "effect": Message("the statement allows, or denies"),
    "actions-include": Message(
        "the statement is about all of one of these actions: iam:PassRole, s3:*"
    ),
    "actions-touch": Message("the statement has an action in common with one of these patterns"),
    "resources-include": Message(
        "the statement is about all of one of these resources: '*' for every one"
    ),
    "principals-include": Message("the statement names one of these principals: '*' for everyone"),
    "principals-within": Message("the statement names no principals but these"),
    "has-condition": Message("the statement has a condition on this key, or on one of these"),
    "access-level": Message("the statement has an action of this access level"),
    "resource-must-be-wildcard": Message(
        "whether the actions of the statement accept no resource but '*'"
    ),
}
"""The words of conditions."""
