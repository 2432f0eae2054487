"""What CloudFormation asks of a change, answered by synthgate's own scan and gate."""
