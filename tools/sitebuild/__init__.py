"""The documentation site: ``make docs`` makes it of what the repository has and of what it runs."""
