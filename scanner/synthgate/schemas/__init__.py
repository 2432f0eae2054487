"""What CloudFormation knows of resource types, from its public provider schemas.

`facts` is what evaluation asks of a type, `properties` what may be written in a resource.
``make schemas`` writes both files anew, from the schemas that cfn-lint ships.
"""
