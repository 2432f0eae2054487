"""How rule cards are read, kept and chosen."""
