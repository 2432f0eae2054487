"""The function that scans units."""
