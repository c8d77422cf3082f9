"""Dataset files: their tables, opening and swapping them, and running a SELECT within a time
budget.
"""
