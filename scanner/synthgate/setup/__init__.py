"""``synthgate config …``: what is in force, the schema of the file, and a file to begin with."""
