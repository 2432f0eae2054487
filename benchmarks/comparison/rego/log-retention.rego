package policy

deny contains id if {
	some id, group in input.Resources
	group.Type == "AWS::Logs::LogGroup"
	not kept(group)
}

kept(group) if {
	days := to_number(group.Properties.RetentionInDays)
	days >= 90
	days <= 3653
}
