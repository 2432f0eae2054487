"""Runs a CDK program as the CDK CLI would, with what its lines need, into a fresh assembly."""
