"""What a scan found, kept, so that what was scanned is not scanned again."""
