"""checkov reads checks in Python from a package."""
