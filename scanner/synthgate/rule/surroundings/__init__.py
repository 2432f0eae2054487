"""A resource among the others: by reference, by name, by tag."""
