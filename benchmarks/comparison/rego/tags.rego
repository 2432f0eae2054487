package policy

listed := {"AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::S3::Bucket"}

mapped := {"AWS::SSM::Parameter"}

deny contains id if {
	some id, resource in input.Resources
	resource.Type in listed | mapped
	some key in ["CostCenter", "Owner"]
	not key in keys(object.get(resource, ["Properties", "Tags"], []))
}

keys(tags) := {tag.Key | some tag in tags} if is_array(tags)

keys(tags) := object.keys(tags) if is_object(tags)
