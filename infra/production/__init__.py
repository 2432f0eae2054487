"""The constructs of the production stack."""
