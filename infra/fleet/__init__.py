"""A fleet of Lambda functions that scans what lies in a bucket: see docs/fleet-lambda.md."""
