package policy

deny contains id if {
	some id, role in input.Resources
	role.Type == "AWS::IAM::Role"
	not bounded(role)
}

bounded(role) if endswith(role.Properties.PermissionsBoundary, ":policy/boundary")

bounded(role) if endswith(role.Properties.PermissionsBoundary["Fn::Sub"], ":policy/boundary")

bounded(role) if {
	named := role.Properties.PermissionsBoundary.Ref
	input.Resources[named].Type == "AWS::IAM::ManagedPolicy"
}
