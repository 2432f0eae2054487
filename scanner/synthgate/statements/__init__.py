"""Statements of an organisation: what is known of the controls of its frameworks, app by app."""
