"""JSONPath over resolved values."""
