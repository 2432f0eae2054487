"""The health check function."""
