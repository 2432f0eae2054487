"""What a change replaces or deletes, and what then becomes of data."""
