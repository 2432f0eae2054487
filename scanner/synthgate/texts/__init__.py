"""Texts as regular languages: automata, and the letters on their edges."""
