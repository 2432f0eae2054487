"""A Lambda Hook of CloudFormation that asks synthgate before anything is deployed."""
