package policy

deny contains id if {
	some id, group in input.Resources
	group.Type == "AWS::EC2::SecurityGroup"
	some entry in group.Properties.SecurityGroupIngress
	open(entry)
}

deny contains id if {
	some id, entry in input.Resources
	entry.Type == "AWS::EC2::SecurityGroupIngress"
	open(entry.Properties)
}

open(entry) if {
	world(entry)
	ssh(entry)
}

world(entry) if entry.CidrIp == "0.0.0.0/0"

world(entry) if entry.CidrIpv6 == "::/0"

ssh(entry) if entry.IpProtocol in {"-1", -1}

ssh(entry) if {
	entry.IpProtocol in {"tcp", "6", 6}
	to_number(entry.FromPort) <= 22
	to_number(entry.ToPort) >= 22
}
