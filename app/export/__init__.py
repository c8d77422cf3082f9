"""Taking everything along: the whole files of a version, and the service as static files.

Both ask the service itself, in the same process, so they contain what it answers.
"""
