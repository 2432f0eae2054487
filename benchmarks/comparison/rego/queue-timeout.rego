package policy

deny contains id if {
	some id, function in input.Resources
	function.Type == "AWS::Lambda::Function"
	some mapping in input.Resources
	mapping.Type == "AWS::Lambda::EventSourceMapping"
	id in {target(mapping.Properties.FunctionName)}
	queue := input.Resources[target(mapping.Properties.EventSourceArn)]
	queue.Type == "AWS::SQS::Queue"
	hidden := number(object.get(queue, ["Properties", "VisibilityTimeout"], 30))
	timeout := number(object.get(function, ["Properties", "Timeout"], 3))
	hidden < 6 * timeout
}

target(value) := value.Ref

target(value) := value["Fn::GetAtt"][0]

number(value) := to_number(value) if not is_object(value)

number(value) := to_number(input.Parameters[value.Ref].Default)
