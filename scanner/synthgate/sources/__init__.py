"""What is to be scanned: files, folders, standard input and cloud assemblies."""
