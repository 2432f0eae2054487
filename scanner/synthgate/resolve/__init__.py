"""Intrinsic functions, conditions, parameters: what the template says once it is read."""
