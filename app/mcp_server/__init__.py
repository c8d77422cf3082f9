"""A server of the Model Context Protocol: the service as tools for language models.

It is a process of its own (`stated mcp`), with the extra `stated[mcp]`; the service never loads it.
"""
