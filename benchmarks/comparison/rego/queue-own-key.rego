package policy

deny contains id if {
	some id, queue in input.Resources
	queue.Type == "AWS::SQS::Queue"
	not own_key(queue)
}

own_key(queue) if is_key(queue.Properties.KmsMasterKeyId.Ref)

own_key(queue) if is_key(queue.Properties.KmsMasterKeyId["Fn::GetAtt"][0])

is_key(id) if input.Resources[id].Type in {"AWS::KMS::Key", "AWS::KMS::Alias"}
