package policy

deny contains id if {
	some id, function in input.Resources
	function.Type == "AWS::Lambda::Function"
	not heard(id)
}

heard(id) if {
	some alarm in input.Resources
	alarm.Type == "AWS::CloudWatch::Alarm"
	alarm.Properties.MetricName == "Errors"
	object.get(alarm.Properties, "ActionsEnabled", true) in {true, "true"}
	some dimension in alarm.Properties.Dimensions
	dimension.Name == "FunctionName"
	is_named(dimension.Value, id)
	some action in alarm.Properties.AlarmActions
	subscribed(action.Ref)
}

is_named(value, id) if value.Ref == id

is_named(value, id) if value == input.Resources[id].Properties.FunctionName

subscribed(topic) if count(input.Resources[topic].Properties.Subscription) > 0

subscribed(topic) if {
	some subscription in input.Resources
	subscription.Type == "AWS::SNS::Subscription"
	subscription.Properties.TopicArn.Ref == topic
}
