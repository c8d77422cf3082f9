"""Every SELECT, one function for each question that a user asks. Knows tables, and nothing of
HTTP.
"""
