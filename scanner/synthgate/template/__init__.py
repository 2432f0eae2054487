"""Text to plain data, and back from a path in the data to its place in the text."""
