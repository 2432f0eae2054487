"""The words that ask something of a value, by subject."""
