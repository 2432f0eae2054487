"""``synthgate mcp``: a server for agents, which scans, explains and tells how to mend.

It speaks the Model Context Protocol over standard input and output (specification 2025-11-25,
"Transports", "stdio"), by the official SDK. It writes nothing, runs nothing of the workspace and
asks no network. What it hands back is bounded, and what templates say stands apart from what
synthgate says: a name in a template is a stranger's, and an agent does what it reads.
"""
