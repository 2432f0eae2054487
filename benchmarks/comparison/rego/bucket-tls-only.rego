package policy

deny contains id if {
	some id, bucket in input.Resources
	bucket.Type == "AWS::S3::Bucket"
	not guarded(id, bucket)
}

guarded(id, bucket) if {
	some policy in input.Resources
	policy.Type == "AWS::S3::BucketPolicy"
	is_of(policy.Properties.Bucket, id, bucket)
	some statement in as_list(policy.Properties.PolicyDocument.Statement)
	statement.Effect == "Deny"
	everyone(statement.Principal)
	some action in as_list(statement.Action)
	action in {"s3:*", "*"}
	statement.Condition.Bool["aws:SecureTransport"] in {"false", false}
}

is_of(named, id, _) if named.Ref == id

is_of(named, _, bucket) if named == bucket.Properties.BucketName

everyone("*") := true

everyone(principal) if "*" in as_list(principal.AWS)

as_list(value) := value if is_array(value)

as_list(value) := [value] if not is_array(value)
