package policy

deny contains id if {
	some id, database in input.Resources
	database.Type == "AWS::RDS::DBInstance"
	some tag in database.Properties.Tags
	tag == {"Key": "Environment", "Value": "production"}
	not object.get(database.Properties, "MultiAZ", false) in {true, "true"}
}
