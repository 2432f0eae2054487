"""The language as a whole: its words, its grammar, its meaning."""
