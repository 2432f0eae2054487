package policy

deny contains id if {
	some id, instance in input.Resources
	instance.Type == "AWS::EC2::Instance"
	kind := object.get(instance, ["Properties", "InstanceType"], "m1.small")
	not kind in {"t3.micro", "t3.small", "m7g.large"}
}
