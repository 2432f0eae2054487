"""What is scanned where it lies in a store: listed here, fetched by whoever scans it."""
